#include "charts/function_chart.h"
#include "neuron/neuron_window.h"
#include "ui/raw_boxes.h"
#include "ui/wheel.h"
#include "widgets/number_field.h"
#include "window_fixture.h"

#include <QLabel>
#include <QSlider>

using namespace infoplane;

class TestNeuronWindow : public QObject {
    Q_OBJECT
  private slots:
    void curveIsThatOfTheUnit();
    void weightMovesMarkAndActivation();
    void binsAndRangeAreSeenOnTheActivation();
    void itOpensFromTheMenuAndFollowsTheTheme();
    void figureHoldsBothCharts();
    void everyControlHasANameAndATip();
    void wheelWithoutFocusChangesNothing();
    void numbersAreTypedInAnyLocale();
};

void TestNeuronWindow::curveIsThatOfTheUnit() {
    NeuronWindow window;
    window.show();
    QTRY_VERIFY_WITH_TIMEOUT(!window.informationChart()->curves().front().points.isEmpty(), patience);
    QTRY_VERIFY(!window.isBusy());
    const double expected = informationByWeight({}, {1.0})[0].bits;
    QVERIFY(std::abs(window.informationChart()->valueAt(1.0) - expected) < 1e-9);
    window.setUnit({Activation::Relu, 30, MinimalModel::Range::Infinite});
    const double relu = informationByWeight(window.unit(), {1.0})[0].bits;
    QTRY_VERIFY_WITH_TIMEOUT(std::abs(window.informationChart()->valueAt(1.0) - relu) < 1e-9, patience);
    QVERIFY(window.words()->text().contains("never falls"));
}

void TestNeuronWindow::weightMovesMarkAndActivation() {
    NeuronWindow window;
    window.show();
    QCOMPARE(window.findChild<QSlider*>()->value(), 20); // of 200, over weights to 10: 1
    window.setWeight(2);
    QCOMPARE(window.informationChart()->mark(), 2.0);
    QVERIFY(std::abs(window.activationChart()->valueAt(1) - std::tanh(2.0)) < 1e-3);
    window.findChild<QSlider*>()->setValue(10); // of 200, over weights to 10
    QCOMPARE(window.weight(), 0.5);
    window.setWeight(99);
    QCOMPARE(window.weight(), 10.0);
    window.setWeight(0);
    QTRY_VERIFY(window.words()->text().contains("nothing"));
}

void TestNeuronWindow::binsAndRangeAreSeenOnTheActivation() {
    NeuronWindow window;
    window.setUnit({Activation::Tanh, 30, MinimalModel::Range::Closed});
    QVERIFY(window.activationChart()->levels().size() >= 29u);
    window.setUnit({Activation::Tanh, 29, MinimalModel::Range::Closed});
    QVERIFY(window.activationChart()->levels().size() >= 28u);
    window.setUnit({Activation::Relu, 30, MinimalModel::Range::Infinite});
    window.setWeight(1); // up to 3: bins of 1/15
    QVERIFY(window.activationChart()->levels().size() > 40u);
}

void TestNeuronWindow::itOpensFromTheMenuAndFollowsTheTheme() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(!f.window.oneUnit());
    f.window.showOneUnit();
    QTRY_VERIFY(f.window.oneUnit() && f.window.oneUnit()->isVisible());
    f.appearance.choose(Appearance::Choice::Dark);
    QCOMPARE(f.window.oneUnit()->activationChart()->look().theme.dark, true);
    f.window.oneUnit()->close();
    QTRY_VERIFY(!f.window.oneUnit());
}

void TestNeuronWindow::figureHoldsBothCharts() {
    NeuronWindow window;
    window.show();
    QTRY_VERIFY_WITH_TIMEOUT(!window.informationChart()->curves().front().points.isEmpty(), patience);
    QTemporaryDir folder;
    const QString path = folder.filePath("one-unit.svg");
    window.exportTo(path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString svg = QString::fromUtf8(file.readAll());
    QVERIFY(svg.contains("One unit, tanh."));
    QVERIFY(svg.contains("Weight"));
    QVERIFY(svg.contains("Input"));
    window.exportTo(folder.filePath("no/such/folder.pdf"));
    QVERIFY2(window.words()->text().contains("no/such"), qPrintable(window.words()->text()));
    window.exportTo(folder.filePath("picture.gif"));
    QVERIFY(window.words()->text().contains("picture.gif"));
}

void TestNeuronWindow::everyControlHasANameAndATip() {
    NeuronWindow window;
    window.show();
    for (const QWidget* widget : window.findChildren<QWidget*>())
        if ((widget->focusPolicy() & Qt::TabFocus) && widget->isVisible() &&
            !widget->inherits("QGraphicsView") && !widget->inherits("QLineEdit"))
            QVERIFY2(!widget->accessibleName().isEmpty() && !widget->toolTip().isEmpty(),
                     widget->metaObject()->className());
}

void TestNeuronWindow::wheelWithoutFocusChangesNothing() {
    NeuronWindow window;
    window.show();
    QCOMPARE(test::rawBoxes(window), QStringList());
    window.setWeight(2);
    const MinimalModel before = window.unit();
    for (QWidget* widget : window.findChildren<QWidget*>())
        if (!widget->hasFocus() && (qobject_cast<NumberField*>(widget) || qobject_cast<ComboField*>(widget) ||
                                    qobject_cast<QSlider*>(widget)))
            test::turnWheelOver(widget);
    QCOMPARE(window.weight(), 2.0);
    QCOMPARE(window.unit().bins, before.bins);
    QCOMPARE(window.unit().activation, before.activation);
}

void TestNeuronWindow::numbersAreTypedInAnyLocale() {
    NeuronWindow window;
    window.setLocale(QLocale(QLocale::German));
    window.show();
    for (NumberField* field : window.findChildren<NumberField*>()) {
        if (field->accessibleName() != QLatin1String("Weight, as a number"))
            continue;
        for (const char* typed : {"0.35", "0,35"}) {
            window.setWeight(1);
            field->selectAll();
            QTest::keyClicks(field, QLatin1String(typed));
            QCOMPARE(window.weight(), 0.35);
        }
    }
}

QTEST_MAIN(TestNeuronWindow)
#include "tst_neuron_window.moc"
