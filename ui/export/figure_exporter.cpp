#include "export/figure_exporter.h"

#include "charts/activity_chart.h"
#include "charts/colorbar_item.h"
#include "charts/curves_item.h"
#include "charts/epoch_chart.h"
#include "charts/label.h"
#include "charts/plane_chart.h"
#include "document/make_seeds_record.h"
#include "error.h"
#include "export/paint_record.h"
#include "session/save_file.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QGraphicsScene>
#include <QGuiApplication>
#include <QLocale>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QScreen>
#include <QSvgGenerator>
#include <QTextDocument>

#include <algorithm>
#include <memory>

namespace infoplane {

namespace {

constexpr double unitsPerInch = 96;
constexpr double unitsPerMm = unitsPerInch / 25.4;
constexpr double sideBySideFrom = 120; ///< mm; narrower figures stand one over the other
constexpr double planeShare = 0.55;
constexpr double rowHeight = 70, planeHeight = 62, epochHeight = 38, loneEpochHeight = 52; ///< mm
constexpr double epochCellHeight = 46, planeCellHeight = 52;                               ///< mm
constexpr double cellHead = 18;
constexpr double edgeGap = 2; ///< between a text and the figure's right edge
constexpr double captionGap = 7, captionMargin = 4;

QString tr(const char* text) {
    return QCoreApplication::translate("Figure", text);
}

[[noreturn]] void fail(const QString& sentence) {
    throw Error(sentence.toStdString());
}

/// Fonts given in points are laid out against the screen's resolution; devices painted on get the same.
double layoutDpi() {
    const QScreen* screen = QGuiApplication::primaryScreen();
    return screen ? screen->logicalDotsPerInchY() : 96;
}

struct Place {
    FigurePanel panel;
    QRectF rectangle;
    bool stacked;
    int cell = -1; ///< of small multiples
};

bool areMultiples(const FigureOptions& options) {
    return options.panels == std::vector{FigurePanel::Multiples};
}

/// Cells of one size: two abreast where values stand right of the curves, else three; one on a narrow page.
std::vector<Place> multiplePlaces(const FigureMultiples& multiples, const FigureOptions& options) {
    const double width = options.widthMm * unitsPerMm;
    const int most = options.widthMm < sideBySideFrom ? (multiples.byEpoch ? 1 : 2)
                     : multiples.byEpoch              ? 2
                                                      : 3;
    const int across = std::clamp(static_cast<int>(multiples.cells.size()), 1, most);
    const double cellWidth = width / across;
    const double cellHeight = (multiples.byEpoch ? epochCellHeight : planeCellHeight) * unitsPerMm;
    std::vector<Place> all;
    for (int i = 0; i < static_cast<int>(multiples.cells.size()); ++i)
        all.push_back({FigurePanel::Multiples,
                       {i % across * cellWidth, i / across * cellHeight, cellWidth, cellHeight},
                       false,
                       i});
    return all;
}

std::vector<Place> places(const FigureOptions& options) {
    const double width = options.widthMm * unitsPerMm;
    std::vector<Place> all;
    double top = 0;
    const auto& panels = options.panels;
    if (options.widthMm < sideBySideFrom || panels.size() == 1) {
        for (const FigurePanel panel : panels) {
            const double lone = options.widthMm < sideBySideFrom ? loneEpochHeight : rowHeight;
            double height = panel == FigurePanel::Plane ? planeHeight
                            : panels.size() == 1        ? lone
                                                        : epochHeight;
            if (panels.size() == 1 && options.widthMm >= sideBySideFrom)
                height = std::max(rowHeight, 0.55 * options.widthMm);
            all.push_back({panel, {0, top, width, height * unitsPerMm}, panels.size() > 1});
            top += height * unitsPerMm;
        }
        return all;
    }
    for (std::size_t i = 0; i < panels.size(); i += 2) {
        const bool pair = i + 1 < panels.size();
        const double left = panels[i] == FigurePanel::Plane ? planeShare : 0.5;
        const double share = pair ? left : 1;
        all.push_back({panels[i], {0, top, share * width, rowHeight * unitsPerMm}, false});
        if (pair)
            all.push_back(
                {panels[i + 1], {share * width, top, (1 - share) * width, rowHeight * unitsPerMm}, false});
        top += rowHeight * unitsPerMm;
    }
    return all;
}

EpochChart::Quantity quantityOf(FigurePanel panel) {
    using Quantity = EpochChart::Quantity;
    switch (panel) {
    case FigurePanel::Error:
        return Quantity::Error;
    case FigurePanel::InputInformation:
        return Quantity::InputInformation;
    case FigurePanel::LabelInformation:
        return Quantity::LabelInformation;
    case FigurePanel::RelevantInformation:
        return Quantity::RelevantInformation;
    case FigurePanel::IrrelevantInformation:
        return Quantity::IrrelevantInformation;
    case FigurePanel::SignalToNoise:
        return Quantity::SignalToNoise;
    case FigurePanel::GradientMean:
        return Quantity::GradientMean;
    case FigurePanel::GradientSd:
        return Quantity::GradientSd;
    case FigurePanel::WeightNorm:
        return Quantity::WeightNorm;
    case FigurePanel::SampleSignalToNoise:
        return Quantity::SampleSignalToNoise;
    case FigurePanel::DecisionLoss:
        return Quantity::DecisionLoss;
    default:
        return Quantity::Loss;
    }
}

/// Of a mean over seeds.
bool drawsBand(FigurePanel panel) {
    return panel == FigurePanel::Plane || panel == FigurePanel::InputInformation ||
           panel == FigurePanel::LabelInformation || panel == FigurePanel::RelevantInformation ||
           panel == FigurePanel::IrrelevantInformation;
}

bool isByEpoch(FigurePanel panel) {
    return panel >= FigurePanel::Loss && panel <= FigurePanel::DecisionLoss;
}

QString captionOf(const FigureContent& content, const FigureOptions& options) {
    if (options.panels == std::vector{FigurePanel::Charts})
        return content.caption;
    return figureCaption(content.view, areMultiples(options) ? &*content.multiples : nullptr, options.panels);
}

QString plainText(const QString& html) {
    QTextDocument document;
    document.setHtml(html);
    return document.toPlainText();
}

/// Charts that a figure brings itself, side by side, or one over the other on a narrow page.
std::vector<Place> chartPlaces(int count, const FigureOptions& options) {
    const double width = options.widthMm * unitsPerMm;
    const bool beside = options.widthMm >= sideBySideFrom;
    const double height = (beside ? rowHeight : loneEpochHeight) * unitsPerMm;
    std::vector<Place> all;
    for (int i = 0; i < count; ++i)
        all.push_back(
            beside ? Place{FigurePanel::Charts, {i * width / count, 0, width / count, height}, false, i}
                   : Place{FigurePanel::Charts, {0, i * height, width, height}, false, i});
    return all;
}

std::vector<Place> placesOf(const FigureContent& content, const FigureOptions& options) {
    if (areMultiples(options))
        return multiplePlaces(*content.multiples, options);
    if (options.panels == std::vector{FigurePanel::Charts})
        return chartPlaces(static_cast<int>(content.charts.size()), options);
    return places(options);
}

/// A figure, laid out.
class Figure {
  public:
    Figure(const FigureContent& content, const FigureOptions& options);
    QSizeF size() const { return m_size; }
    void paint(QPainter& painter);

