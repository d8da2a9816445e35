"""Times the peers of bench/metrics.ts: reads one request a line, answers with one line of JSON.

A request names two files of bytes, their shape and one peer; the answer is the processor seconds
of each repeat and the values found. Every peer gets boolean arrays, made before the clock starts, and runs on
one thread. Started by bench/metrics.ts; see there how to install the peers.
"""

import json
import os
import sys
import time
import warnings

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np

import measures_peers

warnings.filterwarnings("ignore")
np.seterr(all="ignore")


def medpy_set(truth, prediction):
    from medpy.metric import binary as m
    return [
        m.dc(prediction, truth), m.jc(prediction, truth), m.assd(prediction, truth),
        m.hd(prediction, truth), m.hd95(prediction, truth),
    ]


def monai_set(truth, prediction):
    import monai.metrics as m
    p, t = prediction[None, None], truth[None, None]
    return [
        float(m.compute_dice(p, t)), float(m.compute_iou(p, t)),
        float(m.compute_average_surface_distance(p, t, include_background=True, symmetric=True)),
        float(m.compute_hausdorff_distance(p, t, include_background=True)),
        float(m.compute_hausdorff_distance(p, t, include_background=True, percentile=95)),
        float(m.compute_surface_dice(p, t, [1.0], include_background=True)),
    ]


def surface_distance_set(truth, prediction):
    import surface_distance as s
    d = s.compute_surface_distances(truth, prediction, [1] * truth.ndim)
    return [
        s.compute_dice_coefficient(truth, prediction), None,
        s.compute_average_surface_distance(d)[0], s.compute_robust_hausdorff(d, 100),
        s.compute_robust_hausdorff(d, 95), s.compute_surface_dice_at_tolerance(d, 1),
    ]


def scipy_set(truth, prediction):
    """What a careful user writes: each surface, each transform and each list once."""
    from scipy import ndimage
    tp = np.count_nonzero(truth & prediction)
    sizes = np.count_nonzero(truth) + np.count_nonzero(prediction)
    truth_surface = truth ^ ndimage.binary_erosion(truth)
    prediction_surface = prediction ^ ndimage.binary_erosion(prediction)
    a = ndimage.distance_transform_edt(~prediction_surface)[truth_surface]
    b = ndimage.distance_transform_edt(~truth_surface)[prediction_surface]
    both = len(a) + len(b)
    return [
        2 * tp / sizes, tp / (sizes - tp), (a.sum() + b.sum()) / both, max(a.max(), b.max()),
        max(np.percentile(a, 95), np.percentile(b, 95)), ((a <= 1).sum() + (b <= 1).sum()) / both,
    ]


def simpleitk_set(truth, prediction):
    """The overlap filter, and both surfaces read through exact signed Maurer maps."""
    import SimpleITK as sitk
    overlap = sitk.LabelOverlapMeasuresImageFilter()
    overlap.Execute(truth, prediction)
    surfaces = [sitk.LabelContour(image) for image in (truth, prediction)]
    maps = [
        sitk.Abs(sitk.SignedMaurerDistanceMap(s, squaredDistance=False, useImageSpacing=True))
        for s in surfaces
    ]
    views = [sitk.GetArrayViewFromImage(s) != 0 for s in surfaces]
    a = sitk.GetArrayViewFromImage(maps[1])[views[0]]
    b = sitk.GetArrayViewFromImage(maps[0])[views[1]]
    both = len(a) + len(b)
    return [
        overlap.GetDiceCoefficient(), overlap.GetJaccardCoefficient(), (a.sum() + b.sum()) / both,
        max(a.max(), b.max()), max(np.percentile(a, 95), np.percentile(b, 95)),
        ((a <= 1).sum() + (b <= 1).sum()) / both,
    ]


def scipy_transform(truth, _):
    from scipy import ndimage
    return [float(ndimage.distance_transform_edt(~truth).sum())]


def edt_transform(truth, _):
    import edt
    return [float(edt.edt(~truth, parallel=1, black_border=False).sum(dtype=np.float64))]


def simpleitk_transform(truth, _):
    import SimpleITK as sitk
    found = sitk.SignedMaurerDistanceMap(truth, squaredDistance=False, useImageSpacing=True)
    return [float(sitk.GetArrayViewFromImage(found).sum(dtype=np.float64))]


PEERS = {
    "medpy": medpy_set, "monai": monai_set, "surface-distance": surface_distance_set,
    "scipy": scipy_set, "SimpleITK": simpleitk_set, "scipy transform": scipy_transform,
    "edt transform": edt_transform, "SimpleITK transform": simpleitk_transform,
    **measures_peers.PEERS,
}


def convert(array, peer):
    """A mask as the peer wants it."""
    if peer == "monai":
        import torch
        return torch.from_numpy(array.astype(bool))
    if peer.startswith("SimpleITK"):
        import SimpleITK as sitk
        return sitk.GetImageFromArray(array)
    return array.astype(bool)


def measure(peer, masks, batch):
    """The values, and the processor seconds of one of several calls."""
    start = time.process_time()
    for _ in range(batch):
        values = PEERS[peer](*masks)
    return values, (time.process_time() - start) / batch


def answer(request):
    peer = request["peer"]
    masks = [
        convert(np.fromfile(name, np.uint8).reshape(request["shape"]), peer)
        for name in request["files"]
    ]
    values, once = measure(peer, masks, 1)
    seconds = [once]
    batch = max(1, int(0.005 / max(once, 1e-6)))
    while sum(seconds) * batch < request["budget"] and len(seconds) < 100:
        values, one = measure(peer, masks, batch)
        seconds.append(one)
    # the first call also loads and warms
    seconds = seconds[1:] or seconds
    clean = [None if v is None or not np.isfinite(v) else float(v) for v in values]
    return {"seconds": seconds, "values": clean}


def versions():
    """The versions of all peers."""
    from importlib.metadata import version
    names = [
        "numpy", "scipy", "medpy", "monai", "torch", "surface-distance", "SimpleITK", "edt",
        "scikit-image", "scikit-learn", "panoptica",
    ]
    return {name: version(name) for name in names}


def main():
    import torch
    import SimpleITK as sitk
    torch.set_num_threads(1)
    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
    # what libraries print must not stand between the answers
    answers, sys.stdout = sys.stdout, sys.stderr
    print(json.dumps(versions()), file=answers, flush=True)
    for line in sys.stdin:
        try:
            found = answer(json.loads(line))
        except Exception as error:  # one peer's failure is a cell of the table, not the end
            found = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(found), file=answers, flush=True)


main()
