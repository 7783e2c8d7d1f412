#include "charts/curves_item.h"
#include "charts/elided_label.h"
#include "charts/epoch_chart.h"
#include "charts/generalization_view.h"
#include "charts/gradient_view.h"
#include "charts/information_by_epoch_view.h"
#include "charts/information_plane_view.h"
#include "motion.h"
#include "ui/fake_session.h"

#include <QCategoryAxis>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

using namespace infoplane;
using namespace infoplane::test;

class TestEpochChart : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void epochZeroIsDrawnOnALogAxis();
    void nothingBeyondThePresentIsDrawn();
    void axisLabelsAreRealEpochs();
    void labelsOfALongRunStayApart();
    void clickAndDragMoveThePresent();
    void switchingLogAndLinearKeepsTheZoomedEpochs();
    void lossAxisGrowsToTheNextHalfAndNeverShrinks();
    void plotsOfAllChartsAlign();
    void errorsAreInPercentAndOnlyForClasses();
    void smallLossesAreNotZero();
    void onlyNewEpochsAreDrawn();
    void movedNamesAreLedToTheirCurves_data();
    void movedNamesAreLedToTheirCurves();
    void layersHideHere();
    void gradientsHaveALogarithmicAxis();
    void relevantInputsHaveAnAxisOfTheirOwn();
    void singleSamplesHaveTheirOwnRatio();
    void referencesAndBandsAreDrawn();
    void headerSaysLessWhereThereIsLessRoom();

  private:
    std::unique_ptr<GeneralizationView> m_view;
    SessionView m_session;

    /// Share of the pixels around a place that have (nearly) a colour.
    double share(const QPointF& place, const QColor& color) const {
        const QImage image = m_view->plotView()->grab().toImage();
        int hits = 0, all = 0;
        for (int y = -3; y <= 3; ++y)
            for (int x = -3; x <= 3; ++x, ++all) {
                const QPoint at = (place + QPointF(x, y)).toPoint();
                if (!image.rect().contains(at))
                    continue;
                const QColor c = image.pixelColor(at);
                hits += std::abs(c.red() - color.red()) + std::abs(c.green() - color.green()) +
                            std::abs(c.blue() - color.blue()) <
                        60;
            }
        return static_cast<double>(hits) / all;
    }
    const PlotFrame& frame() const { return m_view->epochChart()->frame(); }
    QPointF placeOf(int index) const {
        const auto i = static_cast<std::size_t>(index);
        return frame().map(m_session.scale.position(m_session.epochs[i]), m_session.testLoss[i]);
    }
};

