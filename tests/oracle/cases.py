"""What is compared: small problems, and a list of specs on them. A spec is written here as in
Spusk; everything that it leaves out has Spusk's default."""

import zlib
from dataclasses import dataclass, replace

import torch
from torch.nn.utils import parameters_to_vector

from net import Net

UPDATES = 200


@dataclass
class Bounds:
    """Of the largest relative differences; see measure.py."""

    outputs: float = 1e-6
    gradient: float = 1e-5
    one_update: float = 1e-6
    all_updates: float = 1e-5
    rates: float = 1e-6
    spare: float = 0  # share of the updates that may exceed `gradient` and `one_update`


@dataclass
class Case:
    section: str
    name: str
    data: str
    spec: dict
    bounds: Bounds

    def start(self, shape):
        """Weights to begin with, the same for all: PyTorch's usual ones, and a little more, so
        that no bias is 0 and no gamma 1. They hang on the name alone."""
        torch.manual_seed(zlib.crc32(f"{self.section}: {self.name}".encode()))
        parameters = Net(self.spec["model"], shape, {}).parameters()
        moved = [p + p.std(unbiased=False).clamp(min=0.05) * torch.randn_like(p)
                 for p in parameters]
        return parameters_to_vector(moved).detach()


def problems():
    """Data sets by name: inputs normal, targets made by a random function and some noise."""
    g = torch.Generator().manual_seed(20)

    def normal(*shape):
        return torch.randn(*shape, generator=g)

    def made(shape, classes=0, outputs=1, examples=60):
        size, result = torch.Size(shape).numel(), {"shape": list(shape), "classes": classes}
        truth = normal(size, classes or outputs) / size**0.5
        for split, n in (("train", examples), ("test", 20)):
            x = normal(n, size)
            y = (x + 0.3 * x**2) @ truth + 0.3 * normal(n, classes or outputs)
            result[f"{split}X"] = x.reshape(n, *shape)
            result[f"{split}Y"] = y.argmax(1) if classes else y
        return result

    return {
        "vectors": made([10], classes=4),
        "even vectors": made([10], classes=4, examples=64),
        "two classes": made([10], classes=2),
        "numbers": made([10], outputs=3),
        "images": made([2, 9, 9], classes=4),
        "large images": made([1, 28, 28], classes=10, examples=320),
    }


def dense(units, **o):
    return {"layer": "dense", "units": units, **o}


def layer(name, **o):
    return {"layer": name, **o}


def conv(filters, size, **o):
    return {"layer": "conv2d", "filters": filters, "size": size, **o}


MLP = [dense(16), layer("tanh"), dense(4)]
BASE = {"loss": {"name": "cross-entropy"}, "batch": {"size": 16}, "seed": 7,
        "optimizer": {"name": "sgd", "lr": 0.1}, "evaluate": {"every": 1, "unit": "update"}}


def case(section, name, data="vectors", bounds=Bounds(), **spec):
    spec = {**BASE, "model": MLP, "stop": {"updates": UPDATES}, **spec}
    return Case(section, name, data, spec, bounds)


def rule(name, label="", rest=None, **o):
    return case("rules", f"{name}{label and ', ' + label}", optimizer={"name": name, **o},
                **(rest or {}))


