#include "banner.h"
#include "chart_area.h"
#include "charts/elided_label.h"
#include "charts/information_by_epoch_view.h"
#include "charts/information_plane_view.h"
#include "estimator/readout_panel.h"
#include "help_window.h"
#include "key_guard.h"
#include "motion.h"
#include "notes_window.h"
#include "session/archive.h"
#include "session/session_runner.h"
#include "top_bar.h"
#include "transport/transport_bar.h"
#include "widgets/combo_field.h"
#include "window_fixture.h"

#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace infoplane;
using State = SessionDocument::State;

namespace {

/// Everything that is painted while it lives.
class PaintCounter : public QObject {
  public:
    PaintCounter() { qApp->installEventFilter(this); }
    int count = 0;

  protected:
    bool eventFilter(QObject*, QEvent* event) override {
        count += event->type() == QEvent::Paint || event->type() == QEvent::UpdateRequest;
        return false;
    }
};

QString savedSession(const QTemporaryDir& folder, int epochs = 12) {
    const QString path = folder.filePath(QStringLiteral("saved.infoplane"));
    writeArchive(runSession(shortSpec(epochs)), path);
    return path;
}

QMessageBox* question(const MainWindow& window) {
    return window.findChild<QMessageBox*>(QStringLiteral("saveQuestion"));
}

void answer(QMessageBox* box, QMessageBox::StandardButton button) {
    QTest::mouseClick(box->button(button), Qt::LeftButton);
}

QAction* menuItem(const MainWindow& window, const char* text) {
    for (QAction* action : window.topBar()->menuBar()->findChildren<QAction*>())
        if (action->text().remove(QLatin1Char('&')) == QLatin1String(text))
            return action;
    return nullptr;
}

QLineEdit* hiddenLayers(const MainWindow& window) {
    for (QLineEdit* field : window.leftPanel()->findChildren<QLineEdit*>())
        if (field->text() == QLatin1String("4-3") || field->text() == QLatin1String("10-7-5-4-3"))
            return field;
    return nullptr;
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

  private slots:
    void aClickOnPlayRunsToTheEnd();
    void spacePlaysAndPauses();
    void spacePlaysAlsoAfterAClickOnAButton();
    void spacePressesAButtonReachedByTab();
    void spaceIsTypedInATextField();
    void arrowsMoveASliderThatHasTheFocus();
    void keysMoveThePresent();
    void rightAtTheEndOfAPausedRunTrainsOneMore();
    void digitsHideLayers();
    void keysSetTheSpeed();
    void zeroShowsTheWholeRange();
    void aWrongInputTurnsPlayOffAndSaysWhy();
    void aFailureOffersARemedyThatWorks();
    void aDeadNetworkIsToldOfOnceItsFilmRests();
    void ofSeveralSeedsTheDeadOneShownIsToldOf();
    void aSlowNewPictureIsSaidUnderTheHeader();
    void atRestNothingIsPainted();
    void aHiddenWindowRunsNoFilm();
    void aMinimizedWindowRunsNoFilm();
    void aHiddenWindowListensSeldom();
    void aNarrowWindowFoldsTheLeftPanel();
    void aWideWindowHasThreeCharts();
    void theSmallestWindowHoldsEverything();
    void panelsFoldByKey();
    void aChangedSessionAsksBeforeItIsLost();
    void discardLosesIt();
    void aRunThatOnlyUndoBringsBackIsAskedForToo();
    void saveOfAnsweredQuestionClosesWhenWritten();
    void anUnchangedSessionAsksNothing();
    void aDroppedSessionOpens();
    void aDroppedPictureIsRefused();
    void aDamagedFileIsToldWithoutABox();
    void whileAFileIsOpenedTheWindowSaysSo_data();
    void whileAFileIsOpenedTheWindowSaysSo();
    void damagedEstimatesAreMadeAgainAtAClick();
    void theTitleSaysFileChangesAndPreset();
    void placesAndFilesAreRememberedAndNoSpec();
    void seedsAreChosenOnlyWhereThereAreSeveral();
    void theSpecLineLeavesOutWholeParts();
    void severalSeedsAreSeenTogether();
    void theMeanWithDeadSeedsStaysChosenWithoutAny();
    void lightAndDarkAreChosenInTheMenu();
    void highContrastAndReducedMotionAreChosenInTheMenu();
    void everyControlHasAName();
    void f1OpensHelpAndF11FillsTheScreen();
    void notesAreWrittenAndKeptInTheFile();
    void clickOnThePlaneGoesToTheEpoch();
    void undoBringsBackARunReplacedByAPreset();
};

void TestMainWindow::aClickOnPlayRunsToTheEnd() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QCOMPARE(fixture.window.transport()->status().state, QStringLiteral("Ready"));
    QTest::mouseClick(fixture.button("play"), Qt::LeftButton);
    QVERIFY(reaches(fixture.window.document(), State::Finished));
    QVERIFY(fixture.settles());
    QCOMPARE(fixture.window.transport()->status().state, QStringLiteral("Finished"));
    QCOMPARE(fixture.window.presenter().view().epochs.size(), std::size_t(13));
    QCOMPARE(fixture.window.presenter().view().present, 12);
    QCOMPARE(fixture.button("play")->accessibleName(), QStringLiteral("Play"));
}

