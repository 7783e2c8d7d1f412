#include "ui/wheel.h"
#include "widgets/number_field.h"
#include "widgets/number_text.h"

#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace infoplane;
using infoplane::test::turnWheelOver;

namespace {

const QLocale english(QLocale::English, QLocale::UnitedStates);
const QLocale german(QLocale::German, QLocale::Germany);

void type(NumberField& field, const QString& text) {
    field.selectAll();
    QTest::keyClick(&field, Qt::Key_Delete);
    QTest::keyClicks(&field, text);
}

std::unique_ptr<NumberField> learningRate(const QLocale& locale = english) {
    auto field = std::make_unique<NumberField>(NumberField::Kind::Real);
    field->setLocale(locale);
    field->setRange(0, 10, true);
    field->setLogarithmic(true);
    field->setValue(0.001);
    field->show();
    field->setFocus();
    return field;
}

} // namespace

class NumberFieldTest : public QObject {
    Q_OBJECT
  private slots:
    void realsAreReadAsMeant_data();
    void realsAreReadAsMeant();
    void integersAreReadAsMeant_data();
    void integersAreReadAsMeant();
    void shortestTextReadsBackTheSame_data();
    void shortestTextReadsBackTheSame();

    void scientificTextIsTaken();
    void smallNumberStaysWhatItIs();
    void germanTakesPointAndComma();
    void typedTextIsNotRewrittenUnderTheCursor();
    void valueAppearsPlainAfterwards();
    void nonsenseIsMarkedAndChangesNothing();
    void zeroIsUnfinishedUntilTheFieldIsLeft();
    void tooLargeIsRefusedNotClamped();
    void escapeAndUndoTakeWrongTextBack();
    void escapeTakesARightBeginningBackToo();
    void undoOfRightTextIsLeftToTheWindow();
    void upMultipliesAndDownReturns();
    void pageUpIsADecade();
    void stepsFromZeroAndBack();
    void wholeNumbersStepByTheirSecondDigit();
    void stepsStayInRange();
    void suffixNeedNotBeTyped();
    void wheelWithoutFocusScrollsTheForm();
    void valueFromOutsideIsSilent();
};

void NumberFieldTest::realsAreReadAsMeant_data() {
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");
    QTest::addColumn<double>("value");
    for (const QLocale& locale : {english, german, QLocale(QLocale::French), QLocale::c()}) {
        const QByteArray name = locale.name().toLatin1();
        QTest::newRow(name + " 0.0004") << locale << "0.0004" << true << 0.0004;
        QTest::newRow(name + " 4e-4") << locale << "4e-4" << true << 0.0004;
        QTest::newRow(name + " 4E-04") << locale << " 4E-04 " << true << 0.0004;
        QTest::newRow(name + " .5") << locale << ".5" << true << 0.5;
        QTest::newRow(name + " 1.000 is one") << locale << "1.000" << true << 1.0;
        QTest::newRow(name + " unicode minus") << locale << QStringLiteral("\u22120.5") << true << -0.5;
        QTest::newRow(name + " empty") << locale << "" << false << 0.0;
        QTest::newRow(name + " words") << locale << "fast" << false << 0.0;
        QTest::newRow(name + " two points") << locale << "0.00.04" << false << 0.0;
        QTest::newRow(name + " trailing words") << locale << "4e-4x" << false << 0.0;
        QTest::newRow(name + " infinite") << locale << "1e999" << false << 0.0;
        QTest::newRow(name + " inf") << locale << "inf" << false << 0.0;
        QTest::newRow(name + " nan") << locale << "nan" << false << 0.0;
        QTest::newRow(name + " hexadecimal") << locale << "0x1p3" << false << 0.0;
    }
    QTest::newRow("German comma") << german << "0,0004" << true << 0.0004;
    QTest::newRow("German comma and exponent") << german << "4,5e-4" << true << 0.00045;
    QTest::newRow("German point and comma") << german << "1.000,5" << false << 0.0;
    QTest::newRow("English comma is no decimal point") << english << "0,0004" << false << 0.0;
    QTest::newRow("English 0,004 is not four") << english << "0,004" << false << 0.0;
}

