"""How far Spusk is from PyTorch in one case.

A difference of two tensors a and b is max |a - b| / max |b|. Of a case it is the largest over
its parameter tensors (each layer's weights, each layer's bias, ...) and over the updates; max |b|
is taken over all updates, because a bias may pass through 0, and because near a minimum a
gradient is a small difference of large numbers."""

import json
import math
from dataclasses import dataclass

import torch

from training import Record, Shared, train_alone, train_together

QUANTITIES = ("outputs", "gradient", "one_update", "all_updates", "rates")


@dataclass
class Distances:
    outputs: float
    gradient: float
    one_update: float
    all_updates: float
    rates: float


@dataclass
class Result:
    case: object
    formula: bool  # there is no such rule in PyTorch
    to32: Distances  # Spusk to PyTorch's float32
    to64: Distances  # Spusk to float64
    between: Distances  # PyTorch's float32 to float64
    trace: dict  # column -> difference to float64

    def headline(self, quantity):
        """A formula is compared in double precision, PyTorch's rules in its usual one."""
        return getattr(self.to64 if self.formula else self.to32, quantity)

    def excused(self, quantity):
        """Whether it is PyTorch's float32 that is away from float64, and Spusk is not."""
        bound, far = getattr(self.case.bounds, quantity), self.headline(quantity)
        return bound < far and getattr(self.to64, quantity) <= bound

    def passed(self, quantity):
        bound, far = getattr(self.case.bounds, quantity), self.headline(quantity)
        return far <= bound or self.excused(quantity)  # NaN does not pass

    @property
    def ok(self):
        return all(self.passed(q) for q in QUANTITIES)


def read(path, dtype=torch.float32, width=None):
    values = torch.frombuffer(bytearray(path.read_bytes()), dtype=dtype)
    return values.reshape(-1, width) if width else values


def read_record(folder, i, n):
    columns = json.loads((folder / f"{i}.json").read_text())
    trace = {name: torch.tensor([math.nan if v is None else v for v in values], dtype=torch.float64)
             for name, values in columns.items()}
    return Record(
        weights=read(folder / f"{i}.weights", width=n).double(),
        gradients=read(folder / f"{i}.gradients", width=n).double(),
        rates=read(folder / f"{i}.rates", torch.float64),
        outputs=read(folder / f"{i}.outputs").double(),
        trace=trace,
    )


def ratio(difference, size):
    """Elementwise; 0 / 0 is no difference."""
    return torch.where(difference == 0, torch.zeros_like(difference), difference / size)


def differences(a, b, tensors, whole_run=None):
    """For every row (update) of a and b, the largest over the tensors. whole_run: where max |b|
    is looked for, if b is not the whole run."""
    found, run = [], b if whole_run is None else whole_run
    for at in tensors:
        found.append(ratio((a[:, at] - b[:, at]).abs().amax(1), run[:, at].abs().max()))
    return torch.stack(found).amax(0)


def largest(values, spare=0.0):
    """The largest, after the share `spare` of them has been put aside."""
    if values.isnan().any():
        return float("nan")
    return values.sort().values[-1 - int(spare * len(values))].item()


def whole(a, b):
    return differences(a.reshape(1, -1), b.reshape(1, -1), [slice(None)])[0].item()


def distances(case, tensors, a, b):
    """a, b: (together, weights at the end)."""
    spare, (one, end), (other, other_end) = case.bounds.spare, a, b
    return Distances(
        whole(one.outputs, other.outputs),
        largest(differences(one.gradients, other.gradients, tensors), spare),
        largest(differences(one.weights, other.weights, tensors), spare),
        largest(differences(end[None], other_end[None], tensors, other.weights)),
        whole(one.rates, other.rates),
    )


def trace_differences(ours, theirs):
    rows, found = ours["update"] > 0, {}
    for name, values in theirs.items():
        values = torch.tensor(values, dtype=torch.float64)
        if not (ours[name].isnan() & values.isnan().all()).all():  # no classes, no errors
            found[name] = whole(ours[name][rows], values)
    return found


def measure(job):
    """job: (case, data, the spec with all defaults, folder of the answer, number)."""
    torch.set_num_threads(1)
    case, data, filled, folder, i = job
    # Layers and losses get PyTorch's defaults, so that Spusk's are compared with them.
    spec = {**filled, "model": case.spec["model"], "loss": case.spec["loss"]}
    shared = Shared(spec, data, case.spec["stop"]["updates"])

    tensors, n = [], 0
    for p in shared.net(torch.float64).parameters():
        tensors.append(slice(n, n + p.numel()))
        n += p.numel()
    ours = read_record(folder, i, n)
    passes = [(train_together(shared, ours, dtype), train_alone(shared, ours, dtype))
              for dtype in (torch.float32, torch.float64)]
    single, double = passes
    spusk = (ours, ours.weights[-1])
    return Result(
        case, shared.formula,
        to32=distances(case, tensors, spusk, single),
        to64=distances(case, tensors, spusk, double),
        between=distances(case, tensors, single, double),
        trace=trace_differences(ours.trace, double[0].trace),
    )
