#include "error.h"
#include "error_text.h"
#include "information/estimator.h"
#include "support/reference_cases.h"

#include <QtTest>

#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <thread>

using namespace infoplane;

// What every estimator of activity must do, over all of the registry: a new one is put through all of it
// without a line here, unless something is known not to hold for it. Then that stands in the list of
// exceptions, with the reason.

namespace {

/// Beside every estimator with its defaults: settings that take another way through it.
struct Variant {
    const char* estimator;
    const char* settings;
};

constexpr std::array variants = {
    Variant{"bin_linspace", "counted=bins"},         Variant{"bin_floor", "correction=miller_madow"},
    Variant{"bin_floor", "correction=grassberger"},  Variant{"bin_floor", "correction=chao_shen"},
    Variant{"bin_floor", "correction=shrink"},       Variant{"bin_floor", "correction=shuffle"},
    Variant{"mixed_knn", "label_distance=infinite"}, Variant{"neighbours", "form=ross"},
};

struct Exception {
    const char* estimator; ///< and the beginning of the settings that it is for
    const char* test;
    const char* because;
};

constexpr std::array exceptions = {
    Exception{"bin_linspace", "shiftMakesNoDifference", "the edges stay where they are"},
    Exception{"bin_floor correction=", "valuesOnEdgesAreToldApart",
              "more than is counted, see tst_discrete_entropy"},
    Exception{"bin_floor correction=", "everySampleTwiceMakesNoDifference",
              "the bias of twice as many samples is half"},
    Exception{"bin_floor correction=", "largestNumbersAreToldApartOrRefused", "more than is counted"},
    Exception{"bin_floor correction=", "oneUnitAndAThousand", "more than log2 N where all are singletons"},
    Exception{"bin_floor correction=", "informationOfInputIsBounded",
              "more than log2 N where nearly all are singletons"},
    Exception{"bin_floor correction=", "classOfOneStaysFinite", "a corrected figure may exceed H(Y)"},
    Exception{"bin_floor correction=", "plugInKeepsItsBounds", "not the plug-in"},
    Exception{"neighbours form=ross", "constantActivityTellsNothing",
              "repeated activity is refused, see tst_layer_neighbours"},
    Exception{"neighbours form=ross", "equalRowsTellNothing", "repeated activity is refused"},
    Exception{"ksg", "everySampleTwiceMakesNoDifference",
              "for continuous data; with k = 1 it is refused, see "
              "tst_nearest_neighbours"},
    Exception{"mixed_knn", "everySampleTwiceMakesNoDifference",
              "half of the neighbours are copies; with k = 1 see tst_nearest_neighbours"},
    Exception{"neighbours", "everySampleTwiceMakesNoDifference",
              "half of the neighbours are copies; as one input, see tst_layer_neighbours"},
    Exception{"neighbours", "valuesOnEdgesAreToldApart",
              "I(X;T) is that with noise as wide as the steps, see tst_layer_neighbours"},
    Exception{"ksg", "valuesOnEdgesAreToldApart", "repeated values are refused"},
    Exception{"matrix_renyi", "valuesOnEdgesAreToldApart", "not Shannon's information, see tst_matrix_renyi"},
};

const char* exceptionFor(const QString& id) {
    for (const Exception& exception : exceptions)
        if ((id + ' ').startsWith(QLatin1String(exception.estimator) +
                                  (strchr(exception.estimator, ' ') == nullptr ? " " : "")) &&
            !qstrcmp(QTest::currentTestFunction(), exception.test))
            return exception.because;
    return nullptr;
}

/// Takes the row of data and passes over what is known not to hold.
#define FETCH_SUBJECT(subject)                                                                               \
    QFETCH(QString, id);                                                                                     \
    if (const char* because = exceptionFor(id))                                                              \
        QSKIP(because);                                                                                      \
    const Subject subject(id)

/// Activity of a layer, samples x units, and labels.
struct Layer {
    Eigen::MatrixXd activity;
    std::vector<std::int32_t> labels;

    std::size_t samples() const { return labels.size(); }
};

/// Whole multiples of 2^-12, so that adding 1e6 and taking it off again is exact.
Layer smallLayer(Eigen::Index samples = 120, Eigen::Index width = 3, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    Layer layer;
    layer.activity.resize(samples, width);
    for (double& value : layer.activity.reshaped())
        value = std::round(std::tanh(normal(random)) * 4096) / 4096;
    for (Eigen::Index i = 0; i < samples; ++i)
        layer.labels.push_back(layer.activity.row(i).sum() + normal(random) > 0 ? 1 : 0);
    return layer;
}

const InputDescription* inputNamed(const EstimatorDescription& description, const char* name) {
    const auto found = std::ranges::find(description.inputs, name, &InputDescription::id);
    return found == description.inputs.end() ? nullptr : &*found;
}

/// The first input that is samples x units.
const InputDescription* activityOf(const EstimatorDescription& description) {
    for (const InputDescription& input : description.inputs)
        if (input.name.ends_with("samples x units"))
            return &input;
    return nullptr;
}

template <typename Scalar>
NumericArray arrayOf(const Eigen::MatrixXd& matrix) {
    const Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> values =
        matrix.cast<Scalar>();
    return {{static_cast<std::size_t>(matrix.rows()), static_cast<std::size_t>(matrix.cols())},
            std::vector<Scalar>(values.data(), values.data() + values.size())};
}

/// No differential entropy, which another unit changes, and no standard error.
bool isInformation(const std::string& quantity) {
    return (quantity == "I" || quantity.starts_with("I_")) && !quantity.ends_with("_se");
}

/// An estimator and what of it is compared: the quantities of information, in bits.
class Subject {
  public:
    /// "bin_floor", or with settings "bin_floor correction=shrink"
    explicit Subject(const QString& row)
        : m_description(describeEstimator(row.section(' ', 0, 0).toStdString()))
        , m_settings{m_description.id, {}} {
        set("draws", 2000); // enough to be near, by its own standard error
        for (const QString& one : row.split(' ').mid(1))
            setFromText(m_settings, one.section('=', 0, 0).toStdString(), one.section('=', 1).toStdString());
    }