  private:
    ChartLook look(const Place& place) const;
    double nameRoom(const ChartLook& look) const;
    double figureRoom(const ChartLook& look) const;
    std::unique_ptr<QGraphicsScene> scene(const Place& place) const;
    void paintLetters(QPainter& painter) const;
    void paintCellHead(QPainter& painter, const Place& place) const;
    const FigureMultiples::Cell& cell(const Place& place) const {
        return m_content.multiples->cells[static_cast<std::size_t>(place.cell)];
    }

    const FigureContent& m_content;
    const SessionView& m_view;
    FigureOptions m_options;
    Theme m_theme;
    QString m_family;
    std::vector<Place> m_places;
    QTextDocument m_caption;
    double m_captionTop = 0;
    QSizeF m_size;
};

Figure::Figure(const FigureContent& content, const FigureOptions& options)
    : m_content(content)
    , m_view(content.view)
    , m_options(options)
    , m_theme(options.style == FigureOptions::Style::Dark ? darkTheme() : printTheme())
    , m_family(figureFamily(options.font))
    , m_places(placesOf(content, options)) {
    const double width = options.widthMm * unitsPerMm;
    double height = 0;
    for (const Place& place : m_places)
        height = std::max(height, place.rectangle.bottom());
    m_captionTop = height + captionGap - 3;
    if (options.caption) {
        m_caption.setDocumentMargin(0);
        m_caption.setDefaultFont(chartFont({m_family}, ChartMetrics::paper().tickType));
        m_caption.setHtml(QStringLiteral("<p style='color:%1; line-height:112%; margin:0'>%2</p>")
                              .arg(m_theme.dark ? m_theme.text.name() : QStringLiteral("#1a1e26"),
                                   captionOf(content, options)));
        m_caption.setTextWidth(width - 2 * captionMargin);
        height = m_captionTop + m_caption.size().height() + captionGap;
    }
    m_size = {width, height};
}

ChartLook Figure::look(const Place& place) const {
    ChartLook look{ChartMetrics::paper(), m_theme, ColorScale(m_options.colors, m_theme.dark), {m_family}};
    if (place.panel == FigurePanel::Charts) {
        look.metrics.gutters = {44, 12, 16, 44};
        return look;
    }
    if (place.panel == FigurePanel::Multiples) {
        const bool byEpoch = m_content.multiples->byEpoch;
        look.metrics.gutters = byEpoch ? QMarginsF(42, cellHead + 4, std::max(104.0, nameRoom(look)), 40)
                                       : QMarginsF(42, cellHead + 2, 10, 40);
        look.metrics.colorbar = false;
        look.metrics.limitNames = 200;
        return look;
    }
    if (place.panel == FigurePanel::Activity) {
        look.metrics.gutters = {44, 12, 64, 44}; // the histogram of the present stands there
        return look;
    }
    if (place.panel == FigurePanel::Plane) {
        QMarginsF& gutters = look.metrics.gutters;
        gutters.setRight(std::max(gutters.right(), ColorbarItem::room(m_view.scale, look) + edgeGap));
        return look;
    }
    // Parts of a bit, and powers of ten, have long figures.
    const bool longFigures =
        place.panel >= FigurePanel::RelevantInformation && place.panel <= FigurePanel::SampleSignalToNoise;
    const double left = std::max(longFigures ? 56.0 : place.stacked ? 44.0 : 42.0, figureRoom(look));
    const double right = std::max(place.stacked ? 36.0 : 30.0, nameRoom(look));
    look.metrics.gutters = {left, 12, right, 44};
    return look;
}

/// For the axis title and "0.5" beside it; where there is less, the figures of an axis become dots.
double Figure::figureRoom(const ChartLook& look) const {
    const ChartMetrics& m = look.metrics;
    constexpr double gaps = 15;
    return QFontMetricsF(chartFont({m_family}, m.titleType)).height() +
           QFontMetricsF(chartFont({m_family}, m.tickType)).horizontalAdvance(QStringLiteral("0.5")) + gaps;
}

/// For names at the ends of curves, which are as wide as the font makes them. The same for every panel, so
/// that plots one over the other end at one place.
double Figure::nameRoom(const ChartLook& look) const {
    double widest = 0;
    for (const Place& place : m_places) {
        const bool isCell = place.panel == FigurePanel::Multiples;
        const bool ofLosses = place.panel == FigurePanel::Loss || place.panel == FigurePanel::Error;
        if (isCell || isByEpoch(place.panel))
            widest = std::max(
                widest, CurvesItem::nameRoom(isCell ? cell(place).view : m_view, !ofLosses, isCell, look));
    }
    return widest + edgeGap;
}

std::unique_ptr<QGraphicsScene> Figure::scene(const Place& place) const {
    auto scene = std::make_unique<QGraphicsScene>();
    PlotChart* chart = nullptr;
    if (place.panel == FigurePanel::Charts) {
        chart = m_content.charts[static_cast<std::size_t>(place.cell)]();
    } else if (place.cell >= 0 && m_content.multiples->byEpoch) {
        auto* curves = new EpochChart(EpochChart::Quantity::InputInformation);
        curves->setVectors(true);
        curves->setLayerFigures(true);
        curves->setView(cell(place).view);
        chart = curves;
    } else if (place.panel == FigurePanel::Plane || place.cell >= 0) {
        auto* plane = new PlaneChart;
        plane->setVectors(true);
        plane->setJoins(place.cell >= 0 ? m_content.multiples->joins : m_content.joins);
        plane->setLimits(m_content.limits || place.cell >= 0);
        plane->setView(place.cell >= 0 ? cell(place).view : m_view);
        chart = plane;
    } else if (place.panel == FigurePanel::Activity) {
        auto* activity = new ActivityChart;
        activity->setVectors(true);
        activity->setView(m_view);
        activity->setLayer(m_content.activityLayer);
        chart = activity;
    } else {
        const EpochChart::Quantity quantity = quantityOf(place.panel);
        auto* curves = new EpochChart(quantity, EpochChart::axisOf(quantity));
        curves->setVectors(true);
        curves->setView(m_view);
        chart = curves;
    }
    scene->addItem(chart);
    chart->setLook(look(place));
    chart->resize(place.rectangle.size());
    for (const FigureZoom& zoom : m_content.zooms)
        if (m_options.asZoomed && zoom.panel == place.panel)
            chart->zoomToRanges(zoom.range);
    QCoreApplication::sendPostedEvents(chart);
    chart->settle();
    scene->setSceneRect(QRectF({0, 0}, place.rectangle.size()));
    return scene;
}

void Figure::paint(QPainter& painter) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF({0, 0}, m_size), m_theme.canvas);
    for (const Place& place : m_places) {
        const bool isCell = place.panel == FigurePanel::Multiples;
        if (!isCell || cell(place).obstacle.isEmpty()) {
            const auto charts = scene(place);
            charts->render(&painter, place.rectangle, charts->sceneRect());
        }
        if (isCell) // over what the chart has painted
            paintCellHead(painter, place);
    }
    if (m_options.panelLetters && m_places.size() > 1)
        paintLetters(painter);
    if (m_options.caption) {
        painter.save();
        painter.translate(captionMargin, m_captionTop);
        m_caption.drawContents(&painter);
        painter.restore();
    }
}

