#include "window_menus.h"

#include <QActionGroup>
#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>

namespace infoplane {

namespace {
constexpr int manyEpochs = 10;
constexpr int layerKeys = 9;
} // namespace

WindowMenus::WindowMenus(SessionDocument& document, Playhead& playhead, Player& player, QMenuBar* bar,
                         QWidget* window)
    : QObject(window)
    , m_document(document)
    , m_playhead(playhead)
    , m_player(player)
    , m_bar(bar)
    , m_window(window) {
    buildFile();
    buildEdit();
    buildView();
    buildRun();
    buildHelp();
    buildFilmKeys();
    connect(&m_player, &Player::changed, this, &WindowMenus::takePlayer);
    connect(&m_playhead, &Playhead::followingChanged, this, &WindowMenus::takePlayhead);
    connect(&m_playhead, &Playhead::scaleChanged, this, &WindowMenus::takePlayhead);
    connect(&m_document, &SessionDocument::runReset, this, &WindowMenus::takePlayer);
    takePlayer();
    takePlayhead();
}

QAction* WindowMenus::add(QMenu* menu, const QString& text, const QKeySequence& key,
                          const QString& helpText) {
    QAction* action = menu->addAction(text);
    if (!key.isEmpty()) {
        action->setShortcut(key);
        m_window->addAction(action); // also where the menu bar is another window's
        const QString words =
            helpText.isEmpty() ? QString(text).remove(QLatin1Char('&')).remove(QChar(0x2026)) : helpText;
        m_keys.emplace_back(key.toString(QKeySequence::NativeText), words);
    }
    return action;
}

QAction* WindowMenus::addHidden(const QKeySequence& key, const QString& helpText) {
    auto* action = new QAction(helpText, m_window);
    action->setShortcut(key);
    m_window->addAction(action);
    m_keys.emplace_back(key.toString(QKeySequence::NativeText), helpText);
    return action;
}

void WindowMenus::buildFile() {
    QMenu* menu = m_bar->addMenu(tr("&File"));
    connect(add(menu, tr("&New"), QKeySequence::New), &QAction::triggered, this, &WindowMenus::newAsked);
    connect(add(menu, tr("&Open…"), QKeySequence::Open), &QAction::triggered, this, &WindowMenus::openAsked);
    m_recent = menu->addMenu(tr("Open &recent"));
    menu->addSeparator();
    m_save = add(menu, tr("&Save"), QKeySequence::Save);
    connect(m_save, &QAction::triggered, this, &WindowMenus::saveAsked);
    m_saveAs = add(menu, tr("Save &as…"), Qt::CTRL | Qt::SHIFT | Qt::Key_S);
    connect(m_saveAs, &QAction::triggered, this, &WindowMenus::saveAsAsked);
    m_saveCopy = menu->addAction(tr("Save a copy with fewer &weights…"));
    m_saveCopy->setObjectName(QStringLiteral("saveCopy"));
    connect(m_saveCopy, &QAction::triggered, this, &WindowMenus::saveCopyAsked);
    menu->addSeparator();
    m_exportFigure = add(menu, tr("&Export figure…"), Qt::CTRL | Qt::Key_E);
    connect(m_exportFigure, &QAction::triggered, this, &WindowMenus::exportFigureAsked);
    m_exportData = add(menu, tr("Export &data…"), Qt::CTRL | Qt::SHIFT | Qt::Key_E);
    connect(m_exportData, &QAction::triggered, this, &WindowMenus::exportDataAsked);
    menu->addSeparator();
    QAction* quit = add(menu, tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q));
    quit->setMenuRole(QAction::QuitRole);
    connect(quit, &QAction::triggered, this, &WindowMenus::quitAsked);
    setRecentFiles({});
    setExportEnabled(false);
    setSaveEnabled(false);
}