def rules():
    l2 = {"regularisation": {"l2": 0.01}}
    yield rule("sgd", lr=0.1)
    yield rule("momentum", lr=0.02, alpha=0.9)
    yield rule("momentum", "alpha 0.5", lr=0.1, alpha=0.5)
    yield rule("momentum", "falling step size", lr=0.05, alpha=0.9,
               rest={"schedule": {"name": "power", "exponent": 0.5}})
    yield rule("nesterov", lr=0.02, alpha=0.9)
    yield rule("nesterov", "L2 0.01", lr=0.05, alpha=0.5, rest=l2)
    yield rule("nesterov", "falling step size", lr=0.05, alpha=0.9,
               rest={"schedule": {"name": "power", "exponent": 0.5}})
    for inside, where in ((0, "eps beside the root"), (1, "eps under the root")):
        o = {"eps_inside": inside}
        yield rule("adagrad", where, lr=0.05, eps=1e-8, **o)
        yield rule("adagrad", f"{where}, eps 0.01", lr=0.05, eps=0.01, **o)
        yield rule("rmsprop", where, lr=0.002, alpha=0.9, **o)
        yield rule("rmsprop", f"{where}, eps 0.01", lr=0.01, alpha=0.99, eps=0.01, **o)
        yield rule("rmsprop", f"{where}, centred", lr=0.002, alpha=0.95, centred=1, **o)
        yield rule("rmsprop", f"{where}, momentum", lr=0.001, alpha=0.95, momentum=0.8, **o)
        yield rule("rmsprop", f"{where}, centred, momentum", lr=0.001, alpha=0.95, centred=1,
                   momentum=0.8, **o)
        yield rule("adam", where, lr=0.005, **o)
        yield rule("adam", f"{where}, betas 0.8 0.99, eps 0.01", lr=0.01, beta1=0.8, beta2=0.99,
                   eps=0.01, **o)
        yield rule("amsgrad", where, lr=0.005, **o)
        yield rule("amsgrad", f"{where}, betas 0.8 0.9, eps 0.01", lr=0.01, beta1=0.8, beta2=0.9,
                   eps=0.01, **o)
        yield rule("adamw", where, lr=0.005, weight_decay=0.1, **o)
        yield rule("adamw", f"{where}, betas 0.8 0.99, eps 0.01, L2 0.01", lr=0.01, beta1=0.8,
                   beta2=0.99, eps=0.01, rest=l2, **o)
        yield rule("adam-uncorrected", where, lr=0.002, **o)
        yield rule("adam-uncorrected", f"{where}, betas 0.8 0.99, eps 0.01", lr=0.01, beta1=0.8,
                   beta2=0.99, eps=0.01, **o)
        yield rule("adam-fed-back", where, lr=0.005, **o)
        yield rule("adam-fed-back", f"{where}, betas 0.8 0.99, eps 0.01", lr=0.01, beta1=0.8,
                   beta2=0.99, eps=0.01, **o)
    yield rule("adadelta", lr=1)
    yield rule("adadelta", "rho 0.8, eps 0.001", lr=0.5, rho=0.8, eps=0.001)
    yield rule("adamax", lr=0.005)
    yield rule("adamax", "betas 0.8 0.9, eps 0.01", lr=0.01, beta1=0.8, beta2=0.9, eps=0.01)
    yield rule("nadam", lr=0.005)
    yield rule("nadam", "betas 0.8 0.99, eps 0.01, decay 0.1", lr=0.01, beta1=0.8, beta2=0.99,
               eps=0.01, momentum_decay=0.1)
    yield rule("lion", lr=0.001)
    yield rule("lion", "betas 0.8 0.9, decay 0.1", lr=0.002, beta1=0.8, beta2=0.9,
               weight_decay=0.1)
    for name, lr in (("sgd", 0.1), ("momentum", 0.02), ("adagrad", 0.05), ("rmsprop", 0.002),
                     ("adadelta", 1), ("adam", 0.005), ("adamax", 0.005), ("nadam", 0.005),
                     ("amsgrad", 0.005)):
        inside = {"eps_inside": 0} if name in ("adagrad", "rmsprop", "adam", "amsgrad") else {}
        yield rule(name, "L2 0.01", lr=lr, rest=l2, **inside)


def penalties():
    def entry(name, **spec):
        return case("penalties", name, **spec)

    yield entry("L1 0.001", regularisation={"l1": 0.001})
    yield entry("L1 0.001 and L2 0.01", regularisation={"l1": 0.001, "l2": 0.01})
    yield entry("clip norm 0.3", clip={"norm": 0.3})
    yield entry("clip value 0.02", clip={"value": 0.02})
    yield entry("clip value 0.02, norm 0.2, L2 0.01, adam", clip={"value": 0.02, "norm": 0.2},
                regularisation={"l2": 0.01},
                optimizer={"name": "adam", "eps_inside": 0, "lr": 0.005})
    yield entry("clip norm 0.3, nesterov, L2 0.01", clip={"norm": 0.3},
                regularisation={"l2": 0.01}, optimizer={"name": "nesterov", "lr": 0.02})


def batches():
    def entry(name, **spec):
        return case("batches", name, **spec)

    grown = {"size": 4, "growth": 2, "growth_every": 2, "most": 32}
    yield entry("1 example", batch={"size": 1}, optimizer={"name": "sgd", "lr": 0.02})
    yield entry("all examples", batch={"size": 60})
    yield entry("with replacement", batch={"size": 16, "sampling": "replacement"})
    yield entry("growing 4 to 32", batch=grown)
    yield entry("growing by 1.5, step size along", batch={**grown, "growth": 1.5, "scale_from": 8})
    yield entry("step size by batch size", batch={"size": 16, "scale_from": 32})


