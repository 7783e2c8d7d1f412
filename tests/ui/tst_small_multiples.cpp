#include "chart_area.h"
#include "charts/epoch_chart.h"
#include "charts/plane_chart.h"
#include "error.h"
#include "estimator/estimator_panel.h"
#include "estimator/multiple_cell.h"
#include "estimator/small_multiples.h"
#include "information/estimator.h"
#include "style.h"
#include "theme.h"
#include "widgets/segmented_control.h"
#include "window_fixture.h"

#include <QClipboard>
#include <QTest>

using namespace infoplane;

class SmallMultiplesTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void valuesStandEvenlyAroundTheChosenOne_data();
    void valuesStandEvenlyAroundTheChosenOne();
    void presentEstimatorIsAmongItsOwnValues();
    void rulesAreThoseOfBinning();
    void everyMethodStandsThereOnce();

    void keyAndButtonBringThemAndEscapeTakesThemAway();
    void everyCellBecomesWholeAndEqualsTheEstimator();
    void clickOnACellMakesItsEstimatorTheSessions();
    void choiceOfAnotherEstimatorMovesTheSet();
    void cellsFollowThePresentAndShareTheirAxes();
    void pointerMarksTheSameEpochInAllCells();
    void anotherSetIsChosenAbove();
    void nothingIsEstimatedWhileNobodyLooks();
    void epochsOfARunThatGoesOnAreTakenOver();
    void anotherSeedIsShown();
    void imageIsCopied();
    void everyControlHasAName();
    void whereThereIsNoLabelInformationAllAreByEpoch();
    void exactEstimatorIsWhatTheOthersAreComparedWith();
    void figureOfThemIsThatOfTheScreen();
    void oneNoiseIsSharedWhereTheExactEstimatorApplies();

  private:
    static bool areWhole(const SmallMultiples& multiples) {
        return QTest::qWaitFor([&] { return multiples.count() > 0 && multiples.estimates().isComplete(); },
                               patience);
    }
    static std::vector<double> widths(const SmallMultiples& multiples) {
        std::vector<double> result;
        for (int i = 0; i < multiples.count(); ++i)
            result.push_back(std::get<double>(multiples.multiple(i).settings.values.at("bin_size")));
        return result;
    }
};

void SmallMultiplesTest::valuesStandEvenlyAroundTheChosenOne_data() {
    QTest::addColumn<QString>("estimator");
    QTest::addColumn<QString>("parameter");
    QTest::addColumn<double>("value");
    QTest::addColumn<QList<double>>("expected");
    QTest::newRow("width of the paper")
        << "bin_floor"
        << "bin_size" << 0.07 << QList<double>{0.018, 0.035, 0.07, 0.14, 0.28, 0.56};
    QTest::newRow("at the lower end")
        << "bin_floor"
        << "bin_size" << 0.005 << QList<double>{0.005, 0.01, 0.02, 0.04, 0.08, 0.16};
    QTest::newRow("at the upper end") << "bin_floor"
                                      << "bin_size" << 1.0 << QList<double>{0.031, 0.063, 0.13, 0.25, 0.5, 1};
    QTest::newRow("noise") << "kde_pairwise"
                           << "noise_variance" << 0.001 << QList<double>{1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1};
}

void SmallMultiplesTest::valuesStandEvenlyAroundTheChosenOne() {
    QFETCH(QString, estimator);
    QFETCH(QString, parameter);
    QFETCH(double, value);
    QFETCH(QList<double>, expected);
    const ParameterDescription* varied = variedParameter(describeEstimator(estimator.toStdString()));
    QVERIFY(varied);
    QCOMPARE(QString::fromStdString(varied->id), parameter);
    const std::vector<double> values = valuesAround(*varied, value);
    QCOMPARE(values.size(), static_cast<std::size_t>(expected.size()));
    for (std::size_t i = 0; i < values.size(); ++i)
        QCOMPARE(values[i], expected[static_cast<int>(i)]);
    QVERIFY(std::ranges::find(values, value) != values.end());
}

void SmallMultiplesTest::presentEstimatorIsAmongItsOwnValues() {
    for (const EstimatorDescription& description : estimators()) {
        if (!description.windowReady)
            continue;
        const EstimatorSettings present = withDefaults({description.id, {}});
        const std::vector<Multiple> multiples = multiplesOf(MultiplesSet::Values, present, {}, {});
        QVERIFY2(std::ranges::find(multiples, present, &Multiple::settings) != multiples.end(),
                 description.id.c_str());
        QVERIFY(multiples.size() <= 6);
        for (const Multiple& one : multiples)
            QVERIFY(makeEstimator(one.settings)); // nothing out of range
    }
}

