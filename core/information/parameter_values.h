#pragma once

#include "information/estimator.h"

namespace infoplane {

/// The checked values of an estimator's parameters, defaults filled in.
class ParameterValues {
  public:
    /// Throws Error naming the key, the value, what is allowed and the nearest key.
    ParameterValues(const EstimatorDescription& description, const EstimatorSettings& settings);

    double number(const std::string& id) const;
    int integer(const std::string& id) const;
    bool flag(const std::string& id) const;
    const std::string& choice(const std::string& id) const;

  private:
    std::map<std::string, std::variant<double, std::string>> m_values;
};

/// A number as it stands in captions: shortest form, "1e-5" and not "1e-05", with a true minus sign.
std::string captionNumber(double value);

} // namespace infoplane
