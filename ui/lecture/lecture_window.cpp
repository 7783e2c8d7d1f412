#include "lecture/lecture_window.h"

#include "charts/elided_label.h"
#include "charts/plane_chart.h"
#include "charts/plot_view.h"
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
constexpr int headGap = 20;
constexpr double conditionShare = 0.4; ///< of the window's width, at most; the title gives way before
constexpr int titlePixels = 29;
constexpr int planeStretch = 64, besideStretch = 36;
constexpr int hintMilliseconds = 3000;
constexpr int hintGap = 14;     ///< between the hint and the plot's edges
constexpr int loopPause = 2000; ///< milliseconds for which the end of a film stays
constexpr int manyEpochs = 10;

using Quantity = EpochChart::Quantity;

/// For each of lessonCharts(). Activity has no chart here.
constexpr Quantity lessonQuantities[] = {Quantity::Loss,
                                         Quantity::InputInformation,
                                         Quantity::SignalToNoise,
                                         Quantity::Loss,
                                         Quantity::DecisionLoss,
                                         Quantity::LabelInformation,
                                         Quantity::RelevantInformation,
                                         Quantity::IrrelevantInformation,
                                         Quantity::WeightNorm};

QString nameOf(Quantity quantity) {
    if (EpochChart::axisOf(quantity) == EpochChart::Axis::Logarithmic)
        return LectureWindow::tr("Gradient");
    if (quantity == Quantity::DecisionLoss)
        return LectureWindow::tr("Lost to the decision");
    return quantity == Quantity::Loss ? LectureWindow::tr("Generalization")
                                      : LectureWindow::tr("Information by epoch");
}

/// What a lecture does not show, and where it is; empty: all is here.
QString elsewhere(const QString& lessonChart, const QString& lessonView) {
    if (lessonView == QLatin1String("compare"))
        return LectureWindow::tr("Side by side is in the window: Esc.");
    if (lessonView == QLatin1String("multiples"))
        return LectureWindow::tr("Several estimators are in the window: Esc.");
    if (lessonView == QLatin1String("oneUnit"))
        return LectureWindow::tr("One unit is in the window, under View: Esc.");
    if (lessonView == QLatin1String("verdicts"))
        return LectureWindow::tr("The verdicts are in the window: Esc.");
    return lessonChart == QLatin1String("activity") ? LectureWindow::tr("The activity is in the window: Esc.")
                                                    : QString();
}

/// Of a run that ends at `last`, with room for whatever digits: the head stands still while a film plays.
int widestEpoch(int last, const QFontMetrics& metrics) {
    QString text = QLocale().toString(last);
    for (QChar& c : text)
        if (c.isDigit())
            c = QLatin1Char('0');
    return metrics.horizontalAdvance(text);
}

int scaled(int pixels) {
    return static_cast<int>(std::lround(pixels * lectureFactor));
}

} // namespace

LectureWindow::LectureWindow(SessionDocument& document, StudyDocument& study, LessonGuide& guide,
                             SessionPresenter& presenter, Playhead& playhead, Player& player, QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_document(document)
    , m_study(study)
    , m_guide(guide)
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
    m_hint = new QLabel(this);
    m_hint->setFont(uiFont(scaled(type::body), QFont::Medium));
    m_hint->setMargin(14);
    m_hint->setWordWrap(true);
    m_hint->hide();

    makeKeys();
    connect(&presenter, &SessionPresenter::viewChanged, this, &LectureWindow::takeView);
    connect(&playhead, &Playhead::playingChanged, this, &LectureWindow::takeFilm);
    connect(&playhead, &Playhead::presentChanged, this, &LectureWindow::hold);
    connect(&document, &SessionDocument::runReset, this, [this] { m_guess->clear(); });
    connect(&guide, &LessonGuide::lessonChanged, this, &LectureWindow::takeStep);
    connect(&guide, &LessonGuide::stepChanged, this, &LectureWindow::takeStep);
    connect(&guide, &LessonGuide::failed, this, &LectureWindow::showHint);
    connect(&study, &StudyDocument::opened, this, &LectureWindow::takeTitle);
    connect(&study, &StudyDocument::shownChanged, this, &LectureWindow::takeTitle);
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
    takeStep();
}

