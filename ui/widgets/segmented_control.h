#pragma once

#include <QFrame>

class QButtonGroup;

namespace infoplane {

/// A few choices side by side, one of them on: "Loss | Error". Arrow keys move between them.
class SegmentedControl : public QFrame {
    Q_OBJECT
  public:
    explicit SegmentedControl(const QString& accessibleName, QWidget* parent = nullptr);

    void addSegment(const QString& text, const QString& toolTip = {});
    void setSegmentVisible(int index, bool visible);
    int current() const;
    /// From outside; says nothing.
    void setCurrent(int index);

  signals:
    /// By the person.
    void chosen(int index);

  private:
    QButtonGroup* m_group;
};

} // namespace infoplane