void NumberFieldTest::realsAreReadAsMeant() {
    QFETCH(QLocale, locale);
    QFETCH(QString, text);
    QFETCH(bool, valid);
    const auto value = parseReal(text, locale);
    QCOMPARE(value.has_value(), valid);
    if (valid)
        QTEST(*value, "value");
}

void NumberFieldTest::integersAreReadAsMeant_data() {
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");
    QTest::addColumn<qint64>("value");
    QTest::newRow("plain") << english << "10000" << true << qint64(10000);
    QTest::newRow("English separators") << english << "10,000" << true << qint64(10000);
    QTest::newRow("English misplaced separators") << english << "1,00,0" << false << qint64(0);
    QTest::newRow("English point") << english << "10.000" << false << qint64(0);
    QTest::newRow("German separators") << german << "10.000" << true << qint64(10000);
    QTest::newRow("German misplaced separators") << german << "10.5" << false << qint64(0);
    QTest::newRow("German comma") << german << "10,000" << false << qint64(0);
    QTest::newRow("French space") << QLocale(QLocale::French) << "10 000" << true << qint64(10000);
    QTest::newRow("exponent") << german << "1e4" << true << qint64(10000);
    QTest::newRow("broken exponent") << english << "15e-1" << false << qint64(0);
    QTest::newRow("fraction") << english << "2.5" << false << qint64(0);
    QTest::newRow("empty") << english << "" << false << qint64(0);
    QTest::newRow("too large for any") << english << "99999999999999999999" << false << qint64(0);
}

void NumberFieldTest::integersAreReadAsMeant() {
    QFETCH(QLocale, locale);
    QFETCH(QString, text);
    QFETCH(bool, valid);
    const auto value = parseInteger(text, locale);
    QCOMPARE(value.has_value(), valid);
    if (valid)
        QTEST(*value, "value");
}

void NumberFieldTest::shortestTextReadsBackTheSame_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("germanText");
    QTest::newRow("zero") << 0.0 << "0"
                          << "0";
    QTest::newRow("paper's rate") << 0.0004 << "0.0004"
                                  << "0,0004";
    QTest::newRow("epsilon") << 1e-8 << "1e-8"
                             << "1e-8";
    QTest::newRow("small with digits") << 2.5e-12 << "2.5e-12"
                                       << "2,5e-12";
    QTest::newRow("large") << 2e10 << "2e10"
                           << "2e10";
    QTest::newRow("third") << 1.0 / 3 << "0.3333333333333333"
                           << "0,3333333333333333";
    QTest::newRow("negative") << -0.5 << QStringLiteral("\u22120.5") << QStringLiteral("\u22120,5");
}

void NumberFieldTest::shortestTextReadsBackTheSame() {
    QFETCH(double, value);
    QTEST(formatReal(value, english), "text");
    QTEST(formatReal(value, german), "germanText");
    QCOMPARE(parseReal(formatReal(value, english), english), std::optional(value));
    QCOMPARE(parseReal(formatReal(value, german), german), std::optional(value));
}

void NumberFieldTest::scientificTextIsTaken() {
    const auto field = learningRate();
    type(*field, "4e-4");
    QCOMPARE(field->value(), 0.0004);
    QCOMPARE(field->validity(), NumberField::Validity::Right);
}

void NumberFieldTest::smallNumberStaysWhatItIs() {
    const auto field = learningRate();
    type(*field, "0.0004");
    QCOMPARE(field->value(), 0.0004);
    QTest::keyClick(field.get(), Qt::Key_Return);
    QCOMPARE(field->value(), 0.0004);
    QCOMPARE(field->text(), "0.0004");
}

void NumberFieldTest::germanTakesPointAndComma() {
    const auto field = learningRate(german);
    type(*field, "0.0004");
    QCOMPARE(field->value(), 0.0004);
    type(*field, "0,0005");
    QCOMPARE(field->value(), 0.0005);
    type(*field, "4e-4");
    QCOMPARE(field->value(), 0.0004);
    QTest::keyClick(field.get(), Qt::Key_Return);
    QCOMPARE(field->text(), "0,0004");
}

