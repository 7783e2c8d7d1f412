#include "data/idx_file.h"

#include "error.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <zlib.h>

namespace infoplane {

struct IdxFile::Stream {
    gzFile file = nullptr;
    ~Stream() {
        if (file) {
            gzclose(file);
        }
    }
};

IdxFile::IdxFile(const std::filesystem::path& path, int dimensions)
    : m_path(path)
    , m_stream(std::make_unique<Stream>()) {
    m_stream->file = gzopen(path.c_str(), "rb"); // reads plain files as they are
    if (!m_stream->file) {
        fail("it cannot be opened; check that it exists and that you may read it");
    }
    readHeader(dimensions);
    checkSize();
}

IdxFile::~IdxFile() = default;

void IdxFile::fail(const std::string& what) const {
    throw Error(m_path.string() + " cannot be used: " + what + ".");
}

std::int64_t IdxFile::bytesPerItem() const {
    return std::accumulate(m_dimensions.begin() + 1, m_dimensions.end(), std::int64_t{1},
                           [](std::int64_t product, std::int64_t size) { return product * size; });
}

void IdxFile::readHeader(int dimensions) {
    std::array<std::uint8_t, 4> word{};
    readBytes(word.data(), 4);
    constexpr std::uint8_t unsignedBytes = 0x08;
    if (word != std::array<std::uint8_t, 4>{0, 0, unsignedBytes, static_cast<std::uint8_t>(dimensions)}) {
        fail("it does not begin as an IDX file of bytes with " + std::to_string(dimensions) +
             (dimensions == 1 ? " dimension" : " dimensions") + " should; take the file as it was published");
    }
    constexpr std::int64_t largest = 100'000'000; // items, or pixels a side: keeps products within 64 bits
    for (int i = 0; i < dimensions; ++i) {
        readBytes(word.data(), 4);
        const std::int64_t size = std::int64_t{word[0]} << 24 | word[1] << 16 | word[2] << 8 | word[3];
        const std::int64_t limit = i == 0 ? largest : 10'000;
        if (size < 1 || size > limit) {
            fail("its header promises a size of " + std::to_string(size) + ", which cannot be right");
        }
        m_dimensions.push_back(size);
    }
}

// A file cannot hold more than its length, or, compressed by deflate, 1032 times that.
void IdxFile::checkSize() const {
    const auto header = static_cast<std::int64_t>(4 + 4 * m_dimensions.size());
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(m_path));
    const std::int64_t promised = header + itemCount() * bytesPerItem();
    const bool plain = gzdirect(m_stream->file) != 0;
    const std::int64_t most = plain ? size : 1032 * size;
    if (promised > most) {
        fail("its header promises " + std::to_string(itemCount()) +
             " items, but the file is too short for them; fetch it again");
    }
}

void IdxFile::readBytes(std::uint8_t* bytes, std::int64_t count) {
    constexpr std::int64_t most = 1 << 24;
    while (count > 0) {
        const int got = gzread(m_stream->file, bytes, static_cast<unsigned>(std::min(count, most)));
        if (got <= 0) {
            int code = Z_OK;
            gzerror(m_stream->file, &code);
            fail(code == Z_DATA_ERROR ? "its compressed data are damaged; fetch it again"
                                      : "it ends too early; fetch it again");
        }
        bytes += got;
        count -= got;
    }
}

void IdxFile::read(std::uint8_t* bytes, std::int64_t items) {
    readBytes(bytes, items * bytesPerItem());
}

void IdxFile::checkEnd() {
    std::uint8_t beyond = 0;
    const int got = gzread(m_stream->file, &beyond, 1);
    if (got > 0) {
        fail("it holds more than the " + std::to_string(itemCount()) + " items its header promises");
    }
    int code = Z_OK;
    gzerror(m_stream->file, &code);
    if (got < 0 || code != Z_OK) {
        fail(code == Z_DATA_ERROR ? "its compressed data are damaged; fetch it again"
                                  : "it ends too early; fetch it again");
    }
}

} // namespace infoplane
