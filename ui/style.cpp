#include "style.h"

#include "theme.h"

#include <QApplication>
#include <QFont>
#include <QFontMetrics>
#include <QStyle>
#include <QStyleFactory>
#include <QVariant>
#include <QWidget>

namespace infoplane {

namespace {

// Names in braces are the theme's colours; {set} is light or dark, for images that come in two sets.

const char* const textRules = R"(
QLabel { background: transparent; }
QLabel[role="head"] { color: {text}; font-size: 13px; font-weight: 600; }
QLabel[role="title"] { color: {text}; font-size: 15px; font-weight: 600; }
QLabel[role="readout"] { color: {text}; font-size: 18px; font-weight: 600; }
QLabel[role="label"] { color: {text2}; }
QLabel[role="narrowLabel"] { color: {text2}; font-size: 12px; }
QLabel[role="hint"] { color: {text2}; font-size: 12px; }
QLabel[role="narrowHint"] { color: {text2}; font-size: 11px; }
QLabel[role="error"] { color: {danger}; font-size: 12px; }
QLabel:disabled { color: {disabled}; }
QToolTip { background: {tip}; color: {tipText}; border: 1px solid {tip}; padding: 3px 5px; font-size: 12px; }
)";

const char* const fieldRules = R"(
QLineEdit, QComboBox, QAbstractSpinBox {
    background: {field}; color: {text}; border: 1px solid {fieldSide}; border-bottom: 1px solid {fieldBorder};
    border-radius: 6px; padding: 0 6px; min-height: 26px; max-height: 26px;
    selection-background-color: {accent}; selection-color: {accentText};
}
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: {fieldBorder}; }
QLineEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus {
    border: 2px solid {focus}; padding: 0 5px; min-height: 24px; max-height: 24px;
}
QLineEdit[invalid="true"], QComboBox[invalid="true"], QAbstractSpinBox[invalid="true"] {
    background: {dangerSoft}; border: 1px solid {danger};
}
QLineEdit[invalid="true"]:focus, QComboBox[invalid="true"]:focus, QAbstractSpinBox[invalid="true"]:focus {
    border: 2px solid {danger};
}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
    background: {window}; color: {disabled}; border-color: {fieldSide};
}
QAbstractSpinBox[arrows="true"] { padding: 0 2px 0 6px; }
QAbstractSpinBox[arrows="true"]:focus { padding: 0 1px 0 5px; }
QAbstractSpinBox QLineEdit { border: none; background: transparent; padding: 0; min-height: 0; }

QComboBox { padding: 0 2px 0 8px; combobox-popup: 0; }
QComboBox:focus, QComboBox:on { padding: 0 1px 0 7px; }
QComboBox::drop-down { width: 24px; border: none; background: transparent; }
QComboBox::down-arrow { image: url(:/icons/style/down-{set}.svg); width: 14px; height: 14px; }
QComboBox::down-arrow:disabled { image: url(:/icons/style/down-disabled-{set}.svg); }
QComboBox QAbstractItemView {
    background: {popup}; color: {text}; border: 1px solid {fieldSide}; padding: 4px; outline: 0;
}
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 8px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: {accentSoft}; color: {text}; }

QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: 20px; height: 13px; border: none; background: transparent; border-radius: 3px;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 1px 1px 0 0; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 1px 1px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: {hover}; }
QAbstractSpinBox::up-button:pressed, QAbstractSpinBox::down-button:pressed { background: {press}; }
QAbstractSpinBox::up-arrow { image: url(:/icons/style/up-{set}.svg); width: 11px; height: 11px; }
QAbstractSpinBox::down-arrow { image: url(:/icons/style/down-{set}.svg); width: 11px; height: 11px; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off {
    image: url(:/icons/style/up-disabled-{set}.svg);
}
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off {
    image: url(:/icons/style/down-disabled-{set}.svg);
}
)";

const char* const sliderRules = R"(
QSlider { background: transparent; min-height: 18px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: {groove}; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: {accent}; }
QSlider::sub-page:horizontal:disabled { background: {disabled}; }
QSlider::handle:horizontal {
    width: 14px; height: 14px; margin: -6px 0; border: 1px solid {fieldBorder}; border-radius: 8px;
    background: {handle};
}
QSlider::handle:horizontal:focus { width: 12px; height: 12px; border: 2px solid {focus}; }
)";

