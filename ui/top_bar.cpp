#include "top_bar.h"

#include "charts/elided_label.h"
#include "icons.h"
#include "style.h"
#include "widgets/combo_field.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace infoplane {

namespace {
constexpr int titleGap = 14;
constexpr int narrowWindow = 1160; ///< below, Lecture and Export lose their text
constexpr int seedWidth = 132, seenWidth = 128;

struct Seen {
    const char* id;
    SessionView::Seeds seeds;
    bool leaveOutDead;
};
constexpr Seen seenChoices[] = {{"one", SessionView::Seeds::One, true},
                                {"all", SessionView::Seeds::All, true},
                                {"mean", SessionView::Seeds::Mean, true},
                                {"meanWithDead", SessionView::Seeds::Mean, false}};
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
    m_spec = new ElidedLabel(this);
    m_spec->setFont(uiFont(type::small));
    m_spec->setMadeOfParts(true);
    m_seen = new ComboField(this);
    m_seen->setObjectName(QStringLiteral("seedsSeen"));
    m_seen->setAccessibleName(tr("Seeds seen together"));
    m_seen->setToolTip(wrappedToolTip(tr("One seed; one before all the others; or the mean over seeds, with "
                                         "the band in which 95 % of means of resampled seeds lie.")));
    m_seen->setFixedWidth(seenWidth);
    m_seed = new ComboField(this);
    m_seed->setObjectName(QStringLiteral("seedShown"));
    m_seed->setAccessibleName(tr("Seed shown"));
    m_seed->setToolTip(wrappedToolTip(
        tr("All seeds of this session are trained; this one is shown. Dead: it has learned nothing, its "
           "train error ended above 40 %.")));
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
    row->addWidget(m_seen);
    row->addWidget(m_seed);
    row->addWidget(m_lecture);
    row->addWidget(m_export);
    m_title->setMinimumWidth(0);
    m_spec->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    connect(m_export, &QPushButton::clicked, this, &TopBar::exportAsked);
    connect(m_lecture, &QPushButton::clicked, this, &TopBar::lectureAsked);
    connect(m_panelButton, &QToolButton::clicked, this, &TopBar::leftPanelAsked);
    connect(m_seed, &ComboField::chosen, this, [this](const QString& id) { emit seedChosen(id.toInt()); });
    connect(m_seen, &ComboField::chosen, this, [this](const QString& id) {
        for (const Seen& choice : seenChoices)
            if (id == QLatin1String(choice.id))
                emit seedsSeenChosen(choice.seeds, choice.leaveOutDead);
    });
    fillSeen();
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
    m_spec->setText(specLine);
    if (title == m_titleText)
        return;
    m_titleText = title;
    m_title->setToolTip(title);
    elideTitle();
}

void TopBar::setSeeds(const std::vector<SeedChoice>& seeds, int shown) {
    if (seeds != m_seeds) {
        m_seeds = seeds;
        m_seed->clear();
        for (const SeedChoice& choice : seeds) {
            const QString number = QString::number(choice.seed);
            const QString text = choice.state == SeedState::Dead     ? tr("Seed %1, dead")
                                 : choice.state == SeedState::Failed ? tr("Seed %1, failed")
                                                                     : tr("Seed %1");
            m_seed->addChoice(number, text.arg(number));
        }
        fillSeen();
    }
    m_seed->setVisible(seeds.size() > 1);
    m_seen->setVisible(seeds.size() > 1);
    m_seed->setCurrentId(QString::number(shown));
}

/// Dead seeds are spoken of where there are any.
void TopBar::fillSeen() {
    const QString before = m_seen->currentId();
    const bool anyDead = std::any_of(m_seeds.begin(), m_seeds.end(),
                                     [](const SeedChoice& one) { return one.state == SeedState::Dead; });
    m_seen->clear();
    m_seen->addChoice(QStringLiteral("one"), tr("One seed"));
    m_seen->addChoice(QStringLiteral("all"), tr("All, faintly"));
    m_seen->addChoice(QStringLiteral("mean"), tr("Mean, 95 %"));
    if (anyDead || before == QLatin1String("meanWithDead")) // what is chosen stays to be seen
        m_seen->addChoice(QStringLiteral("meanWithDead"), tr("Mean with dead"));
    m_seen->setCurrentId(before.isEmpty() ? QStringLiteral("one") : before);
}

void TopBar::setSeedsSeen(SessionView::Seeds seeds, bool leaveOutDead) {
    for (const Seen& choice : seenChoices)
        if (choice.seeds == seeds &&
            (choice.leaveOutDead == leaveOutDead || seeds != SessionView::Seeds::Mean))
            m_seen->setCurrentId(QLatin1String(choice.id));
    m_seed->setEnabled(seeds != SessionView::Seeds::Mean);
}

void TopBar::setExportEnabled(bool enabled, const QString& reason) {
    if (enabled == m_export->isEnabled() && !m_export->toolTip().isEmpty())
        return;
    m_export->setEnabled(enabled);
    m_export->setToolTip(enabled ? tr("Export a figure (Ctrl+E)") : reason);
}

void TopBar::setTheme(const Theme& theme) {
    m_theme = theme;
    m_spec->setColor(theme.text2);
    m_export->setIcon(colouredIcon(QStringLiteral("export"), theme.text, theme.disabled));
    m_lecture->setIcon(colouredIcon(QStringLiteral("lecture"), theme.text, theme.disabled));
    m_panelButton->setIcon(themedIcon(QStringLiteral("panelL"), theme));
    update();
}

void TopBar::elideTitle() {
    const QFontMetrics title(uiFont(type::title, QFont::DemiBold));
    const int most = std::max(80, width() / 2 - m_menuBar->width());
    m_title->setText(title.elidedText(m_titleText, Qt::ElideRight, most));
}

void TopBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_export->setText(width() < narrowWindow ? QString() : tr("Export"));
    m_lecture->setText(width() < narrowWindow ? QString() : tr("Lecture"));
    elideTitle();
}

void TopBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.border);
}

} // namespace infoplane
