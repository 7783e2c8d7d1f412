#pragma once

#include <QWidget>

#include <array>

namespace infoplane {

struct Theme;

/// Loss and error of the present epoch by train, test and gap.
class LossTable : public QWidget {
    Q_OBJECT
  public:
    struct Numbers {
        double train = 0;
        double test = 0;
        bool operator==(const Numbers&) const = default;
    };

    explicit LossTable(QWidget* parent = nullptr);
    /// Loss in bits, or for regression mean squared error; error as a share, NaN for regression.
    void setNumbers(const Numbers& loss, const Numbers& error, bool classification);
    void setTheme(const Theme& theme);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void describe();
    std::array<QString, 3> lossTexts() const;
    std::array<QString, 3> errorTexts() const;

    Numbers m_loss, m_error;
    bool m_classification = true;
    QColor m_text, m_text2;
};

} // namespace infoplane
