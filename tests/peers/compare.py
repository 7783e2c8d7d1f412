#!/usr/bin/python3
"""Times the same work in PyTorch, numpy, scipy, scikit-learn, plain Eigen and Infoplane, taking turns in one call,
and prints medians and ratios.

    tests/peers/compare.py [--quick] [--build build/test] [--only binning,knn5] [--rounds 7]

Build first:  cmake --preset test && cmake --build --preset test --target infoplane_peer_infoplane infoplane_peer_eigen
What is missing is named, with what installs it, and the rest is done without. One thread, where a row says nothing
else; its times are those of the processor, which other programs disturb less; rows of several threads go by the clock.
A ratio is the median over the rounds of the ratio within a round. Where both give the same quantity it is compared.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import argparse
import importlib
import math
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

PACKAGES = {"numpy": "python3-numpy", "torch": "python3-torch", "scipy": "python3-scipy", "sklearn": "python3-sklearn"}
modules = {}


def look_for_modules():
    for name in PACKAGES:
        try:
            modules[name] = importlib.import_module(name)
        except ImportError:
            print(f"{name} is missing, what needs it is left out:  sudo apt install {PACKAGES[name]}", file=sys.stderr)
    if len(modules) < len(PACKAGES) and sys.executable != "/usr/bin/python3":
        print(f"This is {sys.executable}; what Debian installs is for /usr/bin/python3.", file=sys.stderr)
    if "torch" in modules:
        modules["torch"].set_num_threads(1)


# --- Works in Python: each `make` prepares one and returns what is timed -----------------------------------------

LAYERS = [10, 7, 5, 4, 3, 2]
SAMPLES = 4096


def read_layers(folder):
    """Activity of the six layers, samples x units, and the labels."""
    np = modules["numpy"]
    layers = [np.ascontiguousarray(np.fromfile(folder / f"layer{i}.f32", np.float32).reshape(units, SAMPLES).T)
              for i, units in enumerate(LAYERS)]
    return layers, np.fromfile(folder / "szt_labels.i32", np.int32)


def numpy_binning(folder):
    """Bins of width 0.07; I(X;T) = H(T), I(T;Y) = H(T) - H(T|Y), by numpy.unique over rows as bytes."""
    np = modules["numpy"]
    layers, labels = read_layers(folder)
    classes, sizes = np.unique(labels, return_counts=True)

    def entropy(rows):
        _, counts = np.unique(rows, return_counts=True)
        p = counts / rows.size
        return -(p * np.log2(p)).sum()

    def work():
        result = []
        for activity in layers:
            bins = np.floor(activity / np.float32(0.07)).astype(np.int8)
            rows = bins.view(np.dtype((np.void, bins.shape[1]))).ravel()
            whole = entropy(rows)
            within = sum(size / rows.size * entropy(rows[labels == c]) for c, size in zip(classes, sizes))
            result += [whole, whole - within]
        return result

    return work


def numpy_kde(folder):
    """Both bounds for v = 0.001: -mean log mean exp(-D / 2v), and 8v, of all and within each class."""
    np = modules["numpy"]
    layers, labels = read_layers(folder)
    own = np.eye(labels.max() + 1, dtype=np.float32)[labels]
    sizes = own.sum(axis=0)[labels]

    def work():
        result = []
        for activity in layers:
            squares = (activity**2).sum(axis=1)
            distances = np.maximum(squares[:, None] + squares[None, :] - 2 * (activity @ activity.T), 0)
            bounds = []
            for factor in (2, 8):
                kernel = np.exp(distances / np.float32(-factor * 0.001))
                whole = -np.log2(kernel.mean(axis=1)).mean()
                within = -np.log2((kernel @ own)[np.arange(labels.size), labels] / sizes).mean()
                bounds += [whole, whole - within]
            result += bounds
        return result

    return work


def torch_kde(threads):
    def make(folder):
        torch = modules["torch"]
        layers, labels = read_layers(folder)
        layers = [torch.from_numpy(activity) for activity in layers]
        labels = torch.from_numpy(labels).long()
        own = torch.nn.functional.one_hot(labels).float()
        sizes = own.sum(dim=0)[labels]

        def work():
            torch.set_num_threads(threads)
            result = []
            for activity in layers:
                squares = (activity**2).sum(dim=1)
                distances = torch.addmm(squares[:, None] + squares[None, :], activity, activity.T, alpha=-2).clamp_(min=0)
                for factor in (2, 8):
                    kernel = torch.exp(distances * (-1 / (factor * 0.001)))
                    whole = -kernel.mean(dim=1).log2().mean()
                    within = -((kernel @ own).gather(1, labels[:, None])[:, 0] / sizes).log2().mean()
                    result += [float(whole), float(whole - within)]
            torch.set_num_threads(1)
            return result

        return work

    return make


def torch_training(name, widths, batch, optimizer):
    """An epoch: a fresh order, softmax and cross-entropy."""

    def make(folder):
        np, torch = modules["numpy"], modules["torch"]
        labels = torch.from_numpy(np.fromfile(folder / f"{name}_labels.i32", np.int32)).long()
        inputs = torch.from_numpy(np.fromfile(folder / f"{name}_inputs.f32", np.float32)).reshape(len(labels), widths[0])
        torch.manual_seed(1)
        parts = []
        for below, above in zip(widths, widths[1:]):
            parts += [torch.nn.Linear(below, above), torch.nn.Tanh()]
        network = torch.nn.Sequential(*parts[:-1])
        step = optimizer(network.parameters())
        loss_of = torch.nn.CrossEntropyLoss()

        def work():
            order = torch.randperm(len(labels))
            for rows in order.split(batch):
                step.zero_grad(set_to_none=True)
                loss_of(network(inputs[rows]), labels[rows]).backward()
                step.step()
            return []

        return work

    return make


def read_neighbours(folder, name, units):
    np = modules["numpy"]
    return (np.fromfile(folder / f"{name}.f64", np.float64).reshape(-1, units),
            np.fromfile(folder / f"{name}_labels.i32", np.int32))


def mixed_knn(name, units):
    """Gao et al. 2017 by scipy's kd-tree and Ross 2014 by scikit-learn's, k = 5, maximum norm."""

    def make(folder):
        np = modules["numpy"]
        from scipy.spatial import cKDTree
        from scipy.special import digamma
        from sklearn.neighbors import KDTree

        t, labels = read_neighbours(folder, name, units)
        y = labels[:, None].astype(float)
        k = 5

        def gao():
            # Within the k-th distance, without what lies on it: radii just below.
            radius = cKDTree(np.hstack([t, y])).query(t_y := np.hstack([t, y]), k=k + 1, p=np.inf)[0][:, k]
            assert t_y.shape[0] == t.shape[0] and (radius > 0).all()
            below = np.nextafter(radius, 0)
            near_t = cKDTree(t).query_ball_point(t, below, p=np.inf, return_length=True)
            near_y = cKDTree(y).query_ball_point(y, below, p=np.inf, return_length=True)
            return (digamma(k) + np.log(len(t)) - digamma(near_t) - digamma(near_y)).mean() / math.log(2)

        def ross():
            radius = np.empty(len(t))
            sizes = np.empty(len(t))
            for c in np.unique(labels):
                own = labels == c
                sizes[own] = own.sum()
                radius[own] = KDTree(t[own], metric="chebyshev").query(t[own], k=k + 1)[0][:, k]
            near = KDTree(t, metric="chebyshev").query_radius(t, np.nextafter(radius, 0), count_only=True)
            return (digamma(len(t)) + (digamma(k) - digamma(sizes) - digamma(near)).mean()) / math.log(2)

        return lambda: [gao(), ross()]

    return make


# --- Contestants ---------------------------------------------------------------------------------------------------


class Program:
    """A program of tests/peers, kept running; it does a work when it is told its name."""

    def __init__(self, path, folder):
        self.process = subprocess.Popen([path, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def time(self, work, seconds):
        print(work, seconds, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline().split()
        if not answer:
            raise RuntimeError(f"{self.process.args[0]} stopped at {work}")
        numbers = [float(number) for number in answer]
        return numbers[0], numbers[1], numbers[2:]


class InPython:
    def __init__(self, folder):
        self.folder = folder
        self.ready = {}

    def time(self, make, seconds):
        if make not in self.ready:
            self.ready[make] = make(self.folder)
            self.ready[make]()
        work = self.ready[make]
        clock, processor, times = time.perf_counter(), time.process_time(), 0
        while times == 0 or time.perf_counter() - clock < seconds:
            values = work()
            times += 1
        return (time.perf_counter() - clock) / times, (time.process_time() - processor) / times, values


class Peer:
    """One way to do a row's work. `needs`: modules."""

    def __init__(self, name, kind, work, needs=(), wanted="", compared=True):
        self.name, self.kind, self.work, self.needs = name, kind, work, needs
        self.wanted, self.compared = wanted, compared


