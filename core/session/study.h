#pragma once

#include "session/experiment_spec.h"
#include "session/session.h"

namespace infoplane {

/// One of the things that a study compares.
struct StudyCondition {
    QString name;
    QJsonObject changes; ///< a JSON merge patch (RFC 7396) to the base; empty: the base itself
    ExperimentSpec spec; ///< the base with the changes; its title names study and condition
};

/// Several conditions, one question: a base spec and named changes to it. In JSON
///
///     {"format": 1, "title": "SGD against full batch",
///      "base": {a spec},
///      "conditions": [{"name": "mini-batch"},
///                     {"name": "full batch", "changes": {"training": {"batchSize": "full"}}}]}
///
/// A merge patch says what becomes different: a group is merged key by key, any other value replaces the one
/// before, null takes it back to its default. Two things follow by themselves: what the base sets and has no
/// meaning any more with the changes (the betas of Adam, where the optimizer becomes SGD) falls away, and
/// another estimator or another source of data begins with its own defaults. A spec by itself is a study of
/// one condition.
struct Study {
    QString title;
    ExperimentSpec base;
    std::vector<StudyCondition> conditions; ///< at least one, each name once

    /// One condition, and nothing that a spec does not say: kept and shown as a session.
    bool isPlain() const;
    QStringList names() const;
};

/// A study that has been run: one session for each condition, in the order of the conditions.
struct StudyRecord {
    Study study;
    std::vector<Session> sessions;
};

/// A spec as a study of one condition, named as the spec.
Study studyOf(const ExperimentSpec& spec);
StudyRecord studyOf(Session session);
/// Specs that were made elsewhere, as a study: the first one is the base, the others say what they change.
/// Throws Error where a name stands twice, or where a condition would not be the same when it is read again.
Study studyOf(const QString& title, const std::vector<std::pair<QString, ExperimentSpec>>& conditions);
/// The merge patch that makes one object of the other.
QJsonObject patchBetween(const QJsonObject& before, const QJsonObject& after);

/// Every default of the base written out. A plain study as a study too, with its one condition.
QJsonObject toJson(const Study& study);
/// All errors at once, each with its path: "base.training.epochs", "conditions[1].changes.training.epochs".
/// The base must be a spec that can be run, and so must each condition.
std::vector<SpecError> fromJson(const QJsonObject& json, Study& study);
/// Reads a study or a spec from text; errors as those of parseSpec, which name the condition.
Study parseStudy(const QByteArray& text, const QString& name);

/// RFC 7396: the target with the patch applied.
QJsonObject mergePatch(QJsonObject target, const QJsonObject& patch);

/// The study with the same patch applied to the base and in every condition, whatever that said before.
/// Throws Error where a condition cannot be run with it.
Study withChanges(const Study& study, const QJsonObject& patch);

/// The condition a person means by its name, or by its number from 1. Throws Error that lists them.
std::size_t findCondition(const Study& study, const QString& nameOrNumber);
/// "1 tanh, 2 ReLU", for messages.
QString conditionList(const QStringList& names);

} // namespace infoplane
