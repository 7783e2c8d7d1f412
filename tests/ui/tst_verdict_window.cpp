#include "study/limits_row.h"
#include "study/study_document.h"
#include "study/verdict_window.h"
#include "theme.h"
#include "widgets/combo_field.h"
#include "widgets/form_row.h"
#include "widgets/number_field.h"
#include "window_fixture.h"

#include <QLabel>
#include <QPushButton>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextDocument>
#include <QTextTable>
#include <QToolButton>

using namespace infoplane;

namespace {

void typeInto(NumberField& field, const QString& text) {
    field.selectAll();
    QTest::keyClick(&field, Qt::Key_Delete);
    QTest::keyClicks(&field, text);
}

/// Its row, where the mark is.
FormRow* rowOf(const NumberField* field) {
    return qobject_cast<FormRow*>(field->parentWidget());
}

/// Two activations, short runs of two seeds: finding 1 is asked, and stays undecided. At the usual rate the
/// networks have not learned yet, and count as dead.
Study shortStudy(double rate = 0.0004) {
    ExperimentSpec tanh = shortSpec();
    tanh.training.optimizer.learningRate = rate;
    ExperimentSpec relu = tanh;
    relu.network.activations = {Activation::Relu};
    tanh.seeds.count = relu.seeds.count = 2;
    return studyOf(QStringLiteral("Short study"),
                   {{QStringLiteral("tanh"), tanh}, {QStringLiteral("ReLU"), relu}});
}

/// The window of a study that has run, once it has been judged; null where it does not come to that.
VerdictWindow* judgedWindow(WindowFixture& f, const Study& study = shortStudy()) {
    if (!f.show())
        return nullptr;
    f.window.study().open(study);
    f.window.study().runAll();
    if (!QTest::qWaitFor([&] { return f.window.study().hasRunAll() && !f.window.study().isBusy(); },
                         patience))
        return nullptr;
    QTest::keyClick(&f.window, Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    auto* verdicts = f.window.findChild<VerdictWindow*>();
    return verdicts && QTest::qWaitFor([&] { return !verdicts->verdicts().empty(); }, patience) ? verdicts
                                                                                                : nullptr;
}

/// The first table of figures in a text; null: there is none.
QTextTable* tableOf(const QTextDocument& document) {
    for (QTextFrame* frame : document.rootFrame()->childFrames())
        if (auto* table = qobject_cast<QTextTable*>(frame); table && table->columns() > 2)
            return table;
    return nullptr;
}

QString textIn(const QTextTableCell& cell) {
    return cell.firstCursorPosition().block().text();
}

bool isAtTheRight(const QTextTableCell& cell) {
    return cell.firstCursorPosition().blockFormat().alignment().testFlag(Qt::AlignRight);
}

} // namespace

class TestVerdictWindow : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void figuresStandInATableAtTheRight() {
        WindowFixture f;
        VerdictWindow* verdicts = judgedWindow(f);
        QVERIFY(verdicts);
        const VerdictTable& figures = verdicts->verdicts().front().tables.front();
        const QTextTable* table = tableOf(*verdicts->text()->document());
        QVERIFY(table);
        QCOMPARE(table->columns(), int(figures.columns.size()));
        QCOMPARE(table->rows(), int(figures.rows.size()) + 1);
        QCOMPARE(textIn(table->cellAt(0, 0)), QStringLiteral("Condition"));
        QCOMPARE(textIn(table->cellAt(1, 0)), QStringLiteral("tanh"));
        QCOMPARE(textIn(table->cellAt(2, 0)), QString()); // its second layer
        QCOMPARE(textIn(table->cellAt(3, 0)), QStringLiteral("ReLU"));
        for (int row = 0; row < table->rows(); ++row)
            for (int column = 0; column < table->columns(); ++column)
                QCOMPARE(isAtTheRight(table->cellAt(row, column)), column >= figures.wordColumns);
        QCOMPARE(textIn(table->cellAt(4, 3)), figures.texts()[3][3]);
    }

    void aFigureIsWrittenAlikeWhereverItStands() {
        WindowFixture f;
        VerdictWindow* verdicts = judgedWindow(f, shortStudy(0.03));
        QVERIFY(verdicts);
        QVERIFY(std::isfinite(verdicts->verdicts().front().statistic));
        const auto english = qScopeGuard([before = QLocale()] { QLocale::setDefault(before); });
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        verdicts->setTheme(lightTheme()); // writes the text anew
        const Verdict& verdict = verdicts->verdicts().front();
        const QString statistic =
            QStringLiteral("%1 bit %2 interval %3 to %4")
                .arg(formatFigure(verdict.statistic), confidenceText(verdict.confidence),
                     formatFigure(verdict.interval.low), formatFigure(verdict.interval.high));
        const QString text = verdicts->text()->toPlainText();
        QVERIFY2(text.contains(statistic), qPrintable(text));
        QVERIFY2(verdict.sentence.contains(formatFigure(verdict.statistic)), qPrintable(verdict.sentence));
    }

