#include "export/export_dialog.h"

#include "document/file_name.h"
#include "error.h"
#include "export/figure_copier.h"
#include "export/figure_file_dialog.h"
#include "export/figure_preview.h"
#include "style.h"
#include "widgets/combo_field.h"
#include "widgets/number_field.h"
#include "widgets/segmented_control.h"

#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace infoplane {

namespace {

constexpr double columnMm = 85, pageMm = 178;
constexpr int previewDelay = 60; ///< milliseconds

struct PanelChoice {
    const char* name;
    std::vector<FigurePanel> panels;
};

const std::vector<PanelChoice>& panelChoices() {
    static const std::vector<PanelChoice> choices = {
        {QT_TRANSLATE_NOOP("ExportDialog", "Plane and loss"), {FigurePanel::Plane, FigurePanel::Loss}},
        {QT_TRANSLATE_NOOP("ExportDialog", "Plane and error"), {FigurePanel::Plane, FigurePanel::Error}},
        {QT_TRANSLATE_NOOP("ExportDialog", "Information plane"), {FigurePanel::Plane}},
        {QT_TRANSLATE_NOOP("ExportDialog", "Loss"), {FigurePanel::Loss}},
        {QT_TRANSLATE_NOOP("ExportDialog", "Error"), {FigurePanel::Error}},
        {QT_TRANSLATE_NOOP("ExportDialog", "Information by epoch"),
         {FigurePanel::InputInformation, FigurePanel::LabelInformation}},
        {QT_TRANSLATE_NOOP("ExportDialog", "All four"),
         {FigurePanel::Plane, FigurePanel::Loss, FigurePanel::InputInformation,
          FigurePanel::LabelInformation}},
        {QT_TRANSLATE_NOOP("ExportDialog", "Gradient, signal to noise"), {FigurePanel::SignalToNoise}},
        {QT_TRANSLATE_NOOP("ExportDialog", "Gradient, all four"),
         {FigurePanel::SignalToNoise, FigurePanel::GradientMean, FigurePanel::GradientSd,
          FigurePanel::WeightNorm}},
        {QT_TRANSLATE_NOOP("ExportDialog", "Small multiples"), {FigurePanel::Multiples}},
        {QT_TRANSLATE_NOOP("ExportDialog", "Activity"), {FigurePanel::Activity}},
        {QT_TRANSLATE_NOOP("ExportDialog", "Lost to the decision"), {FigurePanel::DecisionLoss}},
        {QT_TRANSLATE_NOOP("ExportDialog", "Relevant and irrelevant inputs"),
         {FigurePanel::RelevantInformation, FigurePanel::IrrelevantInformation}},
        {QT_TRANSLATE_NOOP("ExportDialog", "Gradient of single samples, signal to noise"),
         {FigurePanel::SampleSignalToNoise}},
    };
    return choices;
}

SegmentedControl* segments(const QString& name, const QStringList& texts) {
    auto* control = new SegmentedControl(name);
    for (const QString& text : texts)
        control->addSegment(text);
    control->setCurrent(0);
    return control;
}

} // namespace

ExportDialog::ExportDialog(const FigureContent& content, const Theme& theme, FigureCopier& copier,
                           QWidget* parent)
    : QDialog(parent)
    , m_content(content)
    , m_theme(theme)
    , m_copier(copier)
    , m_preview(new FigurePreview(theme))
    , m_message(new QLabel)
    , m_job(&m_pool, nullptr) {
    setWindowTitle(tr("Export figure"));
    m_message->setProperty("role", QStringLiteral("error"));
    m_message->setWordWrap(true);
    m_message->hide();

    auto* column = new QVBoxLayout;
    column->setContentsMargins(size::panelMargin, size::panelMargin, size::panelMargin, size::panelMargin);
    m_choices = makeChoices();
    column->addWidget(m_choices);
    column->addStretch(1);
    column->addWidget(m_message);
    column->addLayout(makeButtons());
    auto* side = new QWidget;
    side->setLayout(column);
    side->setFixedWidth(330);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_preview, 1);
    row->addWidget(side);
    resize(QSize(1060, 600).boundedTo(screen()->availableSize() - QSize(24, 60)));

    m_later.setSingleShot(true);
    m_later.setInterval(previewDelay);
    connect(&m_later, &QTimer::timeout, this, &ExportDialog::drawPreview);
    connect(&m_copier, &FigureCopier::copied, this, [this] { takeCopied({}); });
    connect(&m_copier, &FigureCopier::failed, this, &ExportDialog::takeCopied);
    recall();
    changed();
}

