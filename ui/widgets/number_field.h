#pragma once

#include <QAbstractSpinBox>

#include <functional>
#include <optional>

namespace infoplane {

/// A field for one number, real or whole, that shows and takes numbers as number_text.h says, steps by
/// multiplying where its scale is logarithmic, and ignores the wheel unless it has the focus, so that the
/// form under it scrolls.
///
/// What is typed takes effect at once while it is right; what is wrong changes nothing, and stays as typed.
/// Its beginning may have been right ("20" of "200"), though nobody meant it: see valueBeforeTyping.
/// Qt's own spin boxes lose small numbers (0.0004 becomes 0, "4e-4" becomes 44, in German "0.0004" becomes
/// 4).
class NumberField : public QAbstractSpinBox {
    Q_OBJECT
    Q_PROPERTY(double value READ value WRITE setValue NOTIFY valueEdited)
    Q_PROPERTY(double minimum READ lowest)
    Q_PROPERTY(double maximum READ highest)
  public:
    enum class Kind { Real, Integer };
    /// Unfinished: not right as it stands, but more typing may make it so ("", "4e-", "0.0").
    enum class Validity { Right, Unfinished, Wrong };

    explicit NumberField(Kind kind, QWidget* parent = nullptr);

    double value() const { return m_value; }
    /// Shows a value from outside; says nothing. What was typed is replaced, unless it means the same.
    void setValue(double value);
    /// An empty text is allowed and means that there is no value.
    void setOptional(bool optional) { m_optional = optional; }
    void clearValue();
    /// Shown while there is no value.
    void setPlaceholder(const QString& text);
    bool hasValue() const { return m_hasValue; }
    /// What a wrong entry leaves, and what Escape brings back then; none: there was no value.
    std::optional<double> valueBeforeTyping() const { return m_beforeTyping; }
    QString textBeforeTyping() const;
    /// Shows the value again, whatever was typed.
    void revert();
    /// What Escape does where the text is wrong: also a beginning of it that was right, and has been told, is
    /// taken back.
    void takeBack();

    double lowest() const { return m_lowest; }
    double highest() const { return m_highest; }
    void setRange(double lowest, double highest, bool lowestExcluded = false, bool highestExcluded = false);
    /// Up and Down multiply and divide by 1.25, Page Up and Page Down by 10; otherwise they add. Whole
    /// numbers add one, or, on a logarithmic scale, one of their second digit (10,000 to 11,000).
    void setLogarithmic(bool logarithmic);
    void setStep(double step) { m_step = step; }
    /// Shown with trailing zeros to so many significant digits: "0.070".
    void setMinimumSignificant(int digits);
    /// Written after the number, "%": it need not be typed.
    void setSuffix(const QString& suffix);
    /// Arrows at the right; without them the field looks like a line edit.
    void setArrowsShown(bool shown);
    /// Words for what is wrong, given the text typed and its value if it is a number; replaces our own.
    void setExplanation(std::function<QString(const QString&, std::optional<double>)> explain);

    Validity validity() const { return m_validity; }
    /// Why the text is not right; empty where it is.
    const QString& problem() const { return m_problem; }

    void stepBy(int steps) override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    /// By the person; the value is allowed.
    void valueEdited(double value);
    /// By the person: no value any more, where that is allowed.
    void cleared();
    /// Validity or problem is another than before.
    void validityChanged();

  protected:
    bool event(QEvent* event) override;
    StepEnabled stepEnabled() const override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    QString typedText() const;
    std::optional<double> parsed() const;
    bool allowed(double value) const;
    QString format(double value) const;
    QString ownExplanation(std::optional<double> value) const;
    double stepped(double value, int steps) const;
    std::optional<double> content() const;
    void takeText();
    void finishTyping();
    void setValidity(Validity validity, const QString& problem);
    void showValue();
    void edit(double value);

    Kind m_kind;
    double m_value = 0;
    double m_lowest = 0;
    double m_highest = 1;
    bool m_lowestExcluded = false;
    bool m_highestExcluded = false;
    bool m_optional = false;
    bool m_hasValue = true;
    bool m_logarithmic = false;
    double m_step = 1;
    int m_minimumSignificant = 1;
    QString m_suffix;
    std::function<QString(const QString&, std::optional<double>)> m_explain;
    bool m_typing = false; ///< the text is as the person writes it
    std::optional<double> m_beforeTyping;
    Validity m_validity = Validity::Right;
    QString m_problem;
};

} // namespace infoplane
