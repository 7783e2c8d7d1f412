#include "experiment/training_group.h"

#include "experiment/compound_editors.h"
#include "style.h"
#include "theme.h"

#include <QLabel>
#include <QScreen>
#include <QToolButton>
#include <QVBoxLayout>

namespace infoplane {

namespace {
constexpr int popupWidth = size::leftPanel;
constexpr int popupLabel = 108;
constexpr int popupMargin = 12;
constexpr int popupGap = 4;
} // namespace

TrainingGroup::TrainingGroup(SessionDocument* document, QWidget* parent)
    : FieldGroup(document, tr("Training"), parent) {
    addOptimizer();
    add(QStringLiteral("training.optimizer.learningRate"));
    const SpecField& batch = *specField(QStringLiteral("training.batchSize"));
    m_batch = new BatchEditor(batch);
    add(batch, m_batch);
    for (const char* path :
         {"training.weightDecay", "training.epochs", "measure.schedule", "measure.every", "measure.count"})
        add(QLatin1String(path));
    const SpecField& seed = *specField(QStringLiteral("seeds.first"));
    add(seed, new SeedEditor(seed));
    add(QStringLiteral("seeds.count"));
    refreshFacts();
}

void TrainingGroup::addOptimizer() {
    const SpecField& field = *specField(QStringLiteral("training.optimizer.name"));
    m_optimizer = new OptimizerEditor(field);
    m_optimizerRow = add(field, m_optimizer);
    m_popup = makePopup();
    connect(m_optimizer->button(), &QToolButton::clicked, this, &TrainingGroup::openPopup);
    m_optimizer->button()->setCheckable(false);
}

QFrame* TrainingGroup::makePopup() {
    auto* popup = new QFrame(this, Qt::Popup);
    setRole(popup, "popup");
    popup->setObjectName(QStringLiteral("optimizerParameters"));
    popup->setAccessibleName(tr("Parameters of the optimizer"));
    auto* column = new QVBoxLayout(popup);
    column->setContentsMargins(0, popupMargin, 0, popupMargin);
    column->setSpacing(size::rowGap);
    column->setSizeConstraint(QLayout::SetFixedSize);
    for (const char* path : {"training.optimizer.momentum", "training.optimizer.decay",
                             "training.optimizer.beta1", "training.optimizer.beta2",
                             "training.optimizer.epsilon", "training.loss", "training.stop.trainLoss"}) {
        const SpecField& field = *specField(QLatin1String(path));
        auto* row = new FieldRow(document(), field, makeFieldEditor(field), popupLabel, popup);
        row->setFixedWidth(popupWidth);
        column->addWidget(row);
        adopt(row);
        m_popupRows.push_back(row);
        connect(row, &FieldRow::appearanceChanged, this, &TrainingGroup::showPopupState);
    }
    return popup;
}

void TrainingGroup::openPopup() {
    m_popup->adjustSize();
    QToolButton* button = m_optimizer->button();
    QPoint at = button->mapToGlobal(QPoint(button->width() - popupWidth, button->height() + popupGap));
    const QRect room = button->screen()->availableGeometry();
    at.setX(std::max(at.x(), window()->mapToGlobal(QPoint(0, 0)).x()));
    if (at.y() + m_popup->height() > room.bottom())
        at.setY(button->mapToGlobal(QPoint(0, -popupGap)).y() - m_popup->height());
    m_popup->move(at);
    m_popup->show();
    for (FieldRow* row : m_popupRows) {
        if (row->isOffered()) {
            row->editor()->setFocus(Qt::PopupFocusReason);
            break;
        }
    }
}

void TrainingGroup::showPopupState() {
    bool changed = false;
    QString problem;
    for (const FieldRow* row : m_popupRows) {
        changed = changed || row->differsFromPreset();
        if (problem.isEmpty() && row->hasProblem())
            problem = row->problem();
    }
    QToolButton* button = m_optimizer->button();
    button->setProperty("changed", changed);
    setMarkedInvalid(button, !problem.isEmpty());
    setRole(button, "field");
    m_optimizerRow->setHint(problem);
}

void TrainingGroup::refreshFacts() {
    const auto& facts = document()->facts();
    m_batch->setTrainSamples(facts ? facts->trainSamples : 0);
}

std::map<QString, QString> TrainingGroup::problemsOfFacts() const {
    const auto& facts = document()->facts();
    const std::optional<int>& batch = document()->spec().training.batchSize;
    if (!facts || !batch || *batch <= facts->trainSamples)
        return {};
    return {{QStringLiteral("training.batchSize"),
             tr("Only %L1 samples are trained on.").arg(facts->trainSamples)}};
}

} // namespace infoplane