QWidget* LectureWindow::makeHead() {
    auto* head = new QWidget;
    head->setFixedHeight(headHeight);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(sideMargin, 0, 24, 0);
    row->setSpacing(headGap);
    m_title = new ElidedLabel;
    m_title->setFont(uiFont(titlePixels, QFont::DemiBold));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_condition = new ElidedLabel;
    m_condition->setFont(uiFont(titlePixels, QFont::DemiBold));
    m_condition->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    m_step = new QLabel;
    m_step->setFont(uiFont(scaled(type::body)));
    m_epochWord = new QLabel(tr("epoch"));
    m_epochWord->setFont(uiFont(scaled(type::body)));
    m_epoch = new QLabel;
    m_epoch->setObjectName(QStringLiteral("lectureEpoch"));
    m_epoch->setFont(uiFont(titlePixels, QFont::DemiBold));
    m_epoch->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_title, 1);
    row->addWidget(m_condition);
    row->addWidget(m_step);
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
    m_planeView = new PlotView(m_plane, PlotView::Drag::Zooms);
    m_planeView->setAccessibleName(tr("Information plane"));
    m_linear = makeBeside(Quantity::Loss);
    m_decades = makeBeside(Quantity::SignalToNoise);
    for (PlotView* view : {m_planeView, m_linear.view, m_decades.view}) {
        view->setContextMenuPolicy(Qt::NoContextMenu);
        view->setFocusPolicy(Qt::NoFocus);
        view->viewport()->setFocusPolicy(Qt::NoFocus);
        connect(view, &PlotView::pickBegan, &m_playhead, &Playhead::remember);
        connect(view, &PlotView::pickTakenBack, &m_playhead, &Playhead::goBack);
    }
    row->addWidget(m_planeView, planeStretch);
    row->addWidget(m_linear.view, besideStretch);
    row->addWidget(m_decades.view, besideStretch);
    connect(m_planeView, &PlotView::resetAsked, this, [this] { m_plane->resetZoom(); });
    m_guess = new GuessPad([this] { return planeFrame(); }, [this] { return presentPoints(); }, m_planeView);
    m_planeView->installEventFilter(this);
    connect(m_plane, &PlotChart::frameChanged, this, &LectureWindow::placeOverlays);
    return charts;
}

LectureWindow::Beside LectureWindow::makeBeside(Quantity quantity) {
    auto* chart = new EpochChart(quantity, EpochChart::axisOf(quantity));
    auto* view = new PlotView(chart, PlotView::Drag::Picks);
    connect(view, &PlotView::resetAsked, this, [chart] { chart->resetZoom(); });
    connect(view, &PlotView::picked, this, [this, chart](const QPointF& place) {
        const int index = chart->indexAt(place);
        if (index >= 0)
            m_playhead.goToEpoch(chart->view().epochs[static_cast<std::size_t>(index)]);
    });
    return {chart, view};
}

const LectureWindow::Beside& LectureWindow::beside() const {
    return m_linear.view->isHidden() ? m_decades : m_linear;
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
    on(Qt::Key_PageDown, [this] { moveStep(1); });
    on(Qt::Key_PageUp, [this] { moveStep(-1); });
    on(Qt::Key_Comma, [this] { moveCondition(-1); });
    on(Qt::Key_Period, [this] { moveCondition(1); });
    // What would show a class the end of the film while it guesses waits: only Space shows it.
    const auto onFilm = [&](const QKeySequence& key, auto act) {
        on(key, [this, act] {
            if (!isGuessing())
                act();
        });
    };
    onFilm(Qt::Key_Right, [this] { m_player.stepForward(); });
    onFilm(Qt::Key_Left, [this] { m_player.moveBy(-1); });
    onFilm(QKeyCombination(Qt::ShiftModifier, Qt::Key_Right), [this] { m_player.moveBy(manyEpochs); });
    onFilm(QKeyCombination(Qt::ShiftModifier, Qt::Key_Left), [this] { m_player.moveBy(-manyEpochs); });
    onFilm(Qt::Key_Home, [this] { m_playhead.setIndex(0); });
    onFilm(Qt::Key_End, [this] { m_playhead.setIndex(static_cast<int>(m_playhead.measured().size()) - 1); });
    onFilm(QKeyCombination(Qt::ControlModifier, Qt::Key_R), [this] { m_player.restart(); });
    for (int layer = 0; layer < 9; ++layer)
        on(static_cast<Qt::Key>(Qt::Key_1 + layer), [this, layer] { m_presenter.toggleLayer(layer); });
}

