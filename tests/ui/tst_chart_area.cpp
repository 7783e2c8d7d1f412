#include "banner.h"
#include "chart_area.h"
#include "charts/epoch_chart.h"
#include "charts/generalization_view.h"
#include "charts/gradient_view.h"
#include "charts/information_by_epoch_view.h"
#include "charts/information_plane_view.h"
#include "motion.h"
#include "ui/fake_session.h"

#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

using namespace infoplane;
using namespace infoplane::test;
using Chart = ChartArea::Chart;

class TestChartArea : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void aChartIsChosenInTheHeaderOfAnother();
    void aWideAreaShowsTwoAndTheyChangePlaces();
    void whatIsShownIsRemembered();
    void stateOfAnEarlierVersionIsRead();
    void figureIsToldHowTheChartsLook();
    void aMessageLiesOverThePlaneAndMovesNothing();
    void informationByEpochComesWhereThereIsNoPlane();

  private:
    std::unique_ptr<ChartArea> m_area;
    SessionView m_session;

    static QAction* choice(ChartPanel* panel, int index) {
        const auto* chooser = panel->findChild<QToolButton*>(QStringLiteral("chartChooser"));
        const auto* menu = chooser ? chooser->findChild<QMenu*>() : nullptr;
        return menu ? menu->actions().value(index) : nullptr;
    }
};

void TestChartArea::init() {
    m_session = fakeSession(paperEpochs(10000), 10000, 0);
    m_area = std::make_unique<ChartArea>();
    setReducedMotion(true);
    m_area->setTheme(lightTheme());
    connect(m_area.get(), &ChartArea::viewsWanted, m_area.get(),
            [this] { m_area->setViews(m_session, m_session); });
    m_area->resize(740, 640);
    m_area->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_area.get()));
    m_area->setViews(m_session, m_session);
}

void TestChartArea::aChartIsChosenInTheHeaderOfAnother() {
    QVERIFY(m_area->generalization()->isVisible());
    QVERIFY(!m_area->informationByEpoch()->isVisible());
    QAction* wanted = choice(m_area->generalization(), static_cast<int>(Chart::InformationByEpoch));
    QVERIFY(wanted);
    QCOMPARE(wanted->text(), m_area->informationByEpoch()->title());
    wanted->trigger();
    QVERIFY(!m_area->generalization()->isVisible());
    QVERIFY(m_area->informationByEpoch()->isVisible());
    QCOMPARE(m_area->informationByEpoch()->epochChart()->view().measured(), m_session.measured());
    choice(m_area->informationByEpoch(), static_cast<int>(Chart::Gradient))->trigger();
    QVERIFY(m_area->gradient()->isVisible());
    QVERIFY(!m_area->informationByEpoch()->isVisible());
    // The one that is shown stays shown, and ticked.
    QAction* same = choice(m_area->gradient(), static_cast<int>(Chart::Gradient));
    same->trigger();
    QVERIFY(m_area->gradient()->isVisible());
    QVERIFY(same->isChecked());
}

void TestChartArea::aWideAreaShowsTwoAndTheyChangePlaces() {
    m_area->resize(1300, 900);
    m_area->setWide(true);
    QTRY_VERIFY(m_area->informationByEpoch()->isVisible());
    QVERIFY(m_area->generalization()->isVisible());
    const auto top = [this](const QWidget* panel) { return panel->mapTo(m_area.get(), QPoint()).y(); };
    QTRY_VERIFY(top(m_area->generalization()) < top(m_area->informationByEpoch()));
    choice(m_area->generalization(), static_cast<int>(Chart::InformationByEpoch))->trigger();
    QTRY_VERIFY(top(m_area->informationByEpoch()) < top(m_area->generalization()));
    choice(m_area->generalization(), static_cast<int>(Chart::Gradient))->trigger(); // the lower place
    QCOMPARE(m_area->chartAt(1), Chart::Gradient);
    QVERIFY(m_area->gradient()->isVisible() && !m_area->generalization()->isVisible());
    QTRY_VERIFY(m_area->gradient()->height() > 200);
    QVERIFY(m_area->informationByEpoch()->height() > 200);
}