/// What sets a cell apart, right of its letter, as far as there is room beside the next one; or why it is
/// empty.
void Figure::paintCellHead(QPainter& painter, const Place& place) const {
    const FigureMultiples::Cell& one = cell(place);
    const ChartMetrics metrics = ChartMetrics::paper();
    const QRectF& r = place.rectangle;
    const double line = r.top() + 12;
    const double left = r.left() + 42;
    double next = left;
    const auto paintPart = [&](const QString& text, double type, QFont::Weight weight, const QColor& color) {
        const QFontMetricsF font(chartFont({m_family}, type, weight));
        Label label({m_family}, type, weight);
        label.plain(font.elidedText(text, Qt::ElideRight, r.right() - edgeGap - next));
        label.paint(painter, {next, line}, color);
        next += label.width() + 6;
    };
    paintPart(one.name, metrics.nameType, QFont::DemiBold, m_theme.text);
    paintPart(one.detail, metrics.tickType, QFont::Normal, m_theme.text2);
    if (one.obstacle.isEmpty())
        return;
    QTextDocument why;
    why.setDocumentMargin(0);
    why.setDefaultFont(chartFont({m_family}, metrics.tickType));
    why.setHtml(
        QStringLiteral("<p style='color:%1'>%2</p>").arg(m_theme.text2.name(), one.obstacle.toHtmlEscaped()));
    why.setTextWidth(r.width() - 62);
    painter.save();
    painter.translate(left, r.center().y() - why.size().height() / 2);
    why.drawContents(&painter);
    painter.restore();
}

