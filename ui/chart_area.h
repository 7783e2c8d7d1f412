#pragma once

#include "charts/session_view.h"
#include "export/figure_exporter.h"
#include "theme.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QSplitter;

namespace infoplane {

class Banner;
class GeneralizationView;
class InformationByEpochView;
class InformationPlaneView;

/// The middle of the window: the charts, and over them a message when there is one. In a narrow window the
/// plane lies over Generalization; in a wide one it has the left, and a column of two epoch charts the right.
class ChartArea : public QWidget {
    Q_OBJECT
  public:
    static constexpr int leastWidth = 480;

    explicit ChartArea(QWidget* parent = nullptr);

    /// The plane and the information by epoch show `plane`, the losses `whole`; the two differ only while a
    /// coarse picture is shown.
    void setViews(const SessionView& whole, const SessionView& plane);
    void setTheme(const Theme& theme);
    void setWide(bool wide);
    bool isWide() const { return m_wide; }
    /// A newer picture is under way; said only if it lasts.
    void setUnderWay(std::optional<double> share);
    void resetZoom();
    /// What may stand in the place of the charts; the area owns it.
    void setMultiples(QWidget* multiples);
    void showMultiples(bool shown);
    bool showsMultiples() const;

    Banner* banner() const { return m_banner; }
    InformationPlaneView* plane() const { return m_plane; }
    GeneralizationView* generalization() const { return m_generalization; }
    InformationByEpochView* informationByEpoch() const { return m_byEpoch; }

    /// Where the person put the dividers, for the narrow and the wide layout each.
    QByteArray saveState() const;
    void restoreState(const QByteArray& state);

  signals:
    void epochPicked(int epoch);
    /// The menu of a chart, as what it shows would stand in a figure.
    void menuAsked(infoplane::FigurePanel panel, const QPoint& globalPosition);

  private:
    void rememberSizes();
    void applySizes();

    bool m_wide = false;
    Banner* m_banner;
    QSplitter* m_outer;
    QWidget* m_multiples = nullptr;
    QSplitter* m_column;
    InformationPlaneView* m_plane;
    GeneralizationView* m_generalization;
    InformationByEpochView* m_byEpoch;
    QList<int> m_narrowSizes, m_wideSizes, m_columnSizes;
    std::optional<double> m_underWay;
    QTimer m_underWayDelay;
    std::vector<int> m_planeEpochs, m_wholeEpochs;
};

} // namespace infoplane
