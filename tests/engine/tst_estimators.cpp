#include "error.h"
#include "information/estimator.h"
#include "support/reference_cases.h"

#include <QtTest>

#include <cmath>
#include <optional>
#include <random>
#include <set>
#include <thread>

using namespace infoplane;

// What every estimator must do, over all of the registry: those that work on activity are put through the
// whole battery, each one is compared with the reference values.

namespace {

/// Activity of a layer with labels, owned.
struct Layer {
    Eigen::MatrixXd activity;
    std::vector<std::int32_t> labels;
    int classCount = 2;

    Observation observation() const {
        Observation result{
            .activity = Eigen::Map<const Eigen::MatrixXd>(activity.data(), activity.rows(), activity.cols())};
        result.labels = labels;
        result.classCount = classCount;
        result.runRange = {activity.minCoeff(), activity.maxCoeff()};
        return result;
    }
};

/// Whole multiples of 2^-12, so that adding 1e6 and taking it off again is exact.
Layer smallLayer(Eigen::Index samples = 120, Eigen::Index width = 3, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    Layer layer;
    layer.activity.resize(samples, width);
    for (Eigen::Index i = 0; i < layer.activity.size(); ++i)
        layer.activity.data()[i] = std::round(std::tanh(normal(random)) * 4096) / 4096;
    for (Eigen::Index i = 0; i < samples; ++i)
        layer.labels.push_back(layer.activity.row(i).sum() + normal(random) > 0 ? 1 : 0);
    return layer;
}

bool worksOnActivity(const EstimatorDescription& description) {
    return std::ranges::any_of(description.inputs, [](const auto& input) { return input.id == "T"; });
}

/// Those whose edges or distances depend only on differences of activity.
bool isShiftInvariant(const QString& id) {
    return id != "bin_floor" && id != "bin_linspace";
}

/// Quantiles of all units together move with another unit, and a little with every sample twice.
bool usesQuantiles(const QString& id) {
    return id == "bin_quantile";
}

bool isBinning(const QString& id) {
    return id.startsWith("bin_");
}

std::unique_ptr<const Estimator> make(const QString& id) {
    return makeEstimator({id.toStdString(), {}});
}

/// Equal within tolerance, NaN equal to NaN, the larger the value the more is allowed.
bool near(const std::vector<double>& a, const std::vector<double>& b, double tolerance) {
    return std::ranges::equal(a, b, [&](double x, double y) {
        return (std::isnan(x) && std::isnan(y)) || std::abs(x - y) <= tolerance * std::max(1.0, std::abs(x));
    });
}

QString text(const std::vector<double>& values) {
    QStringList words;
    for (const double value : values)
        words << QString::number(value, 'g', 17);
    return words.join(", ");
}

QByteArray differ(const std::vector<double>& a, const std::vector<double>& b) {
    return (text(a) + " but " + text(b)).toUtf8();
}

/// In bits only: quantities that are shares and counts may change with what leaves information alone.
std::vector<double> bits(const Estimator& estimator, const std::vector<double>& values) {
    std::vector<double> result;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (estimator.description().quantities[i].unit == "bit")
            result.push_back(values[i]);
    return result;
}

std::vector<double> bitsOf(const Estimator& estimator, const Layer& layer) {
    return bits(estimator, estimator.estimate(layer.observation(), {}));
}

} // namespace

class TestEstimators : public QObject {
    Q_OBJECT
  private slots:
    void descriptionsAreComplete();
    void unknownNamesAreRefusedWithTheNearest();
    void valuesOutOfRangeAreRefused();
    void textBecomesValues();
    void labelEntropyIsThePlugIn();

    void agreesWithReferenceValues_data();
    void agreesWithReferenceValues();