void NumberFieldTest::typedTextIsNotRewrittenUnderTheCursor() {
    const auto field = learningRate();
    connect(field.get(), &NumberField::valueEdited, field.get(),
            [&](double value) { field->setValue(value); }); // as a document does
    type(*field, "4e-4");
    QCOMPARE(field->text(), "4e-4");
}

void NumberFieldTest::valueAppearsPlainAfterwards() {
    const auto field = learningRate();
    type(*field, "4e-4");
    QTest::keyClick(field.get(), Qt::Key_Return);
    QCOMPARE(field->text(), "0.0004");
}

void NumberFieldTest::nonsenseIsMarkedAndChangesNothing() {
    const auto field = learningRate();
    QSignalSpy edits(field.get(), &NumberField::valueEdited);
    type(*field, "fast");
    QCOMPARE(field->validity(), NumberField::Validity::Wrong);
    QCOMPARE(field->problem(), "This is not a number.");
    QCOMPARE(field->text(), "fast");
    QCOMPARE(field->value(), 0.001);
    QCOMPARE(edits.size(), 0);
}

void NumberFieldTest::zeroIsUnfinishedUntilTheFieldIsLeft() {
    const auto field = learningRate();
    type(*field, "0.0");
    QCOMPARE(field->validity(), NumberField::Validity::Unfinished);
    QCOMPARE(field->value(), 0.001);
    QTest::keyClick(field.get(), Qt::Key_Return);
    QCOMPARE(field->validity(), NumberField::Validity::Wrong);
    QCOMPARE(field->problem(), "It must be above 0.");
    QTest::keyClicks(field.get(), "");
    type(*field, "0.02");
    QCOMPARE(field->validity(), NumberField::Validity::Right);
}

void NumberFieldTest::tooLargeIsRefusedNotClamped() {
    const auto field = learningRate();
    type(*field, "11");
    QCOMPARE(field->validity(), NumberField::Validity::Wrong);
    QCOMPARE(field->problem(), "At most 10 is allowed.");
    QCOMPARE(field->value(), 1.0); // the last that was right
}

void NumberFieldTest::escapeAndUndoTakeWrongTextBack() {
    const auto field = learningRate();
    type(*field, "x");
    QTest::keyClick(field.get(), Qt::Key_Escape);
    QCOMPARE(field->text(), "0.001");
    QCOMPARE(field->validity(), NumberField::Validity::Right);
    type(*field, "x");
    QTest::keySequence(field.get(), QKeySequence::Undo);
    QCOMPARE(field->text(), "0.001");
    QCOMPARE(field->validity(), NumberField::Validity::Right);
}

void NumberFieldTest::escapeTakesARightBeginningBackToo() {
    const auto field = learningRate();
    QSignalSpy edits(field.get(), &NumberField::valueEdited);
    type(*field, "11"); // the first 1 has been told
    QCOMPARE(field->valueBeforeTyping(), std::optional(0.001));
    QTest::keyClick(field.get(), Qt::Key_Escape);
    QCOMPARE(field->text(), "0.001");
    QCOMPARE(field->value(), 0.001);
    QCOMPARE(edits.size(), 2);
    QCOMPARE(edits.last().front().toDouble(), 0.001);

    field->setOptional(true);
    field->clearValue();
    QSignalSpy cleared(field.get(), &NumberField::cleared);
    QTest::keyClicks(field.get(), "11");
    QTest::keyClick(field.get(), Qt::Key_Escape);
    QVERIFY(!field->hasValue());
    QCOMPARE(field->text(), QString());
    QCOMPARE(cleared.size(), 1);
}

void NumberFieldTest::undoOfRightTextIsLeftToTheWindow() {
    const auto field = learningRate();
    type(*field, "0.5");
    QKeyEvent undo(QEvent::ShortcutOverride, Qt::Key_Z, Qt::ControlModifier);
    undo.ignore();
    QCoreApplication::sendEvent(field.get(), &undo);
    QVERIFY(!undo.isAccepted());
}

