#include "lecture/lecture_bar.h"

#include "charts/chart_metrics.h"
#include "estimator/multiples_set.h"
#include "estimator/parameter_row.h"
#include "icons.h"
#include "style.h"
#include "transport/timeline.h"
#include "widgets/wheel_guard.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace infoplane {

namespace {

constexpr int playSize = 79, playIcon = 43;
constexpr int toolSize = 46, toolIcon = 30;
constexpr int sliderWidth = 220;
constexpr int sliderSteps = 200; ///< of the whole scale

int scaled(int pixels) {
    return static_cast<int>(std::lround(pixels * lectureFactor));
}

double shareOf(const ParameterDescription& parameter, double value) {
    if (!parameter.logarithmic)
        return (value - parameter.lowest) / (parameter.highest - parameter.lowest);
    return std::log(value / parameter.lowest) / std::log(parameter.highest / parameter.lowest);
}

double valueAt(const ParameterDescription& parameter, double share) {
    const double value = parameter.logarithmic
                             ? parameter.lowest * std::pow(parameter.highest / parameter.lowest, share)
                             : parameter.lowest + share * (parameter.highest - parameter.lowest);
    return parameter.kind == ParameterDescription::Kind::Integer ? std::round(value)
                                                                 : QString::number(value, 'g', 2).toDouble();
}

} // namespace