    const EstimatorDescription& description() const { return m_description; }

    bool has(const char* parameter) const {
        return std::ranges::find(m_description.parameters, parameter, &ParameterDescription::id) !=
               m_description.parameters.end();
    }
    void set(const char* parameter, double value) {
        if (has(parameter))
            m_settings.values[parameter] = value;
    }
    std::unique_ptr<const Estimator> make() const { return makeEstimator(m_settings); }

    /// Labels as such, where the estimator takes them; else as one continuous variable that follows the
    /// activity. Arrays may be added.
    NamedArrays arraysOf(const Layer& layer, const NamedArrays& more = {}) const {
        NamedArrays arrays = more;
        arrays[activityOf(m_description)->id] = arrayOf<double>(layer.activity);
        if (const auto* y = inputNamed(m_description, "y")) {
            if (takesLabels())
                arrays["y"] = {{layer.samples()},
                               std::vector<std::int64_t>(layer.labels.begin(), layer.labels.end())};
            else if (y->required)
                arrays["y"] = arrayOf<double>(follower(layer));
        }
        return arrays;
    }
    bool takesLabels() const {
        const auto* y = inputNamed(m_description, "y");
        return y != nullptr && y->name.starts_with("labels");
    }

    /// All quantities by their ids; a NaN is one that does not apply.
    std::map<std::string, double> all(const NamedArrays& arrays) const {
        const ArrayEstimate estimate = make()->estimateArrays(arrays, {});
        std::map<std::string, double> result;
        for (std::size_t i = 0; i < estimate.values.size(); ++i)
            result[estimate.quantities[i].id] = estimate.values[i];
        return result;
    }
    std::map<std::string, double> all(const Layer& layer) const { return all(arraysOf(layer)); }

    /// Those that say how much is known of input and label, without differential entropies and errors.
    std::map<std::string, double> information(const NamedArrays& arrays) const {
        std::map<std::string, double> result = all(arrays);
        std::erase_if(result, [](const auto& one) { return !isInformation(one.first); });
        return result;
    }
    std::map<std::string, double> information(const Layer& layer) const {
        return information(arraysOf(layer));
    }

    /// The point in the plane, or the first quantity of those that have none.
    std::string aboutInput() const { return idAt(std::max(m_description.planeX, 0)); }
    std::optional<std::string> aboutLabel() const {
        return m_description.planeY < 0 ? std::nullopt : std::optional(idAt(m_description.planeY));
    }

  private:
    std::string idAt(int quantity) const {
        return m_description.quantities[static_cast<std::size_t>(quantity)].id;
    }

    static Eigen::MatrixXd follower(const Layer& layer) {
        std::mt19937 random(7);
        std::normal_distribution<double> normal;
        Eigen::MatrixXd y = layer.activity.rowwise().sum();
        for (double& value : y.reshaped())
            value += normal(random);
        return y;
    }

    const EstimatorDescription& m_description;
    EstimatorSettings m_settings;
};

/// What a difference by chance may be: four standard errors, where the estimator draws at random.
double byChance(const std::map<std::string, double>& values, const std::string& quantity) {
    const auto error = values.find(quantity + "_se");
    return error == values.end() || std::isnan(error->second) ? 0 : 4 * error->second;
}

QString text(const std::map<std::string, double>& values) {
    QStringList words;
    for (const auto& [quantity, value] : values)
        words << QString::fromStdString(quantity) + ' ' + QString::number(value, 'g', 17);
    return words.join(", ");
}

bool near(double a, double b, double tolerance) {
    return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= tolerance * std::max(1.0, std::abs(a));
}

bool near(const std::map<std::string, double>& a, const std::map<std::string, double>& b, double tolerance) {
    return std::ranges::equal(a, b, [&](const auto& x, const auto& y) {
        return x.first == y.first && near(x.second, y.second, tolerance);
    });
}

#define VERIFY_NEAR(before, after, tolerance)                                                                \
    QVERIFY2(near(before, after, tolerance), qPrintable(text(before) + " but " + text(after)))

/// Where the same random draws cannot be expected: what says of information agrees within the errors of both.
bool nearByChance(const std::map<std::string, double>& a, const std::map<std::string, double>& b) {
    return std::ranges::all_of(a, [&](const auto& one) {
        const auto& [quantity, value] = one;
        const double allowed = 1e-12 + std::hypot(byChance(a, quantity), byChance(b, quantity));
        return !isInformation(quantity) || std::abs(value - b.at(quantity)) <= allowed;
    });
}

/// The edges of bins from the quantiles of these samples, for estimators that take edges: a rule that looks
/// at all activity at once is then as fixed as the others.
NamedArrays fixedEdges(const Subject& subject, const Layer& layer) {
    if (inputNamed(subject.description(), "edges") == nullptr)
        return {};
    std::vector<double> sorted(layer.activity.data(), layer.activity.data() + layer.activity.size());
    std::ranges::sort(sorted);
    std::vector<double> edges;
    for (std::size_t i = 0; i < sorted.size(); i += 12)
        edges.push_back(sorted[i]);
    const auto count = edges.size();
    return {{"edges", {{count}, std::move(edges)}}};
}

/// log N - psi(N) in bits: what estimators that take digamma of counts say more than those of logarithms.
double neighbourBias(double samples) {
    // log N - psi(N) = 1 / 2N + 1 / 12 N^2 - ..., here from above.
    return (1 / (2 * samples) + 1 / (12 * samples * samples)) / std::log(2.0);
}

} // namespace

