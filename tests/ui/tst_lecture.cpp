#include "charts/elided_label.h"
#include "charts/epoch_chart.h"
#include "charts/plane_chart.h"
#include "lecture/guess_pad.h"
#include "lecture/lecture_window.h"
#include "session/presets.h"
#include "transport/timeline.h"
#include "window_fixture.h"

#include <QAbstractAxis>
#include <QGraphicsScene>
#include <QGraphicsView>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QTextDocument>
#include <QToolButton>

using namespace infoplane;

class TestLecture : public QObject {
    Q_OBJECT
  private slots:
    void keyOpensItAndEscapeLeaves();
    void everythingIsLarger();
    void itShowsThePresentAndSpacePlays();
    void aClassGuessesBeforeItSees();
    void whatToGuessIsSaidWhereNothingLies();
    void aFilmLoops();
    void presenterKeysGoOverTheSteps();
    void theChartBesideThePlaneFollowsTheStep();
    void whatIsNotInALectureIsSaid();
    void aStepThatChangesTheRunStartsItAnew();
    void headsAreMadeOfTheirParts();
    void stepsAndKeysShowTheConditions();
    void nothingInTheHeadOverlaps();
    void theEpochTakesWhatTheLastOneNeeds();
    void aStepWithAnUnknownConditionSaysSo();
    void itFollowsWhatIsOpened();
    void nothingButSpaceEndsAGuess();
    void anotherStepEndsAGuess();
    void theSliderIsTheEstimatorsNumber();
    void lessonsOfAllPresetsCanBeRun();
    void everyControlHasANameAndATip();

  private:
    static Study shortStudy() {
        ExperimentSpec relu = shortSpec();
        relu.network.activations = {Activation::Relu};
        return studyOf(QStringLiteral("tanh and ReLU"), {{"tanh", shortSpec()}, {"ReLU", relu}});
    }
    static LectureWindow* open(WindowFixture& f) {
        QTest::keyClick(&f.window, Qt::Key_L, Qt::ControlModifier);
        LectureWindow* lecture = f.window.lecture();
        if (lecture)
            lecture->resize(1280, 720);
        return lecture && QTest::qWaitForWindowExposed(lecture) ? lecture : nullptr;
    }
    /// The plane's plot, in the window's pixels.
    static QRect plotOf(const LectureWindow& lecture) {
        const PlaneChart& plane = *lecture.planeChart();
        const QGraphicsView& view = *plane.scene()->views().first();
        const QRectF area = plane.frame().area;
        const QPoint corner = view.mapFromScene(plane.mapToScene(area.topLeft()));
        return {view.mapTo(&lecture, corner), area.size().toSize()};
    }
    static Lesson shortLesson() {
        return parseLesson("# Bins\n## Coarse\nText.\n```json\n{\"estimator\": {\"bin_size\": 0.5}}\n```\n"
                           "## ReLU\n```json\n{\"network\": {\"activation\": \"relu\"}}\n```\n",
                           "a.md");
    }
};

void TestLecture::keyOpensItAndEscapeLeaves() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(!f.window.lecture());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    QVERIFY(lecture->windowState() & Qt::WindowFullScreen);
    QVERIFY(lecture->hint()->isVisible());
    QTRY_VERIFY(plotOf(*lecture).contains(lecture->hint()->geometry())); // so it covers no tick and no title
    QTRY_VERIFY_WITH_TIMEOUT(!lecture->hint()->isVisible(), patience);   // after three seconds
    QTest::keyClick(lecture, Qt::Key_Escape);
    QTRY_VERIFY(!f.window.lecture());
    QVERIFY(f.window.isVisible());
    QTest::mouseClick(f.find<QPushButton>("lecture"), Qt::LeftButton);
    QTRY_VERIFY(f.window.lecture());
}

