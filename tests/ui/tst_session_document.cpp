#include "document/activity_finder.h"
#include "session/archive.h"
#include "session/session_runner.h"
#include "session/spec_fields.h"
#include "short_runs.h"

#include <QTemporaryDir>

using namespace infoplane;
using State = SessionDocument::State;

namespace {

const auto learningRate = QStringLiteral("training.optimizer.learningRate");
const auto epochs = QStringLiteral("training.epochs");

bool sameValues(const std::vector<PlaneMeasurement>& one, const std::vector<PlaneMeasurement>& other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](const PlaneMeasurement& a, const PlaneMeasurement& b) {
                          return a.epoch == b.epoch && a.values == b.values;
                      });
}

EstimatorSettings withWidth(double width) {
    EstimatorSettings settings;
    settings.values["bin_size"] = width;
    return withDefaults(settings);
}

QString fileDone(QSignalSpy& spy) {
    return spy.isEmpty() ? QStringLiteral("no answer") : spy.last().at(2).toString();
}

} // namespace

class TestSessionDocument : public QObject {
    Q_OBJECT

  private slots:
    void anEditIsUndoneAndRedone();
    void quickEditsOfOneFieldAreOneStep();
    void editsOfTwoFieldsAreTwoSteps();
    void anEditThatReturnsLeavesNothingToUndo();
    void aPresetOpensAsWritten();
    void undoingAPresetBringsBackSettingsAndRun();
    void aRunThatANewSeedReplacedComesBackByUndo();
    void theOldestRunsToUndoAreForgottenFirst();
    void undoingPushesOutNothingThatCouldBeUndoneNext();
    void aPresetsRunThatWasForgottenLeavesItsSettings();
    void restartOfTheSameExperimentLeavesNothingToUndo();
    void aChangedPresetKeepsItsTitleInTheFile();
    void whatDiffersFromThePresetIsNamed();
    void aWrongInputTurnsPlayOff();
    void anImpossibleSpecTurnsPlayOff();
    void factsAndCostComeByThemselves();
    void aRunMeasuresEveryEpochAndFinishes();
    void aRunInTheWindowHasTheBitsOfOneWithout();
    void pausedAndResumedItHasTheSameBits();
    void pauseBeforeTheFirstNewsIsKept();
    void whatNobodySeesIsTheSameRun();
    void aStepTrainsOneEpoch();
    void aStepFromReadyBeginsTheRun();
    void stoppedItKeepsWhatWasMeasured();
    void aDivergedRunKeepsItsEpochs();
    void aRunThatCannotStartSaysWhy();
    void anotherEstimatorRedrawsTheWholeRun();
    void onlyTheNewestOfManyEstimatesCounts();
    void changingTheEstimatorIsUndone();
    void samplesMeasuredOnMoveTheCeiling();
    void restartAppliesEdits();
    void anotherSeedOfTheRunIsShown();
    void whatWasSavedOpensTheSame();
    void whereNoRunIsACopyIsRefusedInWords();
    void severalSavesAreAllWritten();
    void aSaveThatStillWaitsIsToldWhenTheRunIsLeft();
    void redoingAPresetBringsBackItsRun();
    void aSessionWhoseDataAreGoneOrOtherStaysAndCanBeSaved();
    void savingDoesNotStopTheRun();
    void anOpenedRunGoesOn();
    void aFileWithFewWeightsIsShownAndSaysWhatItCannot_data();
    void aFileWithFewWeightsIsShownAndSaysWhatItCannot();
    void aDamagedFileIsNamedAndChangesNothing();
    void aSpecFileOpens();
    void somethingToLoseIsSaid();
    void notesBeforeTheFirstRunAreNotLost();
    void oneFailedSeedDoesNotFailTheRun();
    void anErrorInTheEstimatorIsNamedAsOnTheScreen();
    void atRestNoTimerRuns();
};

void TestSessionDocument::notesBeforeTheFirstRunAreNotLost() {
    SessionDocument document;
    QVERIFY(!document.isModified());
    document.setNotes(QStringLiteral("Try ReLU."));
    QVERIFY(document.isModified());
    document.openPreset(*findPreset(QStringLiteral("szt-relu")));
    QVERIFY(document.notes().isEmpty());
    QCOMPARE(document.unsavedRunsToUndo(), 1);
    document.undoStack()->undo();
    QCOMPARE(document.notes(), QStringLiteral("Try ReLU."));
    QVERIFY(document.isModified());
}

