#pragma once

#include "charts/chart_state.h"

namespace infoplane {

class CurvesItem;
class MessageItem;

/// Something over the epochs: test and train loss or error with the gap between them, or the layers'
/// information. Drawn up to the present, where a time cursor carries values and names.
class EpochChart : public PlotChart {
    Q_OBJECT
  public:
    enum class Quantity { Loss, Error, InputInformation, LabelInformation };

    explicit EpochChart(Quantity quantity, QGraphicsItem* parent = nullptr);

    void setView(const SessionView& view);
    const SessionView& view() const { return m_state.view; }
    void setQuantity(Quantity quantity);
    Quantity quantity() const { return m_quantity; }
    bool isOfLayers() const { return m_quantity >= Quantity::InputInformation; }
    void setVectors(bool on) { m_state.vectors = on; }

    /// Index of the measured epoch nearest to a place; -1: none.
    int indexAt(const QPointF& place) const;
    const ChartState& state() const { return m_state; }
    /// Test (or train) values shown, in the axis' unit; a value beyond the data is NaN.
    double value(bool test, int index) const;

  protected:
    PlotFrame home(const QSizeF& plot) const override;
    void lookChanged() override;

  private:
    void takeFrame();
    void nameAxes();
    double highestNeeded() const;

    ChartState m_state;
    Quantity m_quantity;
    CurvesItem* m_curves;
    MessageItem* m_message;
    double m_highest = 0; ///< top of the axis: grows with the data, shrinks only for a new run
};

} // namespace infoplane
