"""Measures masks with Ray: a task per part, retried where it fails, then the merge.

usage, in the repository (pip install ray):
    python examples/ray/evaluate.py TRUTH PREDICTION CLASSES OUT [PARTS]
"""

import os
import pathlib
import subprocess
import sys

import ray

classes = sys.argv[3]
# tasks run elsewhere
truth, prediction, out = (os.path.abspath(sys.argv[i]) for i in (1, 2, 4))
parts = int(sys.argv[5]) if len(sys.argv) > 5 else 8
repository = pathlib.Path(__file__).resolve().parents[2]


@ray.remote(num_cpus=2, max_retries=3, retry_exceptions=True)
def measure(part):
    """A part that was ended continues where it was when it is tried again."""
    folder = f"{out}-parts/{part}"
    subprocess.run(
        ["deno", "task", "evaluate", "--truth", truth, "--prediction", prediction,
         "--classes", classes, "--shard", f"{part}/{parts}", "--workers", "2", "--out", folder],
        cwd=repository, check=True,
    )
    return folder


ray.init()
folders = ray.get([measure.remote(part) for part in range(1, parts + 1)])
subprocess.run(["deno", "task", "merge", *folders, "--out", out], cwd=repository, check=True)
