#pragma once

#include <QColor>
#include <QWidget>

namespace infoplane {

/// One line of text that gives way: where it does not fit another, shorter one stands, if there is one; then
/// it is shortened at its end, or, where it is made of parts ("a · b · c"), by whole parts. Whole in its tool
/// tip.
class ElidedLabel : public QWidget {
    Q_OBJECT
  public:
    explicit ElidedLabel(QWidget* parent = nullptr);
    void setText(const QString& text, const QString& shorter = {});
    /// What stands there now, before its end is cut off.
    QString shownText() const;
    /// The most important part comes first.
    void setMadeOfParts(bool madeOfParts);
    const QString& text() const { return m_text; }
    /// Not the palette's: a style sheet may put that back.
    void setColor(const QColor& color);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {24, sizeHint().height()}; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void tell();

    QString m_text, m_shorter;
    bool m_madeOfParts = false;
    QColor m_color;
};

} // namespace infoplane
