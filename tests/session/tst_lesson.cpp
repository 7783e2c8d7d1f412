#include "error.h"
#include "session/lesson.h"
#include "session/presets.h"

#include <QRegularExpression>
#include <QtTest>

using namespace infoplane;

class TestLesson : public QObject {
    Q_OBJECT
  private slots:
    void stepsHaveTitleTextAndPatch();
    void aNumberedListIsSteps();
    void aPatchChangesWhatItNamesAndNothingElse();
    void conditionChartAndViewAreOfTheWindow();
    void settingsAreLeftOutForReaders();
    void everyStepOfEveryPresetSetsSomething();
    void everyNameInALessonIsReal();
    void bitsOfFigure5SayWhatTheyAreOf();
    void anotherEstimatorBringsItsOwnParameters();
    void whatIsWrongIsNamedWithItsLine_data();
    void whatIsWrongIsNamedWithItsLine();
    void aStepThatCannotBeRunIsNamed();
};

namespace {

const char* const text = R"(# A lesson

## Guess
Where will **T5** go?

Draw it.

## Coarser
```json
{"estimator": {"bin_size": 0.3}}
```
Bins of 0.3.

## ReLU
```json
{"network": {"activation": "relu"},
 "training": {"epochs": 50}}
```
)";

} // namespace

void TestLesson::stepsHaveTitleTextAndPatch() {
    const Lesson lesson = parseLesson(QString::fromUtf8(text), "a.md");
    QCOMPARE(lesson.title, "A lesson");
    QCOMPARE(lesson.steps.size(), 3u);
    QCOMPARE(lesson.steps[0].title, "Guess");
    QCOMPARE(lesson.steps[0].text, "Where will **T5** go?\n\nDraw it.");
    QVERIFY(!lesson.steps[0].setsAnything());
    QCOMPARE(lesson.steps[1].text, "Bins of 0.3.");
    QCOMPARE(lesson.steps[1].patch["estimator"].toObject()["bin_size"].toDouble(), 0.3);
}

void TestLesson::aNumberedListIsSteps() {
    const Lesson lesson =
        parseLesson("# A\n\nIntroduction.\n\n1. Press **Play**.\n2. Bins of 0.3.\n"
                    "   ```json\n   {\"estimator\": {\"bin_size\": 0.3}}\n   ```\n3. Done.\n\n"
                    "## Sources\n\n1. No step.\n",
                    "a.md");
    QCOMPARE(lesson.title, "A");
    QCOMPARE(lesson.introduction, "Introduction.");
    QCOMPARE(lesson.steps.size(), 3u);
    QCOMPARE(lesson.steps[0].text, "Press **Play**.");
    QCOMPARE(lesson.steps[1].text, "Bins of 0.3.");
    QCOMPARE(lesson.steps[1].patch["estimator"].toObject()["bin_size"].toDouble(), 0.3);
    QCOMPARE(lesson.steps[2].text, "Done.");
}

void TestLesson::aPatchChangesWhatItNamesAndNothingElse() {
    const Lesson lesson = parseLesson(QString::fromUtf8(text), "a.md");
    ExperimentSpec now;
    now.estimator = withDefaults(now.estimator);
    now.seeds = {7, 3}; // by a person, before
    const ExperimentSpec words = lesson.specAfter(now, 0);
    QCOMPARE(words, now);
    const ExperimentSpec coarse = lesson.specAfter(now, 1);
    QCOMPARE(std::get<double>(coarse.estimator.values.at("bin_size")), 0.3);
    QCOMPARE(coarse.network.activations, now.network.activations);
    QCOMPARE(coarse.seeds, now.seeds);
    const ExperimentSpec relu = lesson.specAfter(coarse, 2);
    QCOMPARE(std::get<double>(relu.estimator.values.at("bin_size")), 0.3); // as it was
    QCOMPARE(relu.network.activations.front(), Activation::Relu);
    QCOMPARE(relu.training.epochs, 50);
    QCOMPARE(relu.training.batchSize, now.training.batchSize);
    QCOMPARE(relu.seeds, now.seeds);
}

void TestLesson::conditionChartAndViewAreOfTheWindow() {
    const Lesson lesson =
        parseLesson("1. A.\n   ```json\n   {\"condition\": \"tanh\", \"chart\": \"gradient\", "
                    "\"view\": \"compare\", \"training\": {\"epochs\": 5}}\n   ```\n",
                    "a.md");
    const LessonStep& step = lesson.steps.front();
    QCOMPARE(step.condition, "tanh");
    QCOMPARE(step.chart, "gradient");
    QCOMPARE(step.view, "compare");
    QCOMPARE(step.patch.keys(), QStringList("training"));
}

void TestLesson::settingsAreLeftOutForReaders() {
    QCOMPARE(withoutSettings("1. A.\n   ```json\n   {\"view\": \"compare\"}\n   ```\n2. B.\n"),
             "1. A.\n2. B.\n");
    for (const Preset& preset : presets())
        QVERIFY(!withoutSettings(preset.lesson).contains("```"));
}

