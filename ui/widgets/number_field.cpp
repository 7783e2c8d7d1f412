#include "widgets/number_field.h"

#include "widgets/number_text.h"
#include "widgets/wheel_guard.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QStyleOptionSpinBox>

#include <cmath>

namespace infoplane {

namespace {
constexpr double stepFactor = 1.25;
constexpr int pageSteps = 10; // what QAbstractSpinBox calls a page
constexpr int steppedDigits = 4;
/// On a logarithmic scale that reaches 0, the step from 0 leads here.
constexpr double firstAboveZero = 1e-6;
} // namespace

NumberField::NumberField(Kind kind, QWidget* parent)
    : QAbstractSpinBox(parent)
    , m_kind(kind) {
    setArrowsShown(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setKeyboardTracking(false);
    ignoreWheelWithoutFocus(this);
    connect(lineEdit(), &QLineEdit::textEdited, this, &NumberField::takeText);
    showValue();
}

void NumberField::setValue(double value) {
    const bool same = m_validity == Validity::Right && m_hasValue && parsed() == value;
    m_value = value;
    m_hasValue = true;
    m_typing = m_typing && same;
    setValidity(Validity::Right, {});
    if (!m_typing)
        showValue();
}

void NumberField::revert() {
    m_typing = false;
    setValidity(Validity::Right, {});
    showValue();
}

QString NumberField::textBeforeTyping() const {
    return m_beforeTyping ? format(*m_beforeTyping) + m_suffix : tr("nothing");
}

void NumberField::clearValue() {
    const bool same = m_validity == Validity::Right && !m_hasValue;
    m_hasValue = false;
    m_typing = m_typing && same;
    setValidity(Validity::Right, {});
    if (!m_typing)
        showValue();
}

void NumberField::setPlaceholder(const QString& text) {
    lineEdit()->setPlaceholderText(text);
}

void NumberField::setRange(double lowest, double highest, bool lowestExcluded, bool highestExcluded) {
    m_highestExcluded = highestExcluded;
    m_lowest = lowest;
    m_highest = highest;
    m_lowestExcluded = lowestExcluded;
    updateGeometry();
}

void NumberField::setLogarithmic(bool logarithmic) {
    m_logarithmic = logarithmic;
}

void NumberField::setMinimumSignificant(int digits) {
    m_minimumSignificant = digits;
    showValue();
}

void NumberField::setSuffix(const QString& suffix) {
    m_suffix = suffix;
    showValue();
}

void NumberField::setArrowsShown(bool shown) {
    setButtonSymbols(shown ? UpDownArrows : NoButtons);
    setProperty("arrows", shown);
}

void NumberField::setExplanation(std::function<QString(const QString&, std::optional<double>)> explain) {
    m_explain = std::move(explain);
}

void NumberField::stepBy(int steps) {
    const double from = m_validity == Validity::Right ? m_value : m_beforeTyping.value_or(m_value);
    edit(std::clamp(stepped(from, steps), m_lowest, m_highest));
}

double NumberField::stepped(double value, int steps) const {
    if (!m_logarithmic)
        return m_kind == Kind::Integer ? std::round(value + steps * m_step)
                                       : roundedToSignificant(value + steps * m_step, 12);
    if (m_kind == Kind::Integer) {
        const double decade = std::pow(10, std::floor(std::log10(std::max(value, 1.0))));
        // Going down from 10,000 the second digit is that of 9,999.
        const bool crossing = steps < 0 && value == decade;
        const double unit = std::abs(steps) == pageSteps ? decade : decade / (crossing ? 100 : 10);
        const double direction = steps < 0 ? -1 : 1;
        const double count = std::abs(steps) == pageSteps ? 1 : std::abs(steps);
        return std::round(value + direction * count * std::max(unit, 1.0));
    }
    if (value == 0)
        return steps > 0 ? firstAboveZero : 0;
    const double factor = std::abs(steps) == pageSteps ? 10 : std::pow(stepFactor, std::abs(steps));
    const double next = roundedToSignificant(steps > 0 ? value * factor : value / factor, steppedDigits);
    return m_lowest == 0 && !m_lowestExcluded && next < firstAboveZero ? 0 : next;
}

QAbstractSpinBox::StepEnabled NumberField::stepEnabled() const {
    StepEnabled enabled = StepNone;
    if (isReadOnly())
        return enabled;
    if (m_value < m_highest)
        enabled |= StepUpEnabled;
    if (m_value > m_lowest)
        enabled |= StepDownEnabled;
    return enabled;
}

QSize NumberField::sizeHint() const {
    ensurePolished();
    const QFontMetrics metrics(font());
    const QString widest = m_kind == Kind::Integer ? format(m_highest) : QStringLiteral("0.00040");
    QStyleOptionSpinBox option;
    initStyleOption(&option);
    const QSize inner(metrics.horizontalAdvance(widest + m_suffix) + 6, 26);
    return style()->sizeFromContents(QStyle::CT_SpinBox, &option, inner, this);
}

QSize NumberField::minimumSizeHint() const {
    return QSize(40, sizeHint().height());
}

void NumberField::keyPressEvent(QKeyEvent* event) {
    const bool takesBack = event->key() == Qt::Key_Escape || event->matches(QKeySequence::Undo);
    if (takesBack && m_validity != Validity::Right) {
        takeBack();
        return;
    }
    if (event->matches(QKeySequence::Undo) || event->matches(QKeySequence::Redo)) {
        event->ignore();
        return;
    }
    QAbstractSpinBox::keyPressEvent(event);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        finishTyping();
}

void NumberField::focusOutEvent(QFocusEvent* event) {
    QAbstractSpinBox::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        finishTyping();
}

void NumberField::changeEvent(QEvent* event) {
    QAbstractSpinBox::changeEvent(event);
    if (event->type() == QEvent::LocaleChange)
        showValue();
}

bool NumberField::event(QEvent* event) {
    // What is typed is already in the document, so undo is the document's; only a wrong text is taken back
    // here.
    if (event->type() == QEvent::ShortcutOverride) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->setAccepted(m_validity != Validity::Right);
            return true;
        }
    }
    return QAbstractSpinBox::event(event);
}

