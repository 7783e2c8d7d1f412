#include "error.h"
#include "export/figure_exporter.h"
#include "ui/fake_session.h"

#include <QImageReader>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QThread>
#include <QXmlStreamReader>
#include <QtTest>

#include <cerrno>
#include <csignal>
#include <sys/resource.h>

using namespace infoplane;
using namespace infoplane::test;

Q_DECLARE_METATYPE(infoplane::FigureOptions)

class TestFigureExporter : public QObject {
    Q_OBJECT
  private slots:
    void svgIsRealTextAndPathsOnly();
    void pdfHasFontsAndNoPictures();
    void pdfClosesNoPathThatHasNotBegun();
    void pngHasItsSizeAndResolution();
    void replayedPngIsThatPaintedAtOnce_data();
    void replayedPngIsThatPaintedAtOnce();
    void pngIsMadeOnAnotherThreadAndCanBeGivenUp();
    void filesStaySmallForManyEpochs();
    void captionNamesSpecAndEstimator();
    void captionSaysWhatTheGradientIsOver();
    void relevantInputsNeedAnEstimatorThatTellsThem();
    void whatIsHiddenOrAheadIsNotDrawn();
    void zoomJoinsAndLimitsAreThoseOfTheWindow();
    void namesFitBesideTheCurvesInWideFonts();
    void headsOfCellsEndBeforeTheNext();
    void panelsAndLettersAreThoseAsked();
    void lightIsTheDefaultAndDarkIsDark();
    void failureLeavesWhatWasThere();
    void fullDiskIsNamed();
    void wrongWishesAreToldInASentence();
    void formatFollowsTheName();
    void previewFits();

  private:
    SessionView m_session = fakeSession(paperEpochs(10000));

    QByteArray bytes(FigureOptions options, FigureOptions::Format format) const {
        options.format = format;
        return figureBytes(m_session, options);
    }
    static QStringList texts(const QByteArray& svg) {
        QStringList all;
        QXmlStreamReader reader(svg);
        while (!reader.atEnd())
            if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == QLatin1String("text"))
                all << reader.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
        return all;
    }
};

void TestFigureExporter::svgIsRealTextAndPathsOnly() {
    const QByteArray svg = bytes({}, FigureOptions::Format::Svg);
    QVERIFY(!svg.contains("<image"));
    QVERIFY(svg.contains("<text"));
    QVERIFY(svg.contains("width=\"178.00mm\""));
    const QStringList all = texts(svg);
    QVERIFY2(all.contains(QStringLiteral("Out")), qPrintable(all.join(QLatin1Char('|'))));
    QVERIFY(all.contains(QStringLiteral("epoch")));
    QVERIFY(all.contains(QStringLiteral("test")));
    QVERIFY(all.contains(QStringLiteral("a")) && all.contains(QStringLiteral("b")));
    // It names a family that exists, not the one wished for.
    static const QRegularExpression family(QStringLiteral("font-family=\"([^\"]*)\""));
    for (auto match = family.globalMatch(QString::fromUtf8(svg)); match.hasNext();) {
        const QString name = match.next().captured(1);
        QCOMPARE(name, figureFamily(FigureOptions::Font::Inter));
    }
    QSvgRenderer renderer(svg);
    QVERIFY(renderer.isValid());
}

void TestFigureExporter::pdfHasFontsAndNoPictures() {
    const QByteArray pdf = bytes({}, FigureOptions::Format::Pdf);
    QVERIFY(pdf.startsWith("%PDF"));
    QVERIFY(pdf.contains("/Type /Font"));
    QVERIFY(!pdf.contains("/Subtype /Image"));
    // 178 mm are 504.57 points.
    static const QRegularExpression box(QStringLiteral("/MediaBox \\[0 0 ([0-9.]+) ([0-9.]+)\\]"));
    const auto match = box.match(QString::fromLatin1(pdf));
    QVERIFY(match.hasMatch());
    QVERIFY(std::abs(match.captured(1).toDouble() - 504.57) < 0.6);
}

