#include "banner.h"
#include "document/amounts.h"
#include "export/fewer_weights_dialog.h"
#include "session/archive.h"
#include "session/cost_estimate.h"
#include "session/few_weights.h"
#include "session/session_runner.h"
#include "session/study_runner.h"
#include "widgets/number_field.h"
#include "widgets/segmented_control.h"
#include "window_fixture.h"

#include <QFileDialog>
#include <QLabel>
#include <QPushButton>

using namespace infoplane;

namespace {

/// Measured at epochs 0 to 12.
std::shared_ptr<const Session> shortRun(int keepEvery = 1) {
    return std::make_shared<const Session>(withFewWeights(runSession(shortSpec()), keepEvery));
}

NumberField* every(const QWidget& dialog) {
    return dialog.findChild<NumberField*>(QStringLiteral("keepEvery"));
}
QPushButton* saveButton(const QWidget& dialog) {
    return dialog.findChild<QPushButton*>(QStringLiteral("saveCopy"));
}
QString sizes(const QWidget& dialog) {
    return dialog.findChild<QLabel*>(QStringLiteral("sizes"))->text();
}

void typeInto(NumberField* field, const QString& text) {
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
}

void chooseNone(const QWidget& dialog) {
    auto* kept = dialog.findChild<SegmentedControl*>();
    QTest::mouseClick(kept->findChildren<QAbstractButton*>().at(1), Qt::LeftButton);
}

} // namespace

