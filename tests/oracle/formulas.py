"""Update rules that PyTorch does not have, each written once more from its paper or from the
lecture's slide. `s` holds the state (0 at the start), `h` the hyper-parameters, `eta` the step
size of update t = 1, 2, ...; every function returns the new w. They run in whatever precision
the tensors have."""


def root(v, h):
    """The lecture has eps under the root, the papers beside it."""
    return (v + h["eps"]).sqrt() if h["eps_inside"] else v.sqrt() + h["eps"]


def moments(s, g, h):
    s["m"] = h["beta1"] * s["m"] + (1 - h["beta1"]) * g
    s["v"] = h["beta2"] * s["v"] + (1 - h["beta2"]) * g * g
    return s["m"], s["v"]


def corrected(s, g, t, h):
    m, v = moments(s, g, h)
    return m / (1 - h["beta1"] ** t), v / (1 - h["beta2"] ** t)


def momentum(s, w, g, eta, t, h):
    """Also Nesterov's: there g has been taken at w - alpha h."""
    s["h"] = h["alpha"] * s["h"] + eta * g
    return w - s["h"]


def adagrad(s, w, g, eta, t, h):
    s["G"] = s["G"] + g * g
    return w - eta * g / root(s["G"], h)


def rmsprop(s, w, g, eta, t, h):
    s["G"] = h["alpha"] * s["G"] + (1 - h["alpha"]) * g * g
    s["M"] = h["alpha"] * s["M"] + (1 - h["alpha"]) * g
    variance = s["G"] - s["M"] ** 2 if h["centred"] else s["G"]
    s["h"] = h["momentum"] * s["h"] + g / root(variance, h)
    return w - eta * s["h"]


def adam(s, w, g, eta, t, h):
    m, v = corrected(s, g, t, h)
    return w - eta * m / root(v, h)


def amsgrad(s, w, g, eta, t, h):
    m, v = moments(s, g, h)
    s["largest"] = v if t == 1 else s["largest"].maximum(v)
    m, v = m / (1 - h["beta1"] ** t), s["largest"] / (1 - h["beta2"] ** t)
    return w - eta * m / root(v, h)


def adamw(s, w, g, eta, t, h):
    return adam(s, w, g, eta, t, h) - eta * h["weight_decay"] * w


def lion(s, w, g, eta, t, h):
    sign = (h["beta1"] * s["m"] + (1 - h["beta1"]) * g).sign()
    s["m"] = h["beta2"] * s["m"] + (1 - h["beta2"]) * g
    return w - eta * (sign + h["weight_decay"] * w)


def adam_uncorrected(s, w, g, eta, t, h):
    m, v = moments(s, g, h)
    return w - eta * m / root(v, h)


def adam_fed_back(s, w, g, eta, t, h):
    s["m"], s["v"] = corrected(s, g, t, h)
    return w - eta * s["m"] / root(s["v"], h)


FORMULAS = {
    "momentum": momentum,
    "nesterov": momentum,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "amsgrad": amsgrad,
    "adamw": adamw,
    "lion": lion,
    "adam-uncorrected": adam_uncorrected,
    "adam-fed-back": adam_fed_back,
}
