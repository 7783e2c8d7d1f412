#include "estimator/right_panel.h"

#include "estimator/estimator_panel.h"
#include "estimator/readout_panel.h"
#include "style.h"
#include "theme.h"
#include "widgets/panel_scroll.h"

#include <QVBoxLayout>

namespace infoplane {

namespace {
constexpr int gap = 16;
}

RightPanel::RightPanel(SessionDocument* document, QWidget* parent)
    : QFrame(parent)
    , m_estimator(new EstimatorPanel(document))
    , m_readout(new ReadoutPanel) {
    setRole(this, "panel");
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gap);
    column->addWidget(m_estimator);
    column->addWidget(m_readout, 1);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new PanelScroll(page, this);
    scroll->setWholePage(true);
    outer->addWidget(scroll);
}

void RightPanel::setTheme(const Theme& theme) {
    m_estimator->setTheme(theme);
    m_readout->setTheme(theme);
}

} // namespace infoplane