void TestMainWindow::spacePlaysAndPauses() {
    WindowFixture fixture(longSpec());
    QVERIFY(fixture.show());
    QTest::keyClick(&fixture.window, Qt::Key_Space);
    QVERIFY(fixture.window.player().playing());
    QVERIFY(measures(fixture.window.document(), 2));
    QCOMPARE(fixture.button("play")->accessibleName(), QStringLiteral("Pause"));
    QTest::keyClick(&fixture.window, Qt::Key_Space);
    QVERIFY(!fixture.window.player().playing());
    QCOMPARE(fixture.window.document().state(), State::Paused);
}

void TestMainWindow::spacePlaysAlsoAfterAClickOnAButton() {
    WindowFixture fixture(longSpec());
    QVERIFY(fixture.show());
    auto* shuffle = fixture.window.leftPanel()->findChild<QAbstractButton*>();
    QVERIFY(shuffle);
    shuffle->setFocus(Qt::MouseFocusReason);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(fixture.window.player().playing());
}

void TestMainWindow::spacePressesAButtonReachedByTab() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    QSignalSpy pressed(fixture.button("restart"), &QToolButton::clicked);
    fixture.button("restart")->setFocus(Qt::TabFocusReason);
    QTest::keyClick(fixture.button("restart"), Qt::Key_Space);
    QCOMPARE(pressed.count(), 1);
}

void TestMainWindow::spaceIsTypedInATextField() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QLineEdit* layers = hiddenLayers(fixture.window);
    QVERIFY(layers);
    layers->setFocus(Qt::MouseFocusReason);
    layers->selectAll();
    QTest::keyClicks(layers, QStringLiteral("5 4"));
    QCOMPARE(layers->text(), QStringLiteral("5 4"));
    QVERIFY(!fixture.window.player().playing());
}

void TestMainWindow::arrowsMoveASliderThatHasTheFocus() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    auto* share = fixture.window.leftPanel()->findChild<QSlider*>();
    QVERIFY(share);
    const int before = share->value();
    share->setFocus(Qt::MouseFocusReason);
    QTest::keyClick(share, Qt::Key_Left);
    QVERIFY(share->value() < before);
    QCOMPARE(fixture.window.playhead().index(), 12);
}

void TestMainWindow::keysMoveThePresent() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    const Playhead& playhead = fixture.window.playhead();
    QTest::keyClick(&fixture.window, Qt::Key_Left);
    QCOMPARE(playhead.epoch(), 11);
    QTest::keyClick(&fixture.window, Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(playhead.epoch(), 1);
    QTest::keyClick(&fixture.window, Qt::Key_Home);
    QCOMPARE(playhead.epoch(), 0);
    QTest::keyClick(&fixture.window, Qt::Key_Right);
    QCOMPARE(playhead.epoch(), 1);
    QTest::keyClick(&fixture.window, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(playhead.epoch(), 11);
    QTest::keyClick(&fixture.window, Qt::Key_End);
    QCOMPARE(playhead.epoch(), 12);
}

void TestMainWindow::rightAtTheEndOfAPausedRunTrainsOneMore() {
    WindowFixture fixture(longSpec());
    QVERIFY(fixture.show());
    SessionDocument& document = fixture.window.document();
    fixture.window.player().play();
    QVERIFY(measures(document, 2));
    QTest::keyClick(&fixture.window, Qt::Key_Space);
    QVERIFY(fixture.settles());
    QTest::keyClick(&fixture.window, Qt::Key_End);
    const int reached = document.epochReached();
    QTest::keyClick(&fixture.window, Qt::Key_Right);
    QVERIFY(QTest::qWaitFor([&] { return fixture.window.playhead().epoch() == reached + 1; }, patience));
}

void TestMainWindow::digitsHideLayers() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    QTest::keyClick(&fixture.window, Qt::Key_2);
    QVERIFY(QTest::qWaitFor([&] { return fixture.window.presenter().view().layers[1].hidden; }));
    QVERIFY(!fixture.window.presenter().view().layers[0].hidden);
    QTest::keyClick(&fixture.window, Qt::Key_2);
    QVERIFY(QTest::qWaitFor([&] { return !fixture.window.presenter().view().layers[1].hidden; }));
}

void TestMainWindow::keysSetTheSpeed() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    Playhead& playhead = fixture.window.playhead();
    auto* speed = fixture.find<QComboBox>("speed");
    QVERIFY(speed);
    QTest::keyClick(&fixture.window, Qt::Key_L);
    QVERIFY(!playhead.following());
    QCOMPARE(playhead.speed(), 1.0);
    QTest::keyClick(&fixture.window, Qt::Key_BracketRight);
    QCOMPARE(playhead.speed(), 2.0);
    QCOMPARE(speed->currentText(), QStringLiteral("2×"));
    QTest::keyClick(&fixture.window, Qt::Key_BracketLeft);
    QCOMPARE(playhead.speed(), 1.0);
    QTest::keyClick(&fixture.window, Qt::Key_L);
    QVERIFY(playhead.following());
    QCOMPARE(speed->currentText(), QStringLiteral("Live"));
}

