#include "estimator/readout_panel.h"

#include "charts/color_scale.h"
#include "charts/layer_marker.h"
#include "estimator/layer_row.h"
#include "estimator/loss_table.h"
#include "estimator/readout_text.h"
#include "icons.h"
#include "style.h"
#include "theme.h"
#include "widgets/live_number.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace infoplane {

namespace {

constexpr int headHeight = 28;
constexpr int headerHeight = 20;
constexpr int ruleGap = 10;
constexpr int noteGap = 12;
constexpr int closeIcon = 14;
/// In a window this high the note has its place.
constexpr int leastHeightForNote = 1000;

const char* const lostWords = QT_TRANSLATE_NOOP(
    "infoplane::ReadoutPanel",
    "Lost so far: the largest I(X;T) of this layer from the first epoch to the one shown, minus "
    "that at the one shown, in bits. It is not the compression of Verdicts and of "
    "\"infoplane info\": that counts only from the epoch on at which the layer's I(T;Y) first "
    "reached 90 % of its final value, and up to the last epoch.");

/// The column heads: I(X; T), I(T; Y), lost.
class ReadoutHeader : public QWidget {
  public:
    explicit ReadoutHeader(QWidget* parent)
        : QWidget(parent) {
        setFixedHeight(headerHeight);
        setToolTip(wrappedToolTip(ReadoutPanel::tr(lostWords)));
        setTheme(lightTheme());
    }
    void setTheme(const Theme& theme) {
        m_ink = theme.text2;
        update();
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setPen(m_ink);
        QFont italic = uiFont(type::small);
        italic.setItalic(true);
        const auto head = [&](int fromRight, const QFont& font, const QString& text) {
            painter.setFont(font);
            painter.drawText(QRect(0, 0, width() - fromRight, height()), Qt::AlignRight | Qt::AlignVCenter,
                             text);
        };
        head(ReadoutColumns::first, italic, QStringLiteral("I(X; T)"));
        head(ReadoutColumns::second, italic, QStringLiteral("I(T; Y)"));
        head(ReadoutColumns::third, uiFont(type::small), ReadoutPanel::tr("lost"));
    }

  private:
    QColor m_ink;
};

QFrame* makeRule(QWidget* parent) {
    auto* rule = new QFrame(parent);
    setRole(rule, "rule");
    return rule;
}

/// Markdown as rich text, with room between its paragraphs, which a label alone does not give.
QString withParagraphs(const QString& markdown) {
    QTextDocument document;
    document.setDefaultFont(uiFont(type::small));
    document.setMarkdown(markdown);
    QTextCursor cursor(&document);
    while (cursor.movePosition(QTextCursor::NextBlock)) {
        QTextBlockFormat format = cursor.blockFormat();
        format.setTopMargin(size::rowGap);
        cursor.setBlockFormat(format);
    }
    return document.toHtml();
}

QString boundsText(const SessionView& view, int layer, int index) {
    const auto i = static_cast<std::size_t>(index);
    const SessionView::Layer& shown = view.layers[static_cast<std::size_t>(layer)];
    const QLocale locale;
    const auto line = [&](const QString& what, double from, double to, int decimals) {
        return ReadoutPanel::tr("%1: %2 to %3 bit")
            .arg(what, readoutNumber(from, decimals, locale), readoutNumber(to, decimals, locale));
    };
    QStringList lines;
    const QPointF upper = view.point(layer, index), lower = view.lowerPoint(layer, index);
    if (std::isfinite(lower.x())) {
        lines << line(ReadoutPanel::tr("I(X; T), both bounds"), lower.x(), upper.x(), 2);
        if (std::isfinite(lower.y()))
            lines << line(ReadoutPanel::tr("I(T; Y), both as in the paper"), std::min(lower.y(), upper.y()),
                          std::max(lower.y(), upper.y()), 3);
    }
    if (i < shown.validLowerY.size() && std::isfinite(shown.validLowerY[i]))
        lines << line(ReadoutPanel::tr("I(T; Y), bounds that hold"), shown.validLowerY[i],
                      shown.validUpperY[i], 3);
    if (const double baseline = view.baselineAt(layer, index); std::isfinite(baseline))
        lines << ReadoutPanel::tr("I(T; Y) with labels shuffled: %1 bit")
                     .arg(readoutNumber(baseline, 3, locale));
    return lines.join(QLatin1Char('\n'));
}

double at(const std::vector<double>& values, int index) {
    const auto i = static_cast<std::size_t>(index);
    return index >= 0 && i < values.size() ? values[i] : std::nan("");
}

} // namespace

