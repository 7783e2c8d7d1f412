#pragma once

#include "charts/plot_chart.h"
#include "charts/plot_view.h"
#include "charts/session_view.h"

#include <QTimer>
#include <QToolButton>
#include <QWidget>

#include <optional>

class QHBoxLayout;
class QLabel;

namespace infoplane {

class ElidedLabel;

/// A chart with its header: title, what is measured, and a few buttons. Shared by all charts, so that they
/// look and behave alike.
class ChartPanel : public QWidget {
    Q_OBJECT
  public:
    /// The panel's view owns the chart.
    ChartPanel(const QString& title, PlotChart* chart, PlotView::Drag drag, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    const Theme& theme() const { return m_look.theme; }
    PlotChart* chart() const { return m_chart; }
    PlotView* plotView() const { return m_view; }
    /// Other charts can stand in this one's place: its title becomes a menu of them, of which it is one.
    void setChoices(const QStringList& titles, int current);
    QString title() const;
    /// A newer picture is under way (0...1 of it is done); the chart goes on showing the old one.
    void setUnderWay(std::optional<double> share);
    /// What is seen, in words, for those who cannot.
    virtual QString description() const = 0;

  public slots:
    void resetZoom();

  signals:
    /// A person chose a measured epoch: the present goes there.
    void epochPicked(int index);
    /// A press began that may pick one; it was half of a double click, which means something else.
    void pickBegan();
    void pickTakenBack();
    /// Another chart is wanted in the place of this one.
    void chartChosen(int choice);
    /// At this place on the screen a menu is asked for.
    void menuAsked(const QPoint& globalPosition);

  protected:
    QToolButton* addTool(const QString& icon, const QString& name, const QString& toolTip,
                         const QKeySequence& key);
    void addHeaderWidget(QWidget* widget);
    /// The shorter one stands where the text does not fit.
    void setSubtitle(const QString& text, const QString& shorter = {});
    /// Beside the subtitle, never shortened: what is shown is not yet what it will be. Empty: nothing.
    void setNotice(const QString& text);
    /// The description is told to assistive programs when the chart comes to rest.
    void describeLater() { m_describe.start(); }
    virtual void themeChanged() {}

    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    PlotChart* m_chart;
    PlotView* m_view;
    ChartLook m_look;
    QWidget* m_header;
    QLabel* m_title;
    QToolButton* m_chooser;
    ElidedLabel* m_subtitle;
    QLabel* m_notice;
    QHBoxLayout* m_tools;
    QToolButton* m_fit;
    std::vector<std::pair<QToolButton*, QString>> m_icons;
    std::optional<double> m_underWay;
    QTimer m_describe;
};

} // namespace infoplane
