#pragma once

namespace infoplane {

/// From here on the first Ctrl-C (SIGINT) or SIGTERM is only noted, so that a long job can end cleanly; a
/// second one ends the program at once.
void catchInterruption();
bool interrupted();

} // namespace infoplane