void TestEpochChart::init() {
    m_session = fakeSession(paperEpochs(10000), 10000, 0);
    m_view = std::make_unique<GeneralizationView>();
    setReducedMotion(true);
    m_view->resize(740, 262);
    m_view->setView(m_session);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestEpochChart::epochZeroIsDrawnOnALogAxis() {
    QCOMPARE(m_session.epochs.front(), 0);
    QVERIFY(std::abs(placeOf(0).x() - frame().area.left()) < 0.01);
    QVERIFY(share(placeOf(0), m_view->theme().test) > 0.1);
    m_session.scale.linear = true;
    m_view->setView(m_session);
    QVERIFY(share(placeOf(0), m_view->theme().test) > 0.1);
}

void TestEpochChart::nothingBeyondThePresentIsDrawn() {
    const int late = indexOfEpoch(m_session, 200);
    QVERIFY(share(placeOf(late), m_view->theme().test) > 0.1);
    setPresent(m_session, indexOfEpoch(m_session, 30));
    m_view->setView(m_session);
    QCOMPARE(share(placeOf(late), m_view->theme().test), 0.0);
}

void TestEpochChart::axisLabelsAreRealEpochs() {
    auto* axis = qobject_cast<QCategoryAxis*>(m_view->epochChart()->axes(Qt::Horizontal).constFirst());
    const QLocale locale;
    QStringList expected;
    for (const int epoch : {0, 10, 100, 1000, 10000})
        expected << locale.toString(epoch);
    QCOMPARE(axis->categoriesLabels(), expected);
    // Zoomed, only what is visible may be there, or the axis piles the rest up at its end.
    m_view->epochChart()->zoomAt(frame().map(m_session.scale.position(100), 0.2), 4);
    for (const QString& label : axis->categoriesLabels()) {
        const double t = axis->endValue(label);
        QVERIFY(t >= frame().left - 1e-6 && t <= frame().right + 1e-6);
    }
    QVERIFY(axis->categoriesLabels().size() >= 2);
}

/// In a lecture, and in a narrow chart of one.
void TestEpochChart::labelsOfALongRunStayApart() {
    EpochChart& chart = *m_view->epochChart();
    ChartLook look = chart.look();
    look.metrics = ChartMetrics::lecture(false);
    chart.setLook(look);
    auto* axis = qobject_cast<QCategoryAxis*>(chart.axes(Qt::Horizontal).constFirst());
    const QMarginsF gutters = look.metrics.gutters;
    const auto hasWidth = [&](int width) {
        m_view->resize(width, 400);
        return QTest::qWaitFor(
            [&] { return std::abs(frame().area.width() - (width - gutters.left() - gutters.right())) < 2; });
    };
    for (const int last : {999999, 1000000}) {
        m_session.scale.lastEpoch = last;
        ++m_session.revision;
        m_view->setView(m_session);
        for (const int width : {740, 460, 330}) {
            QVERIFY(hasWidth(width));
            const QStringList labels = axis->categoriesLabels();
            QVERIFY(labels.size() >= 2);
            QCOMPARE(axis->endValue(labels.front()), 0.0);
            QVERIFY(std::abs(axis->endValue(labels.back()) - 1) < 1e-6);
            const QFontMetricsF metrics(axis->labelsFont());
            double end = chart.rect().left();
            for (const QString& label : labels) {
                const double middle = frame().x(axis->endValue(label));
                const double half = metrics.horizontalAdvance(label) / 2;
                QVERIFY2(middle - half > end, qPrintable(labels.join(QLatin1String(", "))));
                end = middle + half;
            }
            QVERIFY(end <= chart.rect().right());
        }
    }
    QVERIFY(hasWidth(460));
    QVERIFY(axis->categoriesLabels().contains(QStringLiteral("100k")));
    QVERIFY(axis->categoriesLabels().contains(QStringLiteral("1M")));
}

void TestEpochChart::clickAndDragMoveThePresent() {
    QSignalSpy picked(m_view.get(), &ChartPanel::epochPicked);
    QWidget* viewport = m_view->plotView()->viewport();
    const int index = indexOfEpoch(m_session, 500);
    QTest::mousePress(viewport, Qt::LeftButton, {}, placeOf(index).toPoint());
    QCOMPARE(picked.size(), 1);
    QVERIFY(std::abs(picked[0][0].toInt() - index) <= 1);
    QTest::mouseMove(viewport, QPoint(2, 60)); // left of everything: the first epoch
    QTRY_VERIFY(picked.size() >= 2);
    QCOMPARE(picked.constLast()[0].toInt(), 0);
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, QPoint(2, 60));
    QVERIFY(!m_view->epochChart()->isZoomed());
}

void TestEpochChart::switchingLogAndLinearKeepsTheZoomedEpochs() {
    EpochChart* chart = m_view->epochChart();
    chart->zoomAt(frame().map(m_session.scale.position(1000), 0.2), 2);
    const double first = m_session.scale.epochAt(frame().left);
    m_session.scale.linear = true;
    m_view->setView(m_session);
    QVERIFY(chart->isZoomed());
    QVERIFY(std::abs(m_session.scale.epochAt(chart->frame().left) - first) < 0.5);
}

