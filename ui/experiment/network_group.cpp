#include "experiment/network_group.h"

#include "experiment/compound_editors.h"
#include "network/network_shape.h"

namespace infoplane {

namespace {

const QString namePath = QStringLiteral("network.initializer.name");
const QString spreadPath = QStringLiteral("network.initializer.scale");

/// "name" and "spread" of an initializer as one choice: what has a spread is offered once for each.
SpecField initializerField() {
    SpecField field = *specField(namePath);
    const SpecField& spread = *specField(spreadPath);
    std::vector<SpecField::Choice> combined;
    for (const SpecField::Choice& choice : field.choices) {
        ExperimentSpec probe;
        field.write(probe, choice.id);
        if (!spread.applies(probe)) {
            combined.push_back(choice);
            continue;
        }
        for (const SpecField::Choice& width : spread.choices)
            combined.push_back({choice.id + QLatin1Char('/') + width.id, width.name});
    }
    field.choices = combined;
    field.tooltip = specField(namePath)->tooltip;
    const auto readName = field.read;
    const auto writeName = field.write;
    field.read = [readName, &spread](const ExperimentSpec& spec) {
        const QString name = readName(spec).toString();
        return QJsonValue(spread.applies(spec) ? name + QLatin1Char('/') + spread.read(spec).toString()
                                               : name);
    };
    field.write = [writeName, &spread](ExperimentSpec& spec, const QJsonValue& value) {
        const QString id = value.toString();
        writeName(spec, id.section(QLatin1Char('/'), 0, 0));
        if (id.contains(QLatin1Char('/')))
            spread.write(spec, id.section(QLatin1Char('/'), 1));
    };
    return field;
}

} // namespace

NetworkGroup::NetworkGroup(SessionDocument* document, QWidget* parent)
    : FieldGroup(document, tr("Network"), parent)
    , m_layers(add(QStringLiteral("network.hidden"))) {
    const SpecField& activation = *specField(QStringLiteral("network.activation"));
    add(activation, new ActivationEditor(activation));
    addInitializer();
    add(QStringLiteral("network.initializer.gain"));
}

void NetworkGroup::addInitializer() {
    const SpecField field = initializerField();
    FieldRow* row = add(field, new ChoiceEditor(field));
    row->setAlsoStandsFor({spreadPath});
    row->setApply([this, field](const QJsonValue& value) {
        ExperimentSpec spec = document()->spec();
        field.write(spec, value);
        document()->editSpec(spec, field.label);
    });
}

void NetworkGroup::refreshFacts() {
    const ExperimentSpec& spec = document()->spec();
    const auto layers = static_cast<int>(spec.network.hidden.size()) + 1;
    const auto& facts = document()->facts();
    if (!facts) {
        m_layers->setHint(tr("%1 layers").arg(layers)); // one hidden layer and the output at least
        return;
    }
    NetworkShape shape;
    shape.widths = spec.network.hidden;
    shape.widths.insert(shape.widths.begin(), facts->inputs);
    shape.widths.push_back(facts->outputs);
    m_layers->setHint(
        tr("%1 layers, %L2 parameters").arg(layers).arg(static_cast<qint64>(shape.parameterCount())));
}

} // namespace infoplane
