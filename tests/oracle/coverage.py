"""Whether the comparison covers the catalogue: every rule, schedule, layer, loss and surface that
Spusk has, and every parameter of theirs away from its default, must be in some case. What is new in
the core fails here until a case is added."""

KINDS = {"optimizers": "optimizer", "schedules": "schedule", "losses": "loss",
         "surfaces": "surface"}
SETTINGS = ("batch", "regularisation", "clip")


def used(specs):
    """(group, kind) -> the choices of that kind, from specs with all defaults filled in."""
    found = {}
    for spec in specs:
        for group, part in KINDS.items():
            if part in spec:
                found.setdefault((group, spec[part]["name"]), []).append(spec[part])
        for layer in spec.get("model", []):
            found.setdefault(("layers", layer["layer"]), []).append(layer)
        for setting in SETTINGS:
            if setting in spec:
                found.setdefault(("settings", setting), []).append(spec[setting])
    return found


def missing(catalog, specs):
    """What no spec uses, in words."""
    found = used(specs)
    wanted = [(group, kind) for group in (*KINDS, "layers") for kind in catalog[group].values()]
    wanted += [("settings", catalog["settings"][name]) for name in SETTINGS]
    for group, kind in wanted:
        choices = found.get((group, kind["name"]), [])
        if not choices:
            yield f"{group}: {kind['name']}"
            continue
        for name, parameter in kind["parameters"].items():
            values = {choice[name] for choice in choices if name in choice}
            if parameter["options"]:
                left = set(parameter["options"]) - values
                for value in sorted(left):
                    yield f"{group}: {kind['name']} with {name} {value}"
            elif not values - {parameter["default"]}:
                yield f"{group}: {kind['name']} with another {name}"
