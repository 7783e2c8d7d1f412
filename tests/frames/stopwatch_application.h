#pragma once

#include <QApplication>
#include <QElapsedTimer>

#include <vector>

namespace infoplane {

/// Times every step of the window's thread: each event it takes from its queue, with all that follows from
/// it.
class StopwatchApplication : public QApplication {
  public:
    StopwatchApplication(int& argc, char** argv);

    struct Report {
        double seconds = 0;
        int frames = 0;          ///< times the window was drawn
        double slowest = 0;      ///< milliseconds of the slowest step
        QString slowestWas;      ///< what it was
        double percentile99 = 0; ///< of steps that took at least 0.1 ms
        double longestGap = 0;   ///< milliseconds between two frames
    };
    void begin();
    Report end();
    /// Since begin.
    int frames() const { return m_report.frames; }

    bool notify(QObject* receiver, QEvent* event) override;

  private:
    int m_depth = 0;
    bool m_on = false;
    QElapsedTimer m_clock;
    qint64 m_lastFrame = 0;
    std::vector<double> m_steps;
    Report m_report;
};

} // namespace infoplane
