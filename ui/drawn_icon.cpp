#include "drawn_icon.h"

#include <QIconEngine>
#include <QPainter>

#include <algorithm>

namespace infoplane {

namespace {

class DrawnIconEngine : public QIconEngine {
  public:
    explicit DrawnIconEngine(IconPainting draw)
        : m_draw(std::move(draw)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const int side = std::min(rect.width(), rect.height());
        const QPointF corner(rect.x() + (rect.width() - side) / 2.0, rect.y() + (rect.height() - side) / 2.0);
        m_draw(*painter, QRectF(corner, QSizeF(side, side)), mode, state);
        painter->restore();
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new DrawnIconEngine(m_draw); }
    bool isNull() override { return false; }

  private:
    IconPainting m_draw;
};

} // namespace

QIcon drawnIcon(IconPainting painting) {
    return QIcon(new DrawnIconEngine(std::move(painting)));
}

} // namespace infoplane
