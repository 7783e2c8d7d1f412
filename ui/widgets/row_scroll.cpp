#include "widgets/row_scroll.h"

#include "icons.h"
#include "style.h"
#include "theme.h"

#include <QScrollBar>
#include <QToolButton>
#include <QWheelEvent>

#include <algorithm>

namespace infoplane {

namespace {
constexpr int arrowWidth = 24;
constexpr int clear = 8; ///< between an arrow and what is brought into sight
} // namespace

RowScroll::RowScroll(QWidget* row, QWidget* parent)
    : QScrollArea(parent)
    , m_back(makeArrow(tr("Scroll back"), -1))
    , m_on(makeArrow(tr("Scroll on"), 1)) {
    setWidget(row);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    row->setAutoFillBackground(false);
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, this, &RowScroll::placeArrows);
    connect(horizontalScrollBar(), &QScrollBar::rangeChanged, this, [this] {
        placeArrows();
        emit roomChanged();
    });
    placeArrows();
}

QToolButton* RowScroll::makeArrow(const QString& name, int direction) {
    auto* arrow = new QToolButton(this);
    setRole(arrow, "edge");
    arrow->setAccessibleName(name);
    arrow->setToolTip(name);
    arrow->setIconSize({size::toolIcon, size::toolIcon});
    arrow->setFocusPolicy(Qt::NoFocus); // Tab goes through the row itself, which follows it
    connect(arrow, &QToolButton::clicked, this, [this, direction] {
        QScrollBar* bar = horizontalScrollBar();
        bar->setValue(bar->value() + direction * (viewport()->width() - 2 * arrowWidth));
    });
    return arrow;
}

void RowScroll::setTheme(const Theme& theme) {
    m_back->setIcon(themedIcon(QStringLiteral("left"), theme));
    m_on->setIcon(themedIcon(QStringLiteral("right"), theme));
}

void RowScroll::showWhole(const QWidget* shown) {
    // ensureWidgetVisible would leave one that is in sight but for an arrow.
    const int left = shown->mapTo(widget(), QPoint()).x() - arrowWidth - clear;
    const int right = left + shown->width() + 2 * (arrowWidth + clear);
    QScrollBar* bar = horizontalScrollBar();
    bar->setValue(std::min(left, std::max(bar->value(), right - viewport()->width())));
}

void RowScroll::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    placeArrows();
    emit roomChanged();
}

/// An upright wheel too: there is no other way to go.
void RowScroll::wheelEvent(QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    const bool sideways = std::abs(turned.x()) > std::abs(turned.y());
    QScrollBar* bar = horizontalScrollBar();
    bar->setValue(bar->value() - (sideways ? turned.x() : turned.y()));
    event->accept();
}

void RowScroll::placeArrows() {
    const QScrollBar* bar = horizontalScrollBar();
    m_back->setVisible(bar->value() > bar->minimum());
    m_on->setVisible(bar->value() < bar->maximum());
    m_back->setGeometry(0, 0, arrowWidth, height());
    m_on->setGeometry(width() - arrowWidth, 0, arrowWidth, height());
    m_back->raise();
    m_on->raise();
}

} // namespace infoplane