    void orderOfSamplesMakesNoDifference_data() { everyActivityEstimator(); }
    void orderOfSamplesMakesNoDifference();
    void namesOfClassesMakeNoDifference_data() { everyActivityEstimator(); }
    void namesOfClassesMakeNoDifference();
    void constantUnitMakesNoDifference_data() { everyActivityEstimator(); }
    void constantUnitMakesNoDifference();
    void everySampleTwiceMakesNoDifference_data() { everyActivityEstimator(); }
    void everySampleTwiceMakesNoDifference();
    void shiftMakesNoDifference_data() { everyActivityEstimator(); }
    void shiftMakesNoDifference();
    void constantActivityTellsNothing_data() { everyActivityEstimator(); }
    void constantActivityTellsNothing();
    void equalRowsTellNothing_data() { everyActivityEstimator(); }
    void equalRowsTellNothing();
    void hugeAndTinyActivityStaysFiniteAndBounded_data() { everyActivityEstimator(); }
    void hugeAndTinyActivityStaysFiniteAndBounded();
    void oneSampleTellsNothing_data() { everyActivityEstimator(); }
    void oneSampleTellsNothing();
    void classOfOneAndAbsentClass_data() { everyActivityEstimator(); }
    void classOfOneAndAbsentClass();
    void oneUnitAndAThousand_data() { everyActivityEstimator(); }
    void oneUnitAndAThousand();
    void withoutLabelsNothingIsSaidOfThem_data() { everyActivityEstimator(); }
    void withoutLabelsNothingIsSaidOfThem();
    void notFiniteIsRefusedNamingTheFirst_data() { everyActivityEstimator(); }
    void notFiniteIsRefusedNamingTheFirst();
    void nothingToEstimateFromIsRefused_data() { everyActivityEstimator(); }
    void nothingToEstimateFromIsRefused();
    void sameBitsFromEveryThread_data() { everyActivityEstimator(); }
    void sameBitsFromEveryThread();
    void singleAndDoublePrecisionAgree_data() { everyActivityEstimator(); }
    void singleAndDoublePrecisionAgree();
    void plugInKeepsItsBounds_data() { everyActivityEstimator(); }
    void plugInKeepsItsBounds();

  private:
    static void everyActivityEstimator();
    static void compare(const ArrayEstimate& estimate, const QJsonValue& expected);
    static void compareWithTruth(const ArrayEstimate& estimate, const QJsonValue& expected);
};

void TestEstimators::everyActivityEstimator() {
    QTest::addColumn<QString>("id");
    for (const EstimatorDescription& description : estimators())
        if (worksOnActivity(description))
            QTest::newRow(description.id.c_str()) << QString::fromStdString(description.id);
}

void TestEstimators::descriptionsAreComplete() {
    std::set<std::string> ids;
    for (const EstimatorDescription& description : estimators()) {
        const char* id = description.id.c_str();
        QVERIFY2(ids.insert(description.id).second, id);
        QVERIFY2(!description.method.empty() && !description.question.empty() && !description.source.empty(),
                 id);
        QVERIFY2(!description.quantities.empty() && !description.inputs.empty(), id);
        const int count = static_cast<int>(description.quantities.size());
        for (const int plane :
             {description.planeX, description.planeY, description.planeLowerX, description.planeLowerY})
            QVERIFY2(plane >= -1 && plane < count, id);
        for (const ParameterDescription& parameter : description.parameters) {
            QVERIFY2(!parameter.name.empty() && !parameter.tooltip.empty(), parameter.id.c_str());
            if (parameter.kind == ParameterDescription::Kind::Choice) {
                QVERIFY2(std::ranges::any_of(
                             parameter.choices,
                             [&](const auto& choice) { return choice.id == parameter.defaultChoice; }),
                         parameter.id.c_str());
                continue;
            }
            QVERIFY2(parameter.lowestAccepted <= parameter.lowest &&
                         parameter.highest <= parameter.highestAccepted,
                     parameter.id.c_str());
            QVERIFY2(parameter.lowest <= parameter.defaultNumber &&
                         parameter.defaultNumber <= parameter.highest,
                     parameter.id.c_str());
            QVERIFY2(!parameter.logarithmic || parameter.lowest > 0, parameter.id.c_str());
        }
        QVERIFY2(!makeEstimator({description.id, {}})->caption().empty(), id);
    }
}

