#include "transport/player.h"

#include <algorithm>

namespace infoplane {

namespace {

using State = SessionDocument::State;

std::vector<int> epochsOf(const SeedRun* run, std::size_t first = 0) {
    std::vector<int> epochs;
    if (!run)
        return epochs;
    for (std::size_t i = first; i < run->snapshots.size(); ++i)
        epochs.push_back(run->snapshots[i].epoch);
    return epochs;
}

bool mayGrow(State state) {
    return state == State::Ready || state == State::Starting || state == State::Training ||
           state == State::Paused;
}

} // namespace

Player::Player(SessionDocument& document, Playhead& playhead, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_playhead(playhead) {
    connect(&m_document, &SessionDocument::runReset, this, &Player::takeRun);
    connect(&m_document, &SessionDocument::specChanged, this, &Player::takeSpec);
    connect(&m_document, &SessionDocument::epochsAppended, this, &Player::takeEpochs);
    connect(&m_document, &SessionDocument::stateChanged, this, &Player::takeState);
    connect(&m_document, &SessionDocument::shownSeedChanged, this, &Player::takeSeed);
    connect(&m_document, &SessionDocument::inputErrorsChanged, this, &Player::changed);
    connect(&m_document, &SessionDocument::openingChanged, this, &Player::changed);
    connect(&m_document, &SessionDocument::factsChanged, this, &Player::changed);
    connect(&m_document, &SessionDocument::costChanged, this, &Player::changed);
    connect(&m_playhead, &Playhead::playingChanged, this, &Player::changed);
    connect(&m_playhead, &Playhead::speedChanged, this, &Player::changed);
    connect(&m_playhead, &Playhead::presentChanged, this, &Player::takePresent);
    connect(&m_playhead, &Playhead::measuredChanged, this, &Player::takePresent);
    connect(this, &Player::changed, this, [this] { m_couldStep = canStep(); });
    takeRun();
    takeState();
}

QString Player::obstacle() const {
    return playing() ? QString() : m_document.playObstacle();
}

bool Player::canStop() const {
    return m_document.isRunning() || m_document.state() == State::Paused || playing();
}

bool Player::canStep() const {
    const bool trainsOn = mayGrow(m_document.state()) && m_document.playObstacle().isEmpty();
    return trainsOn || (m_playhead.index() >= 0 && !m_playhead.atEnd());
}

void Player::toggle() {
    if (playing())
        pause();
    else
        play();
}

void Player::play() {
    if (!obstacle().isEmpty())
        return;
    m_goToNewest = false;
    if (!m_document.session() && !m_document.isRunning())
        m_document.start();
    else
        m_document.resume();
    m_playhead.play();
}

void Player::pause() {
    m_goToNewest = false;
    m_document.pause();
    m_playhead.pause();
}

void Player::stop() {
    m_document.stop();
    m_playhead.pause();
}

void Player::restart() {
    if (!m_document.playObstacle().isEmpty())
        return;
    m_goToNewest = false;
    m_document.restart();
    m_playhead.play();
}

void Player::newSeed() {
    if (!m_document.playObstacle().isEmpty())
        return;
    m_goToNewest = false;
    m_document.newSeed();
    m_playhead.play();
}

void Player::stepForward() {
    if (m_playhead.index() >= 0 && !m_playhead.atEnd()) {
        moveBy(1);
    } else if (canStep()) {
        pause();
        m_goToNewest = true;
        m_document.step();
    }
}

void Player::moveBy(int measuredEpochs) {
    pause();
    m_playhead.moveBy(measuredEpochs);
}

const std::vector<double>& Player::speeds() {
    static const std::vector<double> all = {0, 0.25, 0.5, 1, 2, 4};
    return all;
}

void Player::slower() {
    changeSpeed(-1);
}

void Player::faster() {
    changeSpeed(1);
}

/// Live is not a speed among the others: from it one comes to the fastest or slowest.
void Player::changeSpeed(int steps) {
    const std::vector<double>& all = speeds();
    const auto present = std::find(all.begin(), all.end(), m_playhead.speed());
    const auto index = static_cast<int>(present - all.begin());
    m_playhead.setSpeed(
        all[static_cast<std::size_t>(std::clamp(index + steps, 1, static_cast<int>(all.size()) - 1))]);
}

/// Step is off at the end of a run that is over, and on everywhere else.
void Player::takePresent() {
    if (canStep() != m_couldStep)
        emit changed();
}

void Player::takeRun() {
    const Session* session = m_document.session();
    const int epochs = session ? session->spec.training.epochs : m_document.spec().training.epochs;
    if (!session && !m_document.isRunning())
        m_playhead.pause();
    m_playhead.setMeasured(epochsOf(m_document.shownRun()), epochs);
    emit changed();
}

/// Before the first run the timeline is that of the spec as it is edited.
void Player::takeSpec() {
    if (!m_document.session())
        m_playhead.setMeasured({}, m_document.spec().training.epochs);
    emit changed();
}

void Player::takeEpochs(int firstNew) {
    m_playhead.append(epochsOf(m_document.shownRun(), static_cast<std::size_t>(firstNew)));
    if (m_goToNewest)
        m_playhead.setIndex(static_cast<int>(m_playhead.measured().size()) - 1);
}

void Player::takeState() {
    const State state = m_document.state();
    m_playhead.setGrowing(mayGrow(state));
    if (state == State::Failed && !m_document.session())
        m_playhead.pause();
    emit changed();
}

void Player::takeSeed() {
    const int epoch = m_playhead.epoch();
    const bool following = m_playhead.following();
    m_playhead.setMeasured(epochsOf(m_document.shownRun()), m_playhead.lastEpoch());
    if (!following)
        m_playhead.goToEpoch(epoch);
    emit changed();
}

} // namespace infoplane
