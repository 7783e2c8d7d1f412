#include "data/sources.h"

#include <algorithm>

namespace infoplane {

const std::vector<SourceDescription>& dataSources() {
    using Origin = SourceDescription::Origin;
    static const std::vector<SourceDescription> list = {
        {.id = "szt", .name = "SZT, 12 bits", .patterns = 4096},
        {.id = "idx", .name = "Images…", .origin = Origin::Folder, .hasTestSet = true},
        {.id = "teacher", .name = "Linear teacher", .hasTestSet = true, .isTeacher = true},
        {.id = "relevant-irrelevant",
         .name = "Relevant inputs",
         .hasTestSet = true,
         .isTeacher = true,
         .hasIrrelevantInputs = true},
        {.id = "csv", .name = "Table, CSV…", .origin = Origin::Table, .namesLabelColumn = true},
        {.id = "mat", .name = "Table, MATLAB…", .origin = Origin::Table}};
    return list;
}

const SourceDescription& describeSource(std::string_view id) {
    static const SourceDescription unknown;
    const auto found = std::ranges::find(dataSources(), id, &SourceDescription::id);
    return found == dataSources().end() ? unknown : *found;
}

} // namespace infoplane