void SmallMultiplesTest::rulesAreThoseOfBinning() {
    const EstimatorSettings last{"bin_quantile", {{"n_bins", 12.0}}};
    const std::vector<Multiple> rules =
        multiplesOf(MultiplesSet::Rules, withDefaults({"bin_floor", {{"bin_size", 0.3}}}), {},
                    {{"bin_quantile", withDefaults(last)}});
    QStringList names;
    for (const Multiple& one : rules)
        names << one.name;
    QVERIFY(names.contains("Fixed width"));
    QVERIFY(names.contains("Equal mass"));
    QCOMPARE(rules.size(), 5u);
    for (const Multiple& one : rules) {
        if (one.settings.id == "bin_floor")
            QCOMPARE(one.detail, "width 0.3");
        if (one.settings.id == "bin_quantile")
            QCOMPARE(one.detail, "count 12");
    }
}

void SmallMultiplesTest::everyMethodStandsThereOnce() {
    QStringList names;
    for (const Multiple& one :
         multiplesOf(MultiplesSet::Methods, withDefaults({"bin_quantile", {}}), {}, {})) {
        names << one.name;
        if (one.name == "Binning") // the present rule stands for its method
            QCOMPARE(one.settings.id, std::string("bin_quantile"));
    }
    QCOMPARE(names.removeDuplicates(), 0);
    QVERIFY(names.contains("Binning"));
    for (const EstimatorDescription& description : estimators())
        QCOMPARE(names.contains(QString::fromStdString(description.method)),
                 std::ranges::any_of(estimators(), [&](const EstimatorDescription& one) {
                     return one.windowReady && one.method == description.method;
                 }));
}

void SmallMultiplesTest::keyAndButtonBringThemAndEscapeTakesThemAway() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    SmallMultiples& multiples = *f.window.multiples();
    QVERIFY(!multiples.isVisible());
    QTest::keyClick(&f.window, Qt::Key_M);
    QVERIFY(multiples.isVisible());
    QVERIFY(f.action(Qt::Key_M)->isChecked());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!multiples.isVisible());
    QVERIFY(!f.action(Qt::Key_M)->isChecked());

    QToolButton* button = nullptr;
    for (QToolButton* candidate : f.window.rightPanel()->findChildren<QToolButton*>())
        if (candidate->text() == "Small multiples")
            button = candidate;
    QVERIFY(button);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(multiples.isVisible());
    QVERIFY(button->isChecked());
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(!multiples.isVisible());
}

void SmallMultiplesTest::everyCellBecomesWholeAndEqualsTheEstimator() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    f.window.showMultiples(true);
    SmallMultiples& multiples = *f.window.multiples();
    QVERIFY(areWhole(multiples));
    QCOMPARE(multiples.count(), 6);
    QCOMPARE(multiples.cell(2)->name(), "width 0.07");
    QVERIFY(multiples.cell(2)->isPresent());
    const SeedRun& run = *f.window.document().shownRun();
    for (int i = 0; i < multiples.count(); ++i) {
        QCOMPARE(multiples.estimates().picture(i).measurements.size(), run.measurements.size());
        QVERIFY(multiples.estimates().picture(i).grain.isWhole());
    }
    // The same width gives what the session has; another gives what it then would have.
    const auto same = [](const PlaneMeasurement& a, const PlaneMeasurement& b) {
        return a.epoch == b.epoch && a.values == b.values;
    };
    QVERIFY(std::ranges::equal(multiples.estimates().picture(2).measurements, run.measurements, same));
    QVERIFY(!std::ranges::equal(multiples.estimates().picture(4).measurements, run.measurements, same));
    QTRY_VERIFY(multiples.cell(4)->progress().isEmpty());
}

void SmallMultiplesTest::clickOnACellMakesItsEstimatorTheSessions() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    f.window.showMultiples(true);
    SmallMultiples& multiples = *f.window.multiples();
    QVERIFY(areWhole(multiples));
    const std::vector<double> before = widths(multiples);
    QTest::mouseClick(multiples.cell(4), Qt::LeftButton, {}, multiples.cell(4)->rect().center());
    QCOMPARE(std::get<double>(f.window.document().spec().estimator.values.at("bin_size")), before[4]);
    QTRY_VERIFY(multiples.cell(4)->isPresent());
    QVERIFY(f.settles());
    QVERIFY(!multiples.cell(2)->isPresent());
    QVERIFY(widths(multiples) == before); // what a person clicks on does not move away
    const auto& run = f.window.document().shownRun()->measurements;
    const auto& there = multiples.estimates().picture(4).measurements;
    QCOMPARE(run.back().values, there.back().values);
}

