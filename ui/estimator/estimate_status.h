#pragma once

#include "document/session_document.h"

#include <QWidget>

class QLabel;
class QFrame;
class QPushButton;

namespace infoplane {

struct Theme;

/// What there is to say of the estimates that are shown: how far a newer picture is, with a way back to the
/// estimator before; and in words, when most layers tell no more than how many samples there are.
class EstimateStatus : public QWidget {
    Q_OBJECT
  public:
    explicit EstimateStatus(SessionDocument* document, QWidget* parent = nullptr);
    void setTheme(const Theme& theme);
    /// How much of a warning there is room for; the rest is in its tool tip.
    enum class Room { Word, Short, Whole };
    void setRoom(Room room);

    /// The warning, empty where there is none.
    const QString& warning() const { return m_warning; }

  signals:
    void warningChanged();

  private:
    struct Choice {
        EstimatorSettings settings;
        SampleSet on = SampleSet::All;
        bool operator==(const Choice&) const = default;
    };

    QWidget* makeProgress();
    QWidget* makeWarning();
    void takeProgress();
    void goBack();
    void lookForSaturation();
    void showWarning();
    Choice chosen() const;

    SessionDocument* m_document;
    std::optional<Choice> m_before; ///< of the last picture that was whole
    QWidget* m_progress = nullptr;
    QLabel* m_progressText = nullptr;
    QPushButton* m_cancel = nullptr;
    QTimer m_progressDelay;
    QFrame* m_note = nullptr;
    QLabel* m_icon = nullptr;
    QLabel* m_text = nullptr;
    QString m_warning;
    Room m_room = Room::Whole;
    QTimer m_saturationTimer;
};

} // namespace infoplane
