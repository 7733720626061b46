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
    """Makes the runs. Returns (specs of the cases with all defaults, those of inits, catalogue)."""
    request = {
        "data": stored_data(folder, {**data, **inits.problems()}),
        "cases": [{
            "spec": {**case.spec, "data": case.data},
            "start": store(folder, f"{i}.start", case.start(data[case.data]["shape"])),
            "updates": case.spec["stop"]["updates"],
        } for i, case in enumerate(cases)],
        "inits": list(inits.requests()),
    }
    (folder / "request.json").write_text(json.dumps(request))
    if subprocess.run(["node", HERE / "run.js", folder]).returncode:
        sys.exit("Spusk's runs failed: see above")
    specs = json.loads((folder / "specs.json").read_text())
    return specs["cases"], specs["inits"], json.loads((folder / "catalog.json").read_text())


def main():
    wanted = " ".join(sys.argv[1:])
    cases = [case for case in all_cases() if wanted in f"{case.section}: {case.name}"]
    if not cases:
        sys.exit(f"no case has {wanted} in its name")
    data = problems()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"Spusk: {len(cases)} runs", flush=True)
        specs, of_inits, catalog = ask_spusk(folder, cases, data)
        print(f"PyTorch {torch.__version__}: the same runs, four times each", flush=True)
        jobs = [(case, data[case.data], spec, folder, i)
                for i, (case, spec) in enumerate(zip(cases, specs))]
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            results = list(pool.map(measure, jobs))
        first = [read(folder / f"init-{i}.weights") for i in range(len(of_inits))]
    gaps = [] if wanted else list(missing(catalog, specs + of_inits))
    found = report.Report(results, list(inits.checks(first)), gaps)
    if wanted:
        print(found.text)
    else:
        (HERE / "RESULTS.md").write_text(found.text)
    for failure in found.failures:
        print("FAILED", failure)
    print(f"{found.passed} passed, {len(found.failures)} failed")
    sys.exit(bool(found.failures))


if __name__ == "__main__":
    main()
