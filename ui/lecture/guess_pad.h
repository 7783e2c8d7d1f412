#pragma once

#include "charts/plot_frame.h"
#include "theme.h"

#include <QPolygonF>
#include <QWidget>

#include <functional>

namespace infoplane {

/// Lies over the plane of a lecture. While the class guesses it takes the pointer, and what is drawn with it
/// stays, dashed, to be compared with what comes; else it lets everything through. Lines are kept in bits, so
/// that they stay where they were meant when the window changes.
class GuessPad : public QWidget {
    Q_OBJECT
  public:
    /// `frame` says where the plot lies now, in this widget's pixels; `present`, in bits, where the layers
    /// do.
    GuessPad(std::function<PlotFrame()> frame, std::function<QPolygonF()> present, QWidget* parent);

    void setTheme(const Theme& theme);
    void setGuessing(bool guessing);
    bool isGuessing() const { return m_guessing; }
    void clear();
    const std::vector<QPolygonF>& lines() const { return m_lines; }
    /// Where it says what to do, until something is drawn: clear of the layers and of the lines that join
    /// them, as near the plot's middle as may be; at the plot's foot where no place is clear.
    QRectF promptPlace() const;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

  private:
    std::function<PlotFrame()> m_frame;
    std::function<QPolygonF()> m_present;
    Theme m_theme;
    bool m_guessing = false;
    std::vector<QPolygonF> m_lines;
};

} // namespace infoplane
