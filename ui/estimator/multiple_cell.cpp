#include "estimator/multiple_cell.h"

#include "charts/epoch_chart.h"
#include "charts/plane_chart.h"
#include "charts/plot_view.h"
#include "style.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace infoplane {

namespace {
constexpr int headHeight = 28;
constexpr int margin = 10;
constexpr int gap = 6;
constexpr int frame = 2; ///< around what is chosen or has the focus
} // namespace

MultipleCell::MultipleCell(QWidget* parent)
    : QAbstractButton(parent)
    , m_chart(new PlaneChart)
    , m_view(new PlotView(m_chart, PlotView::Drag::Picks, this))
    , m_curves(new EpochChart(EpochChart::Quantity::InputInformation))
    , m_curvesView(new PlotView(m_curves, PlotView::Drag::Picks, this))
    , m_message(new QLabel(this))
    , m_theme(lightTheme()) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMouseTracking(true);
    setAttribute(Qt::WA_Hover);
    m_chart->setEmptyText({}, {});
    m_curves->setLayerFigures(true);
    for (PlotView* view : {m_view, m_curvesView}) {
        view->setAttribute(Qt::WA_TransparentForMouseEvents);
        view->setFocusPolicy(Qt::NoFocus);
        view->viewport()->setFocusPolicy(Qt::NoFocus);
        view->setMinimumSize(1, 1);
    }
    m_curvesView->hide();
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setFont(uiFont(type::small));
    m_message->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(frame, headHeight, frame, frame);
    column->addWidget(m_view);
    column->addWidget(m_curvesView);
    setTheme(m_theme);
}

void MultipleCell::setTheme(const Theme& theme) {
    m_theme = theme;
    ChartLook look = m_chart->look();
    look.metrics = ChartMetrics::multiple();
    look.theme = theme;
    look.colors = ColorScale(look.colors.map(), theme.dark);
    look.families = uiFontFamilies();
    m_chart->setLook(look);
    look.metrics = ChartMetrics::multipleByEpoch();
    m_curves->setLook(look);
    for (PlotView* view : {m_view, m_curvesView})
        view->setBackgroundBrush(theme.canvas);
    m_message->setStyleSheet(QStringLiteral("color: %1").arg(theme.text2.name()));
    update();
}

void MultipleCell::setPurpose(const QString& ofPresent, const QString& ofOthers) {
    m_purposeOfPresent = ofPresent;
    m_purpose = ofOthers;
    describe();
}

void MultipleCell::setName(const QString& name, const QString& detail, const QString& shorterDetail) {
    if (m_name == name && m_detail == detail && m_shorterDetail == shorterDetail)
        return;
    m_name = name;
    m_detail = detail;
    m_shorterDetail = shorterDetail;
    describe();
    update();
}

void MultipleCell::setPresent(bool present) {
    if (std::exchange(m_present, present) == present)
        return;
    describe();
    update();
}

void MultipleCell::setProgress(const QString& text) {
    if (m_progress == text)
        return;
    m_progress = text;
    describe();
    update(0, 0, width(), headHeight);
}

void MultipleCell::setMessage(const QString& sentence) {
    m_message->setText(sentence);
    m_message->setVisible(!sentence.isEmpty());
    m_chart->setVisible(sentence.isEmpty());
    m_curves->setVisible(sentence.isEmpty());
    describe();
}

void MultipleCell::setByEpoch(bool byEpoch) {
    if (std::exchange(m_byEpoch, byEpoch) == byEpoch)
        return;
    m_view->setVisible(!byEpoch);
    m_curvesView->setVisible(byEpoch);
}

void MultipleCell::resizeEvent(QResizeEvent* event) {
    QAbstractButton::resizeEvent(event);
    m_message->setGeometry(rect().adjusted(3 * margin, headHeight + margin, -3 * margin, -2 * margin));
    m_message->raise();
}

QString MultipleCell::message() const {
    return m_message->text();
}

void MultipleCell::setView(const SessionView& view) {
    if (m_byEpoch)
        m_curves->setView(view);
    else
        m_chart->setView(view);
}

