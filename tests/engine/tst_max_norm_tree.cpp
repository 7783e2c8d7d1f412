#include "information/estimator.h"

#include <QtTest>

#include <boost/math/special_functions/digamma.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

using namespace infoplane;

namespace {

/// Samples and labels of two classes, as an estimator by neighbours takes them.
struct Cloud {
    std::size_t units = 1;
    std::vector<double> samples; ///< a sample after the other
    std::vector<std::int64_t> labels;

    std::size_t count() const { return labels.size(); }
    double distance(std::size_t a, std::size_t b) const {
        double farthest = 0;
        for (std::size_t unit = 0; unit < units; ++unit)
            farthest = std::max(farthest, std::abs(samples[a * units + unit] - samples[b * units + unit]));
        return farthest;
    }
};

/// Values on a grid of `step` times a scale, so that many distances are equal; 0: as they are drawn.
Cloud cloud(std::size_t count, std::size_t units, double step, double scale) {
    std::mt19937 random(5);
    std::normal_distribution<double> normal;
    Cloud result;
    result.units = units;
    for (std::size_t sample = 0; sample < count; ++sample) {
        double sum = 0;
        for (std::size_t unit = 0; unit < units; ++unit) {
            const double drawn = normal(random);
            const double value = step > 0 ? std::round(drawn / step) * step : drawn;
            sum += value;
            result.samples.push_back(scale * value);
        }
        result.labels.push_back(sum + normal(random) > 0 ? 1 : 0);
    }
    return result;
}

/// Ross 2014, a pair of samples after the other; see mixed_knn.
double rossByEveryPair(const Cloud& cloud, std::size_t k) {
    using boost::math::digamma;
    double sum = 0;
    for (std::size_t i = 0; i < cloud.count(); ++i) {
        std::vector<double> all;
        std::vector<double> own;
        for (std::size_t j = 0; j < cloud.count(); ++j) {
            all.push_back(cloud.distance(i, j));
            if (cloud.labels[j] == cloud.labels[i])
                own.push_back(all.back());
        }
        std::ranges::sort(own);
        const double radius = own[k];
        const auto near = std::ranges::count_if(
            all, [&](double distance) { return radius == 0 ? distance == 0 : distance < radius; });
        sum += digamma(k) - digamma(own.size()) - digamma(near);
    }
    const auto n = static_cast<double>(cloud.count());
    return (digamma(n) + sum / n) / std::numbers::ln2;
}

} // namespace

class TestMaxNormTree : public QObject {
    Q_OBJECT
  private slots:
    void countsAreThoseOfEveryPair_data();
    void countsAreThoseOfEveryPair();
};

void TestMaxNormTree::countsAreThoseOfEveryPair_data() {
    QTest::addColumn<int>("samples");
    QTest::addColumn<int>("units");
    QTest::addColumn<double>("step");
    QTest::addColumn<double>("scale");
    QTest::newRow("one unit") << 300 << 1 << 0.0 << 1.0;
    QTest::newRow("three units") << 333 << 3 << 0.0 << 1.0;
    QTest::newRow("thirty units") << 200 << 30 << 0.0 << 1.0;
    QTest::newRow("fewer than a box") << 13 << 2 << 0.0 << 1.0;
    QTest::newRow("on a grid: distances are often equal") << 400 << 2 << 0.25 << 1.0;
    QTest::newRow("on a coarse grid: samples too") << 400 << 2 << 1.0 << 1.0;
    QTest::newRow("differences far below single precision") << 300 << 3 << 0x1p-40 << 1.0;
    QTest::newRow("on a grid that single precision rounds") << 300 << 2 << 0.1 << 1.0;
    QTest::newRow("huge") << 200 << 3 << 0.0 << 1e300;
    QTest::newRow("tiny") << 200 << 3 << 0.0 << 1e-300;
}

void TestMaxNormTree::countsAreThoseOfEveryPair() {
    QFETCH(int, samples);
    QFETCH(int, units);
    QFETCH(double, step);
    QFETCH(double, scale);
    const Cloud one = cloud(static_cast<std::size_t>(samples), static_cast<std::size_t>(units), step, scale);
    for (const int k : {1, 3, 5}) {
        const auto estimator = makeEstimator({"mixed_knn", {{"k", double(k)}}});
        const NamedArrays arrays{{"t", {{one.count(), one.units}, one.samples}},
                                 {"y", {{one.count()}, one.labels}}};
        const double raw = estimator->estimateArrays(arrays, {}).values[2];
        QVERIFY(std::abs(raw - rossByEveryPair(one, static_cast<std::size_t>(k))) < 1e-12);
    }
}

QTEST_APPLESS_MAIN(TestMaxNormTree)
#include "tst_max_norm_tree.moc"
