#pragma once

#include "data/npy.h"
#include "engine.h"
#include "information/observation.h"

#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace infoplane {

/// One parameter of an estimator, enough to build a control, a command line option and a check from it.
struct ParameterDescription {
    enum class Kind { Real, Integer, Choice, Flag };
    struct Mark {
        double value;
        std::string text; ///< shown at the slider, "paper 0.07"
    };
    struct Choice {
        std::string id;
        std::string name;
    };

    std::string id;      ///< as in specs and on the command line: "bin_size"
    std::string name;    ///< label of the control: "Width"
    std::string symbol;  ///< in formulas, may be empty
    std::string unit;    ///< may be empty
    std::string tooltip; ///< one sentence, then the paper
    Kind kind = Kind::Real;
    /// What a slider spans.
    double lowest = 0;
    double highest = 0;
    /// What is accepted from a file or the command line: at least what the slider spans.
    double lowestAccepted = 0;
    double highestAccepted = 0;
    bool logarithmic = false;
    double defaultNumber = 0; ///< Flag: 0 or 1
    std::string defaultChoice;
    std::vector<Choice> choices;
    std::vector<Mark> marks;
    bool inWindow = true; ///< false: only in files and on the command line
};

/// One number an estimator gives for a layer.
struct QuantityDescription {
    std::string id;           ///< as in files: "I_XT", "I_TY_bound_lower"
    std::string name;         ///< shown: "I(X;T)"
    std::string unit = "bit"; ///< "bit", "share" (of 1) or "count"
};

/// One array an estimator takes on the command line, NAME=FILE.npy.
struct InputDescription {
    std::string id;   ///< "T"
    std::string name; ///< what it is, and its shape: "activity, samples x units"
    bool required = true;
    std::string insteadOf = {}; ///< the input that this one replaces: one of both is given
    bool numbered = false;      ///< as many as there are: of "W", W1, W2 and so on without a gap
};

/// An estimator says of itself all that the window, the command line, the spec's checks and the documentation
/// need.
struct EstimatorDescription {
    std::string id;       ///< "bin_floor"
    std::string method;   ///< family shown under Method: "Binning"
    std::string variant;  ///< within the family, shown under Bins: "Fixed width"; may be empty
    std::string question; ///< what it answers and what it cannot, one sentence
    std::string source;   ///< paper, equation
    std::vector<ParameterDescription> parameters;
    std::vector<QuantityDescription> quantities;
    std::vector<InputDescription> inputs;
    /// Which quantities are the point in the plane, and, where it is a band, its lower end; -1: none. Those
    /// that take arrays only have no point.
    int planeX = 0;
    int planeY = 1;
    int planeLowerX = -1;
    int planeLowerY = -1;
    bool needsRunRange = false; ///< uses Observation::runRange; a growing range makes earlier epochs stale
    bool windowReady = false;   ///< offered in the window and allowed in a spec; else for arrays only
    bool isExact = false; ///< of the distribution the inputs are drawn from: it knows no samples, no log2 N
    bool comparesPairs = false; ///< its cost grows with the square of the samples: drafts take fewer of them
};

/// Which estimator, with which values; what is not set has its default. The order of keys is that of their
/// names.
struct EstimatorSettings {
    std::string id = "bin_floor";
    std::map<std::string, std::variant<double, std::string>> values;
    bool operator==(const EstimatorSettings&) const = default;
};

/// Arrays made elsewhere, by the names of EstimatorDescription::inputs.
using NamedArrays = std::map<std::string, NumericArray>;

/// What an estimator says of such arrays.
struct ArrayEstimate {
    std::size_t samples = 0;
    double inputBits = 0; ///< H(X) of the samples, log2 of their number where inputs are distinct; 0: unknown
    std::vector<QuantityDescription> quantities;
    std::vector<double> values;            ///< one a quantity; NaN for one that does not apply
    std::vector<std::string> remarks = {}; ///< sentences for a person: why a quantity is not given
};

/// Estimates how much a layer knows about input and label, in bits. Stateless and safe to use from several
/// threads at once; the same observation gives the same bits whatever the number of threads.
class INFOPLANE_ENGINE Estimator {
  public:
    virtual ~Estimator();
    virtual const EstimatorDescription& description() const = 0;
    /// One value a quantity of the description, in its order; NaN for a quantity that does not apply (I(T;Y)
    /// without labels). Empty when cancelled. Throws Error, naming sample and unit of the first NaN or
    /// infinity.
    virtual std::vector<double> estimate(const Observation& observation,
                                         const CancelQuestion& cancelled) const = 0;
    /// The same from arrays: by default T is the activity (samples x units, or one unit), y the labels (whole
    /// numbers, any values), X the inputs (rows equal byte for byte are one input; without X all are
    /// distinct). Throws Error naming the array that is missing, unknown or of the wrong shape. No values
    /// when cancelled.
    ArrayEstimate estimateArrays(const NamedArrays& arrays, const CancelQuestion& cancelled) const;
    /// What is measured, for chart headers and captions: "Binning, width 0.07".
    virtual std::string caption() const = 0;

  protected:
    /// What estimateArrays does, after it has checked that the arrays are those of the description.
    virtual ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion& cancelled) const;
};

/// All estimators, in the order in which they are offered.
INFOPLANE_ENGINE const std::vector<EstimatorDescription>& estimators();
/// Throws Error naming the estimator and, where there is one, that with the nearest id.
INFOPLANE_ENGINE const EstimatorDescription& describeEstimator(const std::string& id);
/// Throws Error naming the key, the value, what is allowed and the nearest key.
INFOPLANE_ENGINE std::unique_ptr<const Estimator> makeEstimator(const EstimatorSettings& settings);
/// Sets one value from text, as in --set KEY=VALUE. Throws as makeEstimator.
INFOPLANE_ENGINE void setFromText(EstimatorSettings& settings, const std::string& key,
                                  const std::string& text);

/// Throws Error where a name is none of the estimator's inputs (naming the nearest), where a required input
/// is missing, or where two are given that replace each other.
INFOPLANE_ENGINE void requireInputs(const EstimatorDescription& description,
                                    std::span<const std::string> names);

/// Plug-in entropy of a vector of labels in bits: the ceiling H(Y) of I(T;Y).
INFOPLANE_ENGINE double labelEntropy(std::span<const std::int32_t> labels, int classCount);

} // namespace infoplane