ExportDialog::~ExportDialog() {
    m_job.cancel();
    m_pool.waitForDone();
}

QLayout* ExportDialog::makeButtons() {
    m_copy = new QPushButton(tr("Copy"));
    m_copy->setToolTip(tr("Puts the figure on the clipboard, as a picture and as SVG."));
    m_copy->setAutoDefault(false);
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("cancelExport"));
    m_cancel->setToolTip(tr("Stops writing; no file is made."));
    m_cancel->setAutoDefault(false);
    m_cancel->hide();
    m_export = new QPushButton(tr("Export…"));
    m_export->setObjectName(QStringLiteral("export"));
    m_export->setDefault(true);
    connect(m_copy, &QPushButton::clicked, this, &ExportDialog::copy);
    connect(m_cancel, &QPushButton::clicked, this, &ExportDialog::reject);
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::choose);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    for (QPushButton* button : {m_copy, m_cancel, m_export})
        buttons->addWidget(button);
    buttons->setSpacing(8);
    return buttons;
}

QWidget* ExportDialog::makeChoices() {
    m_panels = new ComboField;
    for (const PanelChoice& choice : panelChoices())
        m_panels->addItem(tr(choice.name));
    m_panels->setAccessibleName(tr("Panels"));
    for (int i = 0; i < m_panels->count(); ++i)
        if (!canDraw(i)) { // greyed, and says why
            auto* item = static_cast<QStandardItemModel*>(m_panels->model())->item(i);
            item->setEnabled(false);
            item->setToolTip(panelChoices()[static_cast<std::size_t>(i)].panels ==
                                     std::vector{FigurePanel::Multiples}
                                 ? tr("Open them first: View, Small multiples.")
                                 : tr("Show it in a chart first."));
        }
    m_width = segments(tr("Width"), {tr("85 mm"), tr("178 mm"), tr("Other")});
    m_otherWidth = new NumberField(NumberField::Kind::Real);
    m_otherWidth->setRange(40, 500);
    m_otherWidth->setSuffix(tr(" mm"));
    m_otherWidth->setValue(120);
    m_otherWidth->setAccessibleName(tr("Width in millimetres"));
    m_format = segments(tr("Format"), {QStringLiteral("PDF"), QStringLiteral("SVG"), QStringLiteral("PNG")});
    m_dpi = new NumberField(NumberField::Kind::Integer);
    m_dpi->setObjectName(QStringLiteral("dpi"));
    m_dpi->setRange(72, 1200);
    m_dpi->setValue(300);
    m_dpi->setSuffix(tr(" DPI"));
    m_dpi->setAccessibleName(tr("Dots per inch"));
    m_style = segments(tr("Style"), {tr("Light"), tr("Dark")});
    m_colors = new ComboField;
    m_colors->addItems({tr("Dusk"), tr("Viridis"), tr("Cividis"), tr("Grey")});
    m_colors->setAccessibleName(tr("Colours"));
    m_font = new ComboField;
    m_font->addItems({tr("Inter"), tr("Helvetica or Arial"), tr("Times")});
    m_font->setAccessibleName(tr("Font"));
    m_caption = new QCheckBox(tr("Caption"));
    m_caption->setToolTip(tr("Names data, network, training and estimator below the figure."));
    m_letters = new QCheckBox(tr("Panel letters"));
    m_zoomed = new QCheckBox(tr("As zoomed in the window"));
    m_zoomed->setObjectName(QStringLiteral("asZoomed"));
    m_zoomed->setToolTip(tr("Else all of the chart is drawn."));

    auto* choices = new QWidget;
    auto* form = new QFormLayout(choices);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(10);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const auto add = [&](const QString& name, QWidget* widget) {
        auto* label = new QLabel(name);
        label->setProperty("role", QStringLiteral("label"));
        label->setMinimumHeight(size::row);
        label->setBuddy(widget);
        form->addRow(label, widget);
    };
    const auto pair = [](QWidget* first, QWidget* second) {
        auto* both = new QWidget;
        auto* column = new QVBoxLayout(both);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(size::rowGap);
        column->addWidget(first, 0, Qt::AlignLeft);
        column->addWidget(second);
        return both;
    };
    add(tr("Panels"), m_panels);
    add(tr("Width"), pair(m_width, m_otherWidth));
    add(tr("Format"), pair(m_format, m_dpi));
    add(tr("Style"), m_style);
    add(tr("Colours"), m_colors);
    add(tr("Font"), m_font);
    form->addRow(QString(), m_caption);
    form->addRow(QString(), m_letters);
    form->addRow(QString(), m_zoomed);

    for (ComboField* box : {m_panels, m_colors, m_font})
        connect(box, &ComboField::currentIndexChanged, this, &ExportDialog::changed);
    for (SegmentedControl* control : {m_width, m_format, m_style})
        connect(control, &SegmentedControl::chosen, this, &ExportDialog::changed);
    for (QCheckBox* box : {m_caption, m_letters, m_zoomed})
        connect(box, &QCheckBox::toggled, this, &ExportDialog::changed);
    for (NumberField* field : {m_otherWidth, m_dpi}) {
        field->setArrowsShown(true);
        connect(field, &NumberField::valueEdited, this, &ExportDialog::changed);
        connect(field, &NumberField::validityChanged, this, &ExportDialog::judgeNumbers);
    }
    return choices;
}

