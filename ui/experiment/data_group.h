#pragma once

#include "experiment/field_group.h"

namespace infoplane {

class ChoiceEditor;
class PathEditor;

/// What is learned: the data set with the few fields of its source.
class DataGroup : public FieldGroup {
    Q_OBJECT
  public:
    explicit DataGroup(SessionDocument* document, QWidget* parent = nullptr);
    std::map<QString, QString> problemsOfFacts() const override;

  private:
    void addSource();
    void addPath();
    void chooseSource(const QString& id);
    /// Opens the chooser for images or tables; what is chosen becomes the source.
    void chooseFolder();
    void chooseTable();
    void useTable(const QString& file);
    void useFolder(const QString& folder);
    void showSourceAgain();

    ChoiceEditor* m_source = nullptr;
    PathEditor* m_path = nullptr;
    FieldRow* m_pathRow = nullptr;
};

} // namespace infoplane