void TestSessionDocument::oneFailedSeedDoesNotFailTheRun() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("run.infoplane"));
    ExperimentSpec spec = shortSpec();
    spec.seeds.count = 2;
    Session session = runSession(spec);
    session.runs[0].failure = RunFailure{12, QStringLiteral("It diverged."), true};
    writeArchive(session, path);
    SessionDocument document;
    QSignalSpy opened(&document, &SessionDocument::fileDone);
    document.open(path);
    QVERIFY(opened.wait(patience));
    QCOMPARE(document.state(), State::Finished);
    QVERIFY(document.failure());
    document.showSeed(1);
    QVERIFY(!document.failure());
    session.runs[1].failure = session.runs[0].failure;
    writeArchive(session, path);
    document.open(path);
    QVERIFY(opened.wait(patience));
    QCOMPARE(document.state(), State::Failed);
}

void TestSessionDocument::anErrorInTheEstimatorIsNamedAsOnTheScreen() {
    SessionDocument document;
    document.setInputError(QStringLiteral("estimator.bin_size"), QStringLiteral("This is not a number."));
    QCOMPARE(document.playObstacle(), QStringLiteral("Correct Width first."));
}

void TestSessionDocument::anEditIsUndoneAndRedone() {
    SessionDocument document;
    QSignalSpy changed(&document, &SessionDocument::specChanged);
    document.editField(epochs, 77);
    QCOMPARE(document.spec().training.epochs, 77);
    document.undoStack()->undo();
    QCOMPARE(document.spec().training.epochs, 10000);
    document.undoStack()->redo();
    QCOMPARE(document.spec().training.epochs, 77);
    QCOMPARE(changed.count(), 3);
}

void TestSessionDocument::quickEditsOfOneFieldAreOneStep() {
    SessionDocument document;
    document.editField(learningRate, 0.001);
    document.editField(learningRate, 0.002);
    document.editField(learningRate, 0.003);
    QCOMPARE(document.undoStack()->count(), 1);
    document.undoStack()->undo();
    QCOMPARE(document.spec().training.optimizer.learningRate, 0.0004);
}

void TestSessionDocument::editsOfTwoFieldsAreTwoSteps() {
    SessionDocument document;
    document.editField(learningRate, 0.001);
    document.editField(epochs, 77);
    QCOMPARE(document.undoStack()->count(), 2);
}

void TestSessionDocument::anEditThatReturnsLeavesNothingToUndo() {
    SessionDocument document;
    document.editField(epochs, 77);
    document.editField(epochs, 10000);
    QVERIFY(!document.undoStack()->canUndo());
}

void TestSessionDocument::aPresetOpensAsWritten() {
    SessionDocument document;
    document.editField(epochs, 77);
    document.openPreset(presets().front());
    QVERIFY(document.spec() == presets().front().spec);
    QCOMPARE(document.preset(), &presets().front());
    QVERIFY(document.fieldsChangedFromPreset().isEmpty());
}

void TestSessionDocument::undoingAPresetBringsBackSettingsAndRun() {
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    const auto measured = document.shownRun()->measurements;
    document.openPreset(presets().front());
    QCOMPARE(document.state(), State::Ready);
    QVERIFY(!document.session());
    document.undoStack()->undo();
    QCOMPARE(document.state(), State::Finished);
    QVERIFY(document.session());
    QVERIFY(document.isModified());
    QVERIFY(sameValues(document.shownRun()->measurements, measured));
    QVERIFY(document.spec() == shortSpec());
    // Its weights are there too: another estimator works.
    document.setEstimator(withWidth(0.3));
    QVERIFY(QTest::qWaitFor([&] { return !document.remeasuring(); }, patience));
    QVERIFY(!sameValues(document.shownRun()->measurements, measured));
}

void TestSessionDocument::aRunThatANewSeedReplacedComesBackByUndo() {
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    const int seed = document.spec().seeds.first;
    const auto former = document.shownRun()->measurements;
    document.newSeed();
    QTRY_COMPARE_WITH_TIMEOUT(document.session()->spec.seeds.first, seed + 1, patience);
    QVERIFY(reaches(document, State::Finished));
    const auto later = document.shownRun()->measurements;
    QVERIFY(!sameValues(later, former));
    document.undoStack()->undo();
    QCOMPARE(document.session()->spec.seeds.first, seed);
    QCOMPARE(document.state(), State::Finished);
    QVERIFY(document.isModified());
    QVERIFY(sameValues(document.shownRun()->measurements, former));
    document.undoStack()->redo();
    QCOMPARE(document.session()->spec.seeds.first, seed + 1);
    QVERIFY(sameValues(document.shownRun()->measurements, later));
    document.undoStack()->undo();
    document.undoStack()->undo();
    QCOMPARE(document.spec().seeds.first, seed);
}

