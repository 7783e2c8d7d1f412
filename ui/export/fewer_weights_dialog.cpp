#include "export/fewer_weights_dialog.h"

#include "document/amounts.h"
#include "session/cost_estimate.h"
#include "theme.h"
#include "widgets/number_field.h"
#include "widgets/segmented_control.h"

#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace infoplane {

namespace {
constexpr int dialogWidth = 400;
enum Kept { EveryKth, None };
} // namespace

FewerWeightsDialog::FewerWeightsDialog(std::vector<std::shared_ptr<const Session>> sessions, QWidget* parent)
    : QDialog(parent)
    , m_sessions(std::move(sessions))
    , m_kept(new SegmentedControl(tr("Weights kept")))
    , m_every(new NumberField(NumberField::Kind::Integer))
    , m_size(new QLabel)
    , m_message(new QLabel)
    , m_save(new QPushButton(tr("Save copy…"))) {
    setWindowTitle(tr("Copy with fewer weights"));
    m_kept->addSegment(tr("Every k-th epoch"));
    m_kept->addSegment(tr("No epoch"));
    m_kept->setCurrent(EveryKth);
    m_every->setRange(2, mostKeepEvery);
    m_every->setLogarithmic(true);
    m_every->setArrowsShown(true);
    m_every->setObjectName(QStringLiteral("keepEvery"));
    m_every->setAccessibleName(tr("Of every how many measured epochs one keeps its weights"));
    m_every->setToolTip(tr("Of the measured epochs the first keeps its weights, every k-th after it, and the "
                           "last."));
    int present = 1; // of a file that keeps fewer already, a copy can only keep fewer still
    for (const auto& session : m_sessions)
        present = std::max(present, session->keepEvery);
    m_every->setValue(std::min(present > 1 ? 2 * present : 10, mostKeepEvery));
    m_size->setObjectName(QStringLiteral("sizes"));
    m_message->setProperty("role", QStringLiteral("error"));
    m_message->setWordWrap(true);
    m_save->setObjectName(QStringLiteral("saveCopy"));
    m_save->setDefault(true);
    build();
    connect(m_kept, &SegmentedControl::chosen, this, &FewerWeightsDialog::judge);
    connect(m_every, &NumberField::valueEdited, this, &FewerWeightsDialog::judge);
    connect(m_every, &NumberField::validityChanged, this, &FewerWeightsDialog::judge);
    connect(m_save, &QPushButton::clicked, this, &QDialog::accept);
    judge();
}

void FewerWeightsDialog::build() {
    auto* words = new QLabel(tr("From the weights of the measured epochs information can be estimated anew. "
                                "A copy with fewer of them is smaller: it shows all that was measured, but "
                                "must be trained again before it is estimated anew."));
    words->setWordWrap(true);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(10);
    form->addRow(tr("Keep weights of"), m_kept);
    form->addRow(tr("k"), m_every);
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(size::panelMargin, size::panelMargin, size::panelMargin, size::panelMargin);
    column->setSpacing(12);
    column->addWidget(words);
    column->addLayout(form);
    column->addWidget(m_size);
    column->addWidget(m_message);
    column->addStretch(1);
    column->addLayout(buttons);
    setFixedWidth(dialogWidth);
}

int FewerWeightsDialog::keepEvery() const {
    return m_kept->current() == None ? 0 : static_cast<int>(m_every->value());
}

void FewerWeightsDialog::judge() {
    m_every->setEnabled(m_kept->current() == EveryKth);
    const bool isNumber = !m_every->isEnabled() || m_every->validity() == NumberField::Validity::Right;
    const QString problem = isNumber ? obstacle() : m_every->problem();
    m_size->setText(isNumber ? sizes() : QString());
    m_message->setText(problem);
    m_message->setVisible(!problem.isEmpty());
    m_save->setEnabled(isNumber && problem.isEmpty());
    resize(dialogWidth, layout()->totalHeightForWidth(dialogWidth)); // words of several lines have room
}

/// Why the copy cannot be made; empty: it can.
QString FewerWeightsDialog::obstacle() const {
    for (const auto& session : m_sessions) {
        if (canKeepWeights(*session, keepEvery()))
            continue;
        if (session->keepEvery == 0)
            return tr("There are no weights: the file that was opened keeps none.");
        return tr("Not all of these weights are there: the file that was opened keeps those of every %1-th "
                  "epoch. Choose a multiple of it, or none.")
            .arg(session->keepEvery);
    }
    return {};
}

QString FewerWeightsDialog::sizes() const {
    double then = 0, now = 0;
    for (const auto& session : m_sessions) {
        then += foretellArchiveBytes(*session, keepEvery());
        now += foretellArchiveBytes(*session, session->keepEvery);
    }
    return tr("About %1, now %2").arg(bytesText(then), bytesText(now));
}

} // namespace infoplane