void WindowMenus::buildEdit() {
    QMenu* menu = m_bar->addMenu(tr("&Edit"));
    QUndoGroup* group = m_document.undoGroup();
    for (const bool undo : {true, false}) {
        QAction* action =
            undo ? group->createUndoAction(this, tr("Undo")) : group->createRedoAction(this, tr("Redo"));
        const QKeySequence key =
            undo ? QKeySequence(Qt::CTRL | Qt::Key_Z) : QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z);
        action->setShortcut(key);
        menu->addAction(action);
        m_window->addAction(action);
        m_keys.emplace_back(key.toString(QKeySequence::NativeText),
                            undo ? tr("Undo a change") : tr("Redo it"));
    }
    menu->addSeparator();
    connect(add(menu, tr("&Notes…"), Qt::CTRL | Qt::SHIFT | Qt::Key_N, tr("Notes, saved with the session")),
            &QAction::triggered, this, &WindowMenus::notesAsked);
}

void WindowMenus::buildView() {
    m_view = m_bar->addMenu(tr("&View"));
    m_leftPanel = add(m_view, tr("&Experiment panel"), Qt::CTRL | Qt::Key_1);
    m_rightPanel = add(m_view, tr("E&stimator panel"), Qt::CTRL | Qt::Key_2);
    for (QAction* action : {m_leftPanel, m_rightPanel}) {
        action->setCheckable(true);
        action->setChecked(true);
    }
    connect(m_leftPanel, &QAction::triggered, this, &WindowMenus::leftPanelToggled);
    connect(m_rightPanel, &QAction::triggered, this, &WindowMenus::rightPanelToggled);
    m_multiples = add(m_view, tr("Small &multiples"), Qt::Key_M,
                      tr("Small multiples: several estimators side by side"));
    m_multiples->setCheckable(true);
    connect(m_multiples, &QAction::triggered, this, &WindowMenus::multiplesToggled);
    m_compare = add(m_view, tr("&Conditions side by side"), Qt::CTRL | Qt::Key_K,
                    tr("The conditions of a study side by side"));
    m_compare->setCheckable(true);
    m_compare->setEnabled(false);
    connect(m_compare, &QAction::triggered, this, &WindowMenus::compareToggled);
    connect(add(m_view, tr("&Verdicts…"), Qt::CTRL | Qt::SHIFT | Qt::Key_V,
                tr("Verdicts: what the runs say of the findings of the paper")),
            &QAction::triggered, this, &WindowMenus::verdictsAsked);
    m_lesson = add(m_view, tr("Lesso&n"), Qt::CTRL | Qt::SHIFT | Qt::Key_L,
                   tr("The lesson of the preset, step by step, over the charts"));
    m_lesson->setCheckable(true);
    m_lesson->setEnabled(false);
    connect(m_lesson, &QAction::triggered, this, &WindowMenus::lessonToggled);
    connect(m_view->addAction(tr("&One unit, exact")), &QAction::triggered, this, &WindowMenus::oneUnitAsked);
    m_view->addSeparator();
    m_layers = m_view->addMenu(tr("&Layers"));
    for (int layer = 0; layer < layerKeys; ++layer) {
        auto* action = new QAction(m_window);
        action->setCheckable(true);
        action->setShortcut(QKeySequence(Qt::Key_1 + layer));
        action->setVisible(false);
        m_window->addAction(action);
        m_layers->addAction(action);
        connect(action, &QAction::triggered, this, [this, layer] { emit layerToggled(layer); });
        m_layerActions.push_back(action);
    }
    m_keys.emplace_back(tr("1 … 9"), tr("Hide or show a layer"));
    connect(add(m_view, tr("&Whole range"), Qt::Key_0, tr("Show the whole range of the charts")),
            &QAction::triggered, this, &WindowMenus::zoomResetAsked);
    m_linear = m_view->addAction(tr("Epochs on a &linear scale"));
    m_linear->setCheckable(true);
    connect(m_linear, &QAction::triggered, &m_playhead, &Playhead::setLinearScale);
    m_view->addSeparator();
    buildTheme();
    connect(
        add(m_view, tr("Le&cture"), Qt::CTRL | Qt::Key_L, tr("Lecture: full screen and large, for a class")),
        &QAction::triggered, this, &WindowMenus::lectureAsked);
    m_fullScreen = add(m_view, tr("&Full screen"), Qt::Key_F11);
    m_fullScreen->setCheckable(true);
    connect(m_fullScreen, &QAction::triggered, this, &WindowMenus::fullScreenToggled);
}