class TestEstimatorBattery : public QObject {
    Q_OBJECT
  private slots:
    void everyFamilyTakesPart();
    void agreesWithReferenceValues_data();
    void agreesWithReferenceValues();

    void valuesOnEdgesAreToldApart_data() { everyEstimatorOfActivity(); }
    void valuesOnEdgesAreToldApart();
    void orderOfSamplesMakesNoDifference_data() { everyEstimatorOfActivity(); }
    void orderOfSamplesMakesNoDifference();
    void namesOfClassesMakeNoDifference_data() { everyEstimatorOfLabels(); }
    void namesOfClassesMakeNoDifference();
    void constantUnitMakesNoDifference_data() { everyEstimatorOfActivity(); }
    void constantUnitMakesNoDifference();
    void everySampleTwiceMakesNoDifference_data() { everyEstimatorOfActivity(); }
    void everySampleTwiceMakesNoDifference();
    void shiftMakesNoDifference_data() { everyEstimatorOfActivity(); }
    void shiftMakesNoDifference();
    void constantActivityTellsNothing_data() { everyEstimatorOfActivity(); }
    void constantActivityTellsNothing();
    void equalRowsTellNothing_data() { everyEstimatorOfActivity(); }
    void equalRowsTellNothing();
    void hugeAndTinyActivityIsToldApartOrNot_data() { everyEstimatorOfActivity(); }
    void hugeAndTinyActivityIsToldApartOrNot();
    void largestNumbersAreToldApartOrRefused_data() { everyEstimatorOfLayers(); }
    void largestNumbersAreToldApartOrRefused();
    void oneSampleTellsNothingOrIsRefused_data() { everyEstimatorOfActivity(); }
    void oneSampleTellsNothingOrIsRefused();
    void classOfOneStaysFinite_data() { everyEstimatorOfLabels(); }
    void classOfOneStaysFinite();
    void absentClassMakesNoDifference_data() { everyEstimatorOfLayers(); }
    void absentClassMakesNoDifference();
    void oneUnitAndAThousand_data() { everyEstimatorOfActivity(); }
    void oneUnitAndAThousand();
    void withoutLabelsNothingIsSaidOfThem_data() { everyEstimatorOfLabels(); }
    void withoutLabelsNothingIsSaidOfThem();
    void notFiniteIsRefusedNamingTheFirst_data() { everyEstimatorOfActivity(); }
    void notFiniteIsRefusedNamingTheFirst();
    void notFiniteLabelIsRefused_data() { everyEstimatorOfLabels(); }
    void notFiniteLabelIsRefused();
    void nothingToEstimateFromIsRefused_data() { everyEstimatorOfActivity(); }
    void nothingToEstimateFromIsRefused();
    void sameBitsFromEveryThread_data() { everyEstimatorOfActivity(); }
    void sameBitsFromEveryThread();
    void singleAndDoublePrecisionAgree_data() { everyEstimatorOfActivity(); }
    void singleAndDoublePrecisionAgree();
    void layerAndArraysAgree_data() { everyEstimatorOfLayers(); }
    void layerAndArraysAgree();
    void informationOfInputIsBounded_data() { everyEstimatorOfLayers(); }
    void informationOfInputIsBounded();
    void plugInKeepsItsBounds_data();
    void plugInKeepsItsBounds();
    void singlePrecisionKeepsItsToleranceUnderOrderAndNames();

    void discreteVariablesHaveNoOrderNorNames();
    void discreteVariablesTwiceAreTheSameToThePlugIn();
    void constantDiscreteVariablesTellNothing();
    void discreteValuesThatAreNoneAreRefused();

  private:
    template <typename Condition>
    static void everyEstimator(Condition condition) {
        QTest::addColumn<QString>("id");
        for (const EstimatorDescription& description : estimators())
            if (activityOf(description) != nullptr && condition(description)) {
                const QString id = QString::fromStdString(description.id);
                QTest::newRow(qPrintable(id)) << id;
                for (const Variant& variant : variants)
                    if (id == QLatin1String(variant.estimator)) {
                        const QString row = id + ' ' + QLatin1String(variant.settings);
                        QTest::newRow(qPrintable(row)) << row;
                    }
            }
    }
    static void everyEstimatorOfActivity() {
        everyEstimator([](const auto&) { return true; });
    }
    static void everyEstimatorOfLabels() {
        everyEstimator([](const auto& description) {
            return Subject(QString::fromStdString(description.id)).takesLabels();
        });
    }
    /// Those that also take the layers of a network.
    static void everyEstimatorOfLayers() {
        everyEstimator([](const auto& description) { return description.planeX >= 0; });
    }
    static void verifyTellsNothing(const Subject& subject, const Layer& layer);
};

