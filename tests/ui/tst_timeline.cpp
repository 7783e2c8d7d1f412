#include "charts/color_scale.h"
#include "transport/timeline.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

using namespace infoplane;

namespace {

std::vector<int> upTo(int last, int step) {
    std::vector<int> epochs;
    for (int epoch = 0; epoch <= last; epoch += step)
        epochs.push_back(epoch);
    return epochs;
}

/// Painted at scale 1, wherever the test runs.
QImage picture(Timeline& timeline) {
    QImage image(timeline.size(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    timeline.render(&image);
    return image;
}

QColor grooveAt(Timeline& timeline, double epoch) {
    return picture(timeline).pixelColor(qRound(timeline.pixelOf(epoch)), Timeline::grooveY);
}

} // namespace

class TestTimeline : public QObject {
    Q_OBJECT

  private slots:
    void init();
    void cleanup();
    void aClickGoesToTheNearestMeasuredEpoch();
    void aDragFollowsAndHoldsTheFilm();
    void hiddenOrTurnedOffItLetsTheFilmGo();
    void beforeTheFirstEpochAClickDoesNothing();
    void ticksAreNeverCloserThanThreePixels();
    void foretoldEpochsAreDrawnBeyondTheMeasuredOnes();
    void shownIsBrighterThanMeasuredAndThatThanTheRest();
    void theGrooveHasTheColourOfItsEpoch();
    void aFailureIsARedLine();
    void assistiveToolsReadAndMoveIt();
    void keysAreLeftToTheWindow();

  private:
    std::unique_ptr<Playhead> m_playhead;
    std::unique_ptr<Timeline> m_timeline;
};

void TestTimeline::init() {
    m_playhead = std::make_unique<Playhead>();
    m_playhead->setMeasured(upTo(500, 10), 1000);
    m_playhead->setGrowing(true);
    m_playhead->setLinearScale(true);
    m_timeline = std::make_unique<Timeline>(*m_playhead);
    m_timeline->setTheme(lightTheme());
    m_timeline->resize(848, Timeline::wholeHeight); // the groove is 800 long
}

void TestTimeline::cleanup() {
    m_timeline.reset();
    m_playhead.reset();
}

void TestTimeline::aClickGoesToTheNearestMeasuredEpoch() {
    QTest::mouseClick(m_timeline.get(), Qt::LeftButton, {}, {Timeline::sideMargin + 98, Timeline::grooveY});
    QCOMPARE(m_playhead->epoch(), 120); // 122 is meant
    QTest::mouseClick(m_timeline.get(), Qt::LeftButton, {}, {Timeline::sideMargin + 790, Timeline::grooveY});
    QCOMPARE(m_playhead->epoch(), 500); // no more is measured
}

void TestTimeline::aDragFollowsAndHoldsTheFilm() {
    m_playhead->setIndex(0);
    m_playhead->play();
    QTest::mousePress(m_timeline.get(), Qt::LeftButton, {}, {Timeline::sideMargin + 80, Timeline::grooveY});
    QVERIFY(m_playhead->held());
    QTest::mouseMove(m_timeline.get(), {Timeline::sideMargin + 160, Timeline::grooveY});
    QCOMPARE(m_playhead->epoch(), 200);
    QTest::mouseMove(m_timeline.get(), {Timeline::sideMargin - 60, Timeline::grooveY});
    QCOMPARE(m_playhead->epoch(), 0);
    QTest::mouseRelease(m_timeline.get(), Qt::LeftButton, {}, {Timeline::sideMargin, Timeline::grooveY});
    QVERIFY(!m_playhead->held());
    QVERIFY(m_playhead->playing());
}

void TestTimeline::hiddenOrTurnedOffItLetsTheFilmGo() {
    m_timeline->show();
    const QPoint place(qRound(m_timeline->pixelOf(200)), Timeline::grooveY);
    QTest::mousePress(m_timeline.get(), Qt::LeftButton, Qt::NoModifier, place);
    QVERIFY(m_playhead->held());
    m_timeline->setEnabled(false);
    QVERIFY(!m_playhead->held());
    m_timeline->setEnabled(true);
    QTest::mousePress(m_timeline.get(), Qt::LeftButton, Qt::NoModifier, place);
    QVERIFY(m_playhead->held());
    m_timeline->hide();
    QVERIFY(!m_playhead->held());
}

void TestTimeline::beforeTheFirstEpochAClickDoesNothing() {
    m_playhead->setMeasured({}, 1000);
    QTest::mouseClick(m_timeline.get(), Qt::LeftButton, {}, {400, Timeline::grooveY});
    QCOMPARE(m_playhead->index(), -1);
    QVERIFY(!m_playhead->held());
}

void TestTimeline::ticksAreNeverCloserThanThreePixels() {
    m_playhead->setMeasured(upTo(1000, 1), 1000);
    const std::vector<qreal>& comb = m_timeline->comb();
    QVERIFY(comb.size() > 200);
    for (std::size_t i = 1; i < comb.size(); ++i)
        QVERIFY(comb[i] - comb[i - 1] >= 3);
}

void TestTimeline::foretoldEpochsAreDrawnBeyondTheMeasuredOnes() {
    const std::size_t measured = m_timeline->comb().size();
    m_timeline->setForetold(upTo(1000, 10));
    QCOMPARE(m_timeline->comb().size(), measured + 50);
    m_timeline->setForetold({});
    QCOMPARE(m_timeline->comb().size(), measured);
}

void TestTimeline::shownIsBrighterThanMeasuredAndThatThanTheRest() {
    m_playhead->goToEpoch(250);
    const int shown = grooveAt(*m_timeline, 200).saturation();
    const int measured = grooveAt(*m_timeline, 400).saturation();
    QVERIFY(shown > measured);
    QCOMPARE(grooveAt(*m_timeline, 800), lightTheme().groove);
    QVERIFY(grooveAt(*m_timeline, 400) != lightTheme().groove);
}

void TestTimeline::theGrooveHasTheColourOfItsEpoch() {
    m_playhead->goToEpoch(500);
    const QColor painted = grooveAt(*m_timeline, 300);
    const QColor meant = ColorScale().at(0.3);
    QVERIFY(qAbs(painted.red() - meant.red()) < 6);
    QVERIFY(qAbs(painted.green() - meant.green()) < 6);
    QVERIFY(qAbs(painted.blue() - meant.blue()) < 6);
}

void TestTimeline::aFailureIsARedLine() {
    QVERIFY(grooveAt(*m_timeline, 700) != lightTheme().danger);
    m_timeline->setFailure(700);
    QCOMPARE(grooveAt(*m_timeline, 700), lightTheme().danger);
}

void TestTimeline::assistiveToolsReadAndMoveIt() {
    m_playhead->goToEpoch(250);
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(m_timeline.get());
    QVERIFY(interface);
    QCOMPARE(interface->role(), QAccessible::Slider);
    QCOMPARE(interface->text(QAccessible::Name), QStringLiteral("Present epoch"));
    QAccessibleValueInterface* value = interface->valueInterface();
    QVERIFY(value);
    QCOMPARE(value->currentValue().toInt(), 25);
    value->setCurrentValue(30);
    QCOMPARE(m_playhead->epoch(), 300);
}

void TestTimeline::keysAreLeftToTheWindow() {
    m_playhead->goToEpoch(250);
    QTest::keyClick(m_timeline.get(), Qt::Key_Right);
    QCOMPARE(m_playhead->epoch(), 250);
}

QTEST_MAIN(TestTimeline)
#include "tst_timeline.moc"
