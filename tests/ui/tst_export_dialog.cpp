#include "export/chart_menu.h"
#include "export/data_exporter.h"
#include "export/export_dialog.h"
#include "export/figure_copier.h"
#include "ui/fake_session.h"
#include "ui/raw_boxes.h"
#include "ui/short_runs.h"
#include "ui/wheel.h"
#include "widgets/number_field.h"

#include <QCheckBox>
#include <QClipboard>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>

using namespace infoplane;
using namespace infoplane::test;

class TestExportDialog : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void init();
    void optionsGoInAndOut();
    void onlyControlsThatCountAreShown();
    void wheelWithoutFocusChangesNothing();
    void wrongNumberIsToldAndNotExported();
    void figureLooksAsTheWindowDoes();
    void exportWritesAndIsRemembered();
    void fileIsThatOfTheExporter();
    void writingIsSeenAndCanBeCancelled();
    void placeIsAskedWithoutAnotherEventLoop();
    void fileIsNamedAfterWhatItIsOf_data();
    void fileIsNamedAfterWhatItIsOf();
    void anErrorIsToldInTheDialogWhichStays();
    void copyPutsPictureAndVectorsOnTheClipboard();
    void whatIsCopiedArrivesThoughTheDialogIsClosed();
    void theNewestCopyArrives();
    void whatCannotBeCopiedIsTold();
    void valuesAreThoseShown();
    void menuActsOnTheChartAndIsOffWhenEmpty();

  private:
    QTemporaryDir m_dir;
    SessionView m_session = fakeSession(paperEpochs(300));
    FigureCopier m_copier;
};

void TestExportDialog::initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("infoplane-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("export-dialog"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_dir.path());
}

void TestExportDialog::init() {
    QSettings().clear();
}

void TestExportDialog::optionsGoInAndOut() {
    ExportDialog dialog(m_session, lightTheme(), m_copier);
    QCOMPARE(dialog.options().widthMm, 178.0);
    QCOMPARE(dialog.options().format, FigureOptions::Format::Pdf);
    QCOMPARE(dialog.options().style, FigureOptions::Style::Light);
    QVERIFY(dialog.options().caption && dialog.options().panelLetters);
    FigureOptions wanted;
    wanted.panels = {FigurePanel::Plane, FigurePanel::Error};
    wanted.widthMm = 131.5;
    wanted.format = FigureOptions::Format::Png;
    wanted.dpi = 450;
    wanted.style = FigureOptions::Style::Dark;
    wanted.colors = ColorScale::Map::Cividis;
    wanted.font = FigureOptions::Font::Times;
    wanted.caption = false;
    wanted.panelLetters = false;
    dialog.setOptions(wanted);
    const FigureOptions got = dialog.options();
    QVERIFY(got.panels == wanted.panels);
    QCOMPARE(got.widthMm, wanted.widthMm);
    QCOMPARE(got.format, wanted.format);
    QCOMPARE(got.dpi, wanted.dpi);
    QCOMPARE(got.style, wanted.style);
    QCOMPARE(got.colors, wanted.colors);
    QCOMPARE(got.font, wanted.font);
    QVERIFY(!got.caption && !got.panelLetters);
}

void TestExportDialog::onlyControlsThatCountAreShown() {
    ExportDialog dialog(m_session, lightTheme(), m_copier);
    dialog.show();
    auto* dpi = dialog.findChild<NumberField*>(QStringLiteral("dpi"));
    QVERIFY(dpi != nullptr && !dpi->isVisible());
    FigureOptions png;
    png.format = FigureOptions::Format::Png;
    dialog.setOptions(png);
    QVERIFY(dpi->isVisible());
}

void TestExportDialog::wheelWithoutFocusChangesNothing() {
    ExportDialog dialog(m_session, lightTheme(), m_copier);
    QCOMPARE(rawBoxes(dialog), QStringList());
    FigureOptions png;
    png.format = FigureOptions::Format::Png;
    png.widthMm = 120;
    dialog.setOptions(png);
    dialog.show();
    for (QWidget* widget : dialog.findChildren<QWidget*>())
        if (widget->isVisible() && !widget->hasFocus() &&
            (qobject_cast<NumberField*>(widget) || qobject_cast<ComboField*>(widget)))
            turnWheelOver(widget);
    const FigureOptions after = dialog.options();
    QCOMPARE(after.dpi, png.dpi);
    QCOMPARE(after.widthMm, png.widthMm);
    QCOMPARE(after.colors, png.colors);
    QCOMPARE(after.font, png.font);
}