namespace {

/// Owns nothing: the layer stays alive.
Observation observe(const Layer& layer, int classCount) {
    Observation observation{.activity = Eigen::Map<const Eigen::MatrixXd>(
                                layer.activity.data(), layer.activity.rows(), layer.activity.cols())};
    observation.labels = layer.labels;
    observation.classCount = classCount;
    observation.runRange = {layer.activity.minCoeff(), layer.activity.maxCoeff()};
    return observation;
}

std::map<std::string, double> fromLayer(const Subject& subject, const Layer& layer, int classCount) {
    const auto estimator = subject.make();
    const auto values = estimator->estimate(observe(layer, classCount), {});
    std::map<std::string, double> result;
    for (std::size_t i = 0; i < values.size(); ++i)
        result[subject.description().quantities[i].id] = values[i];
    return result;
}

} // namespace

void TestEstimatorBattery::everyFamilyTakesPart() {
    std::set<std::string> methods;
    for (const EstimatorDescription& description : estimators())
        if (activityOf(description) != nullptr)
            methods.insert(description.method);
    for (const char* method : {"Binning", "Kernel density", "Nearest neighbours", "Noisy network"})
        QVERIFY2(methods.contains(method), method);
}

void TestEstimatorBattery::agreesWithReferenceValues_data() {
    QTest::addColumn<QString>("id");
    for (const QJsonValue one : reference::cases())
        if (reference::isOffered(one))
            QTest::newRow(qPrintable(one["id"].toString())) << one["id"].toString();
}

void TestEstimatorBattery::agreesWithReferenceValues() {
    QFETCH(QString, id);
    const QJsonObject one = reference::caseWithId(id);
    EstimatorSettings settings{one["estimator"].toString().toStdString(), {}};
    const auto parameters = reference::parametersOf(one);
    for (auto parameter = parameters.begin(); parameter != parameters.end(); ++parameter)
        setFromText(settings, parameter.key().toStdString(), parameter.value().toStdString());
    NamedArrays arrays;
    const auto files = reference::filesOf(one);
    for (auto file = files.begin(); file != files.end(); ++file)
        arrays[file.key().toStdString()] = readNpy(file.value().toStdString());
    const auto estimator = makeEstimator(settings);
    if (reference::isToBeRefused(one)) {
        QVERIFY_EXCEPTION_THROWN(estimator->estimateArrays(arrays, {}), Error);
        return;
    }
    const ArrayEstimate estimate = estimator->estimateArrays(arrays, {});
    reference::Figures figures;
    for (std::size_t i = 0; i < estimate.values.size(); ++i)
        figures[QString::fromStdString(estimate.quantities[i].id)] = estimate.values[i];
    const auto comparisons = reference::compared(one, figures);
    QVERIFY(!comparisons.isEmpty());
    for (const auto& comparison : comparisons)
        QVERIFY2(comparison.holds(), qPrintable(comparison.text()));
}

/// Eight values, a quarter apart and exactly on the edges of every rule of bins, 100 samples of each: 3 bits
/// of which the label, even or odd, is one. With little noise nothing else is known.
void TestEstimatorBattery::valuesOnEdgesAreToldApart() {
    QFETCH(QString, id);
    if (const char* because = exceptionFor(id))
        QSKIP(because);
    Subject subject(id);
    subject.set("bin_size", 0.25);
    subject.set("n_edges", 9);
    subject.set("n_bins", 56); // of -1 ... 0.75, a thirty-second each
    subject.set("noise_variance", 1e-6);
    Layer layer;
    layer.activity.resize(800, 1);
    for (int i = 0; i < 800; ++i) {
        layer.activity(i, 0) = i % 8 * 0.25 - 1;
        layer.labels.push_back(i % 2);
    }
    const auto values = subject.all(layer);
    if (const auto aboutLabel = subject.aboutLabel()) {
        QVERIFY2(near(values.at(subject.aboutInput()), 3, 1e-9), qPrintable(text(values)));
        QVERIFY2(near(values.at(*aboutLabel), 1, 1e-9), qPrintable(text(values)));
    } else { // log N - psi(N / 2): all counts are those of the classes
        QVERIFY2(near(values.at(subject.aboutInput()) - neighbourBias(400), 1, 1e-8),
                 qPrintable(text(values)));
    }
}

void TestEstimatorBattery::orderOfSamplesMakesNoDifference() {
    FETCH_SUBJECT(subject);
    const NamedArrays arrays = subject.arraysOf(smallLayer());
    std::vector<std::size_t> order(120);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::shuffle(order, std::mt19937(5));
    NamedArrays permuted = arrays;
    for (auto& [name, array] : permuted)
        std::visit(
            [&]<typename Values>(Values& values) {
                const Values before = values;
                const std::size_t width = values.size() / order.size();
                for (std::size_t i = 0; i < order.size(); ++i)
                    for (std::size_t unit = 0; unit < width; ++unit)
                        values[i * width + unit] = before[order[i] * width + unit];
            },
            array.values);
    VERIFY_NEAR(subject.all(arrays), subject.all(permuted), 1e-12);
}

void TestEstimatorBattery::namesOfClassesMakeNoDifference() {
    FETCH_SUBJECT(subject);
    const Layer layer = smallLayer();
    Layer renamed = layer;
    for (std::int32_t& label : renamed.labels)
        label = label == 0 ? 6 : -2;
    VERIFY_NEAR(subject.information(layer), subject.information(renamed), 1e-12);
}

