#include "main_window.h"

#include "banner.h"
#include "chart_area.h"
#include "charts/activity_view.h"
#include "charts/generalization_view.h"
#include "charts/gradient_view.h"
#include "charts/information_by_epoch_view.h"
#include "charts/information_plane_view.h"
#include "estimator/estimator_panel.h"
#include "estimator/readout_panel.h"
#include "estimator/right_panel.h"
#include "estimator/small_multiples.h"
#include "experiment/experiment_form.h"
#include "export_desk.h"
#include "file_desk.h"
#include "help_window.h"
#include "key_guard.h"
#include "lecture/lecture_window.h"
#include "lesson/lesson_panel.h"
#include "motion.h"
#include "neuron/neuron_window.h"
#include "notes_window.h"
#include "study/compare_view.h"
#include "study/study_bar.h"
#include "study/verdict_window.h"
#include "style.h"
#include "top_bar.h"
#include "transport/transport_bar.h"
#include "window_menus.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLocale>
#include <QMimeData>
#include <QScreen>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>
#include <QWindow>

namespace infoplane {

namespace {

constexpr QSize leastSize(1024, 640);
constexpr QSize usualSize(1280, 800);
constexpr int foldingWidth = 1120; ///< below, the left panel folds

QString droppedFile(const QMimeData* data) {
    for (const QUrl& url : data->urls())
        if (url.isLocalFile() && FileDesk::canOpen(url.toLocalFile()))
            return url.toLocalFile();
    return {};
}

} // namespace

MainWindow::MainWindow(Appearance& appearance)
    : m_appearance(appearance)
    , m_study(m_document)
    , m_player(m_document, m_playhead)
    , m_guide(m_document, m_study, m_player)
    , m_presenter(m_document, m_playhead)
    , m_activity(m_document)
    , m_sampleGradients(m_document)
    , m_seeds(m_document)
    , m_memory(WindowMemory::load()) {
    setMinimumSize(leastSize);
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    buildLayout();
    m_files = new FileDesk(m_document, m_study, this);
    m_exports = new ExportDesk(m_document, m_study, m_presenter, m_appearance, this);
    buildMenus();
    connectDocument();
    connectStudy();
    connectLesson();
    new KeyGuard(this);
    connect(&m_appearance, &Appearance::changed, this, &MainWindow::setTheme);
    setTheme(m_appearance.theme());
    restoreMemory();
    takeView();
    takeTitle();
    takeSeeds();
    m_playhead.setVisible(false);
    centralWidget()->setFocus(); // no field is open for typing until a person chooses one
}

/// Panels go before what they show.
MainWindow::~MainWindow() {
    delete m_help;
    delete m_lecture;
    delete m_oneUnit;
    delete m_notes;
    delete m_verdicts;
    delete takeCentralWidget();
}

// --- layout ---

void MainWindow::buildLayout() {
    auto* whole = new QWidget(this);
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_topBar = new TopBar(whole);
    m_panels = new QSplitter(Qt::Horizontal, whole);
    m_panels->setHandleWidth(1);
    m_panels->setChildrenCollapsible(false);
    m_left = makeLeftPanel();
    m_charts = new ChartArea;
    m_multiples = new SmallMultiples(&m_document);
    m_charts->addStandIn(m_multiples);
    m_compare = new CompareView(m_study);
    m_charts->addStandIn(m_compare);
    m_studyBar = new StudyBar(m_study, whole);
    m_right = makeRightPanel();
    auto* middle = new QWidget;
    auto* lessonAndCharts = new QVBoxLayout(middle);
    lessonAndCharts->setContentsMargins(0, 0, 0, 0);
    lessonAndCharts->setSpacing(0);
    m_lesson = new LessonPanel(m_guide);
    m_lesson->hide();
    lessonAndCharts->addWidget(m_lesson);
    lessonAndCharts->addWidget(m_charts, 1);
    for (QWidget* panel : {m_left, middle, m_right})
        m_panels->addWidget(panel);
    m_panels->setStretchFactor(1, 1);
    m_transport = new TransportBar(m_document, m_study, m_playhead, m_player, whole);
    column->addWidget(m_topBar);
    column->addWidget(m_studyBar);
    column->addWidget(m_panels, 1);
    column->addWidget(m_transport);
    whole->setFocusPolicy(Qt::ClickFocus); // a click beside a field leaves it
    setCentralWidget(whole);
    m_left->installEventFilter(this);
    m_themed.push_back([this](const Theme& theme) { m_topBar->setTheme(theme); });
    m_themed.push_back([this](const Theme& theme) { m_charts->setTheme(theme); });
    m_themed.push_back([this](const Theme& theme) { m_multiples->setTheme(theme); });
    m_themed.push_back([this](const Theme& theme) { m_compare->setTheme(theme); });
    m_themed.push_back([this](const Theme& theme) { m_studyBar->setTheme(theme); });
    m_themed.push_back([this](const Theme& theme) { m_lesson->setTheme(theme); });
    m_themed.push_back([this](const Theme& theme) { m_transport->setTheme(theme); });
    connect(m_topBar, &TopBar::leftPanelAsked, this, [this] { setLeftShown(true); });
    connect(m_topBar, &TopBar::seedChosen, &m_document, &SessionDocument::showSeed);
    connect(m_topBar, &TopBar::seedsSeenChosen, &m_seeds, &SeedsFinder::setShown);
}

QWidget* MainWindow::makeLeftPanel() {
    auto* form = new ExperimentForm(&m_document);
    form->setMinimumWidth(size::leftPanelLeast);
    form->setMaximumWidth(size::leftPanelMost);
    connect(form, &ExperimentForm::presetChosen, this, &MainWindow::openPreset);
    connect(form, &ExperimentForm::restartRequested, &m_player, &Player::restart);
    m_themed.push_back([form](const Theme& theme) { form->setTheme(theme); });
    return form;
}

QWidget* MainWindow::makeRightPanel() {
    auto* panel = new RightPanel(&m_document);
    panel->setMinimumWidth(size::rightPanelLeast);
    panel->setMaximumWidth(size::rightPanelMost);
    m_readout = panel->readout();
    m_estimator = panel->estimator();
    connect(m_estimator, &EstimatorPanel::boundsChosen, &m_presenter, &SessionPresenter::setBounds);
    connect(m_estimator, &EstimatorPanel::multiplesToggled, this, &MainWindow::showMultiples);
    connect(panel->estimator(), &EstimatorPanel::draggingChanged, &m_presenter,
            &SessionPresenter::setDragging);
    connect(m_readout, &ReadoutPanel::layerHidden, &m_presenter, &SessionPresenter::setLayerHidden);
    m_themed.push_back([panel](const Theme& theme) { panel->setTheme(theme); });
    return panel;
}

void MainWindow::setTheme(const Theme& theme) {
    for (const auto& give : m_themed)
        give(theme);
    if (m_lecture)
        m_lecture->setTheme(theme);
    if (m_oneUnit)
        m_oneUnit->setTheme(theme);
    m_panels->setStyleSheet(
        QStringLiteral("QSplitter#panels::handle { background: %1; }").arg(theme.border.name()));
}

void MainWindow::setPanelWidths() {
    const bool wide = width() >= size::wideWindow;
    const int left = wide ? size::leftPanelWide : size::leftPanel;
    const int right = wide ? size::rightPanelWide : size::rightPanel;
    m_panels->setSizes({left, std::max(ChartArea::leastWidth, width() - left - right), right});
}

void MainWindow::setLeftShown(bool shown) {
    m_left->setVisible(shown);
    m_foldedByWidth = false;
    m_memory.leftFolded = !shown;
    m_topBar->setLeftPanelFolded(!shown);
    m_topBar->setMenuWidth(shown ? m_left->width() : 0);
    m_menus->setPanelsShown(shown, !m_right->isHidden());
}

void MainWindow::setRightShown(bool shown) {
    m_right->setVisible(shown);
    m_memory.rightFolded = !shown;
    m_menus->setPanelsShown(!m_left->isHidden(), shown);
}

/// A narrow window folds the left panel, and shows it again when it is wide enough, unless a person decided.
void MainWindow::foldByWidth() {
    const bool narrow = width() < foldingWidth;
    if (narrow && !m_left->isHidden()) {
        setLeftShown(false);
        m_foldedByWidth = true;
    } else if (!narrow && m_foldedByWidth) {
        setLeftShown(true);
    }
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    const bool wide = width() >= size::wideWindow;
    if (wide != m_charts->isWide()) {
        m_charts->setWide(wide);
        setPanelWidths();
    }
    const bool crossed = (event->oldSize().width() < foldingWidth) != (width() < foldingWidth);
    if (crossed || !event->oldSize().isValid())
        foldByWidth();
}

// --- actions ---

void MainWindow::buildMenus() {
    m_menus = new WindowMenus(m_document, m_playhead, m_player, m_topBar->menuBar(), this);
    connect(m_menus, &WindowMenus::newAsked, m_files, &FileDesk::newDocument);
    connect(m_menus, &WindowMenus::openAsked, m_files, &FileDesk::open);
    connect(m_menus, &WindowMenus::fileAsked, m_files, &FileDesk::openFile);
    connect(m_menus, &WindowMenus::saveAsked, m_files, &FileDesk::save);
    connect(m_menus, &WindowMenus::saveAsAsked, m_files, &FileDesk::saveAs);
    connect(m_menus, &WindowMenus::saveCopyAsked, m_files, &FileDesk::saveCopy);
    connect(m_menus, &WindowMenus::exportFigureAsked, this, &MainWindow::exportFigure);
    connect(m_menus, &WindowMenus::exportDataAsked, m_exports, &ExportDesk::exportData);
    connect(m_menus, &WindowMenus::quitAsked, this, &QWidget::close);
    connect(m_menus, &WindowMenus::leftPanelToggled, this, &MainWindow::setLeftShown);
    connect(m_menus, &WindowMenus::rightPanelToggled, this, &MainWindow::setRightShown);
    connect(m_menus, &WindowMenus::multiplesToggled, this, &MainWindow::showMultiples);
    connect(m_menus, &WindowMenus::compareToggled, this, &MainWindow::showCompared);
    connect(m_compare, &CompareView::closeAsked, this, [this] { showCompared(false); });
    connect(m_multiples, &SmallMultiples::closeAsked, this, [this] { showMultiples(false); });
    connect(m_menus, &WindowMenus::layerToggled, &m_presenter, &SessionPresenter::toggleLayer);
    connect(m_menus, &WindowMenus::zoomResetAsked, m_charts, &ChartArea::resetZoom);
    connect(m_menus, &WindowMenus::appearanceChosen, this, [this](Appearance::Choice choice) {
        m_memory.theme = Appearance::name(choice);
        m_appearance.choose(choice);
    });
    connect(m_menus, &WindowMenus::highContrastChosen, this, [this](bool high) {
        m_memory.highContrast = high;
        m_appearance.setHighContrast(high);
    });
    connect(m_menus, &WindowMenus::reducedMotionChosen, this, [this](bool reduced) {
        m_memory.reducedMotion = reduced;
        setReducedMotion(reduced);
    });
    connect(m_menus, &WindowMenus::fullScreenToggled, this, [this](bool full) {
        setWindowState(full ? windowState() | Qt::WindowFullScreen : windowState() & ~Qt::WindowFullScreen);
    });
    connect(m_menus, &WindowMenus::lectureAsked, this, &MainWindow::showLecture);
    connect(m_topBar, &TopBar::lectureAsked, this, &MainWindow::showLecture);
    connect(m_menus, &WindowMenus::oneUnitAsked, this, &MainWindow::showOneUnit);
    connect(m_menus, &WindowMenus::helpAsked, this, &MainWindow::showHelp);
    connect(m_menus, &WindowMenus::lessonToggled, this, &MainWindow::showLesson);
    connect(m_menus, &WindowMenus::verdictsAsked, this, &MainWindow::showVerdicts);
    connect(m_menus, &WindowMenus::notesAsked, this, &MainWindow::showNotes);
    connect(m_menus, &WindowMenus::aboutAsked, this, &MainWindow::showAbout);
    connect(m_menus, &WindowMenus::recentCleared, this, [this] {
        m_memory.recentFiles.clear();
        m_memory.save();
        m_menus->setRecentFiles({});
    });
    setReducedMotion(m_memory.reducedMotion);
    m_appearance.setHighContrast(m_memory.highContrast);
    m_menus->setAppearance(m_appearance.choice(), m_memory.highContrast, m_memory.reducedMotion);
}

void MainWindow::connectDocument() {
    connect(&m_presenter, &SessionPresenter::viewChanged, this, &MainWindow::takeView);
    connect(&m_document, &SessionDocument::runReset, this, &MainWindow::takeRun);
    connect(&m_document, &SessionDocument::failed, this, &MainWindow::takeFailure);
    connect(&m_document, &SessionDocument::modifiedChanged, this, &MainWindow::takeTitle);
    connect(&m_document, &SessionDocument::pathChanged, this, &MainWindow::takeTitle);
    connect(&m_document, &SessionDocument::openingChanged, this, &MainWindow::takeOpening);
    connect(&m_document, &SessionDocument::specChanged, this, &MainWindow::takeTitle);
    connect(&m_document, &SessionDocument::shownSeedChanged, this, &MainWindow::takeShownSeed);
    connect(&m_document, &SessionDocument::stateChanged, this, &MainWindow::takeSeeds);
    connect(&m_document, &SessionDocument::stateChanged, this, &MainWindow::tellDead);
    connect(&m_document, &SessionDocument::remeasuringChanged, this, &MainWindow::tellDead);
    connect(&m_playhead, &Playhead::playingChanged, this, &MainWindow::tellDead);
    connect(&m_seeds, &SeedsFinder::changed, this, [this] {
        m_presenter.setSeeds(m_seeds.shown(), m_seeds.record());
        m_topBar->setSeedsSeen(m_seeds.shown(), m_seeds.leavesOutDead());
        m_compare->setSeeds(m_seeds.shown(), m_seeds.leavesOutDead());
    });
    connect(&m_document, &SessionDocument::remeasuringChanged, this,
            [this] { m_charts->setUnderWay(m_document.remeasuring()); });
    connect(&m_document, &SessionDocument::estimatorRefused, this, [this](const QString& sentence) {
        m_charts->banner()->showMessage(Banner::fromText(Banner::Kind::Error, sentence));
    });
    connect(m_files, &FileDesk::told, m_charts->banner(), &Banner::showMessage);
    connect(m_exports, &ExportDesk::told, m_charts->banner(), &Banner::showMessage);
    connect(m_topBar, &TopBar::exportAsked, this, &MainWindow::exportFigure);
    connect(m_charts, &ChartArea::menuAsked, m_exports, &ExportDesk::showChartMenu);
    connect(m_files, &FileDesk::fileUsed, this, &MainWindow::rememberFile);
    connect(m_charts, &ChartArea::epochPicked, &m_playhead, &Playhead::goToEpoch);
    connect(m_charts, &ChartArea::pickBegan, &m_playhead, &Playhead::remember);
    connect(m_charts, &ChartArea::pickTakenBack, &m_playhead, &Playhead::goBack);
    connect(m_charts, &ChartArea::viewsWanted, this, &MainWindow::takeView);
    connect(&m_activity, &ActivityFinder::changed, this,
            [this] { m_presenter.setActivity(m_activity.record()); });
    connect(&m_sampleGradients, &SampleGradientFinder::changed, this,
            [this] { m_presenter.setSampleGradients(m_sampleGradients.record()); });
    m_exports->setLook([this](FigureContent& content) { m_charts->giveLook(content); });
    m_exports->setMultiples([this] {
        if (m_charts->standIn() == m_compare)
            return m_compare->figure();
        return m_charts->standIn() == m_multiples ? m_multiples->figure() : std::nullopt;
    });
}

void MainWindow::connectStudy() {
    connect(m_studyBar, &StudyBar::conditionChosen, this, &MainWindow::showCondition);
    connect(m_studyBar, &StudyBar::compareToggled, this, &MainWindow::showCompared);
    connect(m_compare, &CompareView::conditionChosen, this, &MainWindow::showCondition);
    connect(m_compare, &CompareView::overlaidChanged, this,
            [this] { m_studyBar->setOverlaid(m_compare->isOverlaid()); });
    connect(&m_study, &StudyDocument::opened, this, &MainWindow::takeStudy);
    connect(&m_study, &StudyDocument::shownChanged, this, &MainWindow::takeRun);
    connect(&m_study, &StudyDocument::startAsked, &m_player, &Player::play);
    connect(&m_study, &StudyDocument::restartAsked, &m_player, &Player::restart);
    for (const auto signal : {&StudyDocument::runsChanged, &StudyDocument::shownChanged})
        connect(&m_study, signal, this, [this] {
            m_menus->setSaveEnabled(m_study.hasAnyRun());
            takeTitle();
        });
    connect(&m_study, &StudyDocument::failed, this, [this](const QString& sentence) {
        m_charts->banner()->showMessage(Banner::fromText(Banner::Kind::Error, sentence));
    });
}

void MainWindow::connectLesson() {
    connect(&m_guide, &LessonGuide::presetChanged, this, &MainWindow::takePreset);
    connect(&m_guide, &LessonGuide::lessonChanged, this, &MainWindow::takeLesson);
    connect(&m_guide, &LessonGuide::conditionAsked, this, &MainWindow::showCondition);
    connect(&m_guide, &LessonGuide::chartAsked, this, &MainWindow::showLessonChart);
    connect(&m_guide, &LessonGuide::viewAsked, this, &MainWindow::showLessonView);
    connect(m_lesson, &LessonPanel::closeAsked, this, [this] { showLesson(false); });
    connect(&m_guide, &LessonGuide::failed, this, [this](const QString& sentence) {
        m_charts->banner()->showMessage(Banner::fromText(Banner::Kind::Error, sentence));
    });
}

// --- what is shown ---

/// Null: the charts.
void MainWindow::showInstead(QWidget* standIn) {
    m_charts->showInstead(standIn);
    m_estimator->setMultiplesShown(standIn == m_multiples);
    m_menus->setMultiplesShown(standIn == m_multiples);
    m_menus->setCompareShown(standIn == m_compare);
    m_studyBar->setCompared(standIn == m_compare);
    m_studyBar->setOverlaid(standIn == m_compare && m_compare->isOverlaid());
    takeView();
    (standIn ? standIn : centralWidget())->setFocus();
}

void MainWindow::showMultiples(bool shown) {
    showInstead(shown ? m_multiples : nullptr);
}

void MainWindow::showCompared(bool shown) {
    showInstead(shown && m_study.isOpen() ? m_compare : nullptr);
}

void MainWindow::showCondition(int condition) {
    const bool atEnd = m_playhead.index() < 0 || m_playhead.atEnd();
    const int epoch = m_playhead.epoch();
    m_study.show(condition);
    if (!atEnd)
        m_playhead.goToEpoch(epoch);
}

/// Nothing is lost: undoing it brings back settings and run; of a study, it asks.
void MainWindow::openPreset(const Preset& preset) {
    if (m_study.isOpen() || preset.study.conditions.size() > 1)
        m_files->askThen([this, &preset] { m_study.open(preset.study, &preset); });
    else
        m_document.openPreset(preset);
}

/// On opening alone: what a person chooses afterwards stays. What is computed and not trained has a window of
/// its own.
void MainWindow::takePreset() {
    const Preset* preset = m_document.preset() ? m_guide.preset() : nullptr;
    if (!preset)
        return;
    if (!preset->chart.isEmpty())
        showLessonChart(static_cast<int>(lessonCharts().indexOf(preset->chart)));
    if (preset->minimalModel)
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (!m_guide.preset() || !m_guide.preset()->minimalModel)
                    return;
                showOneUnit();
                m_oneUnit->setUnit(*m_guide.preset()->minimalModel);
            },
            Qt::QueuedConnection);
}