void TestMainWindow::zeroShowsTheWholeRange() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.action(Qt::Key_0));
    QVERIFY(fixture.finishes());
    QTest::keyClick(&fixture.window, Qt::Key_0); // must not be layer ten, nor fail without a zoom
    for (const SessionView::Layer& layer : fixture.window.presenter().view().layers)
        QVERIFY(!layer.hidden);
}

void TestMainWindow::aWrongInputTurnsPlayOffAndSaysWhy() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QLineEdit* layers = hiddenLayers(fixture.window);
    QVERIFY(layers);
    layers->setFocus();
    layers->selectAll();
    QTest::keyClicks(layers, QStringLiteral("5-0-3"));
    QTest::keyClick(layers, Qt::Key_Return);
    QVERIFY(!fixture.button("play")->isEnabled());
    QVERIFY(fixture.button("play")->toolTip().contains(QLatin1String("Correct Hidden layers first.")));
    layers->selectAll();
    QTest::keyClicks(layers, QStringLiteral("5-3"));
    QTest::keyClick(layers, Qt::Key_Return);
    QVERIFY(fixture.button("play")->isEnabled());
    QCOMPARE(fixture.window.document().spec().network.hidden, std::vector<int>({5, 3}));
}

void TestMainWindow::aFailureOffersARemedyThatWorks() {
    WindowFixture fixture(divergingSpec());
    QVERIFY(fixture.show());
    fixture.window.player().play();
    SessionDocument& document = fixture.window.document();
    QVERIFY(reaches(document, State::Failed));
    Banner* banner = fixture.window.chartArea()->banner();
    QVERIFY(banner->isVisible());
    QVERIFY(banner->message().cause.startsWith(QLatin1String("Diverged at epoch ")));
    QCOMPARE(banner->message().text.count(QLatin1String(" kept.")), 1); // said by the engine, not again here
    QVERIFY(QTest::qWaitFor([&] { return !fixture.window.presenter().view().epochs.empty(); }));
    QTest::mouseClick(fixture.find<QPushButton>("bannerRemedy"), Qt::LeftButton);
    QCOMPARE(document.spec().training.optimizer.learningRate, 1.0);
    QVERIFY(document.isRunning());
    QVERIFY(!banner->isVisible());
}

/// So short a run learns nothing.
void TestMainWindow::aDeadNetworkIsToldOfOnceItsFilmRests() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    Banner* banner = fixture.window.chartArea()->banner();
    Playhead& playhead = fixture.window.playhead();
    playhead.setFollowing(false);
    playhead.setSpeed(0.25);
    fixture.window.player().play();
    SessionDocument& document = fixture.window.document();
    QVERIFY(reaches(document, State::Finished));
    QVERIFY(playhead.playing());
    QVERIFY(!banner->isVisible());
    fixture.window.player().pause();
    QVERIFY(banner->isVisible());
    const double error = document.shownRun()->snapshots.back().trainError;
    QVERIFY(error > deadTrainError);
    QCOMPARE(banner->message().cause,
             QStringLiteral("This network did not learn: its training error ends at %1 %.")
                 .arg(QLocale().toString(100 * error, 'f', 0)));
    QTest::mouseClick(fixture.button("bannerClose"), Qt::LeftButton);
    fixture.window.player().play();
    fixture.window.player().pause();
    QVERIFY(!banner->isVisible()); // closed once is enough

    const int seed = document.spec().seeds.first;
    fixture.window.player().restart();
    QVERIFY(begins(document) && reaches(document, State::Finished));
    fixture.window.player().pause();
    QVERIFY(banner->isVisible());
    QTest::mouseClick(fixture.find<QPushButton>("bannerRemedy"), Qt::LeftButton);
    QVERIFY(document.spec().seeds.first != seed);
    QVERIFY(!banner->isVisible());
}

void TestMainWindow::ofSeveralSeedsTheDeadOneShownIsToldOf() {
    ExperimentSpec spec = shortSpec();
    spec.seeds = {.first = 5, .count = 2};
    WindowFixture fixture(spec);
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    Banner* banner = fixture.window.chartArea()->banner();
    QVERIFY(QTest::qWaitFor([&] { return banner->isVisible(); }, patience));
    QVERIFY(banner->message().remedy.isEmpty());
    QTest::mouseClick(fixture.button("bannerClose"), Qt::LeftButton);
    fixture.window.document().showSeed(6);
    QVERIFY(QTest::qWaitFor([&] { return banner->isVisible(); }, patience));
}

void TestMainWindow::aSlowNewPictureIsSaidUnderTheHeader() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    ChartArea* charts = fixture.window.chartArea();
    const auto line = [&] {
        QImage image(charts->plane()->size(), QImage::Format_RGB32);
        charts->plane()->render(&image);
        return image.pixelColor(2, size::chartHeader - 1);
    };
    charts->setUnderWay(0.5);
    QVERIFY(line() != lightTheme().accent); // what is quick needs no line
    QVERIFY(QTest::qWaitFor([&] { return line() == lightTheme().accent; }));
    charts->setUnderWay(std::nullopt);
    QVERIFY(line() != lightTheme().accent);
}