/// Operators that close a path where none has begun: readers of PDF complain of them.
int bareClosings(const QByteArray& pdf) {
    static const QByteArray opening("stream\n"), closing("endstream");
    int bare = 0, streams = 0;
    for (qsizetype at = 0; (at = pdf.indexOf(opening, at)) >= 0;) {
        at += opening.size();
        const qsizetype end = pdf.indexOf(closing, at);
        QByteArray packed(4, '\0'); // where qUncompress expects the size, which it needs not know
        packed += pdf.mid(at, end - at);
        at = end + closing.size();
        const QByteArray content = qUncompress(packed);
        if (!content.contains(" m\n"))
            continue; // a font or the like
        ++streams;
        bool hasBegun = false;
        for (const QByteArray& word : content.simplified().split(' ')) {
            if (word == "m" || word == "re")
                hasBegun = true;
            else if (word == "f" || word == "f*" || word == "S" || word == "B" || word == "B*" || word == "n")
                hasBegun = false;
            else if (word == "h" && !hasBegun)
                ++bare;
        }
    }
    return streams > 0 ? bare : -1;
}

void TestFigureExporter::pdfClosesNoPathThatHasNotBegun() {
    QCOMPARE(bareClosings(bytes({}, FigureOptions::Format::Pdf)), 0);
    // Two layers at one place: the line that joins them has no length.
    SessionView session = m_session;
    session.layers[1].x = session.layers[0].x;
    session.layers[1].y = session.layers[0].y;
    QCOMPARE(bareClosings(figureBytes(session, {})), 0);
    // A lower bound that stays where it is: so has its edge.
    for (SessionView::Layer& layer : session.layers) {
        layer.lowerX.assign(session.epochs.size(), 1.0);
        layer.lowerY.assign(session.epochs.size(), 0.5);
    }
    QCOMPARE(bareClosings(figureBytes(session, {})), 0);
}

void TestFigureExporter::replayedPngIsThatPaintedAtOnce_data() {
    QTest::addColumn<FigureOptions>("options");
    using enum FigurePanel;
    const auto row = [](const char* name, auto change) {
        FigureOptions options;
        options.format = FigureOptions::Format::Png;
        change(options);
        QTest::newRow(name) << options;
    };
    row("as it is", [](FigureOptions&) {});
    row("coarse", [](FigureOptions& o) { o.dpi = 72; });
    row("fine", [](FigureOptions& o) { o.dpi = 601; });
    row("dark", [](FigureOptions& o) { o.style = FigureOptions::Style::Dark; });
    row("another font", [](FigureOptions& o) { o.font = FigureOptions::Font::Times; });
    row("four panels", [](FigureOptions& o) {
        o.panels = {Plane, Error, InputInformation, LabelInformation};
    });
    row("small multiples", [](FigureOptions& o) { o.panels = {Multiples}; });
    row("zoomed", [](FigureOptions& o) { o.panels = {Plane}, o.widthMm = 85; });
}

/// Painted straight onto a picture of as many pixels as a PNG of it has.
QImage paintedAtOnce(const FigureContent& content, const FigureOptions& options) {
    constexpr double unitsPerInch = 96, fitted = 1000;
    const double scale = fitted / (options.widthMm / 25.4 * unitsPerInch);
    return renderPreview(content, options, {static_cast<int>(fitted), 1'000'000},
                         options.dpi / unitsPerInch / scale);
}

void TestFigureExporter::replayedPngIsThatPaintedAtOnce() {
    QFETCH(FigureOptions, options);
    FigureContent content(fakeSession(paperEpochs(2000)));
    content.multiples = FigureMultiples{QStringLiteral("train and test"), false, {}};
    content.multiples->cells = {{QStringLiteral("Binning"), QStringLiteral("width 0.07"), {}, content.view},
                                {QStringLiteral("Exact"), {}, QStringLiteral("Only linear networks."), {}}};
    if (options.widthMm < 100)
        content.zooms = {{FigurePanel::Plane, {{}, 2, 6, 0.2, 0.8}}};
    const QImage replayed = QImage::fromData(figureBytes(content, options));
    const QImage painted = paintedAtOnce(content, options);
    QCOMPARE(replayed.size(), painted.size());
    for (int y = 0; y < painted.height(); ++y)
        for (int x = 0; x < painted.width(); ++x)
            if (replayed.pixel(x, y) != painted.pixel(x, y))
                QFAIL(qPrintable(QStringLiteral("%1, %2: %3 instead of %4")
                                     .arg(x)
                                     .arg(y)
                                     .arg(replayed.pixel(x, y), 8, 16)
                                     .arg(painted.pixel(x, y), 8, 16)));
}