class TestFewerWeights : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void theSizeIsToldBeforehand() {
        const auto session = shortRun();
        FewerWeightsDialog dialog({session, session});
        dialog.show();
        QCOMPARE(dialog.keepEvery(), 10);
        const auto told = [&session](int keepEvery) {
            return QStringLiteral("About %1, now %2")
                .arg(bytesText(2 * foretellArchiveBytes(*session, keepEvery)),
                     bytesText(2 * foretellArchiveBytes(*session, 1)));
        };
        QCOMPARE(sizes(dialog), told(10));
        typeInto(every(dialog), QStringLiteral("3"));
        QCOMPARE(dialog.keepEvery(), 3);
        QCOMPARE(sizes(dialog), told(3));
        chooseNone(dialog);
        QCOMPARE(dialog.keepEvery(), 0);
        QCOMPARE(sizes(dialog), told(0));
        QVERIFY(saveButton(dialog)->isEnabled());
    }

    void theSizeForetoldIsNearThatOfTheFile() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.infoplane"));
        ExperimentSpec spec = shortSpec();
        spec.network.hidden = {100, 50}; // weights are nearly all of the file
        Session session = runSession(spec);
        for (const int keepEvery : {1, 5}) {
            session.keepEvery = keepEvery;
            writeArchive(session, path);
            const double ratio =
                foretellArchiveBytes(session, keepEvery) / static_cast<double>(QFileInfo(path).size());
            QVERIFY2(ratio > 0.7 && ratio < 1.4, qPrintable(QString::number(ratio)));
        }
        QVERIFY(foretellArchiveBytes(session, 5) < foretellArchiveBytes(session, 1));
        QVERIFY(foretellArchiveBytes(session, 0) < foretellArchiveBytes(session, 5));
    }

    void whatIsNotThereCannotBeKept() {
        FewerWeightsDialog dialog({shortRun(5)});
        dialog.show();
        QCOMPARE(dialog.keepEvery(), 10);
        QVERIFY(saveButton(dialog)->isEnabled());
        typeInto(every(dialog), QStringLiteral("3"));
        QVERIFY(!saveButton(dialog)->isEnabled());
        const auto problem = [&dialog] {
            for (const QLabel* label : dialog.findChildren<QLabel*>())
                if (label->isVisible() && label->property("role") == QLatin1String("error"))
                    return label->text();
            return QString();
        };
        QVERIFY2(problem().contains(QStringLiteral("multiple of it")), qPrintable(problem()));
        chooseNone(dialog);
        QVERIFY(saveButton(dialog)->isEnabled() && problem().isEmpty());
        FewerWeightsDialog bare({shortRun(0)});
        QVERIFY(!saveButton(bare)->isEnabled());
    }

    void aCopyIsWrittenAndTheDocumentStaysAsItIs() {
        QTemporaryDir folder;
        WindowFixture f;
        QVERIFY(f.show());
        QVERIFY(!f.find<QAction>("saveCopy")->isEnabled()); // there is no run yet
        QVERIFY(f.finishes());
        QVERIFY(f.window.study().isModified());
        const QString copy = folder.filePath(QStringLiteral("copy.infoplane"));
        QVERIFY(savesCopy(f.window, QStringLiteral("5"), copy));
        QVERIFY(QTest::qWaitFor([&] { return QFileInfo::exists(copy); }, patience));
        QCOMPARE(verifyArchive(copy), QStringList());
        const Session read = readArchive(copy);
        QCOMPARE(read.keepEvery, 5);
        QCOMPARE(countWeights(read).kept, keptEpochs(5, 13));
        QCOMPARE(f.window.document().session()->keepEvery, 1);
        QVERIFY(hasAllWeights(*f.window.document().shownRun()));
        QVERIFY(f.window.study().isModified() && f.window.study().path().isEmpty());
    }

    void theFileItIsMadeOfIsNotReplaced() {
        QTemporaryDir folder;
        WindowFixture f;
        QVERIFY(f.show());
        QVERIFY(f.finishes());
        const QString path = folder.filePath(QStringLiteral("own.infoplane"));
        QSignalSpy done(&f.window.document(), &SessionDocument::fileDone);
        f.window.document().save(path);
        QVERIFY(done.wait(patience));
        QVERIFY(savesCopy(f.window, QStringLiteral("5"), path));
        const auto* banner = f.window.findChild<Banner*>();
        QTRY_VERIFY_WITH_TIMEOUT(banner->message().cause.contains(QStringLiteral("name of its own")),
                                 patience);
        QCOMPARE(readArchive(path).keepEvery, 1);
    }

    void ofAStudyAllConditionsAreCopied() {
        QTemporaryDir folder;
        ExperimentSpec relu = shortSpec();
        relu.network.activations = {Activation::Relu};
        const Study study = studyOf(QStringLiteral("Both"),
                                    {{QStringLiteral("tanh"), shortSpec()}, {QStringLiteral("ReLU"), relu}});
        WindowFixture f;
        QVERIFY(f.show());
        f.window.study().open(runStudy(study), QString());
        QCOMPARE(f.window.study().sessions().size(), std::size_t(2));
        const QString copy = folder.filePath(QStringLiteral("copy.infoplane"));
        QVERIFY(savesCopy(f.window, QStringLiteral("4"), copy));
        QVERIFY(QTest::qWaitFor([&] { return QFileInfo::exists(copy); }, patience));
        const StudyRecord read = readStudyArchive(copy);
        QCOMPARE(read.sessions.size(), std::size_t(2));
        for (const Session& session : read.sessions)
            QCOMPARE(session.keepEvery, 4);
        QVERIFY(f.window.study().path().isEmpty());
    }

  private:
    /// By the menu and both dialogs.
    static bool savesCopy(MainWindow& window, const QString& keepEvery, const QString& path) {
        auto* action = window.findChild<QAction*>(QStringLiteral("saveCopy"));
        if (!action || !action->isEnabled())
            return false;
        action->trigger();
        auto* dialog = window.findChild<FewerWeightsDialog*>();
        if (!dialog)
            return false;
        typeInto(every(*dialog), keepEvery);
        QTest::mouseClick(saveButton(*dialog), Qt::LeftButton);
        auto* place = window.findChild<QFileDialog*>();
        if (!place ||
            !place->selectedFiles().constFirst().endsWith(QStringLiteral("-fewer-weights.infoplane")))
            return false;
        emit place->fileSelected(path); // as if that were chosen
        place->reject();
        return true;
    }
};

QTEST_MAIN(TestFewerWeights)
#include "tst_fewer_weights.moc"
