#include "estimator/estimator_panel.h"

#include "estimator/estimate_status.h"
#include "estimator/parameter_row.h"
#include "estimator/reason_list.h"
#include "icons.h"
#include "session/applicability.h"
#include "session/spec_fields.h"
#include "style.h"
#include "theme.h"
#include "widgets/combo_field.h"
#include "widgets/form_row.h"

#include <QEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace infoplane {

namespace {

constexpr int topMargin = 8;
constexpr int noteGap = 10;
constexpr int noteMargin = 10;
constexpr int noteIcon = 16;
constexpr int infoWidth = 300;
/// In a window lower than this the note folds into its button.
constexpr int leastHeightForNote = 760;
/// In one at least so high a warning stands whole, and the note under it.
constexpr int leastHeightForBoth = 1000;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

const EstimatorDescription* findEstimator(const std::string& id) {
    for (const EstimatorDescription& description : estimators()) {
        if (description.id == id)
            return &description;
    }
    return nullptr;
}

bool isOffered(const EstimatorDescription& description) {
    return description.windowReady;
}

/// What a note says after its question.
QString answerPart(const QString& question) {
    const auto mark = question.indexOf(QLatin1Char('?'));
    const QString rest = question.mid(mark + 1).trimmed();
    return mark < 0 || rest.isEmpty() ? question : rest;
}

/// With italic N, and its value where that is known.
QString withCeiling(const QString& plain, const std::optional<DataFacts>& facts, const QLocale& locale) {
    QString html = plain.toHtmlEscaped();
    const QString ceiling = QStringLiteral("log\u2082 N");
    QString shown = QStringLiteral("log\u2082\u00a0<i>N</i>");
    if (facts)
        shown += QStringLiteral("\u00a0= %1\u00a0bit").arg(locale.toString(facts->inputBits, 'g', 4));
    return html.replace(ceiling, shown);
}

} // namespace

EstimatorPanel::EstimatorPanel(SessionDocument* document, QWidget* parent)
    : QFrame(parent)
    , m_document(document)
    , m_theme(std::make_unique<Theme>(lightTheme())) {
    setRole(this, "panel");
    setAccessibleName(tr("Estimator"));
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(0, topMargin, 0, 0);
    m_column->setSpacing(size::rowGap);
    m_column->addWidget(makeHead());

    m_method = new ComboField(this);
    m_method->setAccessibleName(tr("Method of estimating information"));
    m_reasons = new ReasonDelegate(m_method);
    m_method->setItemDelegate(m_reasons);
    m_method->setToolTip(wrappedToolTip(tr("How information is estimated. Changing it redraws the whole run; "
                                           "nothing is trained again.")));
    m_methodRow = new FormRow(tr("Method"), m_method, size::rightLabel, this);
    m_column->addWidget(m_methodRow);
    m_variant = new ComboField(this);
    m_variant->setAccessibleName(tr("Bins"));
    m_variant->setToolTip(
        wrappedToolTip(tr("Where the edges lie. Saxe et al.: width 0.07; SZT: 30 over [−1, 1].")));
    m_variantRow = new FormRow(tr("Bins"), m_variant, size::rightLabel, this);
    m_column->addWidget(m_variantRow);

    m_parameters = new QWidget(this);
    m_parameterColumn = new QVBoxLayout(m_parameters);
    m_parameterColumn->setContentsMargins(0, 0, 0, 0);
    m_parameterColumn->setSpacing(size::rowGap);
    m_column->addWidget(m_parameters);
    m_column->addWidget(makeBounds());

    const SpecField& samples = *specField(QStringLiteral("measure.on"));
    m_samples = new ComboField(this);
    for (const SpecField::Choice& choice : samples.choices)
        m_samples->addChoice(choice.id, choice.name);
    m_samples->setAccessibleName(samples.label);
    m_samples->setToolTip(wrappedToolTip(samples.tooltip));
    m_samplesRow = new FormRow(samples.label, m_samples, size::rightLabel, this);
    m_column->addWidget(m_samplesRow);
    m_column->addSpacing(noteGap - size::rowGap);
    m_status = new EstimateStatus(document, this);
    m_column->addWidget(m_status);
    connect(m_status, &EstimateStatus::warningChanged, this, &EstimatorPanel::foldNote);
    m_column->addWidget(makeNote());

    fillMethods();
    connect(m_method, &ComboField::chosen, this, &EstimatorPanel::chooseMethod);
    connect(m_variant, &ComboField::chosen, this,
            [this](const QString& id) { chooseEstimator(id.toStdString()); });
    connect(m_samples, &ComboField::chosen, this, [this, &samples](const QString& id) {
        ExperimentSpec spec = m_document->spec();
        samples.write(spec, id);
        m_document->setSampleSet(spec.measure.on);
    });
    const auto resetEstimator = [this] {
        if (m_document->preset())
            resetTo(m_document->preset()->spec.estimator);
    };
    connect(m_methodRow, &FormRow::resetRequested, this, resetEstimator);
    connect(m_variantRow, &FormRow::resetRequested, this, resetEstimator);
    connect(m_samplesRow, &FormRow::resetRequested, this, [this] {
        if (m_document->preset())
            m_document->setSampleSet(m_document->preset()->spec.measure.on);
    });
    connect(document, &SessionDocument::specChanged, this, &EstimatorPanel::refresh);
    connect(document, &SessionDocument::runReset, this, &EstimatorPanel::refresh);
    connect(document, &SessionDocument::estimatorRefused, this, &EstimatorPanel::refresh);
    connect(document, &SessionDocument::factsChanged, this, &EstimatorPanel::refresh);
    setTheme(lightTheme());
    refresh();
}

