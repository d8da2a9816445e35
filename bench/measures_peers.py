"""The peers of bench/measures.ts, asked by metrics_peers.py: each takes two boolean arrays and gives
a list of figures."""

import numpy as np


def mcc(truth, prediction):
    from sklearn.metrics import matthews_corrcoef
    return [matthews_corrcoef(truth.ravel(), prediction.ravel())]


def kappa(truth, prediction):
    from sklearn.metrics import cohen_kappa_score
    return [cohen_kappa_score(truth.ravel(), prediction.ravel())]


def balanced(truth, prediction):
    from sklearn.metrics import balanced_accuracy_score
    return [balanced_accuracy_score(truth.ravel(), prediction.ravel())]


def confusion(truth, prediction):
    from sklearn.metrics import confusion_matrix
    return confusion_matrix(truth.ravel(), prediction.ravel()).ravel().tolist()


def centers(truth, prediction):
    from scipy.ndimage import center_of_mass
    a, b = center_of_mass(truth), center_of_mass(prediction)
    return [float(np.linalg.norm(np.subtract(a, b)))]


def skeleton(truth, _):
    from skimage.morphology import skeletonize
    return [int(np.count_nonzero(skeletonize(truth)))]


def cldice(truth, prediction):
    from skimage.morphology import skeletonize
    p, t = skeletonize(prediction), skeletonize(truth)
    precision = np.count_nonzero(p & truth) / np.count_nonzero(p)
    recall = np.count_nonzero(t & prediction) / np.count_nonzero(t)
    return [2 * precision * recall / (precision + recall)]


def euler(truth, _):
    from skimage.measure import euler_number
    return [int(euler_number(truth))]


def betti(truth, _):
    """Parts by one labelling, cavities by another, tunnels by the Euler number."""
    from skimage.measure import euler_number, label
    parts = int(label(truth, connectivity=truth.ndim).max())
    outside = np.pad(~truth, 1, constant_values=True)
    cavities = int(label(outside, connectivity=1).max()) - 1
    if truth.ndim == 2:
        return [parts, cavities]
    return [parts, parts + cavities - int(euler_number(truth)), cavities]


def components(truth, _):
    from skimage.measure import label
    return [int(label(truth, connectivity=truth.ndim).max())]


def instances(truth, prediction):
    """panoptica with the measures that we give: no distances but HD95 of the matches."""
    from panoptica import (
        ConnectedComponentsInstanceApproximator, InputType, Metric, NaiveThresholdMatching,
        Panoptica_Evaluator)
    evaluator = Panoptica_Evaluator(
        expected_input=InputType.SEMANTIC,
        instance_approximator=ConnectedComponentsInstanceApproximator(),
        instance_matcher=NaiveThresholdMatching(Metric.IOU, 0.5),
        instance_metrics=[Metric.DSC, Metric.IOU, Metric.HD95],
        log_times=False,
    )
    found = evaluator.evaluate(prediction.astype(np.uint8), truth.astype(np.uint8), verbose=False)["ungrouped"]
    return [found.rq, found.sq, found.pq]


def calibration(truth, prediction):
    """Brier score, and the calibration error of the curve's bins, 15 of equal width."""
    from sklearn.calibration import calibration_curve
    from sklearn.metrics import brier_score_loss
    right, probability = truth.ravel(), np.where(prediction, 0.875, 0.125).ravel()
    true, mean = calibration_curve(right, probability, n_bins=15)
    sizes = np.histogram(probability, bins=15, range=(0, 1))[0]
    gaps = np.abs(true - mean) * sizes[sizes > 0] / len(right)
    return [float(gaps.sum()), brier_score_loss(right, probability)]


PEERS = {
    "scikit-learn mcc": mcc, "scikit-learn kappa": kappa, "scikit-learn balanced": balanced,
    "scikit-learn confusion": confusion, "scipy centers": centers,
    "scikit-image skeleton": skeleton, "scikit-image cldice": cldice, "scikit-image euler": euler,
    "scikit-image betti": betti, "scikit-image label": components,
    "panoptica instances": instances, "scikit-learn calibration": calibration,
}
