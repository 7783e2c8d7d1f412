#include "widgets/form_row.h"

#include "icons.h"
#include "style.h"
#include "theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QToolButton>

namespace infoplane {

namespace {
constexpr int labelGap = 6;
constexpr int labelGapNatural = 14;
constexpr int markIcon = 12;
constexpr int lineGap = 4;
} // namespace

FormRow::FormRow(const QString& label, QWidget* control, int labelWidth, QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_control(control)
    , m_mark(new QToolButton(this))
    , m_label(new QLabel(this))
    , m_line(new QLabel(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(0);
    m_grid->setVerticalSpacing(lineGap);
    m_grid->setColumnMinimumWidth(0, size::panelMargin);
    m_grid->setColumnStretch(3, 1);
    m_grid->setRowMinimumHeight(0, size::row);

    m_label->setBuddy(control);
    // A long label may use the gap, all but a pixel.
    if (labelWidth > 0)
        m_label->setFixedWidth(labelWidth + labelGap - 1);
    m_grid->addWidget(m_label, 0, 1);
    m_grid->setColumnMinimumWidth(2, labelWidth > 0 ? 1 : labelGapNatural);
    setLabel(label);
    m_grid->addWidget(control, 0, 3);
    setTabOrder(control, m_mark);

    setRole(m_mark, "mark");
    m_mark->setFixedSize(size::panelMargin - 1, size::row - 8);
    m_mark->setIconSize(QSize(markIcon, markIcon));
    m_mark->setFocusPolicy(Qt::StrongFocus);
    m_mark->hide();
    m_grid->addWidget(m_mark, 0, 0, Qt::AlignLeft);
    connect(m_mark, &QToolButton::clicked, this, &FormRow::goBack);

    m_line->setWordWrap(true);
    // However long a word of it is, the row stays as wide as the panel.
    m_line->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_line->hide();
    m_grid->setColumnMinimumWidth(4, size::panelMargin);
    m_grid->addWidget(m_line, 1, 3);
}

void FormRow::setLabel(const QString& text) {
    m_label->setText(text);
    const bool fits = QFontMetrics(uiFont()).horizontalAdvance(text) <= m_label->maximumWidth();
    setRole(m_label, fits ? "label" : "narrowLabel");
}

void FormRow::setHint(const QString& text) {
    m_hint = text;
    showLine();
}

void FormRow::setProblem(const QString& sentence, const QString& inForce) {
    m_problem = sentence;
    m_inForce = inForce;
    m_control->setAccessibleDescription(sentence);
    showLine();
    showMark();
}

QString FormRow::problem() const {
    return m_problem;
}

void FormRow::setChanged(bool changed, const QString& wayBack) {
    m_changed = changed;
    m_wayBack = wayBack;
    showMark();
}

void FormRow::showMark() {
    const bool wrong = !m_inForce.isEmpty();
    const QString wayBack = wrong ? tr("%1: back to %2").arg(m_label->text(), m_inForce) : m_wayBack;
    m_mark->setVisible(wrong || m_changed);
    m_mark->setToolTip(wrappedToolTip(wayBack));
    m_mark->setAccessibleName(wayBack);
}

void FormRow::goBack() {
    if (m_inForce.isEmpty()) {
        emit resetRequested();
        return;
    }
    m_control->setFocus(); // the mark goes away
    emit takeBackRequested();
}

void FormRow::setTheme(const Theme& theme) {
    m_mark->setIcon(colouredIcon(QStringLiteral("undo"), theme.accent, theme.disabled));
}

void FormRow::showLine() {
    const bool wrong = !m_problem.isEmpty();
    const QString text = wrong ? m_problem : m_hint;
    m_line->setVisible(!text.isEmpty());
    m_line->setText(text);
    fitLine();
}

/// A hint a little too long for its line is written smaller before it wraps.
void FormRow::fitLine() {
    const int room = m_grid->cellRect(0, 3).width();
    const auto fits = [&](int pixels) {
        return QFontMetrics(uiFont(pixels)).horizontalAdvance(m_line->text()) <= room;
    };
    const bool narrow = !fits(type::small) && fits(type::limits);
    const char* role = !m_problem.isEmpty() ? "error" : narrow ? "narrowHint" : "hint";
    if (m_line->property("role") != QLatin1String(role))
        setRole(m_line, role);
}

void FormRow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitLine();
}

} // namespace infoplane
