#include "estimator/small_multiples.h"

#include "charts/chart_metrics.h"
#include "charts/elided_label.h"
#include "charts/label.h"
#include "document/make_session_view.h"
#include "estimator/multiple_cell.h"
#include "estimator/parameter_row.h"
#include "icons.h"
#include "style.h"
#include "widgets/segmented_control.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QShortcut>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

constexpr int followPause = 1000; ///< milliseconds between looks at a run that goes on
constexpr int choicePause = 350;  ///< after which a dragged slider rests
constexpr int viewPause = 40;     ///< between newer pictures
constexpr int titleLeft = 20, titleBottom = 22;
constexpr int rightMargin = 6, spacing = 2;
constexpr int imageMargin = 16;
constexpr int wideByEpoch = 1000; ///< from here on three curves with their values have room side by side

QString percent(double share) {
    return SmallMultiples::tr("%1 %").arg(QLocale().toString(static_cast<int>(100 * share)));
}

} // namespace

/// The planes, and the titles of their axes once for all.
class SmallMultiples::Grid : public QWidget {
  public:
    using QWidget::QWidget;
    void setTheme(const Theme& theme) {
        m_theme = theme;
        update();
    }
    void setByEpoch(bool byEpoch) {
        if (std::exchange(m_byEpoch, byEpoch) != byEpoch)
            update();
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.fillRect(rect(), m_theme.canvas);
        const auto title = [&](const QString& of, const QString& about, const QString& words) {
            Label label(uiFontFamilies(), type::small);
            label.italic(QStringLiteral("I")).plain(QStringLiteral("(")).italic(of);
            label.plain(QStringLiteral("; ")).italic(about);
            label.plain(QStringLiteral(") [bit]  ") + words);
            return label;
        };
        const Label input =
            title(QStringLiteral("X"), QStringLiteral("T"), SmallMultiples::tr("about the input"));
        Label across = input, up = input;
        if (m_byEpoch)
            across = Label(uiFontFamilies(), type::small).plain(SmallMultiples::tr("Epoch"));
        else
            up = title(QStringLiteral("T"), QStringLiteral("Y"), SmallMultiples::tr("about the label"));
        across.paintCentred(painter, {(width() + titleLeft) / 2.0, height() - titleBottom / 2.0},
                            m_theme.text2);
        painter.translate(titleLeft / 2.0 + 2, (height() - titleBottom) / 2.0);
        painter.rotate(-90);
        up.paintCentred(painter, {0, 0}, m_theme.text2);
    }

  private:
    Theme m_theme = lightTheme();
    bool m_byEpoch = false;
};

