"""The peer of decoding.ts: Pillow decodes and resizes the same files, in several processes.

usage: decoding_peer.py FOLDER SIZE PROCESSES; prints one line of JSON.
"""

import json
import sys
import time
from multiprocessing import Pool
from pathlib import Path

import numpy
import PIL
from PIL import Image


def decode(job):
    image, trimap, size = job
    with Image.open(image) as picture:
        pixels = numpy.asarray(picture.convert("RGB").resize(size, Image.BILINEAR))
    with Image.open(trimap) as picture:
        labels = numpy.asarray(picture.resize(size, Image.NEAREST))
    return pixels.mean(), labels.mean()


if __name__ == "__main__":
    folder, size, processes = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    trimaps = folder / "annotations" / "trimaps"
    jobs = [
        (image, trimaps / f"{image.stem}.png", (size, size))
        for image in sorted((folder / "images").iterdir())
    ]
    start = time.perf_counter()
    with Pool(processes) as pool:
        pool.map(decode, jobs, chunksize=16)
    print(json.dumps({"version": PIL.__version__, "seconds": time.perf_counter() - start}))
