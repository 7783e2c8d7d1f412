#pragma once

#include <QFrame>

namespace infoplane {

class EstimatorPanel;
class ReadoutPanel;
class SessionDocument;
struct Theme;

/// The right panel of the window: the estimator above the readout, scrolling together where the window is
/// low. The window feeds readout()->setView and setNote, listens to readout()->layerHidden and
/// estimator()->draggingChanged, and gives the width (size::rightPanel).
class RightPanel : public QFrame {
    Q_OBJECT
  public:
    explicit RightPanel(SessionDocument* document, QWidget* parent = nullptr);
    void setTheme(const Theme& theme);

    EstimatorPanel* estimator() const { return m_estimator; }
    ReadoutPanel* readout() const { return m_readout; }

  private:
    EstimatorPanel* m_estimator;
    ReadoutPanel* m_readout;
};

} // namespace infoplane