void MainWindow::takeLesson() {
    const bool there = m_guide.lesson().has_value();
    m_lesson->setVisible(there && !m_memory.lessonClosed);
    m_menus->setLesson(there, !m_memory.lessonClosed);
}

void MainWindow::showLesson(bool shown) {
    m_memory.lessonClosed = !shown;
    takeLesson();
}

/// Of lessonCharts(): a chart, and which of its quantities it shows.
void MainWindow::showLessonChart(int chart) {
    using Chart = ChartArea::Chart;
    static constexpr std::pair<Chart, int> charts[] = {
        {Chart::Generalization, 0},     {Chart::InformationByEpoch, 0}, {Chart::Gradient, 0},
        {Chart::Activity, 0},           {Chart::Decision, 0},           {Chart::InformationByEpoch, 1},
        {Chart::InformationByEpoch, 2}, {Chart::InformationByEpoch, 3}, {Chart::Gradient, 3}};
    const auto [wanted, quantity] = charts[chart];
    if (m_charts->standIn())
        showInstead(nullptr);
    if (!m_charts->isShown(wanted))
        m_charts->showChart(wanted, m_charts->isWide() ? 1 : 0);
    if (wanted == Chart::InformationByEpoch)
        m_charts->informationByEpoch()->setShown(quantity);
    else if (wanted == Chart::Gradient)
        m_charts->gradient()->setShown(quantity);
}