ReadoutPanel::ReadoutPanel(QWidget* parent)
    : QFrame(parent)
    , m_theme(std::make_unique<Theme>(lightTheme())) {
    setRole(this, "panel");
    setAccessibleName(tr("Readout"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(size::panelMargin, 0, size::panelMargin, size::panelMargin);
    column->setSpacing(0);
    column->addWidget(makeRule(this));
    column->addSpacing(ruleGap);

    auto* head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    m_head = new QLabel(this);
    setRole(m_head, "head");
    m_head->setFixedHeight(headHeight);
    head->addWidget(m_head, 1);
    m_epoch = new LiveNumber(this);
    m_epoch->setFont(uiFont(type::readout, QFont::DemiBold));
    m_epoch->setAccessibleName(tr("Epoch"));
    head->addWidget(m_epoch);
    column->addLayout(head);

    m_empty = new QLabel(tr("Each layer\u2019s position at the epoch under the cursor appears here."), this);
    setRole(m_empty, "hint");
    m_empty->setWordWrap(true);
    column->addWidget(m_empty);
    column->addWidget(makeTable());
    column->addStretch(1);
    column->addWidget(makeNote());
    setTheme(lightTheme());
    setView({});
}

ReadoutPanel::~ReadoutPanel() = default;

QWidget* ReadoutPanel::makeTable() {
    m_table = new QWidget(this);
    auto* column = new QVBoxLayout(m_table);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new ReadoutHeader(m_table));
    m_rowColumn = new QVBoxLayout;
    m_rowColumn->setSpacing(0);
    column->addLayout(m_rowColumn);
    column->addSpacing(ruleGap);
    column->addWidget(makeRule(m_table));
    column->addSpacing(ruleGap / 2);
    m_losses = new LossTable(m_table);
    column->addWidget(m_losses);
    return m_table;
}

QWidget* ReadoutPanel::makeNote() {
    m_note = new QWidget(this);
    auto* column = new QVBoxLayout(m_note);
    column->setContentsMargins(0, noteGap, 0, 0);
    column->setSpacing(size::rowGap);
    column->addWidget(makeRule(m_note));
    auto* head = new QHBoxLayout;
    auto* title = new QLabel(tr("What to look for"), m_note);
    setRole(title, "head");
    head->addWidget(title, 1);
    m_noteClose = new QToolButton(m_note);
    m_noteClose->setIconSize(QSize(closeIcon, closeIcon));
    m_noteClose->setAccessibleName(tr("Close the note"));
    m_noteClose->setToolTip(wrappedToolTip(tr("Close the note. It comes back with a preset.")));
    connect(m_noteClose, &QToolButton::clicked, this, [this] {
        m_noteClosed = true;
        showNote();
    });
    head->addWidget(m_noteClose);
    column->addLayout(head);
    m_noteText = new QLabel(m_note);
    setRole(m_noteText, "hint");
    m_noteText->setWordWrap(true);
    m_noteText->setTextFormat(Qt::RichText);
    m_noteText->setOpenExternalLinks(true);
    column->addWidget(m_noteText);
    m_note->hide();
    return m_note;
}

void ReadoutPanel::setTheme(const Theme& theme) {
    *m_theme = theme;
    m_noteClose->setIcon(themedIcon(QStringLiteral("close"), theme));
    m_losses->setTheme(theme);
    static_cast<ReadoutHeader*>(m_table->layout()->itemAt(0)->widget())->setTheme(theme);
    for (LayerRow* row : m_rows)
        row->setTheme(theme);
    colourRows();
}

void ReadoutPanel::setView(const SessionView& view) {
    if (view.revision != m_revision) {
        m_most.clear();
        m_revision = view.revision;
    }
    const bool empty = view.present < 0 || view.layers.empty();
    m_head->setText(empty ? tr("Readout") : tr("Epoch"));
    m_empty->setVisible(empty);
    m_table->setVisible(!empty);
    m_epoch->setVisible(!empty);
    if (empty)
        return;
    buildRows(view);
    showNumbers(view);
}

void ReadoutPanel::buildRows(const SessionView& view) {
    while (m_rows.size() > view.layers.size()) {
        delete m_rows.back();
        m_rows.pop_back();
    }
    while (m_rows.size() < view.layers.size()) {
        auto* row = new LayerRow(m_table);
        row->setTheme(*m_theme);
        row->setHelp(tr("Click hides or shows this layer. %1").arg(tr(lostWords)));
        m_rowColumn->addWidget(row);
        row->show();
        setTabOrder(m_rows.empty() ? static_cast<QWidget*>(this) : m_rows.back(), row);
        const auto index = static_cast<int>(m_rows.size());
        connect(row, &QAbstractButton::clicked, this,
                [this, index](bool hidden) { emit layerHidden(index, hidden); });
        m_rows.push_back(row);
    }
}

void ReadoutPanel::showNumbers(const SessionView& view) {
    const int present = std::min(view.present, view.measured() - 1);
    const int epoch = view.epochs.at(static_cast<std::size_t>(present));
    m_epoch->setText(locale().toString(epoch));
    m_epochPosition = view.scale.position(epoch);
    m_most.resize(view.layers.size());
    for (std::size_t i = 0; i < view.layers.size(); ++i) {
        const SessionView::Layer& layer = view.layers[i];
        LayerRow* row = m_rows[i];
        row->setLayer(layerText(layer), layerMarker(static_cast<int>(i), layer.output));
        row->setChecked(layer.hidden);
        const QPointF point = view.point(static_cast<int>(i), present);
        row->setNumbers({point.x(), point.y(), mostSoFar(i, view) - point.x()});
        row->setBounds(boundsText(view, static_cast<int>(i), present));
    }
    m_losses->setNumbers({at(view.trainLoss, present), at(view.testLoss, present)},
                         {at(view.trainError, present), at(view.testError, present)}, view.classification);
    colourRows();
}

void ReadoutPanel::colourRows() {
    const QColor colour = ColorScale(ColorScale::Map::Dusk, m_theme->dark).at(m_epochPosition);
    for (LayerRow* row : m_rows)
        row->setColour(colour);
}

double ReadoutPanel::mostSoFar(std::size_t layer, const SessionView& view) {
    const std::vector<double>& values = view.layers[layer].x;
    Most& most = m_most[layer];
    const int present = std::min(view.present, static_cast<int>(values.size()) - 1);
    if (present < most.upTo || most.upTo < 0)
        most = {-1, -std::numeric_limits<double>::infinity()};
    for (int i = most.upTo + 1; i <= present; ++i)
        most.value = std::max(most.value, values[static_cast<std::size_t>(i)]);
    most.upTo = present;
    return most.value;
}

void ReadoutPanel::setNote(const QString& markdown) {
    if (m_noteMarkdown == markdown)
        return;
    m_noteMarkdown = markdown;
    m_noteClosed = false;
    m_noteText->setText(withParagraphs(markdown));
    showNote();
}

void ReadoutPanel::showEvent(QShowEvent* event) {
    QFrame::showEvent(event);
    window()->removeEventFilter(this);
    window()->installEventFilter(this);
    showNote();
}

bool ReadoutPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == window() && event->type() == QEvent::Resize)
        showNote();
    return QFrame::eventFilter(watched, event);
}

void ReadoutPanel::showNote() {
    m_note->setVisible(!m_noteMarkdown.isEmpty() && !m_noteClosed &&
                       window()->height() >= leastHeightForNote);
}

} // namespace infoplane