void TestLecture::everythingIsLarger() {
    const ChartMetrics usual = ChartMetrics::screen(), large = ChartMetrics::lecture(true);
    QCOMPARE(large.nameType, lectureFactor * usual.nameType);
    QCOMPARE(large.presentRadius, lectureFactor * usual.presentRadius);
    QCOMPARE(large.wallTop, lectureFactor * usual.wallTop);
    QCOMPARE(large.joins, 16);
    QVERIFY(!large.colorbar && !large.figures);
    WindowFixture f;
    QVERIFY(f.show());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    QTRY_VERIFY(std::abs(lecture->planeChart()->frame().area.left() - 98) <= 1);
    QTRY_VERIFY(lecture->planeChart()->frame().area.width() >
                1.5 * lecture->epochChart()->frame().area.width());
    QCOMPARE(lecture->findChild<Timeline*>()->height(), qRound(Timeline::wholeHeight * lectureFactor));
}

void TestLecture::itShowsThePresentAndSpacePlays() {
    WindowFixture f;
    QVERIFY(f.show());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    QTest::keyClick(lecture, Qt::Key_Space);
    QVERIFY(reaches(f.window.document(), SessionDocument::State::Finished) && f.settles());
    QTRY_COMPARE(lecture->planeChart()->view().measured(), 13);
    QTest::keyClick(lecture, Qt::Key_Home);
    QTRY_COMPARE(lecture->planeChart()->view().present, 0);
    QTest::keyClick(lecture, Qt::Key_Right);
    QTRY_COMPARE(lecture->epochChart()->view().present, 1);
    QCOMPARE(f.window.playhead().index(), 1);
}

void TestLecture::aClassGuessesBeforeItSees() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    QTest::keyClick(lecture, Qt::Key_P);
    QVERIFY(lecture->isGuessing());
    QVERIFY(lecture->findChild<QToolButton*>("lectureGuess")->isChecked());
    QTRY_COMPARE(lecture->planeChart()->view().present, 0); // nothing of what comes
    QCOMPARE(lecture->epochChart()->view().shownUpTo(), 0);
    // A guess is drawn, in bits.
    const QPoint from = lecture->guessPad()->rect().center();
    QTest::mousePress(lecture->guessPad(), Qt::LeftButton, {}, from);
    QMouseEvent move(QEvent::MouseMove, QPointF(from + QPoint(60, -40)),
                     lecture->guessPad()->mapToGlobal(QPointF(from + QPoint(60, -40))), Qt::NoButton,
                     Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(lecture->guessPad(), &move);
    QTest::mouseRelease(lecture->guessPad(), Qt::LeftButton, {}, from + QPoint(60, -40));
    QCOMPARE(lecture->guessPad()->lines().size(), 1u);
    const QPolygonF line = lecture->guessPad()->lines().front();
    QVERIFY(line.back().x() > line.front().x() && line.back().y() > line.front().y());
    QVERIFY(line.front().x() > 0 && line.front().x() < 13);
    f.window.playhead().setSpeed(0.25);
    QTest::keyClick(lecture, Qt::Key_Space);
    QVERIFY(!lecture->isGuessing());
    QVERIFY(f.window.playhead().playing());
    QCOMPARE(lecture->guessPad()->lines().size(), 1u); // it stays, to be compared
    lecture->setGuessing(true);
    QVERIFY(lecture->guessPad()->lines().empty());
}