void TestSessionDocument::theOldestRunsToUndoAreForgottenFirst() {
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    const int seed = document.spec().seeds.first;
    for (int i = 1; i <= 3; ++i) {
        document.newSeed();
        QTRY_COMPARE_WITH_TIMEOUT(document.session()->spec.seeds.first, seed + i, patience);
        QVERIFY(reaches(document, State::Finished));
    }
    QCOMPARE(document.unsavedRunsToUndo(), 3); // they are small
    const quint64 one = bytesBesidesWeights(*document.session());
    QVERIFY(one > 0);
    document.setMostBytesToUndo(2 * one);
    QCOMPARE(document.unsavedRunsToUndo(), 2);
    document.setMostBytesToUndo(1); // the newest is kept all the same
    QCOMPARE(document.unsavedRunsToUndo(), 1);
    QUndoStack* undo = document.undoStack();
    undo->undo();
    QCOMPARE(document.session()->spec.seeds.first, seed + 2);
    QCOMPARE(document.state(), State::Finished);
    QCOMPARE(document.spec().seeds.first, seed + 3);
    for (int i = 2; i >= 0; --i) { // of those that were forgotten the settings are left, a step each
        QVERIFY(undo->canUndo());
        undo->undo();
        QCOMPARE(document.spec().seeds.first, seed + i);
        QCOMPARE(document.session()->spec.seeds.first, seed + 2);
    }
    QVERIFY(!undo->canUndo());
}

void TestSessionDocument::undoingPushesOutNothingThatCouldBeUndoneNext() {
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    const int seed = document.spec().seeds.first;
    const quint64 one = bytesBesidesWeights(*document.session());
    document.setMostBytesToUndo(3 * one);
    document.newSeed();
    QTRY_COMPARE_WITH_TIMEOUT(document.session()->spec.seeds.first, seed + 1, patience);
    QVERIFY(reaches(document, State::Finished));
    document.editField(QStringLiteral("training.epochs"), 60);
    document.newSeed();
    QTRY_COMPARE_WITH_TIMEOUT(document.session()->spec.seeds.first, seed + 2, patience);
    QVERIFY(reaches(document, State::Finished));
    QVERIFY(bytesBesidesWeights(*document.session()) > 3 * one);
    while (document.undoStack()->canUndo())
        document.undoStack()->undo();
    QCOMPARE(document.session()->spec.seeds.first, seed);
}

void TestSessionDocument::aPresetsRunThatWasForgottenLeavesItsSettings() {
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    document.setNotes(QStringLiteral("kept"));
    document.openPreset(presets().front());
    document.editSpec(shortSpec(13), QStringLiteral("shorter"));
    document.start();
    QVERIFY(reaches(document, State::Finished));
    document.setMostBytesToUndo(1);
    document.openPreset(presets()[1]);
    QUndoStack* undo = document.undoStack();
    undo->undo();
    QVERIFY(document.session() && document.spec() == shortSpec(13));
    undo->undo();
    undo->undo();
    QVERIFY(!document.session() && document.spec() == shortSpec());
    QCOMPARE(document.state(), State::Ready);
    QCOMPARE(document.notes(), QStringLiteral("kept"));
}

void TestSessionDocument::restartOfTheSameExperimentLeavesNothingToUndo() {
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    QSignalSpy resets(&document, &SessionDocument::runReset);
    document.restart();
    QTRY_COMPARE_WITH_TIMEOUT(resets.count(), 1, patience);
    QVERIFY(reaches(document, State::Finished));
    QVERIFY(!document.undoStack()->canUndo());
}

void TestSessionDocument::aChangedPresetKeepsItsTitleInTheFile() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("run.infoplane"));
    SessionDocument document;
    document.startNew(presets().front());
    document.editField(epochs, 5);
    document.start();
    QVERIFY(reaches(document, State::Finished));
    const QString title = document.title();
    QCOMPARE(document.session()->spec.title, title);
    QSignalSpy saved(&document, &SessionDocument::fileDone);
    document.save(path);
    QVERIFY(saved.wait(patience));

    SessionDocument other;
    QSignalSpy opened(&other, &SessionDocument::fileDone);
    other.open(path);
    QVERIFY(opened.wait(patience));
    QCOMPARE(fileDone(opened), QString());
    QCOMPARE(other.preset(), &presets().front());
    QCOMPARE(other.fieldsChangedFromPreset(), QStringList{epochs});
    QCOMPARE(other.title(), title); // and not twice changed
    QCOMPARE(other.spec().title, presets().front().spec.title);
}

void TestSessionDocument::whatDiffersFromThePresetIsNamed() {
    SessionDocument document;
    document.startNew(presets().front());
    QCOMPARE(document.title(), presets().front().spec.title);
    document.editField(epochs, 77);
    QCOMPARE(document.fieldsChangedFromPreset(), QStringList{epochs});
    QVERIFY(document.title().contains(specField(epochs)->label));
    document.editField(epochs, presets().front().spec.training.epochs);
    QVERIFY(document.fieldsChangedFromPreset().isEmpty());
}