LectureBar::LectureBar(SessionDocument& document, Playhead& playhead, Player& player, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_player(player)
    , m_theme(lightTheme())
    , m_timeline(new Timeline(playhead)) {
    setFixedHeight(height);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(28, 0, 30, 0);
    row->setSpacing(14);
    m_play = makeTool(tr("Play"), tr("Play or pause (Space)"));
    m_play->setObjectName(QStringLiteral("lecturePlay"));
    m_play->setFixedSize(playSize, playSize);
    m_play->setIconSize({playIcon, playIcon});
    m_restart = makeTool(tr("From the start"), tr("Shows the film from the start (Home)"));
    m_guess = makeTool(tr("Let the class guess"),
                       tr("Hides what comes until Space shows it; guesses can be drawn (P)"));
    m_guess->setObjectName(QStringLiteral("lectureGuess"));
    m_guess->setCheckable(true);
    m_loop = makeTool(tr("Loop"), tr("Shows the film again and again (O)"));
    m_loop->setObjectName(QStringLiteral("lectureLoop"));
    m_loop->setCheckable(true);
    row->addWidget(m_play);
    row->addSpacing(4);
    for (QToolButton* tool : {m_restart, m_guess, m_loop})
        row->addWidget(tool);
    m_timeline->setZoom(lectureFactor);
    row->addWidget(m_timeline, 1, Qt::AlignVCenter);
    row->addWidget(makeSlider(), 0, Qt::AlignVCenter);

    connect(m_play, &QToolButton::clicked, this, &LectureBar::playAsked);
    connect(m_restart, &QToolButton::clicked, this, [&playhead] { playhead.setIndex(0); });
    connect(m_guess, &QToolButton::clicked, this, &LectureBar::guessToggled);
    connect(m_loop, &QToolButton::toggled, this, &LectureBar::loopToggled);
    connect(&m_player, &Player::changed, this, &LectureBar::takePlayer);
    connect(&m_document, &SessionDocument::specChanged, this, &LectureBar::takeEstimator);
    connect(&m_document, &SessionDocument::estimatorRefused, this, &LectureBar::takeEstimator);
    connect(&m_document, &SessionDocument::runReset, this, &LectureBar::takePlayer);
    takePlayer();
    takeEstimator();
}

QToolButton* LectureBar::makeTool(const QString& name, const QString& toolTip) {
    auto* button = new QToolButton(this);
    button->setAccessibleName(name);
    button->setToolTip(toolTip);
    button->setFixedSize(toolSize, toolSize);
    button->setIconSize({toolIcon, toolIcon});
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QWidget* LectureBar::makeSlider() {
    m_numberPlace = new QWidget(this);
    m_numberPlace->setFixedWidth(sliderWidth);
    auto* column = new QVBoxLayout(m_numberPlace);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_name = new QLabel;
    m_value = new QLabel;
    m_name->setFont(uiFont(scaled(type::small)));
    m_value->setFont(uiFont(scaled(type::small), QFont::DemiBold));
    auto* head = new QHBoxLayout;
    head->addWidget(m_name, 1);
    head->addWidget(m_value);
    m_slider = new QSlider(Qt::Horizontal);
    m_slider->setObjectName(QStringLiteral("lectureNumber"));
    m_slider->setRange(0, sliderSteps);
    m_slider->setFocusPolicy(Qt::TabFocus);
    column->addLayout(head);
    column->addWidget(m_slider);
    ignoreWheelWithoutFocus(m_slider);
    connect(m_slider, &QSlider::sliderPressed, this, [this] { emit draggingChanged(true); });
    connect(m_slider, &QSlider::sliderReleased, this, [this] { emit draggingChanged(false); });
    connect(m_slider, &QSlider::sliderReleased, this, &LectureBar::takeEstimator); // may have been refused
    connect(m_slider, &QSlider::valueChanged, this, &LectureBar::moveSlider);
    return m_numberPlace;
}

void LectureBar::setTheme(const Theme& theme) {
    m_theme = theme;
    m_timeline->setTheme(theme);
    m_play->setStyleSheet(
        QStringLiteral("QToolButton { background: %1; border: none; border-radius: %2px; }"
                       "QToolButton:hover { background: %3; } QToolButton:disabled { background: %4; }"
                       "QToolButton:focus { border: 4px solid %5; }")
            .arg(theme.accent.name())
            .arg(playSize / 2)
            .arg(theme.accentHover.name(), theme.groove.name(), theme.focus.name()));
    m_slider->setStyleSheet(
        QStringLiteral(
            "QSlider { min-height: 28px; } QSlider::groove:horizontal { height: 7px; border-radius: 3px; "
            "background: %1; } QSlider::sub-page:horizontal { background: %2; border-radius: 3px; }"
            "QSlider::handle:horizontal { width: 25px; height: 25px; margin: -10px 0; border-radius: "
            "13px; background: %3; border: 1px solid %4; }"
            "QSlider::handle:horizontal:focus { border: 3px solid %5; width: 21px; height: 21px; }")
            .arg(theme.groove.name(), theme.accent.name(), (theme.dark ? theme.text : theme.raised).name(),
                 theme.fieldBorder.name(), theme.focus.name()));
    m_name->setStyleSheet(QStringLiteral("color: %1").arg(theme.text2.name()));
    m_value->setStyleSheet(QStringLiteral("color: %1").arg(theme.text.name()));
    refreshIcons();
    update();
}

void LectureBar::refreshIcons() {
    m_play->setIcon(colouredIcon(m_player.playing() ? QStringLiteral("pause") : QStringLiteral("play"),
                                 m_theme.accentText, m_theme.accentText));
    m_restart->setIcon(themedIcon(QStringLiteral("restart"), m_theme));
    m_guess->setIcon(themedIcon(QStringLiteral("guess"), m_theme));
    m_loop->setIcon(themedIcon(QStringLiteral("loop"), m_theme));
}

void LectureBar::setGuessing(bool guessing) {
    m_guess->setChecked(guessing);
    m_timeline->setEnabled(!guessing);
    m_restart->setEnabled(!guessing);
}

void LectureBar::takePlayer() {
    const QString obstacle = m_player.obstacle();
    m_play->setAccessibleName(m_player.playing() ? tr("Pause") : tr("Play"));
    m_play->setEnabled(obstacle.isEmpty());
    m_play->setToolTip(obstacle.isEmpty() ? tr("Play or pause (Space)") : obstacle);
    refreshIcons();
}

void LectureBar::takeEstimator() {
    const EstimatorSettings& settings = m_document.spec().estimator;
    m_parameter = variedParameter(describeEstimator(settings.id));
    m_numberPlace->setVisible(m_parameter != nullptr);
    takePlayer();
    if (!m_parameter)
        return;
    const auto value = ParameterRow::valueIn(settings, *m_parameter);
    const QString name = QString::fromStdString(m_parameter->name);
    m_name->setText(name == QLatin1String("Width") ? tr("Bin width") : name);
    m_value->setText(ParameterRow::textOf(value, *m_parameter, QLocale()));
    m_slider->setAccessibleName(m_name->text());
    m_slider->setToolTip(wrappedToolTip(QString::fromStdString(m_parameter->tooltip)));
    const QSignalBlocker noEcho(m_slider);
    if (!m_slider->isSliderDown())
        m_slider->setValue(
            static_cast<int>(std::lround(sliderSteps * shareOf(*m_parameter, std::get<double>(value)))));
}

void LectureBar::moveSlider(int position) {
    if (!m_parameter)
        return;
    EstimatorSettings settings = m_document.spec().estimator;
    settings.values[m_parameter->id] = valueAt(*m_parameter, static_cast<double>(position) / sliderSteps);
    m_document.setEstimator(settings);
}

void LectureBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.panel);
    painter.fillRect(QRect(0, 0, width(), 1), m_theme.border);
}

} // namespace infoplane
