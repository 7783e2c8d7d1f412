#pragma once

#include <QColor>
#include <QGradientStops>
#include <QString>

#include <array>

namespace infoplane {

/// The colour of an epoch. Colour is time and nothing else: trails, colorbar, timeline and epoch axes share
/// one scale. "Dusk" was made for this: near-equal steps in CAM02-UCS, lightness always rising, told apart
/// also with deuteranopia and protanopia; its two versions, for light and for dark ground, share hues, so an
/// epoch keeps its colour. Seventeen stops, linear in sRGB between; drawing uses 64 steps.
class ColorScale {
  public:
    enum class Map { Dusk, Viridis, Cividis, Grey };
    static constexpr int steps = 64;

    explicit ColorScale(Map map = Map::Dusk, bool dark = false);

    /// `position` on the epoch scale, 0...1; beyond: the ends.
    QColor at(double position) const {
        return QColor::fromRgb(m_steps[static_cast<std::size_t>(step(position))]);
    }
    static int step(double position);
    QRgb rgb(int step) const { return m_steps[static_cast<std::size_t>(step)]; }
    const QGradientStops& stops() const { return m_stops; }
    Map map() const { return m_map; }
    bool operator==(const ColorScale& other) const { return m_steps == other.m_steps; }

  private:
    QColor exact(double position) const;

    Map m_map;
    QGradientStops m_stops;
    std::array<QRgb, steps> m_steps{};
};

} // namespace infoplane
