#pragma once

#include <QObject>

#include <vector>

namespace infoplane {

/// The present epoch, here and nowhere else: where the film stands. Training runs ahead as fast as it can;
/// the film moves along the epoch scale at constant speed, waits at the last measured epoch, and can be put
/// anywhere by hand.
class Playhead : public QObject {
    Q_OBJECT
  public:
    explicit Playhead(QObject* parent = nullptr);

    /// Measured epochs so far, ascending, and the run's last epoch; a run that begins has none.
    void setMeasured(std::vector<int> epochs, int lastEpoch);
    void append(const std::vector<int>& epochs);
    const std::vector<int>& measured() const { return m_measured; }
    int lastEpoch() const { return m_lastEpoch; }

    /// Index into measured() of the present epoch; -1 while there is none.
    int index() const { return m_index; }
    int epoch() const { return m_index < 0 ? 0 : m_measured[static_cast<std::size_t>(m_index)]; }
    /// Where the present marker glides: index() - 1 ... index(), for drawing only; figures are of index().
    double glide() const { return m_glide; }
    bool playing() const { return m_playing; }
    bool following() const { return m_following; }
    bool linearScale() const { return m_linear; }

    void play();
    void pause();
    void setIndex(int index); ///< by hand: pauses following
    void moveBy(int measuredEpochs);
    void goToEpoch(int epoch);      ///< the nearest measured one
    void setFollowing(bool follow); ///< Live: always at the newest
    /// Seconds for a whole film at 1x are 20; 0 is Live.
    void setSpeed(double factor);
    double speed() const { return m_speed; }
    void setLinearScale(bool linear);

  signals:
    void presentChanged(); ///< index or glide
    void measuredChanged();
    void playingChanged();
    void followingChanged();
    void speedChanged();
    void scaleChanged(); ///< log or linear epochs, everywhere

  private:
    std::vector<int> m_measured;
    int m_lastEpoch = 0;
    int m_index = -1;
    double m_glide = -1;
    bool m_playing = false;
    bool m_following = false;
    bool m_linear = false;
    double m_speed = 1;
};

} // namespace infoplane
