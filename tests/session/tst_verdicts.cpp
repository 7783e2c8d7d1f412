#include "session/bootstrap.h"
#include "session/ensemble.h"
#include "session/reestimate.h"
#include "session/session_runner.h"
#include "session/verdicts/verdict.h"
#include "small_runs.h"

#include <QJsonArray>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

using namespace infoplane;

namespace {

/// One seed as made up: what layers 4 and 5 lose, and where training ended.
struct MadeUp {
    double layer4 = 0;
    double layer5 = 0;
    double trainError = 0;
    double testError = 0.02;
    double testLoss = 0.1;
};

/// A session on SZT that never ran: at epoch 10 every layer has 9 bits, at the end that less what it loses.
Session madeUp(Activation activation, const std::vector<MadeUp>& seeds,
               const std::function<void(ExperimentSpec&)>& change = {}) {
    Session session;
    session.spec.title = QStringLiteral("made up");
    session.spec.network.activations = {activation};
    session.spec.training.epochs = 100;
    session.spec.seeds.count = static_cast<int>(seeds.size());
    session.spec.estimator = withDefaults(session.spec.estimator);
    if (change)
        change(session.spec);
    session.facts.task =
        session.spec.training.loss == Loss::CrossEntropy ? Task::Classification : Task::Regression;
    session.shape.widths = {12};
    session.shape.widths.insert(session.shape.widths.end(), session.spec.network.hidden.begin(),
                                session.spec.network.hidden.end());
    session.shape.widths.push_back(2);
    session.shape.activations.assign(session.spec.network.hidden.size(), activation);
    const std::size_t quantities = describeEstimator(session.spec.estimator.id).quantities.size();
    for (std::size_t seed = 0; seed < seeds.size(); ++seed) {
        SeedRun run;
        run.seed = static_cast<int>(seed);
        for (const int epoch : {0, 10, 100}) {
            EpochSnapshot snapshot;
            snapshot.epoch = epoch;
            snapshot.trainError = epoch == 100 ? seeds[seed].trainError : 0.5;
            snapshot.testError = epoch == 100 ? seeds[seed].testError : 0.5;
            snapshot.trainLoss = 0.01;
            snapshot.testLoss = seeds[seed].testLoss;
            run.snapshots.push_back(snapshot);
            PlaneMeasurement measurement{epoch, {}};
            for (int layer = 0; layer < session.shape.layerCount(); ++layer) {
                const double lost = layer == 3 ? seeds[seed].layer4 : layer == 4 ? seeds[seed].layer5 : 0;
                std::vector<double> values(quantities, 0.0);
                values[0] = epoch == 0 ? 11 : epoch == 10 ? 9 : 9 - lost;
                values[1] = epoch == 0 ? 0.1 : 0.9;
                measurement.values.push_back(values);
            }
            run.measurements.push_back(measurement);
        }
        session.runs.push_back(run);
    }
    return session;
}

std::vector<MadeUp> seedsLosing(const std::vector<double>& layer5, double layer4 = 0.1) {
    std::vector<MadeUp> seeds;
    for (const double bits : layer5)
        seeds.push_back({layer4, bits});
    return seeds;
}

/// The record of a study of these sessions; the study itself is not asked.
StudyRecord recordOf(std::vector<Session> sessions) {
    StudyRecord record;
    for (std::size_t i = 0; i < sessions.size(); ++i)
        record.study.conditions.push_back({QStringLiteral("condition %1").arg(i + 1), {}, sessions[i].spec});
    record.sessions = std::move(sessions);
    return record;
}

/// All cells, "a | b | c", a row a line.
QString tablesText(const Verdict& verdict) {
    QStringList lines;
    for (const VerdictTable& table : verdict.tables) {
        lines += table.columns.join(QStringLiteral(" | "));
        for (const QStringList& row : table.texts())
            lines += row.join(QStringLiteral(" | "));
    }
    return lines.join(QLatin1Char('\n'));
}

/// Each row has a cell for each column.
bool areWhole(const std::vector<VerdictTable>& tables) {
    return std::ranges::all_of(tables, [](const VerdictTable& table) {
        return !table.rows.empty() && table.wordColumns <= table.columns.size() &&
               std::ranges::all_of(table.rows,
                                   [&](const VerdictRow& row) { return row.size() == table.columns.size(); });
    });
}

const VerdictLimits quick{.bootstrap = {.resamples = 2000}};

std::vector<Verdict> judge(const StudyRecord& record, const VerdictLimits& limits = quick) {
    return verdictsOf(judgedConditions(record), limits);
}

Verdict only(const StudyRecord& record, int finding, const VerdictLimits& limits = quick) {
    for (const Verdict& verdict : judge(record, limits))
        if (verdict.finding == finding)
            return verdict;
    return {};
}

/// A linear teacher whose irrelevant information goes as given, relevant information from 0 to `relevant`.
Session irrelevantSession(const std::vector<std::vector<double>>& irrelevant,
                          const std::vector<double>& relevant) {
    Session session;
    session.spec.data.source = QStringLiteral("relevant-irrelevant");
    session.spec.network.hidden = {5};
    session.spec.network.activations = {Activation::Linear};
    session.spec.training.loss = Loss::MeanSquaredError;
    session.spec.training.batchSize = 5;
    session.spec.estimator = withDefaults({"linear_gaussian", {}});
    session.facts.task = Task::Regression;
    session.shape.widths = {10, 5, 1};
    session.shape.activations = {Activation::Linear};
    session.shape.task = Task::Regression;
    for (std::size_t seed = 0; seed < irrelevant.size(); ++seed) {
        SeedRun run;
        run.seed = static_cast<int>(seed);
        for (std::size_t epoch = 0; epoch < relevant.size(); ++epoch) {
            EpochSnapshot snapshot;
            snapshot.epoch = static_cast<int>(epoch);
            snapshot.trainError = snapshot.testError = std::nan("");
            run.snapshots.push_back(snapshot);
            const std::vector<double> values = {relevant[epoch] + irrelevant[seed][epoch], 0.5,
                                                relevant[epoch], irrelevant[seed][epoch]};
            run.measurements.push_back({snapshot.epoch, {values, values}});
        }
        session.runs.push_back(run);
    }
    return session;
}

/// What real seeds look like: most lose some tenths by jitter, one in six loses some bits.
double lossOfASeed(std::mt19937_64& engine) {
    std::exponential_distribution<double> jitter(6);
    std::uniform_real_distribution<double> chance(0, 1);
    return jitter(engine) + (chance(engine) < 1.0 / 6 ? 1.5 + 2 * chance(engine) : 0);
}

/// Seeds whose compression lies about `bits` in both layers, and whose test error about `gap`.
std::vector<MadeUp> seedsAbout(double bits, double gap, int count, std::mt19937_64& engine) {
    std::normal_distribution<double> compression(bits, 0.1);
    std::normal_distribution<double> error(gap, 0.01);
    std::vector<MadeUp> seeds;
    for (int i = 0; i < count; ++i)
        seeds.push_back({compression(engine), compression(engine), 0, error(engine)});
    return seeds;
}

/// Conditions of finding 2 that differ, and so count each by itself.
Session conditionOf(const std::vector<MadeUp>& seeds, std::size_t number) {
    return madeUp(Activation::Tanh, seeds, [=](ExperimentSpec& spec) {
        spec.data.trainFraction = 0.1 + 0.05 * static_cast<double>(number);
    });
}

/// In how many of so many trials a study made by chance is said to support a finding.
int supportedByChance(int trials, int finding, const VerdictLimits& limits,
                      const std::function<std::vector<Session>()>& draw) {
    int supported = 0;
    for (int trial = 0; trial < trials; ++trial)
        supported += only(recordOf(draw()), finding, limits).judgement == Judgement::Supported ? 1 : 0;
    return supported;
}

} // namespace