QString NumberField::typedText() const {
    QString typed = lineEdit()->text().trimmed();
    if (!m_suffix.isEmpty() && typed.endsWith(m_suffix.trimmed()))
        typed.chop(m_suffix.trimmed().size());
    return typed.trimmed();
}

std::optional<double> NumberField::parsed() const {
    const QString typed = typedText();
    if (m_kind == Kind::Real)
        return parseReal(typed, locale());
    const auto whole = parseInteger(typed, locale());
    return whole ? std::optional<double>(static_cast<double>(*whole)) : std::nullopt;
}

bool NumberField::allowed(double value) const {
    return (m_highestExcluded ? value < m_highest : value <= m_highest) &&
           (m_lowestExcluded ? value > m_lowest : value >= m_lowest);
}

QString NumberField::format(double value) const {
    if (m_kind == Kind::Integer)
        return formatInteger(static_cast<qint64>(value), locale());
    return formatReal(value, locale(), m_minimumSignificant);
}

QString NumberField::ownExplanation(std::optional<double> value) const {
    if (!value)
        return m_kind == Kind::Integer ? tr("This is not a whole number.") : tr("This is not a number.");
    if (m_highestExcluded && *value >= m_highest)
        return tr("It must be below %1.").arg(format(m_highest) + m_suffix);
    if (*value > m_highest)
        return tr("At most %1 is allowed.").arg(format(m_highest) + m_suffix);
    return m_lowestExcluded ? tr("It must be above %1.").arg(format(m_lowest) + m_suffix)
                            : tr("At least %1 is needed.").arg(format(m_lowest) + m_suffix);
}

std::optional<double> NumberField::content() const {
    return m_hasValue ? std::optional(m_value) : std::nullopt;
}

void NumberField::takeText() {
    if (!m_typing && m_validity == Validity::Right)
        m_beforeTyping = content();
    m_typing = true;
    if (m_optional && typedText().isEmpty()) {
        m_hasValue = false;
        setValidity(Validity::Right, {});
        emit cleared();
        return;
    }
    const auto value = parsed();
    QString problem;
    if (m_explain)
        problem = m_explain(typedText(), value);
    if (problem.isEmpty() && (!value || !allowed(*value)))
        problem = ownExplanation(value);
    if (problem.isEmpty()) {
        m_value = *value;
        m_hasValue = true;
        setValidity(Validity::Right, {});
        emit valueEdited(m_value);
        return;
    }
    // A number too small may still grow by more digits; one too large may not.
    const bool unfinished = isBeginningOfNumber(typedText(), locale()) && (!value || *value <= m_lowest);
    setValidity(unfinished ? Validity::Unfinished : Validity::Wrong, problem);
}

void NumberField::takeBack() {
    const std::optional<double> told = content();
    m_hasValue = m_beforeTyping.has_value();
    m_value = m_beforeTyping.value_or(m_value);
    revert();
    if (content() == told)
        return;
    if (m_hasValue)
        emit valueEdited(m_value);
    else
        emit cleared();
}

void NumberField::finishTyping() {
    m_typing = false;
    if (m_validity == Validity::Unfinished)
        setValidity(Validity::Wrong, m_problem);
    else if (m_validity == Validity::Right)
        showValue();
}

void NumberField::setValidity(Validity validity, const QString& problem) {
    if (m_validity == validity && m_problem == problem)
        return;
    m_validity = validity;
    m_problem = problem;
    emit validityChanged();
}

void NumberField::showValue() {
    const QString text = m_hasValue ? format(m_value) + m_suffix : QString();
    if (lineEdit()->text() != text)
        lineEdit()->setText(text);
}

void NumberField::edit(double value) {
    if (!allowed(value))
        return;
    const bool changed = m_validity != Validity::Right || content() != value;
    m_value = value;
    m_hasValue = true;
    m_typing = false;
    setValidity(Validity::Right, {});
    showValue();
    if (changed)
        emit valueEdited(m_value);
}

} // namespace infoplane
