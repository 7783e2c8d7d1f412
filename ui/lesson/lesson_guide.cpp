#include "lesson/lesson_guide.h"

#include "error.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace infoplane {

namespace {

/// {"training": {"epochs": 50}} as "training.epochs = 50".
void flatten(const QJsonObject& object, const QString& path, QStringList& words) {
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        const QString here = path + entry.key();
        if (entry->isObject()) {
            flatten(entry->toObject(), here + QLatin1Char('.'), words);
            continue;
        }
        const QString list =
            QString::fromUtf8(QJsonDocument(QJsonArray{*entry}).toJson(QJsonDocument::Compact));
        words << QStringLiteral("%1 = %2").arg(here, list.mid(1, list.size() - 2));
    }
}

} // namespace

std::optional<Lesson> lessonOf(const Preset& preset) {
    if (preset.lesson.trimmed().isEmpty())
        return std::nullopt;
    return parseLesson(preset.lesson, preset.id + QStringLiteral(".md"));
}

LessonGuide::LessonGuide(SessionDocument& document, StudyDocument& study, Player& player, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_study(study)
    , m_player(player) {
    connect(&m_document, &SessionDocument::replaced, this, [this] { take(true); });
    connect(&m_study, &StudyDocument::opened, this, [this] { take(true); });
    connect(&m_document, &SessionDocument::specChanged, this, [this] { take(false); });
}

/// A condition of a preset's study has a preset of its own, with the same id.
void LessonGuide::take(bool anew) {
    const Preset* preset = m_document.preset() ? findPreset(m_document.preset()->id) : nullptr;
    if (!preset && m_study.isOpen())
        preset = presetOfStudy(m_study.title());
    if (preset == m_preset && !anew)
        return;
    m_preset = preset;
    std::optional<Lesson> lesson;
    try {
        if (preset)
            lesson = lessonOf(*preset);
    } catch (const Error& error) {
        emit failed(QString::fromUtf8(error.what()));
    }
    setLesson(lesson);
    emit presetChanged();
}

void LessonGuide::setLesson(const std::optional<Lesson>& lesson) {
    m_lesson = lesson;
    m_step = -1;
    m_before.clear();
    emit lessonChanged();
    emit stepChanged();
}

const LessonStep* LessonGuide::current() const {
    return m_lesson && m_step >= 0 ? &m_lesson->steps[static_cast<std::size_t>(m_step)] : nullptr;
}

void LessonGuide::goTo(int step) {
    const int wanted = m_lesson ? std::clamp(step, -1, m_lesson->count() - 1) : -1;
    if (wanted == m_step)
        return;
    m_step = wanted;
    emit stepChanged();
}

void LessonGuide::doStep() {
    const LessonStep* step = current();
    if (!step)
        return;
    const QString chart = step->chart, view = step->view;
    setExperiment();
    if (!chart.isEmpty())
        emit chartAsked(static_cast<int>(lessonCharts().indexOf(chart)));
    if (!view.isEmpty())
        emit viewAsked(view);
}

void LessonGuide::present(int step) {
    if (!m_lesson)
        return;
    const int wanted = std::clamp(step, 0, m_lesson->count() - 1);
    if (wanted == m_step)
        return;
    while (m_step < wanted) {
        ++m_step;
        setExperiment();
    }
    while (m_step > wanted)
        takeBack(m_step--);
    emit stepChanged();
}

void LessonGuide::showCondition(int condition) {
    if (m_study.isOpen() && condition != m_study.shown())
        emit conditionAsked(condition);
}

/// What the step does not name stays as the person has it.
void LessonGuide::setExperiment() {
    const LessonStep& step = *current();
    if (!step.setsExperiment())
        return;
    Before before{m_study.shown(), m_study.shown(), {}};
    if (!step.condition.isEmpty()) {
        before.at = 0;
        while (before.at < m_study.count() && m_study.name(before.at) != step.condition)
            ++before.at;
        if (before.at >= m_study.count()) {
            emit failed(
                tr("There is no condition \"%1\" in what is open. Choose the preset of the lesson again.")
                    .arg(step.condition));
            return;
        }
        showCondition(before.at);
    }
    before.spec = m_document.spec();
    try {
        edit(m_lesson->specAfter(before.spec, m_step));
    } catch (const Error& error) {
        emit failed(QString::fromUtf8(error.what()));
        return;
    }
    m_before.try_emplace(m_step, before);
}

void LessonGuide::takeBack(int step) {
    const auto node = m_before.extract(step);
    if (node.empty())
        return;
    showCondition(node.mapped().at);
    edit(node.mapped().spec);
    showCondition(node.mapped().from);
}

/// Bins and noise are seen at once; anything else is a run of its own.
void LessonGuide::edit(const ExperimentSpec& spec) {
    const QStringList before = m_document.fieldsChangedFromRun();
    m_document.editSpec(spec, tr("Step %1 of the lesson").arg(m_step + 1));
    if (m_document.session() && m_document.fieldsChangedFromRun() != before)
        m_player.restart();
}

QString LessonGuide::settingWords(const LessonStep& step) {
    QStringList words;
    if (!step.condition.isEmpty())
        words << tr("Shows the condition %1.").arg(step.condition);
    QStringList settings;
    flatten(step.patch, {}, settings);
    if (!settings.isEmpty())
        words << tr("Sets %1.").arg(settings.join(QStringLiteral(", ")));
    const int chart = static_cast<int>(lessonCharts().indexOf(step.chart));
    if (chart >= 0)
        words << QStringList{tr("Shows train and test loss beside the plane."),
                             tr("Shows the information by epoch beside the plane."),
                             tr("Shows the gradient beside the plane."),
                             tr("Shows the activity beside the plane."),
                             tr("Shows the information about the decision beside the plane."),
                             tr("Shows the information about the label by epoch beside the plane."),
                             tr("Shows the information about the relevant inputs beside the plane."),
                             tr("Shows the information about the irrelevant inputs beside the plane."),
                             tr("Shows the norms of the weights beside the plane.")}[chart];
    const int view = static_cast<int>(lessonViews().indexOf(step.view));
    if (view >= 0)
        words << QStringList{tr("Shows the charts."), tr("Shows the conditions side by side."),
                             tr("Shows several estimators side by side."), tr("Opens the window One unit."),
                             tr("Opens the verdicts.")}[view];
    return words.join(QLatin1Char(' '));
}

} // namespace infoplane
