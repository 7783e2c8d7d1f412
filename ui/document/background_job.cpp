#include "document/background_job.h"

#include <QMetaObject>

namespace infoplane {

BackgroundJob::BackgroundJob(QThreadPool* pool, QObject* parent)
    : QObject(parent)
    , m_pool(pool) {}

BackgroundJob::~BackgroundJob() {
    cancel();
}

void BackgroundJob::start(Work work, Delivery delivery) {
    auto ticket = std::make_shared<Ticket>();
    ticket->work = std::move(work);
    ticket->delivery = std::move(delivery);
    if (!m_current) {
        run(std::move(ticket));
        return;
    }
    m_current->cancelled = true;
    m_waiting = std::move(ticket);
}

void BackgroundJob::queue(Work work, Delivery delivery) {
    auto ticket = std::make_shared<Ticket>();
    ticket->work = std::move(work);
    ticket->delivery = std::move(delivery);
    if (m_current)
        m_queue.push_back(std::move(ticket));
    else
        run(std::move(ticket));
}

void BackgroundJob::cancel() {
    if (m_current)
        m_current->cancelled = true;
    m_waiting.reset();
    m_queue.clear();
}

void BackgroundJob::run(std::shared_ptr<Ticket> ticket) {
    m_current = ticket;
    m_pool->start([this, ticket] {
        std::any result;
        if (!ticket->cancelled)
            result = ticket->work([&ticket] { return ticket->cancelled.load(); });
        // The owner waits for the pool before this object is gone, so posting to it is safe; what is posted
        // to an object that then goes is dropped with it.
        QMetaObject::invokeMethod(
            this, [this, ticket, result = std::move(result)] { done(ticket, result); }, Qt::QueuedConnection);
    });
}

void BackgroundJob::done(const std::shared_ptr<Ticket>& ticket, std::any result) {
    m_current.reset();
    if (auto next = std::exchange(m_waiting, nullptr)) {
        run(std::move(next));
        return;
    }
    if (!m_queue.empty()) {
        run(m_queue.front());
        m_queue.pop_front();
    }
    if (!ticket->cancelled)
        ticket->delivery(std::move(result));
}

} // namespace infoplane
