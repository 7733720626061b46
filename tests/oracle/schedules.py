"""The step size of every update, by torch.optim.lr_scheduler on an optimizer of its own. After a
warm-up the schedule begins as if nothing had been before it; step and exponential, which count
epochs, count those of the warm-up too."""

import torch
from torch import optim
from torch.optim import lr_scheduler as schedulers


def scheduler(optimizer, o, lr, total, per_epoch):
    name = o["name"]
    if name == "constant":
        return schedulers.LambdaLR(optimizer, lambda i: 1)
    if name == "power":
        return schedulers.LambdaLR(optimizer, lambda i: (i + 1) ** -o["exponent"])
    if name == "inverse-time":
        return schedulers.LambdaLR(optimizer, lambda i: 1 / (1 + o["rate"] * i))
    if name == "step":
        return schedulers.StepLR(optimizer, int(o["every"]), o["gamma"])
    if name == "exponential":
        # PyTorch's falls at the end of an epoch, Spusk's a little at every update.
        return schedulers.ExponentialLR(optimizer, o["gamma"] ** (1 / per_epoch))
    if name == "cosine":
        return schedulers.CosineAnnealingLR(optimizer, o["updates"] or total, o["least"] * lr)
    if name == "one-cycle":
        return schedulers.OneCycleLR(
            optimizer, lr, o["updates"] or total, pct_start=o["rise"], div_factor=o["div"],
            final_div_factor=o["final_div"], anneal_strategy="cos", cycle_momentum=False)
    return schedulers.ReduceLROnPlateau(
        optimizer, factor=o["factor"], patience=o["patience"], threshold=o["threshold"])


class Schedule:
    def __init__(self, spec, updates, per_epoch):
        self.o, lr = spec["schedule"], spec["optimizer"]["lr"]
        self.warmup = self.o["warmup"]
        total = updates - self.warmup
        self.optimizer = self.idle_optimizer(lr)
        self.main = scheduler(self.optimizer, self.o, lr, total, per_epoch)
        self.warm = self.idle_optimizer(lr)
        # Spusk's first update is already one part of warmup + 1 above the start.
        start = max(self.o["warmup_start"], 1e-30)
        self.rising = schedulers.LinearLR(self.warm, start, total_iters=self.warmup + 1)
        self.epochs = 0
        # Afterwards Spusk stays where it is; PyTorch's cosine turns, its one-cycle refuses.
        last = self.o.get("updates", 0) or total
        self.steps = {"cosine": last, "one-cycle": last - 1}.get(self.o["name"], updates)

    @staticmethod
    def idle_optimizer(lr):
        return optim.SGD([torch.zeros(1, requires_grad=True)], lr)

    def step_size(self, t, epoch):
        """Of update t = 1, 2, ..., asked for in order; `epoch` is a fraction from 0."""
        name = self.o["name"]
        self.optimizer.step(), self.warm.step()  # nothing, but the schedulers want it
        while name == "step" and self.epochs + 1 <= epoch:
            self.epochs += 1
            self.main.step()
        steps = t - 1 if name == "exponential" else t - 1 - self.warmup
        if 0 < steps <= self.steps and name not in ("step", "plateau"):
            self.main.step()
        if t <= self.warmup:
            self.rising.step()
            return self.warm.param_groups[0]["lr"]
        return self.optimizer.param_groups[0]["lr"]

    def observe(self, loss):
        """The loss of a row of the trace."""
        if self.o["name"] == "plateau":
            self.main.step(loss)