void TestLecture::whatToGuessIsSaidWhereNothingLies() {
    PlotFrame frame;
    frame.area = {100, 20, 700, 400};
    frame.right = 13, frame.top = 1.2;
    QPolygonF layers;
    GuessPad pad([&] { return frame; }, [&] { return layers; }, nullptr);
    const QRectF usual = pad.promptPlace();
    QVERIFY(QLineF(usual.center(), frame.area.center()).length() < 2);
    // Tanh and ReLU at epoch 0, and a layer in the very middle.
    for (const QPolygonF& some :
         {QPolygonF{{12, 1}, {11.9, 0.99}, {11.3, 0.7}, {8.9, 0.2}, {3.1, 0}},
          QPolygonF{{12, 1}, {11.8, 0.94}, {9.3, 0.45}, {5.7, 0.08}, {4, 0.01}, {1.2, 0}},
          QPolygonF{{6.5, 0.6}}}) {
        layers = some;
        const QRectF place = pad.promptPlace();
        QVERIFY(frame.area.contains(place));
        for (qsizetype i = 0; i < layers.size(); ++i) {
            const QPointF at = frame.map(layers[i].x(), layers[i].y());
            QVERIFY(!place.adjusted(-20, -20, 20, 20).contains(at)); // nor under its marker
            const QPointF before = i > 0 ? frame.map(layers[i - 1].x(), layers[i - 1].y()) : at;
            for (double share = 0; share <= 1; share += 0.01)
                QVERIFY(!place.contains(before + share * (at - before)));
        }
    }
    layers.clear();
    for (int x = 0; x <= 13; ++x) // no place is clear: at the foot
        layers << QPointF(x, 0) << QPointF(x, 1.2);
    QVERIFY(frame.area.contains(pad.promptPlace()));
    QVERIFY(pad.promptPlace().bottom() > frame.area.bottom() - 20);
    // The lecture gives it the layers of the plane.
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    lecture->showNormal();
    lecture->resize(1280, 720); // whatever the screen
    QTRY_COMPARE(lecture->width(), 1280);
    QTest::keyClick(lecture, Qt::Key_P);
    QTRY_COMPARE(lecture->planeChart()->view().present, 0);
    const PlaneChart& plane = *lecture->planeChart();
    const QRect place = lecture->guessPad()->promptPlace().toAlignedRect().translated(
        lecture->guessPad()->mapTo(lecture, QPoint()));
    const QPoint corner = plotOf(*lecture).topLeft();
    for (int layer = 0; layer < static_cast<int>(plane.view().layers.size()); ++layer) {
        const QPointF values = plane.view().point(layer, 0);
        const QPointF at = plane.frame().map(values.x(), values.y()) - plane.frame().area.topLeft();
        QVERIFY(!place.contains(corner + at.toPoint()));
    }
}

void TestLecture::aFilmLoops() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    f.window.playhead().setFollowing(false);
    f.window.playhead().setSpeed(4);
    QVERIFY(!f.window.playhead().playing());
    QTest::mouseClick(lecture->findChild<QToolButton*>("lectureLoop"), Qt::LeftButton);
    QVERIFY(lecture->isLooping());
    QTRY_VERIFY_WITH_TIMEOUT(f.window.playhead().playing(), patience); // it stood at its end
    QTRY_VERIFY_WITH_TIMEOUT(f.window.playhead().atEnd() && !f.window.playhead().playing(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(f.window.playhead().playing(), patience); // and again
    QTest::keyClick(lecture, Qt::Key_O);
    QVERIFY(!lecture->isLooping());
}

void TestLecture::presenterKeysGoOverTheSteps() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    LessonGuide& guide = f.window.lessonGuide();
    QTest::keyClick(lecture, Qt::Key_PageDown); // no lesson: nothing
    QCOMPARE(guide.step(), -1);
    guide.setLesson(shortLesson());
    QVERIFY(!lecture->words()->isVisible());
    const Session* run = f.window.document().session();
    QTest::keyClick(lecture, Qt::Key_PageDown);
    QCOMPARE(guide.step(), 0);
    QVERIFY(lecture->words()->isVisible());
    QVERIFY(lecture->words()->text().contains("Coarse"));
    QVERIFY(lecture->step()->isVisible());
    QCOMPARE(lecture->step()->text(), "Step 1 of 2");
    QCOMPARE(std::get<double>(f.window.document().spec().estimator.values.at("bin_size")), 0.5);
    QVERIFY(f.settles());
    QCOMPARE(f.window.document().session(), run); // nothing was trained again
    QTest::keyClick(lecture, Qt::Key_PageUp);
    QCOMPARE(guide.step(), 0); // it is the first
}

