#include "neuron/neuron_window.h"

#include "activation_icon.h"
#include "charts/function_chart.h"
#include "charts/plot_view.h"
#include "error.h"
#include "export/figure_file_dialog.h"
#include "style.h"
#include "widgets/combo_field.h"
#include "widgets/number_field.h"
#include "widgets/segmented_control.h"
#include "widgets/wheel_guard.h"

#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>

#include <cmath>

namespace infoplane {

namespace {

constexpr int controlsWidth = 276;
constexpr int weightSteps = 200;
constexpr double largestWeight = 10; ///< as in the paper's figure
constexpr double widestInput = 3;    ///< standard deviations drawn of the input
constexpr std::size_t mostLevels = 160;

/// What a pointer picks, no finer than it can point.
double picked(double weight) {
    return std::round(100 * weight) / 100;
}

QString informationTitle() {
    return QStringLiteral("<i>I</i>(<i>X</i>;&#8201;<i>T</i>) [bit]");
}

QString activationTitle() {
    return QStringLiteral("<i>f</i>(<i>w</i>&#8201;<i>x</i>)");
}

} // namespace

NeuronWindow::NeuronWindow(QWidget* parent)
    : QDialog(parent)
    , m_theme(lightTheme())
    , m_information(new FunctionChart)
    , m_activation(new FunctionChart)
    , m_informationView(new PlotView(m_information, PlotView::Drag::Picks))
    , m_activationView(new PlotView(m_activation, PlotView::Drag::Picks))
    , m_job(&m_pool, nullptr) {
    setWindowTitle(tr("One unit, exact \u2013 Infoplane"));
    setModal(false);
    m_pool.setMaxThreadCount(1);
    for (int i = 0; i <= weightSteps; ++i)
        m_weights.push_back(largestWeight * i / weightSteps);
    m_informationView->setAccessibleName(tr("Information over the weight"));
    m_activationView->setAccessibleName(tr("Activation with its bins"));
    m_information->setAxisTitles(tr("Weight <i>w</i>"), informationTitle());
    m_activation->setAxisTitles(tr("Input <i>x</i>"), activationTitle());
    auto* charts = new QVBoxLayout;
    charts->setContentsMargins(0, 0, 0, 0);
    charts->setSpacing(0);
    charts->addWidget(m_informationView, 1);
    charts->addWidget(m_activationView, 1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addLayout(charts, 1);
    row->addWidget(makeControls());
    connect(m_informationView, &PlotView::picked, this,
            [this](const QPointF& place) { setWeight(picked(m_information->frame().valueX(place.x()))); });
    for (PlotView* view : {m_informationView, m_activationView}) {
        view->setContextMenuPolicy(Qt::NoContextMenu);
        view->setMinimumHeight(180);
        view->setFocusPolicy(Qt::NoFocus); // the number and the slider do what a click there does
        view->viewport()->setFocusPolicy(Qt::NoFocus);
    }
    resize(920, 620);
    setTheme(m_theme);
    changed();
    setWeight(m_weight);
}

NeuronWindow::~NeuronWindow() {
    m_job.cancel();
    m_pool.waitForDone();
}

QWidget* NeuronWindow::makeControls() {
    auto* side = new QWidget;
    side->setFixedWidth(controlsWidth);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(size::panelMargin, size::panelMargin, size::panelMargin, size::panelMargin);
    m_function = new ComboField;
    for (const ActivationDescription& one : activations())
        m_function->addChoice(QString::fromStdString(one.id), QString::fromStdString(one.name));
    m_function->setAccessibleName(tr("Activation"));
    m_function->setToolTip(
        wrappedToolTip(tr("Nonlinearity of the unit (Saxe et al. 2018, figure 2: tanh, ReLU).")));
    m_bins = new NumberField(NumberField::Kind::Integer);
    m_bins->setRange(2, 200);
    m_bins->setAccessibleName(tr("Bins"));
    m_bins->setToolTip(wrappedToolTip(tr(
        "With an even number an edge lies at 0, and one bit is there however small the weight; with 29 it is "
        "not.")));
    m_range = new SegmentedControl(tr("Range of the bins"));
    m_range->addSegment(tr("Closed"),
                        tr("Between the values at which the unit saturates; beyond lie the outer bins"));
    m_range->addSegment(tr("Infinite"), tr("Bins of the same width without end"));
    m_slider = new QSlider(Qt::Horizontal);
    m_slider->setRange(0, weightSteps);
    m_slider->setAccessibleName(tr("Weight"));
    m_slider->setToolTip(tr("Weight of the unit"));
    ignoreWheelWithoutFocus(m_slider);
    m_number = new NumberField(NumberField::Kind::Real);
    m_number->setRange(0, largestWeight);
    m_number->setStep(0.05);
    m_number->setAccessibleName(tr("Weight, as a number"));
    m_number->setToolTip(tr("Weight of the unit"));
    m_words = new QLabel;
    m_words->setWordWrap(true);
    m_words->setAccessibleName(tr("What is seen"));
    auto* form = new QFormLayout;
    form->setVerticalSpacing(10);
    form->addRow(tr("Activation"), m_function);
    form->addRow(tr("Bins"), m_bins);
    form->addRow(tr("Range"), m_range);
    form->addRow(tr("Weight"), m_number);
    column->addLayout(form);
    column->addWidget(m_slider);
    column->addSpacing(size::sectionGap);
    column->addWidget(m_words);
    column->addStretch(1);
    auto* exportButton = new QPushButton(tr("Export…"));
    exportButton->setObjectName(QStringLiteral("exportOneUnit"));
    exportButton->setAccessibleName(tr("Export figure"));
    exportButton->setToolTip(tr("Both charts as PDF, SVG or PNG"));
    exportButton->setAutoDefault(false);
    connect(exportButton, &QPushButton::clicked, this, &NeuronWindow::chooseFigure);
    column->addWidget(exportButton, 0, Qt::AlignRight);
    connect(m_function, &ComboField::chosen, this, [this](const QString& id) {
        const int bins = m_unit.bins;
        m_unit = MinimalModel::of(*activationFromId(id.toStdString()));
        m_unit.bins = bins;
        changed();
    });
    connect(m_bins, &NumberField::valueEdited, this, [this](double bins) {
        m_unit.bins = static_cast<int>(bins);
        changed();
    });
    connect(m_range, &SegmentedControl::chosen, this, [this](int index) {
        m_unit.range = static_cast<MinimalModel::Range>(index);
        changed();
    });
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int step) { setWeight(m_weights[static_cast<std::size_t>(step)]); });
    connect(m_number, &NumberField::valueEdited, this, &NeuronWindow::setWeight);
    for (NumberField* field : {m_bins, m_number}) {
        field->setArrowsShown(true);
        connect(field, &NumberField::validityChanged, this, [this, field] {
            if (field->problem().isEmpty())
                say();
            else
                m_words->setText(field->problem());
        });
    }
    return side;
}