SmallMultiples::SmallMultiples(SessionDocument* document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_subtitle(new ElidedLabel)
    , m_sets(new SegmentedControl(tr("What differs")))
    , m_copy(new QToolButton)
    , m_close(new QToolButton)
    , m_grid(new Grid)
    , m_layout(new QGridLayout(m_grid))
    , m_theme(lightTheme()) {
    setAccessibleName(tr("Small multiples"));
    setFocusPolicy(Qt::StrongFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(m_grid, 1);
    m_layout->setSpacing(spacing);

    connect(m_sets, &SegmentedControl::chosen, this,
            [this](int index) { setSet(static_cast<MultiplesSet>(index)); });
    connect(m_copy, &QToolButton::clicked, this, &SmallMultiples::copyImage);
    connect(m_close, &QToolButton::clicked, this, &SmallMultiples::closeAsked);
    auto* escape = new QShortcut(Qt::Key_Escape, this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &SmallMultiples::closeAsked);

    const auto later = [](QTimer& timer, int milliseconds) {
        timer.setSingleShot(true);
        timer.setInterval(milliseconds);
    };
    later(m_epochTimer, followPause);
    later(m_choiceTimer, choicePause);
    later(m_viewTimer, viewPause);
    connect(&m_epochTimer, &QTimer::timeout, this, &SmallMultiples::takeEpochs);
    connect(&m_choiceTimer, &QTimer::timeout, this, &SmallMultiples::takeSpec);
    connect(&m_viewTimer, &QTimer::timeout, this, &SmallMultiples::refreshViews);

    const auto newRun = [this] {
        m_runIsStale = true;
        takeRun();
    };
    connect(document, &SessionDocument::runReset, this, newRun);
    connect(document, &SessionDocument::shownSeedChanged, this, newRun);
    connect(document, &SessionDocument::specChanged, this, [this] { m_choiceTimer.start(); });
    connect(document, &SessionDocument::measurementsChanged, this, [this] { markPresentEstimator(); });
    connect(document, &SessionDocument::epochsAppended, this, [this] {
        if (!m_epochTimer.isActive() && isVisible())
            m_epochTimer.start();
    });
    connect(document, &SessionDocument::stateChanged, this, &SmallMultiples::takeUrgency);
    connect(document, &SessionDocument::remeasuringChanged, this, &SmallMultiples::takeUrgency);
    connect(&m_estimates, &MultiplesEstimates::pictureChanged, this, [this](int index) {
        m_changed.insert(index);
        if (!m_viewTimer.isActive())
            m_viewTimer.start();
    });
    setTheme(m_theme);
}

SmallMultiples::~SmallMultiples() = default;

QWidget* SmallMultiples::makeHead() {
    auto* head = new QWidget(this);
    head->setFixedHeight(size::chartHeader);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(18, 4, 14, 0);
    row->setSpacing(8);
    auto* title = new QLabel(tr("Small multiples"), head);
    setRole(title, "head");
    title->setFont(uiFont(type::body, QFont::DemiBold));
    row->addWidget(title);
    row->addSpacing(5);
    m_subtitle->setFont(uiFont(type::small));
    row->addWidget(m_subtitle, 1);
    m_sets->addSegment(tr("Widths"), tr("The chosen estimator at several values of its first number"));
    m_sets->addSegment(tr("Rules"), tr("The rules by which bins are laid, side by side"));
    m_sets->addSegment(tr("Methods"), tr("All methods side by side"));
    row->addWidget(m_sets);
    for (QToolButton* button : {m_copy, m_close}) {
        button->setFixedSize(size::tool, size::tool);
        button->setIconSize({size::toolIcon, size::toolIcon});
        row->addWidget(button);
    }
    m_copy->setAccessibleName(tr("Copy image"));
    m_copy->setToolTip(tr("Copies these planes as an image"));
    m_close->setAccessibleName(tr("Back to the charts"));
    m_close->setToolTip(tr("Back to the charts (Esc)"));
    return head;
}

void SmallMultiples::setTheme(const Theme& theme) {
    m_theme = theme;
    m_subtitle->setColor(theme.text2);
    m_copy->setIcon(themedIcon(QStringLiteral("copy"), theme));
    m_close->setIcon(themedIcon(QStringLiteral("close"), theme));
    m_grid->setTheme(theme);
    for (MultipleCell* cell : m_cells)
        cell->setTheme(theme);
    update();
}

void SmallMultiples::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), m_theme.canvas);
}

// --- which estimators ---

void SmallMultiples::setSet(MultiplesSet set) {
    m_sets->setCurrent(static_cast<int>(set));
    if (std::exchange(m_set, set) != set)
        chooseMultiples();
}

void SmallMultiples::chooseMultiples() {
    m_multiples = multiplesOf(m_set, m_document->spec().estimator, frame().spec, m_lastUsed);
    arrange();
    std::vector<MultiplesEstimates::Wanted> estimators;
    for (const Multiple& one : m_multiples)
        estimators.push_back({one.settings, one.obstacle});
    m_views.views.assign(m_multiples.size(), {});
    m_estimates.setEstimators(estimators);
    nameValues();
    markPresentEstimator();
    for (int index = 0; index < count(); ++index)
        m_changed.insert(index);
    refreshViews();
}