void SmallMultiplesTest::choiceOfAnotherEstimatorMovesTheSet() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    f.window.showMultiples(true);
    SmallMultiples& multiples = *f.window.multiples();
    f.window.document().setEstimator({"bin_floor", {{"bin_size", 0.2}}});
    QTRY_COMPARE(multiples.cell(3)->name(), "width 0.2"); // with two above and three below in its range
    f.window.document().setEstimator({"bin_quantile", {}});
    QTRY_COMPARE(multiples.multiple(0).settings.id, std::string("bin_quantile"));
    QVERIFY(areWhole(multiples));
}

void SmallMultiplesTest::cellsFollowThePresentAndShareTheirAxes() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    f.window.showMultiples(true);
    SmallMultiples& multiples = *f.window.multiples();
    QVERIFY(areWhole(multiples));
    f.window.playhead().setIndex(5);
    for (int i = 0; i < multiples.count(); ++i) {
        const PlaneChart& chart = *multiples.cell(i)->chart();
        QTRY_COMPARE(chart.view().present, 5);
        QCOMPARE(chart.frame().left, multiples.cell(0)->chart()->frame().left);
        QCOMPARE(chart.frame().right, multiples.cell(0)->chart()->frame().right);
        QCOMPARE(chart.frame().top, multiples.cell(0)->chart()->frame().top);
    }
}

void SmallMultiplesTest::pointerMarksTheSameEpochInAllCells() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    f.window.showMultiples(true);
    SmallMultiples& multiples = *f.window.multiples();
    QVERIFY(areWhole(multiples));
    for (int i = 0; i < multiples.count(); ++i) // estimates are whole before the cells have drawn them
        QTRY_COMPARE(multiples.cell(i)->chart()->view().measured(), 13);
    emit multiples.cell(1)->pointed(1, 7);
    for (int i = 0; i < multiples.count(); ++i) {
        QCOMPARE(multiples.cell(i)->chart()->hovered().layer, 1);
        QCOMPARE(multiples.cell(i)->chart()->hovered().index, 7);
    }
    // By the pointer itself: over the present marker of the last layer, whatever the plane says it is.
    MultipleCell* cell = multiples.cell(3);
    const PlaneChart& chart = *cell->chart();
    const QPointF values = chart.view().point(2, chart.view().present);
    const QWidget* view = cell->findChild<QWidget*>();
    const QPoint at =
        view->mapTo(cell, chart.mapToScene(chart.frame().map(values.x(), values.y())).toPoint());
    QTest::mouseMove(cell, at);
    QTRY_COMPARE(chart.hovered().layer, 2);
    QTRY_COMPARE(multiples.cell(0)->chart()->hovered().layer, 2);
}

void SmallMultiplesTest::anotherSetIsChosenAbove() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    f.window.showMultiples(true);
    SmallMultiples& multiples = *f.window.multiples();
    const auto segments = multiples.findChild<SegmentedControl*>()->findChildren<QToolButton*>();
    QCOMPARE(segments.size(), 3);
    QTest::mouseClick(segments[1], Qt::LeftButton);
    QCOMPARE(multiples.count(), 5);
    QCOMPARE(multiples.cell(0)->name(), "Fixed width");
    QVERIFY(areWhole(multiples));
    QTest::mouseClick(segments[0], Qt::LeftButton);
    QCOMPARE(multiples.count(), 6);
    QVERIFY(areWhole(multiples));
}

void SmallMultiplesTest::nothingIsEstimatedWhileNobodyLooks() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    QCOMPARE(f.window.multiples()->estimates().count(), 0);
    f.window.showMultiples(true);
    QVERIFY(areWhole(*f.window.multiples()));
    f.window.showMultiples(false);
    f.window.document().startNew(shortSpec(20));
    f.window.player().play();
    QVERIFY(reaches(f.window.document(), SessionDocument::State::Finished) && f.settles());
    QVERIFY(f.window.multiples()->estimates().picture(0).measurements.size() <= 13);
    f.window.showMultiples(true);
    QTRY_COMPARE_WITH_TIMEOUT(f.window.multiples()->estimates().picture(0).measurements.size(), 21u,
                              patience);
}