void Figure::paintLetters(QPainter& painter) const {
    constexpr double size = 12;
    painter.setFont(chartFont({m_family}, size, QFont::Bold));
    painter.setPen(m_theme.text);
    for (std::size_t i = 0; i < m_places.size(); ++i)
        painter.drawText(m_places[i].rectangle.topLeft() + QPointF(3, size),
                         QString(QChar('a' + static_cast<int>(i))));
}

void check(const FigureContent& content, const FigureOptions& options) {
    const auto multiples = std::ranges::count(options.panels, FigurePanel::Multiples);
    if (multiples > 0 && options.panels.size() > 1)
        fail(tr("Small multiples stand alone in a figure, without other panels."));
    if (multiples > 0 && (!content.multiples || content.multiples->cells.empty()))
        fail(tr("There are no small multiples to draw. Open them first (View, Small multiples)."));
    const bool ofCharts = options.panels == std::vector{FigurePanel::Charts};
    if (ofCharts && content.charts.empty())
        fail(tr("A figure needs at least one panel."));
    const SessionView& view = content.view;
    const bool ofActivity = std::ranges::any_of(options.panels, [](FigurePanel panel) {
        return panel == FigurePanel::Activity || panel == FigurePanel::DecisionLoss;
    });
    if (ofActivity && !view.activity)
        fail(tr("The activity has not been read yet. Show it in a chart first."));
    const auto draws = [&](FigurePanel panel) { return std::ranges::count(options.panels, panel) > 0; };
    if ((draws(FigurePanel::RelevantInformation) || draws(FigurePanel::IrrelevantInformation)) &&
        view.measured() > 0 && !view.hasRelevance())
        fail(tr("This estimator does not tell relevant inputs from irrelevant ones. The exact one for linear "
                "networks does, of the data set \"Relevant inputs\"."));
    if (draws(FigurePanel::SampleSignalToNoise) && !view.sampleGradients)
        fail(tr("The gradient of single samples has not been computed yet. Show it in a chart first."));
    if (view.measured() == 0 && !ofCharts)
        fail(tr("There is nothing to draw yet: no epoch has been measured. Press Play first."));
    if (options.panels.empty())
        fail(tr("A figure needs at least one panel."));
    constexpr double narrowest = 40, widest = 500;
    if (!(options.widthMm >= narrowest && options.widthMm <= widest))
        fail(tr("A figure is %1 to %2 mm wide, not %3.").arg(narrowest).arg(widest).arg(options.widthMm));
    constexpr int coarsest = 72, finest = 1200;
    if (options.format == FigureOptions::Format::Png && (options.dpi < coarsest || options.dpi > finest))
        fail(tr("A PNG has %1 to %2 dots per inch, not %3.").arg(coarsest).arg(finest).arg(options.dpi));
}

