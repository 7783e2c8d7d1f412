#include "data/npy.h"

#include "error.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>

namespace infoplane {
namespace {

constexpr std::size_t maximalHeader = 1 << 16;
constexpr std::size_t maximalDimensions = 32;

struct Header {
    std::string type; ///< as in the file: "<f4"
    bool fortranOrder = false;
    std::vector<std::size_t> shape;
};

[[noreturn]] void fail(const std::string& path, const std::string& what) {
    throw Error(path + ": " + what);
}

/// Reads the one kind of Python literal that stands in the header: a dictionary with the keys descr,
/// fortran_order and shape.
class HeaderReader {
  public:
    HeaderReader(std::string_view text, const std::string& path)
        : m_text(text)
        , m_path(path) {}

    Header read() {
        Header header;
        std::array<bool, 3> seen{};
        expect('{');
        while (!accept('}')) {
            const std::string key = quoted();
            expect(':');
            if (key == "descr") {
                header.type = quoted();
                seen[0] = true;
            } else if (key == "fortran_order") {
                header.fortranOrder = truth();
                seen[1] = true;
            } else if (key == "shape") {
                header.shape = shape();
                seen[2] = true;
            } else {
                broken();
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        if (!std::ranges::all_of(seen, [](bool found) { return found; }))
            broken();
        return header;
    }

  private:
    [[noreturn]] void broken() const { fail(m_path, "the header of the array is damaged"); }

    void skipSpace() {
        while (m_at < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[m_at])) != 0)
            ++m_at;
    }
    bool accept(char wanted) {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != wanted)
            return false;
        ++m_at;
        return true;
    }
    void expect(char wanted) {
        if (!accept(wanted))
            broken();
    }
    std::string quoted() {
        const char quote = accept('\'') ? '\'' : '"';
        if (quote == '"' && !accept('"'))
            fail(m_path, "holds records or something else that is not an array of numbers");
        const std::size_t end = m_text.find(quote, m_at);
        if (end == std::string_view::npos)
            broken();
        std::string result(m_text.substr(m_at, end - m_at));
        m_at = end + 1;
        return result;
    }
    bool truth() {
        skipSpace();
        for (const bool value : {true, false}) {
            const std::string_view word = value ? "True" : "False";
            if (m_text.substr(m_at, word.size()) == word) {
                m_at += word.size();
                return value;
            }
        }
        broken();
    }
    std::size_t number() {
        skipSpace();
        std::size_t value = 0;
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9') {
            if (value > std::numeric_limits<std::size_t>::max() / 16)
                broken();
            value = value * 10 + static_cast<std::size_t>(m_text[m_at++] - '0');
        }
        if (m_at == begin)
            broken();
        return value;
    }
    std::vector<std::size_t> shape() {
        std::vector<std::size_t> result;
        expect('(');
        while (!accept(')')) {
            result.push_back(number());
            if (result.size() > maximalDimensions)
                broken();
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return result;
    }

    std::string_view m_text;
    const std::string& m_path;
    std::size_t m_at = 0;
};

/// The product of the shape, or nothing where it does not fit.
std::optional<std::size_t> product(const std::vector<std::size_t>& shape, std::size_t highest) {
    std::size_t result = 1;
    if (std::ranges::find(shape, std::size_t{0}) != shape.end())
        return 0;
    for (const std::size_t extent : shape) {
        if (extent > highest / result)
            return std::nullopt;
        result *= extent;
    }
    return result;
}

/// values[to C order] = stored[in Fortran order].
template <typename Value>
std::vector<Value> toRowMajor(std::vector<Value> stored, const std::vector<std::size_t>& shape) {
    if (shape.size() < 2)
        return stored;
    std::vector<std::size_t> strides(shape.size(), 1); // of the Fortran order
    for (std::size_t axis = 1; axis < shape.size(); ++axis)
        strides[axis] = strides[axis - 1] * shape[axis - 1];
    std::vector<Value> result(stored.size());
    std::vector<std::size_t> index(shape.size(), 0);
    std::size_t source = 0;
    for (Value& value : result) {
        value = stored[source];
        for (std::size_t axis = shape.size(); axis-- > 0;) {
            source += strides[axis];
            if (++index[axis] < shape[axis])
                break;
            source -= strides[axis] * shape[axis];
            index[axis] = 0;
        }
    }
    return result;
}

template <typename Stored>
Stored byteSwapped(Stored value) {
    auto bytes = std::bit_cast<std::array<std::byte, sizeof(Stored)>>(value);
    std::ranges::reverse(bytes);
    return std::bit_cast<Stored>(bytes);
}

template <typename Stored, typename Value>
std::vector<Value> decode(const std::vector<char>& bytes, bool swap, const std::string& path) {
    std::vector<Value> values(bytes.size() / sizeof(Stored));
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        if (swap)
            stored = byteSwapped(stored);
        if constexpr (std::is_same_v<Stored, std::uint64_t>) {
            if (stored > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
                fail(path, "holds an integer that does not fit 64 bits with sign");
        }
        values[i] = static_cast<Value>(stored);
    }
    return values;
}

template <typename Stored, typename Value>
void store(NumericArray& array, const std::vector<char>& bytes, const Header& header,
           const std::string& path) {
    const bool swap =
        sizeof(Stored) > 1 && (header.type[0] == '>') == (std::endian::native == std::endian::little);
    std::vector<Value> values = decode<Stored, Value>(bytes, swap, path);
    array.values = header.fortranOrder ? toRowMajor(std::move(values), header.shape) : std::move(values);
}

using Store = void (*)(NumericArray&, const std::vector<char>&, const Header&, const std::string&);

struct StoredType {
    std::string_view code;
    std::size_t bytes;
    Store store;
};

const StoredType& storedType(const Header& header, const std::string& path) {
    static constexpr std::array<StoredType, 11> types = {{
        {"f4", 4, store<float, float>},
        {"f8", 8, store<double, double>},
        {"b1", 1, store<std::uint8_t, std::int64_t>},
        {"i1", 1, store<std::int8_t, std::int64_t>},
        {"i2", 2, store<std::int16_t, std::int64_t>},
        {"i4", 4, store<std::int32_t, std::int64_t>},
        {"i8", 8, store<std::int64_t, std::int64_t>},
        {"u1", 1, store<std::uint8_t, std::int64_t>},
        {"u2", 2, store<std::uint16_t, std::int64_t>},
        {"u4", 4, store<std::uint32_t, std::int64_t>},
        {"u8", 8, store<std::uint64_t, std::int64_t>},
    }};
    const bool hasOrder = header.type.find_first_of("<>|=") == 0;
    for (const StoredType& type : types)
        if (hasOrder && std::string_view(header.type).substr(1) == type.code)
            return type;
    fail(path, "numbers of type " + header.type +
                   " cannot be read; save them as float32, float64 or integers (numpy: astype)");
}

std::size_t fileLength(std::ifstream& file) {
    file.seekg(0, std::ios::end);
    const auto length = static_cast<std::size_t>(file.tellg());
    file.seekg(0);
    return length;
}

std::string readHeaderText(std::ifstream& file, const std::string& path) {
    std::array<char, 8> start{};
    if (!file.read(start.data(), start.size()) || std::string_view(start.data(), 6) != "\x93NUMPY")
        fail(path, "is not a .npy file");
    const int version = static_cast<unsigned char>(start[6]);
    if (version < 1 || version > 3)
        fail(path, "is written in version " + std::to_string(version) +
                       " of the .npy format; versions 1 to 3 can be read");
    std::array<unsigned char, 4> length{};
    if (!file.read(reinterpret_cast<char*>(length.data()), version == 1 ? 2 : 4))
        fail(path, "ends within its header");
    const std::size_t bytes =
        length[0] | std::size_t{length[1]} << 8 | std::size_t{length[2]} << 16 | std::size_t{length[3]} << 24;
    if (bytes > maximalHeader)
        fail(path, "has a header of absurd length");
    std::string text(bytes, '\0');
    if (!file.read(text.data(), static_cast<std::streamsize>(bytes)))
        fail(path, "ends within its header");
    return text;
}

} // namespace

std::size_t NumericArray::size() const {
    return std::visit([](const auto& stored) { return stored.size(); }, values);
}

NumericArray readNpy(const std::string& path, std::size_t maximalBytes) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        fail(path, "cannot be opened");
    const std::size_t length = fileLength(file);
    const std::string text = readHeaderText(file, path);
    const Header header = HeaderReader(text, path).read();
    const StoredType& type = storedType(header, path);
    const std::optional<std::size_t> count = product(header.shape, maximalBytes / type.bytes);
    if (!count)
        fail(path, "is larger than the " + std::to_string(maximalBytes) + " bytes that are allowed");
    const std::size_t dataBytes = *count * type.bytes;
    const std::size_t available = length - static_cast<std::size_t>(file.tellg());
    if (available != dataBytes)
        fail(path, "its shape needs " + std::to_string(dataBytes) + " bytes of numbers, but it holds " +
                       std::to_string(available));
    std::vector<char> bytes(dataBytes);
    if (!file.read(bytes.data(), static_cast<std::streamsize>(dataBytes)))
        fail(path, "cannot be read to its end");
    NumericArray array;
    array.shape = header.shape;
    type.store(array, bytes, header, path);
    return array;
}

} // namespace infoplane
