#pragma once

#include "experiment/field_group.h"

namespace infoplane {

/// Layers, activation and first weights.
class NetworkGroup : public FieldGroup {
    Q_OBJECT
  public:
    explicit NetworkGroup(SessionDocument* document, QWidget* parent = nullptr);
    void refreshFacts() override;

  private:
    void addInitializer();

    FieldRow* m_layers;
};

} // namespace infoplane