class TestVerdicts : public QObject {
    Q_OBJECT

  private slots:
    // --- intervals ---

    void anIntervalOfFewSeedsIsAsWideAsStudentsT() {
        // 8 values of mean 5 and standard deviation 2.449: t_7 (0.975) = 2.3646 gives 5 +- 2.048.
        const std::vector<double> values = {2, 3, 4, 4, 6, 6, 7, 8};
        const Estimated mean = meanOver(values);
        QCOMPARE(mean.value, 5.0);
        QCOMPARE(mean.seeds, 8);
        const double sd = std::sqrt(30.0 / 7);
        const double half = 2.3646 * sd / std::sqrt(8.0);
        QVERIFY2(mean.interval.low < 5 - 0.9 * half && mean.interval.low > 5 - 1.5 * half,
                 qPrintable(QString::number(mean.interval.low)));
        QVERIFY2(mean.interval.high > 5 + 0.9 * half && mean.interval.high < 5 + 1.5 * half,
                 qPrintable(QString::number(mean.interval.high)));
        QVERIFY(meanOver(values).interval == mean.interval);
        BootstrapOptions other;
        other.seed = 1;
        QVERIFY(!(meanOver(values, other).interval == mean.interval));
    }

    void intervalsOfDegenerateSamples() {
        QVERIFY(std::isnan(meanOver({}).value));
        const std::vector<double> one = {3};
        QCOMPARE(meanOver(one).value, 3.0);
        QVERIFY(std::isnan(meanOver(one).interval.low));
        const std::vector<double> same = {2, 2, 2, 2, 2};
        QVERIFY((meanOver(same).interval == Interval{2, 2}));
        QVERIFY((differenceOfMeans(same, same).interval == Interval{0, 0}));
    }

    void noIntervalReachesBeyondWhatCanBe() {
        const std::vector<double> oneFarOff = {0.001, 0.002, 0.001, 0.003, 3};
        const Estimated far = meanOver(oneFarOff);
        QVERIFY2(far.interval.low < 0 && far.interval.high > 12, // or the test shows nothing
                 qPrintable(QStringLiteral("%1 %2").arg(far.interval.low).arg(far.interval.high)));
        const Estimated cut = within(far, {0, 12});
        QVERIFY((cut.interval == Interval{0, 12}));
        QCOMPARE(cut.value, far.value);
        QVERIFY(std::isnan(within(meanOver({}), {0, 12}).interval.low));

        Session session = madeUp(Activation::Relu, seedsLosing(oneFarOff));
        session.facts.inputBits = 12;
        const StudyRecord record = recordOf({session, madeUp(Activation::Tanh, seedsLosing(oneFarOff))});
        const JudgedCondition relu = judgedConditions(record).front();
        QVERIFY((relu.compression(4, {}).interval == Interval{0, 12}));
        QCOMPARE(relu.mostBits(), 12.0);
    }

    void intervalsMissTheMeanNoMoreThanTheySay_data() {
        QTest::addColumn<int>("seeds");
        for (const int seeds : {5, 8, 20})
            QTest::addRow("%d seeds", seeds) << seeds;
    }
    void intervalsMissTheMeanNoMoreThanTheySay() {
        QFETCH(int, seeds);
        std::mt19937_64 engine(7);
        double truth = 0;
        constexpr int many = 400'000;
        for (int i = 0; i < many; ++i)
            truth += lossOfASeed(engine) / many;
        int tooHigh = 0;
        constexpr int trials = 400;
        for (int trial = 0; trial < trials; ++trial) {
            std::vector<double> values;
            for (int i = 0; i < seeds; ++i)
                values.push_back(lossOfASeed(engine));
            tooHigh += meanOver(values, {.resamples = 1000}).interval.low > truth ? 1 : 0;
        }
        QVERIFY2(tooHigh <= trials * 0.04, qPrintable(QString::number(tooHigh))); // 2.5 % and chance
    }

    void rankCorrelationIsSpearmans() {
        const std::vector<double> a = {1, 2, 3, 4, 5};
        const std::vector<double> b = {5, 6, 7, 8, 7};
        QVERIFY(std::abs(rankCorrelation(a, b) - 0.8207826816681233) < 1e-12); // scipy.stats.spearmanr
        const std::vector<double> c = {2, 2, 2, 2, 2};
        QVERIFY(std::isnan(rankCorrelation(a, c)));
        QCOMPARE(rankCorrelation(a, std::vector<double>{9, 7, 5, 3, 1}), -1.0);
    }

