#include "transport/playhead.h"

#include <QSignalSpy>
#include <QTest>

using infoplane::Playhead;

namespace {

std::vector<int> everyTenth(int last) {
    std::vector<int> epochs;
    for (int epoch = 0; epoch <= last; epoch += 10)
        epochs.push_back(epoch);
    return epochs;
}

/// A whole film of 0...1,000, at its beginning.
void prepareFilm(Playhead& playhead, bool growing = false) {
    playhead.setMeasured(everyTenth(1000), 1000);
    playhead.setGrowing(growing);
    playhead.setIndex(0);
}

} // namespace

class TestPlayhead : public QObject {
    Q_OBJECT

  private slots:
    void aWholeFilmTakesTwentySeconds_data();
    void aWholeFilmTakesTwentySeconds();
    void movesEvenlyAlongTheEpochScale();
    void waitsAtTheEndOfWhatIsMeasured();
    void waitingCostsNoTimer();
    void endsWhereNothingMoreComes();
    void playAtTheEndStartsAgain();
    void playBeforeTheFirstEpochWaitsForIt();
    void glidesToTheNextEpochInEightyMilliseconds();
    void glideNeverLagsBehindAFastFilm();
    void figuresAreOfMeasuredEpochsOnly();
    void liveFollowsTheNewest();
    void aHandPausesFollowing();
    void aHandThatMeantSomethingElseGoesBack();
    void speedZeroIsLive();
    void goesToTheNearestMeasuredEpoch_data();
    void goesToTheNearestMeasuredEpoch();
    void moveByStopsAtTheEnds();
    void aHeldFilmWaits();
    void aHiddenWindowHasNoTimer();
    void aRestingPlayheadHasNoTimer();
    void anOpenedRunStandsAtItsEnd();
    void changingTheScaleKeepsThePresent();
    void emptyRunTakesAnyCommand();
};

void TestPlayhead::aWholeFilmTakesTwentySeconds_data() {
    QTest::addColumn<double>("speed");
    QTest::addColumn<double>("seconds");
    QTest::newRow("1x") << 1.0 << 20.0;
    QTest::newRow("quarter") << 0.25 << 80.0;
    QTest::newRow("4x") << 4.0 << 5.0;
}

void TestPlayhead::aWholeFilmTakesTwentySeconds() {
    QFETCH(double, speed);
    QFETCH(double, seconds);
    Playhead playhead;
    prepareFilm(playhead);
    playhead.setSpeed(speed);
    playhead.play();
    playhead.advance(seconds * 0.99);
    QVERIFY(playhead.epoch() < 1000);
    QVERIFY(playhead.playing());
    playhead.advance(seconds * 0.02);
    QCOMPARE(playhead.epoch(), 1000);
}

void TestPlayhead::movesEvenlyAlongTheEpochScale() {
    Playhead playhead;
    prepareFilm(playhead);
    playhead.setLinearScale(true);
    playhead.play();
    playhead.advance(10.001); // half of a linear film is half of the epochs
    QCOMPARE(playhead.epoch(), 500);

    prepareFilm(playhead);
    playhead.setLinearScale(false);
    playhead.play();
    playhead.advance(10);
    // t(e) = log(1 + e/10) / log(101) = 1/2 at e = 10 (sqrt(101) - 1) = 90.5
    QCOMPARE(playhead.epoch(), 90);
}

void TestPlayhead::waitsAtTheEndOfWhatIsMeasured() {
    Playhead playhead;
    playhead.setMeasured({}, 1000);
    playhead.append(everyTenth(100));
    playhead.play();
    playhead.advance(60);
    QCOMPARE(playhead.epoch(), 100);
    QVERIFY(playhead.playing());
    // What was waited is not made up for: the film goes on from where it stood.
    playhead.append({110, 120, 130, 140});
    playhead.advance(0.001);
    QCOMPARE(playhead.epoch(), 100);
    playhead.advance(1);
    QVERIFY(playhead.epoch() > 100);
}

void TestPlayhead::waitingCostsNoTimer() {
    Playhead playhead;
    playhead.setMeasured({}, 1000);
    playhead.append({0, 1, 2});
    playhead.play();
    QVERIFY(playhead.animating());
    playhead.advance(60);
    playhead.advance(1); // the glide ends
    QVERIFY(!playhead.animating());
    playhead.append({3});
    QVERIFY(playhead.animating());
}