void NumberFieldTest::upMultipliesAndDownReturns() {
    const auto field = learningRate();
    field->setValue(0.0004);
    QTest::keyClick(field.get(), Qt::Key_Up);
    QCOMPARE(field->value(), 0.0005);
    QTest::keyClick(field.get(), Qt::Key_Down);
    QCOMPARE(field->value(), 0.0004);
    QTest::keyClick(field.get(), Qt::Key_Down);
    QCOMPARE(field->value(), 0.00032);
    QCOMPARE(field->text(), "0.00032");
}

void NumberFieldTest::pageUpIsADecade() {
    const auto field = learningRate();
    field->setValue(0.0004);
    QTest::keyClick(field.get(), Qt::Key_PageUp);
    QCOMPARE(field->value(), 0.004);
    QTest::keyClick(field.get(), Qt::Key_PageDown);
    QCOMPARE(field->value(), 0.0004);
}

void NumberFieldTest::stepsFromZeroAndBack() {
    const auto field = learningRate();
    field->setRange(0, 1);
    field->setValue(0);
    QTest::keyClick(field.get(), Qt::Key_Up);
    QVERIFY(field->value() > 0);
    QTest::keyClick(field.get(), Qt::Key_Down);
    QCOMPARE(field->value(), 0.0);
}

void NumberFieldTest::wholeNumbersStepByTheirSecondDigit() {
    NumberField epochs(NumberField::Kind::Integer);
    epochs.setLocale(english);
    epochs.setRange(1, 1000000);
    epochs.setLogarithmic(true);
    epochs.setValue(10000);
    QCOMPARE(epochs.text(), "10,000");
    epochs.stepBy(1);
    QCOMPARE(epochs.value(), 11000.0);
    epochs.stepBy(-1);
    QCOMPARE(epochs.value(), 10000.0);
    epochs.stepBy(-1);
    QCOMPARE(epochs.value(), 9900.0);
    epochs.setValue(1);
    epochs.stepBy(1);
    QCOMPARE(epochs.value(), 2.0);
    epochs.stepBy(-5);
    QCOMPARE(epochs.value(), 1.0);
}

void NumberFieldTest::stepsStayInRange() {
    const auto field = learningRate();
    field->setValue(9);
    QTest::keyClick(field.get(), Qt::Key_Up);
    QCOMPARE(field->value(), 10.0);
    QTest::keyClick(field.get(), Qt::Key_Up);
    QCOMPARE(field->value(), 10.0);
}

void NumberFieldTest::suffixNeedNotBeTyped() {
    NumberField share(NumberField::Kind::Integer);
    share.setRange(1, 99);
    share.setSuffix(" %");
    share.setValue(80);
    share.show();
    QCOMPARE(share.text(), "80 %");
    type(share, "30");
    QCOMPARE(share.value(), 30.0);
    type(share, "40%");
    QCOMPARE(share.value(), 40.0);
    QTest::keyClick(&share, Qt::Key_Return);
    QCOMPARE(share.text(), "40 %");
}

void NumberFieldTest::wheelWithoutFocusScrollsTheForm() {
    QScrollArea form;
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    auto* field = new NumberField(NumberField::Kind::Integer);
    field->setRange(0, 100);
    field->setValue(50);
    auto* other = new QLineEdit;
    auto* filler = new QWidget;
    filler->setFixedHeight(2000);
    column->addWidget(field);
    column->addWidget(other);
    column->addWidget(filler);
    form.setWidget(page);
    form.resize(200, 200);
    form.show();
    QVERIFY(QTest::qWaitForWindowExposed(&form));
    other->setFocus();
    turnWheelOver(field);
    QVERIFY(form.verticalScrollBar()->value() > 0);
    QCOMPARE(field->value(), 50.0);
    QVERIFY(!field->hasFocus());
    field->setFocus();
    turnWheelOver(field);
    QCOMPARE(field->value(), 49.0);
}

void NumberFieldTest::valueFromOutsideIsSilent() {
    const auto field = learningRate();
    QSignalSpy edits(field.get(), &NumberField::valueEdited);
    field->setValue(0.5);
    QCOMPARE(field->text(), "0.5");
    QCOMPARE(edits.size(), 0);
}

QTEST_MAIN(NumberFieldTest)
#include "tst_number_field.moc"