void TestMainWindow::atRestNothingIsPainted() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    PaintCounter painted;
    int before = -1;
    for (int wait = 0; wait < 25 && painted.count != before; ++wait) { // until motions and late pictures end
        before = painted.count;
        QTest::qWait(400);
    }
    QCOMPARE(painted.count, before);
    painted.count = 0;
    // The instrument works: a step is seen.
    QTest::keyClick(&fixture.window, Qt::Key_Left);
    QVERIFY(QTest::qWaitFor([&] { return painted.count > 0; }));
}

void TestMainWindow::aHiddenWindowRunsNoFilm() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    fixture.window.playhead().setSpeed(0.25);
    fixture.window.player().play();
    QVERIFY(QTest::qWaitFor([&] { return fixture.window.playhead().animating(); }));
    fixture.window.hide();
    QVERIFY(!fixture.window.playhead().animating());
    QCoreApplication::processEvents(); // what was asked for while it could be seen
    PaintCounter painted;
    QTest::qWait(200);
    QCOMPARE(painted.count, 0);
    fixture.window.show();
    QVERIFY(QTest::qWaitFor([&] { return fixture.window.playhead().animating(); }));
}

void TestMainWindow::aMinimizedWindowRunsNoFilm() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    fixture.window.playhead().setSpeed(0.25);
    fixture.window.player().play();
    fixture.window.showMinimized();
    QVERIFY(QTest::qWaitFor([&] { return !fixture.window.playhead().animating(); }));
    fixture.window.showNormal();
    QVERIFY(QTest::qWaitFor([&] { return fixture.window.playhead().animating(); }));
}

void TestMainWindow::aHiddenWindowListensSeldom() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    const SessionDocument& document = fixture.window.document();
    QVERIFY(QTest::qWaitFor([&] { return document.listensEveryMilliseconds() < 100; })); // once exposed
    const int often = document.listensEveryMilliseconds();
    fixture.window.player().play();
    fixture.window.hide();
    QVERIFY(document.listensEveryMilliseconds() > 10 * often);
    QVERIFY(reaches(document, State::Finished)); // all the same
    fixture.window.show();
    QVERIFY(QTest::qWaitFor([&] { return document.listensEveryMilliseconds() == often; }));
    fixture.window.showMinimized();
    QVERIFY(QTest::qWaitFor([&] { return document.listensEveryMilliseconds() > 10 * often; }));
}

void TestMainWindow::aNarrowWindowFoldsTheLeftPanel() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.window.leftPanel()->isVisible());
    fixture.window.resize(1060, 700);
    QVERIFY(QTest::qWaitFor([&] { return !fixture.window.leftPanel()->isVisible(); }));
    QVERIFY(fixture.button("panelButton")->isVisible());
    QTest::mouseClick(fixture.button("panelButton"), Qt::LeftButton);
    QVERIFY(fixture.window.leftPanel()->isVisible());
    fixture.window.resize(1040, 700); // a person wants it
    QVERIFY(fixture.window.leftPanel()->isVisible());
}

void TestMainWindow::aWideWindowHasThreeCharts() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(!fixture.window.chartArea()->informationByEpoch()->isVisible());
    fixture.window.resize(1920, 1080);
    QVERIFY(QTest::qWaitFor([&] { return fixture.window.chartArea()->informationByEpoch()->isVisible(); }));
    QCOMPARE(fixture.window.leftPanel()->width(), size::leftPanelWide);
    fixture.window.resize(1280, 800);
    QVERIFY(QTest::qWaitFor([&] { return !fixture.window.chartArea()->informationByEpoch()->isVisible(); }));
    QCOMPARE(fixture.window.leftPanel()->width(), size::leftPanel);
}

void TestMainWindow::theSmallestWindowHoldsEverything() {
    WindowFixture fixture;
    QVERIFY(fixture.show({1024, 640}));
    QCOMPARE(fixture.window.size(), QSize(1024, 640));
    QVERIFY(fixture.window.chartArea()->width() >= ChartArea::leastWidth);
    const QRect whole(QPoint(), fixture.window.size());
    for (const char* name : {"play", "restart", "stop", "step"}) {
        QToolButton* button = fixture.button(name);
        QVERIFY(whole.contains(QRect(button->mapTo(&fixture.window, QPoint()), button->size())));
    }
}

void TestMainWindow::panelsFoldByKey() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QTest::keyClick(&fixture.window, Qt::Key_1, Qt::ControlModifier);
    QVERIFY(!fixture.window.leftPanel()->isVisible());
    QTest::keyClick(&fixture.window, Qt::Key_2, Qt::ControlModifier);
    QVERIFY(!fixture.window.rightPanel()->isVisible());
    QTest::keyClick(&fixture.window, Qt::Key_1, Qt::ControlModifier);
    QTest::keyClick(&fixture.window, Qt::Key_2, Qt::ControlModifier);
    QVERIFY(fixture.window.leftPanel()->isVisible());
    QVERIFY(fixture.window.rightPanel()->isVisible());
}

