#include "document/session_document.h"
#include "estimator/estimate_status.h"
#include "estimator/estimator_panel.h"
#include "estimator/parameter_row.h"
#include "estimator/reason_list.h"
#include "session/archive.h"
#include "session/few_weights.h"
#include "session/presets.h"
#include "session/session_runner.h"
#include "short_runs.h"
#include "style.h"
#include "theme.h"
#include "widgets/combo_field.h"
#include "widgets/form_row.h"
#include "widgets/log_slider.h"
#include "widgets/number_field.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace infoplane;

class EstimatorPanelTest : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void cleanup();

    void everyOfferedEstimatorCanBeChosen();
    void parametersComeFromTheDescription();
    void widthTypedIsWidthUsed();
    void draggingSpeaksAtOnceAndTellsStartAndEnd();
    void anotherRuleHasItsOwnParametersAndRemembersThem();
    void correctionStaysWhenTheRuleChanges();
    void wrongWidthIsMarkedAndChangesNothing();
    void withoutWeightsThePanelStaysAtWhatIsShown();
    void samplesAreChosenHere();
    void whatDiffersFromThePresetHasAWayBack();
    void undoShowsTheOldWidth();
    void noteFoldsIntoItsButtonInLowWindows();
    void infoTellsQuestionAndSource();
    void methodsThatDoNotApplySayWhy();
    void boundsAreOfferedWhereThereAreTwo();
    void aLongEstimateCanBeCancelled();
    void saturationIsSaidInWords();
    void smallMultiplesAreAskedFor();
    void everyControlHasAName();

  private:
    ComboField* combo(const QString& accessibleName) const {
        for (ComboField* candidate : m_panel->findChildren<ComboField*>())
            if (candidate->accessibleName() == accessibleName && candidate->isVisibleTo(m_panel.get()))
                return candidate;
        return nullptr;
    }
    ParameterRow* parameter(const QString& id) const {
        for (ParameterRow* row : m_panel->findChildren<ParameterRow*>(id))
            if (row->isVisibleTo(m_panel.get()))
                return row;
        return nullptr;
    }
    double number(const char* id) const {
        return std::get<double>(m_document->spec().estimator.values.at(id));
    }
    void choose(ComboField* box, const QString& id) {
        box->setCurrentId(id);
        emit box->activated(box->currentIndex());
    }

    std::unique_ptr<SessionDocument> m_document;
    std::unique_ptr<EstimatorPanel> m_panel;
};

void EstimatorPanelTest::init() {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    m_document = std::make_unique<SessionDocument>();
    m_document->startNew(*findPreset("szt-tanh"));
    m_panel = std::make_unique<EstimatorPanel>(m_document.get());
    m_panel->resize(264, 800);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
}

void EstimatorPanelTest::cleanup() {
    m_panel.reset();
    m_document.reset();
}

void EstimatorPanelTest::everyOfferedEstimatorCanBeChosen() {
    int offered = 0;
    for (const EstimatorDescription& description : estimators()) {
        if (!description.windowReady)
            continue;
        ++offered;
        const QString method = QString::fromStdString(description.method);
        choose(combo("Method of estimating information"), method);
        if (ComboField* variants = combo("Bins"))
            choose(variants, QString::fromStdString(description.id));
        QCOMPARE(m_document->spec().estimator.id, description.id);
        for (const ParameterDescription& parameterOf : description.parameters)
            QCOMPARE(parameter(QString::fromStdString(parameterOf.id)) != nullptr, parameterOf.inWindow);
        // What the panel builds must be something the engine takes.
        QVERIFY(makeEstimator(m_document->spec().estimator));
    }
    QVERIFY(offered >= 5);
}

void EstimatorPanelTest::parametersComeFromTheDescription() {
    ParameterRow* width = parameter("bin_size");
    QVERIFY(width);
    auto* field = width->findChild<NumberField*>();
    QCOMPARE(field->text(), "0.070");
    auto* slider = width->findChild<LogSlider*>();
    QVERIFY(slider);
    QCOMPARE(slider->number(), 0.07);
    QCOMPARE(combo("Correction")->currentText(), "None");
}