    // --- compression and ensembles ---

    void compressionCountsFromWhereTheLayerHasFitted() {
        const Session session = madeUp(Activation::Tanh, seedsLosing({3.5}));
        const std::vector<double> bits = compressionOf(session, session.runs[0]);
        // 11 bits at epoch 0, before I(T;Y) has reached 90 % of its end, do not count.
        QCOMPARE(bits[4], 3.5);
        QCOMPARE(bits[0], 0.0);
        Session unlabelled = session;
        for (PlaneMeasurement& measurement : unlabelled.runs[0].measurements)
            measurement.values[4][1] = std::nan("");
        QCOMPARE(compressionOf(unlabelled, unlabelled.runs[0])[4], 5.5);
    }

    void deadFailedAndUnfinishedSeedsAreCounted() {
        Session session = madeUp(Activation::Relu, seedsLosing({1, 2, 3, 4, 5}));
        session.runs[1].snapshots.back().trainError = 0.48;
        session.runs[2].failure = RunFailure{3, QStringLiteral("Diverged")};
        session.runs[3].snapshots.pop_back();
        session.runs[3].measurements.pop_back();
        const SeedSelection seeds = selectSeeds(session);
        QCOMPARE(seeds.used.size(), std::size_t(2));
        QCOMPARE(seeds.leftOutText(), QStringLiteral("1 dead, 1 failed, 1 unfinished"));
        QCOMPARE(selectSeeds(session, false).used.size(), std::size_t(3));
        QCOMPARE(medianOf(compressionsOf(seeds.used, session, 4)), 3.0); // of 1 and 5
    }

    void aSeedWithoutANumberAtItsEndLeavesTheMeanOfTheOthers() {
        Session session = madeUp(Activation::Tanh, seedsLosing({1, 2, 3}));
        session.runs[1].measurements.back().values[4][0] = std::nan("");
        session.runs[2].measurements.back().values[4][1] = std::nan(""); // as without labels
        QVERIFY(stateOf(session, session.runs[1]) == SeedState::Failed);
        QVERIFY(stateOf(session, session.runs[2]) == SeedState::Alive);
        QCOMPARE(ensembleOf(session).layers[4].x.back().mean, 7.0); // of 8 and 6
    }

    void aStepBelowTheLossAskedForEndsNothing() {
        ExperimentSpec spec;
        spec.training.epochs = 100;
        spec.training.stopTrainLoss = 0.1;
        SeedRun run;
        QVERIFY(!hasEnded(run, spec));
        run.snapshots.resize(1);
        run.snapshots[0].epoch = 20;
        run.snapshots[0].trainLoss = 0.2;
        QVERIFY(!hasEnded(run, spec));
        run.snapshots[0].trainLoss = 0.1;
        QVERIFY(hasEnded(run, spec));
        run.snapshots[0].epoch = 23; // measured because someone stepped there
        QVERIFY(!hasEnded(run, spec));
        run.snapshots[0].epoch = 100;
        QVERIFY(hasEnded(run, spec));
        run.snapshots.clear();
        run.failure = RunFailure{3, QStringLiteral("Diverged")};
        QVERIFY(hasEnded(run, spec));
    }

    void whatARefusedEstimatorEndsIsNotTrainedToItsEnd() {
        ExperimentSpec spec;
        spec.training.epochs = 100;
        SeedRun run;
        run.failure = RunFailure{0, QStringLiteral("There is not enough memory for this.")};
        QVERIFY(hasEnded(run, spec) && !hasTrainedToItsEnd(run, spec));
        run.snapshots.resize(1);
        run.snapshots[0].epoch = 20;
        QVERIFY(hasEnded(run, spec) && !hasTrainedToItsEnd(run, spec));
        run.snapshots[0].epoch = 100; // refused after its training
        QVERIFY(hasTrainedToItsEnd(run, spec));
        run.snapshots[0].epoch = 20;
        run.failure->diverged = true; // as every run of this training would
        QVERIFY(hasTrainedToItsEnd(run, spec));
    }

    void anEnsembleHasTheMeanAndItsBand() {
        ExperimentSpec spec = smallSpec(20);
        spec.seeds.count = 6;
        const Session session = runSession(spec);
        const Ensemble ensemble = ensembleOf(session, {.leaveOutDead = false});
        QCOMPARE(ensemble.epochs.size(), session.runs[0].measurements.size());
        QCOMPARE(ensemble.layers.size(), std::size_t(3));
        for (std::size_t epoch = 0; epoch < ensemble.epochs.size(); ++epoch) {
            double sum = 0;
            for (const SeedRun& run : session.runs)
                sum += run.measurements[epoch].values[1][0];
            const BandPoint& point = ensemble.layers[1].x[epoch];
            QVERIFY(std::abs(point.mean - sum / 6) < 1e-9);
            QVERIFY(point.band.low <= point.mean && point.mean <= point.band.high);
        }
        const Ensemble again = ensembleOf(session, {.leaveOutDead = false});
        QVERIFY(again.layers[0].x.back().band == ensemble.layers[0].x.back().band);
        QVERIFY(ensemble.trainLoss.back().mean < ensemble.trainLoss.front().mean);
    }

    void anEnsembleKeepsTheEpochsAllSeedsHave() {
        Session session = madeUp(Activation::Tanh, seedsLosing({1, 2, 3}));
        session.runs[1].measurements.erase(session.runs[1].measurements.begin() + 1);
        QCOMPARE(ensembleOf(session).epochs, (std::vector<int>{0, 100}));
        session.runs.clear();
        QVERIFY(ensembleOf(session).epochs.empty());
    }

    // --- finding 1 ---

