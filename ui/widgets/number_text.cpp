#include "widgets/number_text.h"

#include <QRegularExpression>

#include <array>
#include <charconv>
#include <cmath>

namespace infoplane {

namespace {

/// Unicode minus and the spaces people paste, as plain characters; outer space removed.
QString plainText(const QString& text) {
    QString plain = text.trimmed();
    plain.replace(QChar(0x2212), QLatin1Char('-'));
    return plain;
}

std::optional<double> parseCReal(const QString& text) {
    static const QRegularExpression shape(QStringLiteral("^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?$"));
    if (!shape.match(text).hasMatch())
        return std::nullopt;
    bool valid = false;
    const double value = QLocale::c().toDouble(text, &valid);
    if (!valid || !std::isfinite(value))
        return std::nullopt;
    return value;
}

/// The locale's thousands separator also as the plain key people type for it.
QString withLocaleSeparators(QString text, const QLocale& locale) {
    const QString separator = locale.groupSeparator();
    if (separator.isEmpty())
        return text;
    if (separator.at(0).isSpace()) {
        for (const char16_t space : {u' ', u'\u00a0', u'\u202f'})
            text.replace(QChar(space), separator);
    } else if (separator == QChar(0x2019)) {
        text.replace(QLatin1Char('\''), separator);
    }
    return text;
}

} // namespace

std::optional<double> parseReal(const QString& text, const QLocale& locale) {
    QString plain = plainText(text);
    if (const auto value = parseCReal(plain))
        return value;
    const QString point = locale.decimalPoint();
    if (point != QLatin1String(".") && plain.count(point) == 1 && !plain.contains(QLatin1Char('.')))
        return parseCReal(plain.replace(point, QLatin1String(".")));
    return std::nullopt;
}

std::optional<qint64> parseInteger(const QString& text, const QLocale& locale) {
    const QString plain = plainText(text);
    bool valid = false;
    qint64 value = QLocale::c().toLongLong(plain, &valid);
    if (valid && !plain.contains(QLatin1Char(',')))
        return value;
    // Qt refuses separators in the wrong places: "1.00.0", and "10.5" in German.
    value = locale.toLongLong(withLocaleSeparators(plain, locale), &valid);
    if (valid)
        return value;
    if (plain.contains(QLatin1Char('e'), Qt::CaseInsensitive)) {
        const auto real = parseReal(plain, locale);
        if (real && std::abs(*real) < 1e15 && std::floor(*real) == *real)
            return static_cast<qint64>(*real);
    }
    return std::nullopt;
}

bool isBeginningOfNumber(const QString& text, const QLocale& locale) {
    QString plain = plainText(text);
    if (locale.decimalPoint() != QLatin1String("."))
        plain.replace(locale.decimalPoint(), QLatin1String("."));
    static const QRegularExpression shape(
        QStringLiteral("^[+-]?(\\d*\\.?\\d*|(\\d+\\.?\\d*|\\.\\d+)[eE][+-]?)$"));
    return shape.match(plain).hasMatch();
}

QString formatReal(double value, const QLocale& locale, int minimumSignificant) {
    if (value == 0)
        return QStringLiteral("0");
    std::array<char, 64> buffer;
    const double size = std::abs(value);
    const auto format = size >= 1e-5 && size < 1e7 ? std::chars_format::fixed : std::chars_format::scientific;
    const auto end = std::to_chars(buffer.begin(), buffer.end(), value, format).ptr;
    QString text = QString::fromLatin1(buffer.data(), end - buffer.data());
    if (format == std::chars_format::scientific) {
        // to_chars writes 1e-08; people write 1e-8.
        static const QRegularExpression zeros(QStringLiteral("e([+-])0*(\\d)"));
        text.replace(zeros, QStringLiteral("e\\1\\2"));
        text.remove(QLatin1Char('+'));
    } else {
        const int decimals = minimumSignificant - 1 - static_cast<int>(std::floor(std::log10(size)));
        const int present = text.contains(QLatin1Char('.')) ? int(text.size() - text.indexOf(u'.') - 1) : 0;
        if (present < decimals) {
            if (present == 0)
                text += QLatin1Char('.');
            text += QString(decimals - present, QLatin1Char('0'));
        }
    }
    if (value < 0)
        text.replace(0, 1, QChar(0x2212));
    return text.replace(QLatin1Char('.'), locale.decimalPoint());
}

QString formatInteger(qint64 value, const QLocale& locale) {
    QLocale grouped = locale;
    grouped.setNumberOptions(QLocale::DefaultNumberOptions);
    QString text = grouped.toString(value);
    if (value < 0)
        text.replace(0, grouped.negativeSign().size(), QChar(0x2212));
    return text;
}

double roundedToSignificant(double value, int digits) {
    if (value == 0 || !std::isfinite(value))
        return value;
    return QByteArray::number(value, 'e', digits - 1).toDouble();
}

} // namespace infoplane
