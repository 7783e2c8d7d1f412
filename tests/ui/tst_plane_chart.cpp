#include "charts/baseline_item.h"
#include "charts/information_plane_view.h"
#include "charts/label.h"
#include "charts/plane_chart.h"
#include "charts/plot_view.h"
#include "charts/present_item.h"
#include "charts/trajectory_item.h"
#include "motion.h"
#include "ui/fake_session.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

using namespace infoplane;
using namespace infoplane::test;

class TestPlaneChart : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void plotLiesAtItsGutters();
    void wallsKeepTheirWidthAtAnySize();
    void hoverFindsTheNearestShownPoint();
    void aPinnedPointGoesWithItsLayer();
    void hoverTellsAndAClickPicks();
    void tipsStayInsideTheChart_data();
    void tipsStayInsideTheChart();
    void nothingBeyondThePresentIsDrawnOrFound();
    void hiddenLayersAreNeitherDrawnNorFound();
    void zoomOutlivesAppendedEpochsPresentAndEstimator();
    void doubleClickAndButtonResetTheZoom();
    void wheelZoomsAtThePointer();
    void rubberBandZoomsAndShiftDragPans();
    void appendedPictureEqualsOneDrawnAtOnce_data();
    void appendedPictureEqualsOneDrawnAtOnce();
    void onlyNewEpochsAreDrawn();
    void imageHasTheScreensPixels();
    void missingValuesLeaveAGap();
    void withoutLabelCeilingTheTopGrowsAndStays();
    void fewerSamplesMoveTheWallAndNotTheAxes();
    void valuesBeyondTheCeilingStayInTheFrame();
    void shuffledLabelsHaveATickUnderEachMarker();
    void headerTellsAFirstPicture();
    void nothingIsPaintedWhenNothingChanged();
    void namesNeverOverlap();
    void crowdedNamesAreLedToTheirMarkers();
    void namesHideTheLinesUnderThem();
    void aBandThatFoldsShowsNoStreaks();
    void severalSeedsEndAtThePresent_data();
    void severalSeedsEndAtThePresent();
    void namesOfLimitsMakeWayForTheMessage();
    void highContrastDrawsPathsWithMoreInk();
    void whileAFileIsOpenedThePlaneSaysSo();
    void whyThereIsNoPlaneIsSaid();
    void aPartialRepaintLeavesTheColorbarWhole();
    void descriptionReadsThePresent();
    void rightButtonAsksForAMenu();
    void headerButtonsSwitchJoinsAndLimits();

  private:
    std::unique_ptr<InformationPlaneView> m_view;
    SessionView m_session;

    QPointF placeOf(int layer, int index) const {
        const QPointF values = m_session.point(layer, index);
        return m_view->planeChart()->frame().map(values.x(), values.y());
    }
    std::shared_ptr<SeedsRecord> twoSeeds() const;
    QPoint pixel(const QPointF& place) const { return place.toPoint(); }
    QWidget* viewport() const { return m_view->plotView()->viewport(); }
    void sendMouse(QEvent::Type type, const QPointF& at, Qt::MouseButton button = Qt::LeftButton,
                   Qt::KeyboardModifiers modifiers = {}) {
        const Qt::MouseButtons held = type == QEvent::MouseButtonRelease ? Qt::NoButton : button;
        QMouseEvent event(type, at, viewport()->mapToGlobal(at),
                          type == QEvent::MouseMove ? Qt::NoButton : button, held, modifiers);
        QCoreApplication::sendEvent(viewport(), &event);
    }
};

