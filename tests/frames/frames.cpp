// Opens the window as a person would, and measures it: how soon it is there; frames a second and the slowest
// step of its thread while the preset trains at full speed, watched as a film and live; the same with every
// epoch measured; and how soon the plane follows a bin width that is dragged. QT_QPA_PLATFORM=offscreen
// leaves out what the screen costs.

#include "appearance.h"
#include "main_window.h"
#include "session/presets.h"
#include "stopwatch_application.h"

#include <QCommandLineParser>
#include <QEventLoop>
#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTextStream>

#include <cmath>
#include <ctime>
#include <unistd.h>

using namespace infoplane;

namespace {

using State = SessionDocument::State;

QTextStream& out() {
    static QTextStream stream(stdout);
    return stream;
}

void waitFor(const std::function<bool()>& done) {
    while (!done())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents);
}

/// An event loop that ends by itself, so that waiting costs what it costs in the program.
void waitMilliseconds(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

void print(const QString& name, const StopwatchApplication::Report& report) {
    out() << QStringLiteral("%1 %2 s, %3 frames/s, longest gap %4 ms, slowest step %5 ms (%6), 99 % of steps "
                            "below %7 ms\n")
                 .arg(name, -28)
                 .arg(report.seconds, 0, 'f', 1)
                 .arg(report.frames / report.seconds, 0, 'f', 1)
                 .arg(report.longestGap, 0, 'f', 1)
                 .arg(report.slowest, 0, 'f', 1)
                 .arg(report.slowestWas)
                 .arg(report.percentile99, 0, 'f', 1);
    out().flush();
}

bool isOver(const MainWindow& window) {
    const State state = const_cast<MainWindow&>(window).document().state();
    return state == State::Finished || state == State::Failed;
}

/// Since this process began, to a hundredth.
double secondsSinceStart() {
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QFile::ReadOnly))
        return std::nan("");
    const QByteArray text = file.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    constexpr int startTime = 19; // the 22nd field, two of them before the parenthesis
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec) -
           fields.value(startTime).toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// From the start of the process to a painted window, and to one with a point in its plane.
void measureStart(StopwatchApplication& application, MainWindow& window, const Preset& preset) {
    window.document().startNew(preset);
    application.begin();
    window.show();
    window.player().play();
    waitFor([&] { return application.frames() > 0; });
    const double shown = secondsSinceStart();
    waitFor([&] { return !window.presenter().view().epochs.empty(); });
    waitFor([&, before = application.frames()] { return application.frames() > before; });
    out() << QStringLiteral("%1 window after %2 s, its first point after %3 s\n")
                 .arg(QStringLiteral("start"), -28)
                 .arg(shown, 0, 'f', 2)
                 .arg(secondsSinceStart(), 0, 'f', 2);
    out().flush();
}

/// While it trains, and as a film as long as that.
void measureRun(StopwatchApplication& application, MainWindow& window, const ExperimentSpec& spec, bool live,
                const QString& name) {
    window.document().startNew(spec);
    window.playhead().setSpeed(live ? 0 : 1);
    waitMilliseconds(1500); // facts, and the probe of the cost
    application.begin();
    window.player().play();
    waitFor([&] { return isOver(window) && window.document().epochReached() > 0; });
    print(name, application.end());
    out() << QStringLiteral("%1 %2 epochs/s, %3 epochs measured\n")
                 .arg(QString(), -28)
                 .arg(spec.training.epochs / window.document().secondsTrained(), 0, 'f', 0)
                 .arg(window.document().shownRun()->snapshots.size());
}

/// A width that changes at every frame for two seconds, over the whole slider.
void measureDrag(StopwatchApplication& application, MainWindow& window) {
    constexpr int frames = 120;
    QElapsedTimer clock;
    double slowestFirst = 0;
    qint64 asked = 0;
    bool waiting = false;
    QObject context;
    QObject::connect(&window.document(), &SessionDocument::measurementsChanged, &context, [&] {
        if (std::exchange(waiting, false))
            slowestFirst = std::max(slowestFirst, static_cast<double>(clock.nsecsElapsed() - asked) * 1e-6);
    });
    clock.start();
    application.begin();
    window.presenter().setDragging(true);
    for (int i = 0; i < frames; ++i) {
        EstimatorSettings settings;
        settings.values["bin_size"] = 0.005 * std::pow(200.0, i / (frames - 1.0));
        if (!std::exchange(waiting, true))
            asked = clock.nsecsElapsed();
        window.document().setEstimator(settings);
        waitMilliseconds(16);
    }
    window.presenter().setDragging(false);
    const qint64 rest = clock.nsecsElapsed();
    waitFor([&] { return !window.document().remeasuring(); });
    const double whole = static_cast<double>(clock.nsecsElapsed() - rest) * 1e-6;
    waitMilliseconds(50);
    print(QStringLiteral("width dragged"), application.end());
    out() << QStringLiteral("%1 first picture after %2 ms at most, the whole %3 ms after rest\n")
                 .arg(QString(), -28)
                 .arg(slowestFirst, 0, 'f', 0)
                 .arg(whole, 0, 'f', 0);
}

} // namespace

int main(int argc, char** argv) {
    StopwatchApplication application(argc, argv);
    QTemporaryDir folder;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({QStringLiteral("size"), QStringLiteral("Of the window."), QStringLiteral("WxH"),
                      QStringLiteral("1280x800")});
    parser.process(application);
    const QStringList size = parser.value(QStringLiteral("size")).split(QLatin1Char('x'));

    Appearance appearance(application, Appearance::Choice::Light);
    MainWindow window(appearance);
    window.resize(size.value(0).toInt(), size.value(1).toInt());
    measureStart(application, window, presets().front());
    const ExperimentSpec preset = presets().front().spec;
    out() << QStringLiteral("%1, %2 x %3, %4\n")
                 .arg(preset.title)
                 .arg(window.width())
                 .arg(window.height())
                 .arg(QGuiApplication::platformName());
    measureRun(application, window, preset, false, QStringLiteral("film while it trains"));
    measureRun(application, window, preset, true, QStringLiteral("live"));
    measureDrag(application, window);
    ExperimentSpec every = preset;
    every.measure.schedule.kind = ScheduleKind::Every;
    measureRun(application, window, every, true, QStringLiteral("live, every epoch measured"));
    return 0;
}
