#include "session/lesson.h"

#include "error.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace infoplane {

namespace {

[[noreturn]] void fail(const QString& name, qsizetype line, const QString& sentence) {
    throw Error(QStringLiteral("%1, line %2: %3").arg(name).arg(line).arg(sentence).toStdString());
}

QJsonObject merged(QJsonObject target, const QJsonObject& patch) {
    for (auto one = patch.begin(); one != patch.end(); ++one) {
        if (one->isNull())
            target.remove(one.key());
        else if (one->isObject())
            target.insert(one.key(), merged(target.value(one.key()).toObject(), one->toObject()));
        else
            target.insert(one.key(), *one);
    }
    return target;
}

QJsonObject parsePatch(const QString& json, const QString& name, qsizetype line) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json.toUtf8(), &error);
    if (error.error != QJsonParseError::NoError)
        fail(name, line, QStringLiteral("the patch is no JSON: %1.").arg(error.errorString()));
    if (!document.isObject())
        fail(name, line, QStringLiteral("a patch is a JSON object in braces."));
    return document.object();
}

} // namespace

Lesson parseLesson(const QString& markdown, const QString& name) {
    Lesson lesson;
    const QStringList lines = markdown.split(QLatin1Char('\n'));
    static const QRegularExpression number(QStringLiteral("^\\d+\\. "));
    bool isNumbered = false, isOver = false;
    QStringList text;
    const auto closeStep = [&] {
        if (!lesson.steps.empty())
            lesson.steps.back().text = text.join(QLatin1Char('\n')).trimmed();
        text.clear();
    };
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString line = lines[i].trimmed();
        const QRegularExpressionMatch item = number.match(lines[i]);
        if (item.hasMatch() && !isOver && (isNumbered || lesson.steps.empty())) {
            closeStep();
            isNumbered = true;
            lesson.steps.push_back({});
            text << line.mid(item.capturedLength());
        } else if (line.startsWith(QLatin1String("## ")) && isNumbered) {
            isOver = true;
        } else if (isOver) {
            continue;
        } else if (line.startsWith(QLatin1String("## "))) {
            closeStep();
            lesson.steps.push_back({line.mid(3).trimmed(), {}, {}});
        } else if (line.startsWith(QLatin1String("# "))) {
            lesson.title = line.mid(2).trimmed();
        } else if (lesson.steps.empty()) {
            continue; // the introduction
        } else if (line.startsWith(QLatin1String("```json"))) {
            const qsizetype from = i + 1;
            while (++i < lines.size() && !lines[i].trimmed().startsWith(QLatin1String("```"))) {
            }
            if (i >= lines.size())
                fail(name, from, QStringLiteral("the patch has no end (```)."));
            if (!lesson.steps.back().patch.isEmpty())
                fail(name, from, QStringLiteral("the step has a patch already."));
            lesson.steps.back().patch =
                parsePatch(lines.mid(from, i - from).join(QLatin1Char('\n')), name, from + 1);
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

ExperimentSpec Lesson::specAt(const ExperimentSpec& base, int step) const {
    ExperimentSpec spec = base;
    for (int i = 0; i <= step && i < static_cast<int>(steps.size()); ++i) {
        const LessonStep& one = steps[static_cast<std::size_t>(i)];
        if (one.patch.isEmpty())
            continue;
        // An estimator of another kind brings parameters of its own.
        QJsonObject json = toJson(spec);
        const QJsonObject estimator = one.patch.value(QLatin1String("estimator")).toObject();
        const QJsonValue id = estimator.value(QLatin1String("id"));
        if (id.isString() && id.toString().toStdString() != spec.estimator.id)
            json.remove(QLatin1String("estimator"));
        std::vector<SpecError> errors = fromJson(merged(json, one.patch), spec);
        if (errors.empty())
            errors = checkSpec(spec);
        if (!errors.empty())
            throw Error(QStringLiteral("Step %1, %2: %3")
                            .arg(i + 1)
                            .arg(one.title, errors.front().message)
                            .toStdString());
    }
    return spec;
}

} // namespace infoplane