void SmallMultiplesTest::epochsOfARunThatGoesOnAreTakenOver() {
    WindowFixture f(longSpec());
    QVERIFY(f.show());
    f.window.player().play();
    QVERIFY(measures(f.window.document(), 20));
    f.window.showMultiples(true);
    const MultiplesEstimates& estimates = f.window.multiples()->estimates();
    QTRY_VERIFY_WITH_TIMEOUT(estimates.count() == 6 && estimates.picture(5).measurements.size() >= 20,
                             patience);
    const std::size_t before = estimates.picture(5).measurements.size();
    QTRY_VERIFY_WITH_TIMEOUT(estimates.picture(5).measurements.size() > before, patience);
    f.window.document().stop();
    QVERIFY(f.settles());
    const SeedRun& run = *f.window.document().shownRun();
    QTRY_COMPARE_WITH_TIMEOUT(estimates.picture(5).measurements.size(), run.measurements.size(), patience);
    for (std::size_t i = 0; i < run.measurements.size(); ++i)
        QCOMPARE(estimates.picture(5).measurements[i].epoch, run.measurements[i].epoch);
}

void SmallMultiplesTest::anotherSeedIsShown() {
    ExperimentSpec spec = shortSpec();
    spec.seeds.count = 2;
    WindowFixture f(spec);
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    f.window.showMultiples(true);
    SmallMultiples& multiples = *f.window.multiples();
    QVERIFY(areWhole(multiples));
    f.window.document().showSeed(1);
    const auto& run = f.window.document().shownRun()->measurements;
    QTRY_VERIFY_WITH_TIMEOUT(multiples.estimates().isComplete() &&
                                 multiples.estimates().picture(2).measurements.back().values ==
                                     run.back().values,
                             patience);
}

void SmallMultiplesTest::imageIsCopied() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    f.window.showMultiples(true);
    SmallMultiples& multiples = *f.window.multiples();
    QVERIFY(areWhole(multiples));
    QToolButton* copy = nullptr;
    for (QToolButton* button : multiples.findChildren<QToolButton*>())
        if (button->accessibleName() == "Copy image")
            copy = button;
    QVERIFY(copy);
    QTest::mouseClick(copy, Qt::LeftButton);
    const QImage image = QGuiApplication::clipboard()->image();
    QVERIFY(image.width() >= 2 * multiples.cell(0)->width() * 3);
    // Not empty: the planes' trails are neither ground nor grey.
    int coloured = 0;
    for (int y = 0; y < image.height(); y += 2)
        for (int x = 0; x < image.width(); x += 2)
            coloured += image.pixelColor(x, y).saturation() > 100 ? 1 : 0;
    QVERIFY(coloured > 100);
}

void SmallMultiplesTest::everyControlHasAName() {
    WindowFixture f;
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    f.window.showMultiples(true);
    QVERIFY(areWhole(*f.window.multiples()));
    for (const QWidget* widget : f.window.multiples()->findChildren<QWidget*>())
        if ((widget->focusPolicy() & Qt::TabFocus) && widget->isVisible())
            QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
}

namespace {

/// Numbers are learned by a linear network, so only the exact estimator knows I(T;Y).
ExperimentSpec teacherSpec() {
    ExperimentSpec spec;
    spec.title = QStringLiteral("Teacher");
    spec.data.source = QStringLiteral("teacher");
    spec.data.inputs = 6;
    spec.data.trainSamples = 40;
    spec.data.testSamples = 160;
    spec.network.hidden = {3, 2};
    spec.network.activations = {Activation::Linear};
    spec.training.loss = Loss::MeanSquaredError;
    spec.training.optimizer.kind = OptimizerKind::Sgd;
    spec.training.optimizer.learningRate = 0.02;
    spec.training.batchSize = 10;
    spec.training.epochs = 8;
    spec.measure.schedule.kind = ScheduleKind::Every;
    spec.estimator = withDefaults({"linear_gaussian", {{"noise_variance", 0.1}}});
    return spec;
}

} // namespace