void EstimatorPanelTest::widthTypedIsWidthUsed() {
    auto* field = parameter("bin_size")->findChild<NumberField*>();
    field->selectAll();
    QTest::keyClicks(field, "3e-1");
    QCOMPARE(number("bin_size"), 0.3);
    QCOMPARE(parameter("bin_size")->findChild<LogSlider*>()->number(), 0.3);
}

void EstimatorPanelTest::draggingSpeaksAtOnceAndTellsStartAndEnd() {
    auto* slider = parameter("bin_size")->findChild<LogSlider*>();
    QSignalSpy dragging(m_panel.get(), &EstimatorPanel::draggingChanged);
    QSignalSpy edits(slider, &LogSlider::numberEdited);
    const QPoint start(slider->width() / 2, 9);
    QTest::mousePress(slider, Qt::LeftButton, {}, start);
    QCOMPARE(dragging.size(), 1);
    QCOMPARE(dragging[0][0].toBool(), true);
    for (int dx = 10; dx <= 60; dx += 10) {
        QTest::mouseMove(slider, start + QPoint(dx, 0));
        QCOMPARE(number("bin_size"), slider->number());
    }
    QVERIFY(edits.size() >= 5);
    QVERIFY(number("bin_size") > 0.1);
    QTest::mouseRelease(slider, Qt::LeftButton, {}, start + QPoint(60, 0));
    QCOMPARE(dragging.size(), 2);
    QCOMPARE(dragging[1][0].toBool(), false);
}

void EstimatorPanelTest::anotherRuleHasItsOwnParametersAndRemembersThem() {
    auto* field = parameter("bin_size")->findChild<NumberField*>();
    field->selectAll();
    QTest::keyClicks(field, "0.2");
    choose(combo("Bins"), "bin_quantile");
    QVERIFY(!parameter("bin_size"));
    choose(combo("Bins"), "bin_floor");
    QCOMPARE(number("bin_size"), 0.2);
    QCOMPARE(parameter("bin_size")->findChild<NumberField*>()->value(), 0.2);
}

void EstimatorPanelTest::correctionStaysWhenTheRuleChanges() {
    ComboField* correction = combo("Correction");
    QVERIFY(correction->count() > 1);
    const QString other = correction->itemData(1).toString();
    choose(correction, other);
    choose(combo("Bins"), "bin_quantile");
    QCOMPARE(combo("Correction")->currentId(), other);
}

void EstimatorPanelTest::wrongWidthIsMarkedAndChangesNothing() {
    auto* field = parameter("bin_size")->findChild<NumberField*>();
    const EstimatorSettings before = m_document->spec().estimator;
    field->selectAll();
    QTest::keyClicks(field, "wide");
    QVERIFY(field->property("invalid").toBool());
    QVERIFY(m_document->inputErrors().contains("estimator.bin_size"));
    QVERIFY(m_document->spec().estimator == before);
    auto* row = parameter("bin_size")->findChild<FormRow*>();
    const auto* mark = row->findChild<QToolButton*>({}, Qt::FindDirectChildrenOnly);
    QVERIFY(mark->isVisible());
    emit row->takeBackRequested(); // what its mark says when it is clicked
    QCOMPARE(field->text(), "0.070");
    QVERIFY(!mark->isVisible());
    QVERIFY(m_document->inputErrors().empty());
    QTest::keyClicks(field, "wide");
    choose(combo("Bins"), "bin_quantile");
    QVERIFY(m_document->inputErrors().empty());
}