void TestChartArea::whatIsShownIsRemembered() {
    m_area->showChart(Chart::Gradient, 0);
    ChartArea other;
    other.restoreState(m_area->saveState());
    QCOMPARE(other.chartAt(0), Chart::Gradient);
    QCOMPARE(other.chartAt(1), m_area->chartAt(1));
    other.restoreState(QByteArray("\x00\x01", 2)); // what is damaged changes nothing
    QCOMPARE(other.chartAt(0), Chart::Gradient);
}

void TestChartArea::stateOfAnEarlierVersionIsRead() {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << QList<int>{500, 300} << QList<int>{600, 400} << QList<int>{500, 500};
    ChartArea other;
    other.restoreState(state);
    QCOMPARE(other.chartAt(0), Chart::Generalization);
    QCOMPARE(other.chartAt(1), Chart::InformationByEpoch);
}

void TestChartArea::figureIsToldHowTheChartsLook() {
    FigureContent whole(m_session);
    m_area->giveLook(whole);
    QVERIFY(whole.joins && whole.limits && whole.zooms.empty());
    m_area->plane()->setLimits(false);
    m_area->generalization()->setShowsError(true);
    PlotChart* chart = m_area->generalization()->chart();
    chart->zoomAt(chart->frame().area.center(), 2);
    FigureContent content(m_session);
    m_area->giveLook(content);
    QVERIFY(content.joins && !content.limits);
    QCOMPARE(content.zooms.size(), 1u);
    QCOMPARE(content.zooms[0].panel, FigurePanel::Error);
    QCOMPARE(content.zooms[0].range.left, chart->frame().left);
    m_area->showChart(Chart::InformationByEpoch); // what is out of sight does not count
    FigureContent other(m_session);
    m_area->giveLook(other);
    QVERIFY(other.zooms.empty());
}

void TestChartArea::aMessageLiesOverThePlaneAndMovesNothing() {
    const QRect before = m_area->plane()->geometry();
    m_area->banner()->showMessage(Banner::fromText(
        Banner::Kind::Error, QStringLiteral("Diverged at epoch 27: the loss is no longer a number. A rate "
                                            "of 0.7 is too high. Epochs 0 to 25 are kept.")));
    QTRY_VERIFY(m_area->banner()->isVisible() && m_area->banner()->height() > 40);
    QCOMPARE(m_area->plane()->geometry(), before);
    const QRect banner(m_area->banner()->mapTo(m_area.get(), QPoint()), m_area->banner()->size());
    const QRect plane(m_area->plane()->mapTo(m_area.get(), QPoint()), m_area->plane()->size());
    QVERIFY(plane.contains(banner));
    QCOMPARE(banner.width(), plane.width());
    // The header's buttons can still be clicked.
    for (const QToolButton* button : m_area->plane()->findChildren<QToolButton*>())
        if (button->isVisible()) {
            const QPoint middle = button->mapTo(m_area.get(), button->rect().center());
            QCOMPARE(m_area->childAt(middle), button);
        }
    m_area->setWide(true);
    m_area->resize(1300, 800);
    QTRY_COMPARE(m_area->banner()->width(), m_area->plane()->width());
}

void TestChartArea::informationByEpochComesWhereThereIsNoPlane() {
    m_session.labelObstacle = QStringLiteral("Binning tells I(T;Y) of classes only.");
    ++m_session.revision;
    m_area->setViews(m_session, m_session);
    auto* button = m_area->findChild<QPushButton*>(QStringLiteral("byEpoch"));
    QVERIFY(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(m_area->informationByEpoch()->isVisible());
    QVERIFY(!button->isVisible());
}

QTEST_MAIN(TestChartArea)
#include "tst_chart_area.moc"
