#include "transport/transport_bar.h"

#include "icons.h"
#include "study/study_document.h"
#include "style.h"
#include "transport/timeline.h"
#include "widgets/combo_field.h"
#include "widgets/live_number.h"
#include "widgets/segmented_control.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace infoplane {

namespace {

constexpr int textRow = 22;
constexpr int speedColumn = 118;

QString speedName(double speed) {
    if (speed == 0)
        return TransportBar::tr("Live");
    if (speed == 0.25)
        return TransportBar::tr("¼×");
    if (speed == 0.5)
        return TransportBar::tr("½×");
    if (speed == 1)
        return TransportBar::tr("1×, 20 s");
    return TransportBar::tr("%1×").arg(QLocale().toString(speed));
}

QString named(const QString& name, const QString& keys) {
    return QStringLiteral("%1 (%2)").arg(name, keys);
}

QColor toneColor(const Theme& theme, RunStatus::Tone tone, const QColor& plain) {
    if (tone == RunStatus::Tone::Danger)
        return theme.danger;
    return tone == RunStatus::Tone::Warning ? theme.warn : plain;
}

} // namespace

TransportBar::TransportBar(SessionDocument& document, StudyDocument& study, Playhead& playhead,
                           Player& player, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_study(study)
    , m_playhead(playhead)
    , m_player(player) {
    setFixedHeight(size::transport);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(size::panelMargin, 0, size::panelMargin, 0);
    row->setSpacing(4);
    buildButtons(row);
    buildTimeline(row);
    buildSpeed(row);
    connect(&m_player, &Player::changed, this, &TransportBar::takePlayer);
    connect(&m_playhead, &Playhead::presentChanged, this, &TransportBar::takeStatus);
    connect(&m_document, &SessionDocument::progressed, this, &TransportBar::takeStatus);
    connect(&m_document, &SessionDocument::inputErrorsChanged, this, &TransportBar::takeStatus);
    connect(&m_study, &StudyDocument::runningAllChanged, this, &TransportBar::takeStatus);
    connect(&m_study, &StudyDocument::shownChanged, this, &TransportBar::takeStatus);
    connect(&m_playhead, &Playhead::scaleChanged, this,
            [this] { m_scale->setCurrent(m_playhead.linearScale() ? 1 : 0); });
    setTheme(lightTheme());
    takePlayer();
}

QToolButton* TransportBar::addTool(QHBoxLayout* row, const QString& icon, const QString& name,
                                   const QString& keys) {
    auto* button = new QToolButton(this);
    button->setObjectName(icon);
    button->setAccessibleName(name);
    button->setToolTip(named(name, keys));
    button->setFixedSize(size::transportTool, size::transportTool);
    button->setIconSize({size::transportIcon, size::transportIcon});
    button->setFocusPolicy(Qt::TabFocus);
    row->addWidget(button, 0, Qt::AlignVCenter);
    return button;
}

void TransportBar::buildButtons(QHBoxLayout* row) {
    m_restart = addTool(row, QStringLiteral("restart"), tr("Restart"), tr("Ctrl+R"));
    m_newSeed = addTool(row, QStringLiteral("dice"), tr("New seed"), tr("Ctrl+Shift+R"));
    m_stop = addTool(row, QStringLiteral("stop"), tr("Stop"), tr("Ctrl+."));
    row->addSpacing(4);
    m_play = addTool(row, QStringLiteral("play"), tr("Play"), tr("Space"));
    m_play->setFixedSize(size::play, size::play);
    m_play->setIconSize({size::playIcon, size::playIcon});
    setRole(m_play, "play");
    row->addSpacing(4);
    m_step = addTool(row, QStringLiteral("step"), tr("Step"), tr("Right"));
    connect(m_restart, &QToolButton::clicked, &m_player, &Player::restart);
    connect(m_newSeed, &QToolButton::clicked, &m_player, &Player::newSeed);
    connect(m_stop, &QToolButton::clicked, &m_player, &Player::stop);
    connect(m_play, &QToolButton::clicked, &m_player, &Player::toggle);
    connect(m_step, &QToolButton::clicked, &m_player, &Player::stepForward);
}

void TransportBar::buildTimeline(QHBoxLayout* row) {
    auto* column = new QVBoxLayout;
    column->setContentsMargins(5, 11, 0, 0);
    column->setSpacing(4);
    auto* words = new QHBoxLayout;
    words->setContentsMargins(Timeline::sideMargin, 0, Timeline::sideMargin, 0);
    words->setSpacing(10);
    m_state = new QLabel(this);
    m_state->setTextFormat(Qt::RichText);
    m_state->setFixedHeight(textRow);
    m_state->setAccessibleName(tr("State"));
    m_detail = new LiveNumber(this);
    m_detail->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_detail->setFixedHeight(textRow);
    m_detail->setAccessibleName(tr("Epoch"));
    m_right = new LiveNumber(this);
    m_right->setFixedHeight(textRow);
    m_right->setAccessibleName(tr("Speed and time left"));
    m_remedy = new QPushButton(this);
    m_remedy->setObjectName(QStringLiteral("remedy"));
    m_remedy->setFocusPolicy(Qt::TabFocus);
    m_remedy->hide();
    connect(m_remedy, &QPushButton::clicked, this, [this] {
        if (const auto advice =
                m_document.cost() ? adviseOnCost(m_document.spec(), *m_document.cost()) : std::nullopt)
            m_document.editSpec(advice->spec, advice->remedy);
    });
    words->addWidget(m_state);
    words->addWidget(m_detail);
    m_right->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // it gives way first
    words->addWidget(m_right, 1);
    words->addWidget(m_remedy);
    column->addLayout(words);
    m_timeline = new Timeline(m_playhead, this);
    column->addWidget(m_timeline);
    column->addStretch();
    row->addLayout(column, 1);
}

void TransportBar::buildSpeed(QHBoxLayout* row) {
    auto* grid = new QGridLayout;
    grid->setContentsMargins(4, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    m_speed = new ComboField(this);
    m_speed->setObjectName(QStringLiteral("speed"));
    m_speed->setAccessibleName(tr("Speed of the film"));
    m_speed->setToolTip(
        wrappedToolTip(tr("How fast the film of a run is shown; training itself always runs as fast "
                          "as it can. Live stays at the newest epoch. ([ and ], L)")));
    m_speed->setMinimumWidth(speedColumn);
    for (const double speed : Player::speeds())
        m_speed->addChoice(QString::number(speed), speedName(speed));
    connect(m_speed, &ComboField::chosen, this,
            [this](const QString& id) { m_playhead.setSpeed(id.toDouble()); });
    m_scale = new SegmentedControl(tr("Epoch scale"), this);
    m_scale->addSegment(tr("Log"), tr("Fitting happens in tens of epochs, compression in thousands"));
    m_scale->addSegment(tr("Linear"));
    connect(m_scale, &SegmentedControl::chosen, this,
            [this](int index) { m_playhead.setLinearScale(index == 1); });
    const auto addRow = [&](int at, const QString& text, QWidget* control) {
        auto* label = new QLabel(text, this);
        setRole(label, "label");
        label->setBuddy(control);
        grid->addWidget(label, at, 0);
        grid->addWidget(control, at, 1);
    };
    grid->setRowStretch(0, 1);
    addRow(1, tr("Speed"), m_speed);
    addRow(2, tr("Epochs"), m_scale);
    grid->setRowStretch(3, 1);
    row->addLayout(grid);
}

void TransportBar::setTheme(const Theme& theme) {
    m_theme = theme;
    m_restart->setIcon(themedIcon(QStringLiteral("restart"), theme));
    m_newSeed->setIcon(themedIcon(QStringLiteral("dice"), theme));
    m_stop->setIcon(themedIcon(QStringLiteral("stop"), theme));
    m_step->setIcon(themedIcon(QStringLiteral("step"), theme));
    m_timeline->setTheme(theme);
    takePlayButton();
    showTexts();
    update();
}

void TransportBar::takePlayer() {
    const bool canRun = m_document.playObstacle().isEmpty();
    m_restart->setEnabled(canRun && (m_document.session() || m_document.isRunning()));
    m_newSeed->setEnabled(canRun);
    m_stop->setEnabled(m_player.canStop());
    m_step->setEnabled(m_player.canStep());
    if (m_showsPause != m_player.playing())
        takePlayButton();
    const QString obstacle = m_player.obstacle();
    m_play->setEnabled(obstacle.isEmpty());
    m_play->setToolTip(obstacle.isEmpty() ? named(m_play->accessibleName(), tr("Space"))
                                          : wrappedToolTip(obstacle));
    sayWhatToolsDo(canRun);
    takeSpeed();
    takeForetold();
    const auto& failure = m_document.failure();
    m_timeline->setFailure(failure && m_document.session() ? failure->epoch : -1);
    takeStatus();
}

/// What each does, and why it cannot where it cannot.
void TransportBar::sayWhatToolsDo(bool canRun) {
    const QString restart = named(tr("Restart: same seed, same initial weights"), tr("Ctrl+R"));
    const QString nothingYet = tr("Nothing to start again yet: Play begins the run.");
    m_restart->setToolTip(!canRun                  ? wrappedToolTip(m_document.playObstacle())
                          : m_restart->isEnabled() ? restart
                                                   : nothingYet);
    m_newSeed->setToolTip(
        canRun ? named(tr("New seed: other initial weights, order and split"), tr("Ctrl+Shift+R"))
               : wrappedToolTip(m_document.playObstacle()));
    m_stop->setToolTip(m_stop->isEnabled() ? named(tr("Stop"), tr("Ctrl+."))
                                           : tr("Nothing to stop: no training and no film goes on."));
    m_step->setToolTip(m_step->isEnabled() ? named(tr("Step: one epoch"), tr("Right"))
                       : canRun            ? tr("No step further: this is the last epoch there is.")
                                           : wrappedToolTip(m_document.playObstacle()));
}

void TransportBar::takePlayButton() {
    m_showsPause = m_player.playing();
    const QString icon = m_showsPause ? QStringLiteral("pause") : QStringLiteral("play");
    m_play->setIcon(colouredIcon(icon, m_theme.accentText, m_theme.disabled));
    m_play->setAccessibleName(m_showsPause ? tr("Pause") : tr("Play"));
}

void TransportBar::takeSpeed() {
    m_speed->setCurrentId(QString::number(m_playhead.speed()));
}

/// The comb shows what will be measured until the run has ended some other way.
void TransportBar::takeForetold() {
    const Session* session = m_document.session();
    const ExperimentSpec& spec = session ? session->spec : m_document.spec();
    const bool more = m_playhead.growing();
    m_timeline->setForetold(more ? measuredEpochs(spec.measure.schedule, spec.training.epochs)
                                 : std::vector<int>());
}

void TransportBar::takeStatus() {
    RunStatus status = runStatus(m_document, m_playhead);
    QStringList parts = {status.detail, conditionText(m_study)};
    parts.removeAll(QString());
    status.detail = parts.join(QStringLiteral(" · "));
    if (status == m_status)
        return;
    m_status = status;
    showTexts();
}

void TransportBar::showTexts() {
    m_state->setText(
        QStringLiteral("<b style='font-weight:600; color:%1'>%2</b>")
            .arg(toneColor(m_theme, m_status.tone, m_theme.text).name(), m_status.state.toHtmlEscaped()));
    m_detail->setColor(m_theme.text);
    m_detail->setText(m_status.detail);
    m_right->setColor(toneColor(m_theme, m_status.rightTone, m_theme.text2));
    m_right->setText(m_status.right);
    const bool warns = m_status.rightTone == RunStatus::Tone::Warning && m_document.cost();
    const auto advice = warns ? adviseOnCost(m_document.spec(), *m_document.cost()) : std::nullopt;
    m_remedy->setVisible(advice.has_value());
    if (advice) {
        m_remedy->setText(advice->remedy);
        m_remedy->setToolTip(advice->sentence);
    }
}

void TransportBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.panel);
    painter.fillRect(QRect(0, 0, width(), 1), m_theme.border);
}

} // namespace infoplane
