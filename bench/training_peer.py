"""The peer of training.ts: a U-Net with batch norm in PyTorch on the CPU, trained and used.

usage: training_peer.py FEATURES SIZE BATCH THREADS SECONDS; prints one line of JSON.
"""

import json
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


def twice(inputs, outputs):
    layers = []
    for channels in (inputs, outputs):
        layers += [nn.Conv2d(channels, outputs, 3, padding=1, bias=False)]
        layers += [nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    def __init__(self, features):
        super().__init__()
        widths = [features * 2**level for level in range(5)]
        self.down = nn.ModuleList(map(twice, [3] + widths[:-1], widths))
        self.grow = nn.ModuleList(nn.ConvTranspose2d(2 * w, w, 2, 2) for w in widths[-2::-1])
        self.up = nn.ModuleList(twice(2 * w, w) for w in widths[-2::-1])
        self.logits = nn.Conv2d(features, 3, 1)

    def forward(self, x):
        skips = []
        for level, block in enumerate(self.down):
            x = block(F.max_pool2d(x, 2) if level > 0 else x)
            skips.append(x)
        for grow, block, skip in zip(self.grow, self.up, skips[-2::-1]):
            x = block(torch.cat([skip, grow(x)], 1))
        return self.logits(x)


def speed(step, batch, seconds):
    for _ in range(2):
        step()
    times = []
    while len(times) < 5 or sum(times) < seconds:
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return batch / sorted(times)[len(times) // 2]


def main():
    features, size, batch, threads, seconds = map(int, sys.argv[1:])
    torch.set_num_threads(threads)
    net = UNet(features).to(memory_format=torch.channels_last)
    adam = torch.optim.Adam(net.parameters(), 1e-4)
    x = torch.rand(batch, 3, size, size).to(memory_format=torch.channels_last)
    y = torch.randint(0, 3, (batch, size, size))

    def train():
        adam.zero_grad()
        F.cross_entropy(net(x), y).backward()
        adam.step()

    def infer(images):
        with torch.inference_mode():
            net(images)

    net.train()
    training = speed(train, batch, seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    net.eval()
    inference = speed(lambda: infer(x), batch, seconds / 2)
    latency = 1000 / speed(lambda: infer(x[:1]), 1, seconds / 4)
    figures = {"training": training, "inference": inference, "latency": latency, "peak": peak}
    print(json.dumps({"version": torch.__version__, **figures}))


main()
