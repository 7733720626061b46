"""The functions of two parameters: values, gradients and minima beside the formulas and PyTorch's
derivatives, in double; and the rules on one of them, where 200 updates are a path."""

import math

import torch
from torch import nn

from cases import UPDATES, Bounds, rules
from checks import Check
from rules import FormulaRule, PyTorchRule, pytorch_has
from schedules import Schedule

POINTS = 200
EXACT = 1e-13  # of values and gradients in double
AT_REST = 1e-12  # gradient at a minimum, beside its largest in the window


def ravine(p, x, y):
    angle = math.radians(p["angle"])
    u, v = math.cos(angle) * x + math.sin(angle) * y, math.cos(angle) * y - math.sin(angle) * x
    return (u**2 + p["condition"] * v**2) / 2


def plateau(p, x, y):
    q = (x**2 + y**2) / p["width"] ** 2
    return q / (1 + q)


FORMULAS = {
    "bowl": lambda p, x, y: p["curvature"] / 2 * (x**2 + y**2),
    "ravine": ravine,
    "rosenbrock": lambda p, x, y: (1 - x) ** 2 + p["steepness"] * (y - x**2) ** 2,
    "beale": lambda p, x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2
    + (2.625 - x + x * y**3) ** 2,
    "himmelblau": lambda p, x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "saddle": lambda p, x, y: (x**2 - y**2) / 2 + y**4 / 4,
    "monkey-saddle": lambda p, x, y: x**3 - 3 * x * y**2,
    "rastrigin": lambda p, x, y: 2 * p["amplitude"] + sum(
        z**2 - p["amplitude"] * torch.cos(2 * math.pi * z) for z in (x, y)),
    "styblinski-tang": lambda p, x, y: sum(z**4 - 16 * z**2 + 5 * z for z in (x, y)) / 2,
    "plateau": plateau,
}
PARAMETERS = {
    "bowl": {"curvature": 3},
    "ravine": {"condition": 50, "angle": 30},
    "rosenbrock": {"steepness": 10},
    "rastrigin": {"amplitude": 4},
    "plateau": {"width": 2},
}
HILLY = {"name": "ravine", "condition": 20, "angle": 30}


def requests():
    """Surfaces, each to be looked at in the same places of its window (shares of its sides)."""
    torch.manual_seed(5)
    shares = torch.rand(POINTS, 2, dtype=torch.float64).tolist()
    return [{"surface": {"name": name, **PARAMETERS.get(name, {})}, "shares": shares}
            for name in sorted(FORMULAS)]


def paths():
    """Every rule once, as the first case of it has it."""
    found = {}
    for case in rules():
        o = case.spec["optimizer"]
        found.setdefault(o["name"], {**o, "lr": min(o["lr"], 0.05)} if o["name"] == "sgd" else o)
    return [{"surface": HILLY, "optimizer": o, "stop": {"updates": UPDATES}}
            for _, o in sorted(found.items())]


def differs(a, b):
    return ((a - b).abs().max() / b.abs().max()).item()


def checks(answers):
    """answers: for every surface {spec, points, values, gradients, minima}."""
    for found in answers:
        p, name = found["spec"], found["spec"]["name"]
        points = torch.tensor(found["points"], dtype=torch.float64, requires_grad=True)
        values = FORMULAS[name](p, *points.T)
        gradients, = torch.autograd.grad(values.sum(), points)
        theirs = [torch.tensor(found[k], dtype=torch.float64) for k in ("values", "gradients")]
        yield Check(name, "values", differs(theirs[0], values.detach()), EXACT)
        yield Check(name, "gradients", differs(theirs[1], gradients), EXACT)
        if not found["minima"]:
            continue
        steepest, least = 0.0, math.inf
        for minimum in found["minima"]:
            at = torch.tensor(minimum, dtype=torch.float64, requires_grad=True)
            gradient, = torch.autograd.grad(FORMULAS[name](p, *at), at)
            hessian = torch.autograd.functional.hessian(lambda q: FORMULAS[name](p, *q), at)
            steepest = max(steepest, gradient.norm().item())
            least = min(least, torch.linalg.eigvalsh(hessian.detach()).min().item())
        relative = steepest / gradients.abs().max().item()
        yield Check(name, f"gradient at {len(found['minima'])} minima", relative, AT_REST)
        yield Check(name, "negative curvature there", max(0.0, -least), 0)


class Place(nn.Module):
    """A net of two weights whose loss is a surface."""

    def __init__(self, start, dtype):
        super().__init__()
        self.at = nn.Parameter(torch.tensor(start, dtype=dtype))

    def penalised(self):
        return [self.at]


def path(spec, dtype):
    place = Place(spec["start"], dtype)
    rule = PyTorchRule(place, spec, 0) if pytorch_has(spec) else FormulaRule(place, spec)
    rule.set_weights(torch.tensor(spec["start"], dtype=torch.float64))
    schedule = Schedule(spec, UPDATES, 1)
    points = [rule.weights().double()]
    for t in range(1, UPDATES + 1):
        eta = schedule.step_size(t, t - 1)
        rule.before()
        place.zero_grad()
        FORMULAS[spec["surface"]["name"]](spec["surface"], *place.at).backward()
        rule.step(eta, t)
        points.append(rule.weights().double())
    return torch.stack(points)


def path_checks(answers):
    """answers: for every path {spec, points}. The largest difference over the whole path."""
    for found in answers:
        spec = {**found["spec"], "batch": {"scale_from": 0}}
        points = torch.tensor(found["points"], dtype=torch.float64)
        has = pytorch_has(spec)
        far = differs(points, path(spec, torch.float32 if has else torch.float64))
        beside = "PyTorch" if has else "formula"
        yield Check(spec["optimizer"]["name"], beside, far, Bounds().all_updates)
