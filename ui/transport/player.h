#pragma once

#include "document/session_document.h"
#include "transport/playhead.h"

namespace infoplane {

/// Play, pause, step and stop as a person means them: joins the training of a document and the film of a
/// playhead, and keeps the film told of what has been measured.
class Player : public QObject {
    Q_OBJECT
  public:
    Player(SessionDocument& document, Playhead& playhead, QObject* parent = nullptr);

    /// Pause is what the round button offers.
    bool playing() const { return m_playhead.playing(); }
    /// Why Play is off; empty: it is not.
    QString obstacle() const;
    bool canStop() const;
    bool canStep() const;

    void toggle();
    /// Starts the run, goes on with it, or plays its film (again).
    void play();
    /// Film and training.
    void pause();
    /// The training ends; what was measured stays.
    void stop();
    void restart();
    void newSeed();
    /// To the next measured epoch; at the end of a run that is not over, trains one more.
    void stepForward();
    /// By hand, so the film pauses.
    void moveBy(int measuredEpochs);
    void slower();
    void faster();
    /// The speeds offered, Live (0) first.
    static const std::vector<double>& speeds();

  signals:
    /// What can be done, or what the film does, is another; not at every epoch.
    void changed();

  private:
    void takeRun();
    void takeSpec();
    void takeEpochs(int firstNew);
    void takeState();
    void takeSeed();
    void takePresent();
    void changeSpeed(int steps);

    SessionDocument& m_document;
    Playhead& m_playhead;
    bool m_couldStep = false;  ///< as last told
    bool m_goToNewest = false; ///< a step was asked for: its epoch is shown when it comes
};

} // namespace infoplane
