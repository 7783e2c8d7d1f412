#include "error.h"
#include "few_weights.h"
#include "session/archive.h"
#include "session/continue_run.h"
#include "session/presets.h"
#include "session/reestimate.h"
#include "session/session_runner.h"
#include "session/study_runner.h"
#include "small_runs.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>
#include <quazip.h>
#include <quazipfile.h>

#include <atomic>

using namespace infoplane;

namespace {

QJsonObject object(const char* text) {
    return QJsonDocument::fromJson(text).object();
}

/// tanh and ReLU, small, and tanh under other bins.
const char* const smallStudy = R"({"format": 1, "title": "Small",
  "base": {"network": {"hidden": [4, 3]}, "seeds": {"count": 2},
           "training": {"batchSize": 512, "epochs": 8, "optimizer": {"name": "adam", "learningRate": 0.01}}},
  "conditions": [{"name": "tanh"},
                 {"name": "ReLU", "changes": {"network": {"activation": "relu"}}},
                 {"name": "tanh, wide", "changes": {"estimator": {"bin_size": 0.3}}},
                 {"name": "SGD", "changes": {"training": {"optimizer": {"name": "sgd"}}, "seeds": {"count": 1}}}]
})";

QString difference(const StudyRecord& one, const StudyRecord& other) {
    if (one.sessions.size() != other.sessions.size())
        return QStringLiteral("conditions");
    for (std::size_t i = 0; i < one.sessions.size(); ++i) {
        const QString what = infoplane::difference(one.sessions[i], other.sessions[i]);
        if (!what.isEmpty())
            return QStringLiteral("condition %1: %2").arg(i + 1).arg(what);
    }
    return {};
}

