#include "document/amounts.h"
#include "short_runs.h"
#include "transport/player.h"
#include "transport/run_status.h"

using namespace infoplane;
using State = SessionDocument::State;

class TestRunStatus : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void readySaysWhatWillBeDone();
    void readySaysWhatItCosts();
    void finishedSaysWhatItTook();
    void aFilmSaysWhereItStandsAndHowLongItGoesOn();
    void aFailureIsNamedInDanger();
    void affordableRunsNeedNoAdvice();
    void aLongRunIsShortened();
    void aLargeRunIsMeasuredLess();
};

void TestRunStatus::readySaysWhatWillBeDone() {
    SessionDocument document;
    Playhead playhead;
    const RunStatus status = runStatus(document, playhead);
    QCOMPARE(status.state, QStringLiteral("Ready"));
    QCOMPARE(status.detail, QStringLiteral("10000 epochs, 212 measured")); // the paper's schedule
}

void TestRunStatus::readySaysWhatItCosts() {
    SessionDocument document;
    Playhead playhead;
    document.startNew(shortSpec());
    QVERIFY(QTest::qWaitFor([&] { return document.cost().has_value(); }, patience));
    const RunStatus status = runStatus(document, playhead);
    QVERIFY(status.right.contains(durationText(document.cost()->seconds)));
    QVERIFY(status.right.contains(bytesText(document.cost()->memoryBytes)));
    QVERIFY(status.right.contains(bytesText(document.cost()->archiveBytes)));
    QCOMPARE(status.rightTone, RunStatus::Tone::Plain);
}

void TestRunStatus::finishedSaysWhatItTook() {
    SessionDocument document;
    Playhead playhead;
    Player player(document, playhead);
    playhead.setFollowing(true);
    document.startNew(shortSpec());
    player.play();
    QVERIFY(reaches(document, State::Finished));
    const RunStatus status = runStatus(document, playhead);
    QCOMPARE(status.state, QStringLiteral("Finished"));
    QCOMPARE(status.detail, QStringLiteral("epoch 12 of 12"));
    QVERIFY(status.right.startsWith(QStringLiteral("13 epochs measured in ")));
}

void TestRunStatus::aFilmSaysWhereItStandsAndHowLongItGoesOn() {
    SessionDocument document;
    Playhead playhead;
    Player player(document, playhead);
    document.startNew(shortSpec());
    player.play();
    QVERIFY(reaches(document, State::Finished));
    playhead.setIndex(0);
    playhead.setSpeed(2);
    player.play();
    const RunStatus status = runStatus(document, playhead);
    QCOMPARE(status.state, QStringLiteral("Playing"));
    QCOMPARE(status.detail, QStringLiteral("epoch 0 of 12"));
    QVERIFY(status.right.endsWith(QStringLiteral(" left at this speed")));
    player.pause();
    QCOMPARE(runStatus(document, playhead).state, QStringLiteral("Paused"));
}

void TestRunStatus::aFailureIsNamedInDanger() {
    SessionDocument document;
    Playhead playhead;
    Player player(document, playhead);
    playhead.setFollowing(true);
    document.startNew(divergingSpec());
    player.play();
    QVERIFY(reaches(document, State::Failed));
    const RunStatus status = runStatus(document, playhead);
    QCOMPARE(status.state, QStringLiteral("Stopped"));
    QCOMPARE(status.tone, RunStatus::Tone::Danger);
    QVERIFY(status.detail.endsWith(QStringLiteral(", diverged at %1").arg(document.failure()->epoch)));
    QVERIFY(status.right.endsWith(QStringLiteral(" measured and kept")));
}

void TestRunStatus::affordableRunsNeedNoAdvice() {
    QVERIFY(!adviseOnCost(ExperimentSpec(), {.seconds = 599, .memoryBytes = 0.9e9, .archiveBytes = 1e6}));
}

void TestRunStatus::aLongRunIsShortened() {
    ExperimentSpec spec;
    const auto advice = adviseOnCost(spec, {.seconds = 3600 * 3, .memoryBytes = 1e6, .archiveBytes = 1e6});
    QVERIFY(advice);
    QCOMPARE(advice->sentence, QStringLiteral("This run will take about 3.0 h."));
    QCOMPARE(advice->spec.training.epochs, 500); // 10,000 x 600 / 10,800 = 555, rounded down
    QCOMPARE(advice->remedy, QStringLiteral("Train 500 epochs"));
}

void TestRunStatus::aLargeRunIsMeasuredLess() {
    ExperimentSpec spec;
    const auto advice = adviseOnCost(spec, {.seconds = 10, .memoryBytes = 4e9, .archiveBytes = 1e6});
    QVERIFY(advice);
    QCOMPARE(advice->spec.measure.schedule.kind, ScheduleKind::LogSpaced);
    QCOMPARE(advice->spec.measure.schedule.count, 50); // 212 / 4 = 53, rounded down
    QCOMPARE(advice->spec.training.epochs, spec.training.epochs);
}

QTEST_GUILESS_MAIN(TestRunStatus)
#include "tst_run_status.moc"
