#pragma once

#include "training/weights.h"

#include <QtGlobal>

#include <memory>

namespace infoplane {

/// Keeps the weights of measured epochs: in memory up to a stated amount, of which those of all other stores
/// that still live take their part (seeds, conditions and runs put aside share it), what comes beyond in a
/// temporary file that is mapped into memory, so that the system may put it away and bring it back. The file
/// has no name once it is open, so it is gone with the program; it lies in the folder for temporary files
/// (TMPDIR).
///
/// Weights outlive their store. Safe to use from several threads.
class WeightStore {
  public:
    static constexpr quint64 usualMemory = quint64{512} << 20; ///< bytes

    explicit WeightStore(quint64 memoryBytes = usualMemory);
    ~WeightStore();

    /// The same weights, kept. Throws Error where the file cannot be written (the disk is full).
    Weights keep(Weights weights);

    /// Of all stores together.
    static quint64 bytesInMemory();
    /// Of this one.
    quint64 bytesInFile() const;

  private:
    class Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

} // namespace infoplane
