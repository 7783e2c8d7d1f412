#pragma once

#include <QSlider>

namespace infoplane {

struct Theme;

/// A slider for a positive quantity on a logarithmic (or, for few whole numbers, linear) scale, with labelled
/// marks under it. Values are rounded to two significant digits, or to whole numbers; near a mark they snap
/// to it. Arrow keys step by a hundredth of the scale, Page Up and Down go from mark to mark; a click on a
/// mark goes there.
class LogSlider : public QSlider {
    Q_OBJECT
  public:
    struct Mark {
        double value;
        QString text;
        bool emphasized = false; ///< "paper 0.07": darker, its tick too
    };

    explicit LogSlider(QWidget* parent = nullptr);
    void setScale(double lowest, double highest, bool logarithmic, bool whole);
    void setMarks(std::vector<Mark> marks);
    void setTheme(const Theme& theme);

    double number() const { return m_number; }
    /// From outside; says nothing. The exact number is kept, wherever the handle can stand.
    void setNumber(double number);
    /// While the handle is held.
    bool dragging() const { return isSliderDown(); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    /// By the person: key, click or drag.
    void numberEdited(double number);

  protected:
    void initStyleOption(QStyleOptionSlider* option) const override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    double numberAt(double position) const; ///< 0...1
    double positionOf(double number) const;
    double rounded(double number) const;
    std::vector<std::size_t> writtenMarks() const;
    QRect markRect(std::size_t index) const;
    qreal pixel(double position) const;
    void takeHandle();
    void edit(double number);

    double m_lowest = 1;
    double m_highest = 10;
    bool m_logarithmic = true;
    bool m_whole = false;
    double m_number = 1;
    std::vector<Mark> m_marks;
    QColor m_textColor, m_emphasisColor, m_tickColor;
};

} // namespace infoplane