    void aLimitThatIsNotTheDefaultIsMarkedAndHasAWayBack() {
        LimitsRow row;
        row.show();
        QSignalSpy edited(&row, &LimitsRow::edited);
        QVERIFY(!row.defaults()->isEnabled());
        QVERIFY(!rowOf(row.errorGap())->isChanged());
        QCOMPARE(row.errorGap()->value(), 5.0); // points, of a share of 0.05
        typeInto(*row.errorGap(), QStringLiteral("7.5"));
        QCOMPARE(row.limits().errorGap, 0.075);
        QVERIFY(edited.size() > 0);
        QVERIFY(rowOf(row.errorGap())->isChanged());
        QVERIFY(!rowOf(row.compression())->isChanged());
        QVERIFY(row.defaults()->isEnabled());
        emit rowOf(row.errorGap())->resetRequested(); // what its mark says when it is clicked
        QCOMPARE(row.limits().errorGap, VerdictLimits().errorGap);
        QCOMPARE(row.errorGap()->value(), 5.0);
        QVERIFY(!row.defaults()->isEnabled());

        typeInto(*row.compression(), QStringLiteral("1"));
        typeInto(*row.lossFactor(), QStringLiteral("3"));
        QCOMPARE(row.limits().lossFactor, 3.0);
        QTest::mouseClick(row.defaults(), Qt::LeftButton);
        QCOMPARE(row.limits().compressionBits, VerdictLimits().compressionBits);
        QCOMPARE(row.limits().lossFactor, VerdictLimits().lossFactor);
        QCOMPARE(row.compression()->value(), 0.5);
        QVERIFY(!rowOf(row.compression())->isChanged());
        QVERIFY(!row.defaults()->isEnabled());
    }

    void theFirstMarkStandsClearOfTheHead() {
        LimitsRow row;
        row.resize(860, 40);
        row.show();
        const auto* head = row.findChild<QLabel*>({}, Qt::FindDirectChildrenOnly);
        QCOMPARE(head->text(), QStringLiteral("Limits"));
        QVERIFY(rowOf(row.compression())->x() >= head->geometry().right() + size::panelMargin);
    }

    void aLimitThatCannotBeIsRefused() {
        LimitsRow row;
        row.show();
        typeInto(*row.compression(), QStringLiteral("200"));
        QCOMPARE(row.limits().compressionBits, 0.5); // neither 2 nor 20, though both could be
        QVERIFY(!rowOf(row.compression())->problem().isEmpty());
        QVERIFY(row.defaults()->isEnabled());
        QTest::mouseClick(row.defaults(), Qt::LeftButton);
        QCOMPARE(row.compression()->text(), QStringLiteral("0.5"));
        QVERIFY(rowOf(row.compression())->problem().isEmpty());
        QVERIFY(!row.defaults()->isEnabled());
    }

    void aWrongLimitHasAWayBackToTheOneInForce() {
        LimitsRow row;
        row.show();
        NumberField& field = *row.compression();
        const auto* mark = rowOf(&field)->findChild<QToolButton*>({}, Qt::FindDirectChildrenOnly);
        typeInto(field, QStringLiteral("200"));
        QVERIFY(mark->isVisible());
        QVERIFY(mark->accessibleName().endsWith(QStringLiteral("back to 0.5")));
        emit rowOf(&field)->takeBackRequested(); // what its mark says when it is clicked
        QCOMPARE(field.text(), QStringLiteral("0.5"));
        QCOMPARE(row.limits().compressionBits, 0.5);
        QVERIFY(!mark->isVisible());
    }

    void aWrongLimitLeavesTheOneBefore() {
        LimitsRow row;
        row.show();
        NumberField& field = *row.compression();
        typeInto(field, QStringLiteral("3"));
        QTest::keyClick(&field, Qt::Key_Return);
        typeInto(field, QStringLiteral("200"));
        QCOMPARE(row.limits().compressionBits, 3.0);
        QTest::keyClick(&field, Qt::Key_Return); // it stays wrong, and what is typed to it as well
        QTest::keyClick(&field, Qt::Key_End);
        QTest::keyClicks(&field, QStringLiteral("0"));
        QCOMPARE(row.limits().compressionBits, 3.0);
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(field.text(), QStringLiteral("3"));
        QCOMPARE(row.limits().compressionBits, 3.0);
        typeInto(field, QStringLiteral("200"));
        QTest::keyClick(&field, Qt::Key_Up);
        QCOMPARE(row.limits().compressionBits, 3.1);
        QCOMPARE(field.text(), QStringLiteral("3.1"));
    }

