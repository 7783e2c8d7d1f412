#pragma once

#include "charts/layer_marker.h"

#include <QAbstractButton>

namespace infoplane {

struct Theme;

/// The x positions of the readout's columns, from the right edge: the right ends of three columns of numbers.
struct ReadoutColumns {
    static constexpr int third = 0;
    static constexpr int second = 56;
    static constexpr int first = 114;
};

/// One layer of the readout: its marker in the present's colour, name, and numbers. A click, or Space, hides
/// the layer in the charts (checked: hidden).
class LayerRow : public QAbstractButton {
    Q_OBJECT
  public:
    struct Numbers {
        double aboutInput = 0; ///< I(X;T) in bits
        double aboutLabel = 0; ///< I(T;Y) in bits; NaN: there are no labels
        double lost = 0;       ///< most I(X;T) so far minus that now, in bits
        bool operator==(const Numbers&) const = default;
    };

    explicit LayerRow(QWidget* parent = nullptr);
    void setLayer(const QString& name, const LayerMarker& marker);
    void setNumbers(const Numbers& numbers);
    /// What else there is to say of the numbers, a line each; in the tool tip. Empty: nothing.
    void setBounds(const QString& lines);
    void setHelp(const QString& sentences);
    void setColour(const QColor& colour);
    void setTheme(const Theme& theme);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void describe();
    bool event(QEvent* event) override;

    QString m_bounds, m_help;
    LayerMarker m_marker;
    Numbers m_numbers;
    QColor m_colour;
    QColor m_text, m_text2, m_text3, m_hover, m_focus, m_outline;
};

} // namespace infoplane
