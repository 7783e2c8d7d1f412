#include "activation_icon.h"
#include "icons.h"
#include "style.h"
#include "theme.h"
#include "ui/wheel.h"
#include "widgets/combo_field.h"
#include "widgets/live_number.h"
#include "widgets/log_slider.h"
#include "widgets/segmented_control.h"

#include <QDir>
#include <QLineEdit>
#include <QPainter>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace infoplane;
using infoplane::test::turnWheelOver;

namespace {

/// How much ink of about this colour an image holds.
int pixelsLike(const QImage& image, const QColor& colour) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            if (pixel.alpha() > 200 && std::abs(pixel.red() - colour.red()) < 12 &&
                std::abs(pixel.green() - colour.green()) < 12 && std::abs(pixel.blue() - colour.blue()) < 12)
                ++count;
        }
    }
    return count;
}

} // namespace

class StyleTest : public QObject {
    Q_OBJECT
  private slots:
    void styleSheetKnowsEveryColour_data();
    void styleSheetKnowsEveryColour();
    void styleImagesHaveTheThemesColours_data();
    void styleImagesHaveTheThemesColours();
    void everyIconIsDrawnInTheThemesColours();
    void iconsAreSharpAtEveryRatio();
    void everyActivationHasItsOwnCurve();
    void digitsStandInCells();
    void wheelOverComboAndSliderScrollsTheForm();
    void comboSpeaksOnlyWhenAPersonChooses();
    void sliderIsLogarithmicAndSnapsToMarks();
    void pageKeysGoFromMarkToMark();
    void segmentsFollowArrowKeys();
};

void StyleTest::styleSheetKnowsEveryColour_data() {
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void StyleTest::styleSheetKnowsEveryColour() {
    QFETCH(bool, dark);
    const QString sheet = themedStyleSheet(dark ? darkTheme() : lightTheme());
    // A colour left in braces would be a rule without effect.
    QVERIFY(!QRegularExpression(QStringLiteral("\\{\\w+\\}")).match(sheet).hasMatch());
    const QRegularExpression url(QStringLiteral("url\\(([^)]+)\\)"));
    int images = 0;
    for (auto it = url.globalMatch(sheet); it.hasNext(); ++images)
        QVERIFY2(QFile::exists(it.next().captured(1)), "an image the style sheet names is missing");
    QVERIFY(images > 5);
}

void StyleTest::styleImagesHaveTheThemesColours_data() {
    styleSheetKnowsEveryColour_data();
}

void StyleTest::styleImagesHaveTheThemesColours() {
    QFETCH(bool, dark);
    const Theme& theme = dark ? darkTheme() : lightTheme();
    const QDir folder(QStringLiteral(":/icons/style"));
    const QStringList files =
        folder.entryList({dark ? QStringLiteral("*-dark.svg") : QStringLiteral("*-light.svg")});
    QCOMPARE(files.size(), 6);
    for (const QString& name : files) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QColor colour = name.startsWith("check")    ? theme.accentText
                              : name.contains("disabled") ? theme.disabled
                                                          : theme.text2;
        QVERIFY2(file.readAll().contains(colour.name().toUpper().toLatin1()), qPrintable(name));
    }
}

void StyleTest::everyIconIsDrawnInTheThemesColours() {
    const QStringList needed = {
        "play",  "pause",  "step",    "stop",    "restart", "live",   "loop",   "lines",   "limits", "band",
        "fit",   "export", "lecture", "compare", "sliders", "dice",   "info",   "warning", "error",  "check",
        "close", "part",   "up",      "down",    "right",   "panelL", "panelR", "search",  "copy",   "note"};
    for (const QString& name : needed) {
        QVERIFY2(iconNames().contains(name), qPrintable(name));
        for (const Theme* theme : {&lightTheme(), &darkTheme()}) {
            const QIcon icon = themedIcon(name, *theme);
            const QSize size(40, 40);
            QVERIFY2(pixelsLike(icon.pixmap(size).toImage(), theme->text2) > 30, qPrintable(name));
            QVERIFY2(pixelsLike(icon.pixmap(size, QIcon::Normal, QIcon::On).toImage(), theme->accent) > 30,
                     qPrintable(name));
            QVERIFY2(pixelsLike(icon.pixmap(size, QIcon::Disabled).toImage(), theme->disabled) > 30,
                     qPrintable(name));
        }
    }
}

void StyleTest::iconsAreSharpAtEveryRatio() {
    const QIcon icon = themedIcon(QStringLiteral("close"), lightTheme());
    for (const int ratio : {1, 2, 3}) {
        const QPixmap pixmap = icon.pixmap(QSize(20, 20), ratio);
        QCOMPARE(pixmap.devicePixelRatio(), double(ratio));
        QCOMPARE(pixmap.size(), QSize(20, 20) * ratio);
    }
}

void StyleTest::everyActivationHasItsOwnCurve() {
    QList<QImage> curves;
    for (const ActivationDescription& activation : activations()) {
        const QImage curve = activationIcon(activation.value, lightTheme()).pixmap(QSize(72, 72)).toImage();
        QVERIFY2(pixelsLike(curve, lightTheme().accent) > 150, activation.id.c_str());
        QVERIFY2(!curves.contains(curve), activation.id.c_str());
        curves.append(curve);
    }
    QCOMPARE(curves.size(), 11);
}