void TestMainWindow::aChangedSessionAsksBeforeItIsLost() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    QVERIFY(!fixture.window.close());
    QVERIFY(question(fixture.window));
    answer(question(fixture.window), QMessageBox::Cancel);
    QVERIFY(fixture.window.isVisible());
    QVERIFY(fixture.window.document().session());
    QTest::keyClick(&fixture.window, Qt::Key_N, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor([&] { return question(fixture.window) != nullptr; }));
    answer(question(fixture.window), QMessageBox::Cancel);
    QVERIFY(fixture.window.document().session());
}

void TestMainWindow::discardLosesIt() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    QVERIFY(!fixture.window.close());
    answer(question(fixture.window), QMessageBox::Discard);
    QVERIFY(QTest::qWaitFor([&] { return !fixture.window.isVisible(); }));
}

void TestMainWindow::aRunThatOnlyUndoBringsBackIsAskedForToo() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    fixture.window.document().openPreset(presets()[1]);
    QVERIFY(!fixture.window.document().isModified());
    QVERIFY(!fixture.window.close());
    auto* question = fixture.find<QMessageBox>("saveQuestion");
    QVERIFY(question && question->isVisible());
    QVERIFY2(question->text().contains(QStringLiteral("only Undo brings it back")),
             qPrintable(question->text()));
    QVERIFY(!question->button(QMessageBox::Save));
    question->button(QMessageBox::Cancel)->click();
    fixture.window.document().undoStack()->undo(); // the run is the document's again
    QVERIFY(fixture.window.document().isModified());
    QCOMPARE(fixture.window.document().unsavedRunsToUndo(), 0);
}

void TestMainWindow::saveOfAnsweredQuestionClosesWhenWritten() {
    QTemporaryDir folder;
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    const QString path = folder.filePath(QStringLiteral("mine.infoplane"));
    QSignalSpy done(&fixture.window.document(), &SessionDocument::fileDone);
    fixture.window.document().save(path); // now it has a name
    QVERIFY(done.wait(patience));
    fixture.window.document().setNotes(QStringLiteral("changed"));
    QVERIFY(!fixture.window.close());
    answer(question(fixture.window), QMessageBox::Save);
    QVERIFY(QTest::qWaitFor([&] { return !fixture.window.isVisible(); }, patience));
    QCOMPARE(readArchive(path).notes, QStringLiteral("changed"));
}

void TestMainWindow::anUnchangedSessionAsksNothing() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.window.close());
    QVERIFY(!question(fixture.window));
}