bool ExportDialog::canDraw(int choice) const {
    const std::vector<FigurePanel>& panels = panelChoices()[static_cast<std::size_t>(choice)].panels;
    if (panels == std::vector{FigurePanel::Multiples})
        return m_content.multiples.has_value();
    if (panels.front() == FigurePanel::RelevantInformation)
        return m_content.view.hasRelevance();
    if (panels.front() == FigurePanel::SampleSignalToNoise)
        return m_content.view.sampleGradients != nullptr;
    const bool ofActivity =
        panels == std::vector{FigurePanel::Activity} || panels == std::vector{FigurePanel::DecisionLoss};
    return !ofActivity || m_content.view.activity;
}

/// Of the panels chosen one is zoomed in the window.
bool ExportDialog::holdsZoomed() const {
    const std::vector<FigurePanel> panels = options().panels;
    return std::ranges::any_of(m_content.zooms, [&panels](const FigureZoom& zoom) {
        return std::ranges::count(panels, zoom.panel) > 0;
    });
}

FigureOptions ExportDialog::options() const {
    FigureOptions options;
    options.panels = panelChoices()[static_cast<std::size_t>(std::max(0, m_panels->currentIndex()))].panels;
    options.widthMm = m_width->current() == 0   ? columnMm
                      : m_width->current() == 1 ? pageMm
                                                : m_otherWidth->value();
    options.format = static_cast<FigureOptions::Format>(m_format->current());
    options.dpi = static_cast<int>(m_dpi->value());
    options.style = static_cast<FigureOptions::Style>(m_style->current());
    options.colors = static_cast<ColorScale::Map>(m_colors->currentIndex());
    options.font = static_cast<FigureOptions::Font>(m_font->currentIndex());
    options.caption = m_caption->isChecked();
    options.panelLetters = m_letters->isChecked();
    options.asZoomed = m_zoomed->isChecked();
    return options;
}