    void tanhThatCompressesAgainstReluThatDoesNotIsSupported() {
        const StudyRecord record =
            recordOf({madeUp(Activation::Tanh, seedsLosing({3.5, 4, 4.5, 4.2, 3.8, 4.1})),
                      madeUp(Activation::Relu, seedsLosing({0.2, 0.3, 0.1, 0.4, 0.2, 0.3}))});
        const Verdict verdict = only(record, 1);
        QVERIFY(verdict.judgement == Judgement::Supported);
        QVERIFY(std::abs(verdict.statistic - (24.1 / 6 - 0.25)) < 1e-9);
        QVERIFY(verdict.interval.low > 3 && verdict.interval.high < 4.6);
        QCOMPARE(verdict.seeds, 6);
        QCOMPARE(verdict.lastEpoch, 100);
        QVERIFY(verdict.estimator.contains(QLatin1String("width 0.07")));
        QVERIFY(verdict.sentence.contains(QLatin1String("layer 5")));
        QCOMPARE(judge(record).size(), std::size_t(1)); // it asks no other finding
    }

    void equalCompressionIsNotSupported() {
        const std::vector<double> both = {0.1, 0.2, 0.3, 0.1, 0.2, 0.15};
        const Verdict verdict = only(recordOf({madeUp(Activation::Tanh, seedsLosing(both)),
                                               madeUp(Activation::Relu, seedsLosing(both))}),
                                     1);
        QVERIFY(verdict.judgement == Judgement::NotSupported);
    }

    void tooFewSeedsAreUndecidedWithTheNumberThatWouldDo() {
        const StudyRecord few = recordOf({madeUp(Activation::Tanh, seedsLosing({4, 4.1, 3.9})),
                                          madeUp(Activation::Relu, seedsLosing({0.1, 0.2, 0.3}))});
        QVERIFY(only(few, 1).judgement == Judgement::Undecided);
        QVERIFY2(only(few, 1).sentence.contains(QLatin1String("At least 5 seeds are needed")),
                 qPrintable(only(few, 1).sentence));
        const StudyRecord single = recordOf(
            {madeUp(Activation::Tanh, seedsLosing({4})), madeUp(Activation::Relu, seedsLosing({0.1}))});
        QVERIFY(only(single, 1).judgement == Judgement::Undecided);
        QVERIFY(toJson(only(single, 1)).value("interval").toArray()[0].isNull());
        const StudyRecord wide = recordOf({madeUp(Activation::Tanh, seedsLosing({0, 0, 3, 0, 4, 0.1})),
                                           madeUp(Activation::Relu, seedsLosing({0, 0.1, 0, 0, 0.1, 0}))});
        const Verdict open = only(wide, 1);
        QVERIFY(open.judgement == Judgement::Undecided);
        QVERIFY2(QRegularExpression("About \\d+ seeds would do").match(open.sentence).hasMatch(),
                 qPrintable(open.sentence));
    }

    void deadSeedsAreLeftOutAndCounted() {
        std::vector<MadeUp> relu = seedsLosing({0.2, 0.3, 0.1, 0.4, 0.2, 6});
        relu.back().trainError = 0.48; // died, and its fall to zero is no compression
        const Verdict verdict = only(recordOf({madeUp(Activation::Tanh, seedsLosing({3.5, 4, 4.5, 4.2, 3.8})),
                                               madeUp(Activation::Relu, relu)}),
                                     1);
        QVERIFY(verdict.judgement == Judgement::Supported);
        QCOMPARE(verdict.leftOut, 1);
        QVERIFY(verdict.details.join(' ').contains(QLatin1String("1 dead of 6 seeds")));
    }

    void aNullIsSupportedInAtMostFiveOfAHundred_data() {
        QTest::addColumn<double>("threshold");
        QTest::newRow("half a bit") << 0.5;
        QTest::newRow("any difference at all") << 0.0;
    }
    // Both conditions the same: their seeds come from one pool.
    void aNullIsSupportedInAtMostFiveOfAHundred() {
        QFETCH(double, threshold);
        std::mt19937_64 engine(11);
        VerdictLimits limits{.bootstrap = {.resamples = 1000}};
        limits.compressionBits = threshold;
        int supported = 0;
        for (int trial = 0; trial < 200; ++trial) {
            const auto draw = [&] {
                std::vector<MadeUp> seeds;
                for (int i = 0; i < 8; ++i)
                    seeds.push_back({lossOfASeed(engine), 3 + 2 * lossOfASeed(engine)});
                return seeds;
            };
            const auto tanh = draw();
            supported +=
                only(recordOf({madeUp(Activation::Tanh, tanh), madeUp(Activation::Relu, draw())}), 1, limits)
                            .judgement == Judgement::Supported
                    ? 1
                    : 0;
        }
        QVERIFY2(supported <= 10, qPrintable(QString::number(supported)));
    }

    void everyConditionIsSaidByItself() {
        const auto wider = [](ExperimentSpec& spec) { spec.estimator.values["bin_size"] = 0.5; };
        const Verdict verdict =
            only(recordOf({madeUp(Activation::Tanh, seedsLosing({3.5, 4, 4.5, 4.2, 3.8, 4.1})),
                           madeUp(Activation::Relu, seedsLosing({0.2, 0.3, 0.1, 0.4, 0.2, 0.3})),
                           madeUp(Activation::Relu, seedsLosing({1.5, 1.8, 1.6, 1.9, 1.7, 1.6}), wider)}),
                 1);
        QVERIFY(areWhole(verdict.tables));
        const QString all = tablesText(verdict);
        QVERIFY2(all.startsWith(
                     QLatin1String("Condition | Estimator | Compresses | Layer | Compression, bit | 95 % "
                                   "interval | Median, bit\n")),
                 qPrintable(all));
        // By another range rule than the first two, so all have theirs beside them.
        const QRegularExpression layer4(
            QStringLiteral("^condition 3 \\| .*width 0\\.5.* \\| no \\| 4 \\| 0\\.10\\d* \\|"),
            QRegularExpression::MultilineOption);
        const QRegularExpression layer5(
            QStringLiteral("^condition 3 \\| .* \\| yes \\| 5 \\| 1\\.68 \\| .* to .* \\| 1\\.65$"),
            QRegularExpression::MultilineOption);
        QVERIFY2(layer4.match(all).hasMatch(), qPrintable(all));
        QVERIFY2(layer5.match(all).hasMatch(), qPrintable(all));
        QCOMPARE(verdict.tables.size(), std::size_t(2));
        const VerdictTable& pairs = verdict.tables[1];
        QCOMPARE(pairs.rows.size(), std::size_t(2));
        QCOMPARE(pairs.columns.last(), QStringLiteral("97.5 % interval")); // either layer would do
        QVERIFY(pairs.texts()[0][0].endsWith(QLatin1String(" minus condition 2")));
        QCOMPARE(pairs.texts()[0][4], formatFigure(verdict.statistic)); // the first is the one judged
        QCOMPARE(pairs.texts()[1][2], QStringLiteral("supported"));
    }