void LectureWindow::setTheme(const Theme& theme) {
    m_theme = theme;
    ChartLook look{ChartMetrics::lecture(true), theme, ColorScale(ColorScale::Map::Dusk, theme.dark)};
    m_plane->setLook(look);
    look.metrics = ChartMetrics::lecture(false);
    for (const Beside& beside : {m_linear, m_decades})
        beside.chart->setLook(look);
    for (PlotView* view : {m_planeView, m_linear.view, m_decades.view})
        view->setBackgroundBrush(theme.canvas);
    m_bar->setTheme(theme);
    m_guess->setTheme(theme);
    const auto ink = [](QLabel* label, const QColor& color) {
        label->setStyleSheet(QStringLiteral("color: %1; background: transparent").arg(color.name()));
    };
    m_title->setColor(theme.text);
    m_condition->setColor(theme.accent);
    ink(m_step, theme.text2);
    ink(m_epoch, theme.text);
    ink(m_epochWord, theme.text2);
    ink(m_words, theme.text);
    m_hint->setStyleSheet(QStringLiteral("color: %1; background: %2; border-radius: 14px")
                              .arg(theme.tipText.name(), theme.tip.name()));
    update();
}

/// The words of another step may give away what the class guesses.
void LectureWindow::takeStep() {
    const LessonStep* step = m_guide.current();
    const Preset* preset = m_guide.preset();
    const QString chart = step && !step->chart.isEmpty() ? step->chart : preset ? preset->chart : QString();
    m_words->setVisible(step);
    m_step->setVisible(step);
    if (step) {
        const bool ofOneUnit = step->view.isEmpty() && preset && preset->minimalModel;
        const QString note = elsewhere(chart, ofOneUnit ? QStringLiteral("oneUnit") : step->view);
        m_words->setText(note.isEmpty() ? step->words() : step->words() + QLatin1Char(' ') + note);
        m_step->setText(tr("Step %1 of %2").arg(m_guide.step() + 1).arg(m_guide.lesson()->count()));
    }
    setGuessing(false);
    m_guess->clear();
    showBeside(chart);
    takeTitle();
}

/// None, as most steps have it: the loss.
void LectureWindow::showBeside(const QString& lessonChart) {
    m_quantity = lessonQuantities[std::max<qsizetype>(lessonCharts().indexOf(lessonChart), 0)];
    const bool decades = EpochChart::axisOf(m_quantity) == EpochChart::Axis::Logarithmic;
    m_linear.view->setVisible(!decades);
    m_decades.view->setVisible(decades);
    giveBeside();
    emit chartChanged();
}

/// Information is seen as the plane shows it, coarse or not; all else in every measured epoch. Where the
/// estimator does not tell relevant inputs from irrelevant ones, it is about all of them.
void LectureWindow::giveBeside() {
    const SessionView& plane = m_presenter.planeView();
    const bool isPart =
        m_quantity == Quantity::RelevantInformation || m_quantity == Quantity::IrrelevantInformation;
    const bool lacksParts = isPart && plane.measured() > 0 && !plane.hasRelevance();
    const auto [chart, view] = beside();
    chart->setQuantity(lacksParts ? Quantity::InputInformation : m_quantity);
    chart->setView(chart->isInformation() ? plane : m_presenter.view());
    view->setAccessibleName(nameOf(m_quantity));
}

/// Lesson or session, and of a study the condition: a class sees which one is on the wall.
void LectureWindow::takeTitle() {
    const std::optional<Lesson>& lesson = m_guide.lesson();
    const bool isStudy = m_study.isOpen();
    m_title->setText(lesson && !lesson->title.isEmpty() ? lesson->title
                     : isStudy                          ? m_study.title()
                                                        : m_presenter.planeView().title);
    m_condition->setVisible(isStudy);
    m_condition->setText(isStudy ? m_study.name(m_study.shown()) : QString());
}