/// Gone through from the first to the last, as in the window: each condition is there, and what a step sets
/// was not set before it.
void TestLesson::everyStepOfEveryPresetSetsSomething() {
    for (const Preset& preset : presets()) {
        const Lesson lesson = parseLesson(preset.lesson, preset.id);
        QVERIFY(!lesson.title.isEmpty() && !lesson.introduction.isEmpty());
        QVERIFY(preset.chart.isEmpty() || lessonCharts().contains(preset.chart));
        std::vector<ExperimentSpec> specs;
        for (const StudyCondition& condition : preset.study.conditions) {
            specs.push_back(condition.spec);
            specs.back().estimator = withDefaults(condition.spec.estimator);
        }
        std::size_t shown = 0;
        int setting = 0;
        for (int i = 0; i < lesson.count(); ++i) {
            const LessonStep& step = lesson.steps[static_cast<std::size_t>(i)];
            setting += step.setsAnything();
            if (!step.condition.isEmpty()) {
                const qsizetype condition = preset.study.names().indexOf(step.condition);
                QVERIFY2(condition >= 0, qPrintable(preset.id + ": " + step.condition));
                shown = static_cast<std::size_t>(condition);
            }
            if (step.patch.isEmpty())
                continue;
            const ExperimentSpec after = lesson.specAfter(specs[shown], i);
            QVERIFY2(after != specs[shown], qPrintable(QString("%1, step %2").arg(preset.id).arg(i + 1)));
            QVERIFY(checkSpec(after).empty());
            specs[shown] = after;
        }
        QVERIFY2(setting > 0, qPrintable(preset.id));
    }
}

/// What stands in italics is a condition, a preset or a rule of the bins by its whole name, or one word.
void TestLesson::everyNameInALessonIsReal() {
    static const QRegularExpression italic("(?<!\\*)\\*([^*]+)\\*(?!\\*)");
    QStringList known = {"Equal in each epoch", "Equal over all epochs"};
    for (const Preset& preset : presets())
        known << preset.name;
    const QStringList stressed = {"more", "loss", "drop", "during"};
    for (const Preset& preset : presets())
        for (const LessonStep& step : parseLesson(preset.lesson, preset.id).steps)
            for (auto match = italic.globalMatch(step.text); match.hasNext();) {
                const QString name = match.next().captured(1);
                QVERIFY2(preset.study.names().contains(name) || known.contains(name) ||
                             stressed.contains(name),
                         qPrintable(preset.id + ": " + name));
            }
}

/// The readout beside it shows another quantity, of one seed.
void TestLesson::bitsOfFigure5SayWhatTheyAreOf() {
    int steps = 0;
    for (const LessonStep& step : parseLesson(findPreset("figure-5")->lesson, "figure-5").steps) {
        if (!step.text.contains(QRegularExpression("\\bbits?\\b")))
            continue;
        ++steps;
        for (const char* word : {"20 seeds", "on average", "compress"})
            QVERIFY2(step.text.contains(word), qPrintable(step.text));
    }
    QVERIFY(steps >= 5);
}

void TestLesson::anotherEstimatorBringsItsOwnParameters() {
    const Lesson lesson = parseLesson(
        "## KDE\n```json\n{\"estimator\": {\"id\": \"kde_pairwise\", \"noise_variance\": 0.01}}\n```\n",
        "a.md");
    ExperimentSpec base;
    base.estimator = withDefaults({"bin_floor", {{"bin_size", 0.2}}});
    const ExperimentSpec spec = lesson.specAfter(base, 0);
    QCOMPARE(spec.estimator.id, std::string("kde_pairwise"));
    QCOMPARE(std::get<double>(spec.estimator.values.at("noise_variance")), 0.01);
    QVERIFY(!spec.estimator.values.contains("bin_size"));
}

void TestLesson::whatIsWrongIsNamedWithItsLine_data() {
    QTest::addColumn<QString>("markdown");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no step") << "# Title\n"
                             << "no step";
    QTest::newRow("no JSON") << "## A\n```json\n{nonsense}\n```\n"
                             << "line 3";
    QTest::newRow("no chart") << "## A\n```json\n{\"chart\": \"pie\"}\n```\n"
                              << "no chart \"pie\"; there are generalization, information";
    QTest::newRow("no view") << "## A\n```json\n{\"view\": \"top\"}\n```\n"
                             << "no view \"top\"; there are charts, compare";
    QTest::newRow("no name") << "## A\n```json\n{\"condition\": 2}\n```\n"
                             << "\"condition\" must be text";
    QTest::newRow("nothing") << "## A\n```json\n{}\n```\n"
                             << "sets nothing";
    QTest::newRow("no end") << "## A\n```json\n{}\n"
                            << "no end";
    QTest::newRow("a list") << "## A\n```json\n[1]\n```\n"
                            << "braces";
    QTest::newRow("twice") << "## A\n```json\n{\"a\": 1}\n```\n```json\n{\"a\": 1}\n```\n"
                           << "already";
}

void TestLesson::whatIsWrongIsNamedWithItsLine() {
    QFETCH(QString, markdown);
    QFETCH(QString, expected);
    QString message;
    try {
        parseLesson(markdown, "a.md");
    } catch (const Error& error) {
        message = QString::fromUtf8(error.what());
    }
    QVERIFY2(message.startsWith("a.md, line ") && message.contains(expected), qPrintable(message));
}

void TestLesson::aStepThatCannotBeRunIsNamed() {
    const Lesson lesson =
        parseLesson("## Good\nText.\n## Bad\n```json\n{\"training\": {\"epochs\": -3}}\n```\n", "a.md");
    QString message;
    try {
        lesson.specAfter(ExperimentSpec(), 1);
    } catch (const Error& error) {
        message = QString::fromUtf8(error.what());
    }
    QVERIFY2(message.startsWith("Step 2, Bad: "), qPrintable(message));
}

QTEST_GUILESS_MAIN(TestLesson)
#include "tst_lesson.moc"