void NeuronWindow::setTheme(const Theme& theme) {
    m_theme = theme;
    ChartLook look{ChartMetrics::screen(), theme, ColorScale(ColorScale::Map::Dusk, theme.dark)};
    look.metrics.gutters.setRight(28);
    for (FunctionChart* chart : {m_information, m_activation})
        chart->setLook(look);
    for (PlotView* view : {m_informationView, m_activationView})
        view->setBackgroundBrush(theme.canvas);
    for (int i = 0; i < m_function->count(); ++i)
        m_function->setItemIcon(
            i, activationIcon(*activationFromId(m_function->itemData(i).toString().toStdString()), theme));
    take(m_bits);
    drawActivation();
}

void NeuronWindow::setUnit(const MinimalModel& unit) {
    m_unit = unit;
    changed();
}

void NeuronWindow::changed() {
    m_function->setCurrentId(QString::fromStdString(describe(m_unit.activation).id));
    m_bins->setValue(m_unit.bins);
    m_range->setCurrent(static_cast<int>(m_unit.range));
    drawActivation();
    compute();
}

void NeuronWindow::compute() {
    m_job.start(
        [unit = m_unit, weights = m_weights](const CancelQuestion& cancelled) {
            std::vector<double> bits;
            for (const MinimalPoint& point : informationByWeight(unit, weights, cancelled))
                bits.push_back(point.bits);
            return std::any(bits);
        },
        [this](std::any bits) { take(std::any_cast<std::vector<double>>(bits)); });
}

void NeuronWindow::take(const std::vector<double>& bits) {
    m_bits = bits;
    QPolygonF points;
    double highest = 1;
    for (std::size_t i = 0; i < bits.size(); ++i) {
        // At w = 0 nothing is left of x; the curve is that of weights above.
        if (i > 0)
            points << QPointF(m_weights[i], bits[i]);
        highest = std::max(highest, bits[i]);
    }
    m_information->setCurves({{points, m_theme.accent, 2}});
    m_information->setRange(0, largestWeight, 0, std::ceil(highest + 0.2));
    m_information->setMark(m_weight);
    say();
}

void NeuronWindow::setWeight(double weight) {
    m_weight = std::clamp(weight, 0.0, largestWeight);
    const QSignalBlocker noStep(m_slider);
    m_slider->setValue(static_cast<int>(std::lround(m_weight / largestWeight * weightSteps)));
    m_number->setValue(m_weight);
    m_information->setMark(m_weight);
    drawActivation();
    say();
}

