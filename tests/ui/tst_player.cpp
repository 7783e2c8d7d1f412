#include "short_runs.h"
#include "transport/player.h"

using namespace infoplane;
using State = SessionDocument::State;

/// A document, its film, and what joins them.
struct Room {
    SessionDocument document;
    Playhead playhead;
    Player player{document, playhead};

    bool finishes(const ExperimentSpec& spec) {
        document.startNew(spec);
        player.play();
        return reaches(document, State::Finished);
    }
    bool pausesAfter(const ExperimentSpec& spec, std::size_t epochs) {
        document.startNew(spec);
        player.play();
        if (!measures(document, epochs))
            return false;
        player.pause();
        return QTest::qWaitFor([&] { return !document.isListening(); }, patience);
    }
};

class TestPlayer : public QObject {
    Q_OBJECT

  private slots:
    void playStartsTheRunAndItsFilm();
    void theFilmIsToldOfEveryMeasuredEpoch();
    void pauseRestsFilmAndTraining();
    void playGoesOnWithAPausedRun();
    void playAtTheEndShowsTheFilmAgain();
    void playTrainsNothingAgain();
    void stepMovesToTheNextMeasuredEpoch();
    void stepAtTheEndOfAPausedRunTrainsOneMore();
    void stepAtTheEndOfAFinishedRunDoesNothing();
    void afterAStepTheFilmDoesNotJumpToTheNewestEpoch();
    void stopKeepsTheFilm();
    void restartBeginsAnewWithoutAFlashOfTheOldRun();
    void newSeedTrainsAnotherNetwork();
    void speedsGoUpAndDownAndStopAtTheEnds();
    void aWrongInputStopsNoFilmButStartsNone();
    void anotherSeedStaysAtTheEpoch();
    void epochsOfTheSpecAreTheFilmsBeforeTheFirstRun();
};

void TestPlayer::playStartsTheRunAndItsFilm() {
    Room room;
    room.document.startNew(shortSpec());
    room.player.play();
    QVERIFY(room.document.isRunning());
    QVERIFY(room.player.playing());
    QVERIFY(measures(room.document, 1));
    QCOMPARE(room.playhead.index(), 0);
}

void TestPlayer::theFilmIsToldOfEveryMeasuredEpoch() {
    Room room;
    QVERIFY(room.finishes(shortSpec()));
    QCOMPARE(room.playhead.measured().size(), std::size_t(13));
    QCOMPARE(room.playhead.lastEpoch(), 12);
    QVERIFY(!room.playhead.growing());
}

void TestPlayer::pauseRestsFilmAndTraining() {
    Room room;
    QVERIFY(room.pausesAfter(longSpec(), 2));
    QCOMPARE(room.document.state(), State::Paused);
    QVERIFY(!room.player.playing());
    QVERIFY(!room.playhead.animating());
}

void TestPlayer::playGoesOnWithAPausedRun() {
    Room room;
    QVERIFY(room.pausesAfter(longSpec(), 2));
    const std::size_t measured = room.document.shownRun()->snapshots.size();
    room.player.play();
    QCOMPARE(room.document.state(), State::Training);
    QVERIFY(measures(room.document, measured + 2));
}

void TestPlayer::playAtTheEndShowsTheFilmAgain() {
    Room room;
    QVERIFY(room.finishes(shortSpec()));
    room.playhead.setIndex(12);
    QVERIFY(!room.player.playing());
    room.player.play();
    QVERIFY(room.player.playing());
    QCOMPARE(room.playhead.epoch(), 0);
}

void TestPlayer::playTrainsNothingAgain() {
    Room room;
    QVERIFY(room.finishes(shortSpec()));
    room.playhead.setIndex(12);
    QSignalSpy resets(&room.document, &SessionDocument::runReset);
    room.player.play();
    QCOMPARE(room.document.state(), State::Finished);
    QCOMPARE(resets.count(), 0);
}

void TestPlayer::stepMovesToTheNextMeasuredEpoch() {
    Room room;
    QVERIFY(room.finishes(shortSpec()));
    room.playhead.setIndex(3);
    room.player.play();
    room.player.stepForward();
    QCOMPARE(room.playhead.index(), 4);
    QVERIFY(!room.player.playing());
}

void TestPlayer::stepAtTheEndOfAPausedRunTrainsOneMore() {
    Room room;
    QVERIFY(room.pausesAfter(longSpec(), 2));
    room.playhead.setIndex(static_cast<int>(room.playhead.measured().size()) - 1);
    const int reached = room.document.epochReached();
    QVERIFY(room.player.canStep());
    room.player.stepForward();
    QVERIFY(QTest::qWaitFor([&] { return room.playhead.epoch() == reached + 1; }, patience));
    QCOMPARE(room.document.state(), State::Paused);
}

