#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace infoplane {

/// Reads one IDX file of bytes (the format of MNIST: two zero bytes, the type, the number of dimensions, each
/// dimension as a big-endian 32-bit number, then the values), plain or gzip. What the header promises is held
/// against the size of the file before it is believed. Throws Error naming the file.
class IdxFile {
  public:
    IdxFile(const std::filesystem::path& path, int dimensions);
    ~IdxFile();

    /// Items, rows, columns, ...
    const std::vector<std::int64_t>& dimensions() const { return m_dimensions; }
    std::int64_t itemCount() const { return m_dimensions.front(); }
    std::int64_t bytesPerItem() const;
    /// The next items, as they lie in the file.
    void read(std::uint8_t* bytes, std::int64_t items);
    /// That the file ends here, and that a gzip file's checksum is right.
    void checkEnd();
    const std::filesystem::path& path() const { return m_path; }
    [[noreturn]] void fail(const std::string& what) const;

  private:
    struct Stream;
    void readHeader(int dimensions);
    void checkSize() const;
    void readBytes(std::uint8_t* bytes, std::int64_t count);

    std::filesystem::path m_path;
    std::unique_ptr<Stream> m_stream;
    std::vector<std::int64_t> m_dimensions;
};

} // namespace infoplane