const char* const buttonRules = R"(
QCheckBox { spacing: 8px; background: transparent; }
QCheckBox::indicator, QMenu::indicator {
    width: 14px; height: 14px; border: 1px solid {fieldBorder}; border-radius: 4px; background: {field};
}
QCheckBox::indicator:hover { border-color: {accent}; }
QCheckBox::indicator:checked, QMenu::indicator:checked {
    background: {accent}; border-color: {accent}; image: url(:/icons/style/check-{set}.svg);
}
QCheckBox::indicator:focus { width: 12px; height: 12px; border: 2px solid {focus}; }
QCheckBox::indicator:disabled { border-color: {disabled}; background: {window}; }
QCheckBox::indicator:checked:disabled { background: {disabled}; }

QPushButton {
    background: {raised}; color: {text}; border: 1px solid {fieldSide}; border-bottom: 1px solid {fieldBorder};
    border-radius: 6px; padding: 0 12px; min-height: 28px; max-height: 28px; font-weight: 500;
}
QPushButton:hover { background: {hover}; border-color: {fieldBorder}; }
QPushButton:pressed { background: {press}; }
QPushButton:focus { border: 2px solid {focus}; padding: 0 11px; min-height: 26px; max-height: 26px; }
QPushButton:disabled { color: {disabled}; border-color: {fieldSide}; background: {window}; }

QToolButton {
    background: transparent; color: {text}; border: 1px solid transparent; border-radius: 6px; padding: 3px;
}
QToolButton:hover { background: {hover}; }
QToolButton:pressed { background: {press}; }
QToolButton:checked { background: {accentSoft}; color: {accent}; }
QToolButton:focus { border: 1px solid {focus}; }
QToolButton:disabled { color: {disabled}; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="field"] {
    background: {raised}; border: 1px solid {fieldSide}; border-bottom: 1px solid {fieldBorder}; padding: 0;
    min-width: 26px; max-width: 26px; min-height: 26px; max-height: 26px;
}
QToolButton[role="field"]:hover { background: {hover}; border-color: {fieldBorder}; }
QToolButton[role="field"]:pressed, QToolButton[role="field"]:open { background: {press}; }
QToolButton[role="field"]:focus { border: 2px solid {focus}; min-width: 24px; max-width: 24px; min-height: 24px; max-height: 24px; }
QToolButton[role="chooser"] { color: {text}; padding: 3px 4px; margin-left: -5px; }
QToolButton[role="mark"] { padding: 0; border-radius: 4px; }
QToolButton[role="edge"] { background: {panel}; padding: 0; border-radius: 0; }
QToolButton[role="edge"]:hover { background: {hover}; }
QToolButton[role="edge"]:pressed { background: {press}; }
QToolButton[role="play"] {
    background: {accent}; color: {accentText}; border: none; border-radius: 22px; padding: 0;
    min-width: 44px; max-width: 44px; min-height: 44px; max-height: 44px;
}
QToolButton[role="play"]:hover { background: {accentHover}; }
QToolButton[role="play"]:pressed { background: {accentPressed}; }
QToolButton[role="play"]:focus { border: 2px solid {canvas}; min-width: 40px; max-width: 40px; min-height: 40px; max-height: 40px; }
QToolButton[role="play"]:disabled { background: {groove}; }

QFrame[role="segments"] { background: {hover}; border-radius: 6px; }
QFrame[role="segments"] QToolButton {
    margin: 2px; padding: 2px 9px; border-radius: 5px; color: {text2}; font-size: 12px; font-weight: 500;
}
QFrame[role="segments"] QToolButton:hover { background: {press}; }
QFrame[role="segments"] QToolButton:checked { background: {segmentOn}; color: {text}; }
)";

const char* const frameRules = R"(
QFrame[role="note"] { background: {hover}; border: none; border-radius: 8px; }
QFrame[role="note"] QLabel { color: {text2}; font-size: 12px; }
QFrame[role="panel"], QScrollArea[role="panel"] { background: {panel}; border: none; }
QFrame[role="bar"] { background: {panel}; border: none; border-top: 1px solid {border}; }
QFrame[role="rule"] { background: {border}; border: none; min-height: 1px; max-height: 1px; }
QFrame[role="popup"] { background: {popup}; border: 1px solid {fieldSide}; }
QSplitter::handle { background: {border}; }