void TestLecture::theChartBesideThePlaneFollowsTheStep() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    using Quantity = EpochChart::Quantity;
    QCOMPARE(lecture->epochChart()->quantity(), Quantity::Loss);
    const auto step = [](const char* chart) {
        return QStringLiteral("1. Look.\n   ```json\n   {\"chart\": \"%1\"}\n   ```\n").arg(chart);
    };
    f.window.lessonGuide().setLesson(parseLesson(step("gradient") + step("label") + "1. Think.\n" +
                                                     step("weights") + step("decision") + step("irrelevant"),
                                                 "a.md"));
    // SZT has no relevant inputs: then it is about all of them.
    const std::pair<Quantity, QString> wanted[] = {{Quantity::SignalToNoise, "mean / s.d."},
                                                   {Quantity::LabelInformation, "Y"},
                                                   {Quantity::Loss, "Loss"},
                                                   {Quantity::WeightNorm, "weights"},
                                                   {Quantity::DecisionLoss, "H"},
                                                   {Quantity::InputInformation, "X"}};
    for (const auto& [quantity, title] : wanted) {
        QTest::keyClick(lecture, Qt::Key_PageDown);
        const EpochChart* chart = lecture->epochChart();
        QCOMPARE(chart->quantity(), quantity);
        QVERIFY(chart->scene()->views().front()->isVisible());
        QVERIFY(chart->axes(Qt::Vertical).front()->titleText().contains(title));
        QCOMPARE(chart->look().metrics.nameType, ChartMetrics::lecture(false).nameType);
        QTRY_VERIFY(chart->frame().area.width() > 50);
        QCOMPARE(chart->view().measured(), 13);
        if (quantity == Quantity::DecisionLoss) // found in the background, since it is in sight
            QTRY_VERIFY_WITH_TIMEOUT(chart->view().activity, patience);
    }
    int seen = 0;
    for (const QGraphicsView* view : lecture->findChildren<QGraphicsView*>())
        seen += view->isVisible();
    QCOMPARE(seen, 2);
    // What a preset opens with stands where a step names none.
    const Preset* preset = findPreset("figure-6");
    f.window.study().open(preset->study, preset);
    QCOMPARE(lecture->epochChart()->quantity(), Quantity::InputInformation);
    f.window.lessonGuide().goTo(1);
    QTRY_COMPARE(lecture->epochChart()->quantity(), Quantity::IrrelevantInformation);
    f.window.lessonGuide().goTo(2);
    QTRY_COMPARE(lecture->epochChart()->quantity(), Quantity::RelevantInformation);
    f.window.document().startNew(shortSpec());
    QCOMPARE(lecture->epochChart()->quantity(), Quantity::Loss);
}

void TestLecture::whatIsNotInALectureIsSaid() {
    WindowFixture f;
    QVERIFY(f.show());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    f.window.lessonGuide().setLesson(
        parseLesson("1. Compare.\n   ```json\n   {\"view\": \"compare\"}\n   ```\n"
                    "2. Look.\n   ```json\n   {\"chart\": \"activity\"}\n   ```\n"
                    "3. Go on.\n   ```json\n   {\"view\": \"charts\", \"chart\": \"gradient\"}\n   ```\n",
                    "a.md"));
    QTest::keyClick(lecture, Qt::Key_PageDown);
    QCOMPARE(lecture->words()->text(), "Compare. Side by side is in the window: Esc.");
    QTest::keyClick(lecture, Qt::Key_PageDown);
    QCOMPARE(lecture->words()->text(), "Look. The activity is in the window: Esc.");
    QCOMPARE(lecture->epochChart()->quantity(), EpochChart::Quantity::Loss);
    QTest::keyClick(lecture, Qt::Key_PageDown);
    QCOMPARE(lecture->words()->text(), "Go on.");
    const Preset* figure2 = findPreset("figure-2"); // all of which is in a window of its own
    f.window.document().openPreset(*figure2);
    f.window.lessonGuide().goTo(2);
    QVERIFY(lecture->words()->text().contains("One unit is in the window"));
}

