#pragma once

#include "charts/session_view.h"
#include "document/session_document.h"

#include <QFrame>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace infoplane {

struct Theme;
class ComboField;
class EstimateStatus;
class FormRow;
class ParameterRow;
class ReasonDelegate;

/// The chooser of the estimator and its parameters, built from the estimators' own descriptions, so that a
/// new estimator needs nothing here. Every change is SessionDocument::setEstimator at once, also while a
/// slider is dragged; the document sees to it that only one request is under way.
///
/// It needs the document only, and takes the height its rows need; the window puts it into the right panel's
/// scroll area above the readout.
class EstimatorPanel : public QFrame {
    Q_OBJECT
  public:
    explicit EstimatorPanel(SessionDocument* document, QWidget* parent = nullptr);
    ~EstimatorPanel() override;
    void setTheme(const Theme& theme);
    void setMultiplesShown(bool shown);

  signals:
    /// A slider is held: the charts may draw less.
    void draggingChanged(bool dragging);
    /// Which bounds are to be shown, where there are two.
    void boundsChosen(infoplane::SessionView::Bounds bounds);
    /// The session under several estimators side by side is wanted, or no longer.
    void multiplesToggled(bool shown);

  protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QWidget* makeHead();
    QWidget* makeNote();
    QWidget* makeBounds();
    void fillMethods();
    void refreshMethods();
    void fillVariants(const std::string& method);
    void buildParameters(const EstimatorDescription& description);
    void refresh();
    void refreshChanged();
    void refreshNote(const EstimatorDescription& description);
    void chooseMethod(const QString& method);
    void chooseEstimator(const std::string& id);
    void editParameter(const std::string& id, const std::variant<double, std::string>& value);
    void resetTo(const EstimatorSettings& settings);
    void showInfo();
    void foldNote();

    SessionDocument* m_document;
    QVBoxLayout* m_column = nullptr;
    QToolButton* m_info = nullptr;
    QToolButton* m_multiples = nullptr;
    ComboField* m_method = nullptr;
    ComboField* m_variant = nullptr;
    ComboField* m_samples = nullptr;
    ReasonDelegate* m_reasons = nullptr;
    ComboField* m_bounds = nullptr;
    FormRow* m_boundsRow = nullptr;
    EstimateStatus* m_status = nullptr;
    FormRow* m_methodRow = nullptr;
    FormRow* m_variantRow = nullptr;
    FormRow* m_samplesRow = nullptr;
    QWidget* m_parameters = nullptr;
    QVBoxLayout* m_parameterColumn = nullptr;
    std::vector<ParameterRow*> m_rows;
    QFrame* m_note = nullptr;
    QLabel* m_noteIcon = nullptr;
    QLabel* m_noteText = nullptr;
    std::string m_shownId;
    /// As each estimator was last used, so that going back to it is going back.
    std::map<std::string, EstimatorSettings> m_lastUsed;
    std::unique_ptr<Theme> m_theme;
};

} // namespace infoplane
