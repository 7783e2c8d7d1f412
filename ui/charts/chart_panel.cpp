#include "charts/chart_panel.h"

#include "charts/elided_label.h"
#include "icons.h"
#include "style.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>

namespace infoplane {

namespace {
constexpr int resetTime = 180;     ///< milliseconds
constexpr int describeAfter = 400; ///< milliseconds of rest
constexpr int chooserArrow = 14;
} // namespace

ChartPanel::ChartPanel(const QString& title, PlotChart* chart, PlotView::Drag drag, QWidget* parent)
    : QWidget(parent)
    , m_chart(chart)
    , m_view(new PlotView(chart, drag))
    , m_look(chart->look())
    , m_header(new QWidget)
    , m_title(new QLabel(title))
    , m_chooser(new QToolButton)
    , m_subtitle(new ElidedLabel)
    , m_notice(new QLabel)
    , m_tools(new QHBoxLayout) {
    m_header->setFixedHeight(size::chartHeader);
    m_title->setProperty("role", QStringLiteral("head"));
    m_title->setFont(uiFont(type::body, QFont::DemiBold));
    m_subtitle->setFont(uiFont(type::small));
    auto* row = new QHBoxLayout(m_header);
    row->setContentsMargins(18, 4, 14, 0);
    row->setSpacing(13);
    row->addWidget(m_title);
    m_chooser->setObjectName(QStringLiteral("chartChooser"));
    m_chooser->setProperty("role", QStringLiteral("chooser"));
    m_chooser->setFont(uiFont(type::body, QFont::DemiBold));
    m_chooser->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_chooser->setLayoutDirection(Qt::RightToLeft); // the arrow is after the title
    m_chooser->setFocusPolicy(Qt::TabFocus);
    m_chooser->setIconSize({chooserArrow, chooserArrow});
    m_chooser->setText(title);
    m_chooser->setAccessibleName(tr("Chart shown here"));
    m_chooser->setToolTip(tr("Shows another chart here"));
    m_chooser->hide();
    row->addWidget(m_chooser);
    row->addWidget(m_subtitle, 1);
    m_notice->setObjectName(QStringLiteral("notice"));
    m_notice->setFont(uiFont(type::small));
    m_notice->hide();
    row->addWidget(m_notice);
    row->addLayout(m_tools);
    m_tools->setSpacing(4);
    m_fit = addTool(QStringLiteral("fit"), tr("Whole range"),
                    drag == PlotView::Drag::Zooms
                        ? tr("Shows the whole range again. Wheel and drag zoom, Shift-drag moves.")
                        : tr("Shows the whole range again. Wheel and Ctrl-drag zoom, Shift-drag moves."),
                    {});
    connect(m_fit, &QToolButton::clicked, this, &ChartPanel::resetZoom);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_view, 1);

    connect(m_view, &PlotView::resetAsked, this, &ChartPanel::resetZoom);
    connect(m_view, &PlotView::pickBegan, this, &ChartPanel::pickBegan);
    connect(m_view, &PlotView::pickTakenBack, this, &ChartPanel::pickTakenBack);
    m_describe.setSingleShot(true);
    m_describe.setInterval(describeAfter);
    connect(&m_describe, &QTimer::timeout, this, [this] { setAccessibleDescription(description()); });
    setAccessibleName(title);
    m_view->setContextMenuPolicy(Qt::NoContextMenu);
    m_title->setAttribute(Qt::WA_TransparentForMouseEvents);
    setTheme(m_look.theme);
}

QToolButton* ChartPanel::addTool(const QString& icon, const QString& name, const QString& toolTip,
                                 const QKeySequence& key) {
    auto* button = new QToolButton;
    button->setFixedSize(size::tool, size::tool);
    button->setIconSize({size::toolIcon, size::toolIcon});
    button->setAccessibleName(name);
    button->setShortcut(key);
    button->setToolTip(key.isEmpty()
                           ? toolTip
                           : QStringLiteral("%1 (%2)").arg(toolTip, key.toString(QKeySequence::NativeText)));
    button->setIcon(themedIcon(icon, m_look.theme));
    m_tools->insertWidget(std::max(0, m_tools->count() - 1), button);
    m_icons.emplace_back(button, icon);
    return button;
}

void ChartPanel::addHeaderWidget(QWidget* widget) {
    m_tools->insertWidget(0, widget);
    m_tools->insertSpacing(1, 6);
}

void ChartPanel::setSubtitle(const QString& text, const QString& shorter) {
    m_subtitle->setText(text, shorter);
}

QString ChartPanel::title() const {
    return m_title->text();
}

void ChartPanel::setChoices(const QStringList& titles, int current) {
    auto* menu = new QMenu(m_chooser);
    for (int choice = 0; choice < titles.size(); ++choice) {
        QAction* action = menu->addAction(titles[choice]);
        action->setCheckable(true);
        action->setChecked(choice == current);
        // One of them is always shown: a click on it leaves it so.
        connect(action, &QAction::triggered, this, [this, action, choice, current] {
            action->setChecked(choice == current);
            if (choice != current)
                emit chartChosen(choice);
        });
    }
    menu->setLayoutDirection(Qt::LeftToRight);
    connect(m_chooser, &QToolButton::clicked, menu,
            [this, menu] { menu->popup(m_chooser->mapToGlobal(QPoint(0, m_chooser->height()))); });
    m_chooser->show();
    m_title->hide();
}

void ChartPanel::setNotice(const QString& text) {
    m_notice->setText(text);
    m_notice->setVisible(!text.isEmpty());
}

void ChartPanel::setTheme(const Theme& theme) {
    m_look.theme = theme;
    m_look.colors = ColorScale(m_look.colors.map(), theme.dark);
    m_look.families = uiFontFamilies();
    m_chart->setLook(m_look);
    m_view->setBackgroundBrush(theme.canvas);
    m_subtitle->setColor(theme.text2);
    m_chooser->setIcon(themedIcon(QStringLiteral("down"), theme));
    m_notice->setStyleSheet(QStringLiteral("color: %1").arg(theme.warn.name()));
    for (const auto& [button, icon] : m_icons)
        button->setIcon(themedIcon(icon, theme));
    themeChanged();
    update();
}

void ChartPanel::setUnderWay(std::optional<double> share) {
    if (m_underWay == share)
        return;
    m_underWay = share;
    update(0, 0, width(), size::chartHeader);
}

void ChartPanel::resetZoom() {
    m_chart->resetZoom(resetTime);
}

void ChartPanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_look.theme.canvas);
    if (m_underWay)
        painter.fillRect(QRectF(0, size::chartHeader - 2, width() * std::clamp(*m_underWay, 0.0, 1.0), 2),
                         m_look.theme.accent);
}

void ChartPanel::contextMenuEvent(QContextMenuEvent* event) {
    emit menuAsked(event->globalPos());
    event->accept();
}

void ChartPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LocaleChange)
        m_chart->setLook(m_look);
}

} // namespace infoplane