void TestLecture::aStepThatChangesTheRunStartsItAnew() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    LessonGuide& guide = f.window.lessonGuide();
    guide.setLesson(shortLesson());
    guide.present(1);
    QCOMPARE(guide.step(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(f.window.document().session() &&
                                 f.window.document().session()->spec.network.activations.front() ==
                                     Activation::Relu,
                             patience);
    QCOMPARE(std::get<double>(f.window.document().spec().estimator.values.at("bin_size")), 0.5);
    QTest::keyClick(lecture, Qt::Key_PageUp); // takes back what the step set
    QTRY_VERIFY_WITH_TIMEOUT(
        f.window.document().session()->spec.network.activations.front() == Activation::Tanh, patience);
    QCOMPARE(std::get<double>(f.window.document().spec().estimator.values.at("bin_size")), 0.5);
    QVERIFY(QTest::qWaitFor([&] { return !f.window.document().isRunning(); }, patience));
}

/// As a label renders it, no mark of Markdown is left.
void TestLecture::headsAreMadeOfTheirParts() {
    const auto rendered = [](const QString& markdown) {
        QTextDocument document;
        document.setMarkdown(markdown);
        return document.toPlainText();
    };
    QCOMPARE(rendered(shortLesson().steps[0].words()), QStringLiteral("Coarse\u2002Text."));
    const Lesson plain = parseLesson("1. Press **Play**.\n2. Done.\n", "a.md");
    QCOMPARE(rendered(plain.steps[0].words()), QStringLiteral("Press Play."));
    for (const Preset& preset : presets()) {
        const Lesson lesson = parseLesson(preset.lesson, preset.id);
        for (const LessonStep& step : lesson.steps)
            QVERIFY2(!rendered(step.words()).contains('*'), qPrintable(step.words()));
    }
}

/// tanh and ReLU, and a lesson that speaks of both.
void TestLecture::stepsAndKeysShowTheConditions() {
    WindowFixture f;
    QVERIFY(f.show());
    f.window.study().open(shortStudy());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    QCOMPARE(lecture->title()->text(), "tanh and ReLU");
    QVERIFY(lecture->condition()->isVisible());
    QCOMPARE(lecture->condition()->text(), "tanh");
    QTest::keyClick(lecture, Qt::Key_Period);
    QCOMPARE(f.window.study().shown(), 1);
    QCOMPARE(lecture->condition()->text(), "ReLU");
    QTest::keyClick(lecture, Qt::Key_Period); // there is no other
    QCOMPARE(f.window.study().shown(), 1);
    QTest::keyClick(lecture, Qt::Key_Comma);
    QCOMPARE(lecture->condition()->text(), "tanh");
    f.window.lessonGuide().setLesson(
        parseLesson("# Two\n1. Play *tanh*.\n2. Go to *ReLU*.\n   ```json\n   {\"condition\": \"ReLU\", "
                    "\"estimator\": {\"bin_size\": 0.5}}\n   ```\n",
                    "a.md"));
    QCOMPARE(lecture->title()->text(), "Two");
    QTest::keyClick(lecture, Qt::Key_PageDown);
    QCOMPARE(lecture->condition()->text(), "tanh");
    QTest::keyClick(lecture, Qt::Key_PageDown);
    QCOMPARE(lecture->condition()->text(), "ReLU");
    QCOMPARE(f.window.document().spec().network.activations.front(), Activation::Relu);
    QCOMPARE(std::get<double>(f.window.document().spec().estimator.values.at("bin_size")), 0.5);
    QTest::keyClick(lecture, Qt::Key_PageUp);
    QCOMPARE(lecture->condition()->text(), "tanh");
    QVERIFY(std::get<double>(f.window.study().spec(1).estimator.values.at("bin_size")) != 0.5);
}

/// Long names give way: the title first, then the condition; the step and the epoch stay whole.
void TestLecture::nothingInTheHeadOverlaps() {
    WindowFixture f;
    QVERIFY(f.show());
    const QString condition = QStringLiteral("tanh, mini-batch, thirty bins over the range of each epoch");
    f.window.study().open(
        studyOf(QStringLiteral("Study"), {{condition, shortSpec()}, {"ReLU", shortSpec(6)}}));
    QVERIFY(f.finishes());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    f.window.lessonGuide().setLesson(parseLesson(
        "# What a network learns, and what its bins let it be seen to forget\n1. Look.\n2. Done.\n", "a.md"));
    QTest::keyClick(lecture, Qt::Key_PageDown);
    QCOMPARE(lecture->step()->text(), "Step 1 of 2");
    const QWidget* epoch = lecture->findChild<QLabel*>("lectureEpoch");
    QVERIFY(epoch);
    const QWidget* parts[] = {lecture->title(), lecture->condition(), lecture->step(), epoch};
    lecture->showNormal();
    lecture->resize(1280, 720); // whatever the screen
    QTRY_COMPARE(lecture->width(), 1280);
    QTRY_VERIFY(lecture->step()->width() >= lecture->step()->sizeHint().width());
    QTRY_VERIFY(lecture->title()->geometry().right() < lecture->condition()->geometry().left());
    int left = 0;
    for (const QWidget* part : parts) {
        QVERIFY(part->isVisible() && part->width() > 0);
        QVERIFY(part->geometry().left() >= left);
        left = part->geometry().right();
        QVERIFY(left < 1280);
    }
    QVERIFY(epoch->width() >= epoch->sizeHint().width());
    QCOMPARE(lecture->condition()->toolTip(), condition); // which is cut, with its end in "…"
    QCOMPARE(lecture->title()->toolTip(), f.window.lessonGuide().lesson()->title);
    f.window.showCondition(1);
    QVERIFY(
        QTest::qWaitFor([&] { return lecture->condition()->toolTip().isEmpty(); })); // a short one is whole
    QVERIFY(lecture->condition()->width() >= lecture->condition()->sizeHint().width());
}

void TestLecture::theEpochTakesWhatTheLastOneNeeds() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes()); // at epoch 12
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    const auto* epoch = lecture->findChild<QLabel*>("lectureEpoch");
    const int whole = epoch->fontMetrics().horizontalAdvance("00");
    QTRY_COMPARE(epoch->minimumWidth(), whole);
    QTest::keyClick(lecture, Qt::Key_Home);
    QTRY_COMPARE(epoch->text(), "0");
    QCOMPARE(epoch->minimumWidth(), whole); // so that nothing moves while the film plays
    QTRY_VERIFY(epoch->width() < epoch->fontMetrics().horizontalAdvance("100,000"));
    f.window.document().startNew(shortSpec(10000));
    QTRY_COMPARE(epoch->minimumWidth(),
                 epoch->fontMetrics().horizontalAdvance(QLocale().toString(10000).replace('1', '0')));
}

