"""The net that a spec describes, made of PyTorch's own modules. Its parameters come in the order
of Spusk's: layer by layer, weights and then bias."""

import torch
from torch import nn
from torch.nn import functional as F

from pcg import Masks


class Dropout(nn.Module):
    """nn.Dropout draws its own masks; here they are given."""

    def __init__(self, masks, rate, mode, spatial):
        super().__init__()
        self.masks, self.keep, self.spatial = masks, 1 - rate, spatial
        self.inverted = mode == "inverted"
        self.update = 0

    def forward(self, x):
        if not self.training:
            return x if self.inverted else x * self.keep
        shape = x.shape[:2] + (1,) * (x.dim() - 2) if self.spatial else x.shape
        y = x * self.masks.of(self.update, shape).to(x.dtype)
        return y / self.keep if self.inverted else y


class Dense(nn.Linear):
    def forward(self, x):
        return super().forward(x.flatten(1))


class Add(nn.Module):
    """The output of layer `source` is added by the net."""

    def __init__(self, source):
        super().__init__()
        self.source = source


def module(layer, shape, masks):
    """The module of one layer; `shape` is that of one of its inputs."""
    o = dict(layer)
    name, image = o.pop("layer"), len(shape) == 3
    if name == "dense":
        return Dense(torch.Size(shape).numel(), o["units"], bias=o.get("bias", 1) == 1)
    if name == "conv2d":
        return nn.Conv2d(shape[0], o["filters"], o["size"], o.get("stride", 1),
                         o.get("padding", 0), o.get("dilation", 1))
    if name == "dropout":
        return Dropout(masks, o["rate"], o.get("mode", "inverted"), o.get("spatial", 0))
    if name == "batchnorm":
        kind = nn.BatchNorm2d if image else nn.BatchNorm1d
        return kind(shape[0], eps=o.get("eps", 1e-5), momentum=o.get("momentum", 0.1))
    return {
        "maxpool": lambda: nn.MaxPool2d(o["size"], o.get("stride")),
        "avgpool": lambda: nn.AvgPool2d(o["size"], o.get("stride")),
        "globalpool": lambda: nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
        "flatten": nn.Flatten,
        "layernorm": lambda: nn.LayerNorm(shape, eps=o.get("eps", 1e-5)),
        "relu": nn.ReLU,
        "leaky-relu": lambda: nn.LeakyReLU(o.get("slope", 0.01)),
        "elu": lambda: nn.ELU(o.get("alpha", 1)),
        "gelu": lambda: nn.GELU(approximate="tanh"),
        "tanh": nn.Tanh,
        "sigmoid": nn.Sigmoid,
        "softplus": nn.Softplus,
        "add": lambda: Add(o["from"]),
    }[name]()


def masks_of(spec):
    """One source of masks for each dropout layer, to be shared by all nets of a case."""
    return {
        i: Masks(spec["seed"], i, layer["rate"])
        for i, layer in enumerate(spec["model"])
        if layer["layer"] == "dropout"
    }


class Net(nn.Module):
    def __init__(self, model, shape, masks):
        super().__init__()
        self.layers = nn.ModuleList()
        x = torch.zeros(1, *shape)
        self.eval()
        for i, layer in enumerate(model):
            self.layers.append(module(layer, list(x.shape[1:]), masks.get(i)).eval())
            x = self.outputs(torch.zeros(1, *shape))[-1]

    def outputs(self, x):
        """Of the input and of every layer."""
        all_of_them = [x]
        for layer in self.layers:
            if isinstance(layer, Add):
                all_of_them.append(all_of_them[-1] + all_of_them[layer.source + 1])
            else:
                all_of_them.append(layer(all_of_them[-1]))
        return all_of_them

    def forward(self, x):
        return self.outputs(x)[-1]

    def at_update(self, update):
        """Training mode, with the masks of an update (from 0)."""
        self.train()
        for layer in self.layers:
            if isinstance(layer, Dropout):
                layer.update = update

    def penalised(self):
        """The parameters that weight penalties act on: no biases, no gamma and beta."""
        return [m.weight for m in self.modules() if isinstance(m, (nn.Linear, nn.Conv2d))]


def loss_of(loss, y, target):
    """Mean over the batch; `target` holds classes or numbers."""
    name = loss["name"]
    if name == "cross-entropy":
        return F.cross_entropy(y, target)
    if name == "binary-cross-entropy":
        return F.binary_cross_entropy_with_logits(y[:, 0], target.to(y.dtype))
    if name == "mse":
        return F.mse_loss(y, target.to(y.dtype))
    if name == "mae":
        return F.l1_loss(y, target.to(y.dtype))
    if name == "huber":
        return F.huber_loss(y, target.to(y.dtype), delta=loss.get("delta", 1))
    margin = loss.get("margin", 1)
    if y.shape[1] > 1:
        return F.multi_margin_loss(y, target, margin=margin)
    sign = 2 * target.to(y.dtype) - 1
    return F.margin_ranking_loss(y[:, 0], torch.zeros_like(y[:, 0]), sign, margin=margin)


def errors_of(y, target):
    """Share of wrong answers; NaN where there are no classes."""
    if target.dtype != torch.int64:
        return float("nan")
    answer = (y[:, 0] > 0).long() if y.shape[1] == 1 else y.argmax(1)
    return (answer != target).double().mean().item()