void TestFigureExporter::pngIsMadeOnAnotherThreadAndCanBeGivenUp() {
    FigureOptions options;
    options.format = FigureOptions::Format::Png;
    const FigureEncoder encode = paintFigure(m_session, options);
    QByteArray elsewhere;
    const std::unique_ptr<QThread> thread(QThread::create([&] { elsewhere = encode([] { return false; }); }));
    thread->start();
    QVERIFY(thread->wait());
    QVERIFY(!elsewhere.isEmpty());
    QVERIFY(elsewhere == figureBytes(m_session, options));
    int asked = 0;
    QVERIFY(encode([&asked] { return ++asked > 10; }).isEmpty());
    QCOMPARE(asked, 11); // nothing was painted after that
}

void TestFigureExporter::pngHasItsSizeAndResolution() {
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("figure.png"));
    FigureOptions options;
    options.format = FigureOptions::Format::Png;
    options.widthMm = 85;
    options.dpi = 600;
    exportFigure(m_session, options, path);
    const QImage image(path);
    QCOMPARE(image.width(), qRound(85 / 25.4 * 600));
    QCOMPARE(image.dotsPerMeterX(), qRound(600 / 0.0254));
    QVERIFY(image.text(QStringLiteral("Description")).contains(QStringLiteral("width 0.07")));
}

void TestFigureExporter::filesStaySmallForManyEpochs() {
    m_session = fakeSession(everyEpoch(10000));
    const qsizetype svg = bytes({}, FigureOptions::Format::Svg).size();
    const qsizetype pdf = bytes({}, FigureOptions::Format::Pdf).size();
    m_session = fakeSession(paperEpochs(10000));
    QVERIFY2(bytes({}, FigureOptions::Format::Svg).size() < 400'000,
             qPrintable(QString::number(bytes({}, FigureOptions::Format::Svg).size())));
    QVERIFY2(bytes({}, FigureOptions::Format::Pdf).size() < 300'000,
             qPrintable(QString::number(bytes({}, FigureOptions::Format::Pdf).size())));
    QVERIFY2(svg < 12'000'000 && pdf < 3'000'000, qPrintable(QStringLiteral("%1 %2").arg(svg).arg(pdf)));
}

void TestFigureExporter::captionNamesSpecAndEstimator() {
    const QString caption = plainFigureCaption(m_session);
    QVERIFY(caption.startsWith(QStringLiteral("SZT, tanh. Data: SZT, 12 bits, 3,277 train, 819 test. "
                                              "Network 12-10-7-5-4-3-2, tanh, Adam 0.0004")));
    QVERIFY(caption.contains(QStringLiteral("Estimator: binning, width 0.07, train and test, N = 4,096.")));
    QVERIFY(caption.contains(QStringLiteral("Infoplane")));
    QVERIFY(!caption.contains(QStringLiteral("Up to epoch")));
    SessionView early = m_session;
    setPresent(early, 5);
    QVERIFY(plainFigureCaption(early).contains(QStringLiteral("Up to epoch 5.")));
    SessionView odd = m_session;
    odd.title = QStringLiteral("<b>a & b</b>");
    QVERIFY(plainFigureCaption(odd).startsWith(odd.title));
    FigureOptions without;
    without.caption = false;
    QVERIFY(!bytes(without, FigureOptions::Format::Svg).contains("Estimator"));
}

void TestFigureExporter::captionSaysWhatTheGradientIsOver() {
    SessionView view = m_session;
    view.gradientLine = QStringLiteral("over the epoch's mini-batches of 256");
    const QString said = plainFigureCaption(view, nullptr, {FigurePanel::SignalToNoise});
    QVERIFY2(said.contains(view.gradientLine), qPrintable(said));
    QVERIFY(!plainFigureCaption(view, nullptr, {FigurePanel::Plane}).contains(view.gradientLine));
    QVERIFY(!plainFigureCaption(view, nullptr, {FigurePanel::WeightNorm}).contains(view.gradientLine));
    FigureOptions options;
    options.panels = {FigurePanel::SampleSignalToNoise};
    QVERIFY_EXCEPTION_THROWN(figureBytes(view, options), Error);
    auto record = std::make_shared<SampleGradientRecord>();
    record->line = QStringLiteral("over single training samples");
    view.sampleGradients = record;
    QVERIFY(plainFigureCaption(view, nullptr, options.panels).contains(record->line));
}

