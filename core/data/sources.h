#pragma once

#include "data/dataset.h"

#include <filesystem>
#include <string_view>

namespace infoplane {

/// Where samples come from: the id used in specs, the name shown, and what is asked of a source instead of
/// its id.
struct SourceDescription {
    enum class Origin {
        Made,   ///< by a function below
        Folder, ///< of images; none: those that are installed
        Table   ///< a file, whose ending is the id
    };
    std::string id;
    std::string name;
    Origin origin = Origin::Made;
    int patterns = 0;                 ///< so many samples, all there can be; 0: the data or the spec say it
    bool hasTestSet = false;          ///< else a share of the samples trains and the rest tests
    bool isTeacher = false;           ///< makeTeacher: numbers to learn, other ones for each seed
    bool hasIrrelevantInputs = false; ///< a teacher with inputs that do not matter
    bool namesLabelColumn = false;    ///< a table that may name the column to learn

    bool isFromFile() const { return origin != Origin::Made; }
};
/// In the order in which they are offered.
INFOPLANE_ENGINE const std::vector<SourceDescription>& dataSources();
/// Of an id that no source has: one without an id, of which nothing is true.
INFOPLANE_ENGINE const SourceDescription& describeSource(std::string_view id);

/// The task of Shwartz-Ziv & Tishby 2017, from its rule: all 4096 patterns of 12 bits in counting order
/// (column 0 the most significant), 2118 ones. With n active vertices of an icosahedron, a adjacent, p
/// antipodal and b other active pairs, the label is 1 where 23 n + a - 5 b - 8 p >= 99.
INFOPLANE_ENGINE Dataset makeSzt();

struct ImageOptions {
    std::filesystem::path folder; ///< holds the four IDX files by their published names, plain or gzip
    int trainSamples = 0;         ///< use only the first so many of the training images; 0: all
    int testSamples = 0;          ///< likewise of the test images
};
/// MNIST and its kin: IDX files, pixels divided by 255. Throws Error naming the file and what is wrong with
/// it.
INFOPLANE_ENGINE Dataset readImages(const ImageOptions& options);
/// The first folder that holds Fashion-MNIST on this machine, where a distribution's package puts it; empty
/// where there is none. Never other images: a spec without a folder means these.
INFOPLANE_ENGINE std::filesystem::path installedImageFolder();

struct TableOptions {
    std::filesystem::path
        file; ///< .csv with a header, or MATLAB .mat v5/v7 holding F (N x inputs) and y (1 x N)
    std::string labelColumn{}; ///< csv: name of the label column; empty: the last one
};
INFOPLANE_ENGINE Dataset readTable(const TableOptions& options);

struct TeacherOptions {
    int inputs = 100;
    int relevantInputs = 100; ///< the teacher's weights on the last inputs - relevantInputs are zero
    int trainSamples = 100;
    int testSamples = 1000;
    double snr = 1;            ///< s_w^2 / s_o^2
    double weightVariance = 1; ///< s_w^2
};
/// Linear teacher-student regression (Saxe et al. 2018, section 3): y = W_o x + e with x ~ N(0, I / inputs),
/// W_o ~ N(0, s_w^2), e ~ N(0, s_o^2); fresh test samples, counted apart (ownTrainCount). Seeded.
INFOPLANE_ENGINE Dataset makeTeacher(const TeacherOptions& options, std::uint64_t seed);

} // namespace infoplane