void TestSessionDocument::aWrongInputTurnsPlayOff() {
    SessionDocument document;
    document.setInputError(QStringLiteral("network.hidden"), QStringLiteral("Layer 3 has no units."));
    QVERIFY(document.playObstacle().contains(specField(QStringLiteral("network.hidden"))->label));
    document.start();
    QCOMPARE(document.state(), State::Ready);
    document.setInputError(QStringLiteral("network.hidden"), {});
    QVERIFY(document.playObstacle().isEmpty());
}

void TestSessionDocument::anImpossibleSpecTurnsPlayOff() {
    SessionDocument document;
    ExperimentSpec spec = shortSpec();
    spec.training.loss = Loss::CrossEntropy;
    spec.data.source = QStringLiteral("teacher"); // a regression has no classes
    QVERIFY(!checkSpec(spec).empty());
    document.startNew(spec);
    QCOMPARE(document.playObstacle(), checkSpec(spec).front().message);
}

void TestSessionDocument::factsAndCostComeByThemselves() {
    SessionDocument document;
    document.startNew(shortSpec());
    QVERIFY(QTest::qWaitFor([&] { return document.facts().has_value(); }, patience));
    QCOMPARE(document.facts()->samples, 4096);
    QCOMPARE(document.facts()->inputBits, 12.0);
    QVERIFY(QTest::qWaitFor([&] { return document.cost().has_value(); }, patience));
    QVERIFY(document.cost()->seconds > 0);
    document.editField(epochs, 500);
    QVERIFY(!document.cost()); // void at once
    QVERIFY(QTest::qWaitFor([&] { return document.cost().has_value(); }, patience));
}

void TestSessionDocument::aRunMeasuresEveryEpochAndFinishes() {
    SessionDocument document;
    document.startNew(shortSpec());
    QSignalSpy resets(&document, &SessionDocument::runReset);
    document.start();
    QCOMPARE(document.state(), State::Starting);
    QVERIFY(reaches(document, State::Finished));
    QCOMPARE(resets.count(), 1);
    const SeedRun* run = document.shownRun();
    QVERIFY(run);
    QCOMPARE(run->snapshots.size(), std::size_t(13));
    QCOMPARE(run->measurements.size(), std::size_t(13));
    for (std::size_t i = 0; i < run->snapshots.size(); ++i) {
        QCOMPARE(run->snapshots[i].epoch, static_cast<int>(i));
        QCOMPARE(run->measurements[i].epoch, static_cast<int>(i));
    }
    QCOMPARE(document.epochReached(), 12);
}

void TestSessionDocument::aRunInTheWindowHasTheBitsOfOneWithout() {
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    const Session alone = runSession(shortSpec());
    QVERIFY(sameValues(document.shownRun()->measurements, alone.runs.front().measurements));
}

void TestSessionDocument::pausedAndResumedItHasTheSameBits() {
    const Session alone = runSession(shortSpec(60));
    SessionDocument document;
    document.startNew(shortSpec(60));
    document.start();
    QVERIFY(measures(document, 3));
    document.pause();
    if (document.state() == State::Paused) {
        document.resume();
        QCOMPARE(document.state(), State::Training);
    }
    QVERIFY(reaches(document, State::Finished));
    QVERIFY(sameValues(document.shownRun()->measurements, alone.runs.front().measurements));
}

void TestSessionDocument::pauseBeforeTheFirstNewsIsKept() {
    SessionDocument document;
    document.startNew(longSpec());
    document.start();
    document.pause();
    QVERIFY(reaches(document, State::Paused));
    QVERIFY(QTest::qWaitFor([&] { return !document.isListening(); }, patience));
    const int reached = document.epochReached();
    QTest::qWait(100);
    QCOMPARE(document.epochReached(), reached);
}

void TestSessionDocument::whatNobodySeesIsTheSameRun() {
    SessionDocument seen, unseen;
    unseen.setSeen(false);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("unseen.infoplane"));
    ExperimentSpec spec = shortSpec(300);
    spec.seeds.count = 2;
    QVERIFY(finishes(seen, spec));
    QVERIFY(finishes(unseen, spec));
    QSignalSpy done(&unseen, &SessionDocument::fileDone);
    unseen.setEstimator(withWidth(0.3));
    unseen.save(path); // waits for the new estimates
    QVERIFY(done.wait(patience));
    QCOMPARE(fileDone(done), QString());
    seen.setEstimator(withWidth(0.3));
    QVERIFY(QTest::qWaitFor([&] { return !seen.remeasuring(); }, patience));
    const Session saved = readArchive(path);
    QCOMPARE(measurementsCsv(saved), measurementsCsv(*seen.session()));
    QCOMPARE(epochsCsv(saved), epochsCsv(*seen.session()));
    QVERIFY(QTest::qWaitFor([&] { return !unseen.isListening(); }, patience));
}