/// The first segment is called after what differs there.
void SmallMultiples::nameValues() {
    const ParameterDescription* varied = variedParameter(describeEstimator(m_document->spec().estimator.id));
    QString name = tr("Values");
    if (varied && varied->name == "Width")
        name = tr("Widths");
    else if (varied && varied->name == "Count")
        name = tr("Counts");
    else if (varied)
        name = QString::fromStdString(varied->name);
    const QList<QToolButton*> segments = m_sets->findChildren<QToolButton*>();
    if (!segments.isEmpty()) {
        segments.first()->setText(name);
        segments.first()->setAccessibleName(QStringLiteral("%1: %2").arg(m_sets->accessibleName(), name));
    }
}

int SmallMultiples::columns() const {
    const bool isWide = m_grid->width() >= (m_views.byEpoch ? wideByEpoch : m_grid->height());
    const int most = isWide ? 3 : 2;
    return std::clamp(count(), 1, most);
}

void SmallMultiples::arrange() {
    while (m_cells.size() > m_multiples.size()) {
        delete m_cells.back();
        m_cells.pop_back();
    }
    while (m_cells.size() < m_multiples.size()) {
        auto* cell = new MultipleCell(m_grid);
        cell->setTheme(m_theme);
        const int index = static_cast<int>(m_cells.size());
        connect(cell, &QAbstractButton::clicked, this,
                [this, index] { m_document->setEstimator(multiple(index).settings); });
        connect(cell, &MultipleCell::pointed, this, &SmallMultiples::point);
        m_cells.push_back(cell);
    }
    const int across = columns();
    const int down = (count() + across - 1) / across;
    // Cells of one size, so that their axes are the same to the last digit.
    const auto rest = [](int room, int parts) {
        return parts > 0 ? std::max(0, room - spacing * (parts - 1)) % parts : 0;
    };
    m_layout->setContentsMargins(titleLeft, 0,
                                 rightMargin + rest(m_grid->width() - titleLeft - rightMargin, across),
                                 titleBottom + rest(m_grid->height() - titleBottom, down));
    for (int i = 0; i < 6; ++i) {
        m_layout->setColumnStretch(i, i < across ? 1 : 0);
        m_layout->setRowStretch(i, i < down ? 1 : 0);
    }
    for (int index = 0; index < count(); ++index) {
        MultipleCell* cell = this->cell(index);
        m_layout->addWidget(cell, index / across, index % across);
        cell->setName(multiple(index).name, multiple(index).detail);
        cell->show();
    }
}

void SmallMultiples::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void SmallMultiples::markPresentEstimator() {
    const EstimatorSettings present = withDefaults(m_document->spec().estimator);
    for (int index = 0; index < count(); ++index)
        cell(index)->setPresent(multiple(index).settings == present);
    m_subtitle->setText(subtitle());
}

QString SmallMultiples::subtitle() const {
    const EstimatorDescription& description = describeEstimator(m_document->spec().estimator.id);
    QStringList parts;
    if (m_set == MultiplesSet::Values && !description.variant.empty())
        parts << QStringLiteral("%1, %2").arg(QString::fromStdString(description.method),
                                              QString::fromStdString(description.variant).toLower());
    else if (m_set == MultiplesSet::Values)
        parts << QString::fromStdString(description.method);
    else if (m_set == MultiplesSet::Rules)
        parts << QString::fromStdString(describeEstimator(EstimatorSettings().id).method);
    if (m_document->session())
        parts << samplesLine(frame());
    if (m_document->session() && m_document->session()->runs.size() > 1)
        parts << tr("seed %1 alone").arg(m_document->shownSeed());
    if (m_views.byEpoch && m_views.exact)
        parts << tr("dashes: exact; \u00b1: bits off");
    return parts.join(QStringLiteral(" · "));
}

// --- what the document says ---

void SmallMultiples::takeSpec() {
    const EstimatorSettings present = withDefaults(m_document->spec().estimator);
    m_lastUsed[present.id] = present;
    if (!isVisible())
        return;
    if (m_document->spec().measure.on != m_samples)
        m_runIsStale = true;
    const bool isHere = std::any_of(m_multiples.begin(), m_multiples.end(),
                                    [&](const Multiple& one) { return one.settings == present; });
    const bool rulesDoNotHoldIt =
        m_set == MultiplesSet::Rules && !m_multiples.empty() &&
        describeEstimator(present.id).method != describeEstimator(m_multiples.front().settings.id).method;
    if (!isHere && !rulesDoNotHoldIt)
        chooseMultiples();
    else
        markPresentEstimator();
    takeRun();
}