void TestFigureExporter::relevantInputsNeedAnEstimatorThatTellsThem() {
    FigureOptions options;
    options.panels = {FigurePanel::RelevantInformation, FigurePanel::IrrelevantInformation};
    options.format = FigureOptions::Format::Svg;
    try {
        figureBytes(m_session, options);
        QFAIL("there is nothing to draw");
    } catch (const Error& error) {
        QVERIFY(QString::fromUtf8(error.what()).contains(QStringLiteral("Relevant inputs")));
    }
    SessionView view = m_session;
    for (SessionView::Layer& layer : view.layers)
        layer.relevant = layer.irrelevant = std::vector<double>(view.epochs.size(), 0.1);
    const QStringList all = texts(figureBytes(view, options));
    QVERIFY2(all.contains(QStringLiteral("rel")) && all.contains(QStringLiteral("irr")),
             qPrintable(all.join(QLatin1Char('|'))));
}

void TestFigureExporter::whatIsHiddenOrAheadIsNotDrawn() {
    const qsizetype all = bytes({}, FigureOptions::Format::Svg).size();
    SessionView view = m_session;
    m_session.layers[5].hidden = true;
    const QByteArray hidden = bytes({}, FigureOptions::Format::Svg);
    QVERIFY(!texts(hidden).contains(QStringLiteral("Out")));
    QVERIFY(hidden.size() < all);
    m_session = view;
    setPresent(m_session, 10);
    QVERIFY(bytes({}, FigureOptions::Format::Svg).size() < all / 2);
    m_session = view;
}

void TestFigureExporter::zoomJoinsAndLimitsAreThoseOfTheWindow() {
    FigureOptions options;
    options.format = FigureOptions::Format::Svg;
    options.panels = {FigurePanel::Plane};
    FigureContent content(m_session);
    const QByteArray whole = figureBytes(content, options);
    QVERIFY(texts(whole).contains(QStringLiteral("12")));
    content.zooms = {{FigurePanel::Plane, {{}, 3, 5, 0.5, 0.9}}};
    const QStringList zoomed = texts(figureBytes(content, options));
    QVERIFY2(zoomed.contains(QStringLiteral("4.0")) && !zoomed.contains(QStringLiteral("12")),
             qPrintable(zoomed.join(QLatin1Char('|'))));
    options.asZoomed = false;
    QCOMPARE(figureBytes(content, options), whole);
    content.joins = false;
    const QByteArray unjoined = figureBytes(content, options);
    QVERIFY(unjoined.size() < whole.size());
    content.limits = false;
    QVERIFY(figureBytes(content, options).size() < unjoined.size());
}

void TestFigureExporter::namesFitBesideTheCurvesInWideFonts() {
    // Nothing but ground at the right edge, whatever the font: in any of them a name once was cut there.
    SessionView session = m_session;
    session.layers.back().name = QStringLiteral("Output");
    FigureOptions options;
    options.format = FigureOptions::Format::Png;
    options.caption = false;
    options.widthMm = 85;
    options.dpi = 96;
    options.panels = {FigurePanel::Plane, FigurePanel::Loss, FigurePanel::InputInformation};
    for (const auto font :
         {FigureOptions::Font::Inter, FigureOptions::Font::Helvetica, FigureOptions::Font::Times}) {
        options.font = font;
        const QImage image = QImage::fromData(figureBytes(session, options));
        for (int y = 0; y < image.height(); ++y)
            QCOMPARE(image.pixelColor(image.width() - 1, y), QColor(Qt::white));
    }
}

void TestFigureExporter::headsOfCellsEndBeforeTheNext() {
    const QString name = QStringLiteral("tanh with far more hidden layers than anybody would name so");
    FigureContent content(m_session);
    content.multiples.emplace();
    content.multiples->cells = {{name, {}, {}, m_session},
                                {QStringLiteral("ReLU"), QStringLiteral("width 0.07"), {}, m_session},
                                {QStringLiteral("linear"), name, {}, m_session}};
    FigureOptions options;
    options.format = FigureOptions::Format::Svg;
    options.panels = {FigurePanel::Multiples};
    const QStringList heads = texts(figureBytes(content, options)).filter(QStringLiteral("tanh with"));
    QCOMPARE(heads.size(), 2);
    for (const QString& head : heads)
        QVERIFY2(head.endsWith(QStringLiteral("…")) && name.startsWith(head.chopped(1)), qPrintable(head));
    QVERIFY(texts(figureBytes(content, options)).contains(QStringLiteral("width 0.07")));
}