void TestPlaneChart::init() {
    m_session = fakeSession(paperEpochs(10000));
    m_view = std::make_unique<InformationPlaneView>();
    setReducedMotion(true);
    m_view->resize(740, 400);
    m_view->setView(m_session);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestPlaneChart::plotLiesAtItsGutters() {
    const QRectF plot = m_view->planeChart()->frame().area;
    const QRectF wanted(60, 10, m_view->plotView()->width() - 60 - 96,
                        m_view->plotView()->height() - 10 - 46);
    QVERIFY(std::abs(plot.left() - wanted.left()) <= 0.75);
    QVERIFY(std::abs(plot.right() - wanted.right()) <= 0.75);
    QVERIFY(std::abs(plot.top() - wanted.top()) <= 0.75);
    QVERIFY(std::abs(plot.bottom() - wanted.bottom()) <= 0.75);
}

void TestPlaneChart::wallsKeepTheirWidthAtAnySize() {
    for (const QSize size : {QSize(740, 400), QSize(480, 260), QSize(1100, 900)}) {
        m_view->resize(size);
        QCoreApplication::processEvents();
        const PlotFrame& f = m_view->planeChart()->frame();
        QVERIFY(std::abs(f.area.right() - f.x(12) - 26) < 0.01);
        QVERIFY(std::abs(f.y(0.999) - f.area.top() - 34) < 0.01);
        QCOMPARE(f.left, 0.0);
        QCOMPARE(f.bottom, 0.0);
    }
}

void TestPlaneChart::hoverFindsTheNearestShownPoint() {
    PlaneChart* chart = m_view->planeChart();
    const int index = indexOfEpoch(m_session, 40);
    const PlanePoint found = chart->pointAt(placeOf(4, index) + QPointF(1, 1));
    QCOMPARE(found.layer, 4);
    // Neighbours may lie closer than a pixel; what is found is at most as far as what was aimed at.
    QVERIFY(QLineF(placeOf(4, found.index), placeOf(4, index)).length() < 3);
    QVERIFY(!chart->pointAt(chart->frame().map(5.5, 0.05)).isValid());
}

void TestPlaneChart::aPinnedPointGoesWithItsLayer() {
    const int out = static_cast<int>(m_session.layers.size()) - 1;
    m_view->planeChart()->setHovered({out, 3}, true);
    m_view->grab();
    SessionView fewer = m_session;
    fewer.revision = m_session.revision + 1;
    fewer.layers.resize(2);
    fewer.inputBits = 9;
    m_view->setView(fewer);
    m_view->grab();
    QVERIFY(!m_view->planeChart()->hovered().isValid());
}

void TestPlaneChart::hoverTellsAndAClickPicks() {
    QSignalSpy hovered(m_view.get(), &InformationPlaneView::pointHovered);
    QSignalSpy picked(m_view.get(), &ChartPanel::epochPicked);
    const int index = indexOfEpoch(m_session, 25);
    const PlanePoint expected = m_view->planeChart()->pointAt(QPointF(pixel(placeOf(5, index))));
    sendMouse(QEvent::MouseMove, pixel(placeOf(5, index)), Qt::NoButton);
    QCOMPARE(hovered.size(), 1);
    QCOMPARE(hovered[0][0].toInt(), expected.layer);
    QCOMPARE(hovered[0][1].toInt(), expected.index);
    sendMouse(QEvent::MouseButtonPress, pixel(placeOf(5, index)));
    sendMouse(QEvent::MouseButtonRelease, pixel(placeOf(5, index)));
    QCOMPARE(picked.size(), 1);
    QCOMPARE(picked[0][0].toInt(), expected.index);
    QVERIFY(!m_view->planeChart()->isZoomed());
    // Pinned: it stays when the pointer leaves.
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(m_view->plotView(), &leave);
    QCOMPARE(m_view->planeChart()->hovered(), expected);
}

void TestPlaneChart::tipsStayInsideTheChart_data() {
    QTest::addColumn<QSize>("size");
    QTest::newRow("one of several conditions") << QSize(240, 140);
    QTest::newRow("narrower than all that could be said") << QSize(170, 110);
}

void TestPlaneChart::tipsStayInsideTheChart() {
    QFETCH(QSize, size);
    m_session.seedsRecord = twoSeeds(); // "5.26, 4.36–6.36 bit" is the longest value
    m_session.seeds = SessionView::Seeds::Mean;
    auto* chart = new PlaneChart;
    chart->setLook({ChartMetrics::multiple(), lightTheme(), ColorScale()});
    PlotView view(chart, PlotView::Drag::Picks);
    view.resize(size);
    chart->setView(m_session);
    view.grab();
    const HoverItem* hover = nullptr;
    for (const QGraphicsItem* item : chart->childItems())
        if (const auto* found = dynamic_cast<const HoverItem*>(item))
            hover = found;
    QVERIFY(hover);
    for (int layer = 0; layer < static_cast<int>(m_session.layers.size()); ++layer)
        for (int index = 0; index < m_session.measured(); ++index) {
            chart->setHovered({layer, index}, true);
            QVERIFY(!hover->tipArea().isEmpty());
            QVERIFY(chart->rect().contains(hover->tipArea()));
        }
}

void TestPlaneChart::nothingBeyondThePresentIsDrawnOrFound() {
    const int late = indexOfEpoch(m_session, 9000);
    const QPointF place = placeOf(4, late);
    QVERIFY(m_view->planeChart()->pointAt(place).isValid());
    setPresent(m_session, indexOfEpoch(m_session, 60));
    m_view->setView(m_session);
    m_view->grab();
    QVERIFY(!m_view->planeChart()->pointAt(place).isValid());
    const QImage image = m_view->planeChart()->trajectory().pointImage();
    const QPointF inImage = place - m_view->planeChart()->trajectory().boundingRect().topLeft();
    QCOMPARE(qAlpha(image.pixel((inImage * image.devicePixelRatio()).toPoint())), 0);
    // And a present that points beyond what is measured is no present at all.
    m_session.present = 100000;
    m_session.glide = 100000;
    m_view->setView(m_session);
    m_view->grab();
    QCOMPARE(m_view->planeChart()->state().presentPlace().before, m_session.measured() - 1);
}

void TestPlaneChart::hiddenLayersAreNeitherDrawnNorFound() {
    const int index = indexOfEpoch(m_session, 30);
    const QPointF place = placeOf(5, index);
    m_view->grab();
    const QImage with = m_view->planeChart()->trajectory().pointImage();
    m_session.layers[5].hidden = true;
    m_view->setView(m_session);
    m_view->grab();
    const QImage without = m_view->planeChart()->trajectory().pointImage();
    const QPoint inImage =
        ((place - m_view->planeChart()->trajectory().boundingRect().topLeft()) * with.devicePixelRatio())
            .toPoint();
    QVERIFY(qAlpha(with.pixel(inImage)) > 100);
    QCOMPARE(qAlpha(without.pixel(inImage)), 0);
    QVERIFY(m_view->planeChart()->pointAt(place).layer != 5);
    m_session.layers[5].hidden = false;
    m_view->setView(m_session);
    m_view->grab();
    QCOMPARE(m_view->planeChart()->trajectory().pointImage(), with);
}

void TestPlaneChart::zoomOutlivesAppendedEpochsPresentAndEstimator() {
    SessionView early = fakeSession(paperEpochs(900));
    m_view->setView(early);
    PlaneChart* chart = m_view->planeChart();
    chart->zoomAt(chart->frame().map(8, 0.8), 2);
    const PlotFrame zoomed = chart->frame();
    QVERIFY(chart->isZoomed());

    SessionView later = fakeSession(paperEpochs(2000));
    m_view->setView(later); // appended
    QCOMPARE(chart->frame(), zoomed);
    setPresent(later, 3);
    m_view->setView(later);
    QCOMPARE(chart->frame(), zoomed);
    for (double& x : later.layers[2].x)
        x *= 0.5;
    for (SessionView::Layer& layer : later.layers)
        for (double& x : layer.x)
            x = std::min(x, 11.0);
    ++later.revision;
    later.inputBits = 11;
    m_view->setView(later);
    QCOMPARE(chart->frame(), zoomed);
    chart->resetZoom();
    QVERIFY(std::abs(chart->frame().x(11) - (chart->frame().area.right() - 26)) < 0.01);
}

void TestPlaneChart::doubleClickAndButtonResetTheZoom() {
    PlaneChart* chart = m_view->planeChart();
    const PlotFrame home = chart->frame();
    chart->zoomAt(home.area.center(), 3);
    sendMouse(QEvent::MouseButtonDblClick, home.area.center());
    QVERIFY(!chart->isZoomed());
    QCOMPARE(chart->frame(), home);
    chart->zoomAt(home.area.center(), 3);
    m_view->resetZoom();
    QCOMPARE(chart->frame(), home);
}

void TestPlaneChart::wheelZoomsAtThePointer() {
    PlaneChart* chart = m_view->planeChart();
    const QPointF at = chart->frame().map(8, 0.5);
    QWheelEvent event(at, viewport()->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    const double span = chart->frame().right - chart->frame().left;
    QCoreApplication::sendEvent(viewport(), &event);
    QVERIFY(std::abs(chart->frame().valueX(at.x()) - 8) < 1e-9);
    QVERIFY(std::abs(chart->frame().valueY(at.y()) - 0.5) < 1e-9);
    QVERIFY(std::abs((chart->frame().right - chart->frame().left) * 1.25 - span) < 1e-9);
    // Zooming out beyond everything is the whole range again.
    for (int i = 0; i < 3; ++i) {
        QWheelEvent out(at, viewport()->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                        Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(viewport(), &out);
    }
    QVERIFY(!chart->isZoomed());
}

void TestPlaneChart::rubberBandZoomsAndShiftDragPans() {
    PlaneChart* chart = m_view->planeChart();
    const PlotFrame home = chart->frame();
    const QPointF a = home.map(2, 0.8), b = home.map(6, 0.4);
    sendMouse(QEvent::MouseButtonPress, a);
    sendMouse(QEvent::MouseMove, (a + b) / 2);
    sendMouse(QEvent::MouseMove, b);
    sendMouse(QEvent::MouseButtonRelease, b);
    QVERIFY(std::abs(chart->frame().left - 2) < 0.01 && std::abs(chart->frame().right - 6) < 0.01);
    QVERIFY(std::abs(chart->frame().bottom - 0.4) < 0.01 && std::abs(chart->frame().top - 0.8) < 0.01);
    const QPointF middle = chart->frame().area.center();
    const double left = chart->frame().left;
    sendMouse(QEvent::MouseButtonPress, middle, Qt::LeftButton, Qt::ShiftModifier);
    sendMouse(QEvent::MouseMove, middle + QPointF(50, 0), Qt::LeftButton, Qt::ShiftModifier);
    sendMouse(QEvent::MouseButtonRelease, middle + QPointF(50, 0), Qt::LeftButton, Qt::ShiftModifier);
    QVERIFY(std::abs(chart->frame().left - (left - 50 / chart->frame().area.width() * 4)) < 0.01);
}

void TestPlaneChart::appendedPictureEqualsOneDrawnAtOnce_data() {
    QTest::addColumn<int>("piece");
    QTest::newRow("epoch by epoch") << 1;
    QTest::newRow("in pieces") << 37;
}

void TestPlaneChart::appendedPictureEqualsOneDrawnAtOnce() {
    QFETCH(int, piece);
    m_view->grab();
    const QImage whole = m_view->planeChart()->trajectory().pointImage();
    SessionView grown = m_session;
    for (int count = 1; count < m_session.measured(); count += piece) {
        setPresent(grown, count - 1);
        m_view->setView(grown);
        m_view->grab();
    }
    m_view->setView(m_session);
    m_view->grab();
    QCOMPARE(m_view->planeChart()->trajectory().pointImage(), whole);
}

void TestPlaneChart::onlyNewEpochsAreDrawn() {
    SessionView growing = fakeSession(paperEpochs(10000));
    setPresent(growing, 100);
    m_view->setView(growing);
    m_view->grab();
    const int before = m_view->planeChart()->trajectory().epochsDrawn();
    setPresent(growing, 103);
    m_view->setView(growing);
    m_view->grab();
    QCOMPARE(m_view->planeChart()->trajectory().epochsDrawn(), before + 3);
    m_view->grab();
    QCOMPARE(m_view->planeChart()->trajectory().epochsDrawn(), before + 3);
    setPresent(growing, 50); // back: anew
    m_view->setView(growing);
    m_view->grab();
    QCOMPARE(m_view->planeChart()->trajectory().epochsDrawn(), before + 3 + 51);
}

void TestPlaneChart::imageHasTheScreensPixels() {
    m_view->grab();
    const QSize once = m_view->planeChart()->trajectory().imageSize();
    // As on a screen with two device pixels a logical one.
    QImage screen(m_view->size() * 2, QImage::Format_ARGB32_Premultiplied);
    screen.setDevicePixelRatio(2);
    m_view->render(&screen);
    const QSize twice = m_view->planeChart()->trajectory().imageSize();
    QVERIFY(std::abs(twice.width() - 2 * once.width()) <= 2);
    QVERIFY(std::abs(twice.height() - 2 * once.height()) <= 2);
    m_view->grab();
    QCOMPARE(m_view->planeChart()->trajectory().imageSize(), once);
}

void TestPlaneChart::missingValuesLeaveAGap() {
    // A coarse picture has only some epochs; the others come later.
    for (SessionView::Layer& layer : m_session.layers)
        for (std::size_t i = 0; i < layer.x.size(); ++i)
            if (i % 8 != 0)
                layer.x[i] = layer.y[i] = std::nan("");
    ++m_session.revision;
    setPresent(m_session, 9);
    m_view->setView(m_session);
    m_view->grab();
    const QPointF drawn = placeOf(3, 8);
    QVERIFY(m_view->planeChart()->pointAt(drawn).isValid());
    QCOMPARE(m_view->planeChart()->pointAt(drawn).index % 8, 0);
}

void TestPlaneChart::withoutLabelCeilingTheTopGrowsAndStays() {
    SessionView regression = fakeSession(paperEpochs(50));
    regression.labelBits = std::nan("");
    regression.classification = false;
    ++regression.revision;
    m_view->setView(regression);
    QCoreApplication::processEvents();
    const double before = m_view->planeChart()->frame().top;
    regression.epochs.push_back(70);
    for (SessionView::Layer& layer : regression.layers) {
        layer.x.push_back(3);
        layer.y.push_back(2.2);
    }
    m_view->setView(regression);
    m_view->resize(741, 400); // the axis eases to its end; a new size puts it there
    QCoreApplication::processEvents();
    const PlotFrame& frame = m_view->planeChart()->frame();
    QVERIFY(frame.top > before);
    QVERIFY(std::abs(frame.y(2.5) - frame.area.top() - 34) < 0.01);
}

void TestPlaneChart::fewerSamplesMoveTheWallAndNotTheAxes() {
    const PlotFrame before = m_view->planeChart()->frame();
    m_session.inputBits = 9;
    m_session.inputReach = 12;
    m_view->setView(m_session);
    QCOMPARE(m_view->planeChart()->frame().right, before.right);
    QCOMPARE(m_view->planeChart()->state().view.inputBits, 9.0);
}

void TestPlaneChart::valuesBeyondTheCeilingStayInTheFrame() {
    m_session.layers[0].x.back() = 17.3;
    ++m_session.revision;
    m_view->setView(m_session);
    QVERIFY(m_view->planeChart()->frame().right > 17.3);
}

void TestPlaneChart::shuffledLabelsHaveATickUnderEachMarker() {
    const BaselineItem& baseline = m_view->planeChart()->baseline();
    QVERIFY(baseline.ticks().empty());
    const auto give = [&](double bits) {
        for (SessionView::Layer& layer : m_session.layers)
            layer.baseline.assign(m_session.epochs.size(), bits);
        ++m_session.baselineRevision;
        m_view->setView(m_session);
    };
    give(0.25);
    const std::vector<QPointF> ticks = baseline.ticks();
    QCOMPARE(ticks.size(), m_session.layers.size());
    const PlotFrame& frame = m_view->planeChart()->frame();
    for (const QPointF& tick : ticks)
        QCOMPARE(tick.y(), frame.y(0.25));
    for (int layer = 0; layer < static_cast<int>(m_session.layers.size()); ++layer) {
        const double x = placeOf(layer, m_session.present).x();
        QVERIFY(
            std::ranges::any_of(ticks, [x](const QPointF& tick) { return std::abs(tick.x() - x) < 0.01; }));
    }
    give(0.005); // next to nothing: only the axis would be doubled
    QVERIFY(baseline.ticks().empty());
}

void TestPlaneChart::headerTellsAFirstPicture() {
    auto* notice = m_view->findChild<QLabel*>("notice");
    QVERIFY(notice);
    QVERIFY(!notice->isVisible());
    m_session.grainLine = "First picture: 512 of 4,096 samples";
    m_view->setView(m_session);
    QVERIFY(notice->isVisible());
    QCOMPARE(notice->text(), m_session.grainLine);
    m_session.grainLine.clear();
    m_view->setView(m_session);
    QVERIFY(!notice->isVisible());
}

void TestPlaneChart::nothingIsPaintedWhenNothingChanged() {
    class Counter : public QObject {
      public:
        int paints = 0;
        bool eventFilter(QObject*, QEvent* event) override {
            paints += event->type() == QEvent::Paint;
            return false;
        }
    } counter;
    QTest::qWait(100);
    viewport()->installEventFilter(&counter);
    for (int i = 0; i < 5; ++i) {
        m_view->setView(m_session);
        QTest::qWait(20);
    }
    QCOMPARE(counter.paints, 0);
    setPresent(m_session, 50);
    m_view->setView(m_session);
    QTRY_VERIFY(counter.paints > 0);
    viewport()->removeEventFilter(&counter);
}

void TestPlaneChart::namesNeverOverlap() {
    const NamePlacement placement{7, 7};
    const QRectF plot(0, 0, 600, 300);
    const QSizeF name(16, 10);
    std::vector<NamePlacement::Marker> markers;
    for (const QPointF& at :
         {QPointF(580, 30), {582, 31}, {583, 30}, {300, 40}, {300, 200}, {305, 204}, {290, 210}})
        markers.push_back({at, name});
    const std::vector<QPointF> middles = placement.place(markers, plot);
    for (std::size_t i = 0; i < middles.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const QRectF a(middles[i] - QPointF(8, 5), name), b(middles[j] - QPointF(8, 5), name);
            QVERIFY2(!a.intersects(b), qPrintable(QStringLiteral("%1 and %2").arg(i).arg(j)));
        }
    // Side by side at the top they keep their order.
    QVERIFY(middles[0].x() < middles[1].x() && middles[1].x() < middles[2].x());
    QVERIFY(middles[1].x() - middles[0].x() >= 16 + 7 - 1e-9);
}

/// In a lecture, where lines and names are large: a halo in the colour of what the name lies on.
void TestPlaneChart::namesHideTheLinesUnderThem() {
    PlaneChart& chart = *m_view->planeChart();
    ChartLook look = chart.look();
    look.metrics = ChartMetrics::lecture(true);
    chart.setLook(look);
    m_view->resize(820, 600);
    SessionView view = fakeSession({0});
    view.revision = m_session.revision + 1;
    view.layers.resize(3);
    const QPointF places[] = {{6, 0.2}, {6, 0.7}, {9, 0.99}};
    for (std::size_t layer = 0; layer < view.layers.size(); ++layer) {
        view.layers[layer].x = {places[layer].x()};
        view.layers[layer].y = {places[layer].y()};
    }
    m_view->setView(view);
    QTRY_VERIFY(std::abs(chart.frame().area.left() - look.metrics.gutters.left()) <= 1);
    const QImage image = m_view->plotView()->grab().toImage();
    // A little over the capitals of a name that stands above its marker.
    const auto overName = [&](std::size_t layer) {
        const Label name = Label::layerName(view.layers[layer].name, look.families, look.metrics.nameType);
        return chart.frame().map(places[layer].x(), places[layer].y()) -
               QPointF(0, 1.75 * look.metrics.presentRadius + name.capHeight() + 3);
    };
    const auto isLine = [&](const QPointF& at) {
        bool dark = false;
        for (int x = -2; x <= 2; ++x)
            dark = dark || image.pixelColor(pixel(at + QPointF(x, 0))).lightness() < 128;
        return dark;
    };
    QVERIFY(isLine(overName(0) - QPointF(0, 25))); // what joins it to the next layer leads up through it
    QVERIFY(!isLine(overName(0)));
    QCOMPARE(image.pixelColor(pixel(overName(2))), look.theme.wall);
}

void TestPlaneChart::crowdedNamesAreLedToTheirMarkers() {
    const NamePlacement placement{7, 7};
    const QRectF plot(0, 0, 600, 300);
    const QSizeF name(18, 10);
    // Alone, a name stands beside its marker and needs no line.
    const std::vector<NamePlacement::Marker> alone = {{QPointF(300, 200), name}};
    QVERIFY(placement.leader(alone[0], placement.place(alone, plot)[0]).isNull());
    // Twelve at one place: each name has room of its own, and nearly all need a line.
    for (const QPointF& at : {QPointF(300, 200), QPointF(300, 20)}) {
        const std::vector<NamePlacement::Marker> crowd(12, {at, name});
        const std::vector<QPointF> middles = placement.place(crowd, plot);
        int led = 0;
        for (std::size_t i = 0; i < crowd.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const QRectF a(middles[i] - QPointF(9, 5), name), b(middles[j] - QPointF(9, 5), name);
                QVERIFY2(!a.intersects(b), qPrintable(QStringLiteral("%1 and %2").arg(i).arg(j)));
            }
            const QLineF line = placement.leader(crowd[i], middles[i]);
            if (line.isNull())
                continue;
            ++led;
            QVERIFY(QLineF(line.p1(), at).length() < 12);
            QVERIFY(placement.around(middles[i], name).adjusted(-1, -1, 1, 1).contains(line.p2()));
        }
        QVERIFY(led >= 6);
    }
}

void TestPlaneChart::aBandThatFoldsShowsNoStreaks() {
    // One layer that goes up and comes back on the same way, so that its strip lies over itself.
    SessionView view = m_session;
    view.revision = 31;
    view.layers.resize(1);
    view.scale = {40, true};
    view.epochs.clear();
    view.layers[0].x.clear(), view.layers[0].y.clear();
    for (int i = 0; i <= 40; ++i) {
        view.epochs.push_back(i);
        view.layers[0].x.push_back(8);
        view.layers[0].y.push_back(0.2 + 0.6 * (20 - std::abs(i - 20)) / 20);
        view.layers[0].lowerX.push_back(5);
    }
    setPresent(view, 40);
    m_view->setView(view);
    const PlotFrame& frame = m_view->planeChart()->frame();
    const QImage image = m_view->plotView()->grab().toImage();
    // Away from grid, edge and trail every pixel of a row has one colour.
    for (double y = 0.31; y < 0.38; y += 0.01) {
        const QPoint from = frame.map(6.2, y).toPoint(), to = frame.map(7.6, y).toPoint();
        for (int x = from.x(); x < to.x(); ++x)
            QCOMPARE(image.pixel(x, from.y()), image.pixel(from));
        QVERIFY(image.pixelColor(from) != m_view->theme().chart);
    }
    // Nor is it darker than one strip is.
    const QColor strip = image.pixelColor(frame.map(7, 0.33).toPoint());
    QVERIFY(strip.lightnessF() > 0.8);
}

/// Of the session and another seed, with bands around its layers.
std::shared_ptr<SeedsRecord> TestPlaneChart::twoSeeds() const {
    auto record = std::make_shared<SeedsRecord>();
    record->epochs = m_session.epochs;
    SeedsRecord::Path path;
    path.seed = 1;
    path.epochs = m_session.epochs;
    for (const SessionView::Layer& layer : m_session.layers) {
        const auto moved = [](std::vector<double> values, double by) {
            for (double& value : values)
                value += by;
            return values;
        };
        SeedsRecord::Layer average;
        average.x = {layer.x, moved(layer.x, -0.6), moved(layer.x, 0.6)};
        average.y = {layer.y, moved(layer.y, -0.05), moved(layer.y, 0.05)};
        record->layers.push_back(average);
        path.x.push_back(moved(layer.x, -1.5));
        path.y.push_back(moved(layer.y, -0.1));
    }
    record->paths = {path};
    record->counted = 1;
    return record;
}

void TestPlaneChart::severalSeedsEndAtThePresent_data() {
    QTest::addColumn<bool>("mean");
    QTest::newRow("every seed, faintly") << false;
    QTest::newRow("the mean and its band") << true;
}

void TestPlaneChart::severalSeedsEndAtThePresent() {
    QFETCH(bool, mean);
    const auto record = twoSeeds();
    const auto show = [&](int present) {
        m_session.present = present;
        m_session.glide = present;
        m_view->setView(m_session);
        return m_view->grab().toImage();
    };
    const int early = 60, late = m_session.measured() - 1;
    const QImage alone = show(early);
    m_session.seeds = mean ? SessionView::Seeds::Mean : SessionView::Seeds::All;
    m_session.seedsRecord = record;
    const QImage together = show(early);
    QVERIFY(together != alone);
    const QImage atEnd = show(late);
    // Back, and again step by step: the same pictures, so that nothing of the future stays or is missing.
    QCOMPARE(show(early), together);
    for (int index = early; index < late; ++index)
        show(index);
    QCOMPARE(show(late), atEnd);
    // Hiding every layer hides all of it.
    for (SessionView::Layer& layer : m_session.layers)
        layer.hidden = true;
    const QImage hidden = show(late);
    m_session.seeds = SessionView::Seeds::One;
    QCOMPARE(show(late), hidden);
}

void TestPlaneChart::namesOfLimitsMakeWayForTheMessage() {
    SessionView empty; // no epochs, and no limit but the diagonal
    empty.revision = 41;
    empty.scale = m_session.scale;
    empty.inputBits = empty.labelBits = std::nan("");
    m_view->setView(empty);
    const auto saying = [this](const QString& words) {
        m_view->planeChart()->setEmptyText(words, {});
        return m_view->plotView()->grab().toImage();
    };
    // Words of blanks cover without being seen: what they change is the diagonal's name alone.
    const QString blank(60, QChar(0x00a0));
    const QImage silent = saying({});
    QCOMPARE(saying(QString(3, QChar(0x00a0))), silent);
    QVERIFY(saying(QStringList(8, blank).join(QLatin1Char(' '))) != silent);
    QCOMPARE(saying({}), silent);
}

void TestPlaneChart::highContrastDrawsPathsWithMoreInk() {
    PlaneChart& chart = *m_view->planeChart();
    const auto ink = [&](bool strong) {
        ChartLook look = chart.look();
        look.theme.strong = strong; // all else being as it was
        chart.setLook(look);
        const QImage image = m_view->plotView()->grab().toImage().convertToFormat(QImage::Format_Grayscale8);
        qint64 sum = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                sum += 255 - image.constScanLine(y)[x];
        return sum;
    };
    const qint64 usual = ink(false);
    QVERIFY(ink(true) > usual);
    QCOMPARE(ink(false), usual);
}

void TestPlaneChart::whileAFileIsOpenedThePlaneSaysSo() {
    SessionView empty = fakeSession({});
    empty.revision = m_session.revision + 1;
    m_view->setView(empty);
    m_view->setOpening({});
    const QString usual = m_view->description();
    const QImage before = m_view->plotView()->grab().toImage();
    m_view->setOpening(QStringLiteral("Opening figure-4.infoplane…"));
    QVERIFY(m_view->plotView()->grab().toImage() != before);
    QCOMPARE(m_view->description(), QStringLiteral("Information plane, empty. Opening figure-4.infoplane…"));
    const QImage opening = m_view->plotView()->grab().toImage();
    m_view->setOpening({});
    QCOMPARE(m_view->description(), usual);
    QVERIFY(m_view->plotView()->grab().toImage() != opening);
}

void TestPlaneChart::whyThereIsNoPlaneIsSaid() {
    SessionView view = m_session;
    view.revision = 41;
    view.labelObstacle = QStringLiteral("Binning tells I(T;Y) of classes only.");
    for (SessionView::Layer& layer : view.layers)
        std::fill(layer.y.begin(), layer.y.end(), std::nan(""));
    QSignalSpy asked(m_view.get(), &InformationPlaneView::byEpochAsked);
    m_view->setView(m_session);
    auto* button = m_view->findChild<QPushButton*>(QStringLiteral("byEpoch"));
    QVERIFY(button && button->isHidden());
    const QImage before = m_view->plotView()->grab().toImage();
    m_view->setView(view);
    QVERIFY(m_view->plotView()->grab().toImage() != before);
    QVERIFY(m_view->description().contains(view.labelObstacle));
    QVERIFY(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    m_view->setByEpochOffered(false); // it is in sight
    QVERIFY(button->isHidden());
    m_view->setByEpochOffered(true);
    m_view->setView(m_session);
    QVERIFY(button->isHidden());
}

void TestPlaneChart::aPartialRepaintLeavesTheColorbarWhole() {
    // A film that moves by less than can be seen at each frame, while others repaint parts of the bar.
    const int first = indexOfEpoch(m_session, 400), last = indexOfEpoch(m_session, 1400);
    for (int step = 0; step <= 600; ++step) {
        m_session.glide = first + (last - first) * step / 600.0;
        m_session.present = static_cast<int>(std::ceil(m_session.glide));
        m_view->setView(m_session);
        QCoreApplication::processEvents();
    }
    const QPoint corner = m_view->plotView()->mapTo(m_view->window(), QPoint());
    const QPixmap window = m_view->screen()->grabWindow(m_view->window()->winId());
    if (window.isNull())
        QSKIP("This platform does not tell what it shows.");
    const QImage image = window.toImage();
    const QRectF plot = m_view->planeChart()->frame().area.translated(corner);
    const double ratio = window.devicePixelRatio();
    const auto darkRow = [&](double x) {
        int darkest = -1, least = 255 * 3;
        for (double y = plot.top() + 24; y < plot.bottom() - 4; ++y) {
            const QColor c = image.pixelColor((QPointF(x, y) * ratio).toPoint());
            if (c.red() + c.green() + c.blue() < least) {
                least = c.red() + c.green() + c.blue();
                darkest = static_cast<int>(y);
            }
        }
        return darkest;
    };
    const int triangle = darkRow(plot.right() + 15), line = darkRow(plot.right() + 30.5);
    QVERIFY2(std::abs(triangle - line) <= 2, qPrintable(QStringLiteral("%1, %2").arg(triangle).arg(line)));
}

void TestPlaneChart::descriptionReadsThePresent() {
    setPresent(m_session, indexOfEpoch(m_session, 1240));
    m_view->setView(m_session);
    const QString text = m_view->description();
    QVERIFY(text.contains(QLocale().toString(1240)));
    QVERIFY(text.contains(QStringLiteral("bit about the input")));
    QTRY_COMPARE(m_view->accessibleDescription(), text);
}

void TestPlaneChart::rightButtonAsksForAMenu() {
    QSignalSpy asked(m_view.get(), &ChartPanel::menuAsked);
    const QPoint at(200, 150);
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, viewport()->mapToGlobal(at));
    QCoreApplication::sendEvent(viewport(), &event);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].toPoint(), viewport()->mapToGlobal(at));
}

void TestPlaneChart::headerButtonsSwitchJoinsAndLimits() {
    const QList<QToolButton*> buttons = m_view->findChildren<QToolButton*>();
    for (QToolButton* button : buttons)
        QVERIFY2(!button->accessibleName().isEmpty() && !button->toolTip().isEmpty(),
                 "a button without words");
    QSignalSpy joins(m_view.get(), &InformationPlaneView::joinsChanged);
    const QImage with = m_view->plotView()->grab().toImage();
    m_view->setJoins(false);
    QVERIFY(m_view->plotView()->grab().toImage() != with);
    QCOMPARE(joins.size(), 1);
    m_view->setJoins(true);
    QCOMPARE(m_view->plotView()->grab().toImage(), with);
    m_view->setLimits(false);
    QVERIFY(m_view->plotView()->grab().toImage() != with);
}

QTEST_MAIN(TestPlaneChart)
#include "tst_plane_chart.moc"