void TestEpochChart::lossAxisGrowsToTheNextHalfAndNeverShrinks() {
    QVERIFY(std::abs(frame().top - 1.1 * 0.999) < 1e-9);
    const auto grow = [&](int epoch, double loss) {
        m_session.epochs.push_back(epoch);
        for (SessionView::Layer& layer : m_session.layers) {
            layer.x.push_back(1);
            layer.y.push_back(0.5);
        }
        m_session.testLoss.push_back(loss);
        m_session.trainLoss.push_back(0.1);
        m_session.testError.push_back(0.1);
        m_session.trainError.push_back(0.1);
        m_view->setView(m_session);
    };
    m_session.scale.lastEpoch = 20000;
    grow(11000, 2.6);
    QTest::qWait(250);
    QVERIFY(std::abs(frame().top - 1.1 * 0.999) < 1e-9); // what is not shown yet is not foretold
    setPresent(m_session, m_session.measured() - 1);
    m_view->setView(m_session);
    QTRY_COMPARE(frame().top, 3.0);
    grow(12000, 0.4);
    QTest::qWait(250);
    QCOMPARE(frame().top, 3.0);
    ++m_session.revision; // another estimator has no say here
    const int revision = m_session.revision;
    setPresent(m_session, 3);
    m_view->setView(m_session);
    QTest::qWait(250);
    QCOMPARE(frame().top, 3.0);
    m_session = fakeSession(paperEpochs(10000), 10000, 0); // a new run starts afresh
    m_session.revision = revision + 1;
    m_session.run = 1;
    m_view->setView(m_session);
    QVERIFY(std::abs(frame().top - 1.1 * 0.999) < 1e-9);
}

void TestEpochChart::plotsOfAllChartsAlign() {
    InformationPlaneView plane;
    InformationByEpochView info;
    for (ChartPanel* panel : std::initializer_list<ChartPanel*>{&plane, &info}) {
        panel->resize(740, 400);
        panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(panel));
    }
    plane.setView(m_session);
    info.setView(m_session);
    QCoreApplication::processEvents();
    for (const ChartPanel* panel : std::initializer_list<const ChartPanel*>{&plane, &info}) {
        QVERIFY(std::abs(panel->chart()->frame().area.left() - frame().area.left()) <= 1);
        QVERIFY(std::abs(panel->chart()->frame().area.right() - frame().area.right()) <= 1);
    }
}

void TestEpochChart::errorsAreInPercentAndOnlyForClasses() {
    m_view->setShowsError(true);
    const int index = 3;
    QCOMPARE(m_view->epochChart()->value(true, index), 100 * m_session.testError[index]);
    QVERIFY(frame().top >= 50);
    SessionView regression = m_session;
    regression.classification = false;
    ++regression.revision;
    m_view->setView(regression);
    QVERIFY(!m_view->showsError());
}

void TestEpochChart::smallLossesAreNotZero() {
    QLocale::setDefault(QLocale::c());
    QCOMPARE(lossText(0.1434), QStringLiteral("0.143"));
    QCOMPARE(lossText(0.0004), QStringLiteral("< 0.001"));
    QCOMPARE(lossText(-0.008), QStringLiteral("\u22120.008"));
    QVERIFY(std::isnan(m_view->epochChart()->value(true, 100000)));
}

void TestEpochChart::onlyNewEpochsAreDrawn() {
    const CurvesItem* curves = nullptr;
    for (const QGraphicsItem* item : m_view->epochChart()->childItems())
        if (const auto* found = dynamic_cast<const CurvesItem*>(item))
            curves = found;
    QVERIFY(curves != nullptr);
    m_view->grab();
    const int drawn = curves->epochsDrawn();
    setPresent(m_session, 20); // scrubbing draws no curve again
    m_view->setView(m_session);
    m_view->grab();
    QCOMPARE(curves->epochsDrawn(), drawn);
}

void TestEpochChart::movedNamesAreLedToTheirCurves_data() {
    QTest::addColumn<bool>("vectors");
    QTest::newRow("on screen") << false;
    QTest::newRow("in a figure") << true;
}

