#pragma once

#include "charts/session_view.h"

#include <cmath>
#include <vector>

namespace infoplane::test {

/// Epochs measured below 10,000 as a run of the paper measures them: each below 20, every 5th below 100,
/// every 20th below 2,000, then every 100th.
inline std::vector<int> paperEpochs(int last) {
    std::vector<int> epochs;
    for (int e = 0; e <= last; e += e < 20 ? 1 : e < 100 ? 5 : e < 2000 ? 20 : 100)
        epochs.push_back(e);
    return epochs;
}

inline std::vector<int> everyEpoch(int last) {
    std::vector<int> epochs;
    for (int e = 0; e <= last; ++e)
        epochs.push_back(e);
    return epochs;
}

struct Knot {
    double t, x, y; ///< place on the log epoch scale, I(X;T), I(T;Y)
};

inline double between(const std::vector<Knot>& knots, double t, double Knot::*value) {
    for (std::size_t i = 1; i < knots.size(); ++i)
        if (t <= knots[i].t) {
            const double share = (t - knots[i - 1].t) / (knots[i].t - knots[i - 1].t);
            const double smooth = share * share * (3 - 2 * share);
            return knots[i - 1].*value + smooth * (knots[i].*value - knots[i - 1].*value);
        }
    return knots.back().*value;
}

/// A made-up run with the shape of a tanh network that learns SZT: layers climb, then the deep ones drift
/// left.
inline SessionView fakeSession(const std::vector<int>& epochs, int lastEpoch = 10000, double jitter = 0.004) {
    const std::vector<std::vector<Knot>> paths = {
        {{0, 12, .999}, {1, 12, .999}},
        {{0, 11.97, .995}, {.3, 11.9, .99}, {1, 11.96, .999}},
        {{0, 11.85, .95}, {.2, 11.8, .93}, {.4, 11.9, .995}, {1, 11.61, .993}},
        {{0, 9.7, .40},
         {.12, 9.75, .47},
         {.28, 10.9, .85},
         {.36, 9.7, .885},
         {.5, 10, .93},
         {.7, 9.9, .985},
         {1, 8.62, .989}},
        {{0, 7.2, .10},
         {.08, 7.05, .09},
         {.22, 8.6, .55},
         {.28, 8.9, .72},
         {.4, 7.5, .80},
         {.55, 7.7, .90},
         {.7, 6.5, .985},
         {1, 2.81, .982}},
        {{0, 1.9, .03},
         {.06, 1.1, .01},
         {.12, 1.5, .02},
         {.24, 4.1, .58},
         {.3, 4.1, .64},
         {.38, 3.3, .66},
         {.6, 2.4, .86},
         {1, 1.02, .936}}};
    SessionView view;
    view.title = QStringLiteral("SZT, tanh");
    view.specLine =
        QStringLiteral("12-10-7-5-4-3-2 · tanh · Adam 0.0004 · batch 256 · 10,000 epochs · seed 3");
    view.dataLine = QStringLiteral("SZT, 12 bits, 3,277 train, 819 test");
    view.estimatorLine = QStringLiteral("Binning, width 0.07 · train and test, N = 4,096");
    view.lossLine = QStringLiteral("Cross-entropy, 3,277 train, 819 test patterns");
    view.inputBits = 12;
    view.labelBits = 0.999;
    view.scale = {lastEpoch, false};
    view.epochs = epochs;
    view.layers.resize(paths.size());
    std::uint32_t state = 12345;
    const auto noise = [&state] {
        state = state * 1664525u + 1013904223u;
        return state / 4294967296.0 - 0.5;
    };
    for (std::size_t l = 0; l < paths.size(); ++l) {
        view.layers[l].output = l + 1 == paths.size();
        view.layers[l].name =
            view.layers[l].output ? QStringLiteral("Out") : QStringLiteral("T%1").arg(l + 1);
    }
    for (const int epoch : epochs) {
        const double t = view.scale.position(epoch);
        for (std::size_t l = 0; l < paths.size(); ++l) {
            const double x = between(paths[l], t, &Knot::x) + 12 * jitter * noise();
            const double y = between(paths[l], t, &Knot::y) + jitter * noise();
            view.layers[l].x.push_back(std::clamp(x, 0.0, 12.0));
            view.layers[l].y.push_back(std::clamp(y, 0.0, 0.999));
        }
        const std::vector<Knot> loss = {{0, 1.03, 1.03}, {.12, .96, .96}, {.2, .6, .6},    {.25, .41, .41},
                                        {.4, .32, .335}, {.55, .13, .17}, {.65, .06, .11}, {.7, .042, .12},
                                        {.85, 0, .53},   {1, 0, .946}};
        view.trainLoss.push_back(std::max(0.0, between(loss, t, &Knot::x)));
        view.testLoss.push_back(
            std::max(0.0, between(loss, t, &Knot::y) + (t > .8 ? 10 * jitter * noise() : 0)));
        view.trainError.push_back(0.4 * view.trainLoss.back());
        view.testError.push_back(0.4 * view.trainLoss.back() + 0.04 * t);
    }
    view.present = view.measured() - 1;
    view.glide = view.present;
    return view;
}

inline int indexOfEpoch(const SessionView& view, int epoch) {
    int index = 0;
    while (index + 1 < view.measured() && view.epochs[static_cast<std::size_t>(index) + 1] <= epoch)
        ++index;
    return index;
}

inline void setPresent(SessionView& view, int index) {
    view.present = index;
    view.glide = index;
}

} // namespace infoplane::test
