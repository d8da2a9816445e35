"""The peer of operations.ts: the same operations in PyTorch on the CPU, channels_last.

usage: operations_peer.py THREADS < CASES; reads the cases as JSON, prints one line of JSON: for each
case the milliseconds of forward, of the gradient of the input and of that of the weights.
"""

import json
import sys
import time

import torch
import torch.nn.functional as F

ROUNDS = 20


def least(f):
    f()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        f()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def image(*shape):
    return torch.rand(*shape).to(memory_format=torch.channels_last)


def measure(case):
    n, h, c = case["batch"], case["size"], case["channels"]
    x = image(n, c, h, h).requires_grad_()
    kind, weights = case["kind"], []
    if kind in ("conv", "depthwise"):
        k, stride, groups = case["filter"], case["stride"], c if kind == "depthwise" else 1
        w = image(case["out"], c // groups, k, k).requires_grad_()
        weights = [w]
        f = lambda: F.conv2d(x, w, None, stride, k // 2, 1, groups)
    elif kind == "scale":
        s = image(n, c, 1, 1).requires_grad_()
        weights = [s]
        f = lambda: x * s
    elif kind == "mean":
        f = lambda: x.mean((2, 3), keepdim=True)
    elif kind in ("nearest", "bilinear"):
        f = lambda: F.interpolate(x, scale_factor=2, mode=kind)
    elif kind == "maxPool":
        f = lambda: F.max_pool2d(x, 3, 2, 1)
    elif kind == "avgPool":
        f = lambda: F.avg_pool2d(x, 2)
    elif kind == "pad":
        f = lambda: F.pad(x, (1, 1, 1, 1))
    else:
        f = lambda: getattr(F, kind)(x)
    with torch.no_grad():
        forward = least(f)
    y = f()
    dy = torch.rand_like(y)
    back = lambda inputs: least(lambda: torch.autograd.grad(y, inputs, dy, retain_graph=True))
    return [forward, back([x])] + [back(weights) for _ in weights[:1]]


def main():
    torch.set_num_threads(int(sys.argv[1]))
    cases = json.load(sys.stdin)
    print(json.dumps({"version": torch.__version__, "times": [measure(case) for case in cases]}))


main()