class Row:
    """A work, how its times are told, and who else does it. `scale`: items in one time."""

    def __init__(self, key, title, work, peers, items=None, threads=1, rounds=None, seconds=0.3, wanted=""):
        self.key, self.title, self.work, self.peers = key, title, work, peers
        self.items, self.threads, self.rounds, self.seconds, self.wanted = items, threads, rounds, seconds, wanted


def adam(parameters):
    return modules["torch"].optim.Adam(parameters, lr=0.0004)


def descent(parameters):
    return modules["torch"].optim.SGD(parameters, lr=0.001)


def rows(wide_processor, quick):
    """`wide_processor`: the engine uses AVX-512. The wanted ratios are those of docs/performance.md."""
    image_samples = 1280
    torch_needs = ("numpy", "torch")
    all_cores = os.cpu_count() or 1
    kde_wanted = "40" if wide_processor else "20"
    result = [
        Row("training", "training SZT, tanh, Adam, batches of 256", "training", [
            Peer("plain Eigen", "eigen", "training", wanted="5" if wide_processor else "4"),
            Peer("PyTorch", "python", torch_training("train", [12] + LAYERS, 256, adam), torch_needs, "60")],
            items=("epochs/s", 1)),
        Row("images", "training 784-1024-20-20-20-10, descent, batches of 128", "images", [
            Peer("plain Eigen", "eigen", "images"),
            Peer("PyTorch", "python", torch_training("images", [784, 1024, 20, 20, 20, 10], 128, descent), torch_needs)],
            items=("samples/s", image_samples)),
        Row("binning", "binning, six layers, N = 4,096", "binning",
            [Peer("numpy", "python", numpy_binning, ("numpy",), "23")]),
        Row("kde", "KDE, six layers, N = 4,096, both bounds", "kde", [
            Peer("numpy", "python", numpy_kde, ("numpy",), kde_wanted),
            Peer("PyTorch", "python", torch_kde(1), torch_needs)]),
        Row("wide", "KDE, N = 10,000, d = 1,024, both bounds, v = 0.1", "wide",
            [Peer("half the Gram product, plain Eigen", "eigen", "half_gram", wanted="1/1.3", compared=False)]),
        Row("wide10", "the same, v = 10: no pair can be left out", "wide10",
            [Peer("half the Gram product, plain Eigen", "eigen", "half_gram", wanted="1/1.3", compared=False)]),
        Row("knn5", "mixed_knn, N = 4,096, d = 5", "knn5",
            [Peer("scipy and scikit-learn", "python", mixed_knn("knn5", 5), ("numpy", "scipy", "sklearn"), "10")]),
        Row("knn20", "mixed_knn, N = 4,096, d = 20", "knn20",
            [Peer("scipy and scikit-learn", "python", mixed_knn("knn20", 20), ("numpy", "scipy", "sklearn"), "10")]),
        Row("seeds", f"{4 if quick else 50} seeds x 10,000 epochs, 212 measured, binning, {all_cores} cores",
            "seeds4" if quick else "seeds50", [], threads=all_cores, rounds=1, seconds=0,
            wanted="" if quick else "35 s on 2 cores"),
    ]
    return result


