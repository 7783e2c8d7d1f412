#include "data/table_files.h"
#include "error.h"

#include <algorithm>
#include <cctype>

namespace infoplane {

std::string shownName(const std::filesystem::path& file) {
    return file.filename().string();
}

Dataset readTable(const TableOptions& options) {
    if (options.file.empty()) {
        throw Error("No table is chosen; choose a .csv or a .mat file.");
    }
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(options.file, ignored)) {
        throw Error(options.file.string() + " cannot be opened; check that it is a file and still there.");
    }
    std::string extension = options.file.extension().string();
    std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return std::tolower(c); });
    if (extension == ".csv") {
        return readCsvTable(options);
    }
    if (extension == ".mat") {
        return readMatTable(options);
    }
    throw Error(shownName(options.file) +
                " is neither a .csv nor a .mat file; save the table as one of them.");
}

} // namespace infoplane
