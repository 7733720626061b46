"""Initial weights. Both draw by chance, so what is compared is the distribution: with the
variance that the formula promises, and with a sample that torch.nn.init makes. Bounds are four
standard errors of the quantity."""

import math

import torch
from torch import nn

from checks import Check

STD = 0.02
GAIN = nn.init.calculate_gain("relu")
FILLS = {
    "he": lambda w: nn.init.kaiming_normal_(w, nonlinearity="relu"),
    "xavier": nn.init.xavier_uniform_,
    "uniform": lambda w: nn.init.kaiming_uniform_(w, a=math.sqrt(5)),  # nn.Linear's own
    "normal": lambda w: nn.init.normal_(w, std=STD),
    "orthogonal": lambda w: nn.init.orthogonal_(w, gain=GAIN),
    "zeros": nn.init.zeros_,
}
SHAPES = {"dense": (300, 200), "conv2d": (64, 24, 5, 5)}


def requests():
    """Specs whose first weights are wanted, in the order of `checks`."""
    for layer, shape in SHAPES.items():
        o = {"units": shape[0]} if layer == "dense" else {"filters": shape[0], "size": shape[2]}
        for init in FILLS:
            model = [{"layer": layer, **o, "init": init, "std": STD}]
            if layer == "conv2d":
                model += [{"layer": "globalpool"}, {"layer": "dense", "units": 2}]
            yield {"model": model, "loss": {"name": "mse"}, "data": f"for {layer}", "seed": 11}


def problems():
    """One example each: only the shapes count."""
    y = torch.zeros(1, SHAPES["dense"][0])
    return {
        "for dense": {"shape": [SHAPES["dense"][1]], "classes": 0, "trainX": torch.zeros(1, 200),
                      "trainY": y},
        "for conv2d": {"shape": [24, 5, 5], "classes": 0, "trainX": torch.zeros(1, 600),
                       "trainY": torch.zeros(1, 2)},
    }


def apart(a, b):
    """The statistic of Kolmogorov and Smirnov, and four standard errors' worth of it."""
    both = torch.cat([a, b]).sort().values
    below = [torch.searchsorted(x.sort().values, both, right=True) / len(x) for x in (a, b)]
    # P(D > 2 sqrt((n + m) / (n m))) = 2 exp(-8) for large samples
    return (below[0] - below[1]).abs().max().item(), 2 * math.sqrt(1 / len(a) + 1 / len(b))


def checks(weights):
    """weights: all first parameters, in the order of `requests`."""
    for spec, flat in zip(requests(), weights, strict=True):
        layer, init = spec["model"][0]["layer"], spec["model"][0]["init"]
        shape = SHAPES[layer]
        count = math.prod(shape)
        ours, bias, name = flat[:count].double(), flat[count : count + shape[0]], f"{layer}, {init}"
        torch.manual_seed(1)
        theirs = FILLS[init](torch.empty(shape)).flatten().double()
        if init == "zeros":
            yield Check(name, "largest weight", ours.abs().max().item(), 0)
            continue
        if init == "orthogonal":
            matrix = ours.reshape(shape[0], -1)
            matrix = matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T
            product = matrix @ matrix.T / GAIN**2
            far = (product - torch.eye(len(product))).abs().max().item()
            yield Check(name, "W W' / 2 beside the identity", far, 1e-6)
        else:
            # The sample deviation's own: sqrt((kurtosis - 1) / 4n), kurtosis 3 or 9/5.
            kurtosis = 3 if init in ("he", "normal") else 1.8
            far = abs(ours.std().item() / deviation(init, shape) - 1)
            yield Check(name, "standard deviation beside the formula", far,
                        4 * math.sqrt((kurtosis - 1) / 4 / count))
        yield Check(name, "distribution beside torch.nn.init", *apart(ours, theirs))
        if init == "uniform":
            limit = 1 / math.sqrt(math.prod(shape[1:]))
            drawn = nn.init.uniform_(torch.empty(shape[0]), -limit, limit)
            yield Check(name, "distribution of the bias", *apart(bias.double(), drawn.double()))
        else:
            yield Check(name, "largest bias", bias.abs().max().item(), 0)


def deviation(init, shape):
    fan_in, fan_out = nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))
    return {
        "he": GAIN / math.sqrt(fan_in),
        "xavier": math.sqrt(2 / (fan_in + fan_out)),
        "uniform": 1 / math.sqrt(3 * fan_in),
        "normal": STD,
    }[init]
