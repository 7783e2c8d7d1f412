#include "experiment/data_group.h"

#include "data/sources.h"
#include "experiment/compound_editors.h"

#include <QFileDialog>
#include <QFileInfo>

namespace infoplane {

namespace {

using Origin = SourceDescription::Origin;

const QString imagesId = QStringLiteral("idx");
/// All kinds of table are one entry; the file's name says which it is.
const QString tableId = QStringLiteral("csv");

Origin originOf(const QString& id) {
    return describeSource(id.toStdString()).origin;
}

bool isImages(const ExperimentSpec& spec) {
    return sourceOf(spec.data).origin == Origin::Folder;
}

QString idOfTable(const QString& file) {
    const QString ending = QFileInfo(file).suffix().toLower();
    return originOf(ending) == Origin::Table ? ending : tableId;
}

SpecField sourceField() {
    SpecField field = *specField(QStringLiteral("data.source"));
    std::erase_if(field.choices, [](const SpecField::Choice& choice) {
        return originOf(choice.id) == Origin::Table && choice.id != tableId;
    });
    for (SpecField::Choice& choice : field.choices) {
        if (choice.id == tableId)
            choice.name = DataGroup::tr("Table…");
    }
    const auto read = field.read;
    field.read = [read](const ExperimentSpec& spec) {
        return sourceOf(spec.data).origin == Origin::Table ? QJsonValue(tableId) : read(spec);
    };
    return field;
}

QString installedImages() {
    return QString::fromStdString(installedImageFolder().string());
}

} // namespace

DataGroup::DataGroup(SessionDocument* document, QWidget* parent)
    : FieldGroup(document, tr("Data"), parent) {
    addSource();
    addPath();
    add(QStringLiteral("data.labelColumn"));
    const SpecField& share = *specField(QStringLiteral("data.trainFraction"));
    add(share, new ShareEditor(share));
    for (const char* path : {"data.inputs", "data.relevantInputs", "data.snr", "data.weightVariance",
                             "data.trainSamples", "data.testSamples", "data.shuffleLabels"})
        add(QLatin1String(path));
}

std::map<QString, QString> DataGroup::problemsOfFacts() const {
    // The data could not be had: told where they were chosen.
    if (document()->factsError().isEmpty())
        return {};
    const bool hasPath = m_pathRow->field().applies(document()->spec());
    return {{hasPath ? m_pathRow->field().path : QStringLiteral("data.source"), document()->factsError()}};
}

void DataGroup::addSource() {
    const SpecField field = sourceField();
    m_source = new ChoiceEditor(field);
    FieldRow* row = add(field, m_source);
    row->setApply([this](const QJsonValue& value) { chooseSource(value.toString()); });
}

void DataGroup::addPath() {
    const SpecField& field = *specField(QStringLiteral("data.path"));
    m_path = new PathEditor(field);
    m_pathRow = add(field, m_path);
    connect(m_path, &PathEditor::chooserRequested, this, [this] {
        if (isImages(document()->spec()))
            chooseFolder();
        else
            chooseTable();
    });
    connect(document(), &SessionDocument::specChanged, this, [this] {
        const bool images = isImages(document()->spec());
        m_pathRow->setLabel(images ? tr("Folder") : m_pathRow->field().label);
        m_path->setPlaceholder(images ? QFileInfo(installedImages()).fileName() : QString());
    });
}

void DataGroup::chooseSource(const QString& id) {
    switch (originOf(id)) {
    case Origin::Made:
        document()->editField(QStringLiteral("data.source"), id);
        break;
    case Origin::Folder:
        if (installedImages().isEmpty())
            chooseFolder();
        else
            useFolder(installedImages());
        break;
    case Origin::Table:
        chooseTable();
        break;
    }
}

void DataGroup::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("Folder with the four image files"), installedImages());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &DataGroup::useFolder);
    connect(dialog, &QDialog::rejected, this, &DataGroup::showSourceAgain);
    dialog->open();
}

void DataGroup::chooseTable() {
    auto* dialog = new QFileDialog(this, tr("Table to learn"), QFileInfo(document()->spec().data.path).path(),
                                   tr("Tables (*.csv *.mat);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &DataGroup::useTable);
    connect(dialog, &QDialog::rejected, this, &DataGroup::showSourceAgain);
    dialog->open();
}

void DataGroup::useFolder(const QString& folder) {
    ExperimentSpec spec = document()->spec();
    specField(QStringLiteral("data.source"))->write(spec, imagesId);
    spec.data.path = folder;
    document()->editSpec(spec, tr("Images"));
}

void DataGroup::useTable(const QString& file) {
    ExperimentSpec spec = document()->spec();
    specField(QStringLiteral("data.source"))->write(spec, idOfTable(file));
    if (spec.data.path != file)
        spec.data.labelColumn.clear();
    spec.data.path = file;
    document()->editSpec(spec, tr("Table"));
}

void DataGroup::showSourceAgain() {
    m_source->setValue(sourceField().read(document()->spec()));
}

} // namespace infoplane
