#include "help_window.h"

#include "engine.h"
#include "theme.h"

#include <QShortcut>
#include <QTabWidget>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace infoplane {

namespace {

enum Page { tourPage, keysPage, aboutPage };

QString tourHtml() {
    const QStringList steps = {
        HelpWindow::tr(
            "<b>Press Play</b> (Space). A small tanh network learns the task of Shwartz-Ziv and Tishby "
            "(2017). "
            "Each layer draws its path through the information plane: to the right, more kept about the "
            "input; up, more kept about the label. The colour is the epoch."),
        HelpWindow::tr(
            "<b>Look for two phases.</b> First the paths of the later layers climb: the network fits. Then "
            "T₅ and the output drift left: <i>I</i>(<i>X</i>;<i>T</i>) falls while "
            "<i>I</i>(<i>T</i>;<i>Y</i>) holds. "
            "This is compression. “Lost” in the readout says how many bits a layer has less than at most so "
            "far; Verdicts count only from where <i>I</i>(<i>T</i>;<i>Y</i>) has reached 90 % of its end."),
        HelpWindow::tr(
            "<b>Scrub.</b> Drag the handle of the timeline, or press Left and Right. All charts and the "
            "readout show that epoch. Click a point of a path to go to its epoch."),
        HelpWindow::tr(
            "<b>Change the activation to ReLU</b> and press Restart (Ctrl+R). Most of the drift is gone: in "
            "Saxe et al. (2018) compression goes with saturation, not with generalization."),
        HelpWindow::tr(
            "<b>Drag Width</b>, in the right panel. The whole path follows, and nothing is trained again: "
            "for "
            "a deterministic network, what moves is what the bins can tell apart. Without bins every layer "
            "would sit at the right wall."),
        HelpWindow::tr(
            "<b>Follow a lesson.</b> Each preset brings one, over the charts: “Do it” sets what a step asks "
            "for. View &gt; Lesson closes and opens it."),
        HelpWindow::tr(
            "<b>Compare.</b> The presets named after the paper’s figures are studies of several conditions: "
            "Run all, then choose one in the bar over the charts, or see them side by side (Ctrl+K). Of "
            "several seeds the top bar shows one, all of them faintly, or their mean with its 95 % band. "
            "View &gt; Verdicts says what they say of the paper’s findings. Figure 2 needs no training: View "
            "&gt; One unit, exact."),
        HelpWindow::tr(
            "<b>Before a class</b> press Ctrl+L: full screen and large. Page Up and Page Down go over the "
            "steps of the lesson, comma and period over the conditions of a study, P lets the class guess "
            "before Space shows it."),
        HelpWindow::tr(
            "<b>Take it with you.</b> Ctrl+E exports the figure with its caption; Ctrl+S saves the session, "
            "with the weights of every measured epoch, so that all of this can be done again later.")};
    QString html = QStringLiteral("<ol>");
    for (const QString& step : steps)
        html += QStringLiteral("<li style='margin-bottom:8px'>%1</li>").arg(step);
    return html + QStringLiteral("</ol>");
}

QString keysHtml(const std::vector<std::pair<QString, QString>>& keys) {
    QString html = QStringLiteral("<table cellspacing='0' cellpadding='4'>");
    for (const auto& [key, words] : keys)
        html += QStringLiteral("<tr><td style='padding-right:24px'><b>%1</b></td><td>%2</td></tr>")
                    .arg(key.toHtmlEscaped(), words.toHtmlEscaped());
    return html + QStringLiteral("</table>");
}

QString aboutHtml() {
    return HelpWindow::tr(
               "<h3>Infoplane %1</h3><p>A laboratory for the information bottleneck debate in deep "
               "learning: train a network, watch its layers in the information plane, change the estimator "
               "afterwards.</p><p>Engine built for %2; Qt %3.</p>"
               "<p>After Saxe, Bansal, Dapello, Advani, Kolchinsky, Tracey and Cox, “On the Information "
               "Bottleneck Theory of Deep Learning”, ICLR 2018, and Shwartz-Ziv and Tishby, “Opening the "
               "Black Box of Deep Neural Networks via Information”, 2017.</p>")
        .arg(QStringLiteral(INFOPLANE_VERSION), QString::fromStdString(engineLevel()),
             QLatin1String(qVersion()));
}

QTextBrowser* makePage(const QString& html, const QString& name) {
    auto* page = new QTextBrowser;
    page->setFrameShape(QFrame::NoFrame);
    page->setAccessibleName(name);
    page->setFont(uiFont());
    page->document()->setDocumentMargin(size::panelMargin);
    page->setHtml(html);
    return page;
}

} // namespace

HelpWindow::HelpWindow(const std::vector<std::pair<QString, QString>>& keys, QWidget* parent)
    : QDialog(parent)
    , m_pages(new QTabWidget(this)) {
    setWindowTitle(tr("Infoplane help"));
    setModal(false);
    resize(620, 560);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    m_pages->setDocumentMode(true);
    m_pages->addTab(makePage(tourHtml(), tr("Five-minute tour")), tr("Five-minute tour"));
    m_pages->addTab(makePage(keysHtml(keys), tr("Keys")), tr("Keys"));
    m_pages->addTab(makePage(aboutHtml(), tr("About")), tr("About"));
}

void HelpWindow::showTour() {
    showPage(tourPage);
}

void HelpWindow::showAbout() {
    showPage(aboutPage);
}

void HelpWindow::showPage(int page) {
    m_pages->setCurrentIndex(page);
    show();
    raise();
    activateWindow();
}

} // namespace infoplane
