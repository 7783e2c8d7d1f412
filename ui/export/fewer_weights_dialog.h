#pragma once

#include "session/session.h"

#include <QDialog>

#include <memory>
#include <vector>

class QLabel;
class QPushButton;

namespace infoplane {

class NumberField;
class SegmentedControl;

/// Of how many measured epochs a copy is to keep the weights, and how large that makes it. Where the copy
/// goes is asked after that.
class FewerWeightsDialog : public QDialog {
    Q_OBJECT
  public:
    /// Of all runs that will be in the copy.
    FewerWeightsDialog(std::vector<std::shared_ptr<const Session>> sessions, QWidget* parent = nullptr);

    /// Session::keepEvery of the copy.
    int keepEvery() const;

  private:
    void build();
    void judge();
    QString obstacle() const;
    QString sizes() const;

    std::vector<std::shared_ptr<const Session>> m_sessions;
    SegmentedControl* m_kept;
    NumberField* m_every;
    QLabel* m_size;
    QLabel* m_message;
    QPushButton* m_save;
};

} // namespace infoplane
