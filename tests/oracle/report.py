"""RESULTS.md: what was compared, and how far apart it was."""

import math
import platform
import re
import subprocess

import torch

from cases import UPDATES, Bounds
from checks import Check
from measure import QUANTITIES
from notes import DEFINITIONS, GROUPS, HOW, SECTIONS

TITLES = {"outputs": "outputs", "gradient": "gradient", "one_update": "one update",
          "all_updates": f"{UPDATES} updates", "rates": "step sizes"}
TRACE_BOUND = 1e-6


def number(x):
    return "0" if x == 0 else "not a number" if math.isnan(x) else f"{x:.1e}".replace("e-0", "e-")


def table(head, rows, words=1):
    """The first columns hold words, the others numbers."""
    lines = ["| " + " | ".join(head) + " |",
             "|" + " --- |" * words + " ---: |" * (len(head) - words)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def versions():
    capability = re.search(r"CPU capability usage: (\w+)", torch.__config__.show())
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    return (f"PyTorch {torch.__version__} ({platform.machine()}, "
            f"{capability.group(1) if capability else 'unknown vectors'}), "
            f"Python {platform.python_version()}, Node {node.stdout.strip().lstrip('v')}.")


class Report:
    def __init__(self, results, checks, gaps):
        order = list(SECTIONS)
        self.results = sorted(results, key=lambda r: (order.index(r.case.section), r.case.name))
        self.checks = {**checks, "trace": list(self.trace_columns())}
        entries = [self.judge_case(result) for result in self.results]
        entries += [self.judge_check(check) for group in self.checks.values() for check in group]
        entries.append(f"in the catalogue, but in no case: {'; '.join(gaps)}" if gaps else "")
        self.failures = [entry for entry in entries if entry]
        self.passed = len(entries) - len(self.failures)
        self.text = "\n\n".join(self.parts()) + "\n"

    # --- verdicts: '' or what is wrong ----------------------------------------------------

    @staticmethod
    def judge_case(r):
        wrong = [f"{TITLES[q]} {number(r.headline(q))} > {number(getattr(r.case.bounds, q))}"
                 for q in QUANTITIES if not r.passed(q)]
        return wrong and f"{r.case.section}: {r.case.name}: {', '.join(wrong)}"

    @staticmethod
    def judge_check(check):
        wrong = f"{check.name}, {check.quantity}: {number(check.value)} > {number(check.bound)}"
        return "" if check.ok else wrong

    def trace_columns(self):
        """For every column of the trace the case that is furthest away."""
        strict = [r for r in self.results if not r.case.bounds.spare]
        for column in sorted({c for r in strict for c in r.trace}):
            worst = max((r for r in strict if column in r.trace),
                        key=lambda r: (math.isnan(r.trace[column]), r.trace[column]))
            where = f"{worst.case.section}: {worst.case.name}"
            yield Check(column, where, worst.trace[column], TRACE_BOUND)

    # --- text -----------------------------------------------------------------------------

    def parts(self):
        yield "# Spusk beside PyTorch"
        yield "*Written by `make oracle`; do not edit.* " + versions()
        yield f"**{self.passed} comparisons passed, {len(self.failures)} failed.**"
        yield from ([f"* {failure}" for failure in self.failures])
        yield HOW
        yield self.summary()
        for section, text in SECTIONS.items():
            mine = [r for r in self.results if r.case.section == section]
            if mine:
                yield f"## {section.capitalize()}\n\n{text}"
                yield self.section(mine, section in ("schedules", "batches"))
        for group, (head, columns, text) in GROUPS.items():
            yield f"## {head}\n\n{text}"
            yield self.check_table(columns, self.checks[group])
        yield DEFINITIONS

    def summary(self):
        rows = []
        for section in SECTIONS:
            mine = [r for r in self.results if r.case.section == section]
            if mine:
                rows.append([f"[{section}](#{section})", str(len(mine))] + [
                    number(max(r.headline(q) for r in mine)) for q in QUANTITIES])
        bounds = ["*bound*", ""] + [number(getattr(Bounds(), q)) for q in QUANTITIES]
        return "## Largest differences\n\n" + table(
            ["", "cases", *TITLES.values()], [*rows, bounds])

    def section(self, results, with_rates):
        shown = QUANTITIES if with_rates else QUANTITIES[:-1]
        head = ["case", "compared with", *(TITLES[q] for q in shown), "Spusk to float64",
                "PyTorch's float32 to float64"]
        return table(head, [[
            r.case.name, "formula" if r.formula else "PyTorch", *(self.cell(r, q) for q in shown),
            number(r.to64.all_updates), number(r.between.all_updates),
        ] for r in results], words=2)

    @staticmethod
    def cell(r, q):
        text = number(r.headline(q))
        if getattr(r.case.bounds, q) != getattr(Bounds(), q):
            text += f" (bound {number(getattr(r.case.bounds, q))})"
        if r.excused(q):
            return f"{text} \\*"
        return text if r.passed(q) else f"**{text}**"

    @staticmethod
    def check_table(columns, checks):
        return table([*columns, "difference", "bound"], [[
            c.name, c.quantity, number(c.value) if c.ok else f"**{number(c.value)}**",
            number(c.bound)] for c in checks], words=2)