void TestMainWindow::aDroppedSessionOpens() {
    QTemporaryDir folder;
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(savedSession(folder))});
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QSignalSpy done(&fixture.window.document(), &SessionDocument::fileDone);
    QDragEnterEvent enter(QPoint(400, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&fixture.window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(400, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&fixture.window, &drop);
    QVERIFY(done.wait(patience));
    QVERIFY(QTest::qWaitFor([&] { return fixture.window.presenter().view().epochs.size() == 13; }));
    QCOMPARE(fixture.window.document().state(), State::Finished);
    QCOMPARE(fixture.window.playhead().epoch(), 12); // an opened run stands at its end
}

void TestMainWindow::aDroppedPictureIsRefused() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QStringLiteral("/somewhere/picture.png"))});
    QDragEnterEvent enter(QPoint(400, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QApplication::sendEvent(&fixture.window, &enter);
    QVERIFY(!enter.isAccepted());
}

void TestMainWindow::aDamagedFileIsToldWithoutABox() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("broken.infoplane"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no zip");
    file.close();
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QSignalSpy done(&fixture.window.document(), &SessionDocument::fileDone);
    fixture.window.openFile(path);
    QVERIFY(done.wait(patience));
    Banner* banner = fixture.window.chartArea()->banner();
    QVERIFY(banner->isVisible());
    QVERIFY((banner->message().cause + banner->message().text).contains(QLatin1String("broken.infoplane")));
    QVERIFY(!QApplication::activeModalWidget());
    QTest::mouseClick(fixture.button("bannerClose"), Qt::LeftButton);
    QVERIFY(!banner->isVisible());
}

void TestMainWindow::whileAFileIsOpenedTheWindowSaysSo_data() {
    QTest::addColumn<bool>("damaged");
    QTest::newRow("one that opens") << false;
    QTest::newRow("one that does not") << true;
}

void TestMainWindow::whileAFileIsOpenedTheWindowSaysSo() {
    QFETCH(bool, damaged);
    QTemporaryDir folder;
    const QString path = savedSession(folder);
    if (damaged)
        QVERIFY(QFile::resize(path, 100));
    WindowFixture fixture;
    QVERIFY(fixture.show());
    const QString sentence = QStringLiteral("Opening saved.infoplane…");
    auto* title = fixture.window.topBar()->findChild<QLabel*>();
    QVERIFY(title);
    QSignalSpy done(&fixture.window.document(), &SessionDocument::fileDone);
    fixture.window.openFile(path);
    QCOMPARE(title->toolTip(), sentence);
    QVERIFY(fixture.window.windowTitle().startsWith(sentence));
    QVERIFY(fixture.window.chartArea()->plane()->description().endsWith(sentence));
    QCOMPARE(fixture.window.transport()->status().state, sentence);
    QVERIFY(!fixture.button("play")->isEnabled());
    fixture.window.player().play();
    QVERIFY(!fixture.window.document().isRunning());
    QVERIFY(done.wait(patience));
    QCOMPARE(done[0][2].toString().isEmpty(), !damaged);
    QTRY_VERIFY(title->toolTip() != sentence);
    QVERIFY(!fixture.window.windowTitle().contains(sentence));
    QVERIFY(!fixture.window.chartArea()->plane()->description().contains(sentence));
    QVERIFY(fixture.window.transport()->status().state != sentence);
    QVERIFY(fixture.button("play")->isEnabled());
}

void TestMainWindow::damagedEstimatesAreMadeAgainAtAClick() {
    QTemporaryDir folder;
    const QString path = savedSession(folder);
    const Session whole = readArchive(path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    const qsizetype name = bytes.indexOf("measurements.csv");
    bytes[name + 60] = static_cast<char>(bytes[name + 60] ^ 8);
    file.seek(0);
    file.write(bytes);
    file.close();
    WindowFixture fixture;
    QVERIFY(fixture.show());
    fixture.window.openFile(path);
    Banner* banner = fixture.window.chartArea()->banner();
    QVERIFY(QTest::qWaitFor([&] { return banner->isVisible(); }, patience));
    QCOMPARE(banner->message().remedy, QStringLiteral("Estimate again"));
    banner->message().act();
    QVERIFY(reaches(fixture.window.document(), State::Finished));
    QVERIFY(QTest::qWaitFor([&] { return !fixture.window.document().remeasuring(); }, patience));
    const auto& again = fixture.window.document().shownRun()->measurements;
    QCOMPARE(again.size(), whole.runs[0].measurements.size());
    for (std::size_t i = 0; i < again.size(); ++i)
        QCOMPARE(again[i].values, whole.runs[0].measurements[i].values);
    QVERIFY(fixture.window.document().isModified());
}

void TestMainWindow::theTitleSaysFileChangesAndPreset() {
    QTemporaryDir folder;
    WindowFixture fixture;
    fixture.window.document().startNew(presets().front());
    QVERIFY(fixture.show());
    const QString title = presets().front().spec.title;
    QVERIFY(fixture.window.windowTitle().startsWith(title));
    fixture.window.document().editField(QStringLiteral("training.epochs"), 5);
    QVERIFY(fixture.window.windowTitle().contains(QLatin1String("changed: Epochs")));
    QVERIFY(QTest::qWaitFor(
        [&] { return fixture.window.presenter().view().title.contains(QLatin1String("changed: Epochs")); }));
    QVERIFY(fixture.finishes());
    QVERIFY(fixture.window.isWindowModified());
    // The run, and so captions of its figures, carry it on.
    QVERIFY(fixture.window.document().session()->spec.title.contains(QLatin1String("changed: Epochs")));
    QSignalSpy done(&fixture.window.document(), &SessionDocument::fileDone);
    fixture.window.document().save(folder.filePath(QStringLiteral("mine.infoplane")));
    QVERIFY(done.wait(patience));
    QVERIFY(!fixture.window.isWindowModified());
    QVERIFY(fixture.window.windowTitle().startsWith(QLatin1String("mine.infoplane")));
}

void TestMainWindow::placesAndFilesAreRememberedAndNoSpec() {
    const OwnSettings settings;
    QTemporaryDir folder;
    const QString path = savedSession(folder);
    Appearance appearance(*qApp, Appearance::Choice::Light);
    {
        MainWindow window(appearance);
        window.resize(1300, 780);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QSignalSpy done(&window.document(), &SessionDocument::fileDone);
        window.openFile(path);
        QVERIFY(done.wait(patience));
        QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
        window.document().editField(QStringLiteral("training.epochs"), 5);
        QVERIFY(window.close());
    }
    MainWindow window(appearance);
    window.document().startNew(presets().front());
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QCOMPARE(window.size(), QSize(1300, 780));
    QVERIFY(!window.rightPanel()->isVisible());
    QVERIFY(window.leftPanel()->isVisible());
    QCOMPARE(WindowMemory::load().recentFiles, QStringList{QDir::toNativeSeparators(path)});
    QVERIFY(window.document().spec() == presets().front().spec);
    for (const QString& key : QSettings().allKeys())
        QVERIFY2(key.startsWith(QLatin1String("window/")) || key.startsWith(QLatin1String("recentFiles")) ||
                     key.startsWith(QLatin1String("export")),
                 qPrintable(key));
}

void TestMainWindow::seedsAreChosenOnlyWhereThereAreSeveral() {
    ExperimentSpec spec = shortSpec();
    spec.seeds = {.first = 5, .count = 3};
    WindowFixture fixture(spec);
    QVERIFY(fixture.show());
    auto* seeds = fixture.find<QComboBox>("seedShown");
    QVERIFY(seeds);
    QVERIFY(!seeds->isVisible());
    QVERIFY(fixture.finishes());
    QVERIFY(seeds->isVisible());
    QCOMPARE(seeds->count(), 3);
    seeds->setFocus(Qt::TabFocusReason);
    QTest::keyClick(seeds, Qt::Key_Down);
    QCOMPARE(fixture.window.document().shownSeed(), 6);
    fixture.window.document().startNew(shortSpec());
    QVERIFY(QTest::qWaitFor([&] { return !seeds->isVisible(); }));
}

/// At the end, where it has no room, as beside the choosers of seeds.
void TestMainWindow::theSpecLineLeavesOutWholeParts() {
    const QStringList parts = {"12-10-7-5-4-3-2",
                               "tanh",
                               "He weights",
                               "Adam 0.0004",
                               "batch 256",
                               "10,000 epochs",
                               "mean of 20 seeds, 95 % band"};
    const QString line = parts.join(QStringLiteral(" · "));
    TopBar bar;
    bar.resize(1280, bar.height());
    bar.setMenuWidth(272);
    bar.setTitle(QStringLiteral("SZT, tanh"), line);
    bar.show();
    QVERIFY(QTest::qWaitForWindowExposed(&bar));
    const auto* spec = bar.findChild<ElidedLabel*>();
    QVERIFY(spec);
    const auto wholeParts = [&] {
        const QString shown = spec->shownText();
        if (spec->fontMetrics().horizontalAdvance(shown) > spec->width())
            return qsizetype(-1);
        QStringList there = shown.split(QStringLiteral(" · "));
        there.removeAll(QStringLiteral("…"));
        return there == parts.mid(0, there.size()) ? there.size() : qsizetype(-1);
    };
    const qsizetype before = wholeParts();
    QVERIFY(before > 2);
    bar.setSeeds({{.seed = 0}, {.seed = 1}, {.seed = 2}}, 0);
    bar.resize(1160, bar.height());
    QTRY_VERIFY(wholeParts() < before);
    QVERIFY(wholeParts() > 0);
    QVERIFY(spec->shownText().endsWith(QStringLiteral(" · …")));
    QCOMPARE(spec->toolTip(), line);
}

void TestMainWindow::severalSeedsAreSeenTogether() {
    ExperimentSpec spec = shortSpec();
    spec.seeds = {.first = 5, .count = 3};
    WindowFixture fixture(spec);
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    const SessionView& view = fixture.window.presenter().view();
    const std::vector<double> shown = view.layers[1].x;
    auto* seen = fixture.find<QComboBox>("seedsSeen");
    QVERIFY(seen->isVisible());
    seen->setFocus(Qt::TabFocusReason);

    QTest::keyClick(seen, Qt::Key_Down); // all, faintly
    QVERIFY(QTest::qWaitFor([&] { return view.seeds == SessionView::Seeds::All; }, patience));
    QCOMPARE(view.seedsRecord->paths.size(), std::size_t(3));
    QCOMPARE(view.layers[1].x, shown);
    QVERIFY2(view.specLine.contains(QStringLiteral("3 seeds, seed 5 before the others")),
             qPrintable(view.specLine));

    QTest::keyClick(seen, Qt::Key_Down); // the mean, of which there is none: so short a run learns nothing
    QVERIFY(QTest::qWaitFor([&] { return view.seedsLine.startsWith(QStringLiteral("no mean")); }, patience));
    QCOMPARE(view.seedsLine, QStringLiteral("no mean: 3 dead left out; seed 5 is shown"));
    QTest::keyClick(seen, Qt::Key_Down); // with dead ones
    QVERIFY(QTest::qWaitFor([&] { return view.isMean(); }, patience));
    const Session& session = *fixture.window.document().session();
    for (std::size_t epoch = 0; epoch < view.epochs.size(); ++epoch) {
        double sum = 0;
        for (const SeedRun& run : session.runs)
            sum += run.measurements[epoch].values[1][0];
        QVERIFY(std::abs(view.layers[1].x[epoch] - sum / 3) < 1e-9);
        QVERIFY(view.spread(1, static_cast<int>(epoch)).left() <= sum / 3 + 1e-9);
    }
    QVERIFY2(view.specLine.contains(QStringLiteral("mean of 3 seeds, 95 % band")), qPrintable(view.specLine));
    QVERIFY(!fixture.find<QComboBox>("seedShown")->isEnabled());

    // Another estimator: the mean follows, of that one.
    EstimatorSettings wider = fixture.window.document().spec().estimator;
    wider.values["bin_size"] = 0.7;
    fixture.window.document().setEstimator(wider);
    QVERIFY(QTest::qWaitFor(
        [&] {
            return view.isMean() && view.estimatorLine.contains(QStringLiteral("0.7")) &&
                   view.layers[1].x.back() < shown.back();
        },
        patience));

    QTest::keyClick(seen, Qt::Key_Home);
    QVERIFY(QTest::qWaitFor([&] { return view.seeds == SessionView::Seeds::One; }, patience));
    QVERIFY(fixture.find<QComboBox>("seedShown")->isEnabled());
}

void TestMainWindow::theMeanWithDeadSeedsStaysChosenWithoutAny() {
    WindowFixture fixture;
    TopBar& bar = *fixture.window.topBar();
    bar.setSeeds({{0, SeedState::Dead}, {1, SeedState::Alive}}, 0);
    bar.setSeedsSeen(SessionView::Seeds::Mean, false);
    auto* seen = fixture.find<ComboField>("seedsSeen");
    QVERIFY(seen);
    QCOMPARE(seen->currentId(), QStringLiteral("meanWithDead"));
    bar.setSeeds({{0, SeedState::Alive}, {1, SeedState::Alive}}, 0);
    QCOMPARE(seen->currentId(), QStringLiteral("meanWithDead"));
}

void TestMainWindow::lightAndDarkAreChosenInTheMenu() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QAction* dark = menuItem(fixture.window, "Dark");
    QVERIFY(dark);
    dark->trigger();
    QVERIFY(fixture.appearance.theme().dark);
    QCOMPARE(fixture.window.chartArea()->plane()->theme().canvas, darkTheme().canvas);
    QCOMPARE(qApp->palette().color(QPalette::Window), darkTheme().window);
    QVERIFY(fixture.window.close());
    QCOMPARE(WindowMemory::load().theme, QStringLiteral("dark"));
}

void TestMainWindow::highContrastAndReducedMotionAreChosenInTheMenu() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QAction* contrast = menuItem(fixture.window, "High contrast");
    QAction* still = menuItem(fixture.window, "Reduced motion");
    QVERIFY(contrast && still);
    QVERIFY(!reducedMotion());
    contrast->trigger();
    still->trigger();
    QVERIFY(reducedMotion());
    const Theme& theme = fixture.window.chartArea()->plane()->theme();
    QCOMPARE(theme.text2, lightTheme().text);
    QCOMPARE(theme.fieldSide, lightTheme().fieldBorder);
    QCOMPARE(theme.grid, theme.chart);
    QCOMPARE(theme.disabled, lightTheme().text3);
    for (const double faint : {0.15, 0.35, 0.62})
        QVERIFY(theme.opacity(faint) > 1.2 * lightTheme().opacity(faint) && theme.opacity(faint) < 1);
    QVERIFY(fixture.window.close());
    QVERIFY(WindowMemory::load().highContrast);
    QVERIFY(WindowMemory::load().reducedMotion);
    still->trigger();
    QVERIFY(!reducedMotion());
}