void TestEstimatorBattery::constantUnitMakesNoDifference() {
    FETCH_SUBJECT(subject);
    const Layer layer = smallLayer();
    Layer wider = layer;
    wider.activity.conservativeResize(Eigen::NoChange, 4);
    wider.activity.col(3).setConstant(layer.activity(0, 0)); // within the range of the others
    const NamedArrays edges = fixedEdges(subject, layer);
    NamedArrays arrays = subject.arraysOf(layer, edges);
    NamedArrays widerArrays = subject.arraysOf(wider, edges);
    if (!subject.takesLabels() && arrays.contains("y"))
        widerArrays["y"] = arrays["y"];
    const auto before = subject.all(arrays);
    const auto after = subject.all(widerArrays);
    QVERIFY2(nearByChance(before, after), qPrintable(text(before) + " but " + text(after)));
}

void TestEstimatorBattery::everySampleTwiceMakesNoDifference() {
    FETCH_SUBJECT(subject);
    const Layer layer = smallLayer();
    const NamedArrays arrays = subject.arraysOf(layer, fixedEdges(subject, layer));
    NamedArrays twice = arrays;
    for (auto& [name, array] : twice) {
        if (name == "edges")
            continue;
        array.shape[0] *= 2;
        std::visit(
            [](auto& values) {
                const auto once = values;
                values.insert(values.end(), once.begin(), once.end());
            },
            array.values);
    }
    const auto before = subject.all(arrays);
    const auto after = subject.all(twice);
    QVERIFY2(nearByChance(before, after), qPrintable(text(before) + " but " + text(after)));
}

void TestEstimatorBattery::shiftMakesNoDifference() {
    QFETCH(QString, id);
    if (const char* because = exceptionFor(id))
        QSKIP(because);
    Subject subject(id);
    subject.set("bin_size", 1.0 / 16); // of which 1e6 is a whole multiple, so that edges fall on edges
    const Layer layer = smallLayer();
    Layer shifted = layer;
    shifted.activity.array() += 1e6;
    const NamedArrays arrays = subject.arraysOf(layer);
    NamedArrays shiftedArrays = subject.arraysOf(shifted);
    if (!subject.takesLabels() && arrays.contains("y"))
        shiftedArrays["y"] = arrays.at("y");
    VERIFY_NEAR(subject.information(arrays), subject.information(shiftedArrays), 1e-9);
}

/// Zero, or for estimators by neighbours what digamma differs from the logarithm.
void TestEstimatorBattery::verifyTellsNothing(const Subject& subject, const Layer& layer) {
    const auto values = subject.all(layer);
    const double allowed =
        1e-12 + (subject.has("k") ? neighbourBias(static_cast<double>(layer.samples())) : 0);
    QVERIFY2(std::abs(values.at(subject.aboutInput())) <= allowed, qPrintable(text(values)));
    if (const auto aboutLabel = subject.aboutLabel())
        QVERIFY2(std::abs(values.at(*aboutLabel)) <= allowed, qPrintable(text(values)));
}

void TestEstimatorBattery::constantActivityTellsNothing() {
    FETCH_SUBJECT(subject);
    Layer layer = smallLayer();
    layer.activity.setConstant(0.3);
    verifyTellsNothing(subject, layer);
}

void TestEstimatorBattery::equalRowsTellNothing() {
    FETCH_SUBJECT(subject);
    Layer layer = smallLayer();
    layer.activity = layer.activity.row(0).replicate(layer.activity.rows(), 1).eval();
    verifyTellsNothing(subject, layer);
}

/// About 1e8 and about 1e-300 times a layer, by powers of two, so that all of it scales exactly. Where bins
/// or noise have a width of their own, samples are then all told apart, or none; else nothing changes.
void TestEstimatorBattery::hugeAndTinyActivityIsToldApartOrNot() {
    FETCH_SUBJECT(subject);
    Layer layer = smallLayer();
    layer.activity = layer.activity.cwiseAbs(); // of one sign, as 0 may be an edge
    const auto unscaled = subject.all(layer);
    for (const double scale : {0x1p27, 0x1p-997}) {
        const bool huge = scale > 1;
        Layer scaled = layer;
        scaled.activity *= scale;
        const auto values = subject.all(scaled);
        for (const auto& [quantity, value] : values)
            QVERIFY2(std::isfinite(value), qPrintable(text(values)));
        const auto aboutLabel = subject.aboutLabel();
        if (!aboutLabel) {
            if (values.contains("I_ross_raw")) // counts of distances alone
                QVERIFY2(near(values.at("I_ross_raw"), unscaled.at("I_ross_raw"), 1e-12),
                         qPrintable(text(values)));
            continue;
        }
        const double bits = values.at(subject.aboutInput());
        const double ofLabel = values.at(*aboutLabel);
        const bool corrected = id.contains("correction=");
        // Quantiles nearer than 1e-8 are one edge, by their definition.
        const bool free = !subject.has("noise_variance") && !subject.has("bin_size") &&
                          !id.startsWith("bin_linspace") && (huge || id != "bin_quantile");
        if (free) {
            VERIFY_NEAR(values, unscaled, 1e-12);
        } else if (!huge) {
            const double chance = byChance(values, subject.aboutInput()) + 1e-9;
            QVERIFY2(std::abs(bits) <= chance, qPrintable(text(values)));
        } else if (id.startsWith("bin_linspace")) { // all beyond its last edge, but for zeros
            Layer beyond = layer;
            beyond.activity = layer.activity.array().sign() * 2;
            VERIFY_NEAR(values, subject.all(beyond), 1e-12);
        } else if (!corrected) {
            QVERIFY2(near(bits, std::log2(120), 1e-9), qPrintable(text(values)));
        }
        if (subject.has("k")) // no noise there, and classes apart: counts of distances alone
            QVERIFY2(near(ofLabel, unscaled.at(*aboutLabel), 1e-12), qPrintable(text(values)));
        else if (subject.has("noise_variance") || subject.has("bin_size"))
            QVERIFY2((corrected && huge) || near(ofLabel, huge ? labelEntropy(layer.labels, 2) : 0,
                                                 1e-9 + byChance(values, *aboutLabel)),
                     qPrintable(text(values)));
    }
}