void MainWindow::showLessonView(const QString& view) {
    if (view == QLatin1String("charts"))
        showInstead(nullptr);
    else if (view == QLatin1String("compare"))
        showCompared(true);
    else if (view == QLatin1String("multiples"))
        showMultiples(true);
    else if (view == QLatin1String("oneUnit"))
        showOneUnit();
    else if (view == QLatin1String("verdicts"))
        showVerdicts();
}

void MainWindow::takeStudy() {
    m_menus->setCompareEnabled(m_study.isOpen());
    if (!m_study.isOpen() && m_charts->standIn() == m_compare)
        showInstead(nullptr);
    takeTitle();
}

LectureWindow* MainWindow::lecture() const {
    return m_lecture;
}

NeuronWindow* MainWindow::oneUnit() const {
    return m_oneUnit;
}

void MainWindow::showLecture() {
    if (m_lecture)
        return;
    m_lecture = new LectureWindow(m_document, m_study, m_guide, m_presenter, m_playhead, m_player, this);
    m_lecture->setAttribute(Qt::WA_DeleteOnClose);
    m_lecture->setTheme(m_appearance.theme());
    connect(m_lecture, &LectureWindow::conditionAsked, this, &MainWindow::showCondition);
    connect(m_lecture, &LectureWindow::chartChanged, this, &MainWindow::takeView);
    connect(m_lecture, &LectureWindow::left, this, [this] {
        QMetaObject::invokeMethod(this, &MainWindow::takeVisibility, Qt::QueuedConnection);
        activateWindow();
    });
    m_lecture->setGeometry(screen()->geometry()); // where the window is, if there are several screens
    m_lecture->showFullScreen();
    m_lecture->activateWindow();
    takeVisibility();
}