void TestSessionDocument::aStepTrainsOneEpoch() {
    SessionDocument document;
    document.startNew(longSpec());
    document.start();
    QVERIFY(measures(document, 2));
    document.pause();
    QVERIFY(QTest::qWaitFor([&] { return !document.isListening(); }, patience));
    const int reached = document.epochReached();
    const std::size_t measured = document.shownRun()->snapshots.size();
    document.step();
    QVERIFY(measures(document, measured + 1));
    QVERIFY(reaches(document, State::Paused));
    QCOMPARE(document.shownRun()->snapshots.size(), measured + 1);
    QCOMPARE(document.shownRun()->snapshots.back().epoch, reached + 1); // though the schedule would not
    QCOMPARE(document.shownRun()->measurements.back().epoch, reached + 1);
}

void TestSessionDocument::aStepFromReadyBeginsTheRun() {
    SessionDocument document;
    document.startNew(longSpec());
    document.step();
    QVERIFY(reaches(document, State::Paused));
    QVERIFY(measures(document, 2));
    QVERIFY(QTest::qWaitFor([&] { return !document.isListening(); }, patience));
    QCOMPARE(document.shownRun()->snapshots.back().epoch, 1);
}

void TestSessionDocument::stoppedItKeepsWhatWasMeasured() {
    SessionDocument document;
    document.startNew(longSpec());
    document.start();
    QVERIFY(measures(document, 3));
    document.stop();
    QCOMPARE(document.state(), State::Stopped);
    QVERIFY(document.shownRun()->snapshots.size() >= 3);
    QVERIFY(QTest::qWaitFor([&] { return !document.isListening(); }, patience));
    QCOMPARE(document.state(), State::Stopped);
    QVERIFY(document.isModified());
}

void TestSessionDocument::aDivergedRunKeepsItsEpochs() {
    SessionDocument document;
    QSignalSpy failures(&document, &SessionDocument::failed);
    document.startNew(divergingSpec());
    document.start();
    QVERIFY(reaches(document, State::Failed));
    QCOMPARE(failures.count(), 1);
    QVERIFY(document.failure());
    QVERIFY(document.failure()->message.startsWith(QLatin1String("Diverged at epoch ")));
    QVERIFY(!document.shownRun()->snapshots.empty());
    QVERIFY(document.shownRun()->snapshots.back().epoch < document.failure()->epoch);
}

void TestSessionDocument::aRunThatCannotStartSaysWhy() {
    SessionDocument document;
    ExperimentSpec spec = shortSpec();
    spec.data.source = QStringLiteral("csv");
    spec.data.path = QStringLiteral("/nowhere/table.csv");
    document.startNew(spec);
    document.start();
    if (document.state() == State::Starting)
        QVERIFY(reaches(document, State::Failed));
    const bool known = QTest::qWaitFor(
        [&] { return document.playObstacle().contains(QLatin1String("/nowhere/table.csv")); }, patience);
    QVERIFY(known);
}

void TestSessionDocument::anotherEstimatorRedrawsTheWholeRun() {
    ExperimentSpec other = shortSpec(60);
    other.estimator = withWidth(0.5);
    const Session alone = runSession(other);
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec(60)));
    QSignalSpy pictures(&document, &SessionDocument::measurementsChanged);
    document.setEstimator(withWidth(0.5));
    QVERIFY(document.remeasuring());
    QVERIFY(QTest::qWaitFor([&] { return !document.remeasuring(); }, patience));
    QCOMPARE(pictures.last().front().toBool(), true);
    QVERIFY(!document.isCoarse());
    QVERIFY(sameValues(document.shownRun()->measurements, alone.runs.front().measurements));
    QVERIFY(document.session()->spec.estimator == other.estimator);
    QVERIFY(document.shownEstimator() == other.estimator);
}

void TestSessionDocument::onlyTheNewestOfManyEstimatesCounts() {
    ExperimentSpec last = shortSpec(60);
    last.estimator = withWidth(0.9);
    const Session alone = runSession(last);
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec(60)));
    for (int i = 1; i <= 9; ++i)
        document.setEstimator(withWidth(0.1 * i));
    document.setEstimator(withWidth(0.9));
    QVERIFY(QTest::qWaitFor([&] { return !document.remeasuring(); }, patience));
    QVERIFY(sameValues(document.shownRun()->measurements, alone.runs.front().measurements));
    QCOMPARE(document.undoStack()->count(), 1); // dragged: one step back
}

void TestSessionDocument::changingTheEstimatorIsUndone() {
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    const auto before = document.shownRun()->measurements;
    document.setEstimator(withWidth(0.9));
    QVERIFY(QTest::qWaitFor([&] { return !document.remeasuring(); }, patience));
    document.undoStack()->undo();
    QVERIFY(QTest::qWaitFor([&] { return !document.remeasuring(); }, patience));
    QVERIFY(sameValues(document.shownRun()->measurements, before));
}

