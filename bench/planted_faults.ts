/** Faults of annotation, and the errors of simulated models: trimaps of animals, changed. */

const FOREGROUND = 1, BACKGROUND = 2, BORDER = 3;

/** What can be wrong with an annotation. */
export type Fault = (labels: Uint8Array, size: number, random: () => number) => Uint8Array;

/** Ways to spoil a true mask. */
export const FAULTS: Record<string, Fault> = {
  "object deleted": (labels) => labels.map(() => BACKGROUND),
  "object added": (labels, size, random) => {
    const radius = size * (0.1 + 0.08 * random()), at = () => size * (0.2 + 0.6 * random());
    return withDisc(labels, size, [at(), at()], radius);
  },
  "outline shifted": (labels, size, random) => {
    const angle = 2 * Math.PI * random(), length = size * (0.08 + 0.06 * random());
    const [dx, dy] = [Math.cos(angle) * length, Math.sin(angle) * length];
    return moved(labels, size, () => dx, () => dy);
  },
  "classes swapped": (labels) =>
    labels.map((label) =>
      label === FOREGROUND ? BORDER : label === BORDER ? FOREGROUND : BACKGROUND
    ),
};

/** A number at each place of an image. */
type Field = (x: number, y: number) => number;

/** Moves each pixel of a mask by fields of its own; what comes from outside is the pixel at the edge. */
export function moved(labels: Uint8Array, size: number, dx: Field, dy: Field): Uint8Array {
  const inside = (at: number) => Math.min(size - 1, Math.max(0, Math.round(at)));
  return labels.map((_, i) => {
    const x = i % size, y = Math.floor(i / size);
    return labels[inside(y + dy(x, y)) * size + inside(x + dx(x, y))];
  });
}

/** A random field of some waves, at most about `reach` in size. */
export function smoothField(size: number, reach: number, random: () => number): Field {
  const waves = Array.from({ length: 4 }, () => {
    const [x, y] = [random(), random()].map((turns) => (turns - 0.5) * 8 * Math.PI / size);
    const phase = 2 * Math.PI * random(), height = reach * random() / 2;
    const along = (of: (angle: number) => number, step: number, start = 0) =>
      Float64Array.from({ length: size }, (_, i) => of(step * i + start));
    // sin(a + b) of all places from the sines and cosines of columns and rows
    return {
      height,
      columns: [along(Math.sin, x, phase), along(Math.cos, x, phase)],
      rows: [along(Math.cos, y), along(Math.sin, y)],
    };
  });
  return (x, y) => {
    let sum = 0;
    for (const { height, columns: [sin, cos], rows: [cosine, sine] } of waves) {
      sum += height * (sin[x] * cosine[y] + cos[x] * sine[y]);
    }
    return sum;
  };
}

/** A round blob anywhere, of a class that is not there in its middle. */
export function withBlob(
  labels: Uint8Array,
  size: number,
  radius: number,
  random: () => number,
): Uint8Array {
  const [cx, cy] = [random() * size, random() * size];
  const middle = labels[Math.floor(cy) * size + Math.floor(cx)];
  const label = middle === BACKGROUND ? FOREGROUND : BACKGROUND;
  return labels.map((old, i) =>
    Math.hypot(i % size - cx, Math.floor(i / size) - cy) <= radius ? label : old
  );
}

/** A disc of foreground with a border around it, where the background is. */
function withDisc(
  labels: Uint8Array,
  size: number,
  [cx, cy]: readonly [number, number],
  radius: number,
): Uint8Array {
  return labels.map((old, i) => {
    const away = Math.hypot(i % size - cx, Math.floor(i / size) - cy);
    if (old !== BACKGROUND || away > radius + 2) return old;
    return away > radius ? BORDER : FOREGROUND;
  });
}
