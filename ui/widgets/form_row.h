#pragma once

#include <QWidget>

class QGridLayout;
class QLabel;
class QToolButton;

namespace infoplane {

struct Theme;

/// One row of a panel: in the panel's margin the mark of a changed or wrong value, which is the way back;
/// then label and control; under the control a hint or what is wrong with it. The row is as wide as the panel
/// less its right margin.
class FormRow : public QWidget {
    Q_OBJECT
  public:
    /// An empty label leaves its column empty; a label width of 0 takes as much as the text needs.
    FormRow(const QString& label, QWidget* control, int labelWidth, QWidget* parent = nullptr);

    QWidget* control() const { return m_control; }
    void setLabel(const QString& text);
    /// Empty: no line.
    void setHint(const QString& text);
    /// What is wrong, in place of the hint; empty: nothing is. A value in force means that the wrong one was
    /// never taken: until it is right the mark leads back to what is in force.
    void setProblem(const QString& sentence, const QString& inForce = {});
    QString problem() const;
    /// Shows or hides the mark; its tool tip says where the way back leads.
    void setChanged(bool changed, const QString& wayBack = {});
    bool isChanged() const { return m_changed; }
    virtual void setTheme(const Theme& theme);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  signals:
    /// The mark was clicked: of a changed value, or of one that was never taken.
    void resetRequested();
    void takeBackRequested();

  private:
    void showLine();
    void fitLine();
    void showMark();
    void goBack();

    QGridLayout* m_grid;
    QWidget* m_control;
    QToolButton* m_mark;
    QLabel* m_label;
    QLabel* m_line;
    QString m_hint;
    QString m_problem;
    QString m_inForce;
    bool m_changed = false;
    QString m_wayBack;
};

} // namespace infoplane