    void changedLimitsAreJudgedByAnewAlsoUnderTheOtherEstimator() {
        WindowFixture f;
        VerdictWindow* verdicts = judgedWindow(f);
        QVERIFY(verdicts);
        const auto says = [&](const char* words) {
            return verdicts->text()->toPlainText().contains(QLatin1String(words));
        };
        QVERIFY(says("Limits in use: a layer compresses above 0.5 bit.") &&
                says("They are chosen by this program."));
        QVERIFY(verdicts->verdicts().front().changedLimits.isEmpty());
        ComboField* choice = verdicts->estimatorChoice();
        choice->setCurrentId(QStringLiteral("bin_quantile"));
        emit choice->chosen(QStringLiteral("bin_quantile"));
        QTRY_COMPARE_WITH_TIMEOUT(verdicts->otherVerdicts().size(), std::size_t{1}, patience);
        const QString other = verdicts->otherVerdicts().front().estimator;

        typeInto(*verdicts->limits()->compression(), QStringLiteral("0.25"));
        const QStringList limits = {QStringLiteral("a layer compresses above 0.25 bit (default 0.5)")};
        QTRY_COMPARE_WITH_TIMEOUT(verdicts->verdicts().front().changedLimits, limits, patience);
        QTRY_COMPARE_WITH_TIMEOUT(verdicts->otherVerdicts().front().changedLimits, limits, patience);
        QCOMPARE(verdicts->otherVerdicts().front().estimator, other);
        QCOMPARE(choice->currentId(), QStringLiteral("bin_quantile"));
        QVERIFY(says("Limits in use: a layer compresses above 0.25 bit (default 0.5).") &&
                !says("They are chosen by this program."));
        QVERIFY(!says("generalize")); // which finding 1 does not ask
        QVERIFY(says("Limits: a layer compresses above 0.25 bit"));

        QTest::mouseClick(verdicts->limits()->defaults(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(verdicts->verdicts().front().changedLimits.isEmpty(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(verdicts->otherVerdicts().front().changedLimits.isEmpty(), patience);
        QVERIFY(says("They are chosen by this program."));
    }

    void theOtherEstimatorIsHeardUntilRunsChange() {
        WindowFixture f;
        VerdictWindow* verdicts = judgedWindow(f);
        QVERIFY(verdicts);
        ComboField* choice = verdicts->estimatorChoice();
        choice->setCurrentId(QStringLiteral("bin_quantile"));
        emit choice->chosen(QStringLiteral("bin_quantile"));
        QTRY_COMPARE_WITH_TIMEOUT(verdicts->otherVerdicts().size(), std::size_t{1}, patience);

        QTemporaryDir folder;
        QSignalSpy written(verdicts->text(), &QTextBrowser::textChanged); // as it is when judged anew
        f.window.showCondition(0);                                        // the other one was run last
        QTRY_VERIFY_WITH_TIMEOUT(!written.isEmpty() && !verdicts->isJudging(), patience);
        QCOMPARE(verdicts->otherVerdicts().size(), std::size_t{1});
        written.clear();
        f.window.study().save(folder.filePath(QStringLiteral("study.infoplane")));
        QTRY_VERIFY_WITH_TIMEOUT(!written.isEmpty() && !verdicts->isJudging(), patience);
        QCOMPARE(verdicts->otherVerdicts().size(), std::size_t{1});
        QCOMPARE(choice->currentId(), QStringLiteral("bin_quantile"));

        f.window.document().restart();
        QTRY_VERIFY_WITH_TIMEOUT(verdicts->otherVerdicts().empty(), patience);
        QCOMPARE(choice->currentId(), QString());
    }

    void returnInALimitIsNoClickOnAButton() {
        WindowFixture f;
        VerdictWindow* verdicts = judgedWindow(f);
        QVERIFY(verdicts);
        NumberField* compression = verdicts->limits()->compression();
        compression->setFocus();
        typeInto(*compression, QStringLiteral("0.25"));
        QTest::keyClick(compression, Qt::Key_Return);
        QCOMPARE(verdicts->limits()->limits().compressionBits, 0.25);
        QVERIFY(verdicts->isVisible());
    }
};

QTEST_MAIN(TestVerdictWindow)
#include "tst_verdict_window.moc"