ACTIVATIONS = [
    ("tanh", {}), ("sigmoid", {}), ("softplus", {}), ("gelu", {}), ("relu", {}),
    ("elu", {}), ("elu", {"alpha": 0.5}), ("leaky-relu", {}), ("leaky-relu", {"slope": 0.2}),
]


def layers():
    def entry(name, model, data="images"):
        return case("layers", name, data, model=model)

    def between(*tested):
        """A convolution below, so that what the layer sends back moves weights."""
        return [conv(4, 3), layer("tanh"), *tested, dense(4)]

    for name, o in ACTIVATIONS:
        told = "".join(f", {k} {v:g}" for k, v in o.items())
        yield entry(f"{name}{told}", [dense(16), layer(name, **o), dense(4)], "vectors")
    yield entry("dense", [dense(16), layer("tanh"), dense(9), layer("tanh"), dense(4)],
                data="vectors")
    yield entry("dense without bias", [dense(16, bias=0), layer("tanh"), dense(4, bias=0)],
                data="vectors")
    yield entry("dense on images", [dense(8), layer("tanh"), dense(4)])
    yield entry("conv2d", between(conv(5, 3), layer("tanh")))
    yield entry("conv2d, size 1", between(conv(5, 1), layer("tanh")))
    yield entry("conv2d, stride 2", between(conv(5, 3, stride=2), layer("tanh")))
    yield entry("conv2d, padding 2", between(conv(5, 3, padding=2), layer("tanh")))
    yield entry("conv2d, dilation 2", between(conv(5, 3, dilation=2), layer("tanh")))
    yield entry("conv2d, stride 3, padding 3, dilation 2, size 4",
                between(conv(5, 4, stride=3, padding=3, dilation=2), layer("tanh")))
    yield entry("maxpool 2", between(layer("maxpool", size=2)))
    yield entry("maxpool 3, stride 2", between(layer("maxpool", size=3, stride=2)))
    yield entry("avgpool 2", between(layer("avgpool", size=2)))
    yield entry("avgpool 3, stride 2", between(layer("avgpool", size=3, stride=2)))
    yield entry("globalpool", between(conv(8, 3), layer("tanh"), layer("globalpool")))
    yield entry("flatten", between(layer("flatten"), dense(6), layer("tanh")))
    for mode in ("inverted", "original"):
        o = {"rate": 0.3, "mode": mode}
        yield entry(f"dropout 0.3, {mode}",
                    [dense(16), layer("tanh"), layer("dropout", **o), dense(4)], data="vectors")
        yield entry(f"dropout 0.3, {mode}, spatial", between(layer("dropout", **o, spatial=1)))
    yield entry("dropout on the input and in a hidden layer", [
        layer("dropout", rate=0.2), dense(16), layer("tanh"), layer("dropout", rate=0.5), dense(4),
    ], data="vectors")
    yield entry("batchnorm on vectors",
                [dense(16, bias=0), layer("batchnorm"), layer("tanh"), dense(4)], data="vectors")
    yield entry("batchnorm on images", between(layer("batchnorm")))
    yield entry("batchnorm, momentum 0.3, eps 0.01",
                between(layer("batchnorm", momentum=0.3, eps=0.01)))
    yield entry("layernorm on vectors",
                [dense(16), layer("layernorm"), layer("tanh"), dense(4)], data="vectors")
    yield entry("layernorm on images", between(layer("layernorm")))
    yield entry("layernorm, eps 0.01", between(layer("layernorm", eps=0.01)))
    yield entry("add", between(conv(4, 3, padding=1), layer("tanh"), layer("add", **{"from": 1})))
    yield entry("add the input", [dense(10), layer("tanh"), layer("add", **{"from": -1}), dense(4)],
                data="vectors")
    yield entry("add twice", [
        dense(12), layer("tanh"), dense(12), layer("tanh"), layer("add", **{"from": 1}), dense(12),
        layer("tanh"), layer("add", **{"from": 1}), dense(4),
    ], data="vectors")


