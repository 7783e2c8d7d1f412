#include "estimator/estimate_status.h"

#include "icons.h"
#include "session/saturation_note.h"
#include "style.h"
#include "theme.h"

#include <QFrame>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace infoplane {

namespace {
constexpr int progressDelay = 700;    ///< milliseconds; what is quicker needs no words
constexpr int saturationPause = 1000; ///< milliseconds between looks at a run that goes on
constexpr int noteMargin = 10;
constexpr int noteIcon = 16;
} // namespace

EstimateStatus::EstimateStatus(SessionDocument* document, QWidget* parent)
    : QWidget(parent)
    , m_document(document) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(size::panelMargin, 0, size::panelMargin, 0);
    column->setSpacing(size::rowGap);
    column->addWidget(makeProgress());
    column->addWidget(makeWarning());
    m_progressDelay.setSingleShot(true);
    m_progressDelay.setInterval(progressDelay);
    connect(&m_progressDelay, &QTimer::timeout, this, [this] { m_progress->show(); });
    m_saturationTimer.setSingleShot(true);
    m_saturationTimer.setInterval(saturationPause);
    connect(&m_saturationTimer, &QTimer::timeout, this, &EstimateStatus::lookForSaturation);
    connect(document, &SessionDocument::remeasuringChanged, this, &EstimateStatus::takeProgress);
    connect(document, &SessionDocument::runReset, this, [this] {
        m_before.reset();
        takeProgress();
        lookForSaturation();
    });
    connect(document, &SessionDocument::shownSeedChanged, this, &EstimateStatus::lookForSaturation);
    connect(document, &SessionDocument::measurementsChanged, this, &EstimateStatus::lookForSaturation);
    connect(document, &SessionDocument::epochsAppended, this, [this] {
        if (!m_saturationTimer.isActive())
            m_saturationTimer.start();
    });
    setTheme(lightTheme());
    takeProgress();
}

QWidget* EstimateStatus::makeProgress() {
    m_progress = new QWidget(this);
    m_progress->hide();
    auto* row = new QHBoxLayout(m_progress);
    row->setContentsMargins(0, 0, 0, 0);
    m_progressText = new QLabel(m_progress);
    setRole(m_progressText, "hint");
    row->addWidget(m_progressText, 1);
    m_cancel = new QPushButton(tr("Cancel"), m_progress);
    connect(m_cancel, &QPushButton::clicked, this, &EstimateStatus::goBack);
    row->addWidget(m_cancel);
    return m_progress;
}

QWidget* EstimateStatus::makeWarning() {
    m_note = new QFrame(this);
    m_note->setObjectName(QStringLiteral("saturation"));
    m_note->hide();
    auto* row = new QHBoxLayout(m_note);
    row->setContentsMargins(noteMargin, noteMargin - 2, noteMargin, noteMargin - 2);
    row->setSpacing(noteMargin - 2);
    m_icon = new QLabel(m_note);
    m_icon->setFixedSize(noteIcon, noteIcon);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    m_text = new QLabel(m_note);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    row->addWidget(m_text, 1);
    return m_note;
}

void EstimateStatus::setTheme(const Theme& theme) {
    m_note->setStyleSheet(
        QStringLiteral("QFrame#saturation { background: %1; border: none; border-radius: %2px; }"
                       "QFrame#saturation QLabel { color: %3; font-size: %4px; background: transparent; }")
            .arg(theme.warnSoft.name())
            .arg(size::radiusNote)
            .arg(theme.text.name())
            .arg(type::small));
    m_icon->setPixmap(colouredIcon(QStringLiteral("warning"), theme.warn, theme.disabled)
                          .pixmap(QSize(noteIcon, noteIcon), devicePixelRatioF()));
}

EstimateStatus::Choice EstimateStatus::chosen() const {
    return {withDefaults(m_document->spec().estimator), m_document->spec().measure.on};
}

void EstimateStatus::takeProgress() {
    const std::optional<double> share = m_document->remeasuring();
    if (!share) {
        m_progressDelay.stop();
        m_progress->hide();
        if (m_document->session())
            m_before = chosen();
        return;
    }
    m_progressText->setText(
        tr("Estimating: %1 %").arg(QLocale().toString(static_cast<int>(100 * std::clamp(*share, 0.0, 1.0)))));
    const bool canGoBack = m_before && !(*m_before == chosen());
    m_cancel->setVisible(canGoBack);
    if (canGoBack) {
        const QString before = QString::fromStdString(makeEstimator(m_before->settings)->caption());
        m_cancel->setToolTip(wrappedToolTip(tr("Back to %1").arg(before)));
        m_cancel->setAccessibleName(tr("Cancel: back to %1").arg(before));
    }
    if (!m_progress->isVisible() && !m_progressDelay.isActive())
        m_progressDelay.start();
}

void EstimateStatus::goBack() {
    if (!m_before)
        return;
    const Choice before = *m_before;
    m_document->setEstimator(before.settings);
    m_document->setSampleSet(before.on);
}

void EstimateStatus::lookForSaturation() {
    m_warning.clear();
    const Session* session = m_document->session();
    if (session && m_document->shownRun() && m_document->estimator() &&
        !m_document->shownMeasurements().empty())
        m_warning = saturationOf(m_document->shownEstimator(), m_document->shownMeasurements(),
                                 m_document->shownGrain().inputBits, session->facts.labelBits)
                        .note;
    showWarning();
}

void EstimateStatus::setRoom(Room room) {
    m_room = room;
    showWarning();
}

void EstimateStatus::showWarning() {
    // What is the matter comes first, what to do last.
    const QStringList sentences = m_warning.split(QStringLiteral(". "));
    QString words;
    if (m_room == Room::Whole || sentences.size() < 3)
        words = m_warning;
    else if (m_room == Room::Short)
        words = QStringLiteral("%1. %2").arg(sentences.first(), sentences.last());
    m_text->setText(QStringLiteral("<b>%1</b> %2").arg(tr("Saturated."), words.toHtmlEscaped()));
    m_note->setToolTip(words == m_warning ? QString() : wrappedToolTip(m_warning));
    m_note->setAccessibleName(tr("Warning: %1").arg(m_warning));
    const bool shown = !m_warning.isEmpty();
    if (m_note->isHidden() == shown) {
        m_note->setVisible(shown);
        emit warningChanged();
    }
}

} // namespace infoplane
