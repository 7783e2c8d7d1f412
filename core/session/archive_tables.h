#pragma once

#include "session/session.h"

namespace infoplane {

/// The longest measurements.csv or epochs.csv that so many epochs (of all seeds) can give.
quint64 longestMeasurementsCsv(const Session& session, qint64 epochs);
quint64 longestEpochsCsv(qint64 epochs);

/// Fill the runs' snapshots (all but the weights) and measurements; `epochs` has the number of measured
/// epochs of each run. They throw Damage, a sentence that names the table and the line. The table of epochs
/// comes first.
void readEpochsCsv(const QByteArray& text, const std::vector<int>& epochs, Session& session);
void readMeasurementsCsv(const QByteArray& text, Session& session);

/// Names of the columns that the session's estimator fills: "I_XT_bit", ...
QStringList quantityColumns(const EstimatorSettings& estimator);

} // namespace infoplane
