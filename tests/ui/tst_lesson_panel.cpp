#include "chart_area.h"
#include "charts/gradient_view.h"
#include "charts/information_by_epoch_view.h"
#include "lesson/lesson_panel.h"
#include "neuron/neuron_window.h"
#include "study/compare_view.h"
#include "window_fixture.h"

#include <QAbstractTextDocumentLayout>
#include <QJsonArray>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextLayout>

using namespace infoplane;

class TestLessonPanel : public QObject {
    Q_OBJECT
  private slots:
    void itComesWithAPresetAndGoesWithIt();
    void stepsAreReadOneByOne();
    void doItSetsWhatTheStepNamesAndNothingElse();
    void doItShowsTheCondition();
    void doItShowsChartAndView();
    void closedItStaysAwayUntilAskedFor();
    void theFileOfAStudyHasTheLessonOfItsPreset();
    void nothingIsCut_data();
    void nothingIsCut();
    void figure2OpensOneUnit();
    void figure6OpensItsChartOnce();
    void doItChoosesTheQuantityOfAChart();
    void everyControlHasANameAndATip();

  private:
    static void open(WindowFixture& f, const char* id) {
        const Preset* preset = findPreset(QLatin1String(id));
        f.window.study().open(preset->study, preset);
    }
    static void click(QAbstractButton* button) { QTest::mouseClick(button, Qt::LeftButton); }
    /// Lines of the words that stand at the lower edge, in part above it and in part below.
    static int linesCut(const QTextBrowser& words) {
        const QTextDocument& document = *words.document();
        const double edge = words.verticalScrollBar()->value() + words.viewport()->height();
        int cut = 0;
        for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
            const double top = document.documentLayout()->blockBoundingRect(block).top();
            for (int i = 0; i < block.layout()->lineCount(); ++i) {
                const QRectF line = block.layout()->lineAt(i).rect().translated(0, top);
                cut += line.top() < edge - 1 && line.bottom() > edge + 1;
            }
        }
        return cut;
    }
    /// To the first step that sets so.
    template <typename Question>
    static const LessonStep* goTo(WindowFixture& f, Question question) {
        LessonGuide& guide = f.window.lessonGuide();
        for (int i = 0; i < guide.lesson()->count(); ++i) {
            guide.goTo(i);
            if (question(*guide.current()))
                return guide.current();
        }
        return nullptr;
    }
    static double width(const WindowFixture& f) {
        return std::get<double>(
            const_cast<WindowFixture&>(f).window.document().spec().estimator.values.at("bin_size"));
    }
};

void TestLessonPanel::itComesWithAPresetAndGoesWithIt() {
    WindowFixture f;
    QVERIFY(f.show());
    LessonPanel* panel = f.window.lessonPanel();
    QVERIFY(!panel->isVisible());
    QVERIFY(!f.action(Qt::CTRL | Qt::SHIFT | Qt::Key_L)->isEnabled());
    f.window.document().openPreset(*findPreset("szt-tanh"));
    QVERIFY(panel->isVisible());
    QVERIFY(panel->words()->toPlainText().contains("watch layers fit"));
    open(f, "figure-5");
    QVERIFY(panel->words()->toPlainText().contains("finding 3"));
    f.window.document().startNew(shortSpec());
    QVERIFY(!panel->isVisible());
}

void TestLessonPanel::stepsAreReadOneByOne() {
    WindowFixture f;
    QVERIFY(f.show());
    f.window.document().openPreset(*findPreset("szt-tanh"));
    LessonPanel* panel = f.window.lessonPanel();
    QVERIFY(!panel->previousButton()->isEnabled());
    QVERIFY(!panel->doButton()->isEnabled());
    click(panel->nextButton());
    QVERIFY(panel->words()->toPlainText().startsWith("Press Play."));
    const ExperimentSpec before = f.window.document().spec();
    const int count = f.window.lessonGuide().lesson()->count();
    for (int i = 0; i < count; ++i)
        click(panel->nextButton());
    QCOMPARE(f.window.lessonGuide().step(), count - 1);
    QVERIFY(!panel->nextButton()->isEnabled());
    QCOMPARE(f.window.document().spec(), before); // reading sets nothing
    for (int i = 0; i < count; ++i)
        click(panel->previousButton());
    QCOMPARE(f.window.lessonGuide().step(), -1);
}

