#include "session/archive_tables.h"

#include "data/csv_reader.h"
#include "error.h"
#include "session/archive.h"
#include "session/zip_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace infoplane {

namespace {

constexpr quint64 longestNumber = 26; // a double in its shortest form has 24 characters, and a comma follows
constexpr const char* epochsHeader =
    "seed,epoch,train_loss,test_loss,loss_gap,train_error,test_error,error_gap";

// The shortest text that reads back as the same bits, whatever the locale. NaN has no sign: "nan" is what
// Python, NumPy, pandas and R read.
void append(QByteArray& text, double number) {
    std::array<char, 32> digits{};
    if (std::isnan(number)) {
        text += "nan";
        return;
    }
    const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    text.append(digits.data(), result.ptr - digits.data());
}

void append(QByteArray& text, int number) {
    text += QByteArray::number(number);
}

void appendRow(QByteArray& text, const auto&... cells) {
    const auto appendCell = [&text](const auto& cell) {
        append(text, cell);
        text += ',';
    };
    (appendCell(cells), ...);
    text.back() = '\n';
}

QByteArray measurementsHeader(const EstimatorSettings& estimator) {
    const QStringList columns = QStringList{"seed", "epoch", "layer", "width"} + quantityColumns(estimator) +
                                QStringList{"weight_norm", "gradient_mean", "gradient_sd"};
    return columns.join(QLatin1Char(',')).toUtf8();
}

const PlaneMeasurement* measurementAt(const SeedRun& run, int epoch) {
    if (run.draft)
        return nullptr; // made again, from all samples, when the file is opened
    const auto found = std::ranges::lower_bound(run.measurements, epoch, {}, &PlaneMeasurement::epoch);
    return found != run.measurements.end() && found->epoch == epoch ? &*found : nullptr;
}

/// Goes through the rows of a table whose columns are known, cell by cell.
class TableReader {
  public:
    TableReader(const QByteArray& text, const char* name, const QByteArray& header)
        : m_name(QString::fromLatin1(name))
        , m_reader(text.toStdString(), name)
        , m_columns(static_cast<std::size_t>(header.count(',')) + 1) {
        nextRecord();
        QByteArray found;
        for (const std::string& column : m_cells) {
            found += (found.isEmpty() ? "" : ",") + QByteArray::fromStdString(column);
        }
        if (found != header) {
            fail(QStringLiteral("does not have the columns %1").arg(QString::fromUtf8(header)));
        }
    }

    void nextRow() {
        if (!nextRecord()) {
            fail(QStringLiteral("ends too early"));
        }
        if (m_cells.size() != m_columns) {
            fail(QStringLiteral("has %1 columns instead of %2").arg(m_cells.size()).arg(m_columns));
        }
        m_cell = 0;
    }

    void expectEnd() {
        if (nextRecord()) {
            fail(QStringLiteral("has more rows than the manifest says"));
        }
    }

    bool emptyCell() const { return m_cells[m_cell].empty(); }
    void skip() { ++m_cell; }

    double number() {
        const std::string& cell = m_cells[m_cell++];
        double value = 0;
        const char* end = cell.data() + cell.size();
        const auto result = std::from_chars(cell.data(), end, value);
        if (result.ec != std::errc() || result.ptr != end) {
            fail(QStringLiteral("has something that is no number in column %1").arg(m_cell));
        }
        return value;
    }

    int integer(int lowest, int highest) {
        const double value = number();
        if (!(value >= lowest && value <= highest && value == std::floor(value))) {
            fail(QStringLiteral("has an impossible value in column %1").arg(m_cell));
        }
        return static_cast<int>(value);
    }

    void expect(int value) { integer(value, value); }

    [[noreturn]] void fail(const QString& what) const {
        throw Damage{QStringLiteral("%1, line %2, %3.").arg(m_name).arg(m_reader.line()).arg(what)};
    }

  private:
    bool nextRecord() {
        try {
            return m_reader.next(m_cells);
        } catch (const Error& error) {
            throw Damage{QString::fromUtf8(error.what())};
        }
    }

    QString m_name;
    CsvReader m_reader;
    std::size_t m_columns;
    std::vector<std::string> m_cells;
    std::size_t m_cell = 0;
};

/// Of the epoch with this index in its run: epochs are measured in their order, so those without estimates
/// are the last.
std::vector<LayerStatistics> readLayers(TableReader& table, const NetworkShape& shape, std::size_t index,
                                        qsizetype quantities, SeedRun& run) {
    const int seed = run.seed;
    const int epoch = run.snapshots[index].epoch;
    std::vector<LayerStatistics> layers;
    PlaneMeasurement measurement{epoch, {}};
    for (int layer = 0; layer < shape.layerCount(); ++layer) {
        table.nextRow();
        table.expect(seed);
        table.expect(epoch);
        table.expect(layer + 1);
        table.expect(shape.width(layer));
        std::vector<double> values;
        for (qsizetype i = 0; i < quantities; ++i) {
            if (table.emptyCell()) {
                table.skip();
            } else {
                values.push_back(table.number());
            }
        }
        if (std::ssize(values) == quantities) {
            measurement.values.push_back(std::move(values));
        } else if (!values.empty()) {
            table.fail(QStringLiteral("has a measurement with a gap"));
        }
        const double weightNorm = table.number();
        const double gradientMean = table.number();
        layers.push_back({weightNorm, gradientMean, table.number()});
    }
    if (std::ssize(measurement.values) == shape.layerCount()) {
        if (run.measurements.size() != index) {
            table.fail(QStringLiteral("has a measurement after an epoch without one"));
        }
        run.measurements.push_back(std::move(measurement));
    } else if (!measurement.values.empty()) {
        table.fail(QStringLiteral("lacks the measurement of a layer"));
    }
    return layers;
}

} // namespace