void TestEpochChart::movedNamesAreLedToTheirCurves() {
    QFETCH(bool, vectors);
    InformationByEpochView info;
    info.resize(740, 300);
    EpochChart* chart = info.epochChart();
    chart->setQuantity(EpochChart::Quantity::InputInformation);
    chart->setVectors(vectors);
    info.show();
    QVERIFY(QTest::qWaitForWindowExposed(&info));
    const auto end = [&](std::size_t layer) {
        return chart->frame().map(1, m_session.layers[layer].x.back()).toPoint();
    };
    // Between the markers and the names, below the height of the first curve's end.
    const auto linesFromFirst = [&](const SessionView& view) {
        info.setView(view);
        const QImage image = info.plotView()->grab().toImage();
        int lines = 0;
        for (int y = end(0).y() + 3; y < end(4).y() - 30; ++y)
            for (int x = end(0).x() + 8; x < end(0).x() + 17; ++x)
                lines += image.pixelColor(x, y).lightness() < info.theme().chart.lightness() - 60;
        return lines;
    };
    SessionView crowded = m_session; // four curves end near 12 bit
    crowded.revision = 21;
    for (std::size_t l = 1; l < 4; ++l)
        std::ranges::fill(crowded.layers[l].x, crowded.layers[0].x.back());
    QVERIFY(linesFromFirst(crowded) > 20);
    SessionView apart = m_session;
    apart.revision = 22;
    for (std::size_t l = 1; l < 4; ++l)
        apart.layers[l].hidden = true;
    QCOMPARE(linesFromFirst(apart), 0);
}

void TestEpochChart::layersHideHere() {
    InformationByEpochView info;
    info.resize(740, 300);
    info.setView(m_session);
    info.show();
    QVERIFY(QTest::qWaitForWindowExposed(&info));
    const QImage with = info.plotView()->grab().toImage();
    m_session.layers[4].hidden = true;
    info.setView(m_session);
    const QImage without = info.plotView()->grab().toImage();
    QVERIFY(with != without);
    m_session.layers[4].hidden = false;
    info.setView(m_session);
    QCOMPARE(info.plotView()->grab().toImage(), with);
}

void TestEpochChart::gradientsHaveALogarithmicAxis() {
    for (SessionView::Layer& layer : m_session.layers)
        for (int i = 0; i < m_session.measured(); ++i) {
            layer.gradientMean.push_back(0.02);
            layer.gradientSd.push_back(i == 3 ? 0 : 0.1); // an infinite ratio is left out
            layer.weightNorm.push_back(30);
        }
    ++m_session.revision;
    GradientView gradient;
    gradient.resize(740, 300);
    gradient.show();
    QVERIFY(QTest::qWaitForWindowExposed(&gradient));
    gradient.setView(m_session);
    const EpochChart* chart = gradient.epochChart();
    QVERIFY(std::abs(chart->layerValue(0, 5) - 0.2) < 1e-12);
    QVERIFY(std::abs(chart->layerPlace(0, 5) - std::log10(0.2)) < 1e-12);
    QVERIFY(std::isnan(chart->layerPlace(0, 3)));
    QCOMPARE(chart->frame().bottom, -1.0);
    QCOMPARE(chart->frame().top, 0.0);
    auto* axis = qobject_cast<QCategoryAxis*>(chart->axes(Qt::Vertical).constFirst());
    QVERIFY(axis->categoriesLabels().contains(QStringLiteral("0.1")));
    QVERIFY(axis->categoriesLabels().contains(QStringLiteral("1")));
    gradient.setShown(3);
    QCOMPARE(chart->quantity(), EpochChart::Quantity::WeightNorm);
    QCOMPARE(chart->frame().top, 2.0);
    QVERIFY(gradient.description().contains(QStringLiteral("30")));
    gradient.setShown(1);
    QCOMPARE(chart->frame().bottom, -2.0);
}