void TestFigureExporter::panelsAndLettersAreThoseAsked() {
    FigureOptions one;
    one.panels = {FigurePanel::Plane};
    QVERIFY(!texts(bytes(one, FigureOptions::Format::Svg)).contains(QStringLiteral("a")));
    FigureOptions four;
    four.panels = {FigurePanel::Plane, FigurePanel::Error, FigurePanel::InputInformation,
                   FigurePanel::LabelInformation};
    const QStringList all = texts(bytes(four, FigureOptions::Format::Svg));
    QVERIFY(all.contains(QStringLiteral("d")));
    FigureOptions plain = four;
    plain.panelLetters = false;
    QVERIFY(!texts(bytes(plain, FigureOptions::Format::Svg)).contains(QStringLiteral("d")));
}

void TestFigureExporter::lightIsTheDefaultAndDarkIsDark() {
    const QImage light = renderPreview(m_session, {}, {600, 600}, 1);
    QCOMPARE(light.pixelColor(1, 1), QColor(Qt::white));
    FigureOptions options;
    options.style = FigureOptions::Style::Dark;
    QVERIFY(renderPreview(m_session, options, {600, 600}, 1).pixelColor(1, 1).lightness() < 40);
}

void TestFigureExporter::failureLeavesWhatWasThere() {
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("figure.pdf"));
    QFile before(path);
    QVERIFY(before.open(QIODevice::WriteOnly));
    before.write("mine");
    before.close();
    FigureOptions impossible;
    impossible.widthMm = 3;
    QVERIFY_EXCEPTION_THROWN(exportFigure(m_session, impossible, path), Error);
    QVERIFY(before.open(QIODevice::ReadOnly));
    QCOMPARE(before.readAll(), QByteArray("mine"));
    QVERIFY_EXCEPTION_THROWN(
        exportFigure(m_session, {}, dir.filePath(QStringLiteral("no/such/folder/f.pdf"))), Error);
    QVERIFY_EXCEPTION_THROWN(writeFigure({}, path), Error); // no figure is of no bytes
    QCOMPARE(QFileInfo(path).size(), qint64(4));
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files).size(), 1);
}

void TestFigureExporter::fullDiskIsNamed() {
    QTemporaryDir dir;
    const QByteArray large(300'000, 'x'); // more than is buffered, of which a part still fits
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{100'000, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    QString told;
    try {
        writeFigure(large, dir.filePath(QStringLiteral("large.png")));
    } catch (const Error& error) {
        told = QString::fromUtf8(error.what());
    }
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    QVERIFY2(told.contains(qt_error_string(EFBIG)), qPrintable(told));
    QVERIFY(QDir(dir.path()).isEmpty());
}

void TestFigureExporter::wrongWishesAreToldInASentence() {
    FigureOptions options;
    options.format = FigureOptions::Format::Png;
    options.dpi = 10;
    try {
        figureBytes(m_session, options);
        QFAIL("10 dots per inch were accepted");
    } catch (const Error& error) {
        QVERIFY(QString::fromUtf8(error.what()).contains(QStringLiteral("72 to 1200")));
    }
    SessionView empty;
    QVERIFY_EXCEPTION_THROWN(figureBytes(empty, {}), Error);
}

void TestFigureExporter::formatFollowsTheName() {
    QCOMPARE(figureFormat(QStringLiteral("a.b.PDF")), FigureOptions::Format::Pdf);
    QCOMPARE(figureFormat(QStringLiteral("x.svg")), FigureOptions::Format::Svg);
    QCOMPARE(figureFormat(QStringLiteral("x.png")), FigureOptions::Format::Png);
    QVERIFY_EXCEPTION_THROWN(figureFormat(QStringLiteral("x.gif")), Error);
    QVERIFY_EXCEPTION_THROWN(figureFormat(QStringLiteral("pdf/x")), Error);
}

void TestFigureExporter::previewFits() {
    const QImage image = renderPreview(m_session, {}, {300, 500}, 2);
    QCOMPARE(image.width(), 600);
    QVERIFY(image.height() <= 1000);
    QCOMPARE(image.devicePixelRatio(), 2.0);
}

QTEST_MAIN(TestFigureExporter)
#include "tst_figure_exporter.moc"