void SmallMultiplesTest::whereThereIsNoLabelInformationAllAreByEpoch() {
    WindowFixture f(teacherSpec());
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    f.window.showMultiples(true);
    SmallMultiples& multiples = *f.window.multiples();
    QVERIFY(areWhole(multiples));
    for (int i = 0; i < multiples.count(); ++i) // the exact estimator at several noises: planes
        QVERIFY(!multiples.cell(i)->isByEpoch());
    multiples.setSet(MultiplesSet::Methods);
    QVERIFY(areWhole(multiples));
    QVERIFY(multiples.count() >= 4);
    f.window.playhead().setIndex(5);
    for (int i = 0; i < multiples.count(); ++i) {
        const EpochChart& chart = *multiples.cell(i)->curves();
        QVERIFY(multiples.cell(i)->isByEpoch());
        QVERIFY2(multiples.cell(i)->message().isEmpty(), qPrintable(multiples.cell(i)->message()));
        QTRY_COMPARE(chart.view().present, 5);
        QCOMPARE(chart.frame().top, multiples.cell(0)->curves()->frame().top);
        QVERIFY(chart.layerFigures());
    }
    multiples.setSet(MultiplesSet::Rules);
    QVERIFY(areWhole(multiples));
    QVERIFY(multiples.cell(0)->isByEpoch());
}

void SmallMultiplesTest::exactEstimatorIsWhatTheOthersAreComparedWith() {
    WindowFixture f(teacherSpec());
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    f.window.showMultiples(true);
    SmallMultiples& multiples = *f.window.multiples();
    multiples.setSet(MultiplesSet::Methods);
    QVERIFY(areWhole(multiples));
    const SeedRun& run = *f.window.document().shownRun(); // estimated exactly, with the same noise
    int others = 0;
    for (int i = 0; i < multiples.count(); ++i) {
        const EpochChart& chart = *multiples.cell(i)->curves();
        QTRY_COMPARE(chart.view().measured(), static_cast<int>(run.measurements.size()));
        const bool exact = multiples.multiple(i).settings.id == "linear_gaussian";
        const auto isCompared = [&] { // a reference comes with the exact cell, after or before the others
            for (std::size_t epoch = 0; epoch < run.measurements.size(); ++epoch)
                for (int layer = 0; layer < 3; ++layer) {
                    const double there = chart.layerReference(layer, static_cast<int>(epoch));
                    const double wanted = run.measurements[epoch].values[static_cast<std::size_t>(layer)][0];
                    if (exact ? !std::isnan(there) : there != wanted)
                        return false;
                }
            return true;
        };
        QTRY_VERIFY(isCompared());
        others += exact ? 0 : 1;
    }
    QVERIFY(others >= 3);
}

void SmallMultiplesTest::figureOfThemIsThatOfTheScreen() {
    WindowFixture f(teacherSpec());
    QVERIFY(f.show());
    QVERIFY(f.finishes());
    SmallMultiples& multiples = *f.window.multiples();
    QVERIFY(!multiples.figure()); // not before they were opened
    f.window.showMultiples(true);
    multiples.setSet(MultiplesSet::Methods);
    QVERIFY(areWhole(multiples));
    QTRY_COMPARE(multiples.cell(0)->curves()->view().measured(), 9);
    FigureContent content(f.window.presenter().view());
    content.multiples = multiples.figure();
    QVERIFY(content.multiples);
    QVERIFY(content.multiples->byEpoch);
    FigureOptions options;
    options.panels = {FigurePanel::Multiples};
    options.format = FigureOptions::Format::Svg;
    const QString svg = QString::fromUtf8(figureBytes(content, options));
    for (int i = 0; i < multiples.count(); ++i)
        QVERIFY2(svg.contains(multiples.cell(i)->name().section(QLatin1Char(' '), 0, 0)),
                 qPrintable(multiples.cell(i)->name()));
    // Small multiples need to be there, and stand alone.
    QVERIFY_EXCEPTION_THROWN(figureBytes(f.window.presenter().view(), options), Error);
    options.panels = {FigurePanel::Plane, FigurePanel::Multiples};
    QVERIFY_EXCEPTION_THROWN(figureBytes(content, options), Error);
}

void SmallMultiplesTest::oneNoiseIsSharedWhereTheExactEstimatorApplies() {
    const EstimatorSettings present = withDefaults({"linear_gaussian", {{"noise_variance", 0.25}}});
    int noisy = 0;
    for (const Multiple& one : multiplesOf(MultiplesSet::Methods, present, teacherSpec(), {}))
        if (const auto noise = one.settings.values.find("noise_variance");
            noise != one.settings.values.end()) {
            QCOMPARE(std::get<double>(noise->second), 0.25);
            ++noisy;
        }
    QVERIFY(noisy >= 3);
    // On SZT each keeps its own.
    for (const Multiple& one : multiplesOf(MultiplesSet::Methods, withDefaults({"bin_floor", {}}), {}, {}))
        if (one.settings.id == "kde_pairwise")
            QCOMPARE(one.settings, withDefaults({"kde_pairwise", {}}));
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    applyStyle(application, lightTheme());
    SmallMultiplesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_small_multiples.moc"
