"""A case trained by PyTorch, and how far Spusk is from it.

  together   before every update PyTorch's weights are set to Spusk's; its gradient and its
             weights after the update show the difference of one update. The state of the rule
             is PyTorch's own.
  alone      200 updates from the same start without looking at Spusk again.
"""

import math
from dataclasses import dataclass

import torch
from torch.nn.utils import (clip_grad_norm_, clip_grad_value_, parameters_to_vector,
                            vector_to_parameters)

from net import Net, errors_of, loss_of, masks_of
from pcg import batches
from rules import FormulaRule, PyTorchRule, pytorch_has
from schedules import Schedule


@dataclass
class Record:
    """200 updates: what Spusk did, as tests/oracle/run.js wrote it down, or what PyTorch did
    together with it. Numbers in double, whatever they were computed in."""

    weights: torch.Tensor  # (updates + 1, n), first the start
    gradients: torch.Tensor  # (updates, n), with penalties and clipping
    rates: torch.Tensor  # (updates): the step size of each
    outputs: torch.Tensor  # of the test set at the end, masks off
    trace: dict  # columns


class Shared:
    """What does not depend on the precision: the batches and the masks."""

    def __init__(self, spec, data, updates):
        self.spec, self.data, self.updates = spec, data, updates
        n = len(data["trainX"])
        self.batches = batches(spec["seed"], spec["batch"], n, updates)
        self.per_epoch = math.ceil(n / spec["batch"]["size"])
        self.masks = masks_of(spec)
        self.formula = not pytorch_has(spec)

    def net(self, dtype):
        return Net(self.spec["model"], self.data["shape"], self.masks).to(dtype)


class Training:
    def __init__(self, shared, dtype, start):
        self.shared, self.dtype, spec = shared, dtype, shared.spec
        self.net = shared.net(dtype)
        self.parameters = list(self.net.parameters())
        penalty, clip = spec["regularisation"], spec["clip"]
        self.schedule = Schedule(spec, shared.updates, shared.per_epoch)
        # PyTorch adds its weight_decay after clipping, Spusk clips what is added as well.
        coupled = not shared.formula and spec["optimizer"]["name"] != "adamw"
        self.by_rule = penalty["l2"] if coupled and not any(clip.values()) else 0
        self.by_hand = penalty["l2"] - self.by_rule
        if shared.formula:
            self.rule = FormulaRule(self.net, spec)
        else:
            self.rule = PyTorchRule(self.net, spec, self.by_rule)
        self.rule.set_weights(start)

    def split(self, name):
        return self.shared.data[f"{name}X"].to(self.dtype), self.shared.data[f"{name}Y"]

    def gradient(self, t):
        """The loss of the batch of update t, and its gradient with penalties and clipping."""
        spec = self.shared.spec
        chosen = self.shared.batches[t - 1][0]
        x, target = self.split("train")
        self.net.at_update(t - 1)
        self.net.zero_grad()
        loss = loss_of(spec["loss"], self.net(x[chosen]), target[chosen])
        loss.backward()
        l1, clip = spec["regularisation"]["l1"], spec["clip"]
        with torch.no_grad():
            for p in self.net.penalised():
                p.grad += self.by_hand * p + l1 * p.sign()
        if clip["value"]:
            clip_grad_value_(self.parameters, clip["value"])
        if clip["norm"]:
            clip_grad_norm_(self.parameters, clip["norm"])
        return loss.item()

    def update(self, t):
        """Returns (step size, loss of the batch, gradient)."""
        _, epoch, size = self.shared.batches[t - 1]
        eta = self.schedule.step_size(t, epoch)
        if scale := self.shared.spec["batch"]["scale_from"]:
            eta *= size / scale
        self.rule.before()
        loss = self.gradient(t)
        whole = [p.grad.clone() for p in self.parameters]
        for p in self.net.penalised():
            at = next(i for i, q in enumerate(self.parameters) if q is p)
            whole[at] += self.by_rule * p.detach()
        self.rule.step(eta, t)
        return eta, loss, parameters_to_vector(whole)

    def place(self, w):
        """Puts weights into the net behind the rule's back, to be measured. Before the next
        update the rule must be given its own again."""
        with torch.no_grad():
            vector_to_parameters(w.to(self.dtype).clone(), self.parameters)

    @torch.no_grad()
    def measure(self, split):
        """(loss, share of errors) with masks off."""
        x, target = self.split(split)
        self.net.eval()
        y = self.net(x)
        return loss_of(self.shared.spec["loss"], y, target).item(), errors_of(y, target)

    @torch.no_grad()
    def outputs(self):
        self.net.eval()
        return self.net(self.split("test")[0]).double()


def train_together(shared, ours, dtype):
    training = Training(shared, dtype, ours.weights[0])
    gradients, weights, rates = [], [ours.weights[0]], []
    trace, since, rows = {}, [], set(ours.trace["update"].int().tolist())
    for t in range(1, shared.updates + 1):
        training.rule.set_weights(ours.weights[t - 1])
        eta, loss, gradient = training.update(t)
        gradients.append(gradient.double())
        weights.append(training.rule.weights().double())
        rates.append(eta)
        since.append((loss, len(shared.batches[t - 1][0])))
        if t not in rows:
            continue
        row = row_of(training, eta, gradients[-1], *ours.weights[t - 1 : t + 1])
        row["batchLoss"] = sum(l * n for l, n in since) / sum(n for _, n in since)
        row["examples"] = sum(len(chosen) for chosen, _, _ in shared.batches[:t])
        since = []
        training.schedule.observe(row["trainLoss"])
        for name, value in row.items():
            trace.setdefault(name, []).append(value)
    training.place(ours.weights[-1])
    return Record(torch.stack(weights), torch.stack(gradients),
                  torch.tensor(rates, dtype=torch.float64), training.outputs(), trace)


def row_of(training, eta, gradient, before, after):
    """A row of the trace: Spusk's weights, seen by PyTorch."""
    norm, moved = after.norm().item(), (after - before).norm().item()
    row = {"lr": eta, "gradNorm": gradient.norm().item(), "updateNorm": moved,
           "weightNorm": norm, "updateRatio": moved / norm}
    training.place(after)
    for split in ("train", "test"):
        row[f"{split}Loss"], row[f"{split}Error"] = training.measure(split)
    return row


def train_alone(shared, ours, dtype):
    """The weights at the end, in double."""
    training = Training(shared, dtype, ours.weights[0])
    watching = shared.spec["schedule"]["name"] == "plateau"
    rows = set(ours.trace["update"].int().tolist())
    for t in range(1, shared.updates + 1):
        training.update(t)
        if watching and t in rows:
            weights = training.rule.weights()
            training.place(weights)
            training.schedule.observe(training.measure("train")[0])
            training.rule.set_weights(weights)
    return training.rule.weights().double()
