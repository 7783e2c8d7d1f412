#include "lesson/lesson_panel.h"

#include "charts/elided_label.h"
#include "icons.h"
#include "lesson/lesson_guide.h"
#include "style.h"

#include <QAbstractTextDocumentLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace infoplane {

namespace {
constexpr int mostLines = 5, mostLinesInLowWindow = 2;
constexpr int lowWindow = 760; ///< pixels of height; as where the estimator's note folds
constexpr int toolSize = 26, toolIcon = 16;

/// Where each line of a text that is laid out ends, from the text's top.
std::vector<double> lineEnds(const QTextDocument& document) {
    std::vector<double> ends;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        const QTextLayout& layout = *block.layout();
        const double top = document.documentLayout()->blockBoundingRect(block).top();
        for (int line = 0; line < layout.lineCount(); ++line)
            ends.push_back(top + layout.lineAt(line).rect().bottom());
    }
    return ends;
}
} // namespace

LessonPanel::LessonPanel(LessonGuide& guide, QWidget* parent)
    : QWidget(parent)
    , m_guide(guide)
    , m_theme(lightTheme())
    , m_title(new ElidedLabel)
    , m_number(new QLabel)
    , m_do(new QPushButton(tr("Do it")))
    , m_words(new QTextBrowser) {
    setAccessibleName(tr("Lesson"));
    m_title->setFont(uiFont(type::body, QFont::DemiBold));
    m_number->setFont(uiFont(type::small));
    m_number->setAccessibleName(tr("Step of the lesson"));
    m_previous = makeTool(tr("Previous step"), tr("The step before"));
    m_next = makeTool(tr("Next step"), tr("The next step of the lesson"));
    m_close = makeTool(tr("Close the lesson"), tr("Close the lesson; View > Lesson opens it again"));
    m_do->setAccessibleName(tr("Do what the step asks for"));
    m_do->setFocusPolicy(Qt::TabFocus);
    m_words->setAccessibleName(tr("Words of the lesson"));
    m_words->setFrameShape(QFrame::NoFrame);
    m_words->setFont(uiFont(type::body));
    m_words->document()->setDocumentMargin(0);
    m_words->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_words->setFocusPolicy(Qt::TabFocus);
    m_words->viewport()->setAutoFillBackground(false);
    auto* head = new QHBoxLayout;
    head->setSpacing(4);
    head->addWidget(m_title, 1);
    head->addWidget(m_number);
    head->addSpacing(6);
    head->addWidget(m_previous);
    head->addWidget(m_next);
    head->addSpacing(4);
    head->addWidget(m_do);
    head->addWidget(m_close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 3, 10, 9);
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(m_words);
    connect(m_previous, &QToolButton::clicked, this, [this] { m_guide.goTo(m_guide.step() - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { m_guide.goTo(m_guide.step() + 1); });
    connect(m_do, &QPushButton::clicked, &m_guide, &LessonGuide::doStep);
    connect(m_close, &QToolButton::clicked, this, &LessonPanel::closeAsked);
    connect(&m_guide, &LessonGuide::lessonChanged, this, &LessonPanel::takeLesson);
    connect(&m_guide, &LessonGuide::stepChanged, this, &LessonPanel::takeStep);
    takeLesson();
    takeStep();
}

QToolButton* LessonPanel::makeTool(const QString& name, const QString& toolTip) {
    auto* button = new QToolButton;
    button->setAccessibleName(name);
    button->setToolTip(toolTip);
    button->setFixedSize(toolSize, toolSize);
    button->setIconSize({toolIcon, toolIcon});
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void LessonPanel::takeLesson() {
    m_title->setText(m_guide.lesson() ? m_guide.lesson()->title : QString());
}

void LessonPanel::takeStep() {
    const std::optional<Lesson>& lesson = m_guide.lesson();
    if (!lesson)
        return;
    const LessonStep* step = m_guide.current();
    m_words->setMarkdown(step ? step->words() : lesson->introduction);
    m_number->setText(step ? tr("%1 / %2").arg(m_guide.step() + 1).arg(lesson->count())
                           : tr("%1 steps").arg(lesson->count()));
    m_previous->setEnabled(step);
    m_next->setEnabled(m_guide.step() + 1 < lesson->count());
    m_do->setEnabled(step && step->setsAnything());
    m_do->setToolTip(wrappedToolTip(m_do->isEnabled() ? LessonGuide::settingWords(*step)
                                    : step            ? tr("This step sets nothing: read and look.")
                                                      : tr("The steps begin with the next page.")));
    fitWords();
}

/// Whole lines alone: all of them, or as many as there is room for and a bar that scrolls by lines.
void LessonPanel::fitWords() {
    QTextDocument& document = *m_words->document();
    const auto layOut = [&](Qt::ScrollBarPolicy bar) {
        m_words->setVerticalScrollBarPolicy(bar);
        document.setTextWidth(m_words->viewport()->width());
        return lineEnds(document);
    };
    const std::size_t most = window()->height() < lowWindow ? mostLinesInLowWindow : mostLines;
    double height;
    if (layOut(Qt::ScrollBarAlwaysOff).size() <= most) {
        height = document.size().height();
    } else {
        const std::vector<double> ends = layOut(Qt::ScrollBarAlwaysOn);
        height = ends[most - 1];
        m_words->verticalScrollBar()->setSingleStep(static_cast<int>(std::lround(ends[1] - ends[0])));
    }
    m_words->setFixedHeight(static_cast<int>(std::ceil(height)));
}

void LessonPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitWords();
}

void LessonPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    fitWords();
}

void LessonPanel::setTheme(const Theme& theme) {
    m_theme = theme;
    m_title->setColor(theme.text);
    m_number->setStyleSheet(QStringLiteral("color: %1; background: transparent").arg(theme.text2.name()));
    m_words->setStyleSheet(
        QStringLiteral("QTextBrowser { background: transparent; border: none; color: %1; }")
            .arg(theme.text.name()));
    m_previous->setIcon(themedIcon(QStringLiteral("left"), theme));
    m_next->setIcon(themedIcon(QStringLiteral("right"), theme));
    m_close->setIcon(themedIcon(QStringLiteral("close"), theme));
    takeStep();
    update();
}

void LessonPanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.border);
}

} // namespace infoplane