void MainWindow::showOneUnit() {
    if (!m_oneUnit) {
        m_oneUnit = new NeuronWindow(this);
        m_oneUnit->setAttribute(Qt::WA_DeleteOnClose);
        m_oneUnit->setTheme(m_appearance.theme());
    }
    m_oneUnit->show();
    m_oneUnit->raise();
    m_oneUnit->activateWindow();
}

void MainWindow::takeView() {
    const SessionView& view = m_presenter.view();
    m_activity.setWanted(m_charts->needsActivity() || (m_lecture && m_lecture->needsActivity()));
    m_sampleGradients.setWanted(m_charts->needsSampleGradients());
    m_charts->setViews(view, m_presenter.planeView());
    m_multiples->setView(view);
    m_compare->setView(view);
    m_readout->setView(m_presenter.planeView());
    showTitle();
    QStringList names;
    std::vector<bool> hidden;
    for (const SessionView::Layer& layer : view.layers) {
        names << layerText(layer);
        hidden.push_back(layer.hidden);
    }
    m_menus->setLayers(names, hidden);
    const bool any = !view.epochs.empty();
    m_menus->setExportEnabled(any);
    m_topBar->setExportEnabled(any, tr("There is nothing to export yet. Press Play first."));
}

/// Over the charts; while a file is being opened, that, for what is there yet is about to go.
void MainWindow::showTitle() {
    const SessionView& view = m_presenter.view();
    const QString opening = m_document.openingText();
    m_topBar->setTitle(opening.isEmpty() ? view.title : opening,
                       opening.isEmpty() ? view.specLine : QString());
}