void TestExportDialog::wrongNumberIsToldAndNotExported() {
    ExportDialog dialog(m_session, lightTheme(), m_copier);
    FigureOptions png;
    png.format = FigureOptions::Format::Png;
    dialog.setOptions(png);
    dialog.show();
    auto* dpi = dialog.findChild<NumberField*>(QStringLiteral("dpi"));
    auto* button = dialog.findChild<QPushButton*>(QStringLiteral("export"));
    QVERIFY(button->isEnabled());
    dpi->setFocus();
    dpi->selectAll();
    QTest::keyClicks(dpi, QStringLiteral("5000"));
    QVERIFY(!button->isEnabled());
    dpi->selectAll();
    QTest::keyClicks(dpi, QStringLiteral("500"));
    QVERIFY(button->isEnabled());
    QCOMPARE(dialog.options().dpi, 500);
}

void TestExportDialog::figureLooksAsTheWindowDoes() {
    FigureContent content(m_session);
    content.joins = false;
    content.zooms = {{FigurePanel::Plane, {{}, 2, 6, 0.2, 0.8}}};
    ExportDialog dialog(content, lightTheme(), m_copier);
    dialog.show();
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("as-shown.svg"));
    FigureOptions svg;
    svg.format = FigureOptions::Format::Svg;
    ExportDialog writes(content, lightTheme(), m_copier);
    writes.setOptions(svg);
    writes.exportTo(path);
    QTRY_VERIFY(QFileInfo::exists(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray written = file.readAll();
    QCOMPARE(written, figureBytes(content, writes.options()));
    FigureContent joined = content;
    joined.joins = true;
    QVERIFY(written != figureBytes(joined, writes.options()));
    auto* zoomed = dialog.findChild<QCheckBox*>(QStringLiteral("asZoomed"));
    QVERIFY(zoomed->isVisible() && dialog.options().asZoomed);
    zoomed->setChecked(false);
    QVERIFY(!dialog.options().asZoomed);
    FigureOptions loss;
    loss.panels = {FigurePanel::Loss};
    dialog.setOptions(loss);
    QVERIFY(!zoomed->isVisible()); // no chart of this figure is zoomed
}

void TestExportDialog::exportWritesAndIsRemembered() {
    FigureOptions narrow;
    narrow.widthMm = 85;
    narrow.format = FigureOptions::Format::Svg;
    const QString path = m_dir.filePath(QStringLiteral("figure.svg"));
    {
        ExportDialog dialog(m_session, lightTheme(), m_copier);
        QSignalSpy exported(&dialog, &ExportDialog::exported);
        dialog.setOptions(narrow);
        dialog.exportTo(path);
        QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, patience);
        QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
    }
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("width=\"85.00mm\""));
    ExportDialog next(m_session, lightTheme(), m_copier);
    QCOMPARE(next.options().widthMm, 85.0);
    QCOMPARE(next.options().format, FigureOptions::Format::Svg);
}

void TestExportDialog::fileIsThatOfTheExporter() {
    FigureOptions options;
    options.format = FigureOptions::Format::Png;
    options.dpi = 150;
    const QString path = m_dir.filePath(QStringLiteral("same.png"));
    ExportDialog dialog(m_session, lightTheme(), m_copier);
    dialog.setOptions(options);
    QSignalSpy exported(&dialog, &ExportDialog::exported);
    dialog.exportTo(path);
    QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, patience);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll() == figureBytes(m_session, options));
}

