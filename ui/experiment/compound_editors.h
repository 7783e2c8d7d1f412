#pragma once

#include "experiment/basic_editors.h"

class QCheckBox;
class QSlider;
class QToolButton;

namespace infoplane {

/// A share of 0...1 as per cent: a slider for whole ones, and a field for any.
class ShareEditor : public FieldEditor {
    Q_OBJECT
  public:
    explicit ShareEditor(const SpecField& field, QWidget* parent = nullptr);
    void setValue(const QJsonValue& value) override;
    void markInvalid(bool invalid) override;
    QString textOf(const QJsonValue& value) const override;

  private:
    QSlider* m_slider;
    NumberField* m_field;
};

/// An activation with its curve.
class ActivationEditor : public ChoiceEditor {
    Q_OBJECT
  public:
    explicit ActivationEditor(const SpecField& field, QWidget* parent = nullptr);
    void setTheme(const Theme& theme) override;
};

/// A number, or "Full": as many as there are training samples.
class BatchEditor : public FieldEditor {
    Q_OBJECT
  public:
    explicit BatchEditor(const SpecField& field, QWidget* parent = nullptr);
    void setValue(const QJsonValue& value) override;
    void markInvalid(bool invalid) override;
    /// What "Full" means, and the most a batch can be; 0: not known yet.
    void setTrainSamples(int count);

  private:
    void showFull(bool full);

    NumberField* m_field;
    QCheckBox* m_full;
    double m_lastSize = 256;
    int m_trainSamples = 0;
};

/// A number with a button that throws the dice for another.
class SeedEditor : public NumberEditor {
    Q_OBJECT
  public:
    explicit SeedEditor(const SpecField& field, QWidget* parent = nullptr);
    void setTheme(const Theme& theme) override;

  private:
    QToolButton* m_dice;
};

/// A path typed or chosen: a folder, or a file.
class PathEditor : public TextEditor {
    Q_OBJECT
  public:
    explicit PathEditor(const SpecField& field, QWidget* parent = nullptr);
    void setTheme(const Theme& theme) override;
    /// Shown grey while the path is empty.
    void setPlaceholder(const QString& text);

  signals:
    /// The button: whoever knows the kind of data opens the chooser.
    void chooserRequested();

  private:
    QToolButton* m_button;
};

/// The optimizer, and a button for the fields that few people need.
class OptimizerEditor : public ChoiceEditor {
    Q_OBJECT
  public:
    explicit OptimizerEditor(const SpecField& field, QWidget* parent = nullptr);
    void setTheme(const Theme& theme) override;
    QToolButton* button() const { return m_button; }

  private:
    QToolButton* m_button;
};

} // namespace infoplane