void WindowMenus::buildTheme() {
    QMenu* menu = m_view->addMenu(tr("&Theme"));
    auto* group = new QActionGroup(menu);
    const auto addChoice = [&](const QString& text, Appearance::Choice choice) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, choice] { emit appearanceChosen(choice); });
        m_themes[choice] = action;
    };
    addChoice(tr("As the &system"), Appearance::Choice::System);
    addChoice(tr("&Light"), Appearance::Choice::Light);
    addChoice(tr("&Dark"), Appearance::Choice::Dark);
    menu->addSeparator();
    m_highContrast = menu->addAction(tr("High &contrast"));
    m_highContrast->setCheckable(true);
    connect(m_highContrast, &QAction::triggered, this, &WindowMenus::highContrastChosen);
    m_reducedMotion = menu->addAction(tr("Reduced &motion"));
    m_reducedMotion->setCheckable(true);
    connect(m_reducedMotion, &QAction::triggered, this, &WindowMenus::reducedMotionChosen);
}

void WindowMenus::buildRun() {
    QMenu* menu = m_bar->addMenu(tr("&Run"));
    m_play = add(menu, tr("&Play"), Qt::Key_Space, tr("Play or pause"));
    m_step = add(menu, tr("&Step"), Qt::Key_Right,
                 tr("Next measured epoch; at the end of a paused run, train one more"));
    m_stop = add(menu, tr("S&top"), Qt::CTRL | Qt::Key_Period, tr("Stop, keeping what was measured"));
    menu->addSeparator();
    m_restart =
        add(menu, tr("&Restart"), Qt::CTRL | Qt::Key_R, tr("Restart with the same seed and initial weights"));
    m_newSeed =
        add(menu, tr("&New seed"), Qt::CTRL | Qt::SHIFT | Qt::Key_R, tr("Run again with another seed"));
    menu->addSeparator();
    buildSpeed();
    connect(m_play, &QAction::triggered, &m_player, &Player::toggle);
    connect(m_step, &QAction::triggered, &m_player, &Player::stepForward);
    connect(m_stop, &QAction::triggered, &m_player, &Player::stop);
    connect(m_restart, &QAction::triggered, &m_player, &Player::restart);
    connect(m_newSeed, &QAction::triggered, &m_player, &Player::newSeed);
}

void WindowMenus::buildSpeed() {
    QMenu* menu = m_bar->actions().back()->menu();
    m_follow = add(menu, tr("Follow &live"), Qt::Key_L, tr("Follow the newest epoch"));
    m_follow->setCheckable(true);
    connect(m_follow, &QAction::triggered, &m_playhead, &Playhead::setFollowing);
    connect(add(menu, tr("Slo&wer"), Qt::Key_BracketLeft, tr("Slower film")), &QAction::triggered, &m_player,
            &Player::slower);
    connect(add(menu, tr("&Faster"), Qt::Key_BracketRight, tr("Faster film")), &QAction::triggered, &m_player,
            &Player::faster);
}

void WindowMenus::buildFilmKeys() {
    const auto onKey = [this](const QKeySequence& key, const QString& words, auto act) {
        connect(addHidden(key, words), &QAction::triggered, this, act);
    };
    onKey(Qt::Key_Left, tr("Previous measured epoch"), [this] { m_player.moveBy(-1); });
    onKey(Qt::SHIFT | Qt::Key_Right, tr("Ten measured epochs on"), [this] { m_player.moveBy(manyEpochs); });
    onKey(Qt::SHIFT | Qt::Key_Left, tr("Ten measured epochs back"), [this] { m_player.moveBy(-manyEpochs); });
    onKey(Qt::Key_Home, tr("First epoch"), [this] { m_playhead.setIndex(0); });
    onKey(Qt::Key_End, tr("Last measured epoch"),
          [this] { m_playhead.setIndex(static_cast<int>(m_playhead.measured().size()) - 1); });
    m_keys.emplace_back(tr("Page Up, Page Down"), tr("In a lecture: the steps of the lesson"));
    m_keys.emplace_back(tr("Comma, Period"), tr("In a lecture: another condition of the study"));
    m_keys.emplace_back(QStringLiteral("P"), tr("In a lecture: let the class guess"));
    m_keys.emplace_back(QStringLiteral("O"), tr("In a lecture: the film again and again"));
    m_keys.emplace_back(QStringLiteral("J"), tr("Join the layers of an epoch"));
    m_keys.emplace_back(QStringLiteral("G"), tr("Show the limits of the plane"));
}

