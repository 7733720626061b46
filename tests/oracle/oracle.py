"""Compares Spusk with PyTorch and writes RESULTS.md. Called by `make oracle`:

    python3 tests/oracle/oracle.py [PART OF A NAME]

Ends with status 1 when a number is worse than its bound. With a part of a name only the cases
that have it are compared ("layers: conv"), and the table is printed instead of written.
"""

import json
import os
import subprocess
import sys
import tempfile
from array import array
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import torch

import inits
import report
import surfaces
from cases import all_cases, problems
from coverage import missing
from measure import measure, read

HERE = Path(__file__).parent


def store(folder, name, values):
    """Writes an array for run.js; returns how a request names it."""
    kind, code = ("i32", "i") if values.dtype == torch.int64 else ("f32", "f")
    (folder / name).write_bytes(array(code, values.flatten().tolist()).tobytes())
    return {kind: name}


def stored_data(folder, data):
    return {
        name: {"name": "arrays", **{
            field: store(folder, f"{name}-{field}", value) if torch.is_tensor(value) else value
            for field, value in fields.items()
        }}
        for name, fields in data.items()
    }


def ask_spusk(folder, cases, data):
    """Makes the runs; what they did lies in the folder."""
    request = {
        "data": stored_data(folder, {**data, **inits.problems()}),
        "cases": [{
            "spec": {**case.spec, "data": case.data},
            "start": store(folder, f"{i}.start", case.start(data[case.data]["shape"])),
            "updates": case.spec["stop"]["updates"],
        } for i, case in enumerate(cases)],
        "inits": list(inits.requests()),
        "surfaces": surfaces.requests(),
        "paths": surfaces.paths(),
    }
    (folder / "request.json").write_text(json.dumps(request))
    if subprocess.run(["node", HERE / "run.js", folder]).returncode:
        sys.exit("Spusk's runs failed: see above")


def main():
    wanted = " ".join(sys.argv[1:])
    cases = [case for case in all_cases() if wanted in f"{case.section}: {case.name}"]
    if not cases:
        sys.exit(f"no case has {wanted} in its name")
    data = problems()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"Spusk: {len(cases)} runs", flush=True)
        ask_spusk(folder, cases, data)
        specs, catalog, found = (json.loads((folder / f"{name}.json").read_text())
                                 for name in ("specs", "catalog", "surfaces"))
        print(f"PyTorch {torch.__version__}: the same runs, four times each", flush=True)
        jobs = [(case, data[case.data], spec, folder, i)
                for i, (case, spec) in enumerate(zip(cases, specs["cases"]))]
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            results = list(pool.map(measure, jobs))
        first = [read(folder / f"init-{i}.weights") for i in range(len(specs["inits"]))]
    checks = {
        "inits": list(inits.checks(first)),
        "surfaces": list(surfaces.checks(found["surfaces"])),
        "paths": list(surfaces.path_checks(found["paths"])),
    }
    covered = specs["cases"] + specs["inits"] + [{"surface": s["spec"]} for s in found["surfaces"]]
    gaps = [] if wanted else list(missing(catalog, covered))
    written = report.Report(results, checks, gaps)
    if wanted:
        print(written.text)
    else:
        (HERE / "RESULTS.md").write_text(written.text)
    for failure in written.failures:
        print("FAILED", failure)
    print(f"{written.passed} passed, {len(written.failures)} failed")
    sys.exit(bool(written.failures))


if __name__ == "__main__":
    main()