QSize pixelsOf(const Figure& figure, double scale) {
    return {qRound(figure.size().width() * scale), qRound(figure.size().height() * scale)};
}

void setResolution(QImage& image, double dotsPerInch) {
    const int dotsPerMeter = qRound(dotsPerInch / 0.0254);
    image.setDotsPerMeterX(dotsPerMeter);
    image.setDotsPerMeterY(dotsPerMeter);
}

/// On any thread. Opaque from the start: it need not be copied to become so. Throws where there is no memory
/// for it.
QImage blankImage(const QSize& pixels, double dotsPerInch) {
    QImage image(pixels, QImage::Format_RGB32);
    if (image.isNull())
        fail(tr("The picture would be too large. Choose fewer dots per inch."));
    setResolution(image, dotsPerInch);
    image.fill(Qt::white);
    return image;
}

/// Over all pixels of a device.
void paintOn(QPaintDevice& device, Figure& figure, const QSize& pixels) {
    QPainter painter(&device);
    painter.scale(pixels.width() / figure.size().width(), pixels.height() / figure.size().height());
    figure.paint(painter);
}

/// Takes nothing any more once nobody waits for it, which ends the encoder.
class CancellableBuffer : public QBuffer {
  public:
    CancellableBuffer(QByteArray* bytes, CancelQuestion cancelled)
        : QBuffer(bytes)
        , m_cancelled(std::move(cancelled)) {}

