"""The script that Triptych's evaluation is measured beside: medpy's figures of every label of pairs of
masks, a case a line.

    python evaluation_peer.py TRUTH PREDICTION OUT.jsonl

Dice, IoU (medpy's Jaccard), ASSD and HD95 of each label but 0 that one of the two masks contains; a
distance is null where one of them has no pixel of it, which medpy refuses.
"""

import json
import sys
from pathlib import Path

import numpy as np
from medpy.metric import binary
from PIL import Image

truths, predictions, out = map(Path, sys.argv[1:])
with out.open("w") as lines:
    for path in sorted(truths.glob("*.png")):
        truth = np.asarray(Image.open(path))
        prediction = np.asarray(Image.open(predictions / path.name))
        figures = {}
        for label in np.union1d(truth, prediction):
            if label == 0:
                continue
            a, b = prediction == label, truth == label
            both = a.any() and b.any()
            figures[int(label)] = {
                "dice": binary.dc(a, b),
                "iou": binary.jc(a, b),
                "assd": binary.assd(a, b) if both else None,
                "hd95": binary.hd95(a, b) if both else None,
            }
        lines.write(json.dumps({"id": path.stem, "classes": figures}, default=float) + "\n")