void TestSessionDocument::samplesMeasuredOnMoveTheCeiling() {
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    QCOMPARE(document.session()->facts.inputBits, 12.0);
    document.setSampleSet(SampleSet::Test);
    QVERIFY(QTest::qWaitFor([&] { return document.session()->facts.inputBits < 12; }, patience));
    QCOMPARE(document.session()->facts.inputBits, std::log2(819.0));
    QCOMPARE(document.shownSamples(), SampleSet::Test);
}

void TestSessionDocument::restartAppliesEdits() {
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    document.editField(epochs, 5);
    QCOMPARE(document.fieldsChangedFromRun(), QStringList{epochs});
    document.setEstimator(withWidth(0.5));
    QCOMPARE(document.fieldsChangedFromRun(), QStringList{epochs}); // needs no training
    document.restart();
    QVERIFY(reaches(document, State::Finished));
    QVERIFY(document.fieldsChangedFromRun().isEmpty());
    QCOMPARE(document.shownRun()->snapshots.size(), std::size_t(6));
    QVERIFY(document.shownEstimator() == withWidth(0.5));
}

void TestSessionDocument::anotherSeedOfTheRunIsShown() {
    ExperimentSpec spec = shortSpec();
    spec.seeds = {.first = 3, .count = 2};
    SessionDocument document;
    QVERIFY(finishes(document, spec));
    QCOMPARE(document.shownSeed(), 3);
    QSignalSpy shown(&document, &SessionDocument::shownSeedChanged);
    document.showSeed(4);
    QCOMPARE(shown.count(), 1);
    QCOMPARE(document.shownRun()->seed, 4);
    QCOMPARE(document.shownRun()->snapshots.size(), std::size_t(13));
    document.showSeed(99);
    QCOMPARE(document.shownSeed(), 4);
}

void TestSessionDocument::whatWasSavedOpensTheSame() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("run.infoplane"));
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    document.setNotes(QStringLiteral("Look at layer 2."));
    QSignalSpy done(&document, &SessionDocument::fileDone);
    document.save(path);
    QVERIFY(done.wait(patience));
    QCOMPARE(fileDone(done), QString());
    QVERIFY(!document.isModified());
    QCOMPARE(document.path(), path);

    SessionDocument other;
    QSignalSpy opened(&other, &SessionDocument::fileDone);
    other.open(path);
    QVERIFY(opened.wait(patience));
    QCOMPARE(fileDone(opened), QString());
    QCOMPARE(other.state(), State::Finished);
    QCOMPARE(other.path(), path);
    QVERIFY(other.spec() == document.session()->spec);
    QCOMPARE(other.notes(), QStringLiteral("Look at layer 2."));
    QVERIFY(sameValues(other.shownRun()->measurements, document.shownRun()->measurements));
    QCOMPARE(other.shownRun()->snapshots.back().parameters, document.shownRun()->snapshots.back().parameters);
    QVERIFY(!other.isModified());
    other.setEstimator(withWidth(0.5));
    QVERIFY(QTest::qWaitFor([&] { return !other.remeasuring(); }, patience));
    QVERIFY(other.isModified());
}

void TestSessionDocument::whereNoRunIsACopyIsRefusedInWords() {
    SessionDocument document;
    bool worked = false;
    QStringList told;
    document.useCopy([&worked](const Session&) { worked = true; },
                     [&told](const QString& error) { told << error; });
    QCOMPARE(told, QStringList{QStringLiteral("There is no run yet. Press Play first.")});
    QVERIFY(!worked);
}

void TestSessionDocument::severalSavesAreAllWritten() {
    QTemporaryDir folder;
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    QSignalSpy done(&document, &SessionDocument::fileDone);
    for (const char* name : {"a.infoplane", "b.infoplane", "c.infoplane"})
        document.save(folder.filePath(QLatin1String(name)));
    QVERIFY(QTest::qWaitFor([&] { return done.count() == 3; }, patience));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 3);
}

void TestSessionDocument::aSaveThatStillWaitsIsToldWhenTheRunIsLeft() {
    QTemporaryDir folder;
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    document.setEstimator(withWidth(0.3));
    QSignalSpy done(&document, &SessionDocument::fileDone);
    document.save(folder.filePath(QStringLiteral("run.infoplane")));
    QCOMPARE(done.count(), 0); // it waits for the new estimates
    document.startNew(shortSpec());
    QCOMPARE(done.count(), 1);
    QVERIFY(fileDone(done).contains(QLatin1String("run.infoplane")));
}