void TestExportDialog::writingIsSeenAndCanBeCancelled() {
    FigureOptions large;
    large.format = FigureOptions::Format::Png;
    large.dpi = 1200;
    const QString path = m_dir.filePath(QStringLiteral("cancelled.png"));
    auto owner = std::make_unique<ExportDialog>(m_session, lightTheme(), m_copier);
    ExportDialog& dialog = *owner;
    dialog.setOptions(large);
    dialog.show();
    QSignalSpy exported(&dialog, &ExportDialog::exported);
    const auto* button = dialog.findChild<QPushButton*>(QStringLiteral("export"));
    auto* cancel = dialog.findChild<QPushButton*>(QStringLiteral("cancelExport"));
    QVERIFY(!cancel->isVisible());
    dialog.exportTo(path);
    QCOMPARE(button->text(), QStringLiteral("Writing…"));
    QVERIFY(!button->isEnabled() && cancel->isVisible());
    QTimer::singleShot(1, cancel, &QPushButton::click); // while it is painted or encoded
    QTRY_COMPARE_WITH_TIMEOUT(button->text(), QStringLiteral("Export…"), patience);
    QVERIFY(dialog.isVisible() && button->isEnabled() && !cancel->isVisible());
    dialog.reject(); // nothing is written any more: this closes
    QVERIFY(!dialog.isVisible());
    owner.reset(); // waits for its thread
    QCOMPARE(exported.size(), 0);
    QVERIFY(!QFile::exists(path));
}

void TestExportDialog::placeIsAskedWithoutAnotherEventLoop() {
    ExportDialog dialog(m_session, lightTheme(), m_copier);
    dialog.show();
    dialog.findChild<QPushButton*>(QStringLiteral("export"))->click();
    auto* asking = dialog.findChild<QFileDialog*>();
    QVERIFY(asking && asking->isVisible());
    QCOMPARE(asking->defaultSuffix(), QStringLiteral("pdf"));
    asking->reject();
}

void TestExportDialog::fileIsNamedAfterWhatItIsOf_data() {
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("fileName");
    QTest::addColumn<QString>("condition");
    QTest::addColumn<bool>("ofAll");
    QTest::addColumn<QString>("suggested");
    const QString title = m_session.title, none;
    const auto row = [](const char* name, const QString& of, const QString& fileName,
                        const QString& condition, bool ofAll, const char* suggested) {
        QTest::newRow(name) << of << fileName << condition << ofAll << suggested;
    };
    row("a session", title, none, none, false, "szt-tanh.pdf");
    row("a changed session", title + QStringLiteral(" · changed: Epochs"), none, none, false, "szt-tanh.pdf");
    row("a session of signs", QStringLiteral("?!"), none, none, false, "session.pdf");
    row("a file", title, QStringLiteral("My Run"), none, false, "My Run.pdf");
    const auto both = QStringLiteral("both"), wide = QStringLiteral("ReLU (wide)");
    row("a condition", title, both, wide, false, "both-relu-wide.pdf");
    row("one of two parts", title, both, QStringLiteral("tanh · 256"), false, "both-tanh-256.pdf");
    row("a study", title, both, wide, true, "both.pdf");
}

void TestExportDialog::fileIsNamedAfterWhatItIsOf() {
    QFETCH(QString, title);
    QFETCH(QString, fileName);
    QFETCH(QString, condition);
    QFETCH(bool, ofAll);
    FigureContent content(m_session);
    content.view.title = title;
    content.fileName = fileName;
    content.condition = condition;
    if (ofAll) {
        content.multiples.emplace();
        content.multiples->title = QStringLiteral("Both");
        content.multiples->cells = {{QStringLiteral("ReLU (wide)"), {}, {}, m_session}};
    }
    ExportDialog dialog(content, lightTheme(), m_copier);
    dialog.show();
    dialog.findChild<QPushButton*>(QStringLiteral("export"))->click();
    auto* asking = dialog.findChild<QFileDialog*>();
    QVERIFY(asking);
    QTEST(QFileInfo(asking->selectedFiles().constFirst()).fileName(), "suggested");
    asking->reject();
}

bool tells(const ExportDialog& dialog, const QString& text) {
    return std::ranges::any_of(dialog.findChildren<QLabel*>(), [&text](const QLabel* label) {
        return label->isVisible() && label->text().contains(text);
    });
}

void TestExportDialog::anErrorIsToldInTheDialogWhichStays() {
    ExportDialog dialog(m_session, lightTheme(), m_copier);
    dialog.show();
    QSignalSpy exported(&dialog, &ExportDialog::exported);
    dialog.exportTo(m_dir.filePath(QStringLiteral("no/such/folder/figure.pdf")));
    QTRY_VERIFY_WITH_TIMEOUT(tells(dialog, QStringLiteral("could not be written")), patience);
    QCOMPARE(exported.size(), 0);
    QVERIFY(dialog.isVisible());
    QVERIFY(dialog.findChild<QPushButton*>(QStringLiteral("export"))->isEnabled());
}

const QMimeData* clipboard() {
    return QGuiApplication::clipboard()->mimeData();
}

