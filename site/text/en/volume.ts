/** The planes and slices of a volume. */
import { counted, formatNumber } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

export const title = "At the largest error";

export const sentence =
  "Three planes through the middle of the thickest error: of all wrong voxels, of any class, the one " +
  "furthest from any that is right. Lines show where the other planes cut. All have the same scale.";

const orNothing = (term?: Markup): Markup | string => term ?? "no class";

export const differs = (truth?: Markup, prediction?: Markup) =>
  safe`There the truth is ${orNothing(truth)}, the prediction ${orNothing(prediction)}.`;
export const missing = (truth?: Markup) =>
  safe`There the truth is ${orNothing(truth)}; the prediction is missing.`;
export const equal =
  safe`Here the masks are equal, so the planes go through the voxel that lies deepest in the classes.`;

/** The planes across each axis. */
export const planes = {
  anatomical: ["Axial", "Coronal", "Sagittal"],
  stored: ["Across axis 0", "Across axis 1", "Across axis 2"],
};

export const place = (slice: number, of: number) =>
  `slice ${formatNumber(slice)} of ${formatNumber(of)}`;

export const alt = (plane: string, slice: number, of: number, what: string) =>
  `${plane.toLowerCase()} ${place(slice, of)}, ${what}`;

export const directions =
  "R and L: the patient’s right and left. A, P: front and back. S, I: up and down. Letters name the " +
  "nearest direction.";

export const slices = {
  title: "Slice by slice",
  sentence: (isAll: boolean, count: number) =>
    isAll
      ? `${
        count === 1 ? "The only slice" : `All ${counted(count, "slice")}`
      } with classes in truth or prediction, cut to the stretch that has any, each with its own Dice.`
      : `Of each eighth of the slices with classes the one with the most wrong voxels, cut to the part ` +
        "that has any, each with its own Dice.",
  none: "not here",
  here: "largest error",
};

/** Said where pictures of volumes stand among others. */
export const inLists = "Of a volume, the picture is the slice through its largest error.";