void EstimatorPanelTest::withoutWeightsThePanelStaysAtWhatIsShown() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bare.infoplane"));
    writeArchive(withFewWeights(runSession(shortSpec()), 0), path);
    QSignalSpy done(m_document.get(), &SessionDocument::fileDone);
    m_document->open(path);
    QVERIFY(done.wait(patience));
    QVERIFY(m_document->session());
    QSignalSpy refused(m_document.get(), &SessionDocument::estimatorRefused);
    auto* field = parameter("bin_size")->findChild<NumberField*>();
    field->selectAll();
    QTest::keyClicks(field, "0.2");
    QCOMPARE(field->text(), "0.070");
    QCOMPARE(number("bin_size"), 0.07);
    QVERIFY(refused.size() > 0);
    for (const char* box : {"Method of estimating information", "Bins", "Samples"}) {
        const int told = static_cast<int>(refused.size());
        const QString before = combo(box)->currentId();
        for (int i = 0; i < combo(box)->count(); ++i)
            choose(combo(box), combo(box)->itemData(i).toString());
        QVERIFY2(refused.size() > told, box);
        QCOMPARE(combo(box)->currentId(), before);
    }
}

void EstimatorPanelTest::samplesAreChosenHere() {
    choose(combo("Samples"), "test");
    QCOMPARE(m_document->spec().measure.on, SampleSet::Test);
}

void EstimatorPanelTest::whatDiffersFromThePresetHasAWayBack() {
    const auto mark = [this] { return parameter("bin_size")->findChild<FormRow*>(); };
    QVERIFY(!mark()->isChanged());
    auto* field = parameter("bin_size")->findChild<NumberField*>();
    field->selectAll();
    QTest::keyClicks(field, "0.2");
    QVERIFY(mark()->isChanged());
    emit mark()->resetRequested();
    QCOMPARE(number("bin_size"), 0.07);
    QVERIFY(!mark()->isChanged());
    QCOMPARE(field->text(), "0.070");
}

void EstimatorPanelTest::undoShowsTheOldWidth() {
    auto* field = parameter("bin_size")->findChild<NumberField*>();
    field->selectAll();
    QTest::keyClicks(field, "0.5");
    QTest::keyClick(field, Qt::Key_Return);
    while (m_document->undoStack()->canUndo())
        m_document->undoStack()->undo();
    QCOMPARE(field->text(), "0.070");
    QCOMPARE(parameter("bin_size")->findChild<LogSlider*>()->number(), 0.07);
}

void EstimatorPanelTest::noteFoldsIntoItsButtonInLowWindows() {
    QLabel* note = nullptr;
    for (QLabel* label : m_panel->findChildren<QLabel*>())
        if (label->text().contains("Without bins"))
            note = label;
    QVERIFY(note);
    QVERIFY(note->isVisible());
    m_panel->resize(264, 720);
    QTRY_VERIFY(!note->isVisible());
    m_panel->resize(264, 760);
    QTRY_VERIFY(note->isVisible());
}

void EstimatorPanelTest::infoTellsQuestionAndSource() {
    for (QToolButton* button : m_panel->findChildren<QToolButton*>())
        if (button->accessibleName() == "What this estimator answers")
            QTest::mouseClick(button, Qt::LeftButton);
    auto* info = m_panel->findChild<QFrame*>("estimatorInfo");
    QVERIFY(info);
    QVERIFY(info->isVisible());
    const QString words = info->findChild<QLabel*>()->text();
    QVERIFY(words.contains("Which activities can be told apart"));
    QVERIFY(words.contains("Saxe et al. 2018"));
    QTest::keyClick(info, Qt::Key_Escape);
    QVERIFY(!info->isVisible());
}

void EstimatorPanelTest::methodsThatDoNotApplySayWhy() {
    ComboField* methods = combo("Method of estimating information");
    const int exact = methods->findText("Exact (linear)");
    QVERIFY(exact >= 0);
    const auto isOffered = [&](int index) {
        return methods->model()->flags(methods->model()->index(index, 0)) & Qt::ItemIsEnabled;
    };
    QVERIFY(!isOffered(exact));
    QVERIFY(ReasonDelegate::reason(methods, exact).contains("linear"));
    QVERIFY(methods->itemData(exact, Qt::ToolTipRole).toString().contains("linear"));
    QVERIFY(isOffered(methods->findText("Binning")));
    // The reason has room under the name.
    QStyleOptionViewItem option;
    option.initFrom(methods);
    const auto height = [&](int index) {
        return methods->itemDelegate()->sizeHint(option, methods->model()->index(index, 0)).height();
    };
    QVERIFY(height(exact) > height(methods->findText("Binning")));

    ExperimentSpec linear = m_document->spec();
    linear.data.source = "teacher";
    linear.network.activations = {Activation::Linear};
    linear.training.loss = Loss::MeanSquaredError;
    m_document->startNew(linear);
    QVERIFY(isOffered(exact));
    QVERIFY(ReasonDelegate::reason(methods, exact).isEmpty());
}

