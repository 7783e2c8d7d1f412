#include "training/byte_samples.h"

#include <algorithm>
#include <bit>

namespace infoplane {

namespace {

/// Numbers the values it meets from 0 on; an open hash table of their bits.
class ValueNumbers {
  public:
    /// None where the value would be the 257th.
    std::optional<std::uint8_t> numberOf(float value) {
        const auto bits = std::bit_cast<std::uint32_t>(value);
        std::size_t slot = (bits * 0x9E3779B1U) >> (32 - slotBits);
        while (m_numbers[slot] != none && m_bits[slot] != bits)
            slot = (slot + 1) % m_numbers.size();
        if (m_numbers[slot] == none) {
            if (m_count == 256)
                return std::nullopt;
            m_bits[slot] = bits;
            m_numbers[slot] = static_cast<std::int16_t>(m_count);
            m_values[m_count++] = value;
        }
        return static_cast<std::uint8_t>(m_numbers[slot]);
    }
    const std::array<float, 256>& values() const { return m_values; }

  private:
    static constexpr int slotBits = 10;
    static constexpr std::int16_t none = -1;

    std::array<std::uint32_t, 1 << slotBits> m_bits{};
    std::vector<std::int16_t> m_numbers = std::vector<std::int16_t>(1 << slotBits, none);
    std::array<float, 256> m_values{};
    std::size_t m_count = 0;
};

} // namespace

std::optional<ByteSamples> ByteSamples::of(const Eigen::MatrixXf& inputs) {
    constexpr Index block = 64; // rows whose columns are read and whose samples are written within the cache
    ValueNumbers numbers;
    ByteSamples samples;
    samples.m_inputs = inputs.cols();
    for (Index first = 0; first < inputs.rows(); first += block) {
        const Index end = std::min(first + block, inputs.rows());
        samples.m_samples.resize(static_cast<std::size_t>(end * inputs.cols()));
        for (Index unit = 0; unit < inputs.cols(); ++unit)
            for (Index row = first; row < end; ++row) {
                const std::optional<std::uint8_t> number = numbers.numberOf(inputs(row, unit));
                if (!number)
                    return std::nullopt;
                samples.m_samples[static_cast<std::size_t>(row * inputs.cols() + unit)] = *number;
            }
    }
    samples.m_values = numbers.values();
    return samples;
}

template <typename Scalar>
void ByteSamples::load(const int* rows, Index count, Scalar* to, Index stride) const {
    constexpr Index block = 16; // a column's share of the block is one cache line
    for (Index first = 0; first < count; first += block) {
        const Index size = std::min(block, count - first);
        const std::uint8_t* samples[block];
        for (Index row = 0; row < size; ++row)
            samples[row] = m_samples.data() + rows[first + row] * m_inputs;
        for (Index unit = 0; unit < m_inputs; ++unit)
            for (Index row = 0; row < size; ++row)
                to[unit * stride + first + row] = m_values[samples[row][unit]];
    }
}

template void ByteSamples::load(const int*, Index, float*, Index) const;
template void ByteSamples::load(const int*, Index, double*, Index) const;

} // namespace infoplane