void TestPlayer::stepAtTheEndOfAFinishedRunDoesNothing() {
    Room room;
    QVERIFY(room.finishes(shortSpec()));
    room.playhead.setIndex(12);
    QVERIFY(!room.player.canStep());
    room.player.stepForward();
    QCOMPARE(room.document.state(), State::Finished);
    QCOMPARE(room.playhead.index(), 12);
    QSignalSpy changes(&room.player, &Player::changed);
    room.playhead.setIndex(3); // a button that was off has to hear that it may be on again
    QCOMPARE(changes.count(), 1);
    QVERIFY(room.player.canStep());
}

void TestPlayer::stopKeepsTheFilm() {
    Room room;
    room.document.startNew(longSpec());
    room.player.play();
    QVERIFY(measures(room.document, 3));
    QVERIFY(room.player.canStop());
    room.player.stop();
    QCOMPARE(room.document.state(), State::Stopped);
    QVERIFY(!room.player.playing());
    QVERIFY(room.playhead.measured().size() >= 3);
    QVERIFY(!room.player.canStop());
}

void TestPlayer::restartBeginsAnewWithoutAFlashOfTheOldRun() {
    Room room;
    QVERIFY(room.finishes(shortSpec()));
    room.playhead.setIndex(12);
    QSignalSpy moves(&room.playhead, &Playhead::presentChanged);
    room.player.restart();
    QCOMPARE(moves.count(), 0); // the old picture stands until the new run is there
    QCOMPARE(room.playhead.index(), 12);
    QVERIFY(begins(room.document));
    QVERIFY(room.player.playing());
    QVERIFY(room.playhead.index() <= 0);
}

void TestPlayer::afterAStepTheFilmDoesNotJumpToTheNewestEpoch() {
    Room room;
    QVERIFY(room.pausesAfter(shortSpec(2000), 3));
    room.playhead.setIndex(static_cast<int>(room.playhead.measured().size()) - 1);
    const std::size_t before = room.document.shownRun()->snapshots.size();
    room.player.stepForward();
    QVERIFY(measures(room.document, before + 1));
    QVERIFY(reaches(room.document, State::Paused));
    QVERIFY(room.playhead.atEnd());
    room.player.play(); // a film of 20 seconds, which the training leaves behind
    QVERIFY(measures(room.document, before + 100));
    room.player.pause();
    QVERIFY(QTest::qWaitFor([&] { return !room.document.isListening(); }, patience));
    QVERIFY(!room.playhead.atEnd());
}

void TestPlayer::newSeedTrainsAnotherNetwork() {
    Room room;
    QVERIFY(room.finishes(shortSpec()));
    const auto weights = room.document.shownRun()->snapshots.front().parameters;
    room.player.newSeed();
    QVERIFY(begins(room.document));
    QVERIFY(reaches(room.document, State::Finished));
    QCOMPARE(room.document.shownSeed(), 1);
    QVERIFY(room.document.shownRun()->snapshots.front().parameters != weights);
    QVERIFY(room.document.undoStack()->canUndo());
}

void TestPlayer::speedsGoUpAndDownAndStopAtTheEnds() {
    Room room;
    room.player.faster();
    QCOMPARE(room.playhead.speed(), 2.0);
    room.player.faster();
    room.player.faster();
    QCOMPARE(room.playhead.speed(), 4.0);
    for (int i = 0; i < 9; ++i)
        room.player.slower();
    QCOMPARE(room.playhead.speed(), 0.25);
}

void TestPlayer::aWrongInputStopsNoFilmButStartsNone() {
    Room room;
    QVERIFY(room.finishes(shortSpec()));
    room.playhead.setIndex(0);
    room.player.play();
    room.document.setInputError(QStringLiteral("network.hidden"), QStringLiteral("Layer 3 has no units."));
    QVERIFY(room.player.playing());
    QVERIFY(room.player.obstacle().isEmpty()); // Pause works
    room.player.pause();
    QVERIFY(!room.player.obstacle().isEmpty());
    room.player.play();
    QVERIFY(!room.player.playing());
}

void TestPlayer::anotherSeedStaysAtTheEpoch() {
    Room room;
    ExperimentSpec spec = shortSpec();
    spec.seeds.count = 2;
    QVERIFY(room.finishes(spec));
    room.playhead.goToEpoch(7);
    room.document.showSeed(1);
    QCOMPARE(room.playhead.epoch(), 7);
}

void TestPlayer::epochsOfTheSpecAreTheFilmsBeforeTheFirstRun() {
    Room room;
    room.document.editField(QStringLiteral("training.epochs"), 77);
    QCOMPARE(room.playhead.lastEpoch(), 77);
    QVERIFY(room.finishes(shortSpec()));
    room.document.editField(QStringLiteral("training.epochs"), 99);
    QCOMPARE(room.playhead.lastEpoch(), 12); // the film is of the run that was
}

QTEST_GUILESS_MAIN(TestPlayer)
#include "tst_player.moc"
