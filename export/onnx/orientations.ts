import type { Orientation } from "../../model/mod.ts";
import type { Builder } from "./builder.ts";

/** The last place before the first, for a slice that is read backwards. */
const BEFORE_ALL = -(2 ** 31);

/**
 * Adds a network that predicts images in several orientations, one batch of them all, and averages what it
 * says.
 *
 * @param builder The graph.
 * @param options What is predicted.
 * @param options.name What its values' names begin with.
 * @param options.image Images, [n, channels, rows, columns].
 * @param options.orientations The orientations, the image as it is first.
 * @param predict Adds the network.
 * @returns The mean logits, [n, classes, rows, columns].
 */
export function addOrientations(
  builder: Builder,
  { name, image, orientations }: {
    name: string;
    image: string;
    orientations: readonly Orientation[];
  },
  predict: (image: string) => string,
): string {
  const count = orientations.length;
  if (count === 1) return predict(image);
  const turned = orientations.map((one, i) => {
    const own = `${name}/turn${i}`;
    return transposed(builder, own, flipped(builder, own, image, one), one);
  });
  const logits = predict(builder.add(`${name}/turned`, "Concat", turned, { axis: 0 }));
  const parts = builder.addAll(`${name}/part`, count, "Split", [logits], {
    axis: 0,
    num_outputs: count,
  });
  const back = orientations.map((one, i) => {
    const own = `${name}/back${i}`;
    return flipped(builder, own, transposed(builder, own, parts[i], one), one);
  });
  return builder.add(`${name}/mean`, "Mean", back);
}

function flipped(
  builder: Builder,
  name: string,
  x: string,
  { isUpsideDown, isMirrored }: Orientation,
): string {
  const axes = [...isUpsideDown ? [2] : [], ...isMirrored ? [3] : []];
  if (axes.length === 0) return x;
  const values = ([["starts", -1], ["ends", BEFORE_ALL], ["axes", 0], ["steps", -1]] as const)
    .map(([part, value]) =>
      builder.integers(`${name}/${part}`, part === "axes" ? axes : axes.map(() => value))
    );
  return builder.add(`${name}/flipped`, "Slice", [x, ...values]);
}

function transposed(
  builder: Builder,
  name: string,
  x: string,
  { isTransposed }: Orientation,
): string {
  if (!isTransposed) return x;
  return builder.add(`${name}/transposed`, "Transpose", [x], { perm: [0, 1, 3, 2] });
}