void StyleTest::digitsStandInCells() {
    const QFontMetricsF metrics(uiFont(18));
    QCOMPARE(liveNumberWidth(metrics, "11.11"), liveNumberWidth(metrics, "88.08"));
    // The first digit is drawn in the same place whatever the others are.
    const auto firstCell = [](const QString& text) {
        QImage image(100, 30, QImage::Format_ARGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setFont(uiFont(18));
        drawLiveNumber(painter, QRectF(0, 0, 100, 30), text);
        painter.end();
        return image.copy(0, 0, static_cast<int>(100 - 3 * QFontMetricsF(uiFont(18)).horizontalAdvance(u'0')),
                          30);
    };
    QCOMPARE(firstCell("7111"), firstCell("7888"));
}

void StyleTest::wheelOverComboAndSliderScrollsTheForm() {
    QScrollArea form;
    auto* page = new QWidget;
    page->setMinimumHeight(2000);
    form.setWidget(page);
    auto* column = new QVBoxLayout(page);
    auto* combo = new ComboField;
    combo->addChoice("a", "A");
    combo->addChoice("b", "B");
    auto* slider = new LogSlider;
    slider->setScale(1, 100, true, false);
    slider->setNumber(10);
    auto* line = new QLineEdit;
    for (QWidget* widget : std::initializer_list<QWidget*>{combo, slider, line})
        column->addWidget(widget);
    column->addStretch();
    form.show();
    QVERIFY(QTest::qWaitForWindowActive(&form));
    line->setFocus();
    for (QWidget* widget : std::initializer_list<QWidget*>{combo, slider}) {
        form.verticalScrollBar()->setValue(0);
        turnWheelOver(widget);
        QVERIFY(form.verticalScrollBar()->value() > 0);
    }
    QCOMPARE(combo->currentId(), "a");
    QCOMPARE(slider->number(), 10.0);
    QVERIFY(line->hasFocus());
    combo->setFocus();
    turnWheelOver(combo);
    QCOMPARE(combo->currentId(), "b");
    slider->setFocus();
    turnWheelOver(slider);
    QVERIFY(slider->number() < 10);
}

void StyleTest::comboSpeaksOnlyWhenAPersonChooses() {
    ComboField combo;
    combo.addChoice("a", "A");
    combo.addChoice("b", "B");
    QSignalSpy chosen(&combo, &ComboField::chosen);
    combo.setCurrentId("b");
    QCOMPARE(chosen.size(), 0);
    QTest::keyClick(&combo, Qt::Key_Up);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.at(0).at(0).toString(), "a");
}

void StyleTest::sliderIsLogarithmicAndSnapsToMarks() {
    LogSlider slider;
    slider.setScale(0.005, 1, true, false);
    slider.setMarks({{0.07, "paper 0.07", true}});
    slider.setNumber(0.005);
    QCOMPARE(slider.value(), 0);
    slider.setNumber(1);
    QCOMPARE(slider.value(), slider.maximum());
    // Middle of a log scale: the geometric mean, here just beside the mark.
    slider.setValue(slider.maximum() / 2);
    QCOMPARE(slider.number(), 0.07);
    slider.setValue(slider.maximum() / 4);
    QCOMPARE(slider.number(), 0.019); // 0.005 * 200^(1/4) = 0.0188
    slider.setNumber(0.0123456);
    QCOMPARE(slider.number(), 0.0123456);
}

void StyleTest::pageKeysGoFromMarkToMark() {
    LogSlider slider;
    slider.setScale(0.005, 1, true, false);
    slider.setMarks({{0.005, "0.005"}, {0.07, "paper 0.07", true}, {1, "1"}});
    slider.setNumber(0.02);
    QSignalSpy edited(&slider, &LogSlider::numberEdited);
    QTest::keyClick(&slider, Qt::Key_PageUp);
    QCOMPARE(slider.number(), 0.07);
    QTest::keyClick(&slider, Qt::Key_PageDown);
    QCOMPARE(slider.number(), 0.005);
    QTest::keyClick(&slider, Qt::Key_PageDown);
    QCOMPARE(edited.size(), 2);
}

void StyleTest::segmentsFollowArrowKeys() {
    SegmentedControl segments("Shown");
    segments.addSegment("Loss");
    segments.addSegment("Error");
    segments.show();
    QVERIFY(QTest::qWaitForWindowActive(&segments));
    QSignalSpy chosen(&segments, &SegmentedControl::chosen);
    const auto buttons = segments.findChildren<QToolButton*>();
    QTest::mouseClick(buttons.at(1), Qt::LeftButton);
    QCOMPARE(segments.current(), 1);
    buttons.at(1)->setFocus();
    QTest::keyClick(buttons.at(1), Qt::Key_Left);
    QCOMPARE(segments.current(), 0);
    QCOMPARE(chosen.size(), 2);
    segments.setCurrent(1);
    QCOMPARE(chosen.size(), 2);
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    applyStyle(application, lightTheme());
    StyleTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_style.moc"