QString errorOf(const std::function<void()>& what) {
    try {
        what();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

std::map<QString, QByteArray> entriesOf(const QString& path) {
    std::map<QString, QByteArray> entries;
    QuaZip zip(path);
    if (!zip.open(QuaZip::mdUnzip))
        return entries;
    for (bool more = zip.goToFirstFile(); more; more = zip.goToNextFile()) {
        QuaZipFile file(&zip);
        if (file.open(QIODevice::ReadOnly))
            entries[zip.getCurrentFileName()] = file.readAll();
    }
    return entries;
}

QJsonObject factsOf(const QByteArray& content) {
    const QByteArray sum = QCryptographicHash::hash(content, QCryptographicHash::Sha256);
    return {{"size", content.size()}, {"sha256", QString::fromLatin1(sum.toHex())}};
}

void writeEntries(const QString& path, const std::map<QString, QByteArray>& entries) {
    QuaZip zip(path);
    zip.setZip64Enabled(true);
    QVERIFY(zip.open(QuaZip::mdCreate));
    for (const auto& [name, content] : entries) {
        QuaZipFile file(&zip);
        QVERIFY(file.open(QIODevice::WriteOnly, QuaZipNewInfo(name)));
        QCOMPARE(file.write(content), content.size());
        file.close();
    }
    zip.close();
}

} // namespace

class TestStudy : public QObject {
    Q_OBJECT

  private slots:
    // --- what is written ---

    void mergesAsRfc7396Does_data() {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("patch");
        QTest::addColumn<QByteArray>("result");
        // RFC 7396, appendix A, those whose patch and target are objects.
        const auto row = [](const char* target, const char* patch, const char* result) {
            QTest::newRow(patch) << QByteArray(target) << QByteArray(patch) << QByteArray(result);
        };
        row(R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})");
        row(R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})");
        row(R"({"a":"b"})", R"({"a":null})", R"({})");
        row(R"({"a":"b","b":"c"})", R"({"a":null })", R"({"b":"c"})");
        row(R"({"a":["b"]})", R"({"a":"c" })", R"({"a":"c"})");
        row(R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})");
        row(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})");
        row(R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})");
        row(R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})");
        row(R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})");
    }
    void mergesAsRfc7396Does() {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, patch);
        QFETCH(QByteArray, result);
        QCOMPARE(mergePatch(object(target), object(patch)), object(result));
    }

    void aConditionIsTheBaseWithItsChanges() {
        const Study study = parseStudy(smallStudy, "study.json");
        QCOMPARE(study.title, QStringLiteral("Small"));
        QCOMPARE(study.names(), (QStringList{"tanh", "ReLU", "tanh, wide", "SGD"}));
        QVERIFY(!study.isPlain());
        const ExperimentSpec& relu = study.conditions[1].spec;
        QCOMPARE(relu.title, QStringLiteral("Small · ReLU"));
        QVERIFY(relu.network.activations == std::vector<Activation>{Activation::Relu});
        QCOMPARE(relu.network.hidden, (std::vector<int>{4, 3}));
        QCOMPARE(relu.training.optimizer.learningRate, 0.01);
        QCOMPARE(std::get<double>(study.conditions[2].spec.estimator.values.at("bin_size")), 0.3);
    }

    void whatTheChangesMakeMeaninglessFallsAway() {
        Study study;
        QVERIFY(fromJson(object(R"({"base": {"training": {"optimizer": {"name": "adam", "beta1": 0.8}}},
            "conditions": [{"name": "a", "changes": {"training": {"optimizer": {"name": "sgd"}}}},
              {"name": "b", "changes": {"estimator": {"id": "kde_pairwise"}}},
              {"name": "c", "changes": {"data": {"source": "teacher"}, "network": {"activation": "linear"}}}]})"),
                         study)
                    .empty());
        QVERIFY(study.conditions[0].spec.training.optimizer.kind == OptimizerKind::Sgd);
        QCOMPARE(study.conditions[1].spec.estimator.id, std::string("kde_pairwise"));
        QVERIFY(!study.conditions[1].spec.estimator.values.contains("bin_size"));
        QCOMPARE(study.conditions[2].spec.data.trainSamples, 100);
        QVERIFY(study.conditions[2].spec.training.loss == Loss::MeanSquaredError);
    }

    void isTheSameWhenItIsReadAgain() {
        const Study study = parseStudy(smallStudy, "study.json");
        Study again;
        QVERIFY(fromJson(toJson(study), again).empty());
        QCOMPARE(toJson(again), toJson(study));
        for (std::size_t i = 0; i < study.conditions.size(); ++i)
            QVERIFY(again.conditions[i].spec == study.conditions[i].spec);
    }

    void specsPutTogetherAreTheSameWhenTheyAreReadAgain() {
        ExperimentSpec kernels = smallSpec();
        kernels.estimator = withDefaults({"kde_pairwise", {{"noise_variance", 0.01}}});
        ExperimentSpec neighbours = smallSpec();
        neighbours.estimator = withDefaults({"neighbours", {{"noise_variance", 0.01}}});
        ExperimentSpec teacher = divergingSpec();
        ExperimentSpec relevant = teacher;
        relevant.data.source = QStringLiteral("relevant-irrelevant");
        relevant.data.relevantInputs = 3;
        using Conditions = std::vector<std::pair<QString, ExperimentSpec>>;
        for (const Conditions& conditions :
             {Conditions{{"kernels", kernels}, {"neighbours", neighbours}, {"teacher", teacher}},
              Conditions{{"teacher", teacher}, {"relevant", relevant}, {"kernels", kernels}}}) {
            Study again;
            QVERIFY(fromJson(toJson(studyOf(QStringLiteral("Both"), conditions)), again).empty());
            for (std::size_t i = 0; i < conditions.size(); ++i) {
                ExperimentSpec read = again.conditions[i].spec;
                read.title = conditions[i].second.title;
                QCOMPARE(toJson(read), toJson(conditions[i].second));
            }
        }
    }

    void aSpecIsAStudyOfOneCondition() {
        const Study study = parseStudy(QJsonDocument(toJson(smallSpec())).toJson(), "spec.json");
        QVERIFY(study.isPlain());
        QCOMPARE(study.conditions.size(), std::size_t(1));
        QVERIFY(study.conditions[0].spec == study.base);
        QCOMPARE(study.base.title, QStringLiteral("small"));
        Study again;
        QVERIFY(fromJson(toJson(study), again).empty());
        QVERIFY(again.isPlain());
    }

    void aStudyWhereASpecIsWantedIsNamed() {
        const QString message = errorOf([] { parseSpec(smallStudy, "study.json"); });
        QVERIFY2(message.startsWith(QLatin1String("study.json is a study of several conditions")),
                 qPrintable(message));
    }

    void wrongStudiesAreNamedWithLineAndCondition_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const char* text, const char* said) {
            QTest::newRow(name) << QByteArray(text) << QString::fromUtf8(said);
        };
        row("misspelt key", R"({"base": {}, "conditons": []})",
            "conditons is not a known key; did you mean conditions?");
        row("no base", R"({"conditions": [{"name": "a"}]})", "base is missing");
        row("no conditions", R"({"base": {}})", "conditions is missing");
        row("empty", R"({"base": {}, "conditions": []})", "A study has at least one.");
        row("later format", R"({"format": 2, "base": {}, "conditions": [{"name": "a"}]})",
            "reads format 1 only");
        row("error of the base",
            "{\"base\":\n {\"training\":\n {\"epochs\": 0}}, \"conditions\": [{\"name\": \"a\"}]}",
            "line 3: base: training.epochs is 0.");
        row("no name", R"({"base": {}, "conditions": [{"name": "a"}, {}]})", "condition 2 has no name.");
        row("name twice", R"({"base": {}, "conditions": [{"name": "a"}, {"name": "a"}]})",
            "name is \"a\", as of another condition");
        row("error of a condition",
            "{\"base\": {}, \"conditions\": [\n{\"name\": \"a\"},\n{\"name\": \"full\", \"changes\":\n "
            "{\"training\": {\n\"batchSize\": \"fulll\"}}}]}",
            "line 5: condition \"full\": training.batchSize is \"fulll\".");
        row("unknown key of a condition",
            R"({"base": {}, "conditions": [{"name": "a", "changes": {"training": {"batchsize": 3}}}]})",
            "condition \"a\": training.batchsize is not a known key; did you mean batchSize?");
        row("unknown key taken away",
            R"({"base": {}, "conditions": [{"name": "a", "changes": {"training": {"stopp": null}}}]})",
            "training.stopp is not a known key");
        row("misspelt changes", R"({"base": {}, "conditions": [{"name": "a", "change": {}}]})",
            "did you mean changes?");
        row("impossible together",
            R"({"base": {}, "conditions": [{"name": "a", "changes": {"training": {"batchSize": 4000}}}]})",
            "condition \"a\": training.batchSize is 4000, but only");
        row("key twice", "{\"base\": {}, \"conditions\": [{\"name\": \"a\",\n \"name\": \"b\"}]}",
            "conditions[0].name stands here a second time; it is also on line 1.");
    }
    void wrongStudiesAreNamedWithLineAndCondition() {
        QFETCH(QByteArray, text);
        QFETCH(QString, said);
        const QString message = errorOf([&] { parseStudy(text, "study.json"); });
        QVERIFY2(message.startsWith(QLatin1String("study.json")) && message.contains(said),
                 qPrintable(message));
    }

    void changesReachEveryCondition() {
        const Study study = withChanges(parseStudy(smallStudy, "study.json"),
                                        object(R"({"seeds": {"first": 7, "count": 3}})"));
        for (const StudyCondition& condition : study.conditions)
            QVERIFY((condition.spec.seeds == SeedsSpec{7, 3}));
        QVERIFY(study.conditions[3].spec.training.optimizer.kind == OptimizerKind::Sgd);
        QVERIFY(errorOf([&] {
                    withChanges(study, object(R"({"training": {"batchSize": 4000}})"));
                }).contains(QLatin1String("training.batchSize is 4000")));
    }

    void changesReachAConditionThatHasTheDefaults() {
        Study study;
        QVERIFY(fromJson(object(R"({"base": {"seeds": {"first": 2, "count": 5}},
            "conditions": [{"name": "a"}, {"name": "b", "changes": {"seeds": null}},
              {"name": "c", "changes": {"training": null}}]})"),
                         study)
                    .empty());
        QVERIFY((study.conditions[1].spec.seeds == SeedsSpec{}));
        const Study other = withChanges(study, object(R"({"seeds": {"first": 3}})"));
        QVERIFY((other.conditions[0].spec.seeds == SeedsSpec{3, 5}));
        QVERIFY((other.conditions[1].spec.seeds == SeedsSpec{3, 1})); // the rest stays as it was
        const Study slower = withChanges(
            study, object(R"({"training": {"batchSize": 64, "optimizer": {"learningRate": 0.5}}})"));
        QCOMPARE(slower.conditions[2].spec.training.optimizer.learningRate, 0.5);
        QCOMPARE(slower.conditions[2].spec.training.batchSize, std::optional<int>(64));
        QCOMPARE(slower.conditions[2].spec.training.epochs, TrainingSpec().epochs);
    }

    void aConditionIsFoundByNameOrNumber() {
        const Study study = parseStudy(smallStudy, "study.json");
        QCOMPARE(findCondition(study, "relu"), std::size_t(1));
        QCOMPARE(findCondition(study, "3"), std::size_t(2));
        const QString message = errorOf([&] { findCondition(study, "5"); });
        QVERIFY2(message.contains(QLatin1String("1 tanh, 2 ReLU, 3 tanh, wide, 4 SGD")), qPrintable(message));
    }

    void everyPresetIsAStudyThatReadsAgain() {
        for (const Preset& preset : presets()) {
            QVERIFY2(preset.lesson.contains(QLatin1String("\n1. ")), qPrintable(preset.id));
            QVERIFY2(!preset.name.isEmpty() && !preset.note.isEmpty(), qPrintable(preset.id));
            QVERIFY(preset.spec == preset.study.conditions.front().spec);
            const Study again = parseStudy(QJsonDocument(toJson(preset.study)).toJson(), preset.id);
            QCOMPARE(toJson(again), toJson(preset.study));
        }
    }

    // --- what is run ---

    void theNumberOfThreadsChangesNothing() {
        const Study study = parseStudy(smallStudy, "study.json");
        const StudyRecord one = runStudy(study, {}, {}, 1);
        QCOMPARE(difference(one, runStudy(study, {}, {}, 2)), QString());
        QCOMPARE(difference(one, runStudy(study, {}, {}, 5)), QString());
    }

    void aConditionIsTheSameAloneAndInItsStudy() {
        const StudyRecord record = runStudy(parseStudy(smallStudy, "study.json"));
        QCOMPARE(record.sessions[3].runs.size(), std::size_t(1));
        for (std::size_t i = 0; i < record.sessions.size(); ++i) {
            const Session alone = runSession(record.study.conditions[i].spec);
            QCOMPARE(infoplane::difference(record.sessions[i], alone), QString());
            QVERIFY(record.sessions[i].spec == alone.spec);
            QCOMPARE(record.sessions[i].facts.inputBits, alone.facts.inputBits);
        }
    }

    void trainingsThatDifferByTheEstimatorAloneAreOne() {
        const Study study = parseStudy(smallStudy, "study.json");
        QCOMPARE(trainingOf(study.conditions[0].spec), trainingOf(study.conditions[2].spec));
        QVERIFY(trainingOf(study.conditions[0].spec) != trainingOf(study.conditions[1].spec));
        int seeds = 0;
        runStudy(study, {}, [&](const RunProgress& progress) { seeds = progress.seeds; });
        QCOMPARE(seeds, 2 + 2 + 1); // tanh once for both of its conditions, ReLU, SGD
    }

    void anEstimatorThatRefusesDoesNotLoseTheStudy() {
        Study study;
        QVERIFY(
            fromJson(object(R"({"title": "Refused", "base": {"network": {"hidden": [1], "activation": "relu"},
                "training": {"epochs": 3, "batchSize": 512}, "measure": {"on": "test"}},
            "conditions": [{"name": "bins"},
              {"name": "Ross", "changes": {"estimator": {"id": "neighbours", "form": "ross"}}}]})"),
                     study)
                .empty());
        const StudyRecord record = runStudy(study);
        const SeedRun& bins = record.sessions[0].runs.at(0);
        const SeedRun& ross = record.sessions[1].runs.at(0);
        QVERIFY(!bins.failure);
        QCOMPARE(bins.measurements.size(), std::size_t(4));
        QVERIFY(ross.failure && ross.failure->message.contains(QLatin1String("Gao")));
        QCOMPARE(ross.snapshots.size(), std::size_t(4));
        QVERIFY(ross.measurements.empty());
        QTemporaryDir folder;
        writeArchive(record, folder.filePath("refused.infoplane"));
        QCOMPARE(verifyArchive(folder.filePath("refused.infoplane")), QStringList());

        // Another estimator may need less.
        const auto other = reestimate(record.sessions[1], record.sessions[0].spec.estimator, SampleSet::Test);
        QVERIFY(other && !other->runs[0].failure);
        QCOMPARE(infoplane::difference(other->runs[0], bins), QString());
    }

    void anEstimatorThatRefusesFirstLeavesTheOthersTheirRun() {
        Study study;
        QVERIFY(
            fromJson(object(R"({"title": "Refused", "base": {"network": {"hidden": [1], "activation": "relu"},
                "training": {"epochs": 3, "batchSize": 512}, "measure": {"on": "test"},
                "estimator": {"id": "neighbours", "form": "ross"}},
            "conditions": [{"name": "Ross"},
              {"name": "bins", "changes": {"estimator": {"id": "bin_floor", "form": null}}}]})"),
                     study)
                .empty());
        const StudyRecord record = runStudy(study);
        QVERIFY(record.sessions[0].runs.at(0).failure);
        QCOMPARE(infoplane::difference(record.sessions[1], runSession(study.conditions[1].spec)), QString());
    }

    void whatWasMeasuredIsKeptWhenStopped() {
        Study study =
            withChanges(parseStudy(smallStudy, "study.json"), object(R"({"training": {"epochs": 100000}})"));
        std::atomic<bool> stop = false;
        const StudyRecord record = runStudy(
            study, [&] { return stop.load(); },
            [&](const RunProgress& progress) { stop = stop || progress.share > 0; });
        QCOMPARE(record.sessions.size(), study.conditions.size());
        std::size_t epochs = 0;
        for (const Session& session : record.sessions)
            for (const SeedRun& run : session.runs)
                epochs += run.snapshots.size();
        QVERIFY(epochs > 0);
        QTemporaryDir folder;
        writeArchive(record, folder.filePath("stopped.infoplane"));
        QCOMPARE(verifyArchive(folder.filePath("stopped.infoplane")), QStringList());
    }

    // --- exact replay ---

    void continuedIsWhatALongerRunIs() {
        const ExperimentSpec spec = smallSpec(13); // its last epoch is on no schedule
        ExperimentSpec longer = smallSpec(33);
        longer.seeds.count = 2;
        ExperimentSpec shorter = spec;
        shorter.seeds.count = 2;
        StudyRecord before = studyOf(runSession(shorter));
        before.sessions[0].notes = QStringLiteral("kept");
        const StudyRecord after = continueRun(before, {33, {}});
        QCOMPARE(infoplane::difference(after.sessions[0], runSession(longer)), QString());
        QCOMPARE(after.sessions[0].notes, QStringLiteral("kept"));
        QVERIFY(after.study.isPlain());
        QVERIFY(errorOf([&] { continueRun(after, {20, {}}); }).contains(QLatin1String("33 epochs already")));
    }

    void aPartMeasuredMoreCloselyIsWhatARunMadeSoIs() {
        const StudyRecord before = studyOf(runSession(smallSpec(60)));
        const StudyRecord after = continueRun(before, {{}, std::pair(22, 27)});
        ExperimentSpec closer = smallSpec(60);
        closer.measure.schedule.denseFrom = 22;
        closer.measure.schedule.denseTo = 27;
        QCOMPARE(infoplane::difference(after.sessions[0], runSession(closer)), QString());
        QStringList epochs;
        for (const EpochSnapshot& snapshot : after.sessions[0].runs[0].snapshots)
            if (snapshot.epoch >= 20 && snapshot.epoch <= 30)
                epochs += QString::number(snapshot.epoch);
        QCOMPARE(epochs.join(' '), QStringLiteral("20 22 23 24 25 26 27 30"));
    }

    void stoppedAndContinuedGivesTheSameTables() {
        const Study study = parseStudy(smallStudy, "study.json");
        StudyRecord stopped = runStudy(study);
        const StudyRecord whole = stopped;
        for (Session& session : stopped.sessions)
            for (SeedRun& run : session.runs) {
                run.snapshots.resize(4);
                run.measurements.resize(4);
            }
        stopped.sessions[1].runs.pop_back();
        const StudyRecord after = continueRun(stopped, {});
        for (std::size_t i = 0; i < whole.sessions.size(); ++i) {
            QCOMPARE(measurementsCsv(after.sessions[i]), measurementsCsv(whole.sessions[i]));
            QCOMPARE(epochsCsv(after.sessions[i]), epochsCsv(whole.sessions[i]));
        }
    }

    void aReplayThatIsInterruptedTooEarlyIsAnError() {
        StudyRecord record = studyOf(runSession(smallSpec(5)));
        record.study = withChanges(record.study, object(R"({"training": {"epochs": 1000000}})"));
        record.sessions[0].spec = record.study.base;
        SeedRun& run = record.sessions[0].runs[0];
        run.snapshots.back().epoch = 900000; // what no machine trains until the next look
        run.measurements.back().epoch = 900000;
        bool stop = false;
        const QString message = errorOf([&] {
            continueRun(
                record, {}, [&] { return stop; }, [&](const RunProgress&) { stop = true; });
        });
        QCOMPARE(message,
                 QStringLiteral("Interrupted before it reached epoch 900000 again; the file is unchanged."));
    }

    void aReplayThatDoesNotMeetTheFileIsAnError() {
        StudyRecord record = studyOf(runSession(smallSpec(5)));
        Weights& weights = record.sessions[0].runs[0].snapshots[3].parameters;
        std::vector<float> others = weights.toVector();
        others[0] += 1;
        weights = std::move(others);
        const QString message = errorOf([&] { continueRun(record, {10, {}}); });
        QVERIFY2(message.contains(QLatin1String("did not meet the weights of seed 0 at epoch 3")),
                 qPrintable(message));
    }

    void aRecordWithFewWeightsIsContinued() {
        const Session whole = runSession(smallSpec(5));
        for (const int keepEvery : {2, 0}) {
            const StudyRecord record = studyOf(withFewWeights(whole, keepEvery));
            const StudyRecord after = continueRun(record, {8, {}});
            QCOMPARE(infoplane::difference(after.sessions[0], runSession(smallSpec(8))), QString());
            QCOMPARE(after.sessions[0].keepEvery, keepEvery);
        }
        StudyRecord other = studyOf(withFewWeights(whole, 2));
        Weights& weights = other.sessions[0].runs[0].snapshots[2].parameters;
        std::vector<float> others = weights.toVector();
        others[0] += 1;
        weights = std::move(others);
        const QString message = errorOf([&] { continueRun(other, {8, {}}); });
        QVERIFY2(message.contains(QLatin1String("seed 0 at epoch 2")), qPrintable(message));
    }

    void aPartWithOneEndIsRefused() {
        ExperimentSpec spec;
        const auto said = [&](const char* dense) {
            const auto errors =
                fromJson(object(QByteArray("{\"measure\": {\"dense\": ") + dense + "}}"), spec);
            return errors.empty() ? QString() : errors.front().message;
        };
        QCOMPARE(said(R"({"from": 100, "to": 300})"), QString());
        QVERIFY(said(R"({"from": 100})").contains(QLatin1String("only one end")));
        QVERIFY(said(R"({"from": 300, "to": 100})").contains(QLatin1String("goes from 300 to 100")));
        QVERIFY(said(R"({"from": -1, "to": 100})").contains(QLatin1String("from 0 to")));
    }

    // --- the archive ---

    void theArchiveHoldsAFolderACondition() {
        QTemporaryDir folder;
        const QString path = folder.filePath("study.infoplane");
        const StudyRecord record = runStudy(parseStudy(smallStudy, "study.json"));
        writeArchive(record, path);
        const auto entries = entriesOf(path);
        for (const char* name :
             {"manifest.json", "study.json", "condition-01/manifest.json", "condition-01/measurements.csv",
              "condition-02/epochs.csv", "condition-02/weights/seed-0001.npy", "condition-04/notes.md"})
            QVERIFY2(entries.contains(QLatin1String(name)), name);
        QCOMPARE(entries.at("condition-02/measurements.csv"), measurementsCsv(record.sessions[1]));
        QCOMPARE(verifyArchive(path), QStringList());
        QCOMPARE(archiveConditions(path), record.study.names());

        const StudyRecord read = readStudyArchive(path);
        QCOMPARE(difference(read, record), QString());
        QCOMPARE(toJson(read.study), toJson(record.study));
        QCOMPARE(infoplane::difference(readArchive(path, "ReLU"), record.sessions[1]), QString());
        QVERIFY(errorOf([&] { readArchive(path); }).contains(QLatin1String("1 tanh, 2 ReLU")));
    }

    void everyConditionKeepsAsManyWeights() {
        QTemporaryDir folder;
        const QString path = folder.filePath("study.infoplane");
        StudyRecord record = runStudy(parseStudy(smallStudy, "study.json"));
        for (const int keepEvery : {5, 0}) {
            for (Session& session : record.sessions)
                session.keepEvery = keepEvery;
            writeArchive(record, path);
            QCOMPARE(verifyArchive(path), QStringList());
            QCOMPARE(entriesOf(path).contains("condition-02/weights/seed-0001.npy"), keepEvery > 0);
            const StudyRecord read = readStudyArchive(path);
            for (std::size_t i = 0; i < read.sessions.size(); ++i) {
                const Session few = withFewWeights(record.sessions[i], keepEvery);
                QCOMPARE(read.sessions[i].keepEvery, keepEvery);
                QCOMPARE(infoplane::difference(read.sessions[i], few), QString());
                QVERIFY(!hasAllWeights(read.sessions[i].runs[0]));
            }
        }
    }

    void everyConditionIsVerified() {
        QTemporaryDir folder;
        const QString path = folder.filePath("study.infoplane");
        writeArchive(runStudy(parseStudy(smallStudy, "study.json")), path);
        auto entries = entriesOf(path);
        // Tables that are wrong in spite of right checksums: only reading them through tells.
        QJsonObject study = QJsonDocument::fromJson(entries["manifest.json"]).object();
        QJsonObject sums = study.value("entries").toObject();
        for (const char* condition : {"condition-01/", "condition-03/"}) {
            const QString place = QString::fromLatin1(condition);
            QByteArray& table = entries[place + "epochs.csv"];
            table.replace("train_loss", "train_lost");
            QByteArray& text = entries[place + "manifest.json"];
            QJsonObject manifest = QJsonDocument::fromJson(text).object();
            QJsonObject facts = manifest.value("entries").toObject();
            facts.insert("epochs.csv", factsOf(table));
            manifest.insert("entries", facts);
            text = QJsonDocument(manifest).toJson();
            sums.insert(place + "manifest.json", factsOf(text));
        }
        study.insert("entries", sums);
        entries["manifest.json"] = QJsonDocument(study).toJson();
        QFile::remove(path);
        writeEntries(path, entries);
        QCOMPARE(verifyArchive(path).size(), 2);
    }

    void aPlainStudyKeepsTheLayoutOfASession() {
        QTemporaryDir folder;
        const Session session = runSession(smallSpec(4));
        writeArchive(session, folder.filePath("session.infoplane"));
        writeArchive(studyOf(session), folder.filePath("study.infoplane"));
        QVERIFY(entriesOf(folder.filePath("session.infoplane")) ==
                entriesOf(folder.filePath("study.infoplane")));
        const StudyRecord read = readStudyArchive(folder.filePath("session.infoplane"));
        QVERIFY(read.study.isPlain());
        QCOMPARE(archiveConditions(folder.filePath("session.infoplane")), QStringList{"small"});
    }

    void hostileStudiesAreRefusedByName() {
        QTemporaryDir folder;
        const QString good = folder.filePath("good.infoplane");
        const QString bad = folder.filePath("bad.infoplane");
        writeArchive(runStudy(parseStudy(smallStudy, "study.json")), good);
        const auto entries = entriesOf(good);
        const auto said = [&](const std::function<void(std::map<QString, QByteArray>&)>& harm) {
            auto harmed = entries;
            harm(harmed);
            QFile::remove(bad);
            writeEntries(bad, harmed);
            const QString message = errorOf([&] { readStudyArchive(bad); });
            return verifyArchive(bad).isEmpty() ? QStringLiteral("verified") : message;
        };
        using Entries = std::map<QString, QByteArray>&;
        QCOMPARE(said([](Entries) {}), QStringLiteral("verified"));
        QVERIFY(said([](Entries e) { e["../evil"] = "x"; }).contains(QLatin1String("no study has")));
        QVERIFY(
            said([](Entries e) { e["condition-01/evil"] = "x"; }).contains(QLatin1String("no session has")));
        QVERIFY(said([](Entries e) {
                    e["condition-05/manifest.json"] = "{}";
                }).contains(QLatin1String("no study has")));
        QVERIFY(said([](Entries e) {
                    e.erase("condition-02/epochs.csv");
                }).contains(QLatin1String("is missing")));
        QVERIFY(
            said([](Entries e) { e.erase("study.json"); }).contains(QLatin1String("study.json is missing")));
        QVERIFY(said([](Entries e) {
                    e["study.json"].replace("Small", "Small?");
                }).contains(QLatin1String("checksum")));
        QVERIFY(said([](Entries e) {
                    e["condition-01/manifest.json"].replace("0.01", "0.02");
                }).contains(QLatin1String("condition-01/manifest.json does not match its checksum")));
        QVERIFY(said([](Entries e) {
                    e["condition-03/measurements.csv"][9] = '?';
                }).contains(QLatin1String("condition-03/")));
        QVERIFY(said([](Entries e) {
                    std::swap(e["condition-01/weights/seed-0000.npy"],
                              e["condition-01/weights/seed-0001.npy"]);
                }).contains(QLatin1String("condition-01/weights/seed-0000.npy does not match its checksum")));
    }
};

QTEST_GUILESS_MAIN(TestStudy)
#include "tst_study.moc"