void SmallMultiples::takeRun() {
    if (!m_runIsStale || !isVisible())
        return;
    m_runIsStale = false;
    m_samples = m_document->spec().measure.on;
    const Session* session = m_document->session();
    if (session && m_document->shownRun())
        m_estimates.setRun(session->spec, m_document->shownSeed(), m_samples);
    else
        m_estimates.clear();
    chooseMultiples();
    takeUrgency();
    takeEpochs();
}

void SmallMultiples::takeEpochs() {
    const SeedRun* run = m_document->shownRun();
    if (run && isVisible() && !m_runIsStale)
        m_estimates.takeEpochs(run->snapshots);
}

/// What the session shows itself comes first.
void SmallMultiples::takeUrgency() {
    m_estimates.setRestrained(m_document->isRunning() || m_document->remeasuring().has_value());
}

void SmallMultiples::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_estimates.setPaused(false);
    const EstimatorSettings present = withDefaults(m_document->spec().estimator);
    m_lastUsed[present.id] = present;
    if (m_runIsStale || m_multiples.empty())
        takeRun();
    else
        takeSpec();
    takeEpochs();
}

void SmallMultiples::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_estimates.setPaused(true);
}

// --- what is shown ---

Session SmallMultiples::frame() const {
    Session frame;
    if (const Session* session = m_document->session()) {
        frame.spec = session->spec;
        frame.facts = session->facts;
        frame.shape = session->shape;
    } else {
        frame.spec = m_document->spec();
    }
    frame.spec.measure.on = m_document->spec().measure.on;
    return frame;
}

void SmallMultiples::setView(const SessionView& view) {
    const bool otherBounds = m_shown.bounds != view.bounds;
    follow(m_shown, view);
    if (otherBounds) {
        m_shown.bounds = view.bounds;
        for (int index = 0; index < count(); ++index)
            m_changed.insert(index);
        m_viewTimer.start();
    }
    if (!isVisible())
        return;
    for (int index = 0; index < count(); ++index) {
        SessionView& mine = m_views.views[static_cast<std::size_t>(index)];
        putPresent(mine);
        cell(index)->setView(mine);
    }
}

void SmallMultiples::putPresent(SessionView& view) const {
    view.scale = m_shown.scale;
    view.dragging = m_shown.dragging;
    for (std::size_t layer = 0; layer < std::min(view.layers.size(), m_shown.layers.size()); ++layer)
        view.layers[layer].hidden = m_shown.layers[layer].hidden;
    view.present = view.epochs.empty() ? -1 : 0;
    view.glide = view.present;
    if (m_shown.present < 0 || m_shown.present >= m_shown.measured() || view.epochs.empty())
        return;
    const int epoch = m_shown.epochs[static_cast<std::size_t>(m_shown.present)];
    const auto after = std::upper_bound(view.epochs.begin(), view.epochs.end(), epoch);
    view.present = std::max(0, static_cast<int>(after - view.epochs.begin()) - 1);
    view.glide = view.present == m_shown.present ? m_shown.glide : view.present;
}

void SmallMultiples::makeView(int index) {
    SessionView& view = m_views.views[static_cast<std::size_t>(index)];
    const MultiplesEstimates::Picture& picture = m_estimates.picture(index);
    if (!m_document->session()) {
        view = m_shown;
        view.epochs.clear();
        for (SessionView::Layer& layer : view.layers) {
            SessionView::Layer empty;
            empty.name = layer.name;
            empty.output = layer.output;
            empty.hidden = layer.hidden;
            layer = empty;
        }
        view.revision = ++m_revision;
        return;
    }
    Session session = frame();
    session.spec.estimator = picture.settings;
    view = emptySessionView(session, m_document->shownSeed());
    view.bounds = m_shown.bounds;
    view.revision = ++m_revision;
    appendMeasurements(view, picture.measurements, describeEstimator(picture.settings.id));
    putGrain(view, session, picture.grain);
}

