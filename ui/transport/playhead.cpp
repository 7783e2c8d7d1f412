#include "transport/playhead.h"

#include "motion.h"

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {
constexpr int frameMilliseconds = 16;
}

Playhead::Playhead(QObject* parent)
    : QObject(parent) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(frameMilliseconds);
    connect(&m_timer, &QTimer::timeout, this,
            [this] { advance(static_cast<double>(m_clock.nsecsElapsed()) * 1e-9); });
}

void Playhead::setMeasured(std::vector<int> epochs, int lastEpoch) {
    m_measured = std::move(epochs);
    m_remembered.reset(); // a place in another run
    const bool otherScale = std::exchange(m_lastEpoch, lastEpoch) != lastEpoch;
    settle(static_cast<int>(m_measured.size()) - 1);
    if (otherScale)
        emit scaleChanged();
    emit measuredChanged();
    emit presentChanged();
    updateTimer();
}

void Playhead::append(const std::vector<int>& epochs) {
    if (epochs.empty())
        return;
    const bool first = m_measured.empty();
    m_measured.insert(m_measured.end(), epochs.begin(), epochs.end());
    if (m_following)
        settle(static_cast<int>(m_measured.size()) - 1);
    else if (first)
        settle(0);
    emit measuredChanged();
    if (m_following || first)
        emit presentChanged();
    updateTimer();
}

void Playhead::setGrowing(bool growing) {
    if (std::exchange(m_growing, growing) == growing)
        return;
    if (!growing && m_playing && !moves())
        setPlaying(false);
    updateTimer();
}

double Playhead::secondsLeft() const {
    if (m_following || m_speed <= 0)
        return 0;
    return (1 - m_position) * filmSeconds / m_speed;
}

void Playhead::play() {
    if (!m_growing && !m_measured.empty() && atEnd()) {
        settle(0);
        emit presentChanged();
    }
    setPlaying(true);
    if (!m_growing && !moves()) // a film of a single epoch
        setPlaying(false);
    updateTimer();
}

void Playhead::pause() {
    if (m_index >= 0 && m_glide != m_index) {
        m_glide = m_index;
        emit presentChanged();
    }
    setPlaying(false);
    updateTimer();
}

void Playhead::setIndex(int index) {
    if (m_measured.empty())
        return;
    setFollowing(false);
    m_movedByHand = true;
    index = std::clamp(index, 0, static_cast<int>(m_measured.size()) - 1);
    const bool moved = index != m_index || m_glide != index;
    settle(index);
    if (moved)
        emit presentChanged();
    if (m_playing && !m_growing && !m_held && atEnd())
        setPlaying(false);
    updateTimer();
}

void Playhead::moveBy(int measuredEpochs) {
    setIndex(m_index + measuredEpochs);
}

void Playhead::goToEpoch(int epoch) {
    if (m_measured.empty())
        return;
    const auto after = std::lower_bound(m_measured.begin(), m_measured.end(), epoch);
    auto nearest = after;
    if (after == m_measured.end() || (after != m_measured.begin() && epoch - *(after - 1) < *after - epoch))
        nearest = after - 1;
    setIndex(static_cast<int>(nearest - m_measured.begin()));
}

void Playhead::remember() {
    m_remembered = {m_index, m_following, m_playing};
    m_movedByHand = false;
}

void Playhead::goBack() {
    const std::optional<Place> place = std::exchange(m_remembered, std::nullopt);
    if (!place || !m_movedByHand || place->index < 0)
        return;
    setIndex(place->index);
    setFollowing(place->following);
    setPlaying(place->playing);
    updateTimer();
}

void Playhead::setFollowing(bool follow) {
    if (std::exchange(m_following, follow) == follow)
        return;
    if (follow && !m_measured.empty()) {
        settle(static_cast<int>(m_measured.size()) - 1);
        emit presentChanged();
        if (m_playing && !m_growing)
            setPlaying(false);
    }
    emit followingChanged();
    emit speedChanged();
    updateTimer();
}

void Playhead::setSpeed(double factor) {
    if (factor <= 0) {
        setFollowing(true);
        return;
    }
    const bool changed = std::exchange(m_speed, factor) != factor;
    if (m_following)
        setFollowing(false); // says so itself
    else if (changed)
        emit speedChanged();
    updateTimer();
}

void Playhead::setLinearScale(bool linear) {
    if (std::exchange(m_linear, linear) == linear)
        return;
    if (m_index >= 0)
        m_position = positionOf(m_index);
    emit scaleChanged();
    updateTimer();
}

void Playhead::setHeld(bool held) {
    if (std::exchange(m_held, held) == held)
        return;
    if (!held && m_playing && !m_growing && !moves())
        setPlaying(false);
    updateTimer();
}

void Playhead::setVisible(bool visible) {
    m_visible = visible;
    updateTimer();
}

void Playhead::advance(double seconds) {
    m_clock.start();
    if (m_held || m_index < 0)
        return;
    const int indexBefore = m_index;
    const double glideBefore = m_glide;
    if (m_playing && !m_following)
        moveFilm(seconds);
    moveGlide(seconds);
    if (m_index != indexBefore || m_glide != glideBefore)
        emit presentChanged();
    if (m_playing && !m_growing && !moves())
        setPlaying(false);
    updateTimer();
}

double Playhead::positionOf(int index) const {
    return scale().position(m_measured[static_cast<std::size_t>(index)]);
}

/// Whether time alone changes what is seen.
bool Playhead::moves() const {
    if (m_index < 0)
        return false;
    return m_glide != m_index || (m_playing && !m_following && !atEnd());
}

void Playhead::settle(int index) {
    m_index = index;
    m_glide = index;
    m_position = index < 0 ? 0 : positionOf(index);
}

void Playhead::setPlaying(bool playing) {
    if (std::exchange(m_playing, playing) != playing)
        emit playingChanged();
}

void Playhead::moveFilm(double seconds) {
    const int last = static_cast<int>(m_measured.size()) - 1;
    m_position = std::min(m_position + seconds * m_speed / filmSeconds, positionOf(last));
    while (m_index < last && positionOf(m_index + 1) <= m_position)
        ++m_index;
}

/// Linear, and never slower than the film: where epochs come faster than one in 80 ms, as fast as they come.
void Playhead::moveGlide(double seconds) {
    if (m_glide == m_index)
        return;
    double duration = glideSeconds;
    if (m_playing && m_index > 0)
        duration =
            std::min(duration, (positionOf(m_index) - positionOf(m_index - 1)) * filmSeconds / m_speed);
    if (reducedMotion() || duration <= seconds) {
        m_glide = m_index;
        return;
    }
    m_glide = std::min<double>(m_index, std::max<double>(m_glide, m_index - 1) + seconds / duration);
}

void Playhead::updateTimer() {
    const bool run = m_visible && !m_held && moves();
    if (run == m_timer.isActive())
        return;
    if (run) {
        m_clock.start();
        m_timer.start();
    } else {
        m_timer.stop();
    }
}

} // namespace infoplane
