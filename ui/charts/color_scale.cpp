#include "charts/color_scale.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace infoplane {

namespace {

QGradientStops evenly(std::initializer_list<QRgb> colours) {
    QGradientStops stops;
    int i = 0;
    for (const QRgb colour : colours)
        stops.append(
            {i++ / (static_cast<double>(colours.size()) - 1), QColor::fromRgb(0xff000000u | colour)});
    return stops;
}

QColor between(const QGradientStops& stops, double position) {
    const double place = std::clamp(position, 0.0, 1.0) * (static_cast<double>(stops.size()) - 1);
    const auto i = std::min(static_cast<qsizetype>(place), stops.size() - 2);
    const double share = place - static_cast<double>(i);
    const QColor a = stops[i].second, b = stops[i + 1].second;
    const auto mix = [share](int x, int y) { return qRound(x + share * (y - x)); };
    return QColor(mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue()));
}

/// A part of a map, so that neither end gets lost on its ground.
QGradientStops part(const QGradientStops& whole, double from, double to) {
    QGradientStops stops;
    for (int i = 0; i <= 16; ++i)
        stops.append({i / 16.0, between(whole, from + (to - from) * i / 16)});
    return stops;
}

QGradientStops stopsOf(ColorScale::Map map, bool dark) {
    using Map = ColorScale::Map;
    switch (map) {
    case Map::Dusk:
        if (dark)
            return evenly({0x7368D2, 0x8272DE, 0x9678E7, 0xAC7BED, 0xC27DED, 0xD67EE9, 0xE67FE1, 0xF381D6,
                           0xFA86CB, 0xFC8DC0, 0xFD94B8, 0xFD9CB0, 0xFDA5A8, 0xFDAFA1, 0xFDBA9A, 0xFEC491,
                           0xFCCE86});
        return evenly({0x382488, 0x473194, 0x5A399D, 0x6F3EA2, 0x8140A2, 0x92439D, 0xA04596, 0xAC478C,
                       0xB44A82, 0xBB4D79, 0xC1516E, 0xC65563, 0xCB5A56, 0xCE6148, 0xCF6A39, 0xCD752B,
                       0xC7811D});
    case Map::Viridis: // Smith & van der Walt 2015, every sixteenth
        return part(
            evenly({0x440154, 0x48186A, 0x472D7B, 0x424086, 0x3B528B, 0x33638D, 0x2C728E, 0x26828E, 0x21918C,
                    0x1FA188, 0x28AE80, 0x3FBC73, 0x5EC962, 0x84D44B, 0xADDC30, 0xD8E219, 0xFDE725}),
            dark ? 0.25 : 0, dark ? 1 : 0.75);
    case Map::Cividis: // Nunez, Anderton & Renslow 2018, every ninth
        return part(evenly({0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173, 0x8A8678, 0xA59C74, 0xC3B369,
                            0xE1CC55, 0xFEE838}),
                    dark ? 0.3 : 0, dark ? 1 : 0.75);
    case Map::Grey:
        return dark ? evenly({0x6A6A6A, 0xF2F2F2}) : evenly({0x1A1A1A, 0x949494});
    }
    return {};
}

} // namespace

ColorScale::ColorScale(Map map, bool dark)
    : m_map(map)
    , m_stops(stopsOf(map, dark)) {
    for (int i = 0; i < steps; ++i)
        m_steps[static_cast<std::size_t>(i)] = between(m_stops, i / (steps - 1.0)).rgb();
}

int ColorScale::step(double position) {
    if (!(position > 0))
        return 0;
    return std::min(steps - 1, static_cast<int>(position * (steps - 1) + 0.5));
}

} // namespace infoplane