void TestLecture::aStepWithAnUnknownConditionSaysSo() {
    WindowFixture f;
    QVERIFY(f.show());
    f.window.study().open(shortStudy());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    f.window.lessonGuide().setLesson(
        parseLesson("# Two\n1. Play.\n   ```json\n   {\"condition\": \"softsign\"}\n   ```\n", "a.md"));
    QTest::keyClick(lecture, Qt::Key_PageDown);
    QVERIFY2(lecture->hint()->text().contains("softsign"), qPrintable(lecture->hint()->text()));
    QTRY_VERIFY(plotOf(*lecture).contains(lecture->hint()->geometry()));
    QCOMPARE(f.window.study().shown(), 0);
}

void TestLecture::itFollowsWhatIsOpened() {
    WindowFixture f;
    QVERIFY(f.show());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    QCOMPARE(lecture->title()->text(), "Short");
    const Preset* preset = findPreset("figure-5");
    f.window.study().open(preset->study, preset);
    const QString title = f.window.lessonGuide().lesson()->title;
    QCOMPARE(lecture->title()->text(), title);
    QCOMPARE(lecture->condition()->text(), preset->study.conditions.front().name);
    QTest::keyClick(lecture, Qt::Key_PageDown);
    QVERIFY(lecture->words()->isVisible());
    f.window.document().startNew(shortSpec());
    QVERIFY(!f.window.lessonGuide().lesson());
    QCOMPARE(lecture->title()->text(), "Short");
    QVERIFY(!lecture->condition()->isVisible());
    QVERIFY(!lecture->words()->isVisible());
}