void EstimatorPanelTest::boundsAreOfferedWhereThereAreTwo() {
    QVERIFY(!combo("Bounds"));
    choose(combo("Method of estimating information"), "Kernel density");
    // "Bins" has no variants here, so what is called Bounds is the only such box.
    ComboField* bounds = combo("Bounds");
    QVERIFY(bounds);
    QCOMPARE(bounds->currentText(), "Both");
    QList<SessionView::Bounds> chosen;
    connect(m_panel.get(), &EstimatorPanel::boundsChosen, this,
            [&](SessionView::Bounds one) { chosen << one; });
    choose(bounds, "upper");
    choose(bounds, "lower");
    choose(bounds, "both");
    QCOMPARE(chosen,
             (QList{SessionView::Bounds::Upper, SessionView::Bounds::Lower, SessionView::Bounds::Both}));
}

void EstimatorPanelTest::aLongEstimateCanBeCancelled() {
    ExperimentSpec spec = shortSpec(40);
    QVERIFY(finishes(*m_document, spec));
    QTRY_VERIFY_WITH_TIMEOUT(!m_document->remeasuring(), patience);
    const EstimatorSettings before = m_document->spec().estimator;
    m_document->setEstimator({"gaussian_mixture_mc", {}});
    auto* cancel = m_panel->findChild<EstimateStatus*>()->findChild<QPushButton*>();
    QVERIFY(cancel);
    QTRY_VERIFY_WITH_TIMEOUT(cancel->isVisible(), patience);
    QTest::mouseClick(cancel, Qt::LeftButton);
    QVERIFY(m_document->spec().estimator == before);
    QTRY_VERIFY_WITH_TIMEOUT(!m_document->remeasuring(), patience);
    QTRY_VERIFY(!cancel->isVisible());
    QCOMPARE(m_document->shownEstimator().id, before.id);
}

void EstimatorPanelTest::saturationIsSaidInWords() {
    auto* status = m_panel->findChild<EstimateStatus*>();
    auto* note = status->findChild<QFrame*>("saturation");
    QVERIFY(note && !note->isVisible());
    ExperimentSpec spec = shortSpec();
    spec.network.hidden = {10, 10, 10};
    spec.estimator.values["bin_size"] = 0.0001;
    QVERIFY(finishes(*m_document, spec));
    QTRY_VERIFY_WITH_TIMEOUT(note->isVisible(), patience);
    QVERIFY(status->warning().contains("log"));
    m_document->setEstimator({"bin_floor", {{"bin_size", 1.0}}});
    QTRY_VERIFY_WITH_TIMEOUT(!note->isVisible(), patience);
}

void EstimatorPanelTest::smallMultiplesAreAskedFor() {
    QSignalSpy asked(m_panel.get(), &EstimatorPanel::multiplesToggled);
    for (QToolButton* button : m_panel->findChildren<QToolButton*>())
        if (button->text() == "Small multiples")
            QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].toBool(), true);
}

void EstimatorPanelTest::everyControlHasAName() {
    for (const QWidget* widget : m_panel->findChildren<QWidget*>()) {
        if ((widget->focusPolicy() & Qt::TabFocus) && widget->isVisible() &&
            widget->window() == m_panel.get() && !qobject_cast<const QAbstractSpinBox*>(widget->parent()))
            QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
    }
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    applyStyle(application, lightTheme());
    EstimatorPanelTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_estimator_panel.moc"