void LectureWindow::moveCondition(int by) {
    const int condition = m_study.shown() + by;
    if (condition >= 0 && condition < m_study.count())
        emit conditionAsked(condition);
}

void LectureWindow::moveStep(int by) {
    const int step = m_guide.step() + by;
    if (!m_guide.lesson() || step < 0 || step >= m_guide.lesson()->count())
        return;
    setGuessing(false); // before the step runs anything, which would be held at its start
    m_guide.present(step);
}

void LectureWindow::takeView() {
    if (isHidden() && m_plane->view().measured() > 0)
        return;
    const SessionView& plane = m_presenter.planeView();
    m_plane->setView(plane);
    giveBeside();
    takeTitle();
    const int index = std::min(plane.present, plane.measured() - 1);
    m_epoch->setText(index < 0 ? QString()
                               : QLocale().toString(plane.epochs[static_cast<std::size_t>(index)]));
    m_epoch->setMinimumWidth(widestEpoch(plane.scale.lastEpoch, m_epoch->fontMetrics()));
    m_epochWord->setVisible(index >= 0);
    if (isGuessing() || !m_guess->lines().empty())
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
    m_guess->setGuessing(guessing);
    if (guessing) {
        m_loopTimer.stop();
        m_guess->clear();
        hold();
    }
}

/// Whoever moved it, be it another condition or a run that has begun.
void LectureWindow::hold() {
    if (!isGuessing())
        return;
    if (m_playhead.playing())
        m_playhead.pause();
    if (m_playhead.following())
        m_playhead.setFollowing(false);
    if (m_playhead.index() > 0)
        m_playhead.setIndex(0);
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

/// In pixels of the plane's view.
PlotFrame LectureWindow::planeFrame() const {
    PlotFrame frame = m_plane->frame();
    frame.area =
        QRectF(m_planeView->mapFromScene(m_plane->mapToScene(frame.area.topLeft())), frame.area.size());
    return frame;
}

/// Of the layers in sight, in bits, in their order.
QPolygonF LectureWindow::presentPoints() const {
    QPolygonF points;
    const ChartState& state = m_plane->state();
    if (state.presentPlace().before < 0)
        return points;
    for (int layer = 0; layer < static_cast<int>(state.view.layers.size()); ++layer)
        if (const QPointF point = state.presentValues(layer);
            !state.view.layers[static_cast<std::size_t>(layer)].hidden && isFinite(point))
            points << point;
    return points;
}

/// The hint lies at the foot of the plot itself, where it covers neither ticks nor titles.
void LectureWindow::placeOverlays() {
    if (!m_hint) // the charts are being made
        return;
    m_guess->setGeometry(m_planeView->rect());
    const QRect plot = planeFrame().area.toAlignedRect().translated(m_planeView->mapTo(this, QPoint()));
    if (plot.width() <= 2 * hintGap)
        return;
    const int whole = m_hint->fontMetrics().horizontalAdvance(m_hint->text()) + 2 * m_hint->margin() + 2;
    const int breadth = std::min(whole, plot.width() - 2 * hintGap);
    m_hint->resize(breadth, m_hint->heightForWidth(breadth));
    m_hint->move(plot.center().x() - breadth / 2, plot.bottom() - hintGap - m_hint->height());
}

void LectureWindow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_condition->setMaximumWidth(static_cast<int>(conditionShare * width()));
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
    emit chartChanged();
    showHint(tr("Esc leaves. Space plays."));
    setFocus();
}

void LectureWindow::showHint(const QString& text) {
    m_hint->setText(text);
    placeOverlays();
    m_hint->show();
    m_hint->raise();
    m_hintTimer.start();
}

void LectureWindow::closeEvent(QCloseEvent* event) {
    setGuessing(false);
    m_loopTimer.stop();
    emit m_bar->draggingChanged(false); // a slider that is held goes without being let go
    QWidget::closeEvent(event);
    emit left();
}

void LectureWindow::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), m_theme.canvas);
}

} // namespace infoplane