/// f(w x), and the bins its value falls into.
void NeuronWindow::drawActivation() {
    QPolygonF points;
    double lowest = m_unit.lowest, highest = m_unit.highest;
    for (int i = 0; i <= 240; ++i) {
        const double x = widestInput * (i - 120) / 120;
        points << QPointF(x, activationValue(m_unit.activation, m_weight * x));
    }
    if (m_unit.range == MinimalModel::Range::Infinite)
        for (const QPointF& point : points) {
            lowest = std::min(lowest, point.y());
            highest = std::max(highest, point.y());
        }
    const double room = 0.06 * (highest - lowest);
    m_activation->setCurves({{points, m_theme.accent, 2}});
    m_activation->setRange(-widestInput, widestInput, lowest - room, highest + room);
    std::vector<double> levels = binEdges(m_unit, largestWeight);
    std::erase_if(levels, [&](double level) { return level < lowest - room || level > highest + room; });
    if (levels.size() > mostLevels) // too many to be told apart
        levels.clear();
    m_activation->setLevels(std::move(levels));
}

FigureContent NeuronWindow::figure() const {
    FigureContent content{SessionView()};
    content.view.title = tr("One unit");
    const auto copyOf = [](const FunctionChart* shown, const QString& across, const QString& up) {
        return [shown, across, up]() -> PlotChart* {
            auto* chart = new FunctionChart;
            const PlotFrame& range = shown->frame();
            chart->setAxisTitles(across, up);
            chart->setRange(range.left, range.right, range.bottom, range.top);
            std::vector<FunctionChart::Curve> curves = shown->curves();
            for (FunctionChart::Curve& curve : curves)
                curve.width = ChartMetrics::paper().testLine;
            chart->setCurves(curves);
            chart->setLevels(shown->levels());
            chart->setMark(shown->mark());
            return chart;
        };
    };
    content.charts = {copyOf(m_information, tr("Weight <i>w</i>"), informationTitle()),
                      copyOf(m_activation, tr("Input <i>x</i>"), activationTitle())};
    const QString range = m_unit.range == MinimalModel::Range::Closed ? tr("closed") : tr("infinite");
    content.caption =
        tr("<b>One unit, %1.</b> Input Gaussian with variance 1, %2 bins, %3 range; w = %4. Exact. "
           "Infoplane %5.")
            .arg(QString::fromStdString(describe(m_unit.activation).name))
            .arg(m_unit.bins)
            .arg(range, QLocale().toString(m_weight, 'f', 2), QLatin1String(INFOPLANE_VERSION));
    return content;
}

void NeuronWindow::chooseFigure() {
    QFileDialog* dialog = askForFigureFile(this, QStringLiteral("one-unit.pdf"),
                                           tr("Figures (*.pdf *.svg *.png)"), QStringLiteral("pdf"));
    connect(dialog, &QFileDialog::fileSelected, this, &NeuronWindow::exportTo);
}

void NeuronWindow::exportTo(const QString& path) {
    try {
        FigureOptions options;
        options.panels = {FigurePanel::Charts};
        options.format = figureFormat(path);
        exportFigure(figure(), options, path);
        m_words->setText(tr("Exported %1.").arg(path));
    } catch (const Error& error) {
        m_words->setText(QString::fromUtf8(error.what()));
    }
}

void NeuronWindow::say() {
    const QLocale locale;
    const double bits = m_information->valueAt(m_weight);
    if (m_bits.empty() || !std::isfinite(bits)) {
        m_words->setText(m_weight == 0 ? tr("With a weight of 0 the unit says nothing of its input.")
                                       : QString());
        return;
    }
    const auto peak = std::max_element(m_bits.begin() + 1, m_bits.end());
    const double at = m_weights[static_cast<std::size_t>(peak - m_bits.begin())];
    const bool falls = *peak - m_bits.back() > 0.05;
    const QString now =
        tr("%1 bit at w = %2.").arg(locale.toString(bits, 'f', 2), locale.toString(m_weight, 'f', 2));
    m_words->setText(
        now + QLatin1Char(' ') +
        (falls ? tr("It rises to %1 bit near w = %2 and then falls: compression, by saturation alone.")
                     .arg(locale.toString(*peak, 'f', 2), locale.toString(at, 'f', 1))
               : tr("It never falls up to w = %1: there is nothing to compress.")
                     .arg(locale.toString(largestWeight, 'f', 0))));
    setAccessibleDescription(m_words->text());
}

} // namespace infoplane
