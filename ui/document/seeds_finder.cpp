#include "document/seeds_finder.h"

#include "document/make_seeds_record.h"

#include <QPointer>

namespace infoplane {

namespace {
constexpr int restMilliseconds = 30, runningMilliseconds = 1200;
}

SeedsFinder::SeedsFinder(SessionDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document) {
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, &SeedsFinder::begin);
    for (const auto signal : {&SessionDocument::runReset, &SessionDocument::stateChanged,
                              &SessionDocument::remeasuringChanged, &SessionDocument::progressed})
        connect(&document, signal, this, &SeedsFinder::look);
    connect(&document, &SessionDocument::measurementsChanged, this, &SeedsFinder::look);
}

void SeedsFinder::setShown(SessionView::Seeds shown, bool leaveOutDead) {
    if (shown == m_shown && leaveOutDead == m_leaveOutDead)
        return;
    m_shown = shown;
    m_leaveOutDead = leaveOutDead;
    look();
    emit changed();
}

SeedsFinder::Question SeedsFinder::question() const {
    return {m_document.session(), m_document.shownEstimator(), m_document.shownSamples(), m_leaveOutDead};
}

std::size_t SeedsFinder::measured() const {
    std::size_t count = 0;
    if (const Session* session = m_document.session())
        for (const SeedRun& run : session->runs)
            count += run.measurements.size() + (run.failure ? 1 : 0);
    return count;
}

void SeedsFinder::forget() {
    m_question = {};
    m_measured = 0;
    if (std::exchange(m_record, nullptr))
        emit changed();
}

/// What is known goes as soon as it is of something else.
void SeedsFinder::look() {
    if (!(question() == m_question))
        forget();
    const Session* session = m_document.session();
    const bool isWanted = m_shown != SessionView::Seeds::One && session && session->runs.size() > 1;
    if (!isWanted || m_underWay || m_rest.isActive() || m_document.remeasuring() || measured() == m_measured)
        return;
    m_rest.start(m_document.isRunning() ? runningMilliseconds : restMilliseconds);
}

void SeedsFinder::begin() {
    const Session* session = m_document.session();
    if (m_shown == SessionView::Seeds::One || !session || m_document.remeasuring() || m_underWay)
        return;
    m_question = question();
    m_measured = measured();
    m_underWay = true;
    const auto found = std::make_shared<std::shared_ptr<const SeedsRecord>>();
    m_document.useCopy([found, leaveOutDead = m_leaveOutDead](
                           const Session& copy) { *found = makeSeedsRecord(copy, leaveOutDead); },
                       [self = QPointer(this), found, asked = m_question](const QString&) {
                           if (!self)
                               return;
                           self->m_underWay = false;
                           if (*found && asked == self->question()) {
                               self->m_record = *found;
                               emit self->changed();
                           }
                           self->look();
                       });
}

} // namespace infoplane
