#include "chart_area.h"
#include "charts/activity_chart.h"
#include "charts/activity_view.h"
#include "charts/decision_view.h"
#include "charts/epoch_chart.h"
#include "document/activity_finder.h"
#include "error.h"
#include "export/figure_exporter.h"
#include "ui/fake_session.h"
#include "window_fixture.h"

#include <QSignalSpy>

using namespace infoplane;
using namespace infoplane::test;

class TestActivityChart : public QObject {
    Q_OBJECT
  private slots:
    void histogramsAreDrawnUpToThePresent();
    void saturatedShareIsSaid();
    void anotherLayerIsChosen();
    void decisionIsReadFromTheRecord();
    void figureNeedsTheRecord();
    void nothingIsReadWhileNobodyLooks();
    void itIsReadFromTheRunAndFollowsTheBins();
};

namespace {

/// Two layers that are more and more saturated.
std::shared_ptr<const ActivityRecord> record(const SessionView& session) {
    auto made = std::make_shared<ActivityRecord>();
    made->epochs = session.epochs;
    made->samplesLine = QStringLiteral("N = 100");
    made->edgesLine = QStringLiteral("edges: width 0.5");
    made->layers.resize(session.layers.size());
    for (std::size_t l = 0; l < made->layers.size(); ++l) {
        ActivityRecord::Layer& layer = made->layers[l];
        layer.lowest = -1;
        layer.edges = {-1, -0.5, 0, 0.5, 1};
        for (std::size_t i = 0; i < session.epochs.size(); ++i) {
            const float outer = 0.5f * static_cast<float>(i) / static_cast<float>(session.epochs.size());
            layer.shares.push_back({outer, 0.5f - outer, 0.5f - outer, outer});
            layer.saturated.push_back(l + 1 < made->layers.size() ? 2 * outer : std::nan(""));
            layer.decision.push_back(0.1 * static_cast<double>(l));
        }
    }
    return made;
}

} // namespace

void TestActivityChart::histogramsAreDrawnUpToThePresent() {
    SessionView session = fakeSession(paperEpochs(10000), 10000, 0);
    session.activity = record(session);
    ActivityChartView view;
    view.resize(740, 300);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    view.setView(session);
    const ActivityChart& chart = *view.activityChart();
    QCOMPARE(chart.frame().bottom, -1.0);
    QCOMPARE(chart.frame().top, 1.0);
    const auto colorAt = [&](int epoch, double activity) {
        const QPointF place = chart.frame().map(session.scale.position(epoch), activity);
        return view.plotView()->grab().toImage().pixelColor(place.toPoint());
    };
    const QColor ground = view.theme().chart;
    QVERIFY(colorAt(3000, 0.27) != ground);
    QVERIFY(colorAt(30, 0.27).lightness() < colorAt(3000, 0.27).lightness()); // more of them lay there
    setPresent(session, indexOfEpoch(session, 1000));
    view.setView(session);
    QCOMPARE(colorAt(3000, 0.27), ground); // not before it comes
    QVERIFY(colorAt(300, 0.27) != ground);
}

void TestActivityChart::saturatedShareIsSaid() {
    SessionView session = fakeSession(everyEpoch(9), 9, 0);
    session.activity = record(session);
    ActivityChartView view;
    view.setView(session);
    QCOMPARE(view.activityChart()->layer(), 4); // the last hidden one
    QVERIFY(std::abs(view.activityChart()->saturatedNow() - 0.9) < 1e-6);
    QVERIFY2(view.description().contains("90"), qPrintable(view.description()));
    setPresent(session, 5);
    view.setView(session);
    QVERIFY(std::abs(view.activityChart()->saturatedNow() - 0.5) < 1e-6);
}

void TestActivityChart::anotherLayerIsChosen() {
    SessionView session = fakeSession(everyEpoch(9), 9, 0);
    session.activity = record(session);
    ActivityChartView view;
    view.setView(session);
    view.setLayer(5); // the output tells no saturation
    QVERIFY(std::isnan(view.activityChart()->saturatedNow()));
    view.setLayer(0);
    QVERIFY(std::isfinite(view.activityChart()->saturatedNow()));
}

void TestActivityChart::decisionIsReadFromTheRecord() {
    SessionView session = fakeSession(everyEpoch(9), 9, 0);
    DecisionView view;
    view.setView(session);
    QVERIFY(std::isnan(view.epochChart()->layerValue(2, 4)));
    QVERIFY(view.description().contains("empty"));
    session.activity = record(session);
    view.setView(session);
    QVERIFY(std::abs(view.epochChart()->layerValue(2, 4) - 0.2) < 1e-12);
    QVERIFY2(view.description().contains("0.200"), qPrintable(view.description()));
}

void TestActivityChart::figureNeedsTheRecord() {
    SessionView session = fakeSession(everyEpoch(9), 9, 0);
    FigureOptions options;
    options.panels = {FigurePanel::Activity};
    options.format = FigureOptions::Format::Svg;
    QVERIFY_EXCEPTION_THROWN(figureBytes(session, options), Error);
    session.activity = record(session);
    const QByteArray first = figureBytes(session, options);
    QVERIFY(first.contains("Activity"));
    FigureContent other(session);
    other.activityLayer = 5;
    QVERIFY(figureBytes(other, options) != first);
    options.panels = {FigurePanel::DecisionLoss};
    QVERIFY(!figureBytes(session, options).isEmpty());
}

void TestActivityChart::nothingIsReadWhileNobodyLooks() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    QTest::qWait(500);
    QVERIFY(!f.window.presenter().view().activity);
    f.window.chartArea()->showChart(ChartArea::Chart::Activity);
    QTRY_VERIFY_WITH_TIMEOUT(f.window.presenter().view().activity, patience);
}

void TestActivityChart::itIsReadFromTheRunAndFollowsTheBins() {
    WindowFixture f;
    QVERIFY(f.show());
    f.window.chartArea()->showChart(ChartArea::Chart::Decision);
    QVERIFY(f.finishes());
    const auto known = [&] {
        const auto& activity = f.window.presenter().view().activity;
        return activity && activity->epochs.size() == 13;
    };
    QTRY_VERIFY_WITH_TIMEOUT(known(), patience);
    const EpochChart& chart = *f.window.chartArea()->decision()->epochChart();
    QTRY_VERIFY(std::isfinite(chart.layerValue(0, 12)));
    const double fine = chart.layerValue(1, 12);
    f.window.document().setEstimator({"bin_floor", {{"bin_size", 1.0}}});
    QTRY_VERIFY_WITH_TIMEOUT(f.window.presenter().view().activity->decisionLine.contains("1"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(chart.layerValue(1, 12) > fine, patience);
    // Another run: what was known goes.
    f.window.document().startNew(shortSpec(20));
    QTRY_VERIFY(!f.window.presenter().view().activity);
}

QTEST_MAIN(TestActivityChart)
#include "tst_activity_chart.moc"
