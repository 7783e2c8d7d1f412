#pragma once

#include "charts/chart_state.h"
#include "charts/hover_item.h"

namespace infoplane {

class BaselineItem;
class ColorbarItem;
class MessageItem;
class PlaneLimitsItem;
class PlaneWallsItem;
class PresentItem;
class SeedsItem;
class TrajectoryItem;

/// The information plane: I(X;T) across, I(T;Y) up, in bits. The limits are walls: both ranges leave a strip
/// of fixed width beyond log2 N and H(Y), so the plane never jumps.
class PlaneChart : public PlotChart {
    Q_OBJECT
  public:
    explicit PlaneChart(QGraphicsItem* parent = nullptr);

    void setView(const SessionView& view);
    const SessionView& view() const { return m_state.view; }
    void setJoins(bool on);
    void setLimits(bool on);
    bool joins() const { return m_state.joins; }
    bool limits() const { return m_state.limits; }
    /// What it says while there is nothing to show; both may be empty.
    void setEmptyText(const QString& head, const QString& line);
    /// Says that a file is being opened instead of what Play would bring; empty: the latter.
    void setOpening(const QString& sentence);
    /// Paints paths and text instead of pixels; no empty-state words.
    void setVectors(bool on);

    PlanePoint pointAt(const QPointF& place) const;
    void setHovered(const PlanePoint& point, bool withTip);
    const PlanePoint& hovered() const { return m_hover->point(); }

    const ChartState& state() const { return m_state; }
    const TrajectoryItem& trajectory() const { return *m_trajectory; }
    const BaselineItem& baseline() const { return *m_baseline; }

  protected:
    PlotFrame home(const QSizeF& plot) const override;
    void lookChanged() override;

  private:
    void takeFrame();
    void redrawAll();
    void messageChanged();
    double highestLabelInformation() const;
    double highestInputInformation() const;

    ChartState m_state;
    MessageItem* m_message; ///< before the items that make way for it
    PlaneWallsItem* m_walls;
    PlaneLimitsItem* m_limits;
    BaselineItem* m_baseline;
    SeedsItem* m_seeds;
    TrajectoryItem* m_trajectory;
    PresentItem* m_present;
    ColorbarItem* m_colorbar;
    HoverItem* m_hover;
    double m_grown = 0;       ///< top of I(T;Y) where H(Y) is not finite: grows, never shrinks in a run
    double m_grownAcross = 0; ///< of I(X;T) likewise, where an estimator is not bound by log2 N
};

} // namespace infoplane
