#include "study/study_bar.h"

#include "charts/label.h"
#include "document/amounts.h"
#include "icons.h"
#include "study/conditions_figure.h"
#include "study/study_document.h"
#include "style.h"
#include "widgets/row_scroll.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace infoplane {

namespace {
constexpr int barHeight = 40;
constexpr int longestChanges = 400; ///< of a tooltip
constexpr double dotRadius = 2.5, dotInset = 6;

/// With a dot in its corner where its condition's settings were changed.
class ConditionButton : public QToolButton {
  public:
    using QToolButton::QToolButton;
    void setChanged(bool changed) {
        m_changed = changed;
        update();
    }
    bool isChanged() const { return m_changed; }
    void setDotColour(const QColor& colour) { m_dot = colour; }

  protected:
    void paintEvent(QPaintEvent* event) override {
        QToolButton::paintEvent(event);
        if (!m_changed)
            return;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_dot);
        painter.drawEllipse(QPointF(width() - dotInset, dotInset), dotRadius, dotRadius);
    }

  private:
    bool m_changed = false;
    QColor m_dot;
};

ConditionButton* conditionButton(const QButtonGroup* group, int condition) {
    return static_cast<ConditionButton*>(group->button(condition));
}
} // namespace

StudyBar::StudyBar(StudyDocument& study, QWidget* parent)
    : QWidget(parent)
    , m_study(study)
    , m_theme(lightTheme())
    , m_row(new QHBoxLayout(this))
    , m_choices(new QWidget)
    , m_group(new QButtonGroup(this))
    , m_run(new QPushButton(this))
    , m_compare(new QPushButton(tr("Side by side"), this)) {
    setFixedHeight(barHeight);
    setAccessibleName(tr("Conditions of the study"));
    m_row->setContentsMargins(14, 0, 14, 1);
    m_row->setSpacing(8);
    auto* choices = new QHBoxLayout(m_choices);
    choices->setContentsMargins(0, 0, 0, 0);
    choices->setSpacing(2);
    m_scroll = new RowScroll(m_choices, this);
    m_scroll->setFixedHeight(barHeight - 1);
    m_scroll->setTheme(m_theme);
    m_row->addWidget(m_scroll, 1);
    m_row->addWidget(m_run);
    m_row->addWidget(m_compare);
    m_group->setExclusive(true);
    m_run->setAccessibleName(tr("Run all conditions"));
    m_run->setFocusPolicy(Qt::TabFocus);
    m_compare->setCheckable(true);
    m_compare->setFocusPolicy(Qt::TabFocus);
    m_compare->setAccessibleName(tr("Conditions side by side"));
    m_compare->setToolTip(tr("All conditions side by side, at the same epoch (Ctrl+K)"));
    connect(m_scroll, &RowScroll::roomChanged, this, &StudyBar::showChosen);
    connect(m_group, &QButtonGroup::idClicked, this, &StudyBar::conditionChosen);
    connect(m_compare, &QPushButton::toggled, this, &StudyBar::compareToggled);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_study.isRunningAll())
            m_study.stopAll();
        else
            m_study.runAll();
    });
    connect(&m_study, &StudyDocument::opened, this, &StudyBar::takeStudy);
    connect(&m_study, &StudyDocument::shownChanged, this, [this] {
        takeRuns();
        showChosen();
    });
    connect(&m_study, &StudyDocument::specsChanged, this, &StudyBar::takeSpecs);
    connect(&m_study, &StudyDocument::conditionChanged, this, &StudyBar::takeRuns);
    connect(&m_study, &StudyDocument::runningAllChanged, this, &StudyBar::takeRuns);
    connect(&m_study, &StudyDocument::costChanged, this, &StudyBar::takeRuns);
    takeStudy();
}