    void conditionsMeasuredAlikeAreNamedWithoutTheEstimator() {
        const Verdict verdict =
            only(recordOf({madeUp(Activation::Tanh, seedsLosing({3.5, 4, 4.5, 4.2, 3.8, 4.1})),
                           madeUp(Activation::Relu, seedsLosing({0.2, 0.3, 0.1}))}),
                 1);
        QCOMPARE(verdict.tables.size(), std::size_t(1)); // one pair is what the sentence says
        const std::vector<QStringList> rows = verdict.tables[0].texts();
        QCOMPARE(rows.size(), std::size_t(4));
        QCOMPARE(rows[0][0], QStringLiteral("condition 1"));
        QCOMPARE(rows[1][1], QStringLiteral("yes"));
        QCOMPARE(rows[3][1], QStringLiteral("undecided")); // three seeds are too few
    }

    // --- finding 2 ---

    void bothOffDiagonalCellsFilledIsSupported() {
        std::vector<MadeUp> overfits = seedsLosing({4, 4.2, 3.9, 4.1, 4, 4.3});
        std::vector<MadeUp> generalizes = seedsLosing({0.1, 0.2, 0.15, 0.2, 0.1, 0.12});
        for (std::size_t i = 0; i < 6; ++i) {
            overfits[i].testError = 0.08 + 0.001 * static_cast<double>(i);
            overfits[i].testLoss = overfits[i].layer5;
            generalizes[i].testError = 0.03 + 0.001 * static_cast<double>(i);
        }
        const auto few = [](ExperimentSpec& spec) { spec.data.trainFraction = 0.3; };
        const StudyRecord record =
            recordOf({madeUp(Activation::Tanh, overfits, few), madeUp(Activation::Relu, generalizes)});
        const Verdict verdict = only(record, 2);
        QVERIFY(verdict.judgement == Judgement::Supported);
        QCOMPARE(verdict.statistic, 2.0);
        QVERIFY(areWhole(verdict.tables));
        const QString all = tablesText(verdict);
        QVERIFY2(all.startsWith(QLatin1String(" | Generalizes | Does not generalize\n"
                                              "Compresses | no example | condition 1\n"
                                              "Does not compress | condition 2 | no example\n")),
                 qPrintable(all));
        // 8.25 and 3.25 points behind, the means of what is made up.
        const QRegularExpression first(
            QStringLiteral("^condition 1 \\| yes \\| no \\| 5 \\| 4\\.08 \\| .* \\| 8\\.25 \\| .* to .*$"),
            QRegularExpression::MultilineOption);
        const QRegularExpression second(
            QStringLiteral("^condition 2 \\| no \\| yes \\| .* \\| 3\\.25 \\| .* to .*$"),
            QRegularExpression::MultilineOption);
        QVERIFY2(first.match(all).hasMatch(), qPrintable(all));
        QVERIFY2(second.match(all).hasMatch(), qPrintable(all));
        QVERIFY2(all.contains(QLatin1String("Test minus train error, points | 95 % interval")),
                 qPrintable(all));
        QVERIFY2(!all.contains(QLatin1String("noise")), qPrintable(all)); // there is no regression
        // Within the first condition loss gap and compression rise together; that is said for it alone.
        QVERIFY2(all.contains(QLatin1String("condition 1 | loss | the larger gap | 1.00 | ")),
                 qPrintable(all));
    }

    void conditionsOfEachTaskHaveATableInItsOwnUnits() {
        const auto teacher = [](ExperimentSpec& spec) {
            spec.data.source = QStringLiteral("teacher");
            spec.data.weightVariance = 1;
            spec.data.snr = 10; // so the noise is 0.1, and a test loss of 0.1 as small as any
            spec.training.loss = Loss::MeanSquaredError;
        };
        const Verdict verdict =
            only(recordOf({madeUp(Activation::Tanh, seedsLosing({4, 4.2, 3.9, 4.1, 4})),
                           madeUp(Activation::Linear, seedsLosing({0.1, 0.2, 0.1, 0.2, 0.1}), teacher)}),
                 2);
        QVERIFY(areWhole(verdict.tables));
        const QString all = tablesText(verdict);
        QVERIFY2(all.contains(QLatin1String("Test minus train error, points")), qPrintable(all));
        QVERIFY2(all.contains(QLatin1String("Test loss over the noise")), qPrintable(all));
        const QRegularExpression linear(
            QStringLiteral("^condition 2 \\| no \\| yes \\| .* \\| 1\\.00 \\| .*$"),
            QRegularExpression::MultilineOption);
        QVERIFY2(linear.match(all).hasMatch(), qPrintable(all));
    }

    // --- limits ---

    void limitsThatAreNotTheDefaultsAreNamedWhereTheyAreUsed() {
        const auto few = [](ExperimentSpec& spec) { spec.data.trainFraction = 0.3; };
        const StudyRecord record =
            recordOf({madeUp(Activation::Tanh, seedsLosing({3.5, 4, 4.5, 4.2, 3.8})),
                      madeUp(Activation::Relu, seedsLosing({0.2, 0.3, 0.1, 0.4, 0.2})),
                      madeUp(Activation::Relu, seedsLosing({0.2, 0.3, 0.1, 0.4, 0.2}), few)});
        for (const int finding : {1, 2})
            QCOMPARE(only(record, finding).changedLimits, QStringList());
        VerdictLimits limits = quick;
        limits.compressionBits = 5;
        limits.errorGap = 0.01;
        limits.lossFactor = 3; // no condition is a regression
        const Verdict first = only(record, 1, limits);
        QVERIFY(first.judgement == Judgement::NotSupported);
        QCOMPARE(first.changedLimits,
                 QStringList{QStringLiteral("a layer compresses above 5 bit (default 0.5)")});
        const QStringList second = only(record, 2, limits).changedLimits;
        QCOMPARE(second.size(), 2);
        QVERIFY2(second[1].contains(QLatin1String("gap of error of 1 points (default 5)")),
                 qPrintable(second[1]));
        QCOMPARE(toJson(first)["changedLimits"].toArray().size(), 1);
    }

