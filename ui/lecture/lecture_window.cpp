#include "lecture/lecture_window.h"

#include "charts/epoch_chart.h"
#include "charts/plane_chart.h"
#include "charts/plot_view.h"
#include "error.h"
#include "lecture/guess_pad.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace infoplane {

namespace {

constexpr int headHeight = 68;
constexpr int sideMargin = 32;
constexpr int titlePixels = 29;
constexpr int planeStretch = 64, lossStretch = 36;
constexpr int hintMilliseconds = 3000;
constexpr int loopPause = 2000; ///< milliseconds for which the end of a film stays
constexpr int manyEpochs = 10;

int scaled(int pixels) {
    return static_cast<int>(std::lround(pixels * lectureFactor));
}

} // namespace

std::optional<Lesson> lessonOf(const Preset& preset) {
    if (preset.lesson.trimmed().isEmpty())
        return std::nullopt;
    return parseLesson(preset.lesson, preset.id + QStringLiteral(".md"));
}

LectureWindow::LectureWindow(SessionDocument& document, SessionPresenter& presenter, Playhead& playhead,
                             Player& player, QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_document(document)
    , m_presenter(presenter)
    , m_playhead(playhead)
    , m_player(player)
    , m_theme(lightTheme()) {
    setWindowTitle(tr("Lecture \u2013 Infoplane"));
    setAccessibleName(tr("Lecture"));
    setMinimumSize(800, 450);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    m_words = new QLabel;
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::MarkdownText);
    m_words->setFont(uiFont(scaled(type::small)));
    m_words->setContentsMargins(sideMargin, 0, sideMargin, 8);
    m_words->setAccessibleName(tr("Step of the lesson"));
    m_words->hide();
    column->addWidget(m_words);
    column->addWidget(makeCharts(), 1);
    m_bar = new LectureBar(document, playhead, player);
    column->addWidget(m_bar);
    m_hint = new QLabel(tr("Esc leaves. Space plays."), this);
    m_hint->setFont(uiFont(scaled(type::body), QFont::Medium));
    m_hint->setMargin(14);
    m_hint->hide();

    makeKeys();
    connect(&presenter, &SessionPresenter::viewChanged, this, &LectureWindow::takeView);
    connect(&playhead, &Playhead::playingChanged, this, &LectureWindow::takeFilm);
    connect(&document, &SessionDocument::runReset, this, [this] { m_guess->clear(); });
    connect(m_bar, &LectureBar::playAsked, this, &LectureWindow::play);
    connect(m_bar, &LectureBar::guessToggled, this, &LectureWindow::setGuessing);
    connect(m_bar, &LectureBar::loopToggled, this, &LectureWindow::setLooping);
    connect(m_bar, &LectureBar::draggingChanged, &presenter, &SessionPresenter::setDragging);
    m_hintTimer.setSingleShot(true);
    m_hintTimer.setInterval(hintMilliseconds);
    connect(&m_hintTimer, &QTimer::timeout, m_hint, &QWidget::hide);
    m_loopTimer.setSingleShot(true);
    m_loopTimer.setInterval(loopPause);
    connect(&m_loopTimer, &QTimer::timeout, this, [this] {
        if (m_looping && isVisible() && !m_playhead.playing())
            m_player.play();
    });
    setTheme(m_theme);
    takeView();
}

QWidget* LectureWindow::makeHead() {
    auto* head = new QWidget;
    head->setFixedHeight(headHeight);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(sideMargin, 0, 24, 0);
    row->setSpacing(0);
    m_title = new QLabel;
    m_title->setFont(uiFont(titlePixels, QFont::DemiBold));
    m_epochWord = new QLabel(tr("epoch"));
    m_epochWord->setFont(uiFont(scaled(type::body)));
    m_epoch = new QLabel;
    m_epoch->setFont(uiFont(titlePixels, QFont::DemiBold));
    m_epoch->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_epoch->setMinimumWidth(QFontMetrics(m_epoch->font()).horizontalAdvance(QStringLiteral("100,000")));
    row->addWidget(m_title, 1);
    row->addWidget(m_epochWord);
    row->addWidget(m_epoch);
    return head;
}