void MainWindow::takeOpening() {
    m_charts->plane()->setOpening(m_document.openingText());
    showTitle();
    takeTitle();
}

void MainWindow::takeTitle() {
    const Preset* preset = m_document.preset();
    m_readout->setNote(preset ? preset->note : QString());
    const QString file = QFileInfo(m_study.path()).fileName();
    const QString opening = m_document.openingText();
    const QString name = !opening.isEmpty() ? opening : file.isEmpty() ? m_study.title() : file;
    setWindowTitle(tr("%1[*] – Infoplane").arg(name));
    setWindowModified(m_study.isModified());
    setWindowFilePath(m_study.path());
    setWindowTitle(tr("%1[*] – Infoplane").arg(name));
}

/// The film rests, so that the figure is of the epoch that is seen behind it; training goes on.
void MainWindow::exportFigure() {
    m_playhead.pause();
    m_exports->exportFigure();
}

void MainWindow::takeSeeds() {
    std::vector<TopBar::SeedChoice> seeds;
    if (const Session* session = m_document.session())
        for (const SeedRun& run : session->runs)
            seeds.push_back({run.seed, stateOf(*session, run)});
    m_topBar->setSeeds(seeds, m_document.shownSeed());
}

void MainWindow::takeShownSeed() {
    m_charts->banner()->dismiss(); // a failure is told of the seed that is shown
    m_toldDead = false;
    takeSeeds();
    if (m_document.failure() && m_document.session())
        takeFailure(*m_document.failure());
    tellDead();
}

