#include "window_app.h"

#include <QApplication>

#include <cstdio>

namespace infoplane {

int runWindow(QApplication&, const WindowOptions&) {
    std::fputs("infoplane: the window is not built yet; see infoplane --help for the commands.\n", stderr);
    return 1;
}

} // namespace infoplane