  protected:
    qint64 writeData(const char* data, qint64 length) override {
        return m_cancelled() ? -1 : QBuffer::writeData(data, length);
    }

  private:
    CancelQuestion m_cancelled;
};

QByteArray pngBytes(const QImage& image, const CancelQuestion& cancelled) {
    QByteArray bytes;
    CancellableBuffer buffer(&bytes, cancelled);
    buffer.open(QIODevice::WriteOnly);
    const bool whole = image.save(&buffer, "PNG");
    if (cancelled())
        return {};
    if (!whole)
        fail(tr("The picture could not be made: not enough memory."));
    return bytes;
}

/// The generator writes groups with nothing in them, fonts of no text, and places to a millionth
/// of an inch: half of the file.
QString withoutBallast(const QString& svg) {
    static const QRegularExpression group(QStringLiteral("<g ([^>]*)>((?:(?!<g |</g>).)*)</g>\\s*"),
                                          QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression font(QStringLiteral("\\s*font-[a-z]+=\"[^\"]*\""));
    static const QRegularExpression way(QStringLiteral(" d=\"[^\"]*\""));
    static const QRegularExpression digits(QStringLiteral("(\\.\\d\\d)\\d+"));
    QString lean;
    qsizetype done = 0;
    for (auto groups = group.globalMatch(svg); groups.hasNext();) {
        const QRegularExpressionMatch match = groups.next();
        lean += svg.mid(done, match.capturedStart() - done);
        done = match.capturedEnd();
        QString attributes = match.captured(1), content = match.captured(2).trimmed();
        if (content.isEmpty())
            continue;
        attributes.remove(font); // each text has its own, and a group's may be none that exists
        if (!content.contains(QLatin1String("<text"))) {
            QString ways;
            qsizetype copied = 0;
            for (auto paths = way.globalMatch(content); paths.hasNext();) {
                const QRegularExpressionMatch path = paths.next();
                ways += content.mid(copied, path.capturedStart() - copied);
                ways += path.captured().replace(digits, QStringLiteral("\\1"));
                copied = path.capturedEnd();
            }
            content = ways + content.mid(copied);
        }
        lean += QStringLiteral("<g %1>%2</g>\n").arg(attributes.trimmed(), content);
    }
    return lean + svg.mid(done);
}

QString svgText(Figure& figure, const QString& title) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(qRound(layoutDpi()));
    generator.setSize(figure.size().toSize());
    generator.setViewBox(QRectF({0, 0}, figure.size()));
    generator.setTitle(title);
    generator.setDescription(tr("Made with Infoplane %1").arg(QLatin1String(INFOPLANE_VERSION)));
    QPainter painter(&generator);
    figure.paint(painter);
    painter.end();
    // The generator knows sizes in whole pixels only; a figure's width is exact.
    QString text = QString::fromUtf8(bytes);
    static const QRegularExpression size(QStringLiteral("<svg width=\"[^\"]*\" height=\"[^\"]*\""));
    const auto mm = [](double units) { return QString::number(units / unitsPerMm, 'f', 2); };
    text.replace(text.indexOf(size), size.match(text).capturedLength(),
                 QStringLiteral("<svg width=\"%1mm\" height=\"%2mm\"")
                     .arg(mm(figure.size().width()), mm(figure.size().height())));
    return text;
}

QByteArray pdfBytes(Figure& figure, const QString& title) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(qRound(layoutDpi()));
    writer.setTitle(title);
    writer.setCreator(QStringLiteral("Infoplane %1").arg(QLatin1String(INFOPLANE_VERSION)));
    writer.setPageSize(
        QPageSize(figure.size() / unitsPerMm, QPageSize::Millimeter, {}, QPageSize::ExactMatch));
    writer.setPageMargins({});
    QPainter painter(&writer);
    painter.scale(layoutDpi() / 96, layoutDpi() / 96);
    figure.paint(painter);
    painter.end();
    return bytes;
}

