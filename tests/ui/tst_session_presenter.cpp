#include "document/make_session_view.h"
#include "document/session_presenter.h"
#include "short_runs.h"

using namespace infoplane;

class SessionPresenterTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void boundsAreShownAsChosen();
    void aWholePictureSaysNothingOfItsGrain();
    void fewerSamplesAreSaidAndLowerTheCeiling();
    void shuffledLabelsAreReadOnceAllIsAtRest();
};

void SessionPresenterTest::boundsAreShownAsChosen() {
    SessionDocument document;
    Playhead playhead;
    SessionPresenter presenter(document, playhead);
    ExperimentSpec spec = shortSpec(3);
    spec.estimator = withDefaults({"kde_pairwise", {{"noise_variance", 0.1}}});
    QVERIFY(finishes(document, spec));
    QTRY_VERIFY_WITH_TIMEOUT(!document.remeasuring(), patience);
    presenter.refreshNow();
    const std::vector<double> values = document.shownMeasurements().back().values[0];
    const auto& description = describeEstimator("kde_pairwise");
    const auto value = [&](int quantity) { return values[static_cast<std::size_t>(quantity)]; };
    const auto last = [&] { return presenter.view().layers[0]; };
    QCOMPARE(last().x.back(), value(description.planeX));
    QCOMPARE(last().lowerX.back(), value(description.planeLowerX));
    QVERIFY(last().validLowerY.back() <= last().y.back() && last().y.back() <= last().validUpperY.back());
    QVERIFY(presenter.view().estimatorLine.contains("both bounds"));

    presenter.setBounds(SessionView::Bounds::Upper);
    presenter.refreshNow();
    QCOMPARE(last().x.back(), value(description.planeX));
    QVERIFY(last().lowerX.empty());
    QVERIFY(presenter.view().estimatorLine.contains("upper bound"));

    presenter.setBounds(SessionView::Bounds::Lower);
    presenter.refreshNow();
    QCOMPARE(last().x.back(), value(description.planeLowerX));
    QCOMPARE(last().y.back(), value(description.planeLowerY));
    QVERIFY(last().lowerX.empty());
    QVERIFY(presenter.view().estimatorLine.contains("lower bound"));
}

void SessionPresenterTest::aWholePictureSaysNothingOfItsGrain() {
    SessionDocument document;
    Playhead playhead;
    SessionPresenter presenter(document, playhead);
    QVERIFY(finishes(document, shortSpec()));
    presenter.refreshNow();
    QCOMPARE(presenter.view().grainLine, QString());
    QCOMPARE(presenter.view().inputBits, 12.0);
    QVERIFY(presenter.view().estimatorLine.endsWith("N = 4,096"));
}

void SessionPresenterTest::fewerSamplesAreSaidAndLowerTheCeiling() {
    Session session;
    session.spec = shortSpec();
    session.facts.samples = 4096;
    session.facts.inputBits = 12;
    session.shape.widths = {12, 4, 3, 2};
    SessionView view = emptySessionView(session, 0);
    putGrain(view, session, {512, 4096, 40, 212, 9});
    QCOMPARE(view.grainLine, "First picture: 512 of 4,096 samples, 40 of 212 epochs");
    QVERIFY(view.estimatorLine.endsWith("N = 512 of 4,096"));
    QCOMPARE(view.inputBits, 9.0);
    QCOMPARE(view.inputReach, 12.0);
    putGrain(view, session, {4096, 4096, 40, 212, 12});
    QCOMPARE(view.grainLine, "First picture: 40 of 212 epochs");
    QCOMPARE(view.inputBits, 12.0);
    putGrain(view, session, {4096, 4096, 212, 212, 12});
    QCOMPARE(view.grainLine, QString());
    QVERIFY(view.estimatorLine.endsWith("N = 4,096"));
}

void SessionPresenterTest::shuffledLabelsAreReadOnceAllIsAtRest() {
    SessionDocument document;
    Playhead playhead;
    SessionPresenter presenter(document, playhead);
    ExperimentSpec spec = shortSpec();
    spec.estimator.values["bin_size"] = 0.01;
    QVERIFY(finishes(document, spec));
    const auto baseline = [&] { return presenter.view().layers[0].baseline; };
    QTRY_VERIFY_WITH_TIMEOUT(baseline().size() == presenter.view().epochs.size(), patience);
    for (const double bits : baseline())
        QVERIFY(bits > 0 && bits < presenter.view().labelBits);
    // It is of this estimator, so it goes with it.
    document.setEstimator({"bin_floor", {{"bin_size", 0.5}}});
    QTRY_VERIFY_WITH_TIMEOUT(baseline().empty(), patience);
}

QTEST_MAIN(SessionPresenterTest)

#include "tst_session_presenter.moc"