def losses():
    def entry(name, data, units, loss):
        return case("losses", name, data, model=[dense(16), layer("tanh"), dense(units)], loss=loss)

    yield entry("cross-entropy", "vectors", 4, {"name": "cross-entropy"})
    yield entry("cross-entropy, 2 classes", "two classes", 2, {"name": "cross-entropy"})
    yield entry("binary-cross-entropy", "two classes", 1, {"name": "binary-cross-entropy"})
    yield entry("mse", "numbers", 3, {"name": "mse"})
    yield entry("mae", "numbers", 3, {"name": "mae"})
    yield entry("huber", "numbers", 3, {"name": "huber"})
    yield entry("huber, delta 0.3", "numbers", 3, {"name": "huber", "delta": 0.3})
    yield entry("hinge", "vectors", 4, {"name": "hinge"})
    yield entry("hinge, margin 0.5", "vectors", 4, {"name": "hinge", "margin": 0.5})
    yield entry("hinge, 2 classes, 1 output", "two classes", 1, {"name": "hinge"})


def schedules():
    def entry(label, name, lr=0.1, rest=None, **o):
        optimizer = {"name": "sgd", "lr": lr}
        return case("schedules", label, "even vectors", schedule={"name": name, **o},
                    **{"optimizer": optimizer, **(rest or {})})

    warm = {"warmup": 30, "warmup_start": 0.1}
    yield entry("constant", "constant")
    yield entry("power, exponent 0.3", "power", lr=0.5, exponent=0.3)
    yield entry("inverse-time, rate 0.02", "inverse-time", lr=0.2, rate=0.02)
    yield entry("inverse-time, adagrad", "inverse-time", rate=0.02, rest={
        "optimizer": {"name": "adagrad", "lr": 0.05, "eps_inside": 0}})
    yield entry("step, gamma 0.5, every 7", "step", gamma=0.5, every=7)
    yield entry("exponential, gamma 0.95", "exponential", gamma=0.95)
    yield entry("cosine", "cosine")
    yield entry("cosine, least 0.1, 120 updates", "cosine", least=0.1, updates=120)
    yield entry("one-cycle", "one-cycle", lr=0.3)
    yield entry("one-cycle, rise 0.5, div 10, final_div 100, 150 updates", "one-cycle", lr=0.3,
                rise=0.5, div=10, final_div=100, updates=150)
    yield entry("plateau", "plateau", lr=0.3, factor=0.5, patience=1, threshold=0.1,
                rest={"evaluate": {"every": 1, "unit": "epoch"}})
    yield entry("constant after a warm-up from 0", "constant", warmup=50)
    for name, o in (("constant", {}), ("power", {}), ("inverse-time", {"rate": 0.02}),
                    ("step", {"gamma": 0.5, "every": 7}), ("exponential", {}), ("cosine", {}),
                    ("one-cycle", {}), ("plateau", {"patience": 5, "factor": 0.3})):
        yield entry(f"{name} after a warm-up", name, **o, **warm)


def nets():
    """Nets as the lecture has them."""
    pool, soft = layer("maxpool", size=2), layer("avgpool", size=2)
    adam = {"name": "adam", "eps_inside": 0, "lr": 0.001}
    dense_net = [dense(32), layer("relu"), dense(10)]
    conv_net = [conv(8, 5), layer("relu"), pool, conv(16, 5), layer("relu"), pool, dense(10)]
    smooth_net = [conv(8, 5), layer("gelu"), soft, conv(16, 5), layer("gelu"), soft, dense(10)]
    kinks = Bounds(spare=0.02, all_updates=0.3)

    def entry(name, model, optimizer, bounds=Bounds()):
        return case("nets", name, "large images", bounds, model=model, optimizer=optimizer,
                    batch={"size": 32}, evaluate={"every": 50, "unit": "update"})

    yield entry("784-32-10, relu, sgd", dense_net, {"name": "sgd", "lr": 0.05})
    yield entry("784-32-10, relu, adam", dense_net, adam)
    yield entry("conv8@5-gelu-avgpool-conv16@5-gelu-avgpool-dense10, adam", smooth_net,
                {**adam, "eps": 1e-3})
    name = "conv8@5-relu-maxpool-conv16@5-relu-maxpool-dense10"
    yield entry(f"{name}, sgd", conv_net, {"name": "sgd", "lr": 0.02}, kinks)
    yield entry(f"{name}, adam", conv_net, adam, replace(kinks, one_update=1e-5))


def all_cases():
    parts = (rules, penalties, layers, losses, schedules, batches, nets)
    return [entry for part in parts for entry in part()]
