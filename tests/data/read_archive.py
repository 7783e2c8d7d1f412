"""Reads a session archive with nothing of Infoplane's, and says what it holds, a line a number."""

import csv
import hashlib
import io
import json
import sys
import zipfile

import numpy

with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    for name, facts in manifest["entries"].items():
        content = archive.read(name)
        assert len(content) == facts["size"], name
        assert hashlib.sha256(content).hexdigest() == facts["sha256"], name
    assert set(archive.namelist()) == set(manifest["entries"]) | {"manifest.json"}

    def table(name):
        return list(csv.DictReader(io.StringIO(archive.read(name).decode())))

    for row in table("epochs.csv"):
        print("epoch", row["seed"], row["epoch"], float(row["train_loss"]).hex(), float(row["test_error"]).hex())
    for row in table("measurements.csv"):
        value = row[manifest["quantities"][0]]
        print("layer", row["seed"], row["epoch"], row["layer"], row["width"],
              float(value).hex() if value else "none", float(row["gradient_sd"]).hex())
    every = manifest["weights"]["keepEvery"]
    for run in manifest["runs"]:
        if every == 0:
            assert "weights" not in run
            continue
        epochs = [int(row["epoch"]) for row in table("epochs.csv") if int(row["seed"]) == run["seed"]]
        kept = [epoch for i, epoch in enumerate(epochs) if i % every == 0 or i == len(epochs) - 1]
        weights = numpy.load(io.BytesIO(archive.read(run["weights"])))
        assert weights.dtype == numpy.float32 and weights.shape == (len(kept), manifest["weights"]["columns"])
        for layer in manifest["weights"]["layers"]:
            begin, (units, inputs) = layer["weights"]["offset"], layer["weights"]["shape"]
            matrices = weights[:, begin:begin + units * inputs].reshape(-1, units, inputs)
            print("weight", run["seed"], layer["layer"], float(matrices[-1, 1, 0]).hex())
    print("notes", archive.read("notes.md").decode().splitlines()[0])