QWidget* LectureWindow::makeCharts() {
    auto* charts = new QWidget;
    auto* row = new QHBoxLayout(charts);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_plane = new PlaneChart;
    m_loss = new EpochChart(EpochChart::Quantity::Loss);
    m_planeView = new PlotView(m_plane, PlotView::Drag::Zooms);
    m_lossView = new PlotView(m_loss, PlotView::Drag::Picks);
    m_planeView->setAccessibleName(tr("Information plane"));
    m_lossView->setAccessibleName(tr("Generalization"));
    for (PlotView* view : {m_planeView, m_lossView}) {
        view->setContextMenuPolicy(Qt::NoContextMenu);
        view->setFocusPolicy(Qt::NoFocus);
        view->viewport()->setFocusPolicy(Qt::NoFocus);
    }
    row->addWidget(m_planeView, planeStretch);
    row->addWidget(m_lossView, lossStretch);
    connect(m_planeView, &PlotView::resetAsked, this, [this] { m_plane->resetZoom(); });
    connect(m_lossView, &PlotView::resetAsked, this, [this] { m_loss->resetZoom(); });
    connect(m_lossView, &PlotView::picked, this, [this](const QPointF& place) {
        const int index = m_loss->indexAt(place);
        if (index >= 0)
            m_playhead.goToEpoch(m_loss->view().epochs[static_cast<std::size_t>(index)]);
    });
    m_guess = new GuessPad(
        [this] {
            PlotFrame frame = m_plane->frame();
            frame.area = QRectF(m_planeView->mapFromScene(m_plane->mapToScene(frame.area.topLeft())),
                                frame.area.size());
            return frame;
        },
        m_planeView);
    m_planeView->installEventFilter(this);
    return charts;
}

void LectureWindow::makeKeys() {
    const auto on = [this](const QKeySequence& key, auto act) {
        connect(new QShortcut(key, this), &QShortcut::activated, this, act);
    };
    on(Qt::Key_Escape, [this] { close(); });
    on(QKeyCombination(Qt::ControlModifier, Qt::Key_L), [this] { close(); });
    on(Qt::Key_Space, [this] { play(); });
    on(Qt::Key_P, [this] { setGuessing(!isGuessing()); });
    on(Qt::Key_O, [this] { setLooping(!m_looping); });
    on(Qt::Key_PageDown, [this] { goToStep(m_step + 1); });
    on(Qt::Key_PageUp, [this] { goToStep(m_step - 1); });
    on(Qt::Key_Right, [this] { m_player.stepForward(); });
    on(Qt::Key_Left, [this] { m_player.moveBy(-1); });
    on(QKeyCombination(Qt::ShiftModifier, Qt::Key_Right), [this] { m_player.moveBy(manyEpochs); });
    on(QKeyCombination(Qt::ShiftModifier, Qt::Key_Left), [this] { m_player.moveBy(-manyEpochs); });
    on(Qt::Key_Home, [this] { m_playhead.setIndex(0); });
    on(Qt::Key_End, [this] { m_playhead.setIndex(static_cast<int>(m_playhead.measured().size()) - 1); });
    on(QKeyCombination(Qt::ControlModifier, Qt::Key_R), [this] { m_player.restart(); });
    for (int layer = 0; layer < 9; ++layer)
        on(static_cast<Qt::Key>(Qt::Key_1 + layer), [this, layer] { m_presenter.toggleLayer(layer); });
}

void LectureWindow::setTheme(const Theme& theme) {
    m_theme = theme;
    ChartLook look{ChartMetrics::lecture(true), theme, ColorScale(ColorScale::Map::Dusk, theme.dark)};
    m_plane->setLook(look);
    look.metrics = ChartMetrics::lecture(false);
    m_loss->setLook(look);
    for (PlotView* view : {m_planeView, m_lossView})
        view->setBackgroundBrush(theme.canvas);
    m_bar->setTheme(theme);
    m_guess->setTheme(theme);
    const auto ink = [](QLabel* label, const QColor& color) {
        label->setStyleSheet(QStringLiteral("color: %1; background: transparent").arg(color.name()));
    };
    ink(m_title, theme.text);
    ink(m_epoch, theme.text);
    ink(m_epochWord, theme.text2);
    ink(m_words, theme.text);
    m_hint->setStyleSheet(QStringLiteral("color: %1; background: %2; border-radius: 14px")
                              .arg(theme.tipText.name(), theme.tip.name()));
    update();
}

void LectureWindow::setLesson(const std::optional<Lesson>& lesson, const ExperimentSpec& base) {
    m_lesson = lesson;
    m_base = base;
    m_step = -1;
    sayStep();
}

