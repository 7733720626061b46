"""The update rule of a spec: PyTorch's optimizer where it has that rule in that form, otherwise a
formula of formulas.py. Both offer the same:

  set_weights(w)     weights as Spusk counts them, one flat vector
  weights()          the same back
  before()           moves the net to where the gradient is to be taken
  step(eta, t)       one update from the gradients that lie in the net's parameters
"""

from collections import defaultdict

import torch
from torch import optim
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from formulas import FORMULAS


def pytorch_has(spec):
    """Whether torch.optim has the rule in the form that the spec asks for."""
    o = spec["optimizer"]
    if o["name"] in ("lion", "adam-uncorrected", "adam-fed-back") or o.get("eps_inside", 0):
        return False
    # PyTorch multiplies the whole of its momentum with the step size of the moment.
    schedule = spec["schedule"]
    steady = schedule["name"] == "constant" and not schedule["warmup"]
    steady = steady and not spec["batch"]["scale_from"]
    return steady or o["name"] not in ("momentum", "nesterov")


def make_optimizer(o, groups):
    """torch.optim's object with the options that mean the same."""
    name, lr = o["name"], o["lr"]
    betas = (o.get("beta1"), o.get("beta2"))
    if name == "sgd":
        return optim.SGD(groups, lr)
    if name == "momentum":
        return optim.SGD(groups, lr, momentum=o["alpha"])
    if name == "nesterov":
        return optim.SGD(groups, lr, momentum=o["alpha"], nesterov=True)
    if name == "adagrad":
        return optim.Adagrad(groups, lr, eps=o["eps"])
    if name == "rmsprop":
        return optim.RMSprop(groups, lr, alpha=o["alpha"], eps=o["eps"],
                             centered=o["centred"] == 1, momentum=o["momentum"])
    if name == "adadelta":
        return optim.Adadelta(groups, lr, rho=o["rho"], eps=o["eps"])
    if name == "adamax":
        return optim.Adamax(groups, lr, betas, o["eps"])
    if name == "nadam":
        # Its other code path multiplies the product of the mu_t with mu_t twice (PyTorch 1.13).
        return optim.NAdam(groups, lr, betas, o["eps"], momentum_decay=o["momentum_decay"],
                           foreach=True)
    if name == "adamw":
        # Decay for all parameters; the other rules have it in the groups, for L2.
        groups = [{**group, "weight_decay": o["weight_decay"]} for group in groups]
        return optim.AdamW(groups, lr, betas, o["eps"])
    return optim.Adam(groups, lr, betas, o["eps"], amsgrad=name == "amsgrad")


class PyTorchRule:
    def __init__(self, net, spec, decay):
        """decay: the L2 penalty, as PyTorch's weight_decay on the weights alone."""
        decayed = net.penalised()
        others = [p for p in net.parameters() if all(p is not d for d in decayed)]
        groups = [{"params": decayed, "weight_decay": decay}]
        if others:
            groups.append({"params": others})
        self.parameters = list(net.parameters())
        self.optimizer = make_optimizer(spec["optimizer"], groups)
        # PyTorch's nesterov=True keeps the point at which the gradient is taken,
        # w - alpha h with h = lr * buffer, in the place of the weights w.
        o = spec["optimizer"]
        self.ahead = o["lr"] * o["alpha"] if o["name"] == "nesterov" else 0

    def inertia(self):
        buffers = [self.optimizer.state[p].get("momentum_buffer") for p in self.parameters]
        if not self.ahead or buffers[0] is None:
            return 0
        return self.ahead * parameters_to_vector(buffers)

    def set_weights(self, w):
        w = w.to(self.parameters[0].dtype)
        with torch.no_grad():
            vector_to_parameters((w - self.inertia()).clone(), self.parameters)

    def weights(self):
        return (parameters_to_vector(self.parameters).detach() + self.inertia()).clone()

    def before(self):
        pass

    def step(self, eta, t):
        for group in self.optimizer.param_groups:
            group["lr"] = eta
        self.optimizer.step()


class FormulaRule:
    def __init__(self, net, spec):
        self.h = spec["optimizer"]
        self.parameters = list(net.parameters())
        self.formula = FORMULAS[self.h["name"]]
        self.state = defaultdict(float)
        self.looks_ahead = self.h["name"] == "nesterov"

    def set_weights(self, w):
        self.w = w.to(self.parameters[0].dtype)
        self.move(self.w)

    def weights(self):
        return self.w

    def move(self, w):
        with torch.no_grad():
            vector_to_parameters(w.clone(), self.parameters)

    def before(self):
        if self.looks_ahead:
            self.move(self.w - self.h["alpha"] * self.state["h"])

    def step(self, eta, t):
        g = parameters_to_vector([p.grad for p in self.parameters])
        self.w = self.formula(self.state, self.w, g, eta, t, self.h)
        self.move(self.w)
