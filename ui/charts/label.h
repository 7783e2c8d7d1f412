#pragma once

#include <QColor>
#include <QFont>
#include <QImage>
#include <QPainterPath>
#include <QStringList>

#include <tuple>
#include <vector>

class QPainter;

namespace infoplane {

/// One line of text with italic variables and subscripts, such as log₂ N or T₅, that stays text in a vector
/// figure. A halo in the ground's colour keeps it readable over data.
class Label {
  public:
    Label(const QStringList& families, double pixels, QFont::Weight weight = QFont::Normal);

    Label& plain(const QString& text);
    Label& italic(const QString& text);
    Label& sub(const QString& text);
    /// Name of a layer: digits that follow a letter become subscripts.
    static Label layerName(const QString& name, const QStringList& families, double pixels);

    double width() const { return m_width; }
    /// From the top of capitals to the baseline; how tall the eye takes the line to be.
    double capHeight() const { return m_capHeight; }
    double descent() const { return m_descent; }
    /// Left end of the baseline at `at`.
    void paint(QPainter& painter, const QPointF& at, const QColor& color, double halo = 0,
               const QColor& ground = {}) const;
    /// Middle of the text (between baseline and top of capitals) at `at`.
    void paintCentred(QPainter& painter, const QPointF& at, const QColor& color, double halo = 0,
                      const QColor& ground = {}) const;

  private:
    struct Run {
        QString text;
        QFont font;
        double x, drop;
    };
    Label& append(const QString& text, const QFont& font, double drop);

    QFont m_font, m_italic, m_sub;
    double m_drop;
    void paintRuns(QPainter& painter, const QPointF& at, const QColor& color, double halo,
                   const QColor& ground) const;

    std::vector<Run> m_runs;
    /// A halo is an outline of glyphs, dear to draw at every frame; on screen its picture is kept.
    mutable QImage m_picture;
    mutable std::tuple<QRgb, QRgb, double, double> m_pictureOf;
    double m_width = 0, m_capHeight = 0, m_descent = 0;
};

} // namespace infoplane
