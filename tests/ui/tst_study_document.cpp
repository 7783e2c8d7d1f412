#include "charts/plane_chart.h"
#include "document/make_session_view.h"
#include "estimator/multiple_cell.h"
#include "export/data_exporter.h"
#include "session/archive.h"
#include "session/session_runner.h"
#include "session/study_runner.h"
#include "study/compare_view.h"
#include "study/conditions_figure.h"
#include "study/study_bar.h"
#include "study/verdict_window.h"
#include "style.h"
#include "top_bar.h"
#include "transport/transport_bar.h"
#include "ui/wheel.h"
#include "widgets/combo_field.h"
#include "widgets/row_scroll.h"
#include "window_fixture.h"

#include <QJsonDocument>
#include <QPushButton>
#include <QTextBrowser>

using namespace infoplane;
using State = SessionDocument::State;

namespace {

/// Two activations, short runs of two seeds.
Study shortStudy() {
    ExperimentSpec relu = shortSpec();
    relu.network.activations = {Activation::Relu};
    ExperimentSpec tanh = shortSpec();
    tanh.seeds.count = relu.seeds.count = 2;
    return studyOf(QStringLiteral("Short study"),
                   {{QStringLiteral("tanh"), tanh}, {QStringLiteral("ReLU"), relu}});
}

bool runsAll(MainWindow& window) {
    window.study().runAll();
    return QTest::qWaitFor([&] { return window.study().hasRunAll() && !window.study().isBusy(); }, patience);
}

bool sameMeasurements(const Session& one, const Session& other) {
    if (one.runs.size() != other.runs.size())
        return false;
    for (std::size_t i = 0; i < one.runs.size(); ++i) {
        if (one.runs[i].measurements.size() != other.runs[i].measurements.size())
            return false;
        for (std::size_t j = 0; j < one.runs[i].measurements.size(); ++j)
            if (one.runs[i].measurements[j].values != other.runs[i].measurements[j].values)
                return false;
    }
    return true;
}

/// More conditions than the bar of the smallest window has room for.
Study wideStudy() {
    std::vector<std::pair<QString, ExperimentSpec>> conditions;
    for (int i = 1; i <= 8; ++i) {
        ExperimentSpec spec = shortSpec();
        spec.seeds.first = i;
        conditions.emplace_back(QStringLiteral("a condition with a long name, %1").arg(i), spec);
    }
    return studyOf(QStringLiteral("Wide study"), conditions);
}

/// Whether all of it is in sight, and under no arrow.
bool isClear(const QWidget* widget, const RowScroll* scroll) {
    const QRect at(widget->mapTo(scroll, QPoint()), widget->size());
    int left = 0, right = scroll->width();
    if (scroll->backArrow()->isVisible())
        left = scroll->backArrow()->geometry().right() + 1;
    if (scroll->onArrow()->isVisible())
        right = scroll->onArrow()->x();
    return at.left() >= left && at.right() < right;
}

QAbstractButton* choice(const MainWindow& window, const QString& name) {
    for (auto* button : window.studyBar()->findChildren<QAbstractButton*>())
        if (button->text() == name)
            return button;
    return nullptr;
}

} // namespace

