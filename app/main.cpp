#include "engine.h"

#include <cstdio>

int main() {
    std::printf("infoplane, engine %s\n", infoplane::engineLevel().c_str());
    return 0;
}