void StudyBar::takeStudy() {
    for (QAbstractButton* button : m_group->buttons()) {
        m_group->removeButton(button);
        delete button;
    }
    auto* row = static_cast<QHBoxLayout*>(m_choices->layout());
    while (QLayoutItem* item = row->takeAt(0))
        delete item;
    for (int i = 0; i < m_study.count(); ++i) {
        auto* button = new ConditionButton(m_choices);
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setIconSize({12, 12});
        button->setText(m_study.name(i));
        button->setFocusPolicy(Qt::TabFocus);
        m_group->addButton(button, i);
        row->addWidget(button);
    }
    row->addStretch(1);
    setVisible(m_study.isOpen());
    takeSpecs();
}

/// What is changed in the fields is changed in the condition shown alone, which the others do not tell.
void StudyBar::takeSpecs() {
    for (int i = 0; i < m_study.count(); ++i) {
        ConditionButton* button = conditionButton(m_group, i);
        QString changes = m_study.changes(i);
        if (changes.size() > longestChanges)
            changes = changes.left(longestChanges - 1) + QChar(0x2026);
        QString tip = changes.isEmpty() ? tr("%1: the study's base.").arg(m_study.name(i))
                                        : tr("%1 changes %2.").arg(m_study.name(i), changes);
        const QStringList changed = m_study.changedFields(i);
        if (!changed.isEmpty())
            tip += QLatin1Char(' ') + tr("Changed in this condition: %1.").arg(changed.join(tr(", ")));
        button->setToolTip(wrappedToolTip(tip));
        button->setChanged(!changed.isEmpty());
    }
    takeRuns();
}

void StudyBar::takeRuns() {
    if (!m_study.isOpen())
        return;
    QStringList names;
    for (int i = 0; i < m_study.count(); ++i)
        names << m_study.name(i);
    const PathNames paths = pathNames(names);
    const bool isNumbered = m_overlaid && !paths.key.isEmpty();
    for (int i = 0; i < m_study.count(); ++i) {
        ConditionButton* button = conditionButton(m_group, i);
        button->setText(isNumbered ? QStringLiteral("%1  %2").arg(paths.names[i], names[i]) : names[i]);
        const bool has = m_study.hasRun(i), hasPart = m_study.hasRunInPart(i);
        const QString drawing = has       ? QStringLiteral("check")
                                : hasPart ? QStringLiteral("part")
                                          : QStringLiteral("play");
        if (button->property("drawing") != drawing || button->icon().isNull()) {
            button->setProperty("drawing", drawing);
            button->setIcon(colouredIcon(drawing, has ? m_theme.ok : m_theme.text3, m_theme.disabled));
        }
        const QString name = (has       ? tr("%1, has run")
                              : hasPart ? tr("%1, partly trained")
                                        : tr("%1, not run yet"))
                                 .arg(m_study.name(i));
        button->setAccessibleName(button->isChanged() ? tr("%1, changed").arg(name) : name);
        button->setDotColour(m_theme.accent);
        button->setChecked(i == m_study.shown());
    }
    const bool done = m_study.hasRunAll();
    m_run->setText(m_study.isRunningAll() ? tr("Stop after this condition")
                   : m_study.cost()       ? tr("Run all · %1").arg(durationText(m_study.cost()->seconds))
                                          : tr("Run all"));
    m_run->setEnabled(!done);
    const QString what = tr("Trains every condition that has not run, one after the other");
    m_run->setToolTip(done ? tr("All conditions have run.")
                      : m_study.cost()
                          ? wrappedToolTip(what + QStringLiteral(": ") + costText(*m_study.cost()))
                          : what);
}

/// More conditions than there is room for scroll.
void StudyBar::showChosen() {
    if (QAbstractButton* chosen = m_group->checkedButton())
        m_scroll->showWhole(chosen);
}

void StudyBar::setCompared(bool compared) {
    const QSignalBlocker quiet(m_compare);
    m_compare->setChecked(compared);
}

void StudyBar::setOverlaid(bool overlaid) {
    if (std::exchange(m_overlaid, overlaid) != overlaid)
        takeRuns();
}

void StudyBar::setTheme(const Theme& theme) {
    m_theme = theme;
    m_scroll->setTheme(theme);
    for (QAbstractButton* button : m_group->buttons())
        button->setIcon({});
    takeRuns();
    update();
}

void StudyBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.border);
}

} // namespace infoplane
