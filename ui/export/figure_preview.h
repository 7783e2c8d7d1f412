#pragma once

#include "theme.h"

#include <QImage>
#include <QWidget>

namespace infoplane {

/// A sheet with the figure on it.
class FigurePreview : public QWidget {
    Q_OBJECT
  public:
    explicit FigurePreview(const Theme& theme, QWidget* parent = nullptr);
    void setFigure(const QImage& figure);
    /// Room for the figure, in logical pixels.
    QSize room() const;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Theme m_theme;
    QImage m_figure;
};

} // namespace infoplane