void MainWindow::takeRun() {
    takeShownSeed();
    takeTitle();
}

/// What happened and why is the engine's to say; what is kept and what to do is said here.
void MainWindow::takeFailure(const RunFailure& failure) {
    Banner::Message message = Banner::fromText(Banner::Kind::Error, failure.message);
    if (failure.diverged) {
        const double rate = m_document.session()->spec.training.optimizer.learningRate / 10;
        message.remedy = tr("Use rate %1").arg(QLocale().toString(rate, 'g', 6));
        message.act = [this, rate] {
            m_document.editField(QStringLiteral("training.optimizer.learningRate"), rate);
            m_player.restart();
        };
    }
    m_charts->banner()->showMessage(message);
}

/// Once training is over and the film rests: what it ends with is not told before.
void MainWindow::tellDead() {
    const SeedRun* run = m_document.shownRun();
    if (m_toldDead || m_document.state() != SessionDocument::State::Finished || m_playhead.playing() ||
        !run || stateOf(*m_document.session(), *run) != SeedState::Dead)
        return;
    m_toldDead = true;
    Banner::Message message;
    message.kind = Banner::Kind::Warning;
    message.cause = tr("This network did not learn: its training error ends at %1 %.")
                        .arg(QLocale().toString(100 * run->snapshots.back().trainError, 'f', 0));
    message.text = tr("Neither fitting nor compression can be read from its paths.");
    const bool isOneOfSeveral = m_document.session()->runs.size() > 1;
    message.text += QLatin1Char(' ') +
                    (isOneOfSeveral ? tr("Means over seeds leave it out unless asked for.")
                                    : tr("More epochs, a higher learning rate or another seed may help."));
    if (!isOneOfSeveral && !m_study.isOpen()) { // conditions are compared from the same initial weights
        message.remedy = tr("New seed");
        message.act = [this] { m_player.newSeed(); };
    }
    m_charts->banner()->showMessage(message);
}

