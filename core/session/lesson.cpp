#include "session/lesson.h"

#include "error.h"
#include "session/study.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace infoplane {

namespace {

[[noreturn]] void fail(const QString& name, qsizetype line, const QString& sentence) {
    throw Error(QStringLiteral("%1, line %2: %3").arg(name).arg(line).arg(sentence).toStdString());
}

QJsonObject parseSettings(const QString& json, const QString& name, qsizetype line) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json.toUtf8(), &error);
    if (error.error != QJsonParseError::NoError)
        fail(name, line, QStringLiteral("what the step sets is no JSON: %1.").arg(error.errorString()));
    if (!document.isObject())
        fail(name, line, QStringLiteral("what a step sets is a JSON object in braces."));
    return document.object();
}

/// Text under a key of the window, taken out of the object; one of `known`, unless that is empty.
QString takeWord(QJsonObject& settings, const char* key, const QStringList& known, const QString& name,
                 qsizetype line) {
    const QJsonValue value = settings.take(QLatin1String(key));
    if (value.isUndefined())
        return {};
    const QString word = value.toString();
    if (word.isEmpty())
        fail(name, line, QStringLiteral("\"%1\" must be text.").arg(QLatin1String(key)));
    if (!known.isEmpty() && !known.contains(word))
        fail(name, line,
             QStringLiteral("there is no %1 \"%2\"; there are %3.")
                 .arg(QLatin1String(key), word, known.join(QStringLiteral(", "))));
    return word;
}

void takeSettings(LessonStep& step, const QString& json, const QString& name, qsizetype line) {
    if (step.setsAnything())
        fail(name, line - 1, QStringLiteral("the step sets something already."));
    QJsonObject settings = parseSettings(json, name, line);
    step.condition = takeWord(settings, "condition", {}, name, line);
    step.chart = takeWord(settings, "chart", lessonCharts(), name, line);
    step.view = takeWord(settings, "view", lessonViews(), name, line);
    step.patch = settings;
    if (!step.setsAnything())
        fail(name, line, QStringLiteral("the step sets nothing; leave the braces out."));
}

} // namespace

const QStringList& lessonCharts() {
    static const QStringList ids = {
        QStringLiteral("generalization"), QStringLiteral("information"), QStringLiteral("gradient"),
        QStringLiteral("activity"),       QStringLiteral("decision"),    QStringLiteral("label"),
        QStringLiteral("relevant"),       QStringLiteral("irrelevant"),  QStringLiteral("weights")};
    return ids;
}

const QStringList& lessonViews() {
    static const QStringList ids = {QStringLiteral("charts"), QStringLiteral("compare"),
                                    QStringLiteral("multiples"), QStringLiteral("oneUnit"),
                                    QStringLiteral("verdicts")};
    return ids;
}

QString withoutSettings(const QString& markdown) {
    static const QRegularExpression settings(QStringLiteral("\\n[ \\t]*```json.*?```[ \\t]*(?=\\n|$)"),
                                             QRegularExpression::DotMatchesEverythingOption);
    return QString(markdown).remove(settings);
}

Lesson parseLesson(const QString& markdown, const QString& name) {
    Lesson lesson;
    const QStringList lines = markdown.split(QLatin1Char('\n'));
    static const QRegularExpression number(QStringLiteral("^\\d+\\. "));
    bool isNumbered = false, isOver = false;
    QStringList text;
    const auto closeStep = [&] {
        QString& words = lesson.steps.empty() ? lesson.introduction : lesson.steps.back().text;
        words = text.join(QLatin1Char('\n')).trimmed();
        text.clear();
    };
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString line = lines[i].trimmed();
        const QRegularExpressionMatch item = number.match(lines[i]);
        if (item.hasMatch() && !isOver && (isNumbered || lesson.steps.empty())) {
            closeStep();
            isNumbered = true;
            lesson.steps.emplace_back();
            text << line.mid(item.capturedLength());
        } else if (line.startsWith(QLatin1String("## ")) && isNumbered) {
            isOver = true;
        } else if (isOver) {
            continue;
        } else if (line.startsWith(QLatin1String("## "))) {
            closeStep();
            lesson.steps.emplace_back().title = line.mid(3).trimmed();
        } else if (line.startsWith(QLatin1String("# "))) {
            lesson.title = line.mid(2).trimmed();
        } else if (!lesson.steps.empty() && line.startsWith(QLatin1String("```json"))) {
            const qsizetype from = i + 1;
            while (++i < lines.size() && !lines[i].trimmed().startsWith(QLatin1String("```"))) {
            }
            if (i >= lines.size())
                fail(name, from, QStringLiteral("what the step sets has no end (```)."));
            takeSettings(lesson.steps.back(), lines.mid(from, i - from).join(QLatin1Char('\n')), name,
                         from + 1);
        } else {
            text << lines[i];
        }
    }
    closeStep();
    if (lesson.steps.empty())
        fail(name, lines.size(),
             QStringLiteral("there is no step; steps are a numbered list, or begin with ##."));
    return lesson;
}

QString LessonStep::words() const {
    return title.isEmpty() ? text : QStringLiteral("**%1**\u2002%2").arg(title, text);
}

ExperimentSpec Lesson::specAfter(const ExperimentSpec& now, int step) const {
    const LessonStep& one = steps[static_cast<std::size_t>(step)];
    ExperimentSpec spec = now;
    if (one.patch.isEmpty())
        return spec;
    // An estimator of another kind brings parameters of its own.
    QJsonObject json = toJson(spec);
    const QJsonValue id = one.patch.value(QLatin1String("estimator")).toObject().value(QLatin1String("id"));
    if (id.isString() && id.toString().toStdString() != spec.estimator.id)
        json.remove(QLatin1String("estimator"));
    std::vector<SpecError> errors = fromJson(mergePatch(json, one.patch), spec);
    if (errors.empty())
        errors = checkSpec(spec);
    if (!errors.empty())
        throw Error(QStringLiteral("Step %1%2: %3")
                        .arg(step + 1)
                        .arg(one.title.isEmpty() ? QString() : QStringLiteral(", ") + one.title,
                             errors.front().message)
                        .toStdString());
    spec.estimator = withDefaults(spec.estimator);
    return spec;
}

} // namespace infoplane
