#include "stopwatch_application.h"

#include <QMetaEnum>
#include <QWidget>

#include <algorithm>

namespace infoplane {

StopwatchApplication::StopwatchApplication(int& argc, char** argv)
    : QApplication(argc, argv) {}

void StopwatchApplication::begin() {
    m_report = {};
    m_steps.clear();
    m_lastFrame = 0;
    m_clock.start();
    m_on = true;
}

StopwatchApplication::Report StopwatchApplication::end() {
    m_on = false;
    m_report.seconds = static_cast<double>(m_clock.nsecsElapsed()) * 1e-9;
    if (!m_steps.empty()) {
        std::sort(m_steps.begin(), m_steps.end());
        m_report.percentile99 = m_steps[(m_steps.size() - 1) * 99 / 100];
    }
    return m_report;
}

bool StopwatchApplication::notify(QObject* receiver, QEvent* event) {
    if (!m_on)
        return QApplication::notify(receiver, event);
    const qint64 before = m_clock.nsecsElapsed();
    const QEvent::Type type = event->type();
    const char* name = receiver->metaObject()->className();
    const auto* widget = receiver->isWidgetType() ? static_cast<QWidget*>(receiver) : nullptr;
    const bool isFrame = type == QEvent::UpdateRequest && widget && widget->isWindow();
    ++m_depth;
    const bool result = QApplication::notify(receiver, event);
    --m_depth;
    const qint64 after = m_clock.nsecsElapsed();
    if (isFrame) {
        ++m_report.frames;
        if (m_lastFrame > 0)
            m_report.longestGap =
                std::max(m_report.longestGap, static_cast<double>(after - m_lastFrame) * 1e-6);
        m_lastFrame = after;
    }
    if (m_depth > 0)
        return result;
    const double milliseconds = static_cast<double>(after - before) * 1e-6;
    if (milliseconds >= 0.1)
        m_steps.push_back(milliseconds);
    if (milliseconds > m_report.slowest) {
        m_report.slowest = milliseconds;
        m_report.slowestWas = QStringLiteral("%1 of %2")
                                  .arg(QLatin1String(QMetaEnum::fromType<QEvent::Type>().valueToKey(type)),
                                       QLatin1String(name));
    }
    return result;
}

} // namespace infoplane