void TestSessionDocument::redoingAPresetBringsBackItsRun() {
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    document.openPreset(presets().front());
    document.start();
    QVERIFY(measures(document, 3));
    document.pause();
    QVERIFY(QTest::qWaitFor([&] { return !document.isListening(); }, patience));
    const std::size_t measured = document.shownRun()->snapshots.size();
    document.undoStack()->undo();
    QCOMPARE(document.shownRun()->snapshots.size(), std::size_t(13));
    document.undoStack()->redo();
    QVERIFY(document.session());
    QCOMPARE(document.shownRun()->snapshots.size(), measured);
    QVERIFY(document.isModified());
}

void TestSessionDocument::aSessionWhoseDataAreGoneOrOtherStaysAndCanBeSaved() {
    QTemporaryDir folder;
    const QString table = folder.filePath(QStringLiteral("table.csv"));
    const auto writeTable = [&](const QByteArray& names, const QByteArray& values) {
        QFile file(table);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(names + "\n");
        for (int row = 0; row < 40; ++row)
            file.write(QByteArray::number(0.1 * row) + values + (row % 2 ? "one\n" : "two\n"));
    };
    writeTable("a,b,label", ",0.5,");
    ExperimentSpec spec = shortSpec();
    spec.data.source = QStringLiteral("csv");
    spec.data.path = table;
    spec.data.labelColumn = QStringLiteral("label");
    spec.training.batchSize = 8;
    const QString path = folder.filePath(QStringLiteral("run.infoplane"));
    {
        SessionDocument document;
        QVERIFY(finishes(document, spec));
        QSignalSpy done(&document, &SessionDocument::fileDone);
        document.save(path);
        QVERIFY(done.wait(patience));
        QCOMPARE(fileDone(done), QString());
    }
    for (const bool gone : {true, false}) {
        if (gone)
            QVERIFY(QFile::remove(table));
        else
            writeTable("a,b,c,label", ",0.5,0.25,");
        SessionDocument document;
        QSignalSpy opened(&document, &SessionDocument::fileDone);
        document.open(path);
        QVERIFY(opened.wait(patience));
        QCOMPARE(fileDone(opened), QString());
        const auto before = document.shownRun()->measurements;
        QSignalSpy refused(&document, &SessionDocument::estimatorRefused);
        document.setEstimator(withWidth(0.3));
        QVERIFY(QTest::qWaitFor([&] { return !document.remeasuring(); }, patience));
        QVERIFY(refused.count() > 0);
        QVERIFY(sameValues(document.shownRun()->measurements, before));
        QSignalSpy saved(&document, &SessionDocument::fileDone);
        document.save(folder.filePath(QStringLiteral("again.infoplane")));
        QVERIFY(saved.wait(patience));
        QCOMPARE(fileDone(saved), QString());
    }
}

void TestSessionDocument::savingDoesNotStopTheRun() {
    QTemporaryDir folder;
    SessionDocument document;
    document.startNew(longSpec());
    document.start();
    QVERIFY(measures(document, 3));
    QSignalSpy done(&document, &SessionDocument::fileDone);
    document.save(folder.filePath(QStringLiteral("run.infoplane")));
    QVERIFY(done.wait(patience));
    QCOMPARE(fileDone(done), QString());
    QCOMPARE(document.state(), State::Training);
    const std::size_t measured = document.shownRun()->snapshots.size();
    QVERIFY(measures(document, measured + 3));
    QVERIFY(document.isModified());
}

void TestSessionDocument::anOpenedRunGoesOn() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("run.infoplane"));
    const ExperimentSpec spec = shortSpec(400);
    {
        SessionDocument document;
        document.startNew(spec);
        document.start();
        QVERIFY(measures(document, 3));
        document.pause();
        QVERIFY(QTest::qWaitFor([&] { return !document.isListening(); }, patience));
        if (document.state() != State::Paused)
            QSKIP("The run was over before it could be paused.");
        QSignalSpy done(&document, &SessionDocument::fileDone);
        document.save(path);
        QVERIFY(done.wait(patience));
    }
    SessionDocument document;
    QSignalSpy opened(&document, &SessionDocument::fileDone);
    document.open(path);
    QVERIFY(opened.wait(patience));
    QCOMPARE(fileDone(opened), QString());
    QCOMPARE(document.state(), State::Paused);
    document.resume();
    QVERIFY(reaches(document, State::Finished));
    QVERIFY(sameValues(document.shownRun()->measurements, runSession(spec).runs.front().measurements));
}

void TestSessionDocument::aFileWithFewWeightsIsShownAndSaysWhatItCannot_data() {
    QTest::addColumn<int>("keepEvery");
    QTest::newRow("some") << 5;
    QTest::newRow("none") << 0;
}

