#include "data/idx_file.h"
#include "data/sources.h"
#include "error.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace infoplane {

namespace {

constexpr std::int64_t mostNumbers = 1'000'000'000; // pixels of all samples together: 4 GB

struct Part {
    std::string_view images;
    std::string_view labels;
};
constexpr Part trainPart = {"train-images", "train-labels"};
constexpr Part testPart = {"t10k-images", "t10k-labels"};

// "train-images-idx3-ubyte", as published, with a dot where some copies have one, plain or gzip.
std::filesystem::path findFile(const std::filesystem::path& folder, std::string_view stem, int dimensions) {
    for (const char separator : {'-', '.'}) {
        for (const char* ending : {"", ".gz"}) {
            const std::string name =
                std::string(stem) + separator + "idx" + std::to_string(dimensions) + "-ubyte" + ending;
            std::error_code ignored;
            if (std::filesystem::is_regular_file(folder / name, ignored)) {
                return folder / name;
            }
        }
    }
    return {};
}

std::filesystem::path requireFile(const std::filesystem::path& folder, std::string_view stem,
                                  int dimensions) {
    std::filesystem::path file = findFile(folder, stem, dimensions);
    if (file.empty()) {
        throw Error("The folder " + folder.string() + " holds no file " + std::string(stem) + "-idx" +
                    std::to_string(dimensions) +
                    "-ubyte, neither plain nor with the ending .gz; choose the folder with the four files "
                    "as they are published.");
    }
    return file;
}

bool holdsAllFiles(const std::filesystem::path& folder) {
    return std::ranges::all_of(std::array{trainPart, testPart}, [&folder](const Part& part) {
        return !findFile(folder, part.images, 3).empty() && !findFile(folder, part.labels, 1).empty();
    });
}

std::vector<std::uint8_t> readLabels(const std::filesystem::path& folder, const Part& part) {
    IdxFile file(requireFile(folder, part.labels, 1), 1);
    std::vector<std::uint8_t> labels(static_cast<std::size_t>(file.itemCount()));
    file.read(labels.data(), file.itemCount());
    file.checkEnd();
    return labels;
}

std::int64_t samplesToUse(const IdxFile& images, int wanted) {
    if (wanted < 0 || wanted > images.itemCount()) {
        throw Error(std::to_string(wanted) + " images were asked for, but " + images.path().string() +
                    " holds " + std::to_string(images.itemCount()) + "; ask for fewer, or for 0 to use all.");
    }
    return wanted == 0 ? images.itemCount() : wanted;
}

// Some images at a time, so that the column-major matrix is filled in runs of neighbours.
void readPixels(IdxFile& file, std::int64_t samples, Eigen::MatrixXf& inputs, std::int64_t firstRow) {
    constexpr std::int64_t block = 256;
    const std::int64_t pixels = file.bytesPerItem();
    using Bytes = Eigen::Matrix<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic>;
    Bytes bytes(pixels, std::min(block, samples));
    for (std::int64_t first = 0; first < samples; first += block) {
        const std::int64_t count = std::min(block, samples - first);
        file.read(bytes.data(), count);
        inputs.middleRows(firstRow + first, count) = bytes.leftCols(count).transpose().cast<float>() / 255.0F;
    }
    if (samples == file.itemCount()) {
        file.checkEnd();
    }
}

void checkCounts(const IdxFile& images, const std::vector<std::uint8_t>& labels) {
    if (images.itemCount() != static_cast<std::int64_t>(labels.size())) {
        images.fail("it holds " + std::to_string(images.itemCount()) +
                    " images, but the file of labels beside it holds " + std::to_string(labels.size()) +
                    "; take both from the same data set");
    }
}

std::string nameOf(const std::filesystem::path& folder) {
    std::string name =
        folder.has_filename() ? folder.filename().string() : folder.parent_path().filename().string();
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
    if (lower == "fashion-mnist" || lower == "mnist") {
        return lower == "mnist" ? "MNIST" : "Fashion-MNIST";
    }
    return name.empty() ? "Images" : name;
}

} // namespace

Dataset readImages(const ImageOptions& options) {
    if (options.folder.empty()) {
        throw Error("No folder with images is chosen; choose the one that holds the four IDX files.");
    }
    const auto trainLabels = readLabels(options.folder, trainPart);
    const auto testLabels = readLabels(options.folder, testPart);
    IdxFile trainImages(requireFile(options.folder, trainPart.images, 3), 3);
    IdxFile testImages(requireFile(options.folder, testPart.images, 3), 3);
    checkCounts(trainImages, trainLabels);
    checkCounts(testImages, testLabels);
    if (!std::equal(trainImages.dimensions().begin() + 1, trainImages.dimensions().end(),
                    testImages.dimensions().begin() + 1)) {
        testImages.fail("its images have another size than the training images");
    }
    const std::int64_t train = samplesToUse(trainImages, options.trainSamples);
    const std::int64_t test = samplesToUse(testImages, options.testSamples);
    const std::int64_t pixels = trainImages.bytesPerItem();
    if ((train + test) * pixels > mostNumbers) {
        throw Error("The images of " + options.folder.string() +
                    " are too many for memory; use only some of them.");
    }

    Dataset dataset;
    dataset.name = nameOf(options.folder);
    dataset.ownTrainCount = train;
    // Classes are counted over all labels, so that a smaller sample is the same task.
    const int classes =
        1 + std::max(*std::ranges::max_element(trainLabels), *std::ranges::max_element(testLabels));
    for (int i = 0; i < std::max(2, classes); ++i) {
        dataset.classNames.push_back(std::to_string(i));
    }
    dataset.labels.assign(trainLabels.begin(), trainLabels.begin() + train);
    dataset.labels.insert(dataset.labels.end(), testLabels.begin(), testLabels.begin() + test);
    dataset.inputs.resize(train + test, pixels);
    readPixels(trainImages, train, dataset.inputs, 0);
    readPixels(testImages, test, dataset.inputs, train);
    return dataset;
}

std::filesystem::path installedImageFolder() {
    for (const char* folder :
         {"/usr/share/datasets/fashion-mnist", "/usr/local/share/datasets/fashion-mnist"}) {
        if (holdsAllFiles(folder)) {
            return folder;
        }
    }
    return {};
}

} // namespace infoplane
