#include "error.h"
#include "error_text.h"
#include "information/estimator.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <set>

using namespace infoplane;

/// What estimators say of themselves, and how their parameters are set. What they estimate is in
/// tst_estimator_battery.cpp.
class TestEstimators : public QObject {
    Q_OBJECT
  private slots:
    void descriptionsAreComplete();
    void unknownNamesAreRefusedWithTheNearest();
    void valuesOutOfRangeAreRefused();
    void textBecomesValues();
    void labelEntropyIsThePlugIn();
    void inputsAreThoseOfTheDescription();
};

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

void TestEstimators::inputsAreThoseOfTheDescription() {
    const auto sentence = [](const char* id, const std::vector<std::string>& names) {
        return errorText([&] { requireInputs(describeEstimator(id), names); });
    };
    QCOMPARE(sentence("bin_floor", {"T"}), QString());
    QCOMPARE(sentence("bin_floor", {"X", "y", "T"}), QString());
    VERIFY_NAMES(sentence("bin_floor", {"y"}), "needs the array T");
    VERIFY_NAMES(sentence("bin_floor", {"T", "labels"}), "takes no array labels. It takes: T, y, X");
    VERIFY_NAMES(sentence("bin_minmax_epochs", {"T_epoch"}), "Did you mean T_epochs?");
    QCOMPARE(sentence("bin_minmax_epochs", {"T_epochs"}), QString());
    VERIFY_NAMES(sentence("bin_minmax_epochs", {"T", "T_epochs"}), "T_epochs instead of T: give one of them");
    QCOMPARE(sentence("linear_gaussian_deep", {"W1", "W3", "W2", "W10", "W4", "W5", "W6", "W7", "W8", "W9"}),
             QString());
    VERIFY_NAMES(sentence("linear_gaussian_deep", {"W1", "W3"}), "needs the array W2");
    VERIFY_NAMES(sentence("linear_gaussian_deep", {"w_y"}), "needs the array W1");
    for (const char* noNumber : {"W", "W0", "W01", "Wx", "w1"})
        VERIFY_NAMES(sentence("linear_gaussian_deep", {"W1", noNumber}), "It takes: W1, W2, ...");
}

QTEST_APPLESS_MAIN(TestEstimators)
#include "tst_estimators.moc"
