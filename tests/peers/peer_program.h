#pragma once

#include <chrono>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/// What the programs behind compare.py have in common: they read the name of a work and a time in seconds
/// from standard input, do the work again and again for at least so long, and answer with a line: seconds of
/// the clock and of the processor for one time, then what came out.
namespace peers {

using Values = std::vector<double>;
using Work = std::function<Values()>;

/// Works are prepared when they are first asked for.
using Works = std::map<std::string, std::function<Work()>>;

inline double clockSeconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Of all threads of this process.
inline double processorSeconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

inline std::string answer(const Work& work, double atLeast) {
    const double began = clockSeconds();
    const double beganProcessor = processorSeconds();
    int times = 0;
    Values values;
    double passed = 0;
    do {
        values = work();
        ++times;
        passed = clockSeconds() - began;
    } while (passed < atLeast);
    std::ostringstream line;
    line.precision(9);
    line << passed / times << ' ' << (processorSeconds() - beganProcessor) / times;
    for (const double value : values)
        line << ' ' << value;
    return line.str();
}

inline int serve(const Works& works) {
    std::map<std::string, Work> ready;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string name;
        double atLeast = 0;
        words >> name >> atLeast;
        const auto known = works.find(name);
        if (known == works.end()) {
            std::cerr << "unknown work: " << name << '\n';
            return 1;
        }
        if (!ready.contains(name))
            ready[name] = known->second();
        std::cout << answer(ready[name], atLeast) << std::endl;
    }
    return 0;
}

/// Numbers as they stand in memory, as numpy's tofile writes them.
template <typename Number>
std::vector<Number> readNumbers(const std::string& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file)
        throw std::runtime_error("cannot read " + path);
    std::vector<Number> numbers(static_cast<std::size_t>(file.tellg()) / sizeof(Number));
    file.seekg(0);
    file.read(reinterpret_cast<char*>(numbers.data()),
              static_cast<std::streamsize>(numbers.size() * sizeof(Number)));
    return numbers;
}

template <typename Number>
void writeNumbers(const std::string& path, const Number* numbers, std::size_t count) {
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(numbers), static_cast<std::streamsize>(count * sizeof(Number)));
}

} // namespace peers