# --- Data ----------------------------------------------------------------------------------------------------------


def write_data(folder):
    """What is drawn at random; the rest is written by infoplane_peer_infoplane."""
    np = modules["numpy"]
    random = np.random.default_rng(1)
    # A wide layer on images: ten classes, each a cloud. A unit after the other.
    labels = np.arange(10000) % 10
    centers = random.uniform(-1, 1, (10, 1024))
    wide = np.tanh(centers[labels] + random.uniform(-0.1, 0.1, (10000, 1024)))
    wide.T.astype(np.float32).tofile(folder / "wide.f32")
    labels.astype(np.int32).tofile(folder / "wide_labels.i32")
    (random.integers(0, 256, (1280, 784)) / 255).astype(np.float32).tofile(folder / "images_inputs.f32")
    (np.arange(1280) % 10).astype(np.int32).tofile(folder / "images_labels.i32")
    for units in (5, 20):
        t = random.standard_normal((4096, units))
        (t.sum(axis=1) + random.standard_normal(4096) > 0).astype(np.int32).tofile(folder / f"knn{units}_labels.i32")
        t.tofile(folder / f"knn{units}.f64")


# --- What is printed -----------------------------------------------------------------------------------------------


def told(seconds, row):
    if row.items:
        return f"{row.items[1] / seconds:,.0f} {row.items[0]}"
    if seconds < 1:
        return f"{seconds * 1e3:.3g} ms"
    return f"{seconds:.3g} s"


def agreement(mine, others):
    if not mine or len(mine) != len(others):
        return ""
    return f"{max(abs(a - b) for a, b in zip(mine, others)):.0e} bit"


