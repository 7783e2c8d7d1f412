#pragma once

#include <QString>

#include <cstdio>
#include <mutex>

namespace infoplane {

/// Writes a line to standard output, or to standard error with the program's name before it.
void say(const QString& line);
void complain(const QString& sentence);

/// How far a long job is, on one line of the terminal that standard error is; silent where it is none (or a
/// dumb one). Colour unless NO_COLOR is set. May be told from several threads.
class ProgressBar {
  public:
    ProgressBar();
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// share is 0...1; seconds left may be unknown (not positive).
    void show(double share, double secondsLeft);
    /// Takes the line away again.
    void clear();

  private:
    std::mutex m_mutex;
    bool m_active = false;
    bool m_colour = false;
    QString m_shown;
};

} // namespace infoplane
