#pragma once

#include "theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTextBrowser;
class QToolButton;

namespace infoplane {

class ElidedLabel;
class LessonGuide;

/// A strip over the charts: the lesson of the preset, one step at a time, with buttons that go on and back
/// and one that does what the step asks for. As high as its words, up to a few lines; then they scroll.
class LessonPanel : public QWidget {
    Q_OBJECT
  public:
    explicit LessonPanel(LessonGuide& guide, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    QTextBrowser* words() const { return m_words; }
    QToolButton* previousButton() const { return m_previous; }
    QToolButton* nextButton() const { return m_next; }
    QPushButton* doButton() const { return m_do; }
    QToolButton* closeButton() const { return m_close; }

  signals:
    void closeAsked();

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    QToolButton* makeTool(const QString& name, const QString& toolTip);
    void takeLesson();
    void takeStep();
    void fitWords();

    LessonGuide& m_guide;
    Theme m_theme;
    ElidedLabel* m_title;
    QLabel* m_number;
    QToolButton* m_previous;
    QToolButton* m_next;
    QPushButton* m_do;
    QToolButton* m_close;
    QTextBrowser* m_words;
};

} // namespace infoplane
