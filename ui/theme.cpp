#include "theme.h"

#include <QFontDatabase>

namespace infoplane {

namespace {

QColor hex(QRgb rgb) {
    return QColor::fromRgb(0xff000000u | rgb);
}

Theme makeLight() {
    Theme t;
    t.window = t.panel = hex(0xF4F5F7);
    t.canvas = t.chart = hex(0xFFFFFF);
    t.field = t.raised = t.popup = hex(0xFFFFFF);
    t.border = hex(0xDDE0E6), t.hairline = hex(0xE6E8EC);
    t.fieldSide = hex(0xD3D7DE), t.fieldBorder = hex(0x868E9C);
    t.text = hex(0x1A1E26), t.text2 = hex(0x545C69), t.text3 = hex(0x666E7B), t.disabled = hex(0x9AA1AC);
    t.accent = hex(0x4A35A8), t.accentHover = hex(0x3D2A92), t.accentPressed = hex(0x332379);
    t.accentText = hex(0xFFFFFF), t.accentSoft = hex(0xECE9F8), t.focus = hex(0x6A55C8);
    t.danger = hex(0xB3261E), t.dangerSoft = hex(0xFBEBEA);
    t.warn = hex(0x8A5A00), t.warnSoft = hex(0xFFF4DC), t.ok = hex(0x1B6E3C), t.okSoft = hex(0xE6F4EA);
    t.hover = hex(0xE9EBEF), t.press = hex(0xDEE1E7), t.groove = hex(0xC6CBD4);
    t.wall = hex(0xF3F4F7), t.grid = hex(0xE9EBEF), t.axis = hex(0x8A93A1), t.limit = hex(0x767E8B);
    t.train = hex(0x5B6472), t.test = t.gap = hex(0x00796B), t.cursor = hex(0x1A1E26);
    t.tip = hex(0x20252E), t.tipText = hex(0xF2F4F8);
    t.gapOpacity = 0.14;
    return t;
}

Theme makeDark() {
    Theme t;
    t.dark = true;
    t.window = t.panel = hex(0x1D2128);
    t.canvas = t.chart = hex(0x15181E);
    t.field = hex(0x14171C), t.raised = hex(0x2A303A), t.popup = hex(0x262C36);
    t.border = hex(0x313843), t.hairline = hex(0x2A303A);
    t.fieldSide = hex(0x343C48), t.fieldBorder = hex(0x788293);
    t.text = hex(0xEAEDF2), t.text2 = hex(0xAAB3C0), t.text3 = hex(0x949EAC), t.disabled = hex(0x667080);
    t.accent = hex(0xA793F5), t.accentHover = hex(0xB8A8F8), t.accentPressed = hex(0x9682E8);
    t.accentText = hex(0x17122E), t.accentSoft = hex(0x322C52), t.focus = hex(0xA793F5);
    t.danger = hex(0xFF8A80), t.dangerSoft = hex(0x40211F);
    t.warn = hex(0xF2C166), t.warnSoft = hex(0x3A301A), t.ok = hex(0x7DD3A0), t.okSoft = hex(0x1C3527);
    t.hover = hex(0x2A303A), t.press = hex(0x343B47), t.groove = hex(0x3A424F);
    t.wall = hex(0x1C2027), t.grid = hex(0x262B34), t.axis = hex(0x6A7484), t.limit = hex(0x8F99A8);
    t.train = hex(0xA3ADBB), t.test = t.gap = hex(0x3CCFB9), t.cursor = hex(0xEAEDF2);
    t.tip = hex(0x333B48), t.tipText = hex(0xF2F4F8);
    t.gapOpacity = 0.20;
    return t;
}

Theme makePrint() {
    Theme t = makeLight();
    t.text = t.cursor = hex(0x000000), t.text2 = hex(0x3C434D);
    t.axis = t.limit = hex(0x5C6470), t.grid = hex(0xEBEDF0), t.wall = hex(0xF5F6F8);
    return t;
}

} // namespace

Theme highContrast(Theme theme) {
    theme.strong = true;
    theme.disabled = theme.text3;
    theme.text2 = theme.text3 = theme.text;
    theme.fieldSide = theme.border = theme.hairline = theme.fieldBorder;
    theme.axis = theme.limit = theme.train = theme.text;
    theme.grid = theme.chart;
    theme.gapOpacity = theme.opacity(theme.gapOpacity);
    return theme;
}

const Theme& lightTheme() {
    static const Theme theme = makeLight();
    return theme;
}

const Theme& darkTheme() {
    static const Theme theme = makeDark();
    return theme;
}

const Theme& printTheme() {
    static const Theme theme = makePrint();
    return theme;
}

QStringList uiFontFamilies() {
    static const QStringList families = [] {
        QStringList list = {
            QStringLiteral("Inter"), QFontDatabase::systemFont(QFontDatabase::GeneralFont).family(),
            QStringLiteral("Noto Sans"), QStringLiteral("Cantarell"), QStringLiteral("DejaVu Sans")};
        list.removeDuplicates();
        return list;
    }();
    return families;
}

QFont uiFont(int pixels, QFont::Weight weight) {
    QFont font;
    font.setFamilies(uiFontFamilies());
    font.setPixelSize(pixels);
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

} // namespace infoplane