void TestMainWindow::everyControlHasAName() {
    WindowFixture fixture;
    QVERIFY(fixture.show({1920, 1080}));
    QVERIFY(fixture.finishes());
    QStringList nameless;
    for (QWidget* widget : fixture.window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || widget->focusProxy() ||
            widget->objectName().startsWith(QLatin1String("qt_")) || widget->inherits("QScrollArea") ||
            widget == fixture.window.centralWidget() || widget->inherits("QGraphicsView") ||
            widget->parentWidget()->inherits("QAbstractSpinBox") ||
            widget->parentWidget()->inherits("QComboBox"))
            continue;
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
        if (!interface || interface->text(QAccessible::Name).isEmpty())
            nameless << QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()),
                                                    widget->objectName());
    }
    QCOMPARE(nameless, QStringList());
}

void TestMainWindow::notesAreWrittenAndKeptInTheFile() {
    const QTemporaryDir folder;
    const QString path = savedSession(folder);
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QSignalSpy done(&fixture.window.document(), &SessionDocument::fileDone);
    fixture.window.document().open(path);
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, patience);
    QTest::keyClick(&fixture.window, Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    auto* notes = fixture.window.findChild<NotesWindow*>();
    QVERIFY(notes && notes->isVisible());
    QVERIFY(!fixture.window.document().isModified());
    QTest::keyClicks(notes->editor(), QStringLiteral("Layer 5 turns at 300"));
    QVERIFY(fixture.window.document().isModified());
    fixture.window.document().save(path);
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 2, patience);
    QCOMPARE(readArchive(path).notes, QStringLiteral("Layer 5 turns at 300"));
}