void MultipleCell::describe() {
    QStringList parts = {m_detail.isEmpty() ? m_name : QStringLiteral("%1, %2").arg(m_name, m_detail)};
    if (m_present)
        parts << tr("chosen");
    if (!m_progress.isEmpty())
        parts << m_progress;
    if (!m_message->text().isEmpty())
        parts << m_message->text();
    setAccessibleName(parts.join(QLatin1String(", ")));
    QStringList lines = {m_name, m_detail, m_progress, m_present ? m_purposeOfPresent : m_purpose};
    lines.removeAll(QString());
    setToolTip(lines.join(QLatin1Char('\n')));
}

void MultipleCell::markPoint(int layer, int epoch, bool withTip) {
    if (m_byEpoch) // the time cursor is the same in all of them
        return;
    const SessionView& view = m_chart->view();
    const auto found = std::lower_bound(view.epochs.begin(), view.epochs.end(), epoch);
    PlanePoint point;
    if (layer >= 0 && layer < static_cast<int>(view.layers.size()) && found != view.epochs.end() &&
        *found == epoch && found - view.epochs.begin() <= view.shownUpTo())
        point = {layer, static_cast<int>(found - view.epochs.begin())};
    m_chart->setHovered(point, withTip);
}

/// Over the plane the tip of its points is the one that counts.
bool MultipleCell::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && static_cast<QHelpEvent*>(event)->pos().y() > headHeight) {
        event->ignore();
        return true;
    }
    return QAbstractButton::event(event);
}

void MultipleCell::mouseMoveEvent(QMouseEvent* event) {
    QAbstractButton::mouseMoveEvent(event);
    if (m_byEpoch)
        return;
    const QPointF place =
        m_chart->mapFromScene(m_view->mapToScene(m_view->mapFrom(this, event->position().toPoint())));
    const PlanePoint point = m_chart->pointAt(place);
    const SessionView& view = m_chart->view();
    emit pointed(point.layer, point.isValid() ? view.epochs[static_cast<std::size_t>(point.index)] : -1);
}

void MultipleCell::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    emit pointed(-1, -1);
}

void MultipleCell::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

QString MultipleCell::detailIn(double pixels) const {
    const QFontMetricsF metrics(uiFont(type::small));
    if (metrics.horizontalAdvance(m_detail) <= pixels)
        return m_detail;
    if (m_shorterDetail.isEmpty())
        return metrics.elidedText(m_detail, Qt::ElideRight, pixels);
    return metrics.horizontalAdvance(m_shorterDetail) <= pixels ? m_shorterDetail : QString();
}

void MultipleCell::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_theme.canvas);
    if (m_present || hasFocus() || underMouse()) {
        const QColor edge = m_present || hasFocus() ? m_theme.accent : m_theme.groove;
        painter.setPen(QPen(edge, m_present ? frame : 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), size::radiusField, size::radiusField);
    }

    const QRectF head(margin, 0, width() - 2 * margin, headHeight);
    const auto line = [&](const QRectF& room, const QString& text, QFont::Weight weight, int pixels,
                          const QColor& ink, Qt::Alignment side) {
        painter.setFont(uiFont(pixels, weight));
        painter.setPen(ink);
        const QFontMetricsF metrics(painter.font());
        const QString shown = metrics.elidedText(text, Qt::ElideRight, room.width());
        painter.drawText(room, side | Qt::AlignVCenter, shown);
        return metrics.horizontalAdvance(shown);
    };
    QRectF room = head;
    room.setLeft(room.left() + gap +
                 line(room, m_name, QFont::DemiBold, type::body, m_theme.text, Qt::AlignLeft));
    // What a caption of the estimator says stands in the tool tip too; how the network does comes first.
    QRectF ofState = room;
    if (!m_shorterDetail.isEmpty())
        ofState.setLeft(room.left() + gap +
                        QFontMetricsF(uiFont(type::small)).horizontalAdvance(m_shorterDetail));
    const QString state = !m_progress.isEmpty() ? m_progress : m_present ? tr("chosen") : QString();
    if (!state.isEmpty() && ofState.width() > 3 * margin)
        room.setRight(room.right() - gap -
                      line(ofState, state, QFont::Normal, type::small,
                           m_progress.isEmpty() ? m_theme.accent : m_theme.text2, Qt::AlignRight));
    if (room.width() > 3 * margin)
        line(room, detailIn(room.width()), QFont::Normal, type::small, m_theme.text2, Qt::AlignLeft);
}

} // namespace infoplane
