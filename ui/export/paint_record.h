#pragma once

#include "engine.h"

#include <QPaintDevice>
#include <QSize>

#include <functional>
#include <memory>
#include <vector>

class QPainter;

namespace infoplane {

/// What a painter was told, to be told to another one: charts are painted on the window's thread alone, a
/// picture on any. Other than QPicture it keeps every text at its place, to the pixel, and a replay can be
/// given up on its way. It holds no pixmap, which other threads must not touch.
class PaintRecord : public QPaintDevice {
  public:
    /// In place of a device of so many pixels.
    PaintRecord(const QSize& pixels, int dotsPerInch);
    ~PaintRecord() override;

    QPaintEngine* paintEngine() const override;
    /// On any thread. False: given up, the question having been answered by yes.
    bool replay(QPainter& painter, const CancelQuestion& cancelled) const;

  protected:
    int metric(PaintDeviceMetric metric) const override;

  private:
    class Engine;
    using Step = std::function<void(QPainter&)>;

    QSize m_pixels;
    int m_dotsPerInch;
    std::vector<Step> m_steps;
    std::unique_ptr<Engine> m_engine;
};

} // namespace infoplane