void TestLessonPanel::doItSetsWhatTheStepNamesAndNothingElse() {
    WindowFixture f;
    QVERIFY(f.show());
    f.window.document().openPreset(*findPreset("szt-tanh"));
    f.window.document().editField("training.epochs", 20);
    f.window.document().editField("network.hidden", QJsonArray{4, 3});
    QVERIFY(f.finishes());
    const Session* run = f.window.document().session();
    QVERIFY(goTo(f, [](const LessonStep& step) { return step.text.contains("0.005"); }));
    click(f.window.lessonPanel()->doButton());
    QCOMPARE(width(f), 0.005);
    QCOMPARE(f.window.document().spec().training.epochs, 20);
    QVERIFY(f.settles());
    QCOMPARE(f.window.document().session(), run); // nothing was trained again
    QVERIFY(goTo(f, [](const LessonStep& step) { return step.patch.contains("network"); }));
    click(f.window.lessonPanel()->doButton());
    QTRY_COMPARE_WITH_TIMEOUT(f.window.document().session()->spec.network.activations.front(),
                              Activation::Relu, patience);
    QCOMPARE(f.window.document().session()->spec.training.epochs, 20);
    QCOMPARE(width(f), 0.005);
    QVERIFY(QTest::qWaitFor([&] { return !f.window.document().isRunning(); }, patience));
}

void TestLessonPanel::doItShowsTheCondition() {
    WindowFixture f;
    QVERIFY(f.show());
    open(f, "figure-5");
    QVERIFY(goTo(f, [](const LessonStep& step) { return step.condition == "tanh, SGD, mini-batch"; }));
    click(f.window.lessonPanel()->doButton());
    QCOMPARE(f.window.study().name(f.window.study().shown()), "tanh, SGD, mini-batch");
    QVERIFY(f.window.lessonPanel()->doButton()->toolTip().contains("tanh, SGD, mini-batch"));
    QVERIFY(f.window.lessonGuide().step() > 0); // another condition is the same lesson
}

void TestLessonPanel::doItShowsChartAndView() {
    WindowFixture f;
    QVERIFY(f.show());
    open(f, "figure-5");
    QVERIFY(goTo(f, [](const LessonStep& step) { return step.view == "compare"; }));
    click(f.window.lessonPanel()->doButton());
    QVERIFY(f.window.compareView()->isVisible());
    QVERIFY(goTo(f, [](const LessonStep& step) { return step.chart == "gradient"; }));
    click(f.window.lessonPanel()->doButton());
    QVERIFY(!f.window.compareView()->isVisible());
    QVERIFY(f.window.chartArea()->isShown(ChartArea::Chart::Gradient));
}

void TestLessonPanel::closedItStaysAwayUntilAskedFor() {
    WindowFixture f;
    QVERIFY(f.show());
    f.window.document().openPreset(*findPreset("szt-tanh"));
    LessonPanel* panel = f.window.lessonPanel();
    QAction* action = f.action(Qt::CTRL | Qt::SHIFT | Qt::Key_L);
    QVERIFY(action->isChecked());
    click(panel->closeButton());
    QVERIFY(!panel->isVisible());
    QVERIFY(!action->isChecked());
    f.window.document().openPreset(*findPreset("szt-relu"));
    QVERIFY(!panel->isVisible());
    action->trigger();
    QVERIFY(panel->isVisible());
}

void TestLessonPanel::theFileOfAStudyHasTheLessonOfItsPreset() {
    WindowFixture f;
    QVERIFY(f.show());
    f.window.study().open(findPreset("figure-5")->study); // as it is read from a file
    QVERIFY(f.window.lessonPanel()->isVisible());
    QCOMPARE(f.window.lessonGuide().preset(), findPreset("figure-5"));
}

void TestLessonPanel::nothingIsCut_data() {
    QTest::addColumn<QSize>("size");
    QTest::newRow("usual") << QSize(1280, 800);
    QTest::newRow("low") << QSize(1280, 720);
    QTest::newRow("smallest") << QSize(1024, 640);
}

