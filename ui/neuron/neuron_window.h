#pragma once

#include "document/background_job.h"
#include "export/figure_exporter.h"
#include "session/minimal_model.h"
#include "theme.h"

#include <QDialog>
#include <QThreadPool>

class QLabel;
class QSlider;

namespace infoplane {

class ComboField;
class FunctionChart;
class NumberField;
class PlotView;
class SegmentedControl;

/// The minimal model: one unit f(w x), its bins drawn on the activation curve, and beside it the information
/// its bin has about x as the weight grows, exact. Figure 2 of Saxe et al. 2018, for every activation, with
/// 30 bins or 29, over a closed or an infinite range. The curve is computed in the background.
class NeuronWindow : public QDialog {
    Q_OBJECT
  public:
    explicit NeuronWindow(QWidget* parent = nullptr);
    ~NeuronWindow() override;
    void setTheme(const Theme& theme);

    void setUnit(const MinimalModel& unit);
    const MinimalModel& unit() const { return m_unit; }
    void setWeight(double weight);
    double weight() const { return m_weight; }
    FunctionChart* informationChart() const { return m_information; }
    FunctionChart* activationChart() const { return m_activation; }
    /// "4.98 bit at w = 0.9 …"
    QLabel* words() const { return m_words; }
    bool isBusy() const { return m_job.busy(); }
    /// Both charts as they are shown, for a figure.
    FigureContent figure() const;

  public slots:
    /// Asks where to.
    void chooseFigure();
    /// By its name PDF, SVG or PNG; what goes wrong is said in the window.
    void exportTo(const QString& path);

  private:
    QWidget* makeControls();
    void changed();
    void compute();
    void take(const std::vector<double>& bits);
    void drawActivation();
    void say();

    MinimalModel m_unit;
    double m_weight = 1;
    Theme m_theme;
    std::vector<double> m_weights;
    std::vector<double> m_bits;
    FunctionChart* m_information;
    FunctionChart* m_activation;
    PlotView* m_informationView;
    PlotView* m_activationView;
    ComboField* m_function;
    SegmentedControl* m_range;
    NumberField* m_bins;
    QSlider* m_slider;
    NumberField* m_number;
    QLabel* m_words;
    QThreadPool m_pool;
    BackgroundJob m_job;
};

} // namespace infoplane
