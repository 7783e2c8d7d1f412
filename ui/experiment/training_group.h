#pragma once

#include "experiment/field_group.h"

#include <QFrame>

namespace infoplane {

class BatchEditor;
class OptimizerEditor;

/// How it is trained, measured and seeded. What few people need (the optimizer's own parameters, the loss,
/// stopping early) is in a pop-up of the optimizer's row.
class TrainingGroup : public FieldGroup {
    Q_OBJECT
  public:
    explicit TrainingGroup(SessionDocument* document, QWidget* parent = nullptr);
    void refreshFacts() override;
    std::map<QString, QString> problemsOfFacts() const override;

  private:
    void addOptimizer();
    QFrame* makePopup();
    void openPopup();
    /// The button beside the optimizer shows that something in the pop-up is changed or wrong.
    void showPopupState();

    OptimizerEditor* m_optimizer = nullptr;
    FieldRow* m_optimizerRow = nullptr;
    QFrame* m_popup = nullptr;
    std::vector<FieldRow*> m_popupRows;
    BatchEditor* m_batch = nullptr;
};

} // namespace infoplane
