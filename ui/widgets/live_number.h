#pragma once

#include <QColor>
#include <QWidget>

class QPainter;

namespace infoplane {

/// Numbers that change while one looks must not dance: every digit is drawn in a cell as wide as "0".
/// (Inter's figures are proportional, and Qt 6.4 has no font features.)
qreal liveNumberWidth(const QFontMetricsF& metrics, const QString& text);
/// With the painter's font and pen.
void drawLiveNumber(QPainter& painter, const QRectF& rect, const QString& text,
                    Qt::Alignment alignment = Qt::AlignRight | Qt::AlignVCenter);

/// A label for one such number, or for a sentence that holds some. Where there is no room it ends in "…".
class LiveNumber : public QWidget {
    Q_OBJECT
  public:
    explicit LiveNumber(QWidget* parent = nullptr);
    void setText(const QString& text);
    const QString& text() const { return m_text; }
    void setAlignment(Qt::Alignment alignment);
    /// Else the palette's.
    void setColor(const QColor& color);
    /// Room is kept for such a text, so that neighbours do not move either.
    void setWidestText(const QString& text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_text;
    QString m_widest;
    QColor m_color;
    Qt::Alignment m_alignment = Qt::AlignRight | Qt::AlignVCenter;
};

} // namespace infoplane
