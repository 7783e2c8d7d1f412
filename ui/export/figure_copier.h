#pragma once

#include "document/background_job.h"

namespace infoplane {

struct FigureContent;
struct FigureOptions;

/// Puts figures on the clipboard, as a picture and as SVG. Charts are painted at once, the rest is made in
/// the background and needs neither the menu nor the dialog that asked for it any more. A newer figure makes
/// an older one void.
class FigureCopier : public QObject {
    Q_OBJECT
  public:
    explicit FigureCopier(QObject* parent = nullptr);
    ~FigureCopier() override;

    /// How it ended is told by a signal, unless a newer one came meanwhile.
    void copy(const FigureContent& content, const FigureOptions& options);

  signals:
    void copied();
    void failed(const QString& error);

  private:
    void deliver(const std::any& result);

    QThreadPool m_pool;
    BackgroundJob m_job;
};

} // namespace infoplane
