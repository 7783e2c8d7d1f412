#include "export/figure_copier.h"

#include "error.h"
#include "export/figure_exporter.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

namespace infoplane {

namespace {

struct Copied {
    QImage picture;
    QByteArray svg;
    QString error;
};

BackgroundJob::Work recordCopy(const FigureContent& content, const FigureOptions& options) {
    FigureOptions vectors = options;
    vectors.format = FigureOptions::Format::Svg;
    return [paint = recordFigure(content, options),
            encode = paintFigure(content, vectors)](const CancelQuestion& cancelled) {
        try {
            return std::any(Copied{paint(cancelled), encode(cancelled), {}});
        } catch (const Error& error) {
            return std::any(Copied{{}, {}, QString::fromUtf8(error.what())});
        }
    };
}

} // namespace

FigureCopier::FigureCopier(QObject* parent)
    : QObject(parent)
    , m_job(&m_pool, nullptr) {}

FigureCopier::~FigureCopier() {
    m_job.cancel();
    m_pool.waitForDone();
}

void FigureCopier::copy(const FigureContent& content, const FigureOptions& options) {
    try {
        m_job.start(recordCopy(content, options), [this](const std::any& result) { deliver(result); });
    } catch (const Error& error) {
        emit failed(QString::fromUtf8(error.what()));
    }
}

void FigureCopier::deliver(const std::any& result) {
    const auto made = std::any_cast<Copied>(result);
    if (!made.error.isEmpty()) {
        emit failed(made.error);
        return;
    }
    auto data = std::make_unique<QMimeData>();
    data->setImageData(made.picture);
    data->setData(QStringLiteral("image/svg+xml"), made.svg);
    QGuiApplication::clipboard()->setMimeData(data.release());
    emit copied();
}

} // namespace infoplane
