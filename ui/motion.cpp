#include "motion.h"

namespace infoplane {

namespace {
bool isReduced = false; // the window's thread alone reads and writes it
}

bool reducedMotion() {
    return isReduced;
}

void setReducedMotion(bool reduced) {
    isReduced = reduced;
}

} // namespace infoplane
