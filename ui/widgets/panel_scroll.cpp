#include "widgets/panel_scroll.h"

#include "style.h"

#include <QApplication>
#include <QEvent>
#include <QLayout>
#include <QResizeEvent>
#include <QScrollBar>

namespace infoplane {

PanelScroll::PanelScroll(QWidget* page, QWidget* parent)
    : QScrollArea(parent)
    , m_bar(new QScrollBar(Qt::Vertical, this)) {
    setRole(this, "panel");
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The area's own bar does the scrolling unseen; ours mirrors it over the margin.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(page);
    QScrollBar* own = verticalScrollBar();
    connect(own, &QScrollBar::rangeChanged, this, &PanelScroll::place);
    connect(own, &QScrollBar::valueChanged, m_bar, &QScrollBar::setValue);
    connect(m_bar, &QScrollBar::valueChanged, own, &QScrollBar::setValue);
    page->installEventFilter(this);
    place();
}

void PanelScroll::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    place();
    // What is being edited stays in sight when the panel loses height.
    QWidget* focused = QApplication::focusWidget();
    if (focused && widget()->isAncestorOf(focused) && event->size().height() < event->oldSize().height())
        ensureWidgetVisible(focused);
}

bool PanelScroll::eventFilter(QObject* watched, QEvent* event) {
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        place();
    return QScrollArea::eventFilter(watched, event);
}

void PanelScroll::setWholePage(bool whole) {
    m_whole = whole;
    place();
}

void PanelScroll::place() {
    // What wraps its words tells its height only for a width, and the area asks for none.
    if (m_whole && widget()->layout())
        widget()->setMinimumHeight(widget()->layout()->hasHeightForWidth()
                                       ? widget()->layout()->totalHeightForWidth(viewport()->width())
                                       : widget()->layout()->totalSizeHint().height());
    const QScrollBar* own = verticalScrollBar();
    m_bar->setRange(own->minimum(), own->maximum());
    m_bar->setPageStep(own->pageStep());
    m_bar->setSingleStep(own->singleStep());
    m_bar->setVisible(own->maximum() > own->minimum());
    const int breadth = m_bar->sizeHint().width();
    m_bar->setGeometry(width() - breadth, 0, breadth, height());
    m_bar->raise();
}

} // namespace infoplane
