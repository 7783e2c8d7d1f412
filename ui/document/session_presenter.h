#pragma once

#include "charts/session_view.h"
#include "document/baseline_finder.h"
#include "document/session_document.h"
#include "transport/playhead.h"

namespace infoplane {

/// Shapes what a document knows and where its film stands for the charts, once a turn of the event loop
/// however much has changed, and appending only what is new.
class SessionPresenter : public QObject {
    Q_OBJECT
  public:
    SessionPresenter(const SessionDocument& document, const Playhead& playhead, QObject* parent = nullptr);

    /// Every measured epoch; for what does not depend on the estimator.
    const SessionView& view() const { return m_view; }
    /// The same, or while a new estimator's first, coarser picture is shown only its epochs.
    const SessionView& planeView() const { return m_document.isCoarse() ? m_coarse : m_view; }

    void setLayerHidden(int layer, bool hidden);
    void toggleLayer(int layer);
    /// A person drags something: charts draw points and few lines.
    void setDragging(bool dragging);
    /// Of estimators that give two bounds.
    void setBounds(SessionView::Bounds bounds);
    /// What the charts of activity are made from; null: nothing is known.
    void setActivity(std::shared_ptr<const ActivityRecord> activity);
    /// The gradients of single samples; null: nothing is known.
    void setSampleGradients(std::shared_ptr<const SampleGradientRecord> gradients);
    /// One seed, all of them, or their mean; the record may still be missing, then it is one.
    void setSeeds(SessionView::Seeds seeds, std::shared_ptr<const SeedsRecord> record);
    /// Whatever waits for the next turn is shaped now.
    void refreshNow();

  signals:
    void viewChanged();

  private:
    enum class Need { Present, Append, Measurements, All };
    void needNewRun();
    void need(Need need);
    void makeAnew();
    void makeCoarse();
    SessionView emptyView() const;
    Session frame() const;
    bool showsMean() const;
    void putSeeds();
    void takeGrain(bool isNew);
    void putBaseline(SessionView& view) const;
    void putPresent(SessionView& view) const;
    void putHiddenLayers(SessionView& view) const;

    const SessionDocument& m_document;
    const Playhead& m_playhead;
    SessionView m_view;
    SessionView m_coarse;
    std::vector<bool> m_hiddenLayers;
    BaselineFinder m_baseline;
    std::shared_ptr<const ActivityRecord> m_activity;
    std::shared_ptr<const SampleGradientRecord> m_sampleGradients;
    SessionView::Bounds m_bounds = SessionView::Bounds::Both;
    SessionView::Seeds m_seeds = SessionView::Seeds::One;
    std::shared_ptr<const SeedsRecord> m_seedsRecord;
    PictureGrain m_grain;
    double m_inputReach = 0;
    bool m_dragging = false;
    int m_revision = 0;
    int m_run = 0; ///< raised for another run or seed
    std::optional<Need> m_need;
};

} // namespace infoplane