EstimatorPanel::~EstimatorPanel() = default;

QWidget* EstimatorPanel::makeHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(size::panelMargin, 0, size::panelMargin, 0);
    auto* title = new QLabel(tr("Estimator"), head);
    setRole(title, "head");
    row->addWidget(title, 1);
    m_multiples = new QToolButton(head);
    m_multiples->setText(tr("Small multiples"));
    m_multiples->setAccessibleName(tr("Small multiples"));
    m_multiples->setToolTip(
        wrappedToolTip(tr("The same session under several widths, rules or methods, side by side (M).")));
    m_multiples->setCheckable(true);
    m_multiples->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_multiples->setIconSize(QSize(noteIcon, noteIcon));
    m_multiples->setFocusPolicy(Qt::StrongFocus);
    connect(m_multiples, &QToolButton::clicked, this, &EstimatorPanel::multiplesToggled);
    row->addWidget(m_multiples);
    m_info = new QToolButton(head);
    m_info->setIconSize(QSize(noteIcon, noteIcon));
    m_info->setAccessibleName(tr("What this estimator answers"));
    m_info->setToolTip(
        wrappedToolTip(tr("What this estimator answers and what it cannot, with its source.")));
    m_info->setFocusPolicy(Qt::StrongFocus);
    connect(m_info, &QToolButton::clicked, this, &EstimatorPanel::showInfo);
    row->addWidget(m_info);
    head->setFixedHeight(size::tool);
    return head;
}

QWidget* EstimatorPanel::makeNote() {
    auto* inset = new QWidget(this);
    auto* outer = new QHBoxLayout(inset);
    outer->setContentsMargins(size::panelMargin, 0, size::panelMargin, 0);
    m_note = new QFrame(inset);
    setRole(m_note, "note");
    auto* row = new QHBoxLayout(m_note);
    row->setContentsMargins(noteMargin, noteMargin - 2, noteMargin, noteMargin - 2);
    row->setSpacing(noteMargin - 2);
    m_noteIcon = new QLabel(m_note);
    m_noteIcon->setFixedSize(noteIcon, noteIcon);
    row->addWidget(m_noteIcon, 0, Qt::AlignTop);
    m_noteText = new QLabel(m_note);
    m_noteText->setWordWrap(true);
    m_noteText->setTextFormat(Qt::RichText);
    row->addWidget(m_noteText, 1);
    outer->addWidget(m_note);
    return inset;
}

