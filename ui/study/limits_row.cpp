#include "study/limits_row.h"

#include "style.h"
#include "theme.h"
#include "widgets/form_row.h"
#include "widgets/number_field.h"
#include "widgets/number_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace infoplane {

namespace {
const VerdictLimits defaultLimits;
constexpr double inPoints = 100;
} // namespace

LimitsRow::LimitsRow(QWidget* parent)
    : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(size::panelMargin, 0, size::panelMargin, 0);
    row->setSpacing(0);
    auto* head = new QLabel(tr("Limits"), this);
    setRole(head, "head");
    head->setFixedHeight(size::row);
    row->addWidget(head, 0, Qt::AlignTop);
    row->addSpacing(size::panelMargin); // between the head and the first mark
    addField(tr("Compression, bit"),
             tr("A layer compresses where the interval of its compression lies above so many bits, and does "
                "not where it lies below."),
             &VerdictLimits::compressionBits, 1, 0, 100, 0.1);
    addField(tr("Error gap, points"),
             tr("Classes generalize where the interval of test minus train error lies below so many "
                "percentage points."),
             &VerdictLimits::errorGap, inPoints, 0, inPoints, 1);
    addField(tr("Loss, times the noise"),
             tr("Regression generalizes where the interval of the test loss lies below so many times the "
                "noise of its targets."),
             &VerdictLimits::lossFactor, 1, 1, 1000, 0.5);
    m_defaults = new QPushButton(tr("Defaults"), this);
    m_defaults->setAutoDefault(false); // Return in a field is not meant for it
    row->addWidget(m_defaults, 0, Qt::AlignTop);
    connect(m_defaults, &QPushButton::clicked, this, &LimitsRow::setDefaults);
    setTheme(lightTheme());
    showChanges();
}

void LimitsRow::addField(const QString& label, const QString& help, VerdictLimit limit, double scale,
                         double lowest, double highest, double step) {
    auto* number = new NumberField(NumberField::Kind::Real, this);
    number->setRange(lowest, highest);
    number->setStep(step);
    number->setValue(scale * m_limits.*limit);
    number->setAccessibleName(label);
    number->setToolTip(wrappedToolTip(help));
    auto* row = new FormRow(label, number, 0, this);
    m_fields.push_back({limit, scale, number, row});
    static_cast<QHBoxLayout*>(layout())->addWidget(row, 1, Qt::AlignTop);
    connect(number, &NumberField::valueEdited, this,
            [this, limit, scale](double value) { set(limit, value / scale); });
    connect(number, &NumberField::validityChanged, this, [this, limit, scale, number, row] {
        if (number->validity() != NumberField::Validity::Right) // nobody meant what its beginning says
            set(limit, number->valueBeforeTyping().value_or(number->value()) / scale);
        const bool wrong = number->validity() == NumberField::Validity::Wrong;
        setMarkedInvalid(number, wrong);
        row->setProblem(wrong ? number->problem() : QString(),
                        wrong ? number->textBeforeTyping() : QString());
        showChanges();
    });
    connect(row, &FormRow::takeBackRequested, number, &NumberField::takeBack);
    connect(row, &FormRow::resetRequested, this, [this, limit, scale, number] {
        number->setValue(scale * defaultLimits.*limit);
        set(limit, defaultLimits.*limit);
    });
}

void LimitsRow::setTheme(const Theme& theme) {
    for (const Field& field : m_fields)
        field.row->setTheme(theme);
}

void LimitsRow::set(VerdictLimit limit, double value) {
    if (m_limits.*limit == value)
        return;
    m_limits.*limit = value;
    showChanges();
    emit edited();
}

void LimitsRow::setDefaults() {
    m_limits = defaultLimits;
    for (const Field& field : m_fields)
        field.number->setValue(field.scale * m_limits.*field.limit);
    showChanges();
    emit edited();
}

void LimitsRow::showChanges() {
    bool any = false; // also where a default is in force, but a wrong text stands over it
    for (const Field& field : m_fields) {
        const double normal = defaultLimits.*field.limit;
        const bool changed = m_limits.*field.limit != normal;
        field.row->setChanged(changed,
                              tr("Back to the default, %1").arg(formatReal(field.scale * normal, locale())));
        any = any || changed || field.number->validity() != NumberField::Validity::Right;
    }
    m_defaults->setEnabled(any);
    m_defaults->setToolTip(any ? tr("Back to the limits of this program") : tr("These are the defaults."));
}

} // namespace infoplane