void TestLessonPanel::nothingIsCut() {
    QFETCH(QSize, size);
    WindowFixture f;
    QVERIFY(f.show(size));
    const LessonPanel* panel = f.window.lessonPanel();
    for (const Preset& preset : presets()) {
        if (preset.minimalModel)
            continue;
        open(f, qPrintable(preset.id));
        for (int step = -1; step < f.window.lessonGuide().lesson()->count(); ++step) {
            f.window.lessonGuide().goTo(step);
            QCOMPARE(f.window.size(), size);
            // Buttons are there, and words are whole where the window is not low; else their lines are, and
            // the others can be scrolled to.
            QTRY_COMPARE(linesCut(*panel->words()), 0);
            const bool isLonger = panel->words()->document()->size().height() > panel->words()->height() + 1;
            QCOMPARE(panel->words()->verticalScrollBar()->isVisible(), isLonger);
            for (const QWidget* widget : panel->findChildren<QWidget*>(Qt::FindDirectChildrenOnly))
                if (widget->isVisible())
                    QTRY_VERIFY(panel->rect().contains(widget->geometry()));
            if (size.height() >= 760)
                QVERIFY2(panel->words()->document()->size().height() <= panel->words()->height(),
                         qPrintable(panel->words()->toPlainText()));
            QTRY_VERIFY2(f.window.chartArea()->height() >= size.height() / 2,
                         qPrintable(QString::number(f.window.chartArea()->height())));
        }
    }
}

void TestLessonPanel::figure2OpensOneUnit() {
    WindowFixture f;
    QVERIFY(f.show());
    open(f, "szt-tanh");
    QCoreApplication::processEvents();
    QVERIFY(!f.window.oneUnit());
    open(f, "figure-2");
    QTRY_VERIFY(f.window.oneUnit() && f.window.oneUnit()->isVisible());
    QCOMPARE(f.window.oneUnit()->unit(), *findPreset("figure-2")->minimalModel);
}

void TestLessonPanel::figure6OpensItsChartOnce() {
    WindowFixture f;
    QVERIFY(f.show());
    open(f, "figure-1ab");
    ChartArea* charts = f.window.chartArea();
    QVERIFY(!charts->isShown(ChartArea::Chart::InformationByEpoch));
    open(f, "figure-6");
    QVERIFY(charts->isShown(ChartArea::Chart::InformationByEpoch));
    charts->showChart(ChartArea::Chart::Generalization, 0);
    charts->showChart(ChartArea::Chart::Gradient, 1);
    f.window.showCondition(1);
    f.window.document().editField(QStringLiteral("training.epochs"), 50);
    QVERIFY(!charts->isShown(ChartArea::Chart::InformationByEpoch));
    open(f, "figure-1ab");
    QVERIFY(!charts->isShown(ChartArea::Chart::InformationByEpoch));
}

void TestLessonPanel::doItChoosesTheQuantityOfAChart() {
    WindowFixture f;
    QVERIFY(f.show());
    f.window.document().openPreset(*findPreset("szt-tanh"));
    QVERIFY(goTo(f, [](const LessonStep& step) { return step.chart == "label"; }));
    click(f.window.lessonPanel()->doButton());
    QVERIFY(f.window.chartArea()->isShown(ChartArea::Chart::InformationByEpoch));
    QVERIFY(f.window.chartArea()->informationByEpoch()->showsLabel());
    open(f, "weight-decay");
    QVERIFY(goTo(f, [](const LessonStep& step) { return step.chart == "weights"; }));
    click(f.window.lessonPanel()->doButton());
    QVERIFY(f.window.chartArea()->isShown(ChartArea::Chart::Gradient));
    QCOMPARE(f.window.chartArea()->gradient()->shown(), 3);
}

void TestLessonPanel::everyControlHasANameAndATip() {
    WindowFixture f;
    QVERIFY(f.show());
    f.window.document().openPreset(*findPreset("szt-tanh"));
    for (const QWidget* widget : f.window.lessonPanel()->findChildren<QWidget*>())
        if ((widget->focusPolicy() & Qt::TabFocus) && widget->isVisible() && !widget->inherits("QScrollBar"))
            QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
    for (const QAbstractButton* button : f.window.lessonPanel()->findChildren<QAbstractButton*>())
        QVERIFY2(!button->toolTip().isEmpty(), qPrintable(button->accessibleName()));
}

QTEST_MAIN(TestLessonPanel)
#include "tst_lesson_panel.moc"
