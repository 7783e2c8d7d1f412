#pragma once

#include <QWidget>

class QPainter;

namespace infoplane {

/// Numbers that change while one looks must not dance: every digit is drawn in a cell as wide as "0".
/// (Inter's figures are proportional, and Qt 6.4 has no font features.)
qreal liveNumberWidth(const QFontMetricsF& metrics, const QString& text);
/// With the painter's font and pen.
void drawLiveNumber(QPainter& painter, const QRectF& rect, const QString& text,
                    Qt::Alignment alignment = Qt::AlignRight | Qt::AlignVCenter);

/// A label for one such number.
class LiveNumber : public QWidget {
    Q_OBJECT
  public:
    explicit LiveNumber(QWidget* parent = nullptr);
    void setText(const QString& text);
    const QString& text() const { return m_text; }
    void setAlignment(Qt::Alignment alignment);
    /// Room is kept for such a text, so that neighbours do not move either.
    void setWidestText(const QString& text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_text;
    QString m_widest;
    Qt::Alignment m_alignment = Qt::AlignRight | Qt::AlignVCenter;
};

} // namespace infoplane
