#pragma once

#include "error.h"

#include <QString>

/// The sentence with which something fails; empty if it does not.
template <typename Function>
QString errorText(const Function& function) {
    try {
        function();
    } catch (const infoplane::Error& error) {
        return QString::fromStdString(error.what());
    }
    return {};
}

/// Holds a sentence against words it has to contain.
#define VERIFY_NAMES(text, words) QVERIFY2((text).contains(words), qPrintable(text))
