#pragma once

#include "theme.h"

#include <QWidget>

class QButtonGroup;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace infoplane {

class RowScroll;
class StudyDocument;

/// Over the charts while a study is open: its conditions, of which the one shown is on, each with a mark that
/// says whether it has run, and a dot where its settings were changed; a button that runs those which have
/// not; side by side.
class StudyBar : public QWidget {
    Q_OBJECT
  public:
    explicit StudyBar(StudyDocument& study, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setCompared(bool compared);
    /// The conditions lie over each other, called by numbers where their names are long: so they are here.
    void setOverlaid(bool overlaid);
    QPushButton* runButton() const { return m_run; }
    QPushButton* compareButton() const { return m_compare; }

  signals:
    void conditionChosen(int condition);
    void compareToggled(bool shown);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void takeStudy();
    void takeSpecs();
    void takeRuns();
    void showChosen();

    StudyDocument& m_study;
    Theme m_theme;
    QHBoxLayout* m_row;
    QWidget* m_choices;
    RowScroll* m_scroll = nullptr;
    QButtonGroup* m_group;
    QPushButton* m_run;
    QPushButton* m_compare;
    bool m_overlaid = false;
};

} // namespace infoplane
