#pragma once

#include "charts/color_scale.h"
#include "charts/plot_frame.h"
#include "charts/session_view.h"
#include "engine.h"

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

class QPainter;

namespace infoplane {

class PlotChart;

/// A chart that can stand in a figure.
enum class FigurePanel {
    Plane,
    Loss,
    Error,
    InputInformation,
    LabelInformation,
    RelevantInformation,   ///< I(X_rel;T)
    IrrelevantInformation, ///< I(X_irr;T)
    SignalToNoise,
    GradientMean,
    GradientSd,
    WeightNorm,
    SampleSignalToNoise, ///< over single samples
    DecisionLoss,
    Activity, ///< of FigureContent::activityLayer
    Multiples,
    Charts ///< those of FigureContent::charts, side by side; stands alone
};

/// Several estimators of one session side by side, as small multiples show them, or several conditions of a
/// study.
struct FigureMultiples {
    struct Cell {
        QString name, detail;
        QString obstacle; ///< why there is nothing to draw; empty: there is
        SessionView view;
    };
    QString line;         ///< what they have in common: "train and test, N = 4,060"
    bool byEpoch = false; ///< I(X;T) by epoch, else planes
    std::vector<Cell> cells;
    /// Of the study whose conditions these are, in place of the session's; empty: estimators.
    QString title = {};
    bool joins = true; ///< lines between the paths of a plane, at an epoch
};

/// A part of a chart that a person zoomed to; of `range` the area is not read.
struct FigureZoom {
    FigurePanel panel;
    PlotFrame range;
};

/// All that a figure can be made of.
struct FigureContent {
    FigureContent(SessionView session) // a session is a content: most figures need no more
        : view(std::move(session)) {}
    SessionView view;
    int activityLayer = 0;           ///< of which activity is shown, from 0
    bool joins = true;               ///< shown in the plane; of small multiples these say it themselves
    bool limits = true;              ///< likewise
    std::vector<FigureZoom> zooms{}; ///< of the charts in sight
    /// Charts of another kind, made anew for the figure, and what is said of them in place of the session.
    std::vector<std::function<PlotChart*()>> charts;
    QString caption;                          ///< HTML
    std::optional<FigureMultiples> multiples; ///< for FigurePanel::Multiples, which stands alone
    /// What a file of it may be called, without an ending; empty: after the view's title. To it is added
    /// which condition of a study it is, unless it is of all.
    QString fileName, condition;
};

struct FigureOptions {
    enum class Format { Pdf, Svg, Png };
    enum class Style { Light, Dark };
    enum class Font { Inter, Helvetica, Times };

    std::vector<FigurePanel> panels = {FigurePanel::Plane, FigurePanel::Loss};
    double widthMm = 178; ///< 40...500; a journal's column is 85, two are 178
    Format format = Format::Pdf;
    int dpi = 300; ///< PNG only, 72...1200
    Style style = Style::Light;
    ColorScale::Map colors = ColorScale::Map::Dusk;
    Font font = Font::Inter;
    bool caption = true;
    bool panelLetters = true;
    bool asZoomed = true; ///< where the content has zooms
};

/// Figures are laid out at 96 units an inch and painted as vectors at any scale: text stays text in SVG and
/// PDF, and no picture of points is embedded. What is hidden in the view, or lies beyond its present, is not
/// drawn. All need a QApplication (offscreen will do) and its thread. They throw Error where a figure cannot
/// be made.

/// What is left to do of a figure once its charts are painted: it makes the file's contents, on any thread;
/// of a PNG all that takes long. Empty where the question is answered by yes.
using FigureEncoder = std::function<QByteArray(const CancelQuestion&)>;
FigureEncoder paintFigure(const FigureContent& content, const FigureOptions& options);
/// Likewise of a picture at the options' DPI. Null where the question is answered by yes.
using FigurePainter = std::function<QImage(const CancelQuestion&)>;
FigurePainter recordFigure(const FigureContent& content, const FigureOptions& options);
/// On any thread. Writes to a temporary file beside `path` and renames it, so a failure leaves what was
/// there; so do no bytes at all, which are an error.
void writeFigure(const QByteArray& bytes, const QString& path);
/// All of this at once.
void exportFigure(const FigureContent& content, const FigureOptions& options, const QString& path);
/// The file's contents.
QByteArray figureBytes(const FigureContent& content, const FigureOptions& options);
/// As large as fits, at so many device pixels a logical one.
QImage renderPreview(const FigureContent& content, const FigureOptions& options, const QSize& fit,
                     double pixelRatio);

/// The caption as HTML, and as plain text; of small multiples where these are given. Where one of the panels
/// is of the gradient, it says what mean and standard deviation are over.
QString figureCaption(const SessionView& view, const FigureMultiples* multiples = nullptr,
                      const std::vector<FigurePanel>& panels = {});
QString plainFigureCaption(const SessionView& view, const FigureMultiples* multiples = nullptr,
                           const std::vector<FigurePanel>& panels = {});

/// By a file's name: "pdf", "svg", "png", in any case. Throws Error for others, naming what is possible.
FigureOptions::Format figureFormat(const QString& path);
/// The family that a choice means on this computer.
QString figureFamily(FigureOptions::Font font);

} // namespace infoplane