/// All planes have the same axes, so what one of them needs all have.
void SmallMultiples::refreshViews() {
    for (const int index : std::exchange(m_changed, {})) {
        if (index >= count() || index >= m_estimates.count())
            continue;
        makeView(index);
        putProgress(index);
    }
    const bool wasByEpoch = m_views.byEpoch;
    shareFrame(m_views, m_multiples);
    if (m_views.byEpoch)
        for (SessionView& view : m_views.views) // references may be others
            view.revision = ++m_revision;
    m_grid->setByEpoch(m_views.byEpoch);
    for (MultipleCell* cell : m_cells)
        cell->setByEpoch(m_views.byEpoch);
    if (wasByEpoch != m_views.byEpoch)
        arrange();
    m_subtitle->setText(subtitle());
    setView(m_shown);
}

void SmallMultiples::putProgress(int index) {
    const MultiplesEstimates::Picture& picture = m_estimates.picture(index);
    MultipleCell* cell = this->cell(index);
    const QLocale locale;
    QString progress;
    const PictureGrain& grain = picture.grain;
    if (m_document->session() && picture.error.isEmpty() && !picture.isComplete()) {
        progress = percent(picture.share);
        if (!grain.hasAllSamples())
            progress = tr("%1 samples · %2").arg(locale.toString(grain.samples), progress);
        else if (!grain.hasAllEpochs())
            progress = tr("%1 epochs · %2").arg(locale.toString(grain.epochs), progress);
    }
    cell->setProgress(progress);
    cell->setEnabled(multiple(index).obstacle.isEmpty());
    cell->setMessage(!picture.error.isEmpty() ? picture.error
                     : m_document->session()  ? QString()
                                              : tr("Press Play, and every layer draws its path here too."));
}

void SmallMultiples::point(int layer, int epoch) {
    for (MultipleCell* cell : m_cells)
        cell->markPoint(layer, epoch, cell == sender());
}

// --- as an image ---

QImage SmallMultiples::image(double pixelRatio) const {
    const int head = imageMargin + 2 * type::title + 6;
    const QSize size(m_grid->width() + 2 * imageMargin, m_grid->height() + head + imageMargin / 2);
    QImage image(size * pixelRatio, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(pixelRatio);
    image.fill(m_theme.canvas);
    QPainter painter(&image);
    painter.setPen(m_theme.text);
    painter.setFont(uiFont(type::body, QFont::DemiBold));
    const int left = imageMargin + titleLeft;
    painter.drawText(left, imageMargin + type::body, m_document->title());
    painter.setFont(uiFont(type::small));
    painter.setPen(m_theme.text2);
    QString line = subtitle();
    if (m_shown.present >= 0 && m_shown.present < m_shown.measured())
        line += tr(" · epoch %1")
                    .arg(QLocale().toString(m_shown.epochs[static_cast<std::size_t>(m_shown.present)]));
    painter.drawText(left, imageMargin + type::body + type::title + 4, line);
    m_grid->render(&painter, QPoint(imageMargin, head));
    return image;
}

std::optional<FigureMultiples> SmallMultiples::figure() const {
    if (!m_document->session() || m_multiples.empty())
        return std::nullopt;
    FigureMultiples figure{subtitle(), m_views.byEpoch, {}};
    bool any = false;
    for (int index = 0; index < count(); ++index) {
        const SessionView& view = m_views.views[static_cast<std::size_t>(index)];
        figure.cells.push_back({multiple(index).name, multiple(index).detail, cell(index)->message(), view});
        any = any || view.measured() > 0;
    }
    return any ? std::optional(figure) : std::nullopt;
}

void SmallMultiples::copyImage() const {
    constexpr double sharp = 2;
    QGuiApplication::clipboard()->setImage(image(std::max(sharp, devicePixelRatioF())));
}

} // namespace infoplane