void ExportDialog::setOptions(const FigureOptions& options) {
    int panels = 0;
    for (std::size_t i = 0; i < panelChoices().size(); ++i)
        if (panelChoices()[i].panels == options.panels)
            panels = static_cast<int>(i);
    m_panels->setCurrentIndex(canDraw(panels) ? panels : 0);
    const bool other = options.widthMm != columnMm && options.widthMm != pageMm;
    if (other)
        m_otherWidth->setValue(options.widthMm);
    m_width->setCurrent(other ? 2 : options.widthMm == columnMm ? 0 : 1);
    m_format->setCurrent(static_cast<int>(options.format));
    m_dpi->setValue(options.dpi);
    m_style->setCurrent(static_cast<int>(options.style));
    m_colors->setCurrentIndex(static_cast<int>(options.colors));
    m_font->setCurrentIndex(static_cast<int>(options.font));
    m_caption->setChecked(options.caption);
    m_letters->setChecked(options.panelLetters);
    m_zoomed->setChecked(options.asZoomed);
    changed();
}

void ExportDialog::changed() {
    m_otherWidth->setVisible(m_width->current() == 2);
    m_dpi->setVisible(m_format->current() == 2);
    m_zoomed->setVisible(holdsZoomed());
    judgeNumbers();
    m_letters->setEnabled(options().panels.size() > 1);
    m_letters->setToolTip(m_letters->isEnabled() ? tr("a, b, … at the corners of the panels.")
                                                 : tr("A figure of one panel needs no letters."));
    m_later.start();
}

/// With a number in sight that is not right the figure would not be the one asked for.
void ExportDialog::judgeNumbers() {
    using Validity = NumberField::Validity;
    QString problem;
    bool right = true;
    for (const NumberField* field : {m_otherWidth, m_dpi}) {
        if (!field->isVisibleTo(this))
            continue;
        right = right && field->validity() == Validity::Right;
        if (field->validity() == Validity::Wrong) // one unfinished is not complained of yet
            problem = field->problem();
    }
    say(problem);
    m_export->setEnabled(right && m_path.isEmpty());
}

void ExportDialog::resizeEvent(QResizeEvent* event) {
    QDialog::resizeEvent(event);
    m_later.start();
}

void ExportDialog::drawPreview() {
    try {
        m_preview->setFigure(renderPreview(m_content, options(), m_preview->room(), devicePixelRatioF()));
    } catch (const Error& error) {
        m_preview->setFigure({});
        say(QString::fromUtf8(error.what()));
    }
}

void ExportDialog::say(const QString& error) {
    m_message->setText(error);
    m_message->setVisible(!error.isEmpty());
}

QString ExportDialog::suggestedName() const {
    const bool isOfAll =
        options().panels == std::vector{FigurePanel::Multiples} && !m_content.multiples->title.isEmpty();
    QStringList parts = {m_content.fileName.isEmpty() ? fileNameForSession(m_content.view.title)
                                                      : m_content.fileName};
    if (!isOfAll && !m_content.condition.isEmpty())
        parts << fileNameFor(m_content.condition);
    return parts.join(QLatin1Char('-'));
}

void ExportDialog::choose() {
    const QStringList suffixes = {QStringLiteral("pdf"), QStringLiteral("svg"), QStringLiteral("png")};
    const QString suffix = suffixes[m_format->current()];
    QFileDialog* dialog = askForFigureFile(
        this, QDir(m_lastFolder).filePath(QStringLiteral("%1.%2").arg(suggestedName(), suffix)),
        tr("%1 files (*.%2)").arg(suffix.toUpper(), suffix), suffix);
    connect(dialog, &QFileDialog::fileSelected, this, [this, suffix](const QString& path) {
        const QString ending = QLatin1Char('.') + suffix;
        exportTo(path.endsWith(ending, Qt::CaseInsensitive) ? path : path + ending);
    });
}

void ExportDialog::exportTo(const QString& path) {
    if (!m_path.isEmpty())
        return;
    m_path = path;
    setWriting(true);
    // Charts are painted on this thread, as vectors; before that it is seen that something happens.
    QTimer::singleShot(0, this, &ExportDialog::paintAndWrite);
}

