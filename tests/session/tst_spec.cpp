#include "error.h"
#include "session/presets.h"
#include "session/spec_fields.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

#include <limits>

using namespace infoplane;

namespace {

QJsonObject object(const QByteArray& text) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("broken test data: %s", text.constData());
    return document.object();
}

QString parseError(const QByteArray& text) {
    try {
        parseSpec(text, QStringLiteral("spec.json"));
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

std::vector<SpecError> errorsOf(const QByteArray& text) {
    ExperimentSpec spec;
    return fromJson(object(text), spec);
}

QStringList choiceIds(const char* path) {
    QStringList ids;
    for (const SpecField::Choice& choice : specField(QString::fromLatin1(path))->choices)
        ids << choice.id;
    return ids;
}

} // namespace

class TestSpec : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void writesEveryDefault() {
        const QByteArray expected = R"({
            "format": 1, "title": "SZT, tanh",
            "data": {"source": "szt", "trainFraction": 0.8, "shuffleLabels": false},
            "network": {"hidden": [10, 7, 5, 4, 3], "activation": "tanh",
                        "initializer": {"name": "truncatedNormal", "scale": "fanOut"}},
            "training": {"optimizer": {"name": "adam", "learningRate": 0.0004, "beta1": 0.9, "beta2": 0.999,
                                       "epsilon": 1e-8},
                         "batchSize": 256, "epochs": 10000, "weightDecay": 0, "loss": "crossEntropy"},
            "measure": {"schedule": "paper", "on": "all"},
            "seeds": {"first": 0, "count": 1}})";
        QJsonObject written = toJson(ExperimentSpec());
        const QJsonObject estimator = written.take(QStringLiteral("estimator")).toObject();
        QCOMPARE(written, object(expected));
        QCOMPARE(estimator.value(QLatin1String("id")).toString(), QStringLiteral("bin_floor"));
        QCOMPARE(estimator.value(QLatin1String("bin_size")).toDouble(), 0.07);
    }

    void anEmptyObjectIsTheDefaultSpec() {
        ExperimentSpec spec;
        spec.title = QStringLiteral("something else");
        QVERIFY(fromJson({}, spec).empty());
        QCOMPARE(toJson(spec), toJson(ExperimentSpec()));
    }

    void readsBackWhatItWrote_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("defaults") << QByteArray("{}");
        QTest::newRow("full batch, list of activations")
            << QByteArray(R"({"network": {"hidden": [3, 2], "activation": ["tanh", "relu"]},
                              "training": {"batchSize": "full", "stop": {"trainLoss": 0.01}}})");
        QTest::newRow("images") << QByteArray(
            R"({"data": {"source": "idx", "path": "/data/mnist", "trainSamples": 1000}})");
        QTest::newRow("table") << QByteArray(
            R"({"data": {"source": "csv", "path": "a.csv", "labelColumn": "y", "trainFraction": 0.5}})");
        QTest::newRow("matlab") << QByteArray(
            R"({"data": {"source": "mat", "path": "a.mat", "shuffleLabels": true}})");
        QTest::newRow("teacher") << QByteArray(
            R"({"data": {"source": "teacher", "inputs": 20, "trainSamples": 50, "testSamples": 70, "snr": 5,
                         "weightVariance": 2}, "network": {"hidden": [20], "activation": "linear"}})");
        QTest::newRow("relevant inputs") << QByteArray(
            R"({"data": {"source": "relevant-irrelevant", "inputs": 20, "relevantInputs": 20}})");
        for (const char* schedule :
             {R"({"schedule": "every"})", R"({"schedule": "everyKth", "every": 7, "on": "test"})",
              R"({"schedule": "logSpaced", "count": 50, "on": "train"})"})
            QTest::newRow(schedule) << QByteArray(R"({"measure": )") + schedule + "}";
        for (const QString& name : choiceIds("training.optimizer.name"))
            QTest::addRow("optimizer %s", qPrintable(name))
                << (R"({"training": {"optimizer": {"name": ")" + name + R"("}}})").toUtf8();
        for (const QString& name : choiceIds("network.initializer.name"))
            QTest::addRow("initializer %s", qPrintable(name))
                << (R"({"network": {"initializer": {"name": ")" + name + R"("}}})").toUtf8();
        QTest::newRow("momentum") << QByteArray(
            R"({"training": {"optimizer": {"name": "nesterov", "momentum": 0.5, "learningRate": 10}}})");
        QTest::newRow("gain, last seeds")
            << QByteArray(R"({"network": {"initializer": {"name": "orthogonal", "gain": 2.5}},
                              "seeds": {"first": 2147483640, "count": 8}})");
        QTest::newRow("seventeen digits") << QByteArray(
            R"({"training": {"optimizer": {"learningRate": 0.10000000000000001942}, "weightDecay": 1e-300}})");
    }
    void readsBackWhatItWrote() {
        QFETCH(QByteArray, text);
        const ExperimentSpec spec = parseSpec(text, QStringLiteral("first"));
        const QByteArray written = QJsonDocument(toJson(spec)).toJson();
        const ExperimentSpec again = parseSpec(written, QStringLiteral("second"));
        QVERIFY(again == spec);
        QCOMPARE(QJsonDocument(toJson(again)).toJson(), written);
        // What the test says is in the file, with its value.
        const QJsonObject given = object(text);
        for (auto entry = given.begin(); entry != given.end(); ++entry)
            verifyContains(toJson(spec).value(entry.key()), entry.value());
    }

    void refusesWithASentence_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* text, const char* path, const char* message) {
            QTest::newRow(name) << QByteArray(text) << QString::fromUtf8(path) << QString::fromUtf8(message);
        };
        row("unknown key", R"({"training": {"optimizer": {"learnRate": 0.1}}})",
            "training.optimizer.learnRate",
            "training.optimizer.learnRate is not a known key; did you mean learningRate?");
        row("letter case", R"({"training": {"batchsize": 1}})", "training.batchsize",
            "training.batchsize is not a known key; did you mean batchSize?");
        row("wrong group", R"({"training": {"learningRate": 0.1}})", "training.learningRate",
            "training.learningRate is not a known key; did you mean training.optimizer.learningRate?");
        row("nothing near", R"({"measure": {"zzzzzzzz": 1}})", "measure.zzzzzzzz",
            "measure.zzzzzzzz is not a known key. measure has the keys schedule, every, count, dense, on.");
        row("group is a number", R"({"measure": 3})", "measure",
            "measure is 3. It must be a group in braces with the keys schedule, every, count, dense, on.");
        row("format 2", R"({"format": 2})", "format",
            "format is 2. This version of Infoplane reads format 1 only.");
        row("format as text", R"({"format": "1"})", "format",
            "format is \"1\". This version of Infoplane reads format 1 only.");
        row("zero rate", R"({"training": {"optimizer": {"learningRate": 0}}})",
            "training.optimizer.learningRate",
            "training.optimizer.learningRate is 0. Learning rate must be a number greater than 0 and at most "
            "10.");
        row("rate as text", R"({"training": {"optimizer": {"learningRate": "0.1"}}})",
            "training.optimizer.learningRate",
            "training.optimizer.learningRate is \"0.1\". Learning rate must be a number greater than 0 and "
            "at "
            "most 10.");
        row("huge rate", R"({"training": {"optimizer": {"learningRate": 1e300}}})",
            "training.optimizer.learningRate",
            "training.optimizer.learningRate is 1e+300. Learning rate must be a number greater than 0 and at "
            "most 10.");
        row("momentum 1", R"({"training": {"optimizer": {"name": "momentum", "momentum": 1}}})",
            "training.optimizer.momentum",
            "training.optimizer.momentum is 1. Momentum must be a number at least 0 and less than 1.");
        row("half an epoch", R"({"training": {"epochs": 0.5}})", "training.epochs",
            "training.epochs is 0.5. Epochs must be a whole number from 1 to 1,000,000.");
        row("more than an int", R"({"training": {"epochs": 12345678901234567890}})", "training.epochs",
            "training.epochs is 12345678901234567000. Epochs must be a whole number from 1 to 1,000,000.");
        row("null", R"({"training": {"epochs": null}})", "training.epochs",
            "training.epochs is null. Epochs must be a whole number from 1 to 1,000,000.");
        row("seed too large", R"({"seeds": {"first": 2147483648}})", "seeds.first",
            "seeds.first is 2147483648. Seed must be a whole number from 0 to 2,147,483,647.");
        row("seeds beyond the last", R"({"seeds": {"first": 2147483647, "count": 2}})", "seeds.count",
            "seeds.count is 2, but from seed 2147483647 on there are only 1.");
        row("batch", R"({"training": {"batchSize": "all"}})", "training.batchSize",
            "training.batchSize is \"all\". Batch size must be a whole number from 1 to 10,000,000, or "
            "\"full\".");
        row("batch larger than the data", R"({"training": {"batchSize": 3278}})", "training.batchSize",
            "training.batchSize is 3278, but only 3277 samples train. Choose at most 3277, or \"full\".");
        row("switch", R"({"data": {"shuffleLabels": 1}})", "data.shuffleLabels",
            "data.shuffleLabels is 1. Shuffle the labels must be true or false.");
        row("choice", R"({"network": {"activation": "tahn"}})", "network.activation", "did you mean tanh?");
        row("choice of a wrong type", R"({"measure": {"on": 1}})", "measure.on",
            "measure.on is 1. Samples must be one of all, test, train.");
        row("activations do not match", R"({"network": {"activation": ["tanh", "relu"]}})",
            "network.activation",
            "network.activation lists 2 activations for 5 hidden layers. Give one for all, or one for each "
            "layer.");
        row("no activation", R"({"network": {"activation": []}})", "network.activation",
            "network.activation is []. At least one activation is needed.");
        row("layer without units", R"({"network": {"hidden": [10, 7, 0]}})", "network.hidden",
            "network.hidden is [10,7,0]. Layer 3 has no units.");
        row("no hidden layer", R"({"network": {"hidden": []}})", "network.hidden",
            "network.hidden is []. At least one hidden layer is needed.");
        row("layers as text", R"({"network": {"hidden": "10-7"}})", "network.hidden",
            "network.hidden is \"10-7\". Hidden layers must be a list of whole numbers, such as [10, 7, 5].");
        row("too wide", R"({"network": {"hidden": [5000]}})", "network.hidden",
            "network.hidden is [5000]. Layer 1 has 5,000 units; at most 4,096 are possible.");
        row("too deep", R"({"network": {"hidden": [1,1,1,1,1,1,1,1,1,1,1,1,1]}})", "network.hidden",
            "network.hidden is [1,1,1,1,1,1,1,1,1,1,1,1,1]. There are 13 hidden layers; at most 12 are "
            "possible.");
        row("half a unit", R"({"network": {"hidden": [2.5]}})", "network.hidden",
            "network.hidden is [2.5]. Layer 1 must have a whole number of units.");
        row("without effect", R"({"training": {"optimizer": {"name": "sgd", "momentum": 0.9}}})",
            "training.optimizer.momentum",
            "training.optimizer.momentum has no effect here: it is only for the optimizers momentum and "
            "nesterov. Take it out, or choose one of these.");
        row("no file", R"({"data": {"source": "csv"}})", "data.path",
            "data.path is missing: choose the file to read.");
        row("teacher without samples", R"({"data": {"source": "teacher", "trainSamples": 0}})",
            "data.trainSamples", "data.trainSamples is 0. A teacher must give at least 1 train sample.");
        row("more relevant than there are",
            R"({"data": {"source": "relevant-irrelevant", "inputs": 5, "relevantInputs": 6}})",
            "data.relevantInputs", "data.relevantInputs is 6, but there are only 5 inputs.");
        row("classes of a teacher",
            R"({"data": {"source": "teacher"}, "training": {"loss": "crossEntropy"}})", "training.loss",
            "training.loss is crossEntropy, but a linear teacher gives numbers, not classes. Choose "
            "meanSquaredError.");
        row("long title", ("{\"title\": \"" + std::string(201, 'x') + "\"}").c_str(), "title",
            "Title must have at most 200 characters.");
        row("title of two lines", R"({"title": "a\nb"})", "title", "Title must be one line of plain text.");
        row("estimator is text", R"({"estimator": "bin_floor"})", "estimator",
            "estimator is \"bin_floor\". It must be a group in braces, such as {\"id\": \"bin_floor\"}.");
        row("unknown estimator", R"({"estimator": {"id": "bin_flor"}})", "estimator.id", "bin_flor");
        row("unknown parameter", R"({"estimator": {"id": "bin_floor", "bin_sise": 1}})", "estimator.bin_sise",
            "bin_size");
        row("impossible parameter", R"({"estimator": {"id": "bin_floor", "bin_size": -1}})",
            "estimator.bin_size", "bin_size");
        row("list as parameter", R"({"estimator": {"id": "bin_floor", "bin_size": [1]}})",
            "estimator.bin_size", "estimator.bin_size is [1].");
    }
    void refusesWithASentence() {
        QFETCH(QByteArray, text);
        QFETCH(QString, path);
        QFETCH(QString, message);
        const std::vector<SpecError> errors = errorsOf(text);
        QCOMPARE(errors.size(), std::size_t(1));
        QCOMPARE(errors.front().path, path);
        QVERIFY2(errors.front().message.contains(message), qPrintable(errors.front().message));
        QVERIFY2(errors.front().message.contains(path), qPrintable(errors.front().message));
    }

    void saysAllErrorsAtOnceInTheOrderOfTheText() {
        const QString message = parseError("{\n"
                                           "  \"title\": 3,\n"
                                           "  \"training\": {\"epochs\": 0,\n"
                                           "    \"zzzzzz\": 1},\n"
                                           "  \"estimator\": {\"bin_size\": -1,\n"
                                           "    \"bin_sise\": 2},\n"
                                           "  \"network\": {\"hidden\": [0]}\n"
                                           "}");
        const QStringList lines = message.split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 7);
        QCOMPARE(lines[0], QStringLiteral("spec.json has 6 errors:"));
        QVERIFY(lines[1].startsWith(QLatin1String("  line 2: title is 3.")));
        QVERIFY(lines[2].startsWith(QLatin1String("  line 3: training.epochs is 0.")));
        QVERIFY(lines[3].startsWith(QLatin1String("  line 4: training.zzzzzz")));
        QVERIFY(lines[4].startsWith(QLatin1String("  line 5: estimator.bin_size")));
        QVERIFY(lines[5].startsWith(QLatin1String("  line 6: estimator.bin_sise")));
        QVERIFY(lines[6].startsWith(QLatin1String("  line 7: network.hidden is [0]. Layer 1 has no units.")));
    }

    void refusesTextThatIsNoSpec_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const QByteArray& text, const char* message) {
            QTest::newRow(name) << text << QString::fromUtf8(message);
        };
        row("empty", "", "this is not JSON");
        row("list", "[1]", "this is not JSON; a spec looks like");
        row("NaN", "{\n\"title\": \"a\",\n\"training\": {\"weightDecay\": NaN}}", "Line 3: ");
        row("infinite", R"({"training": {"weightDecay": 1e400}})", "NaN and infinity cannot stand in a spec");
        row("duplicate", "{\"seeds\": {\"first\": 1,\n \"first\": 2}}",
            "Line 2: seeds.first stands here a second time; it is also on line 1.");
        row("duplicate with an escape", R"({"title": "a", "ti\u0074le": "b"})", "title stands here a second");
        row("duplicate group", R"({"seeds": {"first": 1}, "seeds": {"count": 2}})", "seeds stands here");
        row("not UTF-8", "{\"title\": \"\xff\xfe\"}", "the text is not UTF-8");
        row("trailing text", "{}\n}", "Line 2: there is text after the closing brace");
        row("deep", QByteArray(100000, '['), "nested too deeply");
        row("deep objects", QByteArray("{\"a\":").repeated(100000), "nested too deeply");
        row("cut off", "{\"title\": \"a", "quotation mark");
        row("no comma", R"({"title": "a" "format": 1})", "Line 1: ");
        row("comment", "// hello\n{}", "this is not JSON");
        row("too large", QByteArray(17 * 1024 * 1024, ' '), "more than 16 MB");
    }
    void refusesTextThatIsNoSpec() {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        const QString error = parseError(text);
        QVERIFY2(error.startsWith(QLatin1String("spec.json: ")), qPrintable(error));
        QVERIFY2(error.contains(message), qPrintable(error));
    }

    void aKeyMayStandInTwoGroupsAndInTexts() {
        // No raw string: moc loses its way in one with escaped quotation marks.
        const QByteArray text = "{'$schema': 'x', 'title': '\\'title\\': {,', 'seeds': {'first': 3}}";
        const ExperimentSpec spec = parseSpec(QByteArray(text).replace('\'', '"'), QStringLiteral("s"));
        QCOMPARE(spec.title, QStringLiteral("\"title\": {,"));
        QCOMPARE(spec.seeds.first, 3);
    }

    void aByteOrderMarkIsNoError() { QCOMPARE(parseError("\xef\xbb\xbf{}"), QString()); }

    void checkSpecNamesEveryFieldThatCannotBe() {
        ExperimentSpec spec;
        spec.training.epochs = -1;
        spec.training.optimizer.learningRate = std::numeric_limits<double>::quiet_NaN();
        spec.network.hidden.clear();
        spec.estimator.id = "no such";
        QStringList paths;
        for (const SpecError& error : checkSpec(spec))
            paths << error.path;
        QCOMPARE(paths, (QStringList{QStringLiteral("network.hidden"),
                                     QStringLiteral("training.optimizer.learningRate"),
                                     QStringLiteral("training.epochs"), QStringLiteral("estimator")}));
        QVERIFY(checkSpec(ExperimentSpec()).empty());
    }

    void everyFieldIsCompleteAndAcceptsItsOwnValue() {
        const ExperimentSpec spec;
        QStringList paths;
        for (const SpecField& field : specFields()) {
            QVERIFY2(!field.label.isEmpty() && !field.tooltip.isEmpty(), qPrintable(field.path));
            QVERIFY2(field.applies && field.read && field.write, qPrintable(field.path));
            QVERIFY2(!field.applies(spec) || field.check(field.read(spec)).isEmpty(), qPrintable(field.path));
            QVERIFY2(!paths.contains(field.path), qPrintable(field.path));
            QCOMPARE(specField(field.path), &field);
            paths << field.path;
        }
    }

    void everyLimitIsAllowedAndWhatLiesBeyondIsNot() {
        for (const SpecField& field : specFields()) {
            const bool number = field.kind == SpecField::Kind::Number;
            if (!number && field.kind != SpecField::Kind::Integer &&
                field.kind != SpecField::Kind::IntegerOrFull)
                continue;
            const double step = number ? 1e-9 : 1;
            QCOMPARE(field.check(field.lowest).isEmpty(), !field.lowestExcluded);
            QCOMPARE(field.check(field.highest).isEmpty(), !field.highestExcluded);
            QVERIFY(field.check(field.lowest + step).isEmpty());
            QVERIFY(!field.check(field.lowest - step).isEmpty());
            QVERIFY(!field.check(field.highest + std::max(step, field.highest * 1e-9)).isEmpty());
            for (const QJsonValue& wrong :
                 {QJsonValue(true), QJsonValue(QStringLiteral("1")), QJsonValue(QJsonArray{1}),
                  QJsonValue(std::numeric_limits<double>::infinity())})
                QVERIFY2(!field.check(wrong).isEmpty(), qPrintable(field.path));
            QCOMPARE(field.check(QJsonValue()).isEmpty(), field.optional);
        }
    }

    void aTeacherBringsItsOwnCountsLossAndBatch() {
        ExperimentSpec spec;
        specField(QStringLiteral("data.source"))->write(spec, QStringLiteral("teacher"));
        QCOMPARE(spec.data.trainSamples, 100);
        QCOMPARE(spec.data.testSamples, 1000);
        QVERIFY(spec.training.loss == Loss::MeanSquaredError);
        QVERIFY(!spec.training.batchSize);
        QVERIFY(checkSpec(spec).empty());
        specField(QStringLiteral("data.source"))->write(spec, QStringLiteral("szt"));
        QVERIFY(spec == ExperimentSpec());
    }

    void whatAFieldOfTheDataIsForNamesItsSources_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("words");
        QTest::newRow("share") << "data.trainFraction"
                               << "data that come without a test set (szt, csv, mat)";
        QTest::newRow("file") << "data.path"
                              << "data from files (idx, csv, mat)";
        QTest::newRow("column") << "data.labelColumn"
                                << "tables in CSV (csv)";
        QTest::newRow("samples") << "data.testSamples"
                                 << "data with a test set of their own (idx, teacher, relevant-irrelevant)";
        QTest::newRow("teacher") << "data.snr"
                                 << "linear teachers (teacher, relevant-irrelevant)";
        QTest::newRow("relevant") << "data.relevantInputs"
                                  << "relevant inputs (relevant-irrelevant)";
    }
    void whatAFieldOfTheDataIsForNamesItsSources() {
        QFETCH(QString, path);
        QFETCH(QString, words);
        const SpecField& field = *specField(path);
        QCOMPARE(field.appliesTo, words);
        for (const SourceDescription& source : dataSources()) {
            ExperimentSpec spec;
            spec.data.source = QString::fromStdString(source.id);
            const QStringList ids = words.section(QLatin1Char('('), 1).chopped(1).split(QStringLiteral(", "));
            QCOMPARE(field.applies(spec), ids.contains(spec.data.source));
        }
    }

    void theSchemaHasEveryFieldWithItsLimits() {
        const QJsonObject schema = specSchema();
        for (const SpecField& field : specFields()) {
            QJsonObject at = schema;
            for (const QString& key : field.path.split(QLatin1Char('.'))) {
                QCOMPARE(at.value(QLatin1String("additionalProperties")), QJsonValue(false));
                at = at.value(QLatin1String("properties")).toObject().value(key).toObject();
            }
            QCOMPARE(at.value(QLatin1String("title")).toString(), field.label);
        }
        const QJsonObject training = schema.value(QLatin1String("properties"))
                                         .toObject()
                                         .value(QLatin1String("training"))
                                         .toObject()
                                         .value(QLatin1String("properties"))
                                         .toObject();
        QCOMPARE(training.value(QLatin1String("epochs")).toObject().value(QLatin1String("maximum")),
                 QJsonValue(1000000));
    }

    void theLineSaysWhatWasRun() {
        ExperimentSpec spec;
        QCOMPARE(specLine(spec, 12, 2, 3),
                 QStringLiteral("12-10-7-5-4-3-2 · tanh · Adam 0.0004 · batch 256 · 10,000 epochs · seed 3"));
        spec.training.batchSize.reset();
        spec.network.hidden = {3, 2};
        spec.network.activations = {Activation::Tanh, Activation::Relu};
        QCOMPARE(specLine(spec, 12, 2, 0),
                 QStringLiteral("12-3-2-2 · tanh-ReLU · Adam 0.0004 · full batch · 10,000 epochs · seed 0"));
        spec.network.activations = {Activation::Tanh, Activation::Tanh};
        QVERIFY(specLine(spec, 12, 2, 0).contains(QStringLiteral(" · tanh · ")));
        spec.training.weightDecay = 0.001;
        spec.network.initializer.fan = FanScale::FanIn;
        QVERIFY(specLine(spec, 12, 2, 0)
                    .contains(QStringLiteral(" · tanh · 1/√fan-in weights · Adam 0.0004 · full batch · "
                                             "weight decay 0.001 · ")));
        spec.network.initializer.kind = InitializerKind::GlorotUniform;
        QVERIFY(specLine(spec, 12, 2, 0).contains(QStringLiteral(" · tanh · Glorot weights · ")));
    }

    void theDataAreNamed() {
        ExperimentSpec spec;
        QCOMPARE(dataName(spec), QStringLiteral("SZT, 12 bits"));
        spec.data.source = QStringLiteral("csv");
        spec.data.path = QStringLiteral("/somewhere/flowers.csv");
        spec.data.shuffleLabels = true;
        QCOMPARE(dataName(spec), QStringLiteral("flowers.csv, labels shuffled"));
    }

    void everyPresetCanBeRun() {
        QStringList ids;
        for (const Preset& preset : presets()) {
            QVERIFY2(checkSpec(preset.spec).empty(), qPrintable(preset.id));
            QVERIFY(!preset.name.isEmpty() && !preset.note.isEmpty());
            QCOMPARE(findPreset(preset.id), &preset);
            ids << preset.id + QStringLiteral(".json");
        }
        ids.sort();
        QCOMPARE(
            ids,
            QDir(QStringLiteral(":/presets")).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name));
        QCOMPARE(findPreset(QStringLiteral("no-such")), nullptr);
    }

    void theFirstPresetIsThePapersNetwork() {
        const Preset& tanh = presets().front();
        QCOMPARE(tanh.id, QStringLiteral("szt-tanh"));
        QCOMPARE(tanh.name, QStringLiteral("SZT, tanh · figure 1A"));
        QCOMPARE(toJson(tanh.spec), toJson(ExperimentSpec()));
        ExperimentSpec relu = tanh.spec;
        relu.title = QStringLiteral("SZT, ReLU");
        relu.network.activations = {Activation::Relu};
        QVERIFY(relu == findPreset(QStringLiteral("szt-relu"))->spec);
    }

  private:
    static void verifyContains(const QJsonValue& whole, const QJsonValue& part) {
        if (!part.isObject()) {
            QCOMPARE(whole, part);
            return;
        }
        const QJsonObject entries = part.toObject();
        for (auto entry = entries.begin(); entry != entries.end(); ++entry)
            verifyContains(whole.toObject().value(entry.key()), entry.value());
    }
};

QTEST_APPLESS_MAIN(TestSpec)
#include "tst_spec.moc"
