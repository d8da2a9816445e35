"""Draws images like those of a retina's vessels: thin, rare, of low contrast, 565 x 584.

usage: vessels.py FOLDER; writes FOLDER/drive (20 images to learn from) and FOLDER/drive_test (20 for the
test), each with images/ and 1st_manual/, as DRIVE has them. Takes NumPy, SciPy and Pillow.
"""

import sys
from pathlib import Path

import numpy
from PIL import Image
from scipy.ndimage import gaussian_filter

WIDTH, HEIGHT, RADIUS = 565, 584, 268
ROWS, COLUMNS = numpy.mgrid[:HEIGHT, :WIDTH]
FROM_CENTRE = numpy.hypot(COLUMNS - WIDTH / 2, ROWS - HEIGHT / 2)
# of red, green, blue: the ground, how dark a vessel is, how bright the optic disc
COLOURS = ((0.85, 0.10, 0.25), (0.42, 0.27, 0.45), (0.22, 0.12, 0.25))


def stamp(mask, depth, x, y, radius, dark):
    """A disc of a vessel: how much of each pixel it covers, and how dark it is there."""
    reach = int(numpy.ceil(radius + 1))
    left, right = max(0, int(x) - reach), min(WIDTH, int(x) + reach + 1)
    top, bottom = max(0, int(y) - reach), min(HEIGHT, int(y) + reach + 1)
    if left >= right or top >= bottom:
        return
    part = slice(top, bottom), slice(left, right)
    rows, columns = numpy.mgrid[part]
    cover = numpy.clip(radius + 0.5 - numpy.hypot(columns - x, rows - y), 0, 1)
    mask[part] = numpy.maximum(mask[part], cover)
    depth[part] = numpy.maximum(depth[part], cover * dark)


def grow(rng, mask, depth, x, y, angle, radius, dark, bend):
    """A vessel and its branches, a pixel a step, ever thinner, to the edge of the field of view."""
    while (
        radius > 0.55
        and 0 <= x < WIDTH
        and 0 <= y < HEIGHT
        and numpy.hypot(x - WIDTH / 2, y - HEIGHT / 2) < RADIUS + 2
    ):
        stamp(mask, depth, x, y, radius, dark * min(1, 0.35 + radius / 3))
        x += numpy.cos(angle)
        y += numpy.sin(angle)
        bend = 0.97 * bend + rng.normal(0, 0.006)
        angle += bend
        radius *= 0.9975
        if rng.random() < 0.012 + 0.006 * (radius > 2):
            turn = rng.choice([-1, 1]) * rng.uniform(0.4, 1.1)
            grow(rng, mask, depth, x, y, angle + turn, radius * rng.uniform(0.5, 0.8), dark, 0)
            radius *= 0.93


def draw_vessels(rng):
    """The mask, how dark its vessels are, and where the optic disc is that they start from."""
    mask, depth = numpy.zeros((HEIGHT, WIDTH)), numpy.zeros((HEIGHT, WIDTH))
    x = WIDTH / 2 + rng.choice([-1, 1]) * rng.uniform(120, 170)
    y = HEIGHT / 2 + rng.uniform(-40, 40)
    for vessel in range(int(rng.integers(7, 10))):
        large = vessel <= 4
        angle = [-0.6, 0.6, -1.3, 1.3, 2.6][vessel] + rng.normal(0, 0.2) if large else rng.uniform(0, 2 * numpy.pi)
        if x > WIDTH / 2:
            angle = numpy.pi - angle
        grow(rng, mask, depth, x, y, angle, rng.uniform(2.2, 4.2), rng.uniform(0.5, 1), 0)
    return mask, depth, x, y


def draw(seed):
    """An image [row, column, channel] and its mask, both of 8 bits."""
    rng = numpy.random.default_rng(seed)
    mask, depth, x, y = draw_vessels(rng)
    noise = lambda sigma: gaussian_filter(rng.normal(0, 1, (HEIGHT, WIDTH)), sigma)
    light = 0.8 + 0.25 * noise(60) * 60 - 0.25 * (FROM_CENTRE / RADIUS) ** 2 + rng.uniform(-0.08, 0.08)
    disc = numpy.exp(-((numpy.hypot(COLUMNS - x, (ROWS - y) / 1.1) / 34) ** 4))
    texture = noise(3) * 0.1 + noise(1) * 0.06
    spots = numpy.zeros((HEIGHT, WIDTH))
    for _ in range(int(rng.integers(0, 25))):
        column, row = rng.uniform(60, WIDTH - 60), rng.uniform(60, HEIGHT - 60)
        size = rng.uniform(1.5, 7)
        away = (COLUMNS - column) ** 2 + (ROWS - row) ** 2
        spots += rng.choice([-0.12, 0.15]) * numpy.exp(-away / (2 * size * size))
    dark = gaussian_filter(depth, 0.9)
    field, channels = FROM_CENTRE < RADIUS, []
    for ground, vessel, bright in COLOURS:
        channel = ground * (light + texture + spots) + bright * disc * 0.6 - vessel * dark * light
        channels.append(channel * field + rng.normal(0, 0.022, (HEIGHT, WIDTH)))
    image = (numpy.clip(numpy.stack(channels, -1), 0, 1) * 255).astype("u1")
    return image, ((mask > 0.5) & field).astype("u1") * 255


if __name__ == "__main__":
    for part, first in (("drive", 0), ("drive_test", 100)):
        folders = [Path(sys.argv[1]) / part / name for name in ("images", "1st_manual")]
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        for index in range(20):
            for folder, pixels in zip(folders, draw(first + index)):
                Image.fromarray(pixels).save(folder / f"{index + 1:02}.png")