void TestEstimators::unknownNamesAreRefusedWithTheNearest() {
    const auto sentence = [](const EstimatorSettings& settings) {
        try {
            makeEstimator(settings);
        } catch (const Error& error) {
            return QString(error.what());
        }
        return QString();
    };
    QVERIFY(sentence({"bin_flor", {}}).contains("Did you mean bin_floor?"));
    QVERIFY(sentence({"bin_floor", {{"binsize", 1.0}}}).contains("Did you mean bin_size?"));
    QVERIFY(sentence({"bin_floor", {{"zzzzzzzzzzzz", 1.0}}}).contains("It has: bin_size"));
    QVERIFY(sentence({"bin_floor", {{"correction", "miller"}}}).contains("miller_madow"));
    const auto estimator = makeEstimator({"bin_floor", {}});
    NamedArrays arrays;
    arrays["t"] = {{2, 1}, std::vector<double>{0, 1}};
    try {
        estimator->estimateArrays(arrays, {});
        QFAIL("no error");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains("T is missing"), error.what());
    }
    arrays["T"] = arrays["t"];
    arrays["labels"] = arrays["t"];
    QVERIFY_EXCEPTION_THROWN(estimator->estimateArrays(arrays, {}), Error);
}

void TestEstimators::valuesOutOfRangeAreRefused() {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double width : {0.0, -0.07, 1e13, nan})
        QVERIFY_EXCEPTION_THROWN(makeEstimator({"bin_floor", {{"bin_size", width}}}), Error);
    QVERIFY_EXCEPTION_THROWN(makeEstimator({"bin_floor", {{"bin_size", "wide"}}}), Error);
    for (const double count : {1.0, 30.5, 1e7})
        QVERIFY_EXCEPTION_THROWN(makeEstimator({"bin_quantile", {{"n_bins", count}}}), Error);
    QVERIFY_EXCEPTION_THROWN(makeEstimator({"bin_floor", {{"correction", 3.0}}}), Error);
    QVERIFY_EXCEPTION_THROWN(makeEstimator({"bin_linspace", {{"lo", 1.0}, {"hi", 1.0}}}), Error);
    makeEstimator({"bin_floor", {{"bin_size", 1e-6}}}); // wider than the slider
}

void TestEstimators::textBecomesValues() {
    EstimatorSettings settings{"bin_floor", {}};
    setFromText(settings, "bin_size", "5e-1");
    setFromText(settings, "correction", "shuffle");
    QCOMPARE(std::get<double>(settings.values["bin_size"]), 0.5);
    QCOMPARE(std::get<std::string>(settings.values["correction"]), "shuffle");
    for (const char* wrong : {"", "0,5", "0.5x", "nan", "-1"})
        QVERIFY_EXCEPTION_THROWN(setFromText(settings, "bin_size", wrong), Error);
    QVERIFY_EXCEPTION_THROWN(setFromText(settings, "width", "1"), Error);
}

void TestEstimators::labelEntropyIsThePlugIn() {
    const std::vector<std::int32_t> labels = {0, 0, 1, 3};
    QCOMPARE(labelEntropy(labels, 4), 1.5);
    QCOMPARE(labelEntropy({}, 4), 0.0);
    const std::vector<std::int32_t> one = {2, 2, 2};
    QCOMPARE(labelEntropy(one, 3), 0.0);
}

void TestEstimators::agreesWithReferenceValues_data() {
    QTest::addColumn<QString>("id");
    const QJsonArray all = reference::cases();
    QVERIFY2(!all.isEmpty(), "tests/data/reference/cases.json cannot be read");
    std::set<std::string> known;
    for (const EstimatorDescription& description : estimators())
        known.insert(description.id);
    for (const QJsonValue one : all)
        if (known.contains(one["estimator"].toString().toStdString()))
            QTest::newRow(qPrintable(one["id"].toString())) << one["id"].toString();
}

void TestEstimators::agreesWithReferenceValues() {
    QFETCH(QString, id);
    const QJsonObject one = reference::caseWithId(id);
    const auto estimator = makeEstimator(reference::settingsOf(one));
    const NamedArrays arrays = reference::inputsOf(one);
    static const QRegularExpression refuse("^(reject|error)|refuse");
    if (one["policy"].toString().contains(refuse)) {
        QVERIFY_EXCEPTION_THROWN(estimator->estimateArrays(arrays, {}), Error);
        return;
    }
    const ArrayEstimate estimate = estimator->estimateArrays(arrays, {});
    QCOMPARE(estimate.values.size(), estimate.quantities.size());
    static const QRegularExpression notOffered("nsb|panzeri_treves");
    int compared = 0;
    for (const QJsonValue expected : one["expected"].toArray()) {
        const QString quantity = expected["quantity"].toString();
        if (expected["kind"].toString() == "quirk" || quantity.contains(notOffered))
            continue;
        if (quantity == "I_true")
            compareWithTruth(estimate, expected);
        else
            compare(estimate, expected);
        if (QTest::currentTestFailed())
            return;
        ++compared;
    }
    QVERIFY(compared > 0);
}

