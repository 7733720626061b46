"""PyTorch on one thread. Protocol: answer.js.

The batch is ready-made and the same for all updates, which spares PyTorch the gathering.
"""

import json
import os
import sys
import time

os.environ['OPENBLAS_NUM_THREADS'] = '1'
os.environ['OMP_NUM_THREADS'] = '1'

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
torch.manual_seed(1)

CLASSES = 10
STEP = 1e-6


def build(side, layers):
    """The workload's layers as a module, and the shape (channels, height, width) of its input."""
    modules = []
    shape = (1, side, side)
    for layer in layers:
        kind = layer['layer']
        if kind == 'flatten':
            modules.append(nn.Flatten())
            shape = (shape[0] * shape[1] * shape[2],)
        elif kind == 'dense':
            modules.append(nn.Linear(shape[0], layer['units']))
            shape = (layer['units'],)
        elif kind == 'conv2d':
            modules.append(nn.Conv2d(shape[0], layer['filters'], layer['size']))
            shape = (layer['filters'], shape[1] - layer['size'] + 1, shape[2] - layer['size'] + 1)
        elif kind == 'maxpool':
            modules.append(nn.MaxPool2d(layer['size']))
            shape = (shape[0], shape[1] // layer['size'], shape[2] // layer['size'])
        elif kind == 'relu':
            modules.append(nn.ReLU())
        elif kind == 'dropout':
            modules.append(nn.Dropout(layer['rate']))
        else:
            raise ValueError(kind)
    return nn.Sequential(*modules)


def updates(cell):
    model = build(cell['workload']['side'], cell['workload']['model'])
    rule = torch.optim.Adam if cell['rule'] == 'adam' else torch.optim.SGD
    optimizer = rule(model.parameters(), lr=STEP)
    side = cell['workload']['side']
    x = torch.rand(cell['batch'], 1, side, side)
    y = torch.randint(0, CLASSES, (cell['batch'],))

    def run(n):
        for _ in range(n):
            optimizer.zero_grad(set_to_none=True)
            F.cross_entropy(model(x), y).backward()
            optimizer.step()

    return run


def evaluation(cell):
    side, count, batch = cell['workload']['side'], cell['evaluate'], cell['batch']
    model = build(side, cell['workload']['model']).eval()
    x = torch.rand(count, 1, side, side)
    y = torch.randint(0, CLASSES, (count,))

    def run(n):
        for _ in range(n):
            loss = errors = 0
            with torch.inference_mode():
                for i in range(0, count, batch):
                    out = model(x[i:i + batch])
                    loss += F.cross_entropy(out, y[i:i + batch], reduction='sum').item()
                    errors += (out.argmax(1) != y[i:i + batch]).sum().item()

    return run


def about():
    """The version, and the library that multiplies matrices."""
    torch.rand(2, 2) @ torch.rand(2, 2)
    with open('/proc/self/maps') as maps:
        files = {os.path.realpath(line.split()[-1]) for line in maps if 'blas' in line}
    blas = sorted(os.path.basename(file) for file in files)
    return f'{torch.__version__} with {", ".join(blas) or "its own products"}'


def say(message):
    print(json.dumps(message), flush=True)


def main():
    if sys.argv[1:] == ['about']:
        print(about())
        return
    work = None
    for line in sys.stdin:
        request = json.loads(line)
        if 'prepare' in request:
            cell = request['prepare']
            work = evaluation(cell) if cell.get('evaluate') else updates(cell)
            say({'ready': True})
        else:
            start = time.perf_counter()
            work(request['run'])
            say({'seconds': time.perf_counter() - start})


main()
