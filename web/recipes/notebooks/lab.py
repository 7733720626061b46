"""A lab in a notebook: Lab(experiment="dropout", seeds=3)."""

import anywidget
import traitlets

HOST = "https://your.host/spusk/"


class Lab(anywidget.AnyWidget):
    _esm = HOST + "anywidget.js"

    src = traitlets.Unicode(HOST + "spusk.js").tag(sync=True)
    experiment = traitlets.Unicode("sgd-vs-adam").tag(sync=True)
    seed = traitlets.Int(1).tag(sync=True)
    seeds = traitlets.Int(None, allow_none=True).tag(sync=True)
    lang = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    theme = traitlets.Unicode("auto").tag(sync=True)
    settings = traitlets.Dict({}).tag(sync=True)
    state = traitlets.Dict({}).tag(sync=True)
