#pragma once

#include "engine.h"

#include <QObject>
#include <QThreadPool>

#include <any>
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace infoplane {

/// Work for another thread that delivers once: a newer job makes an older one's answer void, and one that
/// waits is replaced by a newer one, so that at most one runs and one waits. The work asks now and then
/// whether it is cancelled.
class BackgroundJob : public QObject {
    Q_OBJECT
  public:
    using Work = std::function<std::any(const CancelQuestion&)>;
    using Delivery = std::function<void(std::any)>;

    BackgroundJob(QThreadPool* pool, QObject* parent);
    /// Answers still to come are dropped; the pool must be waited for by its owner.
    ~BackgroundJob() override;

    /// Delivers on the thread of this object.
    void start(Work work, Delivery delivery);
    /// After those asked for before, none of which becomes void: for what a person wants done each time.
    void queue(Work work, Delivery delivery);
    void cancel();
    bool busy() const { return m_current != nullptr; }

  private:
    struct Ticket {
        std::atomic<bool> cancelled = false;
        Work work;
        Delivery delivery;
    };
    void run(std::shared_ptr<Ticket> ticket);
    void done(const std::shared_ptr<Ticket>& ticket, std::any result);

    QThreadPool* m_pool;
    std::shared_ptr<Ticket> m_current;
    std::shared_ptr<Ticket> m_waiting;
    std::deque<std::shared_ptr<Ticket>> m_queue;
};

} // namespace infoplane