QString firstSmall(QString text) {
    if (text.size() > 1 && text[1].isLower())
        text[0] = text[0].toLower();
    return text;
}

} // namespace

QString figureCaption(const SessionView& view, const FigureMultiples* multiples,
                      const std::vector<FigurePanel>& panels) {
    const auto commas = [](QString line) {
        return line.replace(QStringLiteral(" · "), QStringLiteral(", ")).toHtmlEscaped();
    };
    const bool ofStudy = multiples && !multiples->title.isEmpty();
    QString caption =
        QStringLiteral("<b>%1.</b>").arg((ofStudy ? multiples->title : view.title).toHtmlEscaped());
    QString specLine = view.specLine;
    if (view.isMean() && std::ranges::none_of(panels, drawsBand))
        specLine.replace(view.seedsLine, meanLine(*view.seedsRecord, false));
    if (!specLine.isEmpty() && !ofStudy)
        caption += QLatin1Char(' ') +
                   tr("Data: %1. Network %2.").arg(view.dataLine.toHtmlEscaped(), commas(specLine));
    if (view.present >= 0 && view.present < view.measured() - 1)
        caption += QLatin1Char(' ') +
                   tr("Up to epoch %1.")
                       .arg(QLocale().toString(view.epochs[static_cast<std::size_t>(view.present)]));
    const QString estimator =
        multiples ? (ofStudy ? tr("Conditions as named") : tr("Estimators as named")) +
                        (multiples->line.isEmpty()
                             ? QString()
                             : (ofStudy ? QStringLiteral(". ") : QStringLiteral(", ")) + multiples->line)
                  : tr("Estimator: %1").arg(firstSmall(view.estimatorLine));
    if (multiples && multiples->byEpoch)
        caption += QLatin1Char(' ') + tr("Values at the last epoch shown.");
    caption += QLatin1Char(' ') + QStringLiteral("%1.").arg(commas(estimator).replace(
                                      QStringLiteral(", N = "), QStringLiteral(", <i>N</i>&nbsp;=&nbsp;")));
    const auto draws = [&](FigurePanel panel) { return std::ranges::count(panels, panel) > 0; };
    const bool ofBatches = draws(FigurePanel::SignalToNoise) || draws(FigurePanel::GradientMean) ||
                           draws(FigurePanel::GradientSd);
    if (ofBatches && !view.gradientLine.isEmpty())
        caption += QLatin1Char(' ') + tr("Gradient: mean and s.d. %1.").arg(commas(view.gradientLine));
    if (draws(FigurePanel::SampleSignalToNoise) && view.sampleGradients)
        caption +=
            QLatin1Char(' ') + tr("Gradient of single samples: %1.").arg(commas(view.sampleGradients->line));
    caption += QStringLiteral(" Infoplane %1.").arg(QLatin1String(INFOPLANE_VERSION));
    return caption;
}

QString plainFigureCaption(const SessionView& view, const FigureMultiples* multiples,
                           const std::vector<FigurePanel>& panels) {
    return plainText(figureCaption(view, multiples, panels));
}

FigureOptions::Format figureFormat(const QString& path) {
    const QString suffix = path.section(QLatin1Char('.'), -1).toLower();
    if (suffix == QLatin1String("pdf"))
        return FigureOptions::Format::Pdf;
    if (suffix == QLatin1String("svg"))
        return FigureOptions::Format::Svg;
    if (suffix == QLatin1String("png"))
        return FigureOptions::Format::Png;
    fail(tr("\"%1\" does not say which kind of figure it is. Let its name end in .pdf, .svg or .png.")
             .arg(path));
}

