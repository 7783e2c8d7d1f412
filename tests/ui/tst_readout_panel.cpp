#include "charts/color_scale.h"
#include "estimator/layer_row.h"
#include "estimator/readout_panel.h"
#include "estimator/readout_text.h"
#include "style.h"
#include "theme.h"
#include "widgets/live_number.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace infoplane;

namespace {

SessionView twoLayers() {
    SessionView view;
    view.revision = 1;
    view.scale.lastEpoch = 10000;
    view.epochs = {0, 10, 1240};
    view.layers.resize(2);
    view.layers[0].name = "T1";
    view.layers[0].x = {10.5, 11, 7.83};
    view.layers[0].y = {0.2, 0.9, 0.0003};
    view.layers[1].name = "Out";
    view.layers[1].output = true;
    view.layers[1].x = {1, 2, 1.5};
    view.layers[1].y = {0.1, 0.5, 0.942};
    view.trainLoss = {1, 0.5, 0.508};
    view.testLoss = {1, 0.6, 0.5};
    view.trainError = {0.5, 0.2, 0.013};
    view.testError = {0.5, 0.3, 0.034};
    view.present = 2;
    return view;
}

QList<LayerRow*> rowsOf(const ReadoutPanel& panel) {
    return panel.findChildren<LayerRow*>();
}

} // namespace

class ReadoutPanelTest : public QObject {
    Q_OBJECT
  private slots:
    void numbersReadAsSpecified_data();
    void numbersReadAsSpecified();
    void beforeTheFirstEpochItSaysWhatWillBe();
    void eachLayerTellsWhatItHasAndLost();
    void lostIsSaidNotToBeCompression();
    void lostFollowsThePresentBackAndForth();
    void anotherEstimatorForgetsOldMaxima();
    void spaceAndClickHideALayer();
    void hiddenLayersAreShownHollow();
    void layersTakeTheThemesColoursAtOnce();
    void lossesAreNamedForScreenReaders();
    void regressionHasNoError();
    void noteAppearsInHighWindowsAndCanBeClosed();
};

void ReadoutPanelTest::numbersReadAsSpecified_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<int>("decimals");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << 0.042 << 3 << "0.042";
    QTest::newRow("two decimals") << 11.998 << 2 << "12.00";
    QTest::newRow("next to nothing") << 0.0004 << 3 << "< 0.001";
    QTest::newRow("rounds up") << 0.0006 << 3 << "0.001";
    QTest::newRow("nothing") << 0.0 << 3 << "0.000";
    QTest::newRow("no negative zero") << -0.0001 << 3 << "0.000";
    QTest::newRow("true minus") << -0.008 << 3 << QStringLiteral("\u22120.008");
    QTest::newRow("per cent") << 0.02 << 1 << "0.0";
    QTest::newRow("does not apply") << std::nan("") << 3 << QStringLiteral("\u2013");
}

void ReadoutPanelTest::numbersReadAsSpecified() {
    QFETCH(double, value);
    QFETCH(int, decimals);
    QTEST(readoutNumber(value, decimals, QLocale(QLocale::English)), "text");
}

void ReadoutPanelTest::beforeTheFirstEpochItSaysWhatWillBe() {
    ReadoutPanel panel;
    panel.show();
    QVERIFY(rowsOf(panel).isEmpty());
    bool told = false;
    for (const QLabel* label : panel.findChildren<QLabel*>())
        told = told || (label->isVisible() && label->text().contains("appears here"));
    QVERIFY(told);
}

void ReadoutPanelTest::eachLayerTellsWhatItHasAndLost() {
    ReadoutPanel panel;
    panel.setLocale(QLocale(QLocale::English));
    panel.setView(twoLayers());
    const auto rows = rowsOf(panel);
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0]->accessibleName(),
             QStringLiteral("T\u2081: 7.83 bit about the input, < 0.001 bit about the "
                            "label, 3.17 bit lost so far"));
    QCOMPARE(rows[1]->accessibleName(),
             "Out: 1.50 bit about the input, 0.942 bit about the label, 0.50 bit lost so far");
    QCOMPARE(panel.findChild<LiveNumber*>()->text(), "1,240");
}

void ReadoutPanelTest::lostIsSaidNotToBeCompression() {
    ReadoutPanel panel;
    panel.setView(twoLayers());
    int told = 0;
    for (const QWidget* widget : panel.findChildren<QWidget*>())
        if (widget->toolTip().contains("Lost so far")) {
            QVERIFY(widget->toolTip().contains("It is not the compression of Verdicts"));
            ++told;
        }
    QCOMPARE(told, 3); // the heads, and both layers
}

