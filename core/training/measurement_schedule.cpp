#include "training/measurement_schedule.h"

#include "error.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

namespace infoplane {

namespace {

int paperStep(int epoch) {
    if (epoch < 20)
        return 1;
    if (epoch < 100)
        return 5;
    return epoch < 2000 ? 20 : 100;
}

std::vector<int> paperEpochs(int epochs) {
    std::vector<int> measured;
    for (int epoch = 0; epoch <= epochs; epoch += paperStep(epoch))
        measured.push_back(epoch);
    return measured;
}

std::vector<int> everyKth(int step, int epochs) {
    std::vector<int> measured;
    for (long long epoch = 0; epoch <= epochs; epoch += step)
        measured.push_back(static_cast<int>(epoch));
    return measured;
}

/// Epoch 0 and `count` points from 1 to `epochs`; where several round to one epoch it stands once.
std::vector<int> logSpaced(int count, int epochs) {
    std::vector<int> measured = {0};
    for (int point = 0; point < count; ++point) {
        const double share = count > 1 ? static_cast<double>(point) / (count - 1) : 1;
        const int epoch = static_cast<int>(std::lround(std::pow(static_cast<double>(epochs), share)));
        if (epoch > measured.back() && epoch <= epochs)
            measured.push_back(epoch);
    }
    return measured;
}

/// With every epoch of the dense part as well.
std::vector<int> withDensePart(const std::vector<int>& measured, int from, int to) {
    std::vector<int> part(static_cast<std::size_t>(std::max(0, to - from + 1)));
    std::iota(part.begin(), part.end(), from);
    std::vector<int> all;
    std::ranges::set_union(measured, part, std::back_inserter(all));
    return all;
}

} // namespace

std::vector<int> measuredEpochs(const MeasurementSchedule& schedule, int epochs) {
    if (epochs < 0)
        throw Error("The number of epochs cannot be negative.");
    std::vector<int> measured;
    switch (schedule.kind) {
    case ScheduleKind::Paper:
        measured = paperEpochs(epochs);
        break;
    case ScheduleKind::Every:
        measured = everyKth(1, epochs);
        break;
    case ScheduleKind::EveryKth:
        if (schedule.every < 1)
            throw Error("Epochs can be measured every 1st, 2nd, 3rd, … time: the step must be at least 1.");
        measured = everyKth(schedule.every, epochs);
        break;
    case ScheduleKind::LogSpaced:
        if (schedule.count < 1)
            throw Error("At least one epoch must be measured.");
        measured = logSpaced(schedule.count, epochs);
        break;
    }
    if (measured.back() != epochs)
        measured.push_back(epochs);
    if (schedule.denseFrom && schedule.denseTo)
        measured =
            withDensePart(measured, std::max(0, *schedule.denseFrom), std::min(epochs, *schedule.denseTo));
    return measured;
}

} // namespace infoplane
