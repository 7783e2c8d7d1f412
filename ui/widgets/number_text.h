#pragma once

#include <QLocale>
#include <QString>

#include <optional>

namespace infoplane {

/// How numbers are typed and shown in fields.
///
/// A real number may be typed as 0.0004, 4e-4 or .0004 whatever the locale, and with the locale's own decimal
/// character besides (0,0004 in German). A point is always the decimal point: "0.0004" is never 4. Reals have
/// no thousands separators, so "0,004" where the comma separates thousands is refused, not read as 4.
/// An integer may hold the locale's thousands separators, in the right places, and be written 1e4; "10.000"
/// is ten thousand in German and refused in English.
std::optional<double> parseReal(const QString& text, const QLocale& locale);
std::optional<qint64> parseInteger(const QString& text, const QLocale& locale);

/// Whether more typing at the end could make a number of this: empty, "-", "1e-", "0.".
bool isBeginningOfNumber(const QString& text, const QLocale& locale);

/// The shortest text that is read back as the same value, without an exponent where the number is easily read
/// ("0.0004", "1e-8"); padded with zeros to so many significant digits ("0.070").
QString formatReal(double value, const QLocale& locale, int minimumSignificant = 1);
/// With the locale's thousands separators.
QString formatInteger(qint64 value, const QLocale& locale);

/// Rounded to so many significant digits, as decimal text would be.
double roundedToSignificant(double value, int digits);

} // namespace infoplane
