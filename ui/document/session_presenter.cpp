#include "document/session_presenter.h"

#include "document/make_seeds_record.h"
#include "document/make_session_view.h"

#include <algorithm>

namespace infoplane {

namespace {

/// As many layers as there will be; inputs and outputs come from the data, which are not known yet.
NetworkShape shapeWithoutData(const NetworkSpec& spec) {
    NetworkShape shape;
    shape.widths = spec.hidden;
    shape.widths.insert(shape.widths.begin(), 1);
    shape.widths.push_back(1);
    return shape;
}

} // namespace

SessionPresenter::SessionPresenter(const SessionDocument& document, const Playhead& playhead, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_playhead(playhead)
    , m_baseline(document) {
    connect(&m_baseline, &BaselineFinder::changed, this, [this] { need(Need::Present); });
    connect(&document, &SessionDocument::runReset, this, &SessionPresenter::needNewRun);
    connect(&document, &SessionDocument::shownSeedChanged, this, &SessionPresenter::needNewRun);
    connect(&document, &SessionDocument::factsChanged, this, [this] {
        if (m_document.session())
            need(Need::Present);
        else
            needNewRun();
    });
    connect(&document, &SessionDocument::specChanged, this, [this] {
        if (!m_document.session())
            needNewRun();
    });
    connect(&document, &SessionDocument::measurementsChanged, this, [this] { need(Need::Measurements); });
    connect(&document, &SessionDocument::epochsAppended, this, [this] { need(Need::Append); });
    connect(&playhead, &Playhead::presentChanged, this, [this] { need(Need::Present); });
    connect(&playhead, &Playhead::scaleChanged, this, [this] { need(Need::Present); });
    makeAnew();
}

void SessionPresenter::setLayerHidden(int layer, bool hidden) {
    if (layer < 0 || layer >= static_cast<int>(m_view.layers.size()))
        return;
    m_hiddenLayers.resize(m_view.layers.size());
    m_hiddenLayers[static_cast<std::size_t>(layer)] = hidden;
    need(Need::Present);
}

void SessionPresenter::toggleLayer(int layer) {
    const auto index = static_cast<std::size_t>(layer);
    setLayerHidden(layer, !(index < m_hiddenLayers.size() && m_hiddenLayers[index]));
}

void SessionPresenter::setDragging(bool dragging) {
    if (std::exchange(m_dragging, dragging) != dragging)
        need(Need::Present);
}

void SessionPresenter::setBounds(SessionView::Bounds bounds) {
    if (std::exchange(m_bounds, bounds) != bounds)
        need(m_document.session() ? Need::Measurements : Need::All);
}

void SessionPresenter::setActivity(std::shared_ptr<const ActivityRecord> activity) {
    m_activity = std::move(activity);
    need(Need::Present);
}

void SessionPresenter::setSampleGradients(std::shared_ptr<const SampleGradientRecord> gradients) {
    m_sampleGradients = std::move(gradients);
    need(Need::Present);
}

void SessionPresenter::setSeeds(SessionView::Seeds seeds, std::shared_ptr<const SeedsRecord> record) {
    m_run += m_seeds != seeds;
    m_seeds = seeds;
    m_seedsRecord = std::move(record);
    need(Need::All);
}

bool SessionPresenter::showsMean() const {
    return m_seeds == SessionView::Seeds::Mean && m_seedsRecord && m_seedsRecord->counted > 0 &&
           !m_document.isCoarse();
}

void SessionPresenter::needNewRun() {
    ++m_run;
    need(Need::All);
}

void SessionPresenter::need(Need need) {
    if (!m_need)
        QMetaObject::invokeMethod(this, &SessionPresenter::refreshNow, Qt::QueuedConnection);
    m_need = m_need ? std::max(*m_need, need) : need;
}

void SessionPresenter::refreshNow() {
    const std::optional<Need> need = std::exchange(m_need, std::nullopt);
    if (!need)
        return;
    const SeedRun* run = m_document.shownRun();
    if (*need == Need::All) {
        makeAnew();
    } else if (run && m_document.estimator()) {
        const EstimatorDescription& estimator = m_document.estimator()->description();
        if (*need == Need::Measurements && m_document.isCoarse())
            makeCoarse();
        else if (*need == Need::Measurements)
            makeAnew();
        else if (!m_document.isCoarse() && !m_view.isMean())
            appendEpochs(m_view, *run, estimator);
    }
    takeGrain(*need >= Need::Measurements);
    if (!m_view.isMean())
        putBaseline(m_document.isCoarse() ? m_coarse : m_view);
    putPresent(m_view);
    putHiddenLayers(m_view);
    putPresent(m_coarse);
    putHiddenLayers(m_coarse);
    // Where a file keeps any weights, it keeps those of the first epoch.
    m_view.lacksWeights = run && !run->snapshots.empty() && run->snapshots.front().parameters.empty();
    m_coarse.lacksWeights = m_view.lacksWeights;
    m_view.activity = m_coarse.activity = m_activity;
    m_view.sampleGradients = m_coarse.sampleGradients = m_sampleGradients;
    emit viewChanged();
}

void SessionPresenter::makeAnew() {
    const auto layersBefore = m_view.layers.size();
    m_view = showsMean() ? makeMeanView(frame(), m_seedsRecord) : emptyView();
    m_view.revision = ++m_revision;
    m_view.run = m_run;
    if (m_view.layers.size() != layersBefore)
        m_hiddenLayers.clear();
    if (const SeedRun* run = m_document.shownRun(); run && m_document.estimator() && !m_view.isMean())
        appendEpochs(m_view, *run, m_document.estimator()->description());
    takeGrain(true);
    putSeeds();
    putPresent(m_view);
    putHiddenLayers(m_view);
}

/// The seeds around the one that is shown, or why there is no mean.
void SessionPresenter::putSeeds() {
    if (m_seeds == SessionView::Seeds::Mean && m_seedsRecord && m_seedsRecord->counted == 0)
        m_view.seedsLine = tr("no mean: %1 left out; seed %2 is shown")
                               .arg(m_seedsRecord->leftOut)
                               .arg(m_document.shownSeed());
    if (m_seeds != SessionView::Seeds::All || !m_seedsRecord || m_document.isCoarse())
        return;
    m_view.seeds = m_seeds;
    m_view.seedsRecord = m_seedsRecord;
    putSeedsLine(m_view, frame(), m_document.shownSeed());
}

/// What the shown picture is made from; while a run goes on this changes now and then.
void SessionPresenter::takeGrain(bool isNew) {
    const Session* session = m_document.session();
    if (!session)
        return;
    PictureGrain grain = m_document.shownGrain();
    if (!isNew && grain.samples == m_grain.samples && grain.ofSamples == m_grain.ofSamples &&
        grain.inputBits == m_grain.inputBits && session->facts.inputBits == m_inputReach)
        return;
    m_grain = grain;
    m_inputReach = session->facts.inputBits;
    putGrain(m_document.isCoarse() ? m_coarse : m_view, frame(), grain);
}

void SessionPresenter::putBaseline(SessionView& view) const {
    const bool isThere = !view.layers.empty() && view.layers.front().baseline.size() == view.epochs.size();
    if (view.baselineRevision == m_baseline.revision() && isThere)
        return;
    view.baselineRevision = m_baseline.revision();
    const std::vector<std::vector<double>> values = m_baseline.at(view.epochs);
    for (std::size_t layer = 0; layer < view.layers.size(); ++layer)
        view.layers[layer].baseline = layer < values.size() ? values[layer] : std::vector<double>();
}

/// A run of only the epochs that are already estimated anew, with their losses.
void SessionPresenter::makeCoarse() {
    SeedRun few;
    const SeedRun& run = *m_document.shownRun();
    auto snapshot = run.snapshots.begin();
    for (const PlaneMeasurement& measurement : m_document.shownMeasurements()) {
        snapshot = std::lower_bound(snapshot, run.snapshots.end(), measurement.epoch,
                                    [](const EpochSnapshot& one, int epoch) { return one.epoch < epoch; });
        if (snapshot == run.snapshots.end() || snapshot->epoch != measurement.epoch)
            continue;
        EpochSnapshot losses;
        losses.epoch = snapshot->epoch;
        losses.trainLoss = snapshot->trainLoss;
        losses.testLoss = snapshot->testLoss;
        losses.trainError = snapshot->trainError;
        losses.testError = snapshot->testError;
        losses.layers = snapshot->layers;
        few.snapshots.push_back(std::move(losses));
        few.measurements.push_back(measurement);
    }
    m_coarse = emptyView();
    m_coarse.revision = ++m_revision;
    m_coarse.run = m_run;
    appendEpochs(m_coarse, few, m_document.estimator()->description());
}

/// Texts, limits and layers of the run under the estimator that is shown, or of the spec where there is no
/// run.
SessionView SessionPresenter::emptyView() const {
    const int seed = m_document.session() ? m_document.shownSeed() : m_document.spec().seeds.first;
    SessionView view = emptySessionView(frame(), seed, m_bounds);
    if (!m_document.session() && !m_document.facts()) { // not known yet
        const SessionView usual;
        view.specLine.clear();
        view.inputBits = usual.inputBits;
        view.labelBits = usual.labelBits;
    }
    return view;
}

Session SessionPresenter::frame() const {
    Session frame;
    if (const Session* session = m_document.session()) {
        frame.spec = session->spec;
        frame.facts = session->facts;
        frame.shape = session->shape;
    } else {
        frame.spec = m_document.spec();
        frame.spec.title = m_document.title();
        if (m_document.facts())
            frame.facts = *m_document.facts();
        frame.shape = m_document.shape().value_or(shapeWithoutData(frame.spec.network));
    }
    frame.spec.estimator = m_document.shownEstimator();
    frame.spec.measure.on = m_document.shownSamples();
    return frame;
}

void SessionPresenter::putPresent(SessionView& view) const {
    view.scale = m_playhead.scale();
    view.dragging = m_dragging || m_playhead.held() || m_document.isCoarse();
    if (view.epochs.empty() || m_playhead.index() < 0) {
        view.present = -1;
        view.glide = -1;
        return;
    }
    const auto after = std::upper_bound(view.epochs.begin(), view.epochs.end(), m_playhead.epoch());
    view.present = std::max(0, static_cast<int>(after - view.epochs.begin()) - 1);
    const bool same = view.present == m_playhead.index();
    view.glide = same ? m_playhead.glide() : view.present;
}

void SessionPresenter::putHiddenLayers(SessionView& view) const {
    for (std::size_t layer = 0; layer < view.layers.size(); ++layer)
        view.layers[layer].hidden = layer < m_hiddenLayers.size() && m_hiddenLayers[layer];
}

} // namespace infoplane