/// By name, within the tolerance of the case and four standard errors of the estimate's own.
void TestEstimators::compare(const ArrayEstimate& estimate, const QJsonValue& expected) {
    const auto value = [&](const QString& quantity) -> std::optional<double> {
        const auto found =
            std::ranges::find(estimate.quantities, quantity.toStdString(), &QuantityDescription::id);
        if (found == estimate.quantities.end())
            return std::nullopt;
        return estimate.values[static_cast<std::size_t>(found - estimate.quantities.begin())];
    };
    const QString quantity = expected["quantity"].toString();
    const std::optional<double> got = value(quantity);
    QVERIFY2(got, qPrintable(quantity));
    const double wanted = reference::number(expected["value"]);
    const double allowed = expected["abs_tol"].toDouble() +
                           expected["rel_tol"].toDouble() * std::abs(wanted) +
                           4 * value(quantity + "_se").value_or(0);
    QVERIFY2(std::abs(*got - wanted) <= allowed,
             qPrintable(QString("%1: %2, expected %3 within %4, off by %5")
                            .arg(quantity)
                            .arg(*got, 0, 'g', 17)
                            .arg(wanted, 0, 'g', 17)
                            .arg(allowed)
                            .arg(*got - wanted)));
}

/// The information of the distribution that the samples were drawn from: every figure must be near it, and
/// bounds of I(X;T) on their side of it.
void TestEstimators::compareWithTruth(const ArrayEstimate& estimate, const QJsonValue& expected) {
    const double truth = reference::number(expected["value"]);
    const double allowed = expected["abs_tol"].toDouble();
    for (std::size_t i = 0; i < estimate.values.size(); ++i) {
        const QString quantity = QString::fromStdString(estimate.quantities[i].id);
        const QString message =
            QString("%1: %2, the truth is %3").arg(quantity).arg(estimate.values[i]).arg(truth);
        if (!quantity.startsWith("I_") || std::isnan(estimate.values[i]))
            continue;
        if (!quantity.endsWith("_lower"))
            QVERIFY2(estimate.values[i] >= truth - allowed, qPrintable(message));
        if (!quantity.endsWith("_upper"))
            QVERIFY2(estimate.values[i] <= truth + allowed, qPrintable(message));
    }
}

