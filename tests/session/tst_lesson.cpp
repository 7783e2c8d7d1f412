#include "error.h"
#include "session/lesson.h"

#include <QDir>
#include <QtTest>

using namespace infoplane;

class TestLesson : public QObject {
    Q_OBJECT
  private slots:
    void stepsHaveTitleTextAndPatch();
    void aNumberedListIsSteps();
    void patchesAddUpFromStepToStep();
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
    QVERIFY(lesson.steps[0].patch.isEmpty());
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
    QCOMPARE(lesson.steps.size(), 3u);
    QCOMPARE(lesson.steps[0].text, "Press **Play**.");
    QCOMPARE(lesson.steps[1].text, "Bins of 0.3.");
    QCOMPARE(lesson.steps[1].patch["estimator"].toObject()["bin_size"].toDouble(), 0.3);
    QCOMPARE(lesson.steps[2].text, "Done.");
}

void TestLesson::patchesAddUpFromStepToStep() {
    const Lesson lesson = parseLesson(QString::fromUtf8(text), "a.md");
    ExperimentSpec base;
    base.estimator = withDefaults(base.estimator);
    QCOMPARE(lesson.specAt(base, -1), base);
    const ExperimentSpec first = lesson.specAt(base, 0);
    QCOMPARE(first.training.epochs, base.training.epochs);
    const ExperimentSpec second = lesson.specAt(base, 1);
    QCOMPARE(std::get<double>(second.estimator.values.at("bin_size")), 0.3);
    QCOMPARE(second.network.activations, base.network.activations);
    const ExperimentSpec third = lesson.specAt(base, 2);
    QCOMPARE(std::get<double>(third.estimator.values.at("bin_size")), 0.3); // as the step before left it
    QCOMPARE(third.network.activations.front(), Activation::Relu);
    QCOMPARE(third.training.epochs, 50);
    QCOMPARE(third.training.batchSize, base.training.batchSize);
    QCOMPARE(lesson.specAt(base, 99), third);
}

void TestLesson::anotherEstimatorBringsItsOwnParameters() {
    const Lesson lesson = parseLesson(
        "## KDE\n```json\n{\"estimator\": {\"id\": \"kde_pairwise\", \"noise_variance\": 0.01}}\n```\n",
        "a.md");
    ExperimentSpec base;
    base.estimator = withDefaults({"bin_floor", {{"bin_size", 0.2}}});
    const ExperimentSpec spec = lesson.specAt(base, 0);
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
        lesson.specAt(ExperimentSpec(), 1);
    } catch (const Error& error) {
        message = QString::fromUtf8(error.what());
    }
    QVERIFY2(message.startsWith("Step 2, Bad: "), qPrintable(message));
}

QTEST_GUILESS_MAIN(TestLesson)
#include "tst_lesson.moc"
