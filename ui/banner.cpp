#include "banner.h"

#include "icons.h"
#include "motion.h"
#include "style.h"

#include <QAccessible>
#include <QGraphicsOpacityEffect>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPropertyAnimation>
#include <QPushButton>
#include <QToolButton>

namespace infoplane {

namespace {

constexpr int fadeMilliseconds = 120;
constexpr int iconSize = 18;
/// Around the note, inside the widget: so that none of it stays where the banner is hidden.
constexpr QMargins outside(14, 13, 14, 3);

QString iconName(Banner::Kind kind) {
    if (kind == Banner::Kind::Warning)
        return QStringLiteral("warning");
    return kind == Banner::Kind::Done ? QStringLiteral("check") : QStringLiteral("error");
}

QColor strong(const Theme& theme, Banner::Kind kind) {
    if (kind == Banner::Kind::Warning)
        return theme.warn;
    return kind == Banner::Kind::Done ? theme.ok : theme.danger;
}

QColor soft(const Theme& theme, Banner::Kind kind) {
    if (kind == Banner::Kind::Warning)
        return theme.warnSoft;
    return kind == Banner::Kind::Done ? theme.okSoft : theme.dangerSoft;
}

} // namespace

Banner::Banner(QWidget* parent)
    : QFrame(parent) {
    setObjectName(QStringLiteral("banner"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(outside + QMargins(14, 9, 10, 9));
    row->setSpacing(10);
    m_iconPlace = new QWidget(this);
    m_iconPlace->setFixedSize(iconSize, iconSize);
    m_text = new QLabel(this);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setFocusPolicy(Qt::NoFocus);
    m_remedy = new QPushButton(this);
    m_remedy->setObjectName(QStringLiteral("bannerRemedy"));
    m_remedy->setFocusPolicy(Qt::TabFocus);
    m_close = new QToolButton(this);
    m_close->setObjectName(QStringLiteral("bannerClose"));
    m_close->setAccessibleName(tr("Close the message"));
    m_close->setToolTip(tr("Close"));
    m_close->setFocusPolicy(Qt::TabFocus);
    row->addWidget(m_iconPlace, 0, Qt::AlignTop);
    row->addWidget(m_text, 1, Qt::AlignVCenter);
    row->addWidget(m_remedy, 0, Qt::AlignVCenter);
    row->addWidget(m_close, 0, Qt::AlignVCenter);
    connect(m_close, &QToolButton::clicked, this, &Banner::dismiss);
    connect(m_remedy, &QPushButton::clicked, this, [this] {
        const auto act = m_message.act;
        dismiss();
        if (act)
            act();
    });
    setTheme(lightTheme());
    hide();
}

Banner::Message Banner::fromText(Kind kind, const QString& text) {
    Message message;
    message.kind = kind;
    const auto end = text.indexOf(QLatin1String(". "));
    message.cause = end < 0 ? text : text.left(end + 1);
    message.text = end < 0 ? QString() : text.mid(end + 2);
    return message;
}

void Banner::setTheme(const Theme& theme) {
    m_theme = theme;
    m_close->setIcon(themedIcon(QStringLiteral("close"), theme));
    refresh();
}

void Banner::showMessage(const Message& message) {
    m_message = message;
    refresh();
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    if (reducedMotion())
        return;
    auto* fade = new QGraphicsOpacityEffect(this);
    setGraphicsEffect(fade);
    auto* animation = new QPropertyAnimation(fade, "opacity", fade);
    animation->setDuration(fadeMilliseconds);
    animation->setStartValue(0.0);
    animation->setEndValue(1.0);
    animation->setEasingCurve(QEasingCurve::OutCubic);
    connect(animation, &QPropertyAnimation::finished, this, [this] { setGraphicsEffect(nullptr); });
    animation->start();
}

void Banner::dismiss() {
    hide();
    m_message = {};
}

void Banner::refresh() {
    const QString html = QStringLiteral("<b style='font-weight:600'>%1</b> %2")
                             .arg(m_message.cause.toHtmlEscaped(), m_message.text.toHtmlEscaped());
    m_text->setText(html);
    setAccessibleName(m_message.cause);
    setAccessibleDescription(m_message.text);
    m_remedy->setText(m_message.remedy);
    m_remedy->setVisible(!m_message.remedy.isEmpty());
    update();
}

void Banner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(strong(m_theme, m_message.kind));
    painter.setBrush(soft(m_theme, m_message.kind));
    painter.drawRoundedRect(QRectF(rect() - outside).adjusted(0.5, 0.5, -0.5, -0.5), size::radiusNote,
                            size::radiusNote);
    // Drawn, not kept as a picture: it is sharp on whatever screen the window comes to.
    const QColor color = strong(m_theme, m_message.kind);
    colouredIcon(iconName(m_message.kind), color, color).paint(&painter, m_iconPlace->geometry());
}

} // namespace infoplane