    void anEmptyOffDiagonalCellIsUndecided() {
        const auto few = [](ExperimentSpec& spec) { spec.data.trainFraction = 0.3; };
        const Verdict verdict =
            only(recordOf({madeUp(Activation::Relu, seedsLosing({0.1, 0.2, 0.1, 0.2, 0.1}), few),
                           madeUp(Activation::Relu, seedsLosing({0.1, 0.2, 0.1, 0.2, 0.1}))}),
                 2);
        QVERIFY(verdict.judgement == Judgement::Undecided);
        QVERIFY2(verdict.sentence.contains(QLatin1String("compresses and does not generalize")),
                 qPrintable(verdict.sentence));
        QVERIFY((verdict.interval == Interval{1, 1}));
    }

    void roundingIsNoCompressionToCorrelate() {
        const auto few = [](ExperimentSpec& spec) { spec.data.trainFraction = 0.3; };
        std::vector<MadeUp> rounding = seedsLosing({0, 0, 0, 0, 0, 2e-7}, 0);
        for (std::size_t i = 0; i < rounding.size(); ++i)
            rounding[i].testLoss = 1 - 0.1 * static_cast<double>(i);
        const Verdict verdict = only(
            recordOf({madeUp(Activation::Linear, rounding, few), madeUp(Activation::Linear, rounding)}), 2);
        const QString all = verdict.details.join('\n');
        QVERIFY2(!tablesText(verdict).contains(QLatin1String("Rank correlation")),
                 qPrintable(tablesText(verdict)));
        QVERIFY2(all.contains(QLatin1String("condition 1: no seed compresses by as much as 0.01 bit")),
                 qPrintable(all));
        QVERIFY2(!all.contains(QStringLiteral("\u22120.00")), qPrintable(all));
        QVERIFY(verdict.isCount);
        QCOMPARE(toJson(verdict)["intervalIs"].toString(), QStringLiteral("sure to possible"));
    }

    void whereOneCellIsEmptyChanceFillsItInAtMostFiveOfAHundred_data() {
        QTest::addColumn<double>("bits"); // of the first condition, which fills a cell or lies on the bounds
        QTest::addColumn<double>("gap");
        QTest::addColumn<double>("otherBits");
        QTest::addColumn<double>("otherGap");
        QTest::addColumn<int>("others");
        QTest::newRow("all the same, on both bounds") << 0.5 << 0.05 << 0.5 << 0.05 << 5;
        QTest::newRow("none overfits for sure and compresses") << 0.1 << 0.01 << 0.5 << 0.2 << 5;
        QTest::newRow("none of many does") << 0.1 << 0.01 << 0.5 << 0.2 << 11;
        QTest::newRow("one against one") << 0.1 << 0.01 << 0.5 << 0.2 << 1;
        QTest::newRow("none that does not compress generalizes") << 2.0 << 0.2 << 0.1 << 0.05 << 5;
        QTest::newRow("none that generalizes does not compress") << 2.0 << 0.2 << 0.5 << 0.01 << 5;
    }
    // The null of finding 2: a cell off the diagonal has no example, and the conditions that could seem to be
    // one lie exactly on a bound, where chance decides.
    void whereOneCellIsEmptyChanceFillsItInAtMostFiveOfAHundred() {
        QFETCH(double, bits);
        QFETCH(double, gap);
        QFETCH(double, otherBits);
        QFETCH(double, otherGap);
        QFETCH(int, others);
        std::mt19937_64 engine(3);
        const int supported = supportedByChance(200, 2, {.bootstrap = {.resamples = 500}}, [&] {
            std::vector<Session> sessions = {conditionOf(seedsAbout(bits, gap, 6, engine), 0)};
            for (int i = 1; i <= others; ++i)
                sessions.push_back(
                    conditionOf(seedsAbout(otherBits, otherGap, 6, engine), static_cast<std::size_t>(i)));
            return sessions;
        });
        QVERIFY2(supported <= 10, qPrintable(QString::number(supported)));
    }

    // --- finding 3 ---

    void fullBatchOnTheThresholdIsSupportedInAtMostFiveOfAHundred_data() {
        QTest::addColumn<int>("seeds");
        QTest::addColumn<bool>("skewed");
        for (const int seeds : {5, 8, 20}) {
            QTest::addRow("%d seeds", seeds) << seeds << false;
            QTest::addRow("%d seeds, most of which lose little", seeds) << seeds << true;
        }
    }
    // The null of finding 3 that is hardest to tell: in both layers the mean lies exactly on the threshold,
    // so that either may seem to be above.
    void fullBatchOnTheThresholdIsSupportedInAtMostFiveOfAHundred() {
        QFETCH(int, seeds);
        QFETCH(bool, skewed);
        constexpr double meanLoss = 1.0 / 6 + 2.5 / 6; // of lossOfASeed
        // Of 200 trials 12 were with 5 seeds, by chance: of 1,000 it is 36 (50 where layers share no error).
        constexpr int trials = 1000;
        std::mt19937_64 engine(17);
        VerdictLimits limits{.bootstrap = {.resamples = 1000}};
        limits.compressionBits = skewed ? meanLoss : 0.5;
        const auto fullBatch = [](ExperimentSpec& spec) { spec.training.batchSize.reset(); };
        const int supported = supportedByChance(trials, 3, limits, [&] {
            std::vector<MadeUp> full = seedsAbout(0.5, 0.02, seeds, engine);
            if (skewed)
                for (MadeUp& seed : full)
                    seed = {lossOfASeed(engine), lossOfASeed(engine)};
            return std::vector<Session>{madeUp(Activation::Tanh, seedsAbout(5, 0.02, seeds, engine)),
                                        madeUp(Activation::Tanh, full, fullBatch)};
        });
        QVERIFY2(supported <= trials / 20, qPrintable(QString::number(supported)));
    }