void TestEpochChart::relevantInputsHaveAnAxisOfTheirOwn() {
    InformationByEpochView info;
    info.resize(740, 300);
    info.show();
    QVERIFY(QTest::qWaitForWindowExposed(&info));
    info.setView(m_session);
    const auto segments = [&] {
        int count = 0;
        for (const QToolButton* button : info.findChildren<QToolButton*>())
            count += button->isVisibleTo(&info) && button->text().startsWith(QLatin1String("I("));
        return count;
    };
    QCOMPARE(segments(), 2);
    SessionView told = m_session;
    told.revision = 21;
    for (SessionView::Layer& layer : told.layers)
        for (int i = 0; i < told.measured(); ++i) {
            layer.relevant.push_back(1.3);
            layer.irrelevant.push_back(i == 40 ? 0.11 : 0.02);
        }
    info.setView(told);
    QCOMPARE(segments(), 4);
    info.setShown(3);
    const EpochChart* chart = info.epochChart();
    QCOMPARE(chart->layerValue(2, 40), 0.11);
    QVERIFY(chart->frame().top > 0.11 && chart->frame().top < 0.2); // a tenth of a bit fills it
    QVERIFY(info.description().contains(QStringLiteral("irrelevant inputs")));
    QVERIFY(info.description().contains(QLocale().toString(0.02, 'f', 3)));
    info.setShown(2);
    QCOMPARE(chart->layerValue(2, 40), 1.3);
    m_session.revision = 22; // another estimator, which does not tell
    info.setView(m_session);
    QCOMPARE(segments(), 2);
    QCOMPARE(info.shown(), 0);
}

void TestEpochChart::singleSamplesHaveTheirOwnRatio() {
    GradientView gradient;
    m_session.gradientLine = QStringLiteral("over mini-batches");
    auto record = std::make_shared<SampleGradientRecord>();
    record->epochs = {m_session.epochs[5]};
    record->layers.assign(m_session.layers.size(), {{0.1}, {2}});
    record->line = QStringLiteral("over single samples");
    m_session.sampleGradients = record;
    gradient.setView(m_session);
    QSignalSpy changed(&gradient, &GradientView::shownChanged);
    gradient.setShown(4);
    QCOMPARE(changed.size(), 1);
    QVERIFY(gradient.showsSamples());
    QCOMPARE(gradient.epochChart()->layerValue(1, 5), 0.05);
    QVERIFY(std::isnan(gradient.epochChart()->layerValue(1, 6)));
    const auto* subtitle = gradient.findChild<ElidedLabel*>();
    QVERIFY(subtitle);
    QCOMPARE(subtitle->text(), record->line);
    gradient.setShown(0);
    QCOMPARE(subtitle->text(), m_session.gradientLine);
}

void TestEpochChart::referencesAndBandsAreDrawn() {
    InformationByEpochView info;
    info.resize(740, 300);
    info.setView(m_session);
    info.show();
    QVERIFY(QTest::qWaitForWindowExposed(&info));
    const QImage plain = info.plotView()->grab().toImage();
    SessionView compared = m_session;
    compared.revision = 11;
    compared.layers[3].reference.assign(compared.epochs.size(), 5.0);
    info.setView(compared);
    const QImage withReference = info.plotView()->grab().toImage();
    QVERIFY(withReference != plain);
    SessionView banded = m_session;
    banded.revision = 12;
    for (const double x : banded.layers[3].x)
        banded.layers[3].lowerX.push_back(x - 2);
    info.setView(banded);
    const QImage withBand = info.plotView()->grab().toImage();
    QVERIFY(withBand != plain);
    // One bit under the curve the ground is tinted.
    const EpochChart* chart = info.epochChart();
    const int index = indexOfEpoch(banded, 500);
    const QPointF inside = chart->frame().map(banded.scale.position(500), banded.layers[3].x[index] - 1);
    QVERIFY(withBand.pixelColor(inside.toPoint()) != plain.pixelColor(inside.toPoint()));
}

void TestEpochChart::headerSaysLessWhereThereIsLessRoom() {
    ElidedLabel label;
    label.setFont(uiFont(12));
    label.setText(QStringLiteral("Cross-entropy, 3,277 train, 819 test patterns"),
                  QStringLiteral("3,277 train, 819 test"));
    label.resize(600, 20);
    QCOMPARE(label.shownText(), QStringLiteral("Cross-entropy, 3,277 train, 819 test patterns"));
    label.resize(200, 20);
    QCOMPARE(label.shownText(), QStringLiteral("3,277 train, 819 test"));
}

QTEST_MAIN(TestEpochChart)
#include "tst_epoch_chart.moc"