void ExportDialog::paintAndWrite() {
    if (m_path.isEmpty()) // cancelled
        return;
    try {
        const auto write = [encode = paintFigure(m_content, options()),
                            path = m_path](const CancelQuestion& cancelled) {
            try {
                const QByteArray bytes = encode(cancelled);
                if (!cancelled())
                    writeFigure(bytes, path);
            } catch (const Error& error) {
                return std::any(QString::fromUtf8(error.what()));
            }
            return std::any(QString());
        };
        m_job.queue(write, [this](std::any error) { takeWritten(std::any_cast<QString>(error)); });
    } catch (const Error& error) {
        takeWritten(QString::fromUtf8(error.what()));
    }
}

void ExportDialog::takeWritten(const QString& error) {
    const QString path = std::exchange(m_path, {});
    setWriting(false);
    say(error);
    if (!error.isEmpty())
        return;
    m_lastFolder = QFileInfo(path).absolutePath();
    remember();
    emit exported(path);
    accept();
}

void ExportDialog::setWriting(bool writing) {
    m_export->setText(writing ? tr("Writing…") : tr("Export…"));
    m_export->setEnabled(!writing);
    m_choices->setEnabled(!writing);
    m_copy->setVisible(!writing);
    m_cancel->setVisible(writing);
    (writing ? m_cancel : m_export)->setFocus();
}

void ExportDialog::reject() {
    if (m_path.isEmpty()) {
        QDialog::reject();
        return;
    }
    m_job.cancel();
    m_path.clear();
    setWriting(false);
}

void ExportDialog::copy() {
    m_copy->setEnabled(false);
    m_copier.copy(m_content, options());
}

void ExportDialog::takeCopied(const QString& error) {
    m_copy->setEnabled(true);
    say(error);
}

void ExportDialog::remember() const {
    QSettings settings;
    settings.beginGroup(QStringLiteral("figure"));
    const FigureOptions o = options();
    settings.setValue(QStringLiteral("panels"), m_panels->currentIndex());
    settings.setValue(QStringLiteral("width"), o.widthMm);
    settings.setValue(QStringLiteral("format"), static_cast<int>(o.format));
    settings.setValue(QStringLiteral("dpi"), o.dpi);
    settings.setValue(QStringLiteral("style"), static_cast<int>(o.style));
    settings.setValue(QStringLiteral("colors"), static_cast<int>(o.colors));
    settings.setValue(QStringLiteral("font"), static_cast<int>(o.font));
    settings.setValue(QStringLiteral("caption"), o.caption);
    settings.setValue(QStringLiteral("letters"), o.panelLetters);
    settings.setValue(QStringLiteral("folder"), m_lastFolder);
}

void ExportDialog::recall() {
    QSettings settings;
    settings.beginGroup(QStringLiteral("figure"));
    const auto choice = [&](const char* key, int count, int fallback) {
        const int value = settings.value(QLatin1String(key), fallback).toInt();
        return value >= 0 && value < count ? value : fallback;
    };
    FigureOptions o;
    o.panels =
        panelChoices()[static_cast<std::size_t>(choice("panels", static_cast<int>(panelChoices().size()), 0))]
            .panels;
    o.widthMm = std::clamp(settings.value(QStringLiteral("width"), o.widthMm).toDouble(), 40.0, 500.0);
    o.format = static_cast<FigureOptions::Format>(choice("format", 3, 0));
    o.dpi = std::clamp(settings.value(QStringLiteral("dpi"), o.dpi).toInt(), 72, 1200);
    o.style = static_cast<FigureOptions::Style>(choice("style", 2, 0));
    o.colors = static_cast<ColorScale::Map>(choice("colors", 4, 0));
    o.font = static_cast<FigureOptions::Font>(choice("font", 3, 0));
    o.caption = settings.value(QStringLiteral("caption"), true).toBool();
    o.panelLetters = settings.value(QStringLiteral("letters"), true).toBool();
    m_lastFolder = settings.value(QStringLiteral("folder"), QDir::homePath()).toString();
    if (m_content.multiples) // they are what the window shows
        o.panels = {FigurePanel::Multiples};
    setOptions(o);
}

} // namespace infoplane
