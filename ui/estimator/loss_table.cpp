#include "estimator/loss_table.h"

#include "estimator/layer_row.h"
#include "estimator/readout_text.h"
#include "theme.h"
#include "widgets/live_number.h"

#include <QPainter>

#include <cmath>

namespace infoplane {

namespace {
constexpr int headerHeight = 20;
constexpr int rowHeight = 23;
constexpr int tableWidth = 200;
} // namespace

LossTable::LossTable(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTheme(lightTheme());
}

void LossTable::setNumbers(const Numbers& loss, const Numbers& error, bool classification) {
    if (m_loss == loss && m_error == error && m_classification == classification)
        return;
    if (m_classification != classification)
        updateGeometry();
    m_loss = loss;
    m_error = error;
    m_classification = classification;
    describe();
    update();
}

void LossTable::setTheme(const Theme& theme) {
    m_text = theme.text;
    m_text2 = theme.text2;
    update();
}

QSize LossTable::sizeHint() const {
    return QSize(tableWidth, headerHeight + rowHeight * (m_classification ? 2 : 1));
}

std::array<QString, 3> LossTable::lossTexts() const {
    return {readoutNumber(m_loss.train, 3, locale()), readoutNumber(m_loss.test, 3, locale()),
            readoutNumber(m_loss.test - m_loss.train, 3, locale())};
}

std::array<QString, 3> LossTable::errorTexts() const {
    return {readoutNumber(100 * m_error.train, 1, locale()), readoutNumber(100 * m_error.test, 1, locale()),
            readoutNumber(100 * (m_error.test - m_error.train), 1, locale())};
}

void LossTable::describe() {
    const auto loss = lossTexts();
    const auto error = errorTexts();
    QString name = m_classification
                       ? tr("Loss in bit: train %1, test %2, gap %3.").arg(loss[0], loss[1], loss[2])
                       : tr("Mean squared error: train %1, test %2, gap %3.").arg(loss[0], loss[1], loss[2]);
    if (m_classification)
        name += QLatin1Char(' ') +
                tr("Error in per cent: train %1, test %2, gap %3.").arg(error[0], error[1], error[2]);
    setAccessibleName(name);
}

void LossTable::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const std::array<int, 3> columns = {ReadoutColumns::first, ReadoutColumns::second, ReadoutColumns::third};
    const auto row = [&](int top, int height, const QString& label, const std::array<QString, 3>& texts,
                         int pixels, const QColor& ink) {
        painter.setFont(uiFont(pixels));
        painter.setPen(m_text2);
        painter.drawText(QRect(0, top, width(), height), Qt::AlignVCenter | Qt::AlignLeft, label);
        painter.setPen(ink);
        for (std::size_t i = 0; i < columns.size(); ++i)
            drawLiveNumber(painter, QRectF(0, top, width() - columns[i], height), texts[i]);
    };
    row(0, headerHeight, {}, {tr("train"), tr("test"), tr("gap")}, type::small, m_text2);
    row(headerHeight, rowHeight, m_classification ? tr("Loss, bit") : tr("Loss"), lossTexts(), type::body,
        m_text);
    if (m_classification)
        row(headerHeight + rowHeight, rowHeight, tr("Error, %"), errorTexts(), type::body, m_text);
}

} // namespace infoplane