void TestEstimatorBattery::largestNumbersAreToldApartOrRefused() {
    FETCH_SUBJECT(subject);
    const Layer layer{Eigen::MatrixXd{{1e308}, {-1e308}}, {0, 1}};
    try {
        const auto values = subject.all(layer);
        QVERIFY2(near(values.at(subject.aboutInput()), 1, 1e-12), qPrintable(text(values)));
    } catch (const Error& error) {
        VERIFY_NAMES(QString(error.what()), "activity");
    }
}

void TestEstimatorBattery::oneSampleTellsNothingOrIsRefused() {
    FETCH_SUBJECT(subject);
    const NamedArrays arrays = subject.arraysOf(smallLayer(1));
    if (subject.has("k")) {
        const QString sentence = errorText([&] { subject.all(arrays); });
        VERIFY_NAMES(sentence, "neighbours");
        return;
    }
    verifyTellsNothing(subject, smallLayer(1));
}

void TestEstimatorBattery::classOfOneStaysFinite() {
    FETCH_SUBJECT(subject);
    Layer layer = smallLayer();
    layer.labels[7] = 3;
    const auto values = subject.all(layer);
    for (const auto& [quantity, value] : values)
        QVERIFY2(std::isfinite(value), qPrintable(text(values)));
    if (const auto aboutLabel = subject.aboutLabel())
        QVERIFY2(values.at(*aboutLabel) <=
                     labelEntropy(layer.labels, 4) + 1e-12 + byChance(values, *aboutLabel),
                 qPrintable(text(values)));
}

void TestEstimatorBattery::absentClassMakesNoDifference() {
    FETCH_SUBJECT(subject);
    Layer layer = smallLayer();
    const auto before = fromLayer(subject, layer, 2);
    for (std::int32_t& label : layer.labels)
        label = label == 0 ? 1 : 4;
    VERIFY_NEAR(before, fromLayer(subject, layer, 7), 1e-12);
}

void TestEstimatorBattery::oneUnitAndAThousand() {
    QFETCH(QString, id);
    if (const char* because = exceptionFor(id))
        QSKIP(because);
    Subject subject(id);
    subject.set("draws", 200);
    for (const Eigen::Index width : {1, 1024}) {
        const auto values = subject.all(smallLayer(64, width));
        for (const auto& [quantity, value] : values)
            QVERIFY2(std::isfinite(value), qPrintable(text(values)));
        if (width == 1024 && subject.aboutLabel()) // every row is far from every other
            QVERIFY2(near(values.at(subject.aboutInput()), 6, 1e-9), qPrintable(text(values)));
    }
}

void TestEstimatorBattery::withoutLabelsNothingIsSaidOfThem() {
    FETCH_SUBJECT(subject);
    const NamedArrays with = subject.arraysOf(smallLayer());
    NamedArrays without = with;
    without.erase("y");
    if (inputNamed(subject.description(), "y")->required) {
        VERIFY_NAMES(errorText([&] { subject.all(without); }), "needs the array y");
        return;
    }
    const auto values = subject.all(without);
    QVERIFY2(near(values.at(subject.aboutInput()), subject.all(with).at(subject.aboutInput()), 1e-12),
             qPrintable(text(values)));
    QVERIFY2(std::isnan(values.at(*subject.aboutLabel())), qPrintable(text(values)));
}

void TestEstimatorBattery::notFiniteIsRefusedNamingTheFirst() {
    FETCH_SUBJECT(subject);
    const double infinity = std::numeric_limits<double>::infinity();
    static const QRegularExpression first("(sample|row) 41, (unit|column) 1 \\(counted from 0\\)");
    for (const double bad : {std::numeric_limits<double>::quiet_NaN(), infinity, -infinity}) {
        const Layer layer = smallLayer();
        NamedArrays arrays = subject.arraysOf(layer);
        Layer broken = layer;
        broken.activity(90, 0) = bad;
        broken.activity(41, 2) = bad;
        broken.activity(41, 1) = bad;
        const std::string name = activityOf(subject.description())->id;
        arrays[name] = arrayOf<double>(broken.activity);
        for (const bool single : {false, true}) {
            if (single)
                arrays[name] = arrayOf<float>(broken.activity);
            const QString sentence = errorText([&] { subject.all(arrays); });
            QVERIFY2(sentence.contains(first), qPrintable(sentence));
            QVERIFY2(sentence.contains(std::isnan(bad) ? "not a number" : "infinite"), qPrintable(sentence));
        }
    }
}

