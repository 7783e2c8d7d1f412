#include "top_bar.h"

#include "icons.h"
#include "style.h"
#include "widgets/combo_field.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace infoplane {

namespace {
constexpr int titleGap = 14;
constexpr int narrowWindow = 1160; ///< below, Lecture and Export lose their text
constexpr int seedWidth = 84;
} // namespace

TopBar::TopBar(QWidget* parent)
    : QWidget(parent) {
    setFixedHeight(size::topBar);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 14, 1);
    row->setSpacing(8);
    m_menuBar = new QMenuBar(this);
    m_menuBar->setAccessibleName(tr("Menu"));
    m_menuBar->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_panelButton = new QToolButton(this);
    m_panelButton->setObjectName(QStringLiteral("panelButton"));
    m_panelButton->setAccessibleName(tr("Show the experiment panel"));
    m_panelButton->setToolTip(tr("Show the experiment panel (Ctrl+1)"));
    m_panelButton->setFixedSize(size::tool, size::tool);
    m_panelButton->setIconSize({size::toolIcon, size::toolIcon});
    m_panelButton->setFocusPolicy(Qt::TabFocus);
    m_panelButton->hide();
    m_title = new QLabel(this);
    setRole(m_title, "title");
    m_title->setAccessibleName(tr("Title"));
    m_spec = new QLabel(this);
    setRole(m_spec, "hint");
    m_spec->setAccessibleName(tr("Settings of the run"));
    m_seedLabel = new QLabel(tr("Seed"), this);
    setRole(m_seedLabel, "label");
    m_seed = new ComboField(this);
    m_seed->setObjectName(QStringLiteral("seedShown"));
    m_seed->setAccessibleName(tr("Seed shown"));
    m_seed->setToolTip(wrappedToolTip(tr("All seeds of this session are trained; this one is shown.")));
    m_seed->setFixedWidth(seedWidth);
    m_export = new QPushButton(this);
    m_export->setObjectName(QStringLiteral("export"));
    m_export->setAccessibleName(tr("Export a figure"));
    m_export->setFocusPolicy(Qt::TabFocus);
    m_lecture = new QPushButton(this);
    m_lecture->setObjectName(QStringLiteral("lecture"));
    m_lecture->setAccessibleName(tr("Lecture"));
    m_lecture->setToolTip(tr("Full screen and large, for a class (Ctrl+L)"));
    m_lecture->setFocusPolicy(Qt::TabFocus);
    row->addWidget(m_panelButton);
    row->addWidget(m_menuBar, 0, Qt::AlignVCenter);
    row->addSpacing(titleGap - 8);
    row->addWidget(m_title);
    row->addSpacing(4);
    row->addWidget(m_spec, 1);
    row->addWidget(m_seedLabel);
    row->addWidget(m_seed);
    row->addWidget(m_lecture);
    row->addWidget(m_export);
    m_title->setMinimumWidth(0);
    m_spec->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    connect(m_export, &QPushButton::clicked, this, &TopBar::exportAsked);
    connect(m_lecture, &QPushButton::clicked, this, &TopBar::lectureAsked);
    connect(m_panelButton, &QToolButton::clicked, this, &TopBar::leftPanelAsked);
    connect(m_seed, &ComboField::chosen, this, [this](const QString& id) { emit seedChosen(id.toInt()); });
    setSeeds({}, 0);
    setTheme(lightTheme());
}

void TopBar::setMenuWidth(int width) {
    m_menuBar->setFixedWidth(std::max(width, m_menuBar->sizeHint().width()));
}

void TopBar::setLeftPanelFolded(bool folded) {
    m_panelButton->setVisible(folded);
    layout()->setContentsMargins(folded ? 8 : 0, 0, 14, 1);
}

void TopBar::setTitle(const QString& title, const QString& specLine) {
    if (title == m_titleText && specLine == m_specText)
        return;
    m_titleText = title;
    m_specText = specLine;
    m_title->setToolTip(title);
    m_spec->setToolTip(specLine);
    elide();
}

void TopBar::setSeeds(const std::vector<int>& seeds, int shown) {
    if (seeds != m_seeds) {
        m_seeds = seeds;
        m_seed->clear();
        for (const int seed : seeds)
            m_seed->addChoice(QString::number(seed), QString::number(seed));
    }
    m_seed->setVisible(seeds.size() > 1);
    m_seedLabel->setVisible(seeds.size() > 1);
    m_seed->setCurrentId(QString::number(shown));
}

void TopBar::setExportEnabled(bool enabled, const QString& reason) {
    if (enabled == m_export->isEnabled() && !m_export->toolTip().isEmpty())
        return;
    m_export->setEnabled(enabled);
    m_export->setToolTip(enabled ? tr("Export a figure (Ctrl+E)") : reason);
}

void TopBar::setTheme(const Theme& theme) {
    m_theme = theme;
    m_export->setIcon(colouredIcon(QStringLiteral("export"), theme.text, theme.disabled));
    m_lecture->setIcon(colouredIcon(QStringLiteral("lecture"), theme.text, theme.disabled));
    m_panelButton->setIcon(themedIcon(QStringLiteral("panelL"), theme));
    update();
}

void TopBar::elide() {
    const QFontMetrics title(uiFont(type::title, QFont::DemiBold));
    const int most = std::max(80, width() / 2 - m_menuBar->width());
    m_title->setText(title.elidedText(m_titleText, Qt::ElideRight, most));
    layout()->activate();
    const QFontMetrics spec(uiFont(type::small));
    m_spec->setText(spec.elidedText(m_specText, Qt::ElideRight, m_spec->width()));
}

void TopBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_export->setText(width() < narrowWindow ? QString() : tr("Export"));
    m_lecture->setText(width() < narrowWindow ? QString() : tr("Lecture"));
    elide();
}

void TopBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.border);
}

} // namespace infoplane