void TestPlayhead::endsWhereNothingMoreComes() {
    Playhead playhead;
    playhead.setMeasured({}, 1000);
    playhead.append(everyTenth(100)); // stopped by a failure at 100
    playhead.play();
    playhead.advance(60);
    playhead.advance(1);
    QSignalSpy playingChanged(&playhead, &Playhead::playingChanged);
    playhead.setGrowing(false);
    QVERIFY(!playhead.playing());
    QCOMPARE(playingChanged.count(), 1);
}

void TestPlayhead::playAtTheEndStartsAgain() {
    Playhead playhead;
    prepareFilm(playhead);
    playhead.setIndex(100);
    playhead.play();
    QVERIFY(playhead.playing());
    QCOMPARE(playhead.epoch(), 0);
}

void TestPlayhead::playBeforeTheFirstEpochWaitsForIt() {
    Playhead playhead;
    playhead.setMeasured({}, 1000);
    playhead.play();
    playhead.advance(5);
    QCOMPARE(playhead.index(), -1);
    playhead.append({0, 10, 20});
    QCOMPARE(playhead.index(), 0);
    QVERIFY(playhead.playing());
}

void TestPlayhead::glidesToTheNextEpochInEightyMilliseconds() {
    Playhead playhead;
    playhead.setMeasured({0, 500, 1000}, 1000);
    playhead.setGrowing(false);
    playhead.setIndex(0);
    playhead.setLinearScale(true);
    playhead.play();
    playhead.advance(9.999);
    QCOMPARE(playhead.index(), 0);
    QCOMPARE(playhead.glide(), 0.0);
    playhead.advance(0.02); // passes epoch 500
    QCOMPARE(playhead.index(), 1);
    QCOMPARE(playhead.glide(), 0.25);
    playhead.advance(0.04);
    QCOMPARE(playhead.glide(), 0.75);
    playhead.advance(0.04);
    QCOMPARE(playhead.glide(), 1.0);
}

void TestPlayhead::glideNeverLagsBehindAFastFilm() {
    Playhead playhead;
    prepareFilm(playhead);
    playhead.setLinearScale(true);
    playhead.setSpeed(4); // 101 epochs in five seconds: one each 50 ms
    playhead.play();
    for (int frame = 0; frame < 400 && playhead.playing(); ++frame) {
        playhead.advance(0.016);
        QVERIFY(playhead.glide() >= playhead.index() - 1);
        QVERIFY(playhead.glide() <= playhead.index());
    }
    QCOMPARE(playhead.epoch(), 1000);
}

void TestPlayhead::figuresAreOfMeasuredEpochsOnly() {
    Playhead playhead;
    playhead.setMeasured({0, 500, 1000}, 1000);
    playhead.setGrowing(false);
    playhead.setIndex(0);
    playhead.setLinearScale(true);
    playhead.play();
    playhead.advance(7);
    QCOMPARE(playhead.epoch(), 0);
    playhead.advance(7);
    QCOMPARE(playhead.epoch(), 500);
}

void TestPlayhead::liveFollowsTheNewest() {
    Playhead playhead;
    playhead.setMeasured({}, 1000);
    playhead.setFollowing(true);
    playhead.play();
    playhead.append({0, 10, 20});
    QCOMPARE(playhead.epoch(), 20);
    playhead.append({30});
    QCOMPARE(playhead.epoch(), 30);
    QVERIFY(!playhead.animating());
}

void TestPlayhead::aHandPausesFollowing() {
    Playhead playhead;
    playhead.setMeasured({}, 1000);
    playhead.setFollowing(true);
    playhead.append({0, 10, 20});
    QSignalSpy followingChanged(&playhead, &Playhead::followingChanged);
    playhead.setIndex(1);
    QVERIFY(!playhead.following());
    QCOMPARE(followingChanged.count(), 1);
    playhead.append({30});
    QCOMPARE(playhead.epoch(), 10);
}

void TestPlayhead::aHandThatMeantSomethingElseGoesBack() {
    Playhead playhead;
    prepareFilm(playhead, true);
    playhead.setFollowing(true);
    playhead.play();
    playhead.remember();
    playhead.setIndex(3);
    QVERIFY(!playhead.following());
    playhead.goBack();
    QVERIFY(playhead.following() && playhead.playing() && playhead.atEnd());
    playhead.setFollowing(false);
    playhead.setIndex(7);
    playhead.remember();
    playhead.setIndex(50);
    playhead.goBack();
    QCOMPARE(playhead.index(), 7);
    QVERIFY(!playhead.following());
    playhead.setIndex(20);
    playhead.goBack(); // nothing is remembered any more
    QCOMPARE(playhead.index(), 20);
    playhead.remember();
    playhead.setIndex(10);
    playhead.setMeasured(everyTenth(20), 20); // there is no such place any more
    playhead.goBack();
    QCOMPARE(playhead.index(), 2);
    prepareFilm(playhead);
    playhead.play();
    playhead.remember();
    playhead.advance(5); // a film that no hand has touched goes on
    const int index = playhead.index();
    playhead.goBack();
    QVERIFY(playhead.playing());
    QCOMPARE(playhead.index(), index);
}

