#include "terminal.h"

#include <algorithm>
#include <cmath>
#include <sys/ioctl.h>
#include <unistd.h>

namespace infoplane {

namespace {

bool isTerminal() {
    const QByteArray kind = qgetenv("TERM");
    return isatty(STDERR_FILENO) && !kind.isEmpty() && kind != "dumb";
}

int terminalWidth() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

QString timeLeft(double seconds) {
    if (!(seconds > 0) || !std::isfinite(seconds))
        return {};
    const qint64 whole = std::llround(seconds);
    if (whole < 60)
        return QStringLiteral("%1 s left").arg(whole);
    return QStringLiteral("%1 min %2 s left").arg(whole / 60).arg(whole % 60);
}

void write(std::FILE* file, const QString& text) {
    const QByteArray bytes = text.toLocal8Bit();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), file);
    std::fflush(file);
}

} // namespace

void say(const QString& line) {
    write(stdout, line + QLatin1Char('\n'));
}

void complain(const QString& sentence) {
    write(stderr, QStringLiteral("infoplane: %1\n").arg(sentence));
}

ProgressBar::ProgressBar()
    : m_active(isTerminal())
    , m_colour(qEnvironmentVariableIsEmpty("NO_COLOR")) {}

ProgressBar::~ProgressBar() {
    clear();
}

void ProgressBar::show(double share, double secondsLeft) {
    if (!m_active)
        return;
    const std::lock_guard lock(m_mutex);
    share = std::clamp(share, 0.0, 1.0);
    const QString text =
        QStringLiteral("%1 %  %2").arg(static_cast<int>(100 * share), 4).arg(timeLeft(secondsLeft), -16);
    const int width = std::clamp(terminalWidth() - static_cast<int>(text.size()) - 3, 4, 60);
    const int done = static_cast<int>(std::lround(share * width));
    const QString line =
        QStringLiteral("\r[%1%2%3%4]%5")
            .arg(m_colour ? QStringLiteral("\033[35m") : QString(), QString(done, QLatin1Char('#')),
                 m_colour ? QStringLiteral("\033[0m") : QString(), QString(width - done, QLatin1Char('.')),
                 text);
    if (line == m_shown)
        return;
    m_shown = line;
    write(stderr, line);
}

void ProgressBar::clear() {
    const std::lock_guard lock(m_mutex);
    if (m_active && !m_shown.isEmpty())
        write(stderr, QStringLiteral("\r\033[K"));
    m_shown.clear();
}

} // namespace infoplane
