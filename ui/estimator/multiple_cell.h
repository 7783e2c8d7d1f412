#pragma once

#include "charts/hover_item.h"
#include "charts/session_view.h"
#include "theme.h"

#include <QAbstractButton>

class QLabel;

namespace infoplane {

class EpochChart;
class PlaneChart;
class PlotView;

/// One of several small information planes: its name, how far it is, and the plane; or, where there is no
/// I(T;Y), I(X;T) of every layer by epoch in its place. It is one button: a
/// click, Space or Return chooses its estimator. What the pointer is near is told, so that the same layer and
/// epoch can be marked in its neighbours.
class MultipleCell : public QAbstractButton {
    Q_OBJECT
  public:
    explicit MultipleCell(QWidget* parent = nullptr);

    /// The shorter detail is what tells most: where the whole one has no room it stands there, whole.
    void setName(const QString& name, const QString& detail, const QString& shorterDetail = {});
    /// What its tool tip says, of the one that is chosen and of any other.
    void setPurpose(const QString& ofPresent, const QString& ofOthers);
    /// Its estimator is the session's.
    void setPresent(bool present);
    void setView(const SessionView& view);
    /// Curves over the epochs in place of the plane.
    void setByEpoch(bool byEpoch);
    bool isByEpoch() const { return m_byEpoch; }
    /// Right in its head: "first picture", "40 %"; empty: it is whole.
    void setProgress(const QString& text);
    /// In place of a plane: why there is none.
    void setMessage(const QString& sentence);
    void setTheme(const Theme& theme);
    /// The point of this layer at this epoch, if it has one.
    void markPoint(int layer, int epoch, bool withTip);
    PlaneChart* chart() const { return m_chart; }
    EpochChart* curves() const { return m_curves; }
    QString message() const;
    QString progress() const { return m_progress; }
    bool isPresent() const { return m_present; }
    QString name() const { return m_name; }
    /// What of the detail stands in so many pixels.
    QString detailIn(double pixels) const;

    QSize sizeHint() const override { return {240, 240}; }
    QSize minimumSizeHint() const override { return {140, 140}; }

  signals:
    /// -1, -1: nothing.
    void pointed(int layer, int epoch);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void describe();

    PlaneChart* m_chart;
    PlotView* m_view;
    EpochChart* m_curves;
    PlotView* m_curvesView;
    bool m_byEpoch = false;
    QLabel* m_message;
    QString m_name, m_detail, m_shorterDetail, m_progress;
    QString m_purposeOfPresent = tr("This is the session’s estimator.");
    QString m_purpose = tr("Click makes this the session’s estimator.");
    bool m_present = false;
    Theme m_theme;
};

} // namespace infoplane