    void fullBatchIsJudgedByItsOwnCompression_data() {
        QTest::addColumn<QList<double>>("full");
        QTest::addColumn<int>("judgement");
        QTest::newRow("less than mini-batch, yet it compresses")
            << QList<double>{1.5, 2, 1.8, 2.2, 1.6} << int(Judgement::Supported);
        QTest::newRow("does not") << QList<double>{0.1, 0.2, 0.1, 0.3, 0.2} << int(Judgement::NotSupported);
        QTest::newRow("some do") << QList<double>{0, 0, 2, 0, 3} << int(Judgement::Undecided);
        QTest::newRow("too few seeds") << QList<double>{4, 4, 4} << int(Judgement::Undecided);
    }
    void fullBatchIsJudgedByItsOwnCompression() {
        QFETCH(QList<double>, full);
        QFETCH(int, judgement);
        const auto fullBatch = [](ExperimentSpec& spec) { spec.training.batchSize.reset(); };
        const StudyRecord record =
            recordOf({madeUp(Activation::Tanh, seedsLosing({5, 5.1, 4.9, 5.2, 4.8})),
                      madeUp(Activation::Tanh, seedsLosing({full.begin(), full.end()}), fullBatch)});
        const Verdict verdict = only(record, 3);
        QCOMPARE(int(verdict.judgement), judgement);
        QVERIFY(verdict.details.join(' ').contains(QLatin1String("reported, not judged")));
        QVERIFY(areWhole(verdict.tables));
        QStringList names;
        for (const QStringList& row : verdict.tables.front().texts())
            names += QStringLiteral("%1, %2").arg(row[0], row[1]);
        QCOMPARE(names,
                 (QStringList{"condition 2, 4", "condition 2, 5", "condition 1, 4", "condition 1, 5",
                              "condition 2 minus condition 1, 4", "condition 2 minus condition 1, 5"}));
        const double mean = std::accumulate(full.begin(), full.end(), 0.0) / static_cast<double>(full.size());
        QCOMPARE(verdict.tables.front().texts()[1][2], formatFigure(mean));
        QCOMPARE(verdict.tables.front().texts()[5][2], formatFigure(mean - 5));
    }

    void fullBatchReluIsNoEvidenceWhereMiniBatchesDoNotCompressEither() {
        const auto fullBatch = [](ExperimentSpec& spec) { spec.training.batchSize.reset(); };
        const std::vector<double> none = {0.1, 0.2, 0.1, 0.3, 0.2};
        const StudyRecord record = recordOf({madeUp(Activation::Relu, seedsLosing(none)),
                                             madeUp(Activation::Relu, seedsLosing(none), fullBatch)});
        QVERIFY(only(record, 3).judgement == Judgement::Undecided);
        QVERIFY(only(record, 3).sentence.contains(QLatin1String("is not asked here")));
    }

    // --- finding 4 ---

    void irrelevantInformationThatFallsWhileRelevantRisesIsSupported_data() {
        QTest::addColumn<double>("end");
        QTest::addColumn<bool>("early");
        QTest::addColumn<int>("judgement");
        QTest::newRow("falls while the other rises") << 0.02 << false << int(Judgement::Supported);
        QTest::newRow("falls after all is learned") << 0.02 << true << int(Judgement::NotSupported);
        QTest::newRow("stays") << 0.1 << false << int(Judgement::NotSupported);
    }
    void irrelevantInformationThatFallsWhileRelevantRisesIsSupported() {
        QFETCH(double, end);
        QFETCH(bool, early);
        QFETCH(int, judgement);
        std::vector<std::vector<double>> irrelevant;
        for (int seed = 0; seed < 6; ++seed)
            irrelevant.push_back({0, 0.05, 0.1 + 0.002 * seed, 0.06, end + (end < 0.1 ? 0 : 0.002 * seed)});
        const std::vector<double> relevant =
            early ? std::vector<double>{0, 0.9, 0.99, 1, 1} : std::vector<double>{0, 0.2, 0.45, 0.7, 1};
        const Verdict verdict = only(recordOf({irrelevantSession(irrelevant, relevant)}), 4);
        QVERIFY2(int(verdict.judgement) == judgement, qPrintable(verdict.sentence));
        if (end < 0.1)
            QVERIFY(std::abs(verdict.statistic - (0.105 - end)) < 1e-9);
        QVERIFY(areWhole(verdict.tables));
        const std::vector<QStringList> rows = verdict.tables.front().texts();
        QCOMPARE(rows.size(), std::size_t(5)); // rise, fall, share, and where the other was
        QCOMPARE(rows[1][2], formatFigure(verdict.statistic));
        QCOMPARE(rows[3][2], early ? QStringLiteral("99.00") : QStringLiteral("45.00"));
        QCOMPARE(judge(recordOf({irrelevantSession(irrelevant, relevant)})).size(), std::size_t(1));
    }

    void irrelevantInformationIsJudgedByItsOwnTwoShares() {
        const std::vector<std::vector<double>> irrelevant(6, {0, 0.05, 0.1, 0.06, 0.02});
        const StudyRecord record = recordOf({irrelevantSession(irrelevant, {0, 0.2, 0.45, 0.7, 1})});
        QCOMPARE(limitTexts(quick, only(record, 4).limits),
                 (QStringList{QStringLiteral("I(X_irr;T) is compressed above a fall of 10 % of its rise"),
                              QStringLiteral("I(X_rel;T) is still being learned below 95 % of its rise when "
                                             "half of that fall is done")}));
        QCOMPARE(only(record, 4).changedLimits, QStringList());
        VerdictLimits limits = quick;
        limits.compressionBits = 3; // nothing here compresses by so many bits or not
        limits.fallShare = 0.9;
        const Verdict verdict = only(record, 4, limits);
        QVERIFY(verdict.judgement == Judgement::NotSupported);
        QCOMPARE(verdict.changedLimits,
                 QStringList{QStringLiteral("I(X_irr;T) is compressed above a fall of 90 % of its rise "
                                            "(default 10)")});
    }

