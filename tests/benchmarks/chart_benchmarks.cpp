#include "charts/information_plane_view.h"
#include "charts/plot_view.h"
#include "motion.h"
#include "ui/fake_session.h"

#include <QCoreApplication>
#include <QWindow>

#include <benchmark/benchmark.h>

using namespace infoplane;

namespace {

// An item is a picture of the information plane, painted to the end: 10,000 measured epochs, six layers.

constexpr int epochs = 10000;

struct Plane {
    SessionView session = test::fakeSession(test::everyEpoch(epochs));
    InformationPlaneView view;

    Plane() {
        setReducedMotion(true);
        view.resize(740, 520);
        view.setView(session);
        view.show();
        while (!view.windowHandle()->isExposed()) // before that nothing is painted
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents);
        paint();
    }

    void paint() {
        view.setView(session);
        view.plotView()->viewport()->repaint();
    }
};

/// As in play: a few epochs more at each frame.
void frame(benchmark::State& state) {
    constexpr int step = 5;
    constexpr int first = epochs / 2;
    Plane plane;
    int present = epochs;
    for (auto _ : state) {
        if (present + step > epochs) {
            state.PauseTiming();
            test::setPresent(plane.session, present = first);
            plane.paint();
            state.ResumeTiming();
        }
        test::setPresent(plane.session, present += step);
        plane.paint();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(frame)->Name("chart/frame_10000")->Unit(benchmark::kMillisecond);

/// As after another estimator: all values are others.
void rebuild(benchmark::State& state) {
    Plane plane;
    for (auto _ : state) {
        ++plane.session.revision;
        plane.paint();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(rebuild)->Name("chart/rebuild_10000")->Unit(benchmark::kMillisecond);

} // namespace