void TestLecture::nothingButSpaceEndsAGuess() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    QTest::keyClick(lecture, Qt::Key_P);
    QVERIFY(lecture->isGuessing());
    for (const Qt::Key key : {Qt::Key_Right, Qt::Key_End, Qt::Key_Home}) {
        QTest::keyClick(lecture, key);
        QCOMPARE(f.window.playhead().index(), 0);
    }
    auto* timeline = lecture->findChild<Timeline*>();
    QTest::mouseClick(timeline, Qt::LeftButton, {}, timeline->rect().center());
    QCOMPARE(f.window.playhead().index(), 0);
    f.window.playhead().goToEpoch(12); // from the other window
    QCOMPARE(f.window.playhead().index(), 0);
    QVERIFY(lecture->isGuessing());
    QTest::keyClick(lecture, Qt::Key_Space);
    QVERIFY(!lecture->isGuessing());
    QTRY_VERIFY_WITH_TIMEOUT(f.window.playhead().atEnd(), patience);
    QVERIFY(timeline->isEnabled());
}

/// Its words may give the answer away.
void TestLecture::anotherStepEndsAGuess() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    LessonGuide& guide = f.window.lessonGuide();
    guide.setLesson(parseLesson("1. Guess.\n2. It goes left.\n", "a.md"));
    QTest::keyClick(lecture, Qt::Key_PageDown);
    QTest::keyClick(lecture, Qt::Key_P);
    QTest::keyClick(lecture, Qt::Key_PageUp); // there is no step before
    QVERIFY(lecture->isGuessing());
    QTest::keyClick(lecture, Qt::Key_PageDown);
    QCOMPARE(guide.step(), 1);
    QVERIFY(!lecture->isGuessing());
    QVERIFY(!lecture->findChild<QToolButton*>("lectureGuess")->isChecked());
    QVERIFY(lecture->findChild<Timeline*>()->isEnabled());
    QTest::keyClick(lecture, Qt::Key_P);
    QTest::keyClick(lecture, Qt::Key_PageDown); // nor one after
    QVERIFY(lecture->isGuessing());
    guide.goTo(0); // from the other window
    QVERIFY(!lecture->isGuessing());
}

void TestLecture::theSliderIsTheEstimatorsNumber() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    QSlider* slider = lecture->bar()->slider();
    QCOMPARE(slider->accessibleName(), "Bin width");
    const int before = slider->value();
    slider->setValue(slider->maximum());
    QCOMPARE(std::get<double>(f.window.document().spec().estimator.values.at("bin_size")), 1.0);
    f.window.document().setEstimator({"bin_floor", {}});
    QCOMPARE(slider->value(), before);
    f.window.document().setEstimator({"kde_pairwise", {}});
    QCOMPARE(slider->accessibleName(), "Noise");
    QVERIFY(f.settles());
}

void TestLecture::lessonsOfAllPresetsCanBeRun() {
    int lessons = 0;
    for (const Preset& preset : presets()) {
        const std::optional<Lesson> lesson = lessonOf(preset); // throws where it is no lesson
        if (!lesson)
            continue;
        ++lessons;
        QVERIFY(!lesson->title.isEmpty());
        for (const LessonStep& step : lesson->steps) // short enough to be read from the back
            QVERIFY2(step.text.size() < 400, qPrintable(step.text));
    }
    QVERIFY(lessons >= 2);
    QVERIFY(!lessonOf(Preset()));
}

void TestLecture::everyControlHasANameAndATip() {
    WindowFixture f;
    QVERIFY(f.show());
    LectureWindow* lecture = open(f);
    QVERIFY(lecture);
    for (const QWidget* widget : lecture->findChildren<QWidget*>())
        if ((widget->focusPolicy() & Qt::TabFocus) && widget->isVisible() &&
            !widget->inherits("QGraphicsView"))
            QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
    for (const QToolButton* button : lecture->findChildren<QToolButton*>())
        QVERIFY2(!button->toolTip().isEmpty(), qPrintable(button->accessibleName()));
}

QTEST_MAIN(TestLecture)
#include "tst_lecture.moc"