void EstimatorPanel::setTheme(const Theme& theme) {
    *m_theme = theme;
    m_info->setIcon(themedIcon(QStringLiteral("info"), theme));
    m_multiples->setIcon(themedIcon(QStringLiteral("multiples"), theme));
    m_reasons->setTheme(theme);
    m_boundsRow->setTheme(theme);
    m_status->setTheme(theme);
    m_noteIcon->setPixmap(
        themedIcon(QStringLiteral("info"), theme).pixmap(QSize(noteIcon, noteIcon), devicePixelRatioF()));
    for (FormRow* row : {m_methodRow, m_variantRow, m_samplesRow})
        row->setTheme(theme);
    for (ParameterRow* row : m_rows)
        row->setTheme(theme);
}

void EstimatorPanel::setMultiplesShown(bool shown) {
    m_multiples->setChecked(shown);
}

void EstimatorPanel::fillMethods() {
    QStringList methods;
    for (const EstimatorDescription& description : estimators()) {
        const QString method = text(description.method);
        if (isOffered(description) && !methods.contains(method)) {
            methods.append(method);
            m_method->addChoice(method, method);
        }
    }
}

QWidget* EstimatorPanel::makeBounds() {
    m_bounds = new ComboField(this);
    m_bounds->addChoice(QStringLiteral("both"), tr("Both"));
    m_bounds->addChoice(QStringLiteral("upper"), tr("Upper"));
    m_bounds->addChoice(QStringLiteral("lower"), tr("Lower"));
    m_bounds->setAccessibleName(tr("Bounds"));
    m_bounds->setToolTip(
        wrappedToolTip(tr("Upper is the paper\u2019s figure; the band shows how far the bounds are apart.")));
    connect(m_bounds, &ComboField::chosen, this, [this](const QString& id) {
        emit boundsChosen(id == QLatin1String("upper")   ? SessionView::Bounds::Upper
                          : id == QLatin1String("lower") ? SessionView::Bounds::Lower
                                                         : SessionView::Bounds::Both);
    });
    m_boundsRow = new FormRow(tr("Bounds"), m_bounds, size::rightLabel, this);
    return m_boundsRow;
}

/// A method is offered where one of its estimators applies to the run, or before there is one to what is
/// about to be run; the others say why not.
void EstimatorPanel::refreshMethods() {
    const ExperimentSpec& spec = m_document->session() ? m_document->session()->spec : m_document->spec();
    for (int i = 0; i < m_method->count(); ++i) {
        QString reason;
        for (const EstimatorDescription& description : estimators()) {
            if (!isOffered(description) || text(description.method) != m_method->itemData(i).toString())
                continue;
            reason = whyNotApplicable(description, spec);
            if (reason.isEmpty())
                break;
        }
        ReasonDelegate::setReason(m_method, i, reason);
    }
}

void EstimatorPanel::fillVariants(const std::string& method) {
    m_variant->clear();
    for (const EstimatorDescription& description : estimators()) {
        if (isOffered(description) && description.method == method)
            m_variant->addChoice(text(description.id), text(description.variant));
    }
    m_variantRow->setVisible(m_variant->count() > 1);
}