QMenuBar { background: transparent; color: {text}; border: none; }
QMenuBar::item { padding: 4px 9px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: {hover}; }
QMenuBar::item:pressed { background: {press}; }
QMenu { background: {popup}; color: {text}; border: 1px solid {fieldSide}; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 12px; border-radius: 5px; }
QMenu::item:selected { background: {accentSoft}; color: {text}; }
QMenu::item:disabled { color: {disabled}; }
QMenu::separator { height: 1px; background: {border}; margin: 4px 8px; }
QMenu::indicator { left: 8px; }
QMenu::right-arrow { image: url(:/icons/style/right-{set}.svg); width: 14px; height: 14px; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: {groove}; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: {disabled}; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

std::vector<std::pair<const char*, QColor>> namedColours(const Theme& t) {
    return {{"window", t.window},
            {"panel", t.panel},
            {"canvas", t.canvas},
            {"field", t.field},
            {"raised", t.raised},
            {"popup", t.popup},
            {"border", t.border},
            {"fieldSide", t.fieldSide},
            {"fieldBorder", t.fieldBorder},
            {"text", t.text},
            {"text2", t.text2},
            {"disabled", t.disabled},
            {"accent", t.accent},
            {"accentHover", t.accentHover},
            {"accentPressed", t.accentPressed},
            {"accentText", t.accentText},
            {"accentSoft", t.accentSoft},
            {"focus", t.focus},
            {"danger", t.danger},
            {"dangerSoft", t.dangerSoft},
            {"hover", t.hover},
            {"press", t.press},
            {"groove", t.groove},
            {"tip", t.tip},
            {"tipText", t.tipText},
            {"handle", t.dark ? t.text : t.raised},
            {"segmentOn", t.dark ? t.press : t.raised}};
}

void lookAgain(QWidget* widget) {
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace

QPalette themedPalette(const Theme& t) {
    QPalette palette;
    const auto set = [&palette](std::initializer_list<QPalette::ColorRole> roles, const QColor& colour) {
        for (const QPalette::ColorRole role : roles)
            palette.setColor(role, colour);
    };
    set({QPalette::Window, QPalette::Button}, t.window);
    set({QPalette::AlternateBase}, t.wall);
    set({QPalette::WindowText, QPalette::Text, QPalette::ButtonText}, t.text);
    set({QPalette::Base}, t.field);
    set({QPalette::Highlight, QPalette::Link, QPalette::LinkVisited}, t.accent);
    set({QPalette::HighlightedText}, t.accentText);
    set({QPalette::PlaceholderText}, t.text3);
    set({QPalette::BrightText}, t.danger);
    set({QPalette::ToolTipBase}, t.tip);
    set({QPalette::ToolTipText}, t.tipText);
    set({QPalette::Light}, t.raised);
    set({QPalette::Midlight}, t.hover);
    set({QPalette::Mid, QPalette::Shadow}, t.border);
    set({QPalette::Dark}, t.fieldBorder);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, t.disabled);
    return palette;
}

QString themedStyleSheet(const Theme& theme) {
    QString sheet;
    for (const char* rules : {textRules, fieldRules, sliderRules, buttonRules, frameRules})
        sheet += QString::fromLatin1(rules);
    for (const auto& [name, colour] : namedColours(theme))
        sheet.replace(QStringLiteral("{%1}").arg(QLatin1String(name)), colour.name());
    sheet.replace(QStringLiteral("{set}"), theme.dark ? QStringLiteral("dark") : QStringLiteral("light"));
    return sheet;
}

void applyStyle(QApplication& application, const Theme& theme) {
    if (application.style()->name() != QLatin1String("fusion"))
        application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    application.setFont(uiFont());
    application.setPalette(themedPalette(theme));
    application.setStyleSheet(themedStyleSheet(theme));
}

void setRole(QWidget* widget, const char* role) {
    widget->setProperty("role", QLatin1String(role));
    lookAgain(widget);
}

void setMarkedInvalid(QWidget* field, bool invalid) {
    if (field->property("invalid").toBool() == invalid)
        return;
    field->setProperty("invalid", invalid);
    lookAgain(field);
}

QString wrappedToolTip(const QString& plainText) {
    // Left to itself Qt wraps into a narrow column; a table of fixed width is the one thing it obeys.
    constexpr int widest = 300;
    const QString words = plainText.toHtmlEscaped();
    if (QFontMetrics(uiFont(type::small)).horizontalAdvance(plainText) <= widest)
        return QStringLiteral("<div style=\"white-space: nowrap\">%1</div>").arg(words);
    return QStringLiteral(
               "<table width=\"%1\" cellpadding=\"0\" cellspacing=\"0\"><tr><td>%2</td></tr></table>")
        .arg(widest)
        .arg(words);
}

} // namespace infoplane