class TestStudyDocument : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void aSessionShowsNoBar() {
        WindowFixture f;
        QVERIFY(f.show());
        QVERIFY(!f.window.study().isOpen());
        QVERIFY(f.window.studyBar()->isHidden());
    }

    void conditionsAreChosenInTheBar() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        QVERIFY(f.window.studyBar()->isVisible());
        QCOMPARE(f.window.study().count(), 2);
        QCOMPARE(f.window.document().spec().network.activations.front(), Activation::Tanh);
        QVERIFY(choice(f.window, "ReLU"));
        QTest::mouseClick(choice(f.window, "ReLU"), Qt::LeftButton);
        QCOMPARE(f.window.study().shown(), 1);
        QCOMPARE(f.window.document().spec().network.activations.front(), Activation::Relu);
    }

    void theChosenConditionIsInSight() {
        WindowFixture f;
        QVERIFY(f.show({1024, 640}));
        const Study study = wideStudy();
        f.window.study().open(study);
        auto* scroll = f.window.studyBar()->findChild<RowScroll*>();
        QVERIFY(scroll);
        const auto chosen = [&](int i) {
            return choice(f.window, study.conditions[static_cast<std::size_t>(i)].name);
        };
        QTRY_VERIFY(scroll->onArrow()->isVisible() && isClear(chosen(0), scroll));
        QVERIFY(!scroll->backArrow()->isVisible());
        for (const int condition : {7, 3, 0, 4}) {
            f.window.showCondition(condition);
            QVERIFY2(isClear(chosen(condition), scroll), qPrintable(chosen(condition)->text()));
            QCOMPARE(scroll->backArrow()->isVisible(), condition > 0);
            QCOMPARE(scroll->onArrow()->isVisible(), condition < 7);
        }
        f.window.resize(1280, 800);
        f.window.showCondition(7);
        f.window.resize(1024, 640);
        QTRY_VERIFY(isClear(chosen(7), scroll));
    }

    void conditionsBeyondTheEndAreReachedByWheelAndArrow() {
        WindowFixture f;
        QVERIFY(f.show({1024, 640}));
        const Study study = wideStudy();
        f.window.study().open(study);
        auto* scroll = f.window.studyBar()->findChild<RowScroll*>();
        QAbstractButton* first = choice(f.window, study.conditions.front().name);
        QAbstractButton* last = choice(f.window, study.conditions.back().name);
        QTRY_VERIFY(scroll->onArrow()->isVisible());
        infoplane::test::turnWheelOver(first);
        QVERIFY(!isClear(first, scroll));
        QVERIFY(scroll->backArrow()->isVisible());
        for (int i = 0; i < 8 && scroll->onArrow()->isVisible(); ++i)
            QTest::mouseClick(scroll->onArrow(), Qt::LeftButton);
        QVERIFY(isClear(last, scroll));
        for (int i = 0; i < 8 && scroll->backArrow()->isVisible(); ++i)
            QTest::mouseClick(scroll->backArrow(), Qt::LeftButton);
        QVERIFY(isClear(first, scroll));
        QCOMPARE(f.window.study().shown(), 0);
    }

    void aBarWithRoomForAllHasNoArrows() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        auto* scroll = f.window.studyBar()->findChild<RowScroll*>();
        QTRY_VERIFY(choice(f.window, "ReLU")->isVisible());
        QVERIFY(!scroll->onArrow()->isVisible() && !scroll->backArrow()->isVisible());
    }

    void aFileOfItIsNamedAfterTheStudy() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.document().startNew(shortSpec());
        QCOMPARE(f.window.study().fileName(), QStringLiteral("short"));
        ExperimentSpec nameless = shortSpec();
        nameless.title = QStringLiteral("…");
        f.window.document().startNew(nameless);
        QCOMPARE(f.window.study().fileName(), QStringLiteral("session")); // not a hidden file
        f.window.study().open(shortStudy());
        f.window.showCondition(1);
        QCOMPARE(f.window.study().fileName(), QStringLiteral("short-study"));
    }

    void aChangedConditionIsMarkedAlone() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        QAbstractButton* tanh = choice(f.window, "tanh");
        QAbstractButton* relu = choice(f.window, "ReLU");
        const auto hasDot = [](QAbstractButton* button) {
            return button->grab().toImage().pixelColor(button->width() - 6, 6) == lightTheme().accent;
        };
        QVERIFY(!hasDot(tanh));
        QVERIFY(!tanh->accessibleName().contains(QStringLiteral("changed")));
        f.window.document().editField(QStringLiteral("training.epochs"), 7);
        for (const int shown : {0, 1}) { // whether it is shown or rests
            f.window.showCondition(shown);
            QCOMPARE(f.window.study().changedFields(0), QStringList{QStringLiteral("Epochs")});
            QCOMPARE(f.window.study().changedFields(1), QStringList());
            QVERIFY2(tanh->accessibleName().endsWith(QStringLiteral(", changed")),
                     qPrintable(tanh->accessibleName()));
            QVERIFY(tanh->toolTip().contains(QStringLiteral("Epochs")));
            QVERIFY(!relu->accessibleName().endsWith(QStringLiteral(", changed")));
            QVERIFY(!relu->toolTip().contains(QStringLiteral("Epochs")));
        }
        f.window.showCondition(0);
        QVERIFY(hasDot(tanh) && !hasDot(relu));
        f.window.document().undoStack()->undo();
        QCOMPARE(f.window.study().changedFields(0), QStringList());
        QVERIFY(!tanh->accessibleName().contains(QStringLiteral("changed")));
        QVERIFY(!hasDot(tanh));
    }

    void anotherEstimatorIsAChangeToo() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        f.window.document().setEstimator({"bin_linspace", {}});
        QCOMPARE(f.window.study().changedFields(0), QStringList{QStringLiteral("Estimator")});
        f.window.study().shareEstimator();
        QVERIFY(choice(f.window, "ReLU")->accessibleName().endsWith(QStringLiteral(", changed")));
    }

    void anEditStaysWithItsCondition() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        f.window.document().editField(QStringLiteral("training.epochs"), 7);
        f.window.showCondition(1);
        QCOMPARE(f.window.document().spec().training.epochs, 12);
        f.window.showCondition(0);
        QCOMPARE(f.window.document().spec().training.epochs, 7);
    }

    void allRunOneAfterTheOtherAndHaveTheBitsOfAStudyRunWithoutAWindow() {
        WindowFixture f;
        QVERIFY(f.show());
        const Study study = shortStudy();
        f.window.study().open(study);
        QVERIFY(!f.window.study().hasRun(0) && !f.window.study().hasRun(1));
        QVERIFY(runsAll(f.window));
        const StudyRecord record = runStudy(study);
        for (int i = 0; i < 2; ++i)
            QVERIFY(
                sameMeasurements(*f.window.study().session(i), record.sessions[static_cast<std::size_t>(i)]));
        f.window.showCondition(0);
        QCOMPARE(f.window.document().state(), State::Finished);
    }

    void aStudyIsSavedAndOpenedAgain() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("study.infoplane"));
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        QVERIFY(runsAll(f.window));
        QVERIFY(f.window.study().isModified());
        QSignalSpy done(&f.window.document(), &SessionDocument::fileDone);
        f.window.study().save(path);
        QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, patience);
        QCOMPARE(done[0][2].toString(), QString());
        QVERIFY(!f.window.study().isModified());
        QCOMPARE(archiveConditions(path), (QStringList{"tanh", "ReLU"}));
        const auto saved = f.window.study().session(0);

        WindowFixture other;
        QVERIFY(other.show());
        QSignalSpy opened(&other.window.document(), &SessionDocument::fileDone);
        other.window.openFile(path);
        QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, patience);
        QCOMPARE(opened[0][2].toString(), QString());
        QVERIFY(other.window.study().hasRunAll());
        QVERIFY(!other.window.study().isModified());
        QVERIFY(sameMeasurements(*other.window.study().session(0), *saved));
    }

    void aConditionThatHasNotRunIsSavedToo() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("half.infoplane"));
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        f.window.player().play();
        QVERIFY(QTest::qWaitFor([&] { return f.window.study().hasRun(0) && !f.window.study().isBusy(); },
                                patience));
        QSignalSpy done(&f.window.document(), &SessionDocument::fileDone);
        f.window.study().save(path);
        QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, patience);
        QCOMPARE(done[0][2].toString(), QString());
        f.window.openFile(path);
        QTRY_COMPARE_WITH_TIMEOUT(done.count(), 2, patience);
        QCOMPARE(done[1][2].toString(), QString());
        QVERIFY(f.window.study().hasRun(0));
        QVERIFY(!f.window.study().hasRun(1));
    }

    void sideBySideAllHaveTheSameAxesAndEpoch() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        QVERIFY(runsAll(f.window));
        QTest::keyClick(&f.window, Qt::Key_K, Qt::ControlModifier);
        CompareView& view = *f.window.compareView();
        QVERIFY(view.isVisible());
        QCOMPARE(view.count(), 2);
        f.window.playhead().setIndex(5);
        for (int i = 0; i < 2; ++i) {
            const PlaneChart& chart = *view.cell(i)->chart();
            QTRY_COMPARE(chart.view().measured(), 13);
            QTRY_COMPARE(chart.view().present, 5);
            QCOMPARE(chart.frame().right, view.cell(0)->chart()->frame().right);
            QCOMPARE(chart.frame().top, view.cell(0)->chart()->frame().top);
        }
        QVERIFY(view.cell(1)->isPresent());
        const std::optional<FigureMultiples> figure = view.figure(); // what is exported now
        QVERIFY(figure);
        QCOMPARE(figure->title, f.window.study().title());
        for (std::size_t i = 0; i < 2; ++i) {
            QCOMPARE(figure->cells[i].name, f.window.study().name(static_cast<int>(i)));
            QCOMPARE(figure->cells[i].view.present, 5);
        }
        QTest::mouseClick(view.cell(0), Qt::LeftButton);
        QCOMPARE(f.window.study().shown(), 0);
        QCOMPARE(f.window.playhead().index(), 5);
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(!view.isVisible());
    }

    void aNarrowCellSaysWhatCountsMost() {
        MultipleCell cell;
        const QString whole = QStringLiteral("train 1.2 %, test 4.5 % wrong");
        const QString shorter = QStringLiteral("test 4.5 % wrong");
        cell.setName(QStringLiteral("ReLU"), whole, shorter);
        const QFontMetricsF metrics(uiFont(type::small));
        const double width = metrics.horizontalAdvance(whole);
        QCOMPARE(cell.detailIn(width + 1), whole);
        QCOMPARE(cell.detailIn(width - 1), shorter);
        QCOMPARE(cell.detailIn(metrics.horizontalAdvance(shorter) - 1), QString()); // no part of a number
        QVERIFY2(cell.toolTip().contains(whole), qPrintable(cell.toolTip()));
    }

    void oneEstimatorIsGivenToAll() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        QVERIFY(runsAll(f.window));
        EstimatorSettings wide;
        wide.values["bin_size"] = 0.3;
        f.window.document().setEstimator(wide);
        QVERIFY(QTest::qWaitFor([&] { return !f.window.study().isBusy(); }, patience));
        QVERIFY(!f.window.study().sharesEstimator());
        const auto before = f.window.study().session(0);
        f.window.study().shareEstimator();
        QVERIFY(QTest::qWaitFor([&] { return !f.window.study().isBusy(); }, patience));
        QVERIFY(f.window.study().sharesEstimator());
        QVERIFY(!sameMeasurements(*f.window.study().session(0), *before));
        Study study = shortStudy();
        study = withChanges(study, {{"estimator", QJsonObject{{"bin_size", 0.3}}}});
        QVERIFY(sameMeasurements(*f.window.study().session(0), runStudy(study).sessions[0]));
    }

    void verdictsAreGivenAndAnotherEstimatorIsAsked() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        QTest::keyClick(&f.window, Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        auto* verdicts = f.window.findChild<VerdictWindow*>();
        QVERIFY(verdicts && verdicts->isVisible());
        QVERIFY(verdicts->text()->toPlainText().contains(QLatin1String("Nothing has run yet")));
        QVERIFY(runsAll(f.window));
        QTRY_COMPARE_WITH_TIMEOUT(verdicts->verdicts().size(), std::size_t{1}, patience);
        const Verdict& own = verdicts->verdicts().front();
        QCOMPARE(own.finding, 1);
        QCOMPARE(own.judgement, Judgement::Undecided); // two seeds are too few
        QVERIFY(verdicts->text()->toPlainText().contains(own.sentence));
        ComboField* choice = verdicts->estimatorChoice();
        choice->setCurrentId(QStringLiteral("bin_quantile"));
        emit choice->chosen(QStringLiteral("bin_quantile"));
        QTRY_COMPARE_WITH_TIMEOUT(verdicts->otherVerdicts().size(), std::size_t{1}, patience);
        QVERIFY(verdicts->otherVerdicts().front().estimator != own.estimator);
    }

    void aPresetOfSeveralConditionsOpensAsAStudy() {
        WindowFixture f;
        QVERIFY(f.show());
        const Preset* preset = findPreset(QStringLiteral("figure-1ab"));
        QVERIFY(preset);
        f.window.study().open(preset->study, preset);
        QVERIFY(f.window.study().isOpen());
        QVERIFY(f.window.document().fieldsChangedFromPreset().isEmpty());
        f.window.showCondition(1);
        QVERIFY(f.window.document().fieldsChangedFromPreset().isEmpty());
        f.window.document().editField(QStringLiteral("training.epochs"), 50);
        QCOMPARE(f.window.document().fieldsChangedFromPreset(),
                 QStringList{QStringLiteral("training.epochs")});
    }

    void aConditionLeftWhileItIsEstimatedIsEstimatedAllTheSame() {
        WindowFixture f;
        QVERIFY(f.show());
        StudyDocument& study = f.window.study();
        study.open(shortStudy());
        QTest::keyClick(&f.window, Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        f.window.player().play();
        QVERIFY(QTest::qWaitFor([&] { return study.hasRun(0) && !study.isBusy(); }, patience));
        EstimatorSettings kernel;
        kernel.id = "kde_pairwise";
        f.window.document().setEstimator(withDefaults(kernel));
        QVERIFY(f.window.document().remeasuring());
        f.window.showCondition(1); // which has no run
        QVERIFY(!f.window.document().session());
        QVERIFY(QTest::qWaitFor(
            [&] { return study.session(0)->spec.estimator.id == "kde_pairwise" && !study.isBusy(); },
            patience));
        QCOMPARE(study.session(0)->runs[0].measurements.size(), study.session(0)->runs[0].snapshots.size());
        auto* verdicts = f.window.findChild<VerdictWindow*>();
        QVERIFY(QTest::qWaitFor([&] { return !verdicts->isJudging(); }, patience));
    }

    void runAllTrainsOnceWhatDiffersByEstimatorAlone() {
        WindowFixture f;
        QVERIFY(f.show());
        ExperimentSpec tanh = shortSpec();
        tanh.seeds.count = 2;
        ExperimentSpec counted = tanh;
        counted.estimator = withDefaults({"bin_linspace", {}});
        ExperimentSpec relu = tanh;
        relu.network.activations = {Activation::Relu};
        StudyDocument& study = f.window.study();
        study.open(studyOf(QStringLiteral("Estimators"), {{QStringLiteral("width"), tanh},
                                                          {QStringLiteral("count"), counted},
                                                          {QStringLiteral("ReLU"), relu}}));
        QSignalSpy started(&study, &StudyDocument::startAsked);
        QVERIFY(runsAll(f.window));
        QCOMPARE(started.size(), 2);
        QCOMPARE(study.session(1)->spec.estimator.id, counted.estimator.id);
        QCOMPARE(study.session(1)->runs.size(), std::size_t(2));
        QVERIFY(sameMeasurements(*study.session(1), runSession(counted)));
        QVERIFY(sameMeasurements(*study.session(0), runSession(tanh)));
        QVERIFY(study.isModified());
    }

    void runAllGivesTheShownConditionTheRunOfAnother() {
        WindowFixture f;
        QVERIFY(f.show());
        const ExperimentSpec tanh = shortSpec();
        ExperimentSpec counted = tanh;
        counted.estimator = withDefaults({"bin_linspace", {}});
        StudyDocument& study = f.window.study();
        study.open(studyOf(QStringLiteral("Estimators"),
                           {{QStringLiteral("width"), tanh}, {QStringLiteral("count"), counted}}));
        f.window.player().play();
        QVERIFY(QTest::qWaitFor([&] { return study.hasRun(0) && !study.isBusy(); }, patience));
        f.window.showCondition(1);
        QSignalSpy started(&study, &StudyDocument::startAsked);
        QVERIFY(runsAll(f.window));
        QCOMPARE(started.size(), 0);
        QCOMPARE(f.window.document().state(), State::Finished);
        QVERIFY(sameMeasurements(*study.session(1), runSession(counted)));
    }

    void runAllTrainsAnewWhatAnotherEstimatorCutShort() {
        WindowFixture f;
        QVERIFY(f.show());
        const ExperimentSpec tanh = shortSpec();
        ExperimentSpec counted = tanh;
        counted.estimator = withDefaults({"bin_linspace", {}});
        Session refused = runSession(tanh);
        SeedRun& run = refused.runs.front();
        run.snapshots.resize(2);
        run.measurements.resize(2);
        run.failure = RunFailure{1, QStringLiteral("There is not enough memory for this."), false};
        StudyRecord record{studyOf(QStringLiteral("Estimators"),
                                   {{QStringLiteral("width"), tanh}, {QStringLiteral("count"), counted}}),
                           {}};
        record.sessions.push_back(std::move(refused));
        record.sessions.push_back(emptySession(Experiment(counted)));
        StudyDocument& study = f.window.study();
        study.open(std::move(record), QString());
        QVERIFY(study.hasRun(0) && !study.hasRun(1));
        QSignalSpy started(&study, &StudyDocument::startAsked);
        QVERIFY(runsAll(f.window));
        QCOMPARE(started.size(), 1);
        QVERIFY(sameMeasurements(*study.session(1), runSession(counted)));
    }

    void theButtonSaysHowLongAllWillTake() {
        WindowFixture f;
        QVERIFY(f.show());
        StudyDocument& study = f.window.study();
        study.open(shortStudy());
        QPushButton* run = f.window.studyBar()->runButton();
        QVERIFY(QTest::qWaitFor([&] { return study.cost().has_value(); }, patience));
        QVERIFY2(run->text().contains(QStringLiteral(" s")), qPrintable(run->text()));
        QVERIFY2(run->toolTip().contains(QStringLiteral("of memory")), qPrintable(run->toolTip()));
        QVERIFY(runsAll(f.window));
        QVERIFY(QTest::qWaitFor([&] { return !study.cost(); }, patience));
    }

    void theFootSaysWhichConditionIsRun() {
        WindowFixture f;
        QVERIFY(f.show());
        StudyDocument& study = f.window.study();
        study.open(shortStudy());
        const auto detail = [&] { return f.window.transport()->status().detail; };
        QVERIFY2(!detail().contains(QLatin1String("condition")), qPrintable(detail()));
        QStringList said;
        connect(&study, &StudyDocument::startAsked, &f.window, [&] { said << detail(); });
        QVERIFY(runsAll(f.window));
        QCOMPARE(said.size(), 2);
        QVERIFY2(said[0].endsWith(QLatin1String("condition 1 of 2")), qPrintable(said[0]));
        QVERIFY2(said[1].endsWith(QLatin1String("condition 2 of 2")), qPrintable(said[1]));
        QVERIFY2(!detail().contains(QLatin1String("condition")), qPrintable(detail()));
    }

    void runAllWaitsForWhatIsInTraining() {
        WindowFixture f;
        QVERIFY(f.show());
        StudyDocument& study = f.window.study();
        study.open(withChanges(shortStudy(), {{"training", QJsonObject{{"epochs", 300}}}}));
        f.window.player().play();
        QVERIFY(measures(f.window.document(), 3));
        QSignalSpy again(&study, &StudyDocument::restartAsked);
        QSignalSpy started(&study, &StudyDocument::startAsked);
        QVERIFY(runsAll(f.window));
        QCOMPARE(again.size(), 0);
        QCOMPARE(started.size(), 1); // the other one
    }

    void runAllEndsWhereSomethingIsInTheWay() {
        WindowFixture f;
        QVERIFY(f.show());
        StudyDocument& study = f.window.study();
        study.open(shortStudy());
        f.window.document().setInputError(QStringLiteral("network.hidden"), QStringLiteral("No layer."));
        QSignalSpy failed(&study, &StudyDocument::failed);
        study.runAll();
        QVERIFY(!study.isRunningAll());
        QCOMPARE(failed.size(), 1);
    }

    void runAllLeavesNoDraftBehind() {
        WindowFixture f;
        QVERIFY(f.show());
        StudyDocument& study = f.window.study();
        study.open(withChanges(shortStudy(), {{"estimator", QJsonObject{{"id", "kde_pairwise"}}},
                                              {"seeds", QJsonObject{{"count", 1}}}}));
        QVERIFY(runsAll(f.window));
        for (int i : {0, 1}) {
            QVERIFY(!study.session(i)->runs[0].draft);
            QVERIFY(sameMeasurements(*study.session(i), runSession(study.spec(i))));
        }
    }

    void eachConditionKeepsWhatCanBeUndone() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        SessionDocument& document = f.window.document();
        QAction* undo = f.action(QKeySequence::Undo);
        QVERIFY(undo && !undo->isEnabled());
        document.editField(QStringLiteral("training.epochs"), 50);
        QVERIFY(undo->isEnabled());
        f.window.showCondition(1);
        QVERIFY(!undo->isEnabled());
        f.window.showCondition(0);
        undo->trigger();
        QCOMPARE(document.spec().training.epochs, 12);
    }

    void aReplacedRunIsAskedForFromEveryCondition() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        QVERIFY(f.finishes());
        f.window.document().editField(QStringLiteral("training.epochs"), 9);
        f.window.player().restart();
        QVERIFY(begins(f.window.document()));
        QVERIFY(reaches(f.window.document(), State::Finished));
        QCOMPARE(f.window.study().unsavedRunsToUndo(), 1);
        f.window.showCondition(1);
        QCOMPARE(f.window.study().unsavedRunsToUndo(), 1);
        f.window.showCondition(0);
        f.window.document().undoStack()->undo();
        QCOMPARE(f.window.document().session()->spec.training.epochs, 12);
    }

    void theFileIsTheStudys() {
        WindowFixture f;
        QVERIFY(f.show());
        StudyDocument& study = f.window.study();
        study.open(shortStudy());
        QVERIFY(f.finishes());
        f.window.showCondition(1);
        f.window.document().setNotes(QStringLiteral("Not run yet."));
        f.window.showCondition(0);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("study.infoplane"));
        QSignalSpy done(&f.window.document(), &SessionDocument::fileDone);
        study.save(path);
        QVERIFY(done.wait(patience));
        QCOMPARE(done.at(0).at(2).toString(), QString());
        QCOMPARE(study.path(), path);
        QVERIFY(!study.isModified());
        QVERIFY(!f.window.isWindowModified());
        QCOMPARE(readStudyArchive(path).sessions[1].notes, QStringLiteral("Not run yet."));
        f.window.showCondition(1);
        QCOMPARE(study.path(), path);
        QCOMPARE(f.window.document().notes(), QStringLiteral("Not run yet."));
        QVERIFY(f.finishes());
        QCOMPARE(study.path(), path);
        QVERIFY(study.isModified());
        QVERIFY(f.window.isWindowModified());
        WindowFixture other;
        QSignalSpy opened(&other.window.document(), &SessionDocument::fileDone);
        other.window.openFile(path);
        QVERIFY(opened.wait(patience));
        QCOMPARE(other.window.study().path(), path);
        QVERIFY(other.window.windowTitle().startsWith(QLatin1String("study.infoplane")));
    }

    void verdictsOfAnotherStudyAreForgotten() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        QVERIFY(runsAll(f.window));
        QTest::keyClick(&f.window, Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        auto* verdicts = f.window.findChild<VerdictWindow*>();
        QVERIFY(verdicts);
        QTRY_VERIFY_WITH_TIMEOUT(!verdicts->verdicts().empty(), patience);
        f.window.study().open(shortStudy());
        QVERIFY(verdicts->verdicts().empty());
    }

    void theTablesOfEachConditionAreExported() {
        QTemporaryDir folder;
        const StudyRecord record = runStudy(shortStudy());
        const QStringList written = exportTables(record, folder.path());
        QCOMPARE(written.size(), 4);
        for (int i : {0, 1}) {
            QFile table(folder.filePath(QStringLiteral("condition-0%1/measurements.csv").arg(i + 1)));
            QVERIFY(table.open(QIODevice::ReadOnly));
            QCOMPARE(table.readAll(), measurementsCsv(record.sessions[static_cast<std::size_t>(i)]));
        }
    }

    void conditionsLieOverEachOtherByLayer() {
        WindowFixture f;
        QVERIFY(f.show());
        StudyDocument& study = f.window.study();
        study.open(shortStudy());
        QVERIFY(runsAll(f.window));
        f.window.showCompared(true);
        CompareView& compare = *f.window.compareView();
        compare.setOverlaid(true);
        QCOMPARE(compare.count(), 3);
        const std::optional<FigureMultiples> figure = compare.figure();
        QVERIFY(figure && !figure->joins);
        for (std::size_t layer = 0; layer < 3; ++layer) {
            const SessionView& view = figure->cells[layer].view;
            QCOMPARE(view.layers.size(), std::size_t(2));
            for (int i : {0, 1}) {
                const SessionView::Layer& path = view.layers[static_cast<std::size_t>(i)];
                QCOMPARE(path.name, study.name(i));
                QCOMPARE(path.x, makeSessionView(*study.session(i), 0).layers[layer].x);
            }
        }
        compare.setOverlaid(false);
        QCOMPARE(compare.count(), 2);
        QVERIFY(compare.figure()->joins);
    }

    void pathsOverEachOtherGoToTheirOwnEnds() {
        ExperimentSpec spec = shortSpec(8);
        const SessionView every = makeSessionView(runSession(spec), 0);
        spec.training.epochs = 4;
        const SessionView brief = makeSessionView(runSession(spec), 0);
        const auto views = overlaid(
            {SessionView(), brief, every},
            pathNames({QStringLiteral("not run"), QStringLiteral("brief"), QStringLiteral("every")}));
        QCOMPARE(views.size(), every.layers.size());
        QCOMPARE(views[0].epochs, every.epochs);
        QCOMPARE(views[0].layers.size(), std::size_t(3));
        QVERIFY(std::isnan(views[0].layers[0].x.back())); // has not run, and keeps its place
        QCOMPARE(views[0].layers[2].x, every.layers[0].x);
        QCOMPARE(views[0].layers[1].x[4], brief.layers[0].x[4]);
        QCOMPARE(views[0].layers[1].x[8], brief.layers[0].x[4]); // it stays at its end
        QVERIFY(overlaid({SessionView()}, pathNames({QStringLiteral("not run")})).empty());
        QVERIFY(pathNames({QStringLiteral("tanh"), QStringLiteral("ReLU")}).key.isEmpty());
        const PathNames numbered = pathNames({QStringLiteral("tanh"), QStringLiteral("ReLU, width 0.07")});
        QCOMPARE(numbered.names, (QStringList{QStringLiteral("1"), QStringLiteral("2")}));
        QCOMPARE(numbered.key, QStringLiteral("1 tanh; 2 ReLU, width 0.07"));
    }

    void longNamesAreNumberedInTheBarWhileTheyLieOverEachOther() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(
            studyOf(QStringLiteral("Names"), {{QStringLiteral("the usual width"), shortSpec()},
                                              {QStringLiteral("shorter"), shortSpec(6)}}));
        f.window.showCompared(true);
        QVERIFY(choice(f.window, QStringLiteral("shorter")));
        f.window.compareView()->setOverlaid(true);
        QVERIFY(choice(f.window, QStringLiteral("2  shorter")));
        f.window.showCompared(false);
        QVERIFY(choice(f.window, QStringLiteral("shorter")));
    }

    void atTheEndEveryConditionIsAtItsOwn() {
        WindowFixture f;
        QVERIFY(f.show());
        ExperimentSpec brief = shortSpec(6);
        ExperimentSpec longer = shortSpec(20);
        longer.network.activations = {Activation::Relu};
        f.window.study().open(studyOf(QStringLiteral("Lengths"), {{QStringLiteral("brief"), brief},
                                                                  {QStringLiteral("longer"), longer}}));
        QVERIFY(runsAll(f.window));
        f.window.showCondition(0);
        f.window.playhead().setIndex(6);
        f.window.showCompared(true);
        const auto ends = [&] {
            const auto figure = f.window.compareView()->figure();
            return figure && figure->cells[0].view.present == 6 && figure->cells[1].view.present == 20;
        };
        QTRY_VERIFY_WITH_TIMEOUT(ends(), patience);
        f.window.playhead().setIndex(3);
        QTRY_COMPARE_WITH_TIMEOUT(f.window.compareView()->figure()->cells[1].view.present, 3, patience);
    }

    void theSameEstimatorForAllIsUndone() {
        WindowFixture f;
        QVERIFY(f.show());
        ExperimentSpec width = shortSpec();
        ExperimentSpec range = shortSpec();
        range.estimator = withDefaults({"bin_linspace", {}});
        StudyDocument& study = f.window.study();
        study.open(studyOf(QStringLiteral("Estimators"),
                           {{QStringLiteral("width"), width}, {QStringLiteral("range"), range}}));
        QVERIFY(runsAll(f.window));
        f.window.showCondition(0);
        const auto measuredBy = [&](const char* id) {
            return QTest::qWaitFor(
                [&] { return !study.isBusy() && study.session(1)->spec.estimator.id == id; }, patience);
        };
        QVERIFY(measuredBy("bin_linspace"));
        study.shareEstimator();
        QVERIFY(measuredBy("bin_floor"));
        f.action(QKeySequence::Undo)->trigger();
        QVERIFY(measuredBy("bin_linspace"));
        QVERIFY(sameMeasurements(*study.session(1), runSession(range)));
    }

    void captionsSayFirstWhatMostConditionsHave() {
        const auto cell = [](const char* name, const char* estimator) {
            FigureMultiples::Cell one;
            one.name = QLatin1String(name);
            one.view.estimatorLine = QLatin1String(estimator);
            return one;
        };
        QCOMPARE(conditionsFigure({}, {cell("a", "Exact"), cell("b", "Exact")}).line,
                 QStringLiteral("Exact"));
        QCOMPARE(conditionsFigure({}, {cell("a", "Exact"), cell("b", "Binning"), cell("c", "Binning")}).line,
                 QStringLiteral("Binning; “a”: Exact"));
        QCOMPARE(conditionsFigure({}, {cell("a", "Exact"), cell("b", "Binning")}).line,
                 QStringLiteral("“a”: Exact; “b”: Binning"));
    }

    /// By its place in the list: the same in all planes, whether or not it has the layer.
    void everyConditionHasItsShapeInEveryPlane() {
        const auto condition = [](const QStringList& layers) {
            SessionView view;
            view.epochs = {0, 1};
            for (const QString& name : layers) {
                SessionView::Layer layer;
                layer.name = name;
                layer.x = {1, 2};
                layer.y = {0.1, 0.2};
                view.layers.push_back(layer);
            }
            return view;
        };
        const QString first = QStringLiteral("T1"), out = QStringLiteral("Out");
        const std::vector<SessionView> planes =
            overlaid({condition({first, out}), condition({out})},
                     pathNames({QStringLiteral("a"), QStringLiteral("b")}));
        QCOMPARE(planes.size(), std::size_t(2));
        for (const SessionView& plane : planes)
            QCOMPARE(plane.layers.size(), std::size_t(2));
        QVERIFY(std::isnan(planes[0].layers[1].x.back()));
        QCOMPARE(planes[1].layers[1].x.back(), 2.0);
    }

    void captionsSayWhatAllConditionsShare() {
        const auto cell = [](const char* name, const char* spec, int epochs) {
            FigureMultiples::Cell one;
            one.name = QLatin1String(name);
            one.view.specLine = QString::fromUtf8(spec);
            one.view.estimatorLine = QStringLiteral("Exact");
            one.view.epochs = {0, epochs};
            one.view.scale.lastEpoch = epochs;
            return one;
        };
        QCOMPARE(conditionsFigure(
                     {}, {cell("a", "12-2 · tanh · batch 256", 10), cell("b", "12-2 · ReLU · batch 256", 10)})
                     .line,
                 QStringLiteral("Network 12-2, batch 256. Exact. Colours run from epoch 0 to 10"));
        QCOMPARE(
            conditionsFigure({}, {cell("a", "12-2 · batch 256", 10), cell("b", "10-2 · batch 256", 20)}).line,
            QStringLiteral("All with batch 256. Exact. Colours run from epoch 0 to each condition’s last"));
        FigureMultiples::Cell brief = cell("a", "12-2", 10), longer = cell("b", "12-2", 20);
        for (FigureMultiples::Cell* one : {&brief, &longer}) {
            one->view.layers.resize(1);
            one->view.layers[0].x = one->view.layers[0].y = {0.1, 0.2};
        }
        QCOMPARE(layersFigure({}, {brief, longer}).line, // in one plane they share a scale
                 QStringLiteral("Network 12-2. Exact. Colours run from epoch 0 to 20"));
    }

    void meansOverSeedsAreCompared() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        QVERIFY(runsAll(f.window));
        f.window.showCompared(true);
        emit f.window.topBar()->seedsSeenChosen(SessionView::Seeds::Mean, false);
        const auto areMeans = [&] {
            const std::optional<FigureMultiples> figure = f.window.compareView()->figure();
            return figure && figure->cells[0].view.isMean() && figure->cells[1].view.isMean();
        };
        QTRY_VERIFY_WITH_TIMEOUT(areMeans(), patience);
        emit f.window.topBar()->seedsSeenChosen(SessionView::Seeds::One, true);
        QTRY_VERIFY_WITH_TIMEOUT(!areMeans(), patience);
    }

    void leavingWhatIsInTrainingEndsRunAll() {
        WindowFixture f;
        QVERIFY(f.show());
        StudyDocument& study = f.window.study();
        study.open(withChanges(shortStudy(), {{"training", QJsonObject{{"epochs", 4000}}}}));
        study.runAll();
        QVERIFY(measures(f.window.document(), 3));
        f.window.showCondition(1);
        QVERIFY(!study.isRunningAll());
        QVERIFY(!f.window.document().isRunning());
        QVERIFY(study.session(0)); // what was measured is kept
        study.runAll();
        QVERIFY(reaches(f.window.document(), State::Training));
        f.window.player().pause();
        QVERIFY(reaches(f.window.document(), State::Paused));
        QVERIFY(study.isRunningAll());
        f.window.showCondition(1 - study.shown());
        QVERIFY(!study.isRunningAll());
    }

    void aConditionThatIsPartlyTrainedSaysSo() {
        WindowFixture f;
        QVERIFY(f.show());
        const Session whole = runSession(shortStudy().conditions[0].spec);
        Session part = whole;
        part.runs.pop_back(); // one of two seeds
        StudyRecord record{shortStudy(), {part, emptySession(Experiment(shortStudy().conditions[1].spec))}};
        f.window.study().open(record, QString());
        QVERIFY(f.window.study().hasRunInPart(0) && !f.window.study().hasRunInPart(1));
        QCOMPARE(choice(f.window, "tanh")->accessibleName(), QStringLiteral("tanh, partly trained"));
        const auto detail = [&] { return f.window.transport()->status().detail; };
        QVERIFY2(detail().endsWith(QStringLiteral("1 of 2 seeds trained")), qPrintable(detail()));
        f.window.showCondition(1);
        QCOMPARE(choice(f.window, "tanh")->accessibleName(), QStringLiteral("tanh, partly trained"));
        QVERIFY2(!detail().contains(QStringLiteral("seeds")), qPrintable(detail()));
        record.sessions[0] = whole;
        f.window.study().open(record, QString());
        QVERIFY(!f.window.study().hasRunInPart(0));
        QCOMPARE(choice(f.window, "tanh")->accessibleName(), QStringLiteral("tanh, has run"));
        QVERIFY2(!detail().contains(QStringLiteral("seeds")), qPrintable(detail()));
    }

    void runAllBeginsAgainWhatWasStopped() {
        WindowFixture f;
        QVERIFY(f.show());
        StudyDocument& study = f.window.study();
        Study longer = shortStudy();
        longer = withChanges(longer, {{"training", QJsonObject{{"epochs", 4000}}}});
        study.open(longer);
        study.runAll();
        QVERIFY(measures(f.window.document(), 3));
        f.window.player().stop();
        QVERIFY(QTest::qWaitFor([&] { return !study.isRunningAll(); }, patience));
        QVERIFY(reaches(f.window.document(), State::Stopped));
        for (int i : {0, 1}) { // short ones from here on
            f.window.showCondition(i);
            f.window.document().editField(QStringLiteral("training.epochs"), 12);
        }
        QVERIFY(runsAll(f.window));
        QCOMPARE(study.session(0)->runs.size(), std::size_t(2));
        QVERIFY(!study.isRunningAll());
    }

    void anUnrunConditionIsNoObstacleToSaving() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        QAction* save = f.action(QKeySequence::Save);
        QVERIFY(save && !save->isEnabled());
        f.window.player().play();
        QVERIFY(QTest::qWaitFor([&] { return f.window.study().hasRun(0) && !f.window.study().isBusy(); },
                                patience));
        QVERIFY(save->isEnabled());
        f.window.showCondition(1);
        QVERIFY(save->isEnabled());
    }

    void aNewDocumentOfAStudyIsThatStudyAgain() {
        WindowFixture f;
        QVERIFY(f.show());
        const Preset* preset = findPreset(QStringLiteral("figure-1ab"));
        f.window.study().open(preset->study, preset);
        f.window.showCondition(2);
        f.window.document().editField(QStringLiteral("training.epochs"), 50);
        QTest::keyClick(&f.window, Qt::Key_N, Qt::ControlModifier);
        QVERIFY(f.window.study().isOpen());
        QCOMPARE(f.window.study().shown(), 0);
        QCOMPARE(f.window.study().spec(2), preset->study.conditions[2].spec);
    }

    void anOpenedStudyKnowsThePresetItCameFrom() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("figure.json"));
        const Preset* preset = findPreset(QStringLiteral("figure-1ab"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            QJsonDocument(toJson(withChanges(preset->study, {{"training", QJsonObject{{"epochs", 50}}}})))
                .toJson());
        file.close();
        WindowFixture f;
        QVERIFY(f.show());
        QSignalSpy done(&f.window.document(), &SessionDocument::fileDone);
        f.window.study().open(path);
        QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, patience);
        QVERIFY(f.window.study().isOpen());
        QVERIFY(f.window.document().preset());
        QCOMPARE(f.window.document().preset()->id, QStringLiteral("figure-1ab"));
        QCOMPARE(f.window.document().fieldsChangedFromPreset(),
                 QStringList{QStringLiteral("training.epochs")});
    }

    void everyControlHasAName() {
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(shortStudy());
        f.window.showCompared(true);
        for (const QWidget* parent :
             {static_cast<QWidget*>(f.window.studyBar()), static_cast<QWidget*>(f.window.compareView())})
            for (const QWidget* widget : parent->findChildren<QWidget*>())
                if (widget->focusPolicy() & Qt::TabFocus)
                    QVERIFY2(!widget->accessibleName().isEmpty() ||
                                 !widget->property("text").toString().isEmpty(),
                             widget->metaObject()->className());
    }
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    applyStyle(application, lightTheme());
    TestStudyDocument test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_study_document.moc"
