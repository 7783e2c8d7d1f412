#pragma once

/// Marks what the engine library exports; everything else in it is hidden, so that the builds for several
/// processor levels cannot mix their inline functions with the program's.
#define INFOPLANE_ENGINE __attribute__((visibility("default")))