void ReadoutPanelTest::lostFollowsThePresentBackAndForth() {
    ReadoutPanel panel;
    panel.setLocale(QLocale(QLocale::English));
    SessionView view = twoLayers();
    panel.setView(view);
    const auto rows = rowsOf(panel);
    view.present = 0;
    panel.setView(view);
    QVERIFY(rows[0]->accessibleName().contains("0.00 bit lost so far"));
    view.present = 2;
    panel.setView(view);
    QVERIFY(rows[0]->accessibleName().contains("3.17 bit lost so far"));
}

void ReadoutPanelTest::anotherEstimatorForgetsOldMaxima() {
    ReadoutPanel panel;
    panel.setLocale(QLocale(QLocale::English));
    SessionView view = twoLayers();
    panel.setView(view);
    view.revision = 2;
    view.layers[0].x = {5, 6, 5.5};
    panel.setView(view);
    QVERIFY(rowsOf(panel)[0]->accessibleName().contains("0.50 bit lost so far"));
}

void ReadoutPanelTest::spaceAndClickHideALayer() {
    ReadoutPanel panel;
    panel.setView(twoLayers());
    panel.show();
    QVERIFY(QTest::qWaitForWindowActive(&panel));
    QSignalSpy hidden(&panel, &ReadoutPanel::layerHidden);
    LayerRow* row = rowsOf(panel)[1];
    QTest::mouseClick(row, Qt::LeftButton);
    row->setFocus();
    QTest::keyClick(row, Qt::Key_Space);
    QCOMPARE(hidden.size(), 2);
    QCOMPARE(hidden[0], QVariantList({1, true}));
    QCOMPARE(hidden[1], QVariantList({1, false}));
}

void ReadoutPanelTest::hiddenLayersAreShownHollow() {
    ReadoutPanel panel;
    panel.resize(264, 500);
    panel.setTheme(lightTheme());
    SessionView view = twoLayers();
    panel.setView(view);
    panel.show();
    LayerRow* row = rowsOf(panel)[0];
    const QColor epochColour = ColorScale().at(view.scale.position(1240));
    const QPoint marker(9, row->height() / 2);
    QCOMPARE(row->grab().toImage().pixelColor(marker), epochColour);
    view.layers[0].hidden = true;
    panel.setView(view);
    QVERIFY(row->grab().toImage().pixelColor(marker) != epochColour);
    QVERIFY(row->accessibleName().endsWith("hidden"));
}

void ReadoutPanelTest::layersTakeTheThemesColoursAtOnce() {
    ReadoutPanel panel;
    panel.resize(264, 500);
    const SessionView view = twoLayers();
    panel.setView(view);
    panel.show();
    LayerRow* row = rowsOf(panel)[0];
    for (const bool dark : {true, false}) {
        panel.setTheme(dark ? darkTheme() : lightTheme());
        QCOMPARE(row->grab().toImage().pixelColor(9, row->height() / 2),
                 ColorScale(ColorScale::Map::Dusk, dark).at(view.scale.position(1240)));
    }
}

void ReadoutPanelTest::lossesAreNamedForScreenReaders() {
    ReadoutPanel panel;
    panel.setLocale(QLocale(QLocale::English));
    panel.setView(twoLayers());
    bool found = false;
    for (const QWidget* widget : panel.findChildren<QWidget*>())
        found = found || widget->accessibleName() ==
                             QStringLiteral("Loss in bit: train 0.508, test 0.500, gap \u22120.008. "
                                            "Error in per cent: train 1.3, test 3.4, gap 2.1.");
    QVERIFY(found);
}

void ReadoutPanelTest::regressionHasNoError() {
    ReadoutPanel panel;
    SessionView view = twoLayers();
    view.classification = false;
    panel.setView(view);
    for (const QWidget* widget : panel.findChildren<QWidget*>())
        QVERIFY(!widget->accessibleName().contains("Error"));
}

void ReadoutPanelTest::noteAppearsInHighWindowsAndCanBeClosed() {
    ReadoutPanel panel;
    panel.setNote("Layers move **left**.");
    panel.resize(264, 800);
    panel.show();
    QLabel* note = nullptr;
    for (QLabel* label : panel.findChildren<QLabel*>())
        if (label->text().contains("move"))
            note = label;
    QVERIFY(note);
    QVERIFY(!note->isVisible());
    panel.resize(264, 1000);
    QCoreApplication::processEvents();
    QVERIFY(note->isVisible());
    for (QToolButton* button : panel.findChildren<QToolButton*>())
        if (button->accessibleName() == "Close the note")
            button->click();
    QVERIFY(!note->isVisible());
    panel.setNote("Another.");
    QVERIFY(note->isVisible());
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    applyStyle(application, lightTheme());
    ReadoutPanelTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_readout_panel.moc"