def line(*cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def run_row(row, contestants, rounds):
    times = {peer.name: [] for peer in row.peers}
    mine, processor, ratios, values = [], [], {name: [] for name in times}, {}
    which = 0 if row.threads > 1 else 1  # the clock, or the processor
    for _ in range(min(rounds, row.rounds or rounds)):
        answer = contestants["infoplane"].time(row.work, row.seconds)
        mine.append(answer[which])
        processor.append(answer[1])
        for peer in row.peers:
            other = contestants[peer.kind].time(peer.work, row.seconds)
            times[peer.name].append(other[which])
            ratios[peer.name].append(other[which] / answer[which])
            if peer.compared:
                values[peer.name] = agreement(answer[2], other[2])
    if not row.peers:
        share = statistics.median(processor) / row.threads
        line(row.title, told(statistics.median(mine), row), "the processor's time, a core", told(share, row), "", row.wanted, "")
    for peer in row.peers:
        ratio = statistics.median(ratios[peer.name])
        spread = f"{min(ratios[peer.name]):.3g} to {max(ratios[peer.name]):.3g}"
        line(row.title, told(statistics.median(mine), row), peer.name, told(statistics.median(times[peer.name]), row),
             f"{ratio:.3g} ({spread})", peer.wanted, values.get(peer.name, ""))
    return statistics.median(mine), {name: statistics.median(t) for name, t in times.items()}


def estimate_seeds(medians):
    """What fifty seeds would take elsewhere, from the rows above: nobody waits for hours."""
    if "training" not in medians:
        return
    for name, seconds in medians["training"][1].items():
        measured = medians.get("binning", (0, {}))[1].get("numpy", 0)
        whole = 50 * (10000 * seconds + 212 * measured)
        print(f"\n50 seeds x 10,000 epochs by {name} on one thread, from the rows above: {whole / 3600:.2g} h"
              + (", with numpy's binning" if measured else ""))


def describe(contestants):
    model = platform.processor() or platform.machine()
    try:
        model = next(l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name"))
    except (OSError, StopIteration):
        pass
    versions = ", ".join(f"{name} {module.__version__}" for name, module in modules.items())
    print(f"{model}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; Python {platform.python_version()}, {versions}\n")


def find_build(given):
    root = pathlib.Path(__file__).resolve().parents[2]
    builds = [pathlib.Path(given)] if given else sorted((root / "build").glob("*"))
    names = ("infoplane_peer_infoplane", "infoplane_peer_eigen")
    found = [b for b in builds if all((b / "bin" / name).exists() for name in names)]
    if not found:
        sys.exit("Not built yet:\n  cmake --preset test\n  cmake --build --preset test --target " + " ".join(names))
    return max(found, key=lambda b: (b / "bin" / names[0]).stat().st_mtime) / "bin"


def processor_flags():
    try:
        return pathlib.Path("/proc/cpuinfo").read_text()
    except OSError:
        return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="three rounds, four seeds instead of fifty")
    parser.add_argument("--rounds", type=int, help="7, with --quick 3")
    parser.add_argument("--build", help="the build folder; the newest one otherwise")
    parser.add_argument("--only", help="names of rows, with commas: training, images, binning, kde, wide, wide10, knn5, knn20, seeds")
    options = parser.parse_args()
    programs = find_build(options.build)
    look_for_modules()
    all_rows = rows("avx512f" in processor_flags(), options.quick)
    if options.only:
        wrong = set(options.only.split(",")) - {row.key for row in all_rows}
        if wrong:
            parser.error(f"no such row: {', '.join(sorted(wrong))}")
        all_rows = [row for row in all_rows if row.key in options.only.split(",")]
    if "numpy" not in modules:
        print("numpy makes the data of the other rows.", file=sys.stderr)
        all_rows = [row for row in all_rows if row.key in ("training", "seeds")]
    rounds = options.rounds or (3 if options.quick else 7)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if "numpy" in modules:
            write_data(folder)
        contestants = {"infoplane": Program(programs / "infoplane_peer_infoplane", folder),
                       "eigen": Program(programs / "infoplane_peer_eigen", folder), "python": InPython(folder)}
        contestants["infoplane"].time("write", 0)
        describe(contestants)
        line("work", "Infoplane", "beside", "", "ratio (from to)", "wanted", "greatest difference")
        line("---", "---:", "---", "---:", "---:", "---:", "---:")
        medians = {}
        for row in all_rows:
            row.peers = [peer for peer in row.peers if all(need in modules for need in peer.needs)]
            medians[row.key] = run_row(row, contestants, rounds)
        estimate_seeds(medians)


if __name__ == "__main__":
    main()
