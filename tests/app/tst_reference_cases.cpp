#include "app/program.h"
#include "support/reference_cases.h"

#include <QtTest>

#include <algorithm>

using namespace infoplane;
using namespace infoplane::test;

/// Every reference case through the real program, as a person would run it:
///     infoplane estimate ID NAME=FILE.npy ... --set KEY=VALUE ... --json
/// and how near each estimator comes, printed at the end.
class TestReferenceCases : public QObject {
    Q_OBJECT
  private slots:
    void everyCaseIsThere();
    void programAgrees_data();
    void programAgrees();
    void cleanupTestCase();

  private:
    void note(const QString& estimator, const QList<reference::Comparison>& comparisons);

    struct Summary {
        int cases = 0;
        int figures = 0;
        reference::Comparison furthest; ///< by share of its tolerance
    };
    QMap<QString, Summary> m_summaries;
};

namespace {

double shareOfTolerance(const reference::Comparison& comparison) {
    return comparison.deviation() / comparison.allowed;
}

QStringList argumentsOf(const QJsonObject& oneCase) {
    QStringList arguments = {"estimate", oneCase["estimator"].toString()};
    const auto files = reference::filesOf(oneCase);
    for (auto file = files.begin(); file != files.end(); ++file)
        arguments += file.key() + '=' + file.value();
    const auto parameters = reference::parametersOf(oneCase);
    for (auto parameter = parameters.begin(); parameter != parameters.end(); ++parameter)
        arguments += {"--set", parameter.key() + '=' + parameter.value()};
    return arguments << "--json";
}

} // namespace

void TestReferenceCases::everyCaseIsThere() {
    QCOMPARE(reference::cases().size(), 81);
}

void TestReferenceCases::programAgrees_data() {
    QTest::addColumn<QString>("id");
    for (const QJsonValue one : reference::cases())
        if (reference::isOffered(one))
            QTest::newRow(qPrintable(one["id"].toString())) << one["id"].toString();
}

void TestReferenceCases::programAgrees() {
    QFETCH(QString, id);
    const QJsonObject one = reference::caseWithId(id);
    const Outcome outcome = run(argumentsOf(one));
    if (reference::isToBeRefused(one)) {
        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(outcome.output, QString());
        QVERIFY2(outcome.errors.startsWith("infoplane: ") && outcome.errors.count('\n') == 1,
                 qPrintable(outcome.errors));
        m_summaries[one["estimator"].toString()].cases += 1;
        return;
    }
    QCOMPARE(outcome.errors, QString());
    QCOMPARE(outcome.exitCode, 0);
    const QJsonObject printed = QJsonDocument::fromJson(outcome.output.toUtf8()).object();
    QCOMPARE(printed["estimator"], one["estimator"]);
    reference::Figures figures;
    const QJsonObject bits = printed["bits"].toObject();
    for (auto figure = bits.begin(); figure != bits.end(); ++figure)
        figures[figure.key()] = figure.value().toDouble(reference::none());
    const auto comparisons = reference::compared(one, figures);
    QVERIFY(!comparisons.isEmpty());
    for (const auto& comparison : comparisons)
        QVERIFY2(comparison.holds(), qPrintable(comparison.text()));
    note(one["estimator"].toString(), comparisons);
}

void TestReferenceCases::note(const QString& estimator, const QList<reference::Comparison>& comparisons) {
    Summary& summary = m_summaries[estimator];
    summary.cases += 1;
    for (const auto& comparison : comparisons) {
        // How near a figure of few samples is to the truth of their distribution says nothing of exactness.
        if (comparison.quantity.endsWith("(truth)"))
            continue;
        if (summary.figures++ == 0 || shareOfTolerance(comparison) > shareOfTolerance(summary.furthest))
            summary.furthest = comparison;
    }
}

void TestReferenceCases::cleanupTestCase() {
    for (auto summary = m_summaries.begin(); summary != m_summaries.end(); ++summary)
        qInfo("%-22s %2d cases, %3d figures; furthest %s off by %.2g of %.2g", qPrintable(summary.key()),
              summary->cases, summary->figures, qPrintable(summary->furthest.quantity),
              summary->furthest.deviation(), summary->furthest.allowed);
}

QTEST_GUILESS_MAIN(TestReferenceCases)
#include "tst_reference_cases.moc"