// --- the window itself ---

/// The film of a window that nobody can see stands still: no timer, no repaint. Its run goes on.
void MainWindow::takeVisibility() {
    const bool exposed = windowHandle() && windowHandle()->isExposed();
    const bool lecture = m_lecture && m_lecture->isVisible(); // which may cover this one
    const bool seen = lecture || (isVisible() && !isMinimized() && exposed);
    m_playhead.setVisible(seen);
    m_document.setSeen(seen);
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    windowHandle()->installEventFilter(this);
    takeVisibility();
}

void MainWindow::hideEvent(QHideEvent* event) {
    QMainWindow::hideEvent(event);
    takeVisibility();
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_left && event->type() == QEvent::Resize && !m_left->isHidden())
        m_topBar->setMenuWidth(m_left->width());
    if (watched == windowHandle() && event->type() == QEvent::Expose)
        QMetaObject::invokeMethod(this, &MainWindow::takeVisibility, Qt::QueuedConnection);
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() != QEvent::WindowStateChange)
        return;
    takeVisibility();
    if (m_menus)
        m_menus->setFullScreen(isFullScreen());
}

void MainWindow::restoreMemory() {
    m_panels->setObjectName(QStringLiteral("panels"));
    resize(usualSize);
    setPanelWidths();
    if (!m_memory.geometry.isEmpty())
        restoreGeometry(m_memory.geometry);
    if (!m_memory.panels.isEmpty())
        m_panels->restoreState(m_memory.panels);
    if (!m_memory.charts.isEmpty())
        m_charts->restoreState(m_memory.charts);
    if (m_memory.leftFolded)
        setLeftShown(false);
    if (m_memory.rightFolded)
        setRightShown(false);
    m_menus->setRecentFiles(m_memory.recentFiles);
}

