#pragma once

#include "charts/color_scale.h"
#include "theme.h"
#include "transport/playhead.h"

#include <QSlider>

namespace infoplane {

/// The film strip: a groove in the colours of the epochs, bright up to the present, pale to the end of what
/// is measured, grey beyond; a comb of measured epochs under it, labels at round epochs, and a red line where
/// a run failed. A click or drag goes to the nearest measured epoch. A slider, so that assistive tools can
/// read and move it; its value is the index of the present epoch.
class Timeline : public QSlider {
    Q_OBJECT
  public:
    static constexpr int sideMargin = 24; ///< room for half a label on both sides of the groove
    static constexpr int grooveY = 13;    ///< its middle, from the top
    static constexpr int wholeHeight = 46;

    explicit Timeline(Playhead& playhead, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Everything so many times as large: for a lecture.
    void setZoom(qreal zoom);
    /// Epochs that will be measured, drawn before they are.
    void setForetold(std::vector<int> epochs);
    /// Epoch of a failure; -1: none.
    void setFailure(int epoch);

    /// Ticks of the comb as they are drawn, in pixels; none closer than 3.
    std::vector<qreal> comb() const;
    qreal pixelOf(double epoch) const;
    QSize sizeHint() const override { return {600, qRound(wholeHeight * m_zoom)}; }
    QSize minimumSizeHint() const override { return {240, qRound(wholeHeight * m_zoom)}; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    void takePresent();
    void takeMeasured();
    void layOutAnew();
    void layOutMeasured();
    void layOutForetold();
    void goTo(qreal pixel);
    void letGo();
    qreal breadth() const { return width() / m_zoom; }
    qreal tickOf(int epoch) const;
    double presentEpoch() const;
    void paintGroove(QPainter& painter) const;
    void paintComb(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;
    void paintHandle(QPainter& painter) const;

    Playhead& m_playhead;
    Theme m_theme;
    ColorScale m_colors;
    std::vector<int> m_foretold;
    bool m_holds = false;
    int m_failure = -1;
    qreal m_zoom = 1;
    std::vector<qreal> m_measuredTicks;
    std::size_t m_laidOut = 0; ///< so many measured epochs have been considered for a tick
    std::vector<std::pair<int, qreal>> m_foretoldTicks; ///< epoch and pixel
};

} // namespace infoplane