void TestMainWindow::f1OpensHelpAndF11FillsTheScreen() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QTest::keyClick(&fixture.window, Qt::Key_F1);
    auto* help = fixture.window.findChild<HelpWindow*>();
    QVERIFY(help);
    QVERIFY(help->isVisible());
    QVERIFY(!help->isModal());
    help->close();
    fixture.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&fixture.window));
    QTest::keyClick(&fixture.window, Qt::Key_F11);
    QVERIFY(fixture.window.isFullScreen());
    QTest::keyClick(&fixture.window, Qt::Key_F11);
    QVERIFY(!fixture.window.isFullScreen());
}

void TestMainWindow::clickOnThePlaneGoesToTheEpoch() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    emit fixture.window.chartArea()->plane()->epochPicked(4);
    QCOMPARE(fixture.window.playhead().epoch(), 4);
    QVERIFY(QTest::qWaitFor([&] { return fixture.window.presenter().view().present == 4; }));
}

void TestMainWindow::undoBringsBackARunReplacedByAPreset() {
    WindowFixture fixture;
    QVERIFY(fixture.show());
    QVERIFY(fixture.finishes());
    fixture.window.document().openPreset(presets().front());
    QVERIFY(QTest::qWaitFor([&] { return fixture.window.presenter().view().epochs.empty(); }));
    QTest::keyClick(&fixture.window, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(QTest::qWaitFor([&] { return fixture.window.presenter().view().epochs.size() == 13; }));
    QCOMPARE(fixture.window.transport()->status().state, QStringLiteral("Finished"));
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
