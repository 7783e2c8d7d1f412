#pragma once

#include <QColor>
#include <QWidget>

namespace infoplane {

/// One line of text that gives way: shortened at its end where it does not fit, whole in its tool tip.
class ElidedLabel : public QWidget {
    Q_OBJECT
  public:
    explicit ElidedLabel(QWidget* parent = nullptr);
    void setText(const QString& text);
    const QString& text() const { return m_text; }
    /// Not the palette's: a style sheet may put that back.
    void setColor(const QColor& color);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {24, sizeHint().height()}; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    QString m_text;
    QColor m_color;
};

} // namespace infoplane