/// Before the first step there is none; beyond the last one stays there.
void LectureWindow::goToStep(int step) {
    if (!m_lesson)
        return;
    const int wanted = std::clamp(step, 0, static_cast<int>(m_lesson->steps.size()) - 1);
    if (wanted == m_step)
        return;
    m_step = wanted;
    m_guess->clear();
    sayStep();
    applyStep();
}

/// A step sets the experiment as it was meant, whatever was done since the one before.
void LectureWindow::applyStep() {
    ExperimentSpec spec;
    try {
        spec = m_lesson->specAt(m_base, m_step);
    } catch (const Error& error) {
        m_words->setText(QString::fromUtf8(error.what()));
        return;
    }
    spec.title = m_document.spec().title;
    if (!(spec == m_document.spec()))
        m_document.editSpec(spec, tr("Step %1 of the lesson").arg(m_step + 1));
    // Bins and noise are seen at once; anything else is a run of its own.
    if (m_document.session() && !m_document.fieldsChangedFromRun().isEmpty())
        m_player.restart();
}

void LectureWindow::sayStep() {
    m_words->setVisible(m_step >= 0);
    if (m_step >= 0) {
        const LessonStep& step = m_lesson->steps[static_cast<std::size_t>(m_step)];
        m_words->setText(QStringLiteral("**%1 / %2 · %3**  %4")
                             .arg(m_step + 1)
                             .arg(m_lesson->steps.size())
                             .arg(step.title, step.text)
                             .replace(QStringLiteral("· ****"), QStringLiteral("**")));
    }
    takeView();
}

void LectureWindow::takeView() {
    if (isHidden() && m_plane->view().measured() > 0)
        return;
    const SessionView& plane = m_presenter.planeView();
    m_plane->setView(plane);
    m_loss->setView(m_presenter.view());
    m_title->setText(m_lesson && !m_lesson->title.isEmpty() ? m_lesson->title : plane.title);
    const int index = std::min(plane.present, plane.measured() - 1);
    m_epoch->setText(index < 0 ? QString()
                               : QLocale().toString(plane.epochs[static_cast<std::size_t>(index)]));
    m_epochWord->setVisible(index >= 0);
    if (!m_guess->lines().empty())
        m_guess->update();
}

// --- guess, then see ---

bool LectureWindow::isGuessing() const {
    return m_guess->isGuessing();
}

/// The film goes back to its start and waits: nothing of what comes can be seen.
void LectureWindow::setGuessing(bool guessing) {
    m_bar->setGuessing(guessing);
    if (guessing == isGuessing())
        return;
    if (guessing) {
        m_loopTimer.stop();
        m_playhead.pause();
        m_playhead.setFollowing(false);
        m_playhead.setIndex(0);
        m_guess->clear();
    }
    m_guess->setGuessing(guessing);
}

void LectureWindow::play() {
    m_loopTimer.stop();
    if (isGuessing()) {
        setGuessing(false);
        if (!m_playhead.playing())
            m_player.play();
        return;
    }
    m_player.toggle();
}

// --- the film again and again ---

void LectureWindow::setLooping(bool looping) {
    m_looping = looping;
    const QSignalBlocker noEcho(m_bar->loopButton());
    m_bar->loopButton()->setChecked(looping);
    takeFilm();
}

void LectureWindow::takeFilm() {
    const bool isOver =
        !m_playhead.playing() && m_playhead.index() >= 0 && m_playhead.atEnd() && !m_playhead.growing();
    if (m_looping && isOver && isVisible() && !isGuessing())
        m_loopTimer.start();
    else
        m_loopTimer.stop();
}

// --- the window itself ---

void LectureWindow::placeOverlays() {
    m_guess->setGeometry(m_planeView->rect());
    m_hint->adjustSize();
    m_hint->move((width() - m_hint->width()) / 2, height() - LectureBar::height - m_hint->height() - 24);
}

void LectureWindow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeOverlays();
}

bool LectureWindow::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_planeView && event->type() == QEvent::Resize)
        m_guess->setGeometry(m_planeView->rect());
    return QWidget::eventFilter(watched, event);
}

void LectureWindow::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    takeView();
    placeOverlays();
    m_hint->show();
    m_hint->raise();
    m_hintTimer.start();
    setFocus();
}

void LectureWindow::closeEvent(QCloseEvent* event) {
    setGuessing(false);
    m_loopTimer.stop();
    QWidget::closeEvent(event);
    emit left();
}

void LectureWindow::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), m_theme.canvas);
}

} // namespace infoplane