void EstimatorPanel::buildParameters(const EstimatorDescription& description) {
    for (ParameterRow* row : m_rows) {
        m_document->setInputError(QStringLiteral("estimator.") + row->objectName(), {});
        row->hide();
        row->deleteLater();
    }
    m_rows.clear();
    QWidget* before = m_variant;
    for (const ParameterDescription& parameter : description.parameters) {
        if (!parameter.inWindow)
            continue;
        auto* row = new ParameterRow(parameter, size::rightLabel, m_parameters);
        row->setTheme(*m_theme);
        m_parameterColumn->addWidget(row);
        row->show();
        m_rows.push_back(row);
        connect(row, &ParameterRow::edited, this,
                [this, id = parameter.id](const ParameterRow::Value& value) { editParameter(id, value); });
        connect(row, &ParameterRow::problemChanged, this, [this, row](const QString& problem) {
            m_document->setInputError(QStringLiteral("estimator.") + row->objectName(), problem);
        });
        connect(row, &ParameterRow::resetRequested, this, [this, parameter] {
            editParameter(parameter.id,
                          ParameterRow::valueIn(m_document->preset()->spec.estimator, parameter));
        });
        connect(row, &ParameterRow::draggingChanged, this, &EstimatorPanel::draggingChanged);
        for (QWidget* widget : row->findChildren<QWidget*>()) {
            if ((widget->focusPolicy() & Qt::TabFocus) && widget->window() == window()) {
                setTabOrder(before, widget);
                before = widget;
            }
        }
    }
    setTabOrder(before, m_samples);
    m_parameters->setVisible(!m_rows.empty());
}

void EstimatorPanel::refresh() {
    const EstimatorSettings& settings = m_document->spec().estimator;
    const EstimatorDescription* description = findEstimator(settings.id);
    if (!description)
        return;
    m_lastUsed[settings.id] = settings;
    if (m_shownId != settings.id) {
        m_shownId = settings.id;
        fillVariants(description->method);
        buildParameters(*description);
    }
    m_method->setCurrentId(text(description->method));
    m_variant->setCurrentId(text(settings.id));
    m_boundsRow->setVisible(description->planeLowerX >= 0);
    refreshMethods();
    for (ParameterRow* row : m_rows)
        row->setValue(ParameterRow::valueIn(settings, row->description()));
    m_samples->setCurrentId(specField(QStringLiteral("measure.on"))->read(m_document->spec()).toString());
    refreshChanged();
    refreshNote(*description);
}

void EstimatorPanel::refreshChanged() {
    const Preset* preset = m_document->preset();
    const auto backTo = [this](const QString& label, const QString& value) {
        return tr("%1: back to %2, as in the preset").arg(label, value);
    };
    const ExperimentSpec& spec = m_document->spec();
    const EstimatorDescription* wanted = preset ? findEstimator(preset->spec.estimator.id) : nullptr;
    const bool other = wanted && wanted->id != spec.estimator.id;
    const bool otherMethod = other && wanted->method != findEstimator(spec.estimator.id)->method;
    m_methodRow->setChanged(otherMethod, wanted ? backTo(tr("Method"), text(wanted->method)) : QString());
    m_variantRow->setChanged(other && !otherMethod,
                             wanted ? backTo(tr("Bins"), text(wanted->variant)) : QString());
    for (ParameterRow* row : m_rows) {
        const ParameterDescription& parameter = row->description();
        if (!wanted || other) {
            row->setChanged(false, {});
            continue;
        }
        const auto value = ParameterRow::valueIn(preset->spec.estimator, parameter);
        row->setChanged(value != ParameterRow::valueIn(spec.estimator, parameter),
                        backTo(text(parameter.name), ParameterRow::textOf(value, parameter, locale())));
    }
    const bool otherSamples = preset && preset->spec.measure.on != spec.measure.on;
    QString samples;
    if (otherSamples) {
        const SpecField& field = *specField(QStringLiteral("measure.on"));
        samples = m_samples->itemText(m_samples->findData(field.read(preset->spec).toString()));
    }
    m_samplesRow->setChanged(otherSamples, backTo(m_samples->accessibleName(), samples));
}

void EstimatorPanel::refreshNote(const EstimatorDescription& description) {
    m_noteText->setText(withCeiling(answerPart(text(description.question)), m_document->facts(), locale()));
}