void TestEstimators::orderOfSamplesMakesNoDifference() {
    QFETCH(QString, id);
    const Layer layer = smallLayer();
    Layer permuted = layer;
    std::vector<Eigen::Index> order(layer.labels.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::shuffle(order, std::mt19937(5));
    for (std::size_t i = 0; i < order.size(); ++i) {
        permuted.activity.row(static_cast<Eigen::Index>(i)) = layer.activity.row(order[i]);
        permuted.labels[i] = layer.labels[static_cast<std::size_t>(order[i])];
    }
    const auto estimator = make(id);
    const auto before = bitsOf(*estimator, layer);
    const auto after = bitsOf(*estimator, permuted);
    QVERIFY2(near(before, after, 1e-12), differ(before, after));
}

void TestEstimators::namesOfClassesMakeNoDifference() {
    QFETCH(QString, id);
    const Layer layer = smallLayer();
    Layer renamed = layer;
    renamed.classCount = 7;
    for (std::int32_t& label : renamed.labels)
        label = label == 0 ? 6 : 2;
    const auto estimator = make(id);
    const auto before = bitsOf(*estimator, layer);
    const auto after = bitsOf(*estimator, renamed);
    QVERIFY2(near(before, after, 1e-12), differ(before, after));
}

void TestEstimators::constantUnitMakesNoDifference() {
    QFETCH(QString, id);
    if (usesQuantiles(id))
        QSKIP("quantiles are those of all units together");
    const Layer layer = smallLayer();
    Layer wider = layer;
    wider.activity.conservativeResize(Eigen::NoChange, 4);
    wider.activity.col(3).setConstant(layer.activity(0, 0)); // within the range of the others
    const auto estimator = make(id);
    const auto before = bitsOf(*estimator, layer);
    const auto after = bitsOf(*estimator, wider);
    QVERIFY2(near(before, after, 1e-12), differ(before, after));
}

void TestEstimators::everySampleTwiceMakesNoDifference() {
    QFETCH(QString, id);
    if (usesQuantiles(id))
        QSKIP("interpolated quantiles move a little");
    const Layer layer = smallLayer();
    Layer twice = layer;
    twice.activity.resize(2 * layer.activity.rows(), layer.activity.cols());
    twice.activity << layer.activity, layer.activity;
    twice.labels.insert(twice.labels.end(), layer.labels.begin(), layer.labels.end());
    const auto estimator = make(id);
    const auto before = bitsOf(*estimator, layer);
    const auto after = bitsOf(*estimator, twice);
    QVERIFY2(near(before, after, 1e-12), differ(before, after));
}

void TestEstimators::shiftMakesNoDifference() {
    QFETCH(QString, id);
    if (!isShiftInvariant(id))
        QSKIP("bins at fixed places are not invariant");
    const Layer layer = smallLayer();
    Layer shifted = layer;
    shifted.activity.array() += 1e6;
    const auto estimator = make(id);
    const auto before = bitsOf(*estimator, layer);
    const auto after = bitsOf(*estimator, shifted);
    QVERIFY2(near(before, after, 1e-9), differ(before, after));
}

void TestEstimators::constantActivityTellsNothing() {
    QFETCH(QString, id);
    Layer layer = smallLayer();
    layer.activity.setConstant(0.3);
    const auto estimator = make(id);
    const auto values = estimator->estimate(layer.observation(), {});
    const EstimatorDescription& description = estimator->description();
    QCOMPARE(values[static_cast<std::size_t>(description.planeX)], 0.0);
    QCOMPARE(values[static_cast<std::size_t>(description.planeY)], 0.0);
}

void TestEstimators::equalRowsTellNothing() {
    QFETCH(QString, id);
    Layer layer = smallLayer();
    layer.activity = layer.activity.row(0).replicate(layer.activity.rows(), 1).eval();
    const auto estimator = make(id);
    const auto values = estimator->estimate(layer.observation(), {});
    const EstimatorDescription& description = estimator->description();
    QCOMPARE(values[static_cast<std::size_t>(description.planeX)], 0.0);
    QCOMPARE(values[static_cast<std::size_t>(description.planeY)], 0.0);
}

void TestEstimators::hugeAndTinyActivityStaysFiniteAndBounded() {
    QFETCH(QString, id);
    for (const double scale : {1e8, 1e-300}) {
        Layer layer = smallLayer();
        layer.activity *= scale;
        const auto estimator = make(id);
        const auto values = estimator->estimate(layer.observation(), {});
        for (const double value : values)
            QVERIFY2(std::isfinite(value), qPrintable(text(values)));
        const double aboutInput = values[static_cast<std::size_t>(estimator->description().planeX)];
        QVERIFY2(aboutInput >= -1e-12 && aboutInput <= std::log2(120) + 1e-12, qPrintable(text(values)));
    }
}

void TestEstimators::oneSampleTellsNothing() {
    QFETCH(QString, id);
    const auto estimator = make(id);
    const auto values = estimator->estimate(smallLayer(1).observation(), {});
    QCOMPARE(values[static_cast<std::size_t>(estimator->description().planeX)], 0.0);
    QCOMPARE(values[static_cast<std::size_t>(estimator->description().planeY)], 0.0);
}

void TestEstimators::classOfOneAndAbsentClass() {
    QFETCH(QString, id);
    Layer layer = smallLayer();
    layer.classCount = 5; // 0, 1, and 3 once
    layer.labels[7] = 3;
    const auto estimator = make(id);
    const auto values = estimator->estimate(layer.observation(), {});
    for (const double value : values)
        QVERIFY2(std::isfinite(value), qPrintable(text(values)));
    const double aboutLabel = values[static_cast<std::size_t>(estimator->description().planeY)];
    QVERIFY2(aboutLabel <= labelEntropy(layer.labels, layer.classCount) + 1e-12, qPrintable(text(values)));
}

void TestEstimators::oneUnitAndAThousand() {
    QFETCH(QString, id);
    for (const Eigen::Index width : {1, 1024}) {
        const Layer layer = smallLayer(64, width);
        const auto estimator = make(id);
        const auto values = estimator->estimate(layer.observation(), {});
        for (const double value : values)
            QVERIFY2(std::isfinite(value), qPrintable(text(values)));
        if (width == 1024) // every row is far from every other
            QVERIFY2(std::abs(values[static_cast<std::size_t>(estimator->description().planeX)] - 6) < 1e-9,
                     qPrintable(text(values)));
    }
}

void TestEstimators::withoutLabelsNothingIsSaidOfThem() {
    QFETCH(QString, id);
    Layer layer = smallLayer();
    const auto estimator = make(id);
    const auto with = estimator->estimate(layer.observation(), {});
    layer.labels.clear();
    layer.classCount = 0;
    const auto without = estimator->estimate(layer.observation(), {});
    const auto x = static_cast<std::size_t>(estimator->description().planeX);
    QCOMPARE(without[x], with[x]);
    QVERIFY(std::isnan(without[static_cast<std::size_t>(estimator->description().planeY)]));
}

void TestEstimators::notFiniteIsRefusedNamingTheFirst() {
    QFETCH(QString, id);
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double bad : {std::numeric_limits<double>::quiet_NaN(), infinity, -infinity}) {
        Layer layer = smallLayer();
        Observation observation = layer.observation();
        layer.activity(90, 0) = bad;
        layer.activity(41, 2) = bad;
        layer.activity(41, 1) = bad;
        try {
            make(id)->estimate(observation, {});
            QFAIL("no error");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains("sample 41, unit 1"), error.what());
        }
    }
}