void WindowMenus::buildHelp() {
    QMenu* menu = m_bar->addMenu(tr("&Help"));
    connect(add(menu, tr("&Keys and a five-minute tour"), Qt::Key_F1, tr("This window")), &QAction::triggered,
            this, &WindowMenus::helpAsked);
    QAction* about = menu->addAction(tr("&About Infoplane"));
    about->setMenuRole(QAction::AboutRole);
    connect(about, &QAction::triggered, this, &WindowMenus::aboutAsked);
}

void WindowMenus::setRecentFiles(const QStringList& paths) {
    m_recent->clear();
    m_recent->setToolTipsVisible(true);
    m_recent->setEnabled(!paths.isEmpty());
    for (const QString& path : paths) {
        QAction* action = m_recent->addAction(QFileInfo(path).fileName());
        action->setToolTip(QDir::toNativeSeparators(path));
        connect(action, &QAction::triggered, this, [this, path] { emit fileAsked(path); });
    }
    if (paths.isEmpty())
        return;
    m_recent->addSeparator();
    connect(m_recent->addAction(tr("Clear this list")), &QAction::triggered, this,
            &WindowMenus::recentCleared);
}

void WindowMenus::setLayers(const QStringList& names, const std::vector<bool>& hidden) {
    for (std::size_t i = 0; i < m_layerActions.size(); ++i) {
        const bool there = static_cast<int>(i) < names.size();
        m_layerActions[i]->setVisible(there);
        if (!there)
            continue;
        m_layerActions[i]->setText(names[static_cast<int>(i)]);
        m_layerActions[i]->setChecked(i >= hidden.size() || !hidden[i]);
    }
}

void WindowMenus::setAppearance(Appearance::Choice choice, bool highContrast, bool reducedMotion) {
    m_themes[choice]->setChecked(true);
    m_highContrast->setChecked(highContrast);
    m_reducedMotion->setChecked(reducedMotion);
}

void WindowMenus::setPanelsShown(bool left, bool right) {
    m_leftPanel->setChecked(left);
    m_rightPanel->setChecked(right);
}

void WindowMenus::setMultiplesShown(bool shown) {
    m_multiples->setChecked(shown);
}

void WindowMenus::setCompareShown(bool shown) {
    m_compare->setChecked(shown);
}

void WindowMenus::setCompareEnabled(bool enabled) {
    m_compare->setEnabled(enabled);
}

void WindowMenus::setFullScreen(bool full) {
    m_fullScreen->setChecked(full);
}

void WindowMenus::setLesson(bool there, bool shown) {
    m_lesson->setEnabled(there);
    m_lesson->setChecked(there && shown);
}

void WindowMenus::setExportEnabled(bool enabled) {
    m_exportFigure->setEnabled(enabled);
    m_exportData->setEnabled(enabled);
}

void WindowMenus::setSaveEnabled(bool enabled) {
    for (QAction* action : {m_save, m_saveAs, m_saveCopy})
        action->setEnabled(enabled);
}

void WindowMenus::takePlayer() {
    const bool canRun = m_document.playObstacle().isEmpty();
    const bool playing = m_player.playing();
    m_play->setText(playing ? tr("&Pause") : tr("&Play"));
    m_play->setEnabled(m_player.obstacle().isEmpty());
    m_step->setEnabled(m_player.canStep());
    m_stop->setEnabled(m_player.canStop());
    m_restart->setEnabled(canRun && (m_document.session() || m_document.isRunning()));
    m_newSeed->setEnabled(canRun);
}

void WindowMenus::takePlayhead() {
    m_follow->setChecked(m_playhead.following());
    m_linear->setChecked(m_playhead.linearScale());
}

} // namespace infoplane