void TestEstimatorBattery::notFiniteLabelIsRefused() {
    FETCH_SUBJECT(subject);
    NamedArrays arrays = subject.arraysOf(smallLayer());
    std::vector<double> labels(120, 1.0);
    labels[17] = std::numeric_limits<double>::quiet_NaN();
    labels[30] = 0;
    arrays["y"] = {{120}, labels};
    const QString sentence = errorText([&] { subject.all(arrays); });
    QVERIFY2(sentence.contains("17") && sentence.contains("y "), qPrintable(sentence));
}

void TestEstimatorBattery::nothingToEstimateFromIsRefused() {
    FETCH_SUBJECT(subject);
    for (const auto& [rows, columns] : {std::pair<Eigen::Index, Eigen::Index>{0, 3}, {120, 0}}) {
        NamedArrays arrays = subject.arraysOf(smallLayer());
        arrays[activityOf(subject.description())->id] = arrayOf<double>(Eigen::MatrixXd(rows, columns));
        VERIFY_NAMES(errorText([&] { subject.all(arrays); }), "nothing to estimate from");
    }
    if (subject.description().planeX < 0)
        return;
    const Observation nothing{.activity = Eigen::Map<const Eigen::MatrixXd>(nullptr, 0, 3)};
    QVERIFY_EXCEPTION_THROWN(subject.make()->estimate(nothing, {}), Error);
    Layer layer = smallLayer();
    layer.labels[3] = 2; // only 0 and 1 exist
    QVERIFY_EXCEPTION_THROWN(fromLayer(subject, layer, 2), Error);
}

void TestEstimatorBattery::sameBitsFromEveryThread() {
    FETCH_SUBJECT(subject);
    const NamedArrays arrays = subject.arraysOf(smallLayer(500, 5));
    const auto estimator = subject.make();
    const auto alone = estimator->estimateArrays(arrays, {}).values;
    std::vector<std::vector<double>> together(4);
    std::vector<std::thread> threads;
    for (auto& values : together)
        threads.emplace_back([&] { values = estimator->estimateArrays(arrays, {}).values; });
    for (std::thread& thread : threads)
        thread.join();
    for (const auto& values : together)
        QVERIFY(std::ranges::equal(values, alone, [](double a, double b) {
            return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
        }));
}

void TestEstimatorBattery::singleAndDoublePrecisionAgree() {
    FETCH_SUBJECT(subject);
    // A thirty-second off multiples of an eighth, exact in both, and off the edges of every rule's default
    // bins: no rounding decides.
    Layer layer = smallLayer();
    layer.activity = (layer.activity * 8).array().round() / 8 + 1.0 / 32;
    NamedArrays arrays = subject.arraysOf(layer);
    const auto twice = subject.all(arrays);
    arrays[activityOf(subject.description())->id] = arrayOf<float>(layer.activity);
    VERIFY_NEAR(twice, subject.all(arrays), 1e-12);
}

void TestEstimatorBattery::layerAndArraysAgree() {
    FETCH_SUBJECT(subject);
    const Layer layer = smallLayer();
    const auto ofLayer = fromLayer(subject, layer, 2);
    auto ofArrays = subject.all(layer);
    std::erase_if(ofArrays, [&](const auto& one) { return !ofLayer.contains(one.first); });
    VERIFY_NEAR(ofLayer, ofArrays, 0);
}

/// 0 <= I(X;T) <= log2 N, whatever the layer.
void TestEstimatorBattery::informationOfInputIsBounded() {
    FETCH_SUBJECT(subject);
    for (unsigned seed = 0; seed < 12; ++seed) {
        const Layer layer = smallLayer(10 + 30 * static_cast<Eigen::Index>(seed), 1 + seed % 4, seed);
        const auto values = subject.all(layer);
        const double bits = values.at(subject.aboutInput());
        const double chance = byChance(values, subject.aboutInput()) + 1e-12;
        QVERIFY2(bits >= -chance && bits <= std::log2(static_cast<double>(layer.samples())) + chance,
                 qPrintable(text(values)));
    }
}

void TestEstimatorBattery::plugInKeepsItsBounds_data() {
    everyEstimator([](const auto& description) { return description.method == "Binning"; });
}

/// 0 <= I(T;Y) <= I(X;T) and <= H(Y).
void TestEstimatorBattery::plugInKeepsItsBounds() {
    FETCH_SUBJECT(subject);
    for (unsigned seed = 0; seed < 20; ++seed) {
        const auto values =
            subject.all(smallLayer(10 + 40 * static_cast<Eigen::Index>(seed), 1 + seed % 4, seed));
        QVERIFY2(values.at("I_TY") >= 0 && values.at("I_TY") <= values.at("I_XT"), qPrintable(text(values)));
        QVERIFY2(values.at("I_TY") <= values.at("H_Y") + 1e-12, qPrintable(text(values)));
    }
}

/// In double precision 1e-12; sums of pairs of single precision are promised to 1e-8 bit.
void TestEstimatorBattery::singlePrecisionKeepsItsToleranceUnderOrderAndNames() {
    const Subject subject("kde_pairwise");
    const Layer layer = smallLayer(4096, 3);
    std::vector<Eigen::Index> order(4096);
    std::iota(order.begin(), order.end(), Eigen::Index{0});
    std::ranges::shuffle(order, std::mt19937(6));
    Layer other{layer.activity(order, Eigen::all), {}};
    for (const Eigen::Index sample : order)
        other.labels.push_back(layer.labels[static_cast<std::size_t>(sample)] == 0 ? 6 : -2);
    const auto single = [&](const Layer& one) {
        NamedArrays arrays = subject.arraysOf(one);
        arrays[activityOf(subject.description())->id] = arrayOf<float>(one.activity);
        return subject.information(arrays);
    };
    const auto before = single(layer);
    const auto after = single(other);
    for (const auto& [quantity, value] : before)
        QVERIFY2(std::abs(value - after.at(quantity)) <= 1e-8,
                 qPrintable(QString::number(value - after.at(quantity))));
}

