#pragma once

#include "charts/epoch_scale.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>
#include <vector>

namespace infoplane {

/// The present epoch, here and nowhere else: where the film stands. Training runs ahead as fast as it can;
/// the film moves along the epoch scale at constant speed, waits at the last measured epoch, and can be put
/// anywhere by hand. Its timer runs only while something moves and the window can be seen.
class Playhead : public QObject {
    Q_OBJECT
  public:
    static constexpr double filmSeconds = 20;    ///< a whole film at speed 1
    static constexpr double glideSeconds = 0.08; ///< at most, from one measured epoch to the next

    explicit Playhead(QObject* parent = nullptr);

    /// Measured epochs so far, ascending, and the run's last epoch; a run that begins has none, one that was
    /// opened stands at its end.
    void setMeasured(std::vector<int> epochs, int lastEpoch);
    void append(const std::vector<int>& epochs);
    const std::vector<int>& measured() const { return m_measured; }
    int lastEpoch() const { return m_lastEpoch; }
    /// Whether more epochs may come: then the film waits at the end of what is measured, else it ends there.
    void setGrowing(bool growing);
    bool growing() const { return m_growing; }

    /// Index into measured() of the present epoch; -1 while there is none.
    int index() const { return m_index; }
    int epoch() const { return m_index < 0 ? 0 : m_measured[static_cast<std::size_t>(m_index)]; }
    bool atEnd() const { return m_index + 1 == static_cast<int>(m_measured.size()); }
    /// Where the present marker glides: index() - 1 ... index(), for drawing only; figures are of index().
    double glide() const { return m_glide; }
    bool playing() const { return m_playing; }
    bool following() const { return m_following; }
    bool linearScale() const { return m_linear; }
    EpochScale scale() const { return {std::max(1, m_lastEpoch), m_linear}; }
    /// Seconds of film from the present to the run's last epoch at the present speed.
    double secondsLeft() const;

    /// At the end of a film that is whole, starts it again.
    void play();
    void pause();
    void setIndex(int index); ///< by hand: pauses following
    void moveBy(int measuredEpochs);
    void goToEpoch(int epoch); ///< the nearest measured one
    /// Where the present stands, Live or not, so that a hand that meant something else can put it back; a
    /// present that no hand has moved since stays where it is.
    void remember();
    void goBack();
    void setFollowing(bool follow); ///< Live: always at the newest
    /// Seconds for a whole film at 1x are 20; 0 is Live.
    void setSpeed(double factor);
    double speed() const { return m_following ? 0 : m_speed; }
    void setLinearScale(bool linear);
    /// While a person holds the handle the film waits.
    void setHeld(bool held);
    bool held() const { return m_held; }
    /// The film of a window that cannot be seen stands still.
    void setVisible(bool visible);

    /// Moves the film on by so much time: the timer calls it with what went by, a test with what it likes.
    void advance(double seconds);
    /// Whether the timer runs.
    bool animating() const { return m_timer.isActive(); }

  signals:
    void presentChanged(); ///< index or glide
    void measuredChanged();
    void playingChanged();
    void followingChanged();
    void speedChanged();
    void scaleChanged(); ///< log or linear epochs, everywhere

  private:
    double positionOf(int index) const;
    bool moves() const;
    void settle(int index);
    void setPlaying(bool playing);
    void moveFilm(double seconds);
    void moveGlide(double seconds);
    void updateTimer();

    std::vector<int> m_measured;
    int m_lastEpoch = 0;
    int m_index = -1;
    double m_glide = -1;
    double m_position = 0; ///< of the film on the epoch scale, 0...1
    bool m_playing = false;
    bool m_following = false;
    struct Place {
        int index = -1;
        bool following = false, playing = false;
    };
    std::optional<Place> m_remembered;
    bool m_movedByHand = false; ///< since it was remembered
    bool m_growing = true;
    bool m_held = false;
    bool m_visible = true;
    bool m_linear = false;
    double m_speed = 1;
    QTimer m_timer;
    QElapsedTimer m_clock;
};

} // namespace infoplane