void TestPlayhead::speedZeroIsLive() {
    Playhead playhead;
    playhead.setSpeed(2);
    playhead.setSpeed(0);
    QVERIFY(playhead.following());
    QCOMPARE(playhead.speed(), 0.0);
    playhead.setFollowing(false);
    QCOMPARE(playhead.speed(), 2.0);
    playhead.setSpeed(0);
    playhead.setSpeed(2);
    QVERIFY(!playhead.following());
}

void TestPlayhead::goesToTheNearestMeasuredEpoch_data() {
    QTest::addColumn<int>("asked");
    QTest::addColumn<int>("reached");
    QTest::newRow("exact") << 20 << 20;
    QTest::newRow("below the middle") << 24 << 20;
    QTest::newRow("above the middle") << 36 << 40;
    QTest::newRow("before the first") << -5 << 0;
    QTest::newRow("beyond the last") << 5000 << 40;
}

void TestPlayhead::goesToTheNearestMeasuredEpoch() {
    QFETCH(int, asked);
    QFETCH(int, reached);
    Playhead playhead;
    playhead.setMeasured({0, 20, 40}, 100);
    playhead.goToEpoch(asked);
    QCOMPARE(playhead.epoch(), reached);
}

void TestPlayhead::moveByStopsAtTheEnds() {
    Playhead playhead;
    playhead.setMeasured({0, 20, 40}, 100);
    playhead.moveBy(-10);
    QCOMPARE(playhead.index(), 0);
    playhead.moveBy(1);
    QCOMPARE(playhead.index(), 1);
    playhead.moveBy(10);
    QCOMPARE(playhead.index(), 2);
}

void TestPlayhead::aHeldFilmWaits() {
    Playhead playhead;
    prepareFilm(playhead);
    playhead.play();
    playhead.setHeld(true);
    QVERIFY(!playhead.animating());
    playhead.advance(10);
    QCOMPARE(playhead.epoch(), 0);
    QVERIFY(playhead.playing());
    playhead.setHeld(false);
    QVERIFY(playhead.animating());
}

void TestPlayhead::aHiddenWindowHasNoTimer() {
    Playhead playhead;
    prepareFilm(playhead);
    playhead.play();
    QVERIFY(playhead.animating());
    playhead.setVisible(false);
    QVERIFY(!playhead.animating());
    playhead.setVisible(true);
    QVERIFY(playhead.animating());
}

void TestPlayhead::aRestingPlayheadHasNoTimer() {
    Playhead playhead;
    QVERIFY(!playhead.animating());
    prepareFilm(playhead);
    QVERIFY(!playhead.animating());
    playhead.play();
    playhead.pause();
    QVERIFY(!playhead.animating());
    playhead.play();
    playhead.advance(30);
    playhead.advance(1);
    QVERIFY(!playhead.playing());
    QVERIFY(!playhead.animating());
}

void TestPlayhead::anOpenedRunStandsAtItsEnd() {
    Playhead playhead;
    QSignalSpy presentChanged(&playhead, &Playhead::presentChanged);
    playhead.setMeasured(everyTenth(1000), 1000);
    QCOMPARE(playhead.epoch(), 1000);
    QVERIFY(playhead.atEnd());
    QVERIFY(!presentChanged.isEmpty());
}

void TestPlayhead::changingTheScaleKeepsThePresent() {
    Playhead playhead;
    prepareFilm(playhead);
    playhead.goToEpoch(90);
    playhead.play();
    playhead.setLinearScale(true);
    playhead.advance(0.01);
    QCOMPARE(playhead.epoch(), 90);
}

void TestPlayhead::emptyRunTakesAnyCommand() {
    Playhead playhead;
    playhead.moveBy(1);
    playhead.goToEpoch(5);
    playhead.setIndex(3);
    playhead.setFollowing(true);
    playhead.pause();
    QCOMPARE(playhead.index(), -1);
    QCOMPARE(playhead.epoch(), 0);
}

QTEST_GUILESS_MAIN(TestPlayhead)
#include "tst_playhead.moc"
