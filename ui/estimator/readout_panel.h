#pragma once

#include "charts/session_view.h"

#include <QFrame>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace infoplane {

struct Theme;
class LayerRow;
class LiveNumber;
class LossTable;

/// The figures of the present epoch: for each layer where it stands and what it has lost, then loss and error
/// by train, test and gap; at the foot, in a high window, what to look for.
///
/// It is shown a SessionView (setView at every frame is cheap) and says which layer a person hid. The window
/// puts it under the estimator panel in the right panel's scroll area, stretched to the foot.
class ReadoutPanel : public QFrame {
    Q_OBJECT
  public:
    explicit ReadoutPanel(QWidget* parent = nullptr);
    ~ReadoutPanel() override;
    void setTheme(const Theme& theme);
    void setView(const SessionView& view);
    /// Markdown, the preset's note; empty: none. One that was closed stays away until another comes.
    void setNote(const QString& markdown);

  signals:
    void layerHidden(int layer, bool hidden);

  protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QWidget* makeTable();
    QWidget* makeNote();
    void buildRows(const SessionView& view);
    void showNumbers(const SessionView& view);
    void colourRows();
    double mostSoFar(std::size_t layer, const SessionView& view);
    void showNote();

    QLabel* m_head = nullptr;
    LiveNumber* m_epoch = nullptr;
    QLabel* m_empty = nullptr;
    QWidget* m_table = nullptr;
    QVBoxLayout* m_rowColumn = nullptr;
    std::vector<LayerRow*> m_rows;
    LossTable* m_losses = nullptr;
    QWidget* m_note = nullptr;
    QToolButton* m_noteClose = nullptr;
    QLabel* m_noteText = nullptr;
    QString m_noteMarkdown;
    bool m_noteClosed = false;

    /// Most I(X;T) of each layer up to an epoch, so that a film costs one comparison a frame.
    struct Most {
        int upTo = -1;
        double value = 0;
    };
    std::vector<Most> m_most;
    int m_revision = -1;
    double m_epochPosition = 0; ///< of the present, on the epoch scale
    std::unique_ptr<Theme> m_theme;
};

} // namespace infoplane