void EstimatorPanel::chooseMethod(const QString& method) {
    // Within a method, the variant last used, else the first.
    const EstimatorDescription* first = nullptr;
    for (const EstimatorDescription& description : estimators()) {
        if (!isOffered(description) || text(description.method) != method)
            continue;
        if (!first || (m_lastUsed.contains(description.id) && !m_lastUsed.contains(first->id)))
            first = &description;
    }
    if (first)
        chooseEstimator(first->id);
}

void EstimatorPanel::chooseEstimator(const std::string& id) {
    const EstimatorDescription* description = findEstimator(id);
    if (!description || id == m_document->spec().estimator.id)
        return;
    EstimatorSettings settings;
    settings.id = id;
    const auto last = m_lastUsed.find(id);
    if (last != m_lastUsed.end())
        settings = last->second;
    // What both have, such as a correction, stays as it is.
    for (const auto& [key, value] : m_document->spec().estimator.values) {
        for (const ParameterDescription& parameter : description->parameters) {
            const bool sameKind = (parameter.kind == ParameterDescription::Kind::Choice) ==
                                  std::holds_alternative<std::string>(value);
            if (parameter.id == key && sameKind && parameter.marks.empty())
                settings.values[key] = value;
        }
    }
    m_document->setEstimator(settings);
}

void EstimatorPanel::editParameter(const std::string& id, const std::variant<double, std::string>& value) {
    EstimatorSettings settings = m_document->spec().estimator;
    settings.values[id] = value;
    m_document->setEstimator(settings);
}

void EstimatorPanel::resetTo(const EstimatorSettings& settings) {
    m_document->setEstimator(settings);
}

void EstimatorPanel::showInfo() {
    const EstimatorDescription* description = findEstimator(m_document->spec().estimator.id);
    if (!description)
        return;
    auto* popup = new QFrame(this, Qt::Popup);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    popup->setObjectName(QStringLiteral("estimatorInfo"));
    setRole(popup, "popup");
    auto* column = new QVBoxLayout(popup);
    column->setContentsMargins(size::panelMargin, noteMargin, size::panelMargin, noteMargin);
    auto* words = new QLabel(popup);
    words->setWordWrap(true);
    words->setTextFormat(Qt::RichText);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    const QString name =
        description->variant.empty()
            ? text(description->method)
            : QStringLiteral("%1, %2").arg(text(description->method), text(description->variant));
    words->setText(QStringLiteral("<p><b>%1</b></p><p>%2</p><p style=\"color:%3\">%4</p>")
                       .arg(name.toHtmlEscaped(),
                            withCeiling(text(description->question), m_document->facts(), locale()),
                            m_theme->text2.name(), text(description->source).toHtmlEscaped()));
    words->setFixedWidth(infoWidth - 2 * size::panelMargin);
    column->addWidget(words);
    popup->adjustSize();
    popup->move(m_info->mapToGlobal(QPoint(m_info->width() - popup->width(), m_info->height() + 4)));
    popup->show();
}

void EstimatorPanel::showEvent(QShowEvent* event) {
    QFrame::showEvent(event);
    window()->removeEventFilter(this);
    window()->installEventFilter(this);
    foldNote();
}

bool EstimatorPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == window() && event->type() == QEvent::Resize)
        foldNote();
    return QFrame::eventFilter(watched, event);
}

void EstimatorPanel::foldNote() {
    using Room = EstimateStatus::Room;
    const int height = window()->height();
    m_status->setRoom(height < leastHeightForNote   ? Room::Word
                      : height < leastHeightForBoth ? Room::Short
                                                    : Room::Whole);
    // Where a warning needs the room the note is a click away, behind the button of the head.
    const bool both = height >= leastHeightForBoth || m_status->warning().isEmpty();
    m_note->setVisible(height >= leastHeightForNote && both);
}

} // namespace infoplane