bool hasPicture() {
    return clipboard() && clipboard()->hasImage();
}

QImage pictureOf(const FigureContent& content, const FigureOptions& options) {
    return recordFigure(content, options)([] { return false; });
}

void TestExportDialog::copyPutsPictureAndVectorsOnTheClipboard() {
    ExportDialog dialog(m_session, lightTheme(), m_copier);
    QGuiApplication::clipboard()->clear();
    dialog.copy();
    QTRY_VERIFY_WITH_TIMEOUT(hasPicture(), patience);
    QVERIFY(qvariant_cast<QImage>(clipboard()->imageData()) == pictureOf(m_session, dialog.options()));
    QVERIFY(clipboard()->data(QStringLiteral("image/svg+xml")).contains("<text"));
}

void TestExportDialog::whatIsCopiedArrivesThoughTheDialogIsClosed() {
    auto dialog = std::make_unique<ExportDialog>(m_session, lightTheme(), m_copier);
    dialog->show();
    QGuiApplication::clipboard()->clear();
    dialog->copy();
    QTest::keyClick(dialog.get(), Qt::Key_Escape);
    QVERIFY(!dialog->isVisible());
    dialog.reset();
    QTRY_VERIFY_WITH_TIMEOUT(hasPicture(), patience);
}

void TestExportDialog::theNewestCopyArrives() {
    QSignalSpy copied(&m_copier, &FigureCopier::copied);
    QGuiApplication::clipboard()->clear();
    FigureOptions options;
    m_copier.copy(m_session, options);
    options.dpi = 72;
    m_copier.copy(m_session, options);
    QTRY_COMPARE_WITH_TIMEOUT(copied.size(), 1, patience);
    QVERIFY(qvariant_cast<QImage>(clipboard()->imageData()) == pictureOf(m_session, options));
}

void TestExportDialog::whatCannotBeCopiedIsTold() {
    ExportDialog dialog(SessionView(), lightTheme(), m_copier);
    dialog.show();
    QSignalSpy failed(&m_copier, &FigureCopier::failed);
    QGuiApplication::clipboard()->clear();
    dialog.copy();
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, patience);
    QVERIFY(tells(dialog, QStringLiteral("nothing to draw yet")));
    QVERIFY(!hasPicture());
}

void TestExportDialog::valuesAreThoseShown() {
    setPresent(m_session, 4);
    m_session.layers[1].hidden = true;
    const QStringList lines = shownValues(m_session).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 1 + 5);
    QVERIFY(lines[0].startsWith(QStringLiteral("epoch\tT1 I(X;T) [bit]\tT1 I(T;Y) [bit]\tT3 I(X;T) [bit]")));
    QCOMPARE(lines[1].count(QLatin1Char('\t')), lines[0].count(QLatin1Char('\t')));
    QCOMPARE(lines[5].section(QLatin1Char('\t'), 0, 0), QStringLiteral("4"));
    QCOMPARE(lines[5].section(QLatin1Char('\t'), 1, 1).toDouble(), m_session.layers[0].x[4]);
    m_session = fakeSession(paperEpochs(300));
}

void TestExportDialog::menuActsOnTheChartAndIsOffWhenEmpty() {
    int asked = 0;
    std::unique_ptr<QMenu> menu(makeChartMenu(
        m_session, FigurePanel::Plane, false, m_copier, [&asked] { ++asked; }, nullptr));
    const QList<QAction*> actions = menu->actions();
    actions.constLast()->trigger();
    QCOMPARE(asked, 1);
    for (QAction* action : actions)
        if (action->text() == QStringLiteral("Copy values"))
            action->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("epoch\t")));
    QGuiApplication::clipboard()->clear();
    for (QAction* action : actions)
        if (action->text() == QStringLiteral("Copy image"))
            action->trigger();
    QVERIFY(!hasPicture()); // it is made in the background
    menu.reset();
    QTRY_VERIFY_WITH_TIMEOUT(hasPicture(), patience);
    const std::unique_ptr<QMenu> empty(makeChartMenu(
        SessionView(), FigurePanel::Loss, false, m_copier, [] {}, nullptr));
    for (const QAction* action : empty->actions())
        QVERIFY(action->isSeparator() || !action->isEnabled());
}

QTEST_MAIN(TestExportDialog)
#include "tst_export_dialog.moc"