void MainWindow::keepMemory() {
    m_memory.geometry = saveGeometry();
    m_memory.panels = m_panels->saveState();
    m_memory.charts = m_charts->saveState();
    m_memory.leftFolded = m_left->isHidden() && !m_foldedByWidth;
    m_memory.save();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_mayClose && m_files->hasUnsaved()) {
        event->ignore();
        m_files->askThen([this] {
            m_mayClose = true;
            close();
        });
        return;
    }
    keepMemory();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!droppedFile(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString path = droppedFile(event->mimeData());
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    openFile(path);
}

void MainWindow::openFile(const QString& path) {
    m_files->openFile(path);
}

void MainWindow::rememberFile(const QString& path) {
    m_memory.addRecentFile(path);
    m_memory.save();
    m_menus->setRecentFiles(m_memory.recentFiles);
}

void MainWindow::showVerdicts() {
    if (!m_verdicts) {
        m_verdicts = new VerdictWindow(m_study, this);
        m_verdicts->setTheme(m_appearance.theme());
        connect(&m_appearance, &Appearance::changed, m_verdicts, &VerdictWindow::setTheme);
    }
    m_verdicts->show();
    m_verdicts->raise();
    m_verdicts->activateWindow();
}

void MainWindow::showNotes() {
    if (!m_notes)
        m_notes = new NotesWindow(m_document, this);
    m_notes->show();
    m_notes->raise();
    m_notes->activateWindow();
}

void MainWindow::showHelp() {
    if (!m_help)
        m_help = new HelpWindow(m_menus->keys(), this);
    m_help->showTour();
}

void MainWindow::showAbout() {
    if (!m_help)
        m_help = new HelpWindow(m_menus->keys(), this);
    m_help->showAbout();
}

} // namespace infoplane