// --- estimators of discrete variables

namespace {

using Whole = std::vector<std::int64_t>;

std::map<std::string, double> discrete(const char* estimator, const NamedArrays& arrays) {
    const ArrayEstimate estimate = makeEstimator({estimator, {}})->estimateArrays(arrays, {});
    std::map<std::string, double> result;
    for (std::size_t i = 0; i < estimate.values.size(); ++i)
        result[estimate.quantities[i].id] = estimate.values[i];
    return result;
}

std::map<std::string, double> ofPair(const Whole& t, const Whole& y) {
    return discrete("mi_miller_madow", {{"t", {{t.size()}, t}}, {"y", {{y.size()}, y}}});
}

std::map<std::string, double> ofCounts(const Whole& counts) {
    return discrete("discrete_entropy", {{"counts", {{counts.size()}, counts}}});
}

/// Two variables of nine and four symbols that know of each other.
std::pair<Whole, Whole> discretePair() {
    std::mt19937 random(8);
    std::uniform_int_distribution<int> symbol(0, 8);
    std::pair<Whole, Whole> pair;
    for (int i = 0; i < 90; ++i) {
        pair.first.push_back(symbol(random));
        pair.second.push_back((pair.first.back() + symbol(random) / 4) % 4);
    }
    return pair;
}

} // namespace

void TestEstimatorBattery::discreteVariablesHaveNoOrderNorNames() {
    const auto [t, y] = discretePair();
    std::vector<std::size_t> order(t.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::shuffle(order, std::mt19937(5));
    Whole otherT;
    Whole otherY;
    for (const std::size_t i : order) {
        otherT.push_back(1000 - 7 * t[i]);
        otherY.push_back(y[i] == 2 ? -50 : y[i]);
    }
    VERIFY_NEAR(ofPair(t, y), ofPair(otherT, otherY), 1e-12);
    VERIFY_NEAR(ofPair(t, y), ofPair(y, t), 1e-12);
    VERIFY_NEAR(ofCounts({7, 1, 3, 12, 1}), ofCounts({1, 12, 0, 3, 7, 1}), 1e-12);
}

void TestEstimatorBattery::discreteVariablesTwiceAreTheSameToThePlugIn() {
    const auto [t, y] = discretePair();
    Whole twiceT = t;
    Whole twiceY = y;
    twiceT.insert(twiceT.end(), t.begin(), t.end());
    twiceY.insert(twiceY.end(), y.begin(), y.end());
    const auto once = ofPair(t, y);
    const auto twice = ofPair(twiceT, twiceY);
    QVERIFY(near(once.at("I_plugin"), twice.at("I_plugin"), 1e-12));
    // The correction goes by 1 / N.
    QVERIFY(near(once.at("I_miller_madow") - once.at("I_plugin"),
                 2 * (twice.at("I_miller_madow") - twice.at("I_plugin")), 1e-12));
    QVERIFY(near(ofCounts({7, 1, 3}).at("H_plugin"), ofCounts({14, 2, 6}).at("H_plugin"), 1e-12));
}

/// Grassberger's entropy of one symbol alone is not zero, by its formula.
void TestEstimatorBattery::constantDiscreteVariablesTellNothing() {
    const auto [t, y] = discretePair();
    for (const auto& values : {ofPair(Whole(90, 4), y), ofPair(t, Whole(90, -1)), ofPair({3}, {5})})
        for (const auto& [quantity, value] : values)
            QVERIFY2(std::abs(value) <= 1e-12, qPrintable(text(values)));
    for (const std::int64_t samples : {1, 25}) {
        const auto values = ofCounts({samples});
        for (const auto& [quantity, value] : values)
            QVERIFY2(quantity == "H_grassberger88" || std::abs(value) <= 1e-12, qPrintable(text(values)));
    }
}

void TestEstimatorBattery::discreteValuesThatAreNoneAreRefused() {
    const auto [t, y] = discretePair();
    for (const double bad :
         {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 0.5}) {
        std::vector<double> counts = {3, 4, bad, bad};
        VERIFY_NAMES(errorText([&] { discrete("discrete_entropy", {{"counts", {{4}, counts}}}); }), "2");
        if (bad == 0.5) // a symbol may be any number
            continue;
        std::vector<double> symbols(t.begin(), t.end());
        symbols[41] = bad;
        symbols[60] = bad;
        for (const char* name : {"t", "y"}) {
            NamedArrays arrays = {{"t", {{t.size()}, t}}, {"y", {{y.size()}, y}}};
            arrays[name] = {{symbols.size()}, symbols};
            const QString sentence = errorText([&] { discrete("mi_miller_madow", arrays); });
            QVERIFY2(sentence.contains("41") && sentence.contains(QString(name) + ' '), qPrintable(sentence));
        }
    }
}

QTEST_APPLESS_MAIN(TestEstimatorBattery)
#include "tst_estimator_battery.moc"
