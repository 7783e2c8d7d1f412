#include "document/session_document.h"

namespace infoplane {

SessionDocument::SessionDocument(QObject* parent)
    : QObject(parent) {}

SessionDocument::~SessionDocument() = default;

} // namespace infoplane
