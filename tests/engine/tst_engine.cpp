#include "engine.h"

#include <QtTest>

class TestEngine : public QObject {
    Q_OBJECT
  private slots:
    void levelIsOneOfThoseBuilt();
};

void TestEngine::levelIsOneOfThoseBuilt() {
    const QStringList levels = {"x86-64-v2", "x86-64-v3", "x86-64-v4", "generic"};
    QVERIFY(levels.contains(QString::fromStdString(infoplane::engineLevel())));
}

QTEST_APPLESS_MAIN(TestEngine)
#include "tst_engine.moc"