    void anEstimatorThatCannotTellIrrelevantInputsIsUndecided() {
        Session session = irrelevantSession({{0, 0.1, 0}}, {0, 0.5, 1});
        session.spec.estimator = withDefaults({"bin_floor", {}});
        const Verdict verdict = only(recordOf({session}), 4);
        QVERIFY(verdict.judgement == Judgement::Undecided);
        QVERIFY(verdict.sentence.contains(QLatin1String("cannot be seen")));
        QVERIFY(verdict.limits.empty()); // none was needed
    }

    // Information that only jitters around a plateau has a peak, and so a fall, that means nothing.
    void jitterOnAPlateauIsNotCalledAFall() {
        std::mt19937_64 engine(5);
        std::normal_distribution<double> jitter(0, 0.002);
        int supported = 0;
        for (int trial = 0; trial < 200; ++trial) {
            std::vector<std::vector<double>> irrelevant;
            std::vector<double> relevant;
            for (int epoch = 0; epoch < 30; ++epoch)
                relevant.push_back(epoch / 29.0);
            for (int seed = 0; seed < 6; ++seed) {
                irrelevant.emplace_back();
                for (int epoch = 0; epoch < 30; ++epoch)
                    irrelevant.back().push_back(0.1 * std::min(1.0, epoch / 10.0) + jitter(engine));
            }
            supported += only(recordOf({irrelevantSession(irrelevant, relevant)}), 4,
                              {.bootstrap = {.resamples = 500}})
                                     .judgement == Judgement::Supported
                             ? 1
                             : 0;
        }
        QVERIFY2(supported <= 10, qPrintable(QString::number(supported)));
    }

    // --- another estimator ---

    void reestimatedIsWhatItWouldHaveMeasured() {
        ExperimentSpec spec = smallSpec(6);
        spec.seeds.count = 2;
        ExperimentSpec other = spec;
        other.estimator = withDefaults({"bin_minmax_epochs", {}});
        other.measure.on = SampleSet::Test;
        const auto again = reestimate(runSession(spec), other.estimator, SampleSet::Test);
        QVERIFY(again.has_value());
        const Session direct = runSession(other);
        QCOMPARE(difference(*again, direct), QString());
        QCOMPARE(again->facts.inputBits, direct.facts.inputBits);
        QVERIFY(!reestimate(direct, spec.estimator, SampleSet::All, [] { return true; }));
    }

    void aVerdictInJsonHasItsNumbers() {
        const StudyRecord record =
            recordOf({madeUp(Activation::Tanh, seedsLosing({3.5, 4, 4.5, 4.2, 3.8, 4.1})),
                      madeUp(Activation::Relu, seedsLosing({0.2, 0.3, 0.1, 0.4, 0.2, 0.3}))});
        const QJsonObject json = toJson(only(record, 1));
        QCOMPARE(json.value("finding").toInt(), 1);
        QCOMPARE(json.value("verdict").toString(), QStringLiteral("supported"));
        QCOMPARE(json.value("unit").toString(), QStringLiteral("bit"));
        QCOMPARE(json.value("seeds").toInt(), 6);
        const QJsonArray interval = json.value("interval").toArray();
        QVERIFY(interval.size() == 2 && interval[0].toDouble() < json.value("statistic").toDouble());
        QVERIFY(!json.value("sentence").toString().isEmpty() &&
                !json.value("estimator").toString().isEmpty());
        const QJsonObject table = json.value("tables").toArray()[0].toObject();
        const QJsonArray rows = table.value("rows").toArray();
        QCOMPARE(rows.size(), 4); // two conditions, two layers
        QCOMPARE(rows[0].toArray().size(), table.value("columns").toArray().size());
        const QJsonArray layer5 = rows[1].toArray();
        QCOMPARE(layer5[0].toString(), QStringLiteral("condition 1"));
        QCOMPARE(layer5[2].toInt(), 5);
        QVERIFY(std::abs(layer5[3].toDouble() - 24.1 / 6) < 1e-9); // not rounded
        const QJsonArray ends = layer5[4].toArray();
        QCOMPARE(ends.size(), 2);
        QVERIFY(ends[0].toDouble() < 24.1 / 6 && ends[1].toDouble() > 24.1 / 6);
        QVERIFY(!rows[3].toArray()[4].toArray().isEmpty());
    }

    void whatATableInJsonLacksIsNull() {
        const auto cellsOf = [](const std::vector<double>& tanh) {
            const StudyRecord record = recordOf(
                {madeUp(Activation::Tanh, seedsLosing(tanh)), madeUp(Activation::Relu, seedsLosing({1, 2}))});
            return toJson(only(record, 1))["tables"].toArray()[0].toObject()["rows"].toArray()[1].toArray();
        };
        const QJsonArray one = cellsOf({3.5});
        QCOMPARE(one[3].toDouble(), 3.5);
        QVERIFY(one[4].isNull()); // one seed has no interval
        const QJsonArray none = cellsOf({});
        QVERIFY(none[3].isNull() && none[4].isNull() && none[5].isNull());
    }

    void anIntervalOfAnotherConfidenceSaysSo() {
        const auto shallow = [](ExperimentSpec& spec) {
            spec.data.trainFraction = 0.3;
            spec.network.hidden = {10};
        };
        const std::vector<double> bits = {3.5, 4, 4.5, 4.2, 3.8};
        const Verdict verdict = only(recordOf({madeUp(Activation::Tanh, seedsLosing(bits)),
                                               madeUp(Activation::Tanh, seedsLosing(bits), shallow)}),
                                     2);
        const VerdictTable& table = verdict.tables[1];
        QCOMPARE(table.columns[5], QStringLiteral("97.5 % interval")); // of two layers, either would do
        QVERIFY(!table.texts()[0][5].contains(QLatin1Char('(')));
        QVERIFY(table.texts()[1][5].endsWith(QLatin1String("(95 %)"))); // of one
        const QJsonArray rows = toJson(verdict)["tables"].toArray()[1].toObject()["rows"].toArray();
        QCOMPARE(rows[0].toArray()[5].toArray().size(), 2);
        QCOMPARE(rows[1].toArray()[5].toArray()[2].toDouble(), 0.95);
    }
};

QTEST_GUILESS_MAIN(TestVerdicts)
#include "tst_verdicts.moc"