QString figureFamily(FigureOptions::Font font) {
    QStringList wanted;
    switch (font) {
    case FigureOptions::Font::Inter:
        wanted = uiFontFamilies();
        break;
    case FigureOptions::Font::Helvetica:
        wanted = {QStringLiteral("Helvetica"), QStringLiteral("Arial"), QStringLiteral("Liberation Sans"),
                  QStringLiteral("Nimbus Sans"), QStringLiteral("DejaVu Sans")};
        break;
    case FigureOptions::Font::Times:
        wanted = {QStringLiteral("Times New Roman"), QStringLiteral("Times"),
                  QStringLiteral("Liberation Serif"), QStringLiteral("Nimbus Roman"),
                  QStringLiteral("DejaVu Serif")};
        break;
    }
    for (const QString& family : wanted)
        if (QFontDatabase::hasFamily(family)) // families() may list it with its foundry behind
            return family;
    return QFontInfo(QFont(wanted.first())).family();
}

QImage renderPreview(const FigureContent& content, const FigureOptions& options, const QSize& fit,
                     double pixelRatio) {
    check(content, options);
    Figure figure(content, options);
    const double scale = std::min(fit.width() / figure.size().width(), fit.height() / figure.size().height());
    const QSize pixels = pixelsOf(figure, std::max(scale * pixelRatio, 0.05));
    QImage image = blankImage(pixels, layoutDpi());
    paintOn(image, figure, pixels);
    image.setDevicePixelRatio(pixelRatio);
    return image;
}

namespace {

FigureEncoder pngEncoder(const FigureContent& content, const FigureOptions& options) {
    return [paint = recordFigure(content, options), title = content.view.title,
            description = plainText(captionOf(content, options))](const CancelQuestion& cancelled) {
        QImage image = paint(cancelled);
        if (image.isNull())
            return QByteArray();
        image.setText(QStringLiteral("Title"), title);
        image.setText(QStringLiteral("Description"), description);
        image.setText(QStringLiteral("Software"),
                      QStringLiteral("Infoplane %1").arg(QLatin1String(INFOPLANE_VERSION)));
        return pngBytes(image, cancelled);
    };
}

} // namespace

FigurePainter recordFigure(const FigureContent& content, const FigureOptions& options) {
    check(content, options);
    Figure figure(content, options);
    const QSize pixels = pixelsOf(figure, options.dpi / unitsPerInch);
    const auto record = std::make_shared<PaintRecord>(pixels, qRound(layoutDpi()));
    paintOn(*record, figure, pixels);
    return [record, pixels, layout = layoutDpi(), dpi = options.dpi](const CancelQuestion& cancelled) {
        QImage image = blankImage(pixels, layout);
        QPainter painter(&image);
        if (!record->replay(painter, cancelled))
            return QImage();
        painter.end();
        setResolution(image, dpi);
        return image;
    };
}

FigureEncoder paintFigure(const FigureContent& content, const FigureOptions& options) {
    check(content, options);
    if (options.format == FigureOptions::Format::Png)
        return pngEncoder(content, options);
    Figure figure(content, options);
    const QString& title = content.view.title;
    if (options.format == FigureOptions::Format::Svg)
        return [svg = svgText(figure, title)](const CancelQuestion&) { return withoutBallast(svg).toUtf8(); };
    return [pdf = pdfBytes(figure, title)](const CancelQuestion&) { return pdf; };
}

QByteArray figureBytes(const FigureContent& content, const FigureOptions& options) {
    return paintFigure(content, options)([] { return false; });
}

void exportFigure(const FigureContent& content, const FigureOptions& options, const QString& path) {
    writeFigure(figureBytes(content, options), path);
}

void writeFigure(const QByteArray& bytes, const QString& path) {
    if (bytes.isEmpty()) // whatever went wrong: a file of nothing is no figure
        fail(tr("The figure could not be made, so nothing was written to %1. Choose fewer dots per inch.")
                 .arg(path));
    const QString error = saveFile(path, bytes);
    if (!error.isEmpty())
        fail(tr("The figure could not be written to %1: %2. Choose another folder, or make room.")
                 .arg(path, error));
}

} // namespace infoplane