QStringList quantityColumns(const EstimatorSettings& estimator) {
    QStringList columns;
    for (const EstimatorDescription& description : estimators()) {
        if (description.id == estimator.id) {
            for (const QuantityDescription& quantity : description.quantities) {
                const std::string unit = quantity.unit.empty() ? "" : "_" + quantity.unit;
                columns += QString::fromStdString(quantity.id + unit);
            }
        }
    }
    return columns;
}

QByteArray measurementsCsv(const Session& session) {
    const qsizetype quantities = quantityColumns(session.spec.estimator).size();
    QByteArray text = measurementsHeader(session.spec.estimator) + '\n';
    for (const SeedRun& run : session.runs) {
        for (const EpochSnapshot& snapshot : run.snapshots) {
            const PlaneMeasurement* measured = measurementAt(run, snapshot.epoch);
            for (int layer = 0; layer < session.shape.layerCount(); ++layer) {
                const auto index = static_cast<std::size_t>(layer);
                appendRow(text, run.seed, snapshot.epoch, layer + 1, session.shape.width(layer));
                text.back() = ',';
                for (qsizetype i = 0; i < quantities; ++i) {
                    if (measured != nullptr) {
                        append(text, measured->values[index][static_cast<std::size_t>(i)]);
                    }
                    text += ',';
                }
                const LayerStatistics& statistics = snapshot.layers[index];
                appendRow(text, statistics.weightNorm, statistics.gradientMean, statistics.gradientSd);
            }
        }
    }
    return text;
}

QByteArray epochsCsv(const Session& session) {
    QByteArray text = QByteArray(epochsHeader) + '\n';
    for (const SeedRun& run : session.runs) {
        for (const EpochSnapshot& snapshot : run.snapshots) {
            appendRow(text, run.seed, snapshot.epoch, snapshot.trainLoss, snapshot.testLoss,
                      snapshot.testLoss - snapshot.trainLoss, snapshot.trainError, snapshot.testError,
                      snapshot.testError - snapshot.trainError);
        }
    }
    return text;
}

quint64 longestMeasurementsCsv(const Session& session, qint64 epochs) {
    const QByteArray header = measurementsHeader(session.spec.estimator);
    const auto columns = static_cast<quint64>(header.count(',')) + 1;
    const auto rows = static_cast<quint64>(epochs) * static_cast<quint64>(session.shape.layerCount());
    return static_cast<quint64>(header.size()) + 1 + rows * columns * longestNumber;
}

quint64 longestEpochsCsv(qint64 epochs) {
    const QByteArray header = epochsHeader;
    const auto columns = static_cast<quint64>(header.count(',')) + 1;
    return static_cast<quint64>(header.size()) + 1 + static_cast<quint64>(epochs) * columns * longestNumber;
}

void readEpochsCsv(const QByteArray& text, const std::vector<int>& epochs, Session& session) {
    TableReader table(text, "epochs.csv", epochsHeader);
    for (std::size_t i = 0; i < session.runs.size(); ++i) {
        SeedRun& run = session.runs[i];
        int earliest = 0;
        for (int row = 0; row < epochs[i]; ++row) {
            table.nextRow();
            EpochSnapshot snapshot;
            table.expect(run.seed);
            snapshot.epoch = table.integer(earliest, session.spec.training.epochs);
            earliest = snapshot.epoch + 1;
            snapshot.trainLoss = table.number();
            snapshot.testLoss = table.number();
            table.skip(); // the gap follows from the two
            snapshot.trainError = table.number();
            snapshot.testError = table.number();
            run.snapshots.push_back(std::move(snapshot));
        }
    }
    table.expectEnd();
}

void readMeasurementsCsv(const QByteArray& text, Session& session) {
    const qsizetype quantities = quantityColumns(session.spec.estimator).size();
    TableReader table(text, "measurements.csv", measurementsHeader(session.spec.estimator));
    for (SeedRun& run : session.runs) {
        for (std::size_t i = 0; i < run.snapshots.size(); ++i) {
            run.snapshots[i].layers = readLayers(table, session.shape, i, quantities, run);
        }
    }
    table.expectEnd();
}

} // namespace infoplane