void TestEstimators::nothingToEstimateFromIsRefused() {
    QFETCH(QString, id);
    Layer layer;
    layer.activity.resize(0, 3);
    const Observation observation{.activity = Eigen::Map<const Eigen::MatrixXd>(nullptr, 0, 3)};
    QVERIFY_EXCEPTION_THROWN(make(id)->estimate(observation, {}), Error);
    layer = smallLayer();
    layer.labels[3] = 2; // only 0 and 1 exist
    QVERIFY_EXCEPTION_THROWN(make(id)->estimate(layer.observation(), {}), Error);
}

void TestEstimators::sameBitsFromEveryThread() {
    QFETCH(QString, id);
    const Layer layer = smallLayer(700, 5);
    const auto estimator = make(id);
    const auto alone = estimator->estimate(layer.observation(), {});
    std::vector<std::vector<double>> together(4);
    std::vector<std::thread> threads;
    for (auto& values : together)
        threads.emplace_back([&] { values = estimator->estimate(layer.observation(), {}); });
    for (std::thread& thread : threads)
        thread.join();
    for (const auto& values : together)
        QVERIFY2(near(values, alone, 0), differ(values, alone));
}

void TestEstimators::singleAndDoublePrecisionAgree() {
    QFETCH(QString, id);
    // Sixteenths off the edges of every rule's default bins: no rounding decides.
    Layer layer = smallLayer();
    layer.activity = (layer.activity * 8).array().round() / 8 + 1.0 / 32;
    const Eigen::MatrixXf single = layer.activity.cast<float>();
    Observation observation = layer.observation();
    const auto estimator = make(id);
    const auto twice = estimator->estimate(observation, {});
    observation.activity.emplace<Eigen::Map<const Eigen::MatrixXf>>(single.data(), single.rows(),
                                                                    single.cols());
    const auto once = estimator->estimate(observation, {});
    QVERIFY2(near(once, twice, 1e-6), differ(once, twice));
}

void TestEstimators::plugInKeepsItsBounds() {
    QFETCH(QString, id);
    if (!isBinning(id))
        QSKIP("only for plug-in entropies");
    for (unsigned seed = 0; seed < 20; ++seed) {
        const Layer layer = smallLayer(10 + 40 * static_cast<Eigen::Index>(seed), 1 + seed % 4, seed);
        const auto values = make(id)->estimate(layer.observation(), {});
        const double ceiling = std::log2(static_cast<double>(layer.labels.size()));
        QVERIFY2(values[1] >= 0 && values[1] <= values[0] && values[0] <= ceiling + 1e-12,
                 qPrintable(text(values)));
        QVERIFY2(values[1] <= values[2] + 1e-12, qPrintable(text(values)));
    }
}

QTEST_APPLESS_MAIN(TestEstimators)
#include "tst_estimators.moc"