void TestSessionDocument::aFileWithFewWeightsIsShownAndSaysWhatItCannot() {
    QFETCH(int, keepEvery);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("few.infoplane"));
    Session session = runSession(shortSpec());
    session.keepEvery = keepEvery;
    writeArchive(session, path);
    SessionDocument document;
    QSignalSpy done(&document, &SessionDocument::fileDone);
    document.open(path);
    QVERIFY(done.wait(patience));
    QCOMPARE(document.state(), State::Finished);
    QVERIFY(sameValues(document.shownRun()->measurements, session.runs[0].measurements));
    QSignalSpy refused(&document, &SessionDocument::estimatorRefused);
    const ExperimentSpec asMeasured = document.spec();
    document.setEstimator(withWidth(0.5));
    QCOMPARE(refused.size(), 1);
    QVERIFY(refused[0][0].toString().contains(QStringLiteral("cannot be estimated anew")));
    document.setSampleSet(SampleSet::Test);
    QCOMPARE(refused.size(), 2);
    QVERIFY(document.spec() == asMeasured);
    QVERIFY(!document.undoStack()->canUndo());
    QVERIFY(!document.remeasuring());
    QVERIFY(sameValues(document.shownRun()->measurements, session.runs[0].measurements));
    ActivityFinder finder(document);
    QSignalSpy found(&finder, &ActivityFinder::changed);
    finder.setWanted(true);
    if (keepEvery > 0) {
        QVERIFY(found.wait(patience));
        QCOMPARE(finder.record()->epochs, (std::vector<int>{0, 5, 10, 12}));
    }
    // Saved again it keeps as many.
    const QString copy = folder.filePath(QStringLiteral("copy.infoplane"));
    done.clear();
    document.save(copy);
    QVERIFY(done.wait(patience));
    QCOMPARE(readArchive(copy).keepEvery, keepEvery);
    // Trained again it has them all.
    document.restart();
    QVERIFY(reaches(document, State::Finished));
    QVERIFY(hasAllWeights(*document.shownRun()));
    QCOMPARE(document.session()->keepEvery, 1);
    document.setEstimator(withWidth(0.5));
    QVERIFY(QTest::qWaitFor([&] { return !document.remeasuring(); }, patience));
    QVERIFY(document.shownEstimator() == document.spec().estimator);
    QVERIFY(document.spec().estimator != asMeasured.estimator);
    QCOMPARE(refused.size(), 2);
    // One that was interrupted is not trained on.
    session.runs[0].snapshots.resize(8);
    session.runs[0].measurements.resize(8);
    writeArchive(session, path);
    done.clear();
    document.open(path);
    QVERIFY(done.wait(patience));
    QCOMPARE(document.state(), State::Stopped);
}

void TestSessionDocument::aDamagedFileIsNamedAndChangesNothing() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("broken.infoplane"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("PK no zip");
    file.close();
    SessionDocument document;
    QVERIFY(finishes(document, shortSpec()));
    QSignalSpy done(&document, &SessionDocument::fileDone);
    document.open(path);
    QVERIFY(done.wait(patience));
    QVERIFY(fileDone(done).contains(QLatin1String("broken.infoplane")));
    QVERIFY(document.session());
    QCOMPARE(document.state(), State::Finished);
    QVERIFY(document.path().isEmpty());
}

void TestSessionDocument::aSpecFileOpens() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("mine.json"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"format": 1, "title": "Mine", "training": {"epochs": 33}})");
    file.close();
    SessionDocument document;
    QSignalSpy done(&document, &SessionDocument::fileDone);
    document.open(path);
    QVERIFY(done.wait(patience));
    QCOMPARE(fileDone(done), QString());
    QCOMPARE(document.spec().training.epochs, 33);
    QCOMPARE(document.state(), State::Ready);
    QVERIFY(!document.undoStack()->canUndo());
}

void TestSessionDocument::somethingToLoseIsSaid() {
    SessionDocument document;
    document.startNew(shortSpec());
    document.editField(epochs, 5);
    QVERIFY(!document.isModified()); // settings alone are soon made again, and undo has them
    document.start();
    QVERIFY(reaches(document, State::Finished));
    QVERIFY(document.isModified());
    document.startNew(shortSpec());
    QVERIFY(!document.isModified());
}

void TestSessionDocument::atRestNoTimerRuns() {
    SessionDocument document;
    QVERIFY(!document.isListening());
    QVERIFY(finishes(document, shortSpec()));
    QVERIFY(QTest::qWaitFor([&] { return !document.isListening(); }, patience));
    document.setEstimator(withWidth(0.5));
    QVERIFY(QTest::qWaitFor([&] { return !document.remeasuring(); }, patience));
    QVERIFY(QTest::qWaitFor([&] { return !document.isListening(); }, patience));
}

QTEST_GUILESS_MAIN(TestSessionDocument)
#include "tst_session_document.moc"
