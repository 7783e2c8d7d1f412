#pragma once

#include "charts/chart_state.h"

namespace infoplane {

class CurvesItem;
class MessageItem;

/// Something over the epochs: test and train loss or error with the gap between them, or a curve a layer:
/// its information, the norms of its weights and of its gradient's mean and standard deviation, what is lost
/// of the decision. Drawn up to the present, where a time cursor carries values and names.
///
/// The axis holds what is shown, not what will be: it grows with the present and never shrinks in a run, so
/// that it does not foretell how far a curve will go.
class EpochChart : public PlotChart {
    Q_OBJECT
  public:
    enum class Quantity {
        Loss,
        Error,
        InputInformation,
        LabelInformation,
        RelevantInformation,   ///< I(X_rel;T)
        IrrelevantInformation, ///< I(X_irr;T)
        SignalToNoise,         ///< norm of the gradient's mean over that of its standard deviation
        GradientMean,
        GradientSd,
        WeightNorm,
        SampleSignalToNoise, ///< over single training samples at fixed weights
        DecisionLoss,        ///< H(predicted class | binned T)
    };
    enum class Axis { Linear, Logarithmic };

    explicit EpochChart(Quantity quantity, Axis axis = Axis::Linear, QGraphicsItem* parent = nullptr);
    /// The one on which a quantity can be shown.
    static Axis axisOf(Quantity quantity);

    void setView(const SessionView& view);
    const SessionView& view() const { return m_state.view; }
    /// One that this chart's axis is for.
    void setQuantity(Quantity quantity);
    Quantity quantity() const { return m_quantity; }
    bool isOfLayers() const { return m_quantity >= Quantity::InputInformation; }
    bool isInformation() const {
        return m_quantity >= Quantity::InputInformation && m_quantity <= Quantity::IrrelevantInformation;
    }
    bool isLogarithmic() const { return m_logarithmic; }
    void setVectors(bool on) { m_state.vectors = on; }
    /// Values beside the layers' names, and how far each is from its reference, where there is one.
    void setLayerFigures(bool on);
    bool layerFigures() const { return m_layerFigures; }

    /// Index of the measured epoch nearest to a place; -1: none.
    int indexAt(const QPointF& place) const;
    const ChartState& state() const { return m_state; }
    /// Test (or train) values shown, in the axis' unit; a value beyond the data is NaN.
    double value(bool test, int index) const;
    /// Of a layer, in the axis' unit; NaN where there is none. And where it is drawn: its logarithm to the
    /// base of 10 on a logarithmic axis.
    double layerValue(int layer, int index) const;
    double layerPlace(int layer, int index) const;
    /// Lower and upper end of a band: two bounds, or the spread of a mean over seeds; NaN: none.
    std::pair<double, double> layerBand(int layer, int index) const;
    /// What an exact estimator says; NaN: nothing.
    double layerReference(int layer, int index) const;
    /// Of another seed, which has measured that epoch; NaN: it has not.
    double pathValue(const SeedsRecord::Path& path, int layer, int index) const;
    /// Every seed is seen, in what seeds are known by.
    bool showsPaths() const;

  protected:
    PlotFrame home(const QSizeF& plot) const override;
    void lookChanged() override;

  private:
    void takeFrame();
    void nameAxes();
    bool growHome(bool anew);
    double highestNeeded() const;
    int decadeOf(bool highest) const;

    ChartState m_state;
    Quantity m_quantity;
    const bool m_logarithmic;
    bool m_layerFigures = false;
    CurvesItem* m_curves;
    MessageItem* m_message;
    double m_highest = 0; ///< top of the axis: grows with what is shown, shrinks only for a new run
    double m_lowest = 0;  ///< its bottom, where it is logarithmic
};

} // namespace infoplane
