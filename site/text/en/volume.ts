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

export const place = (slice: number | string, of: number | string) =>
  `slice ${typeof slice === "number" ? formatNumber(slice) : slice} of ${
    typeof of === "number" ? formatNumber(of) : of
  }`;

export const alt = (plane: string, slice: number, of: number, what: string) =>
  `${plane.toLowerCase()} ${place(slice, of)}, ${what}`;

export const directions =
  "R and L: the patient’s right and left. A, P: front and back. S, I: up and down. Letters name the " +
  "nearest direction.";

/** The sliders below the planes, # for what a script fills in. */
export const sliders = {
  name: (plane: string) => `${plane}, slice`,
  how: "A slider goes through the slices of its plane; a click in a plane moves the others there.",
  some: (kept: number, of: number, axis: string) =>
    `Of ${formatNumber(of)} slices with classes (${axis.toLowerCase()}) ${
      formatNumber(kept)
    } are kept; between them the nearest is shown.`,
  image: "Beyond the classes and a margin around them the image isn’t kept.",
  here: "At the lines the truth is #, the prediction #.",
  missing: "At the lines the truth is #; the prediction is missing.",
  none: "no class",
  back: "Back to the start",
  broken: "The volume can’t be loaded.",
};

export const slices = {
  title: "Slice by slice",
  sentence: (isAll: boolean, count: number) =>
    isAll
      ? `${
        count === 1 ? "The only slice" : `All ${counted(count, "slice")}`
      } with classes in truth or prediction, cropped to where they have any, each with its own Dice.`
      : `From each eighth of the slices with classes, the one with the most wrong voxels, cropped to where ` +
        "it has any, each with its own Dice.",
  alt: "cut to what has classes",
  none: "not here",
  here: "largest error",
  kept: (count: number) => `All ${counted(count, "slice")} that are kept`,
  legend: "Errors: pink missed, yellow invented, violet one class for another.",
};

/** Where along an axis voxels are wrong. */
export const profile = {
  sentence: (
    { term, half, slices, worst, share }: {
      term: Markup;
      half: number;
      slices: number;
      worst: string;
      share: string;
    },
  ) =>
    slices === 1
      ? safe`All wrong voxels of the ${term} lie in ${worst}, the only one that has any of it.`
      : safe`Of the wrong voxels of the ${term}, half or more lie in ${formatNumber(half)} of the ${
        counted(slices, "slice")
      } from the first that has any of it to the last; ${worst} has the
        most, ${share}.`,
  right: (term: Markup) => safe`No voxel of the ${term} is wrong in any slice.`,
  absent: (term: Markup) => safe`No slice has any ${term}.`,
  missed: (most: number) => `Up: missed, ${formatNumber(most)} voxels in a slice at most.`,
  invented: (most: number) => `Down: invented, ${formatNumber(most)} at most.`,
  about: (name: string, worst: string) =>
    `Wrong voxels of ${name} slice by slice, the most in ${worst}`,
  end: (slice: number, direction?: string) =>
    `slice ${formatNumber(slice)}${direction === undefined ? "" : ` (${direction})`}`,
};

/** Said where pictures of volumes stand among others. */
export const inLists = "Of a volume, the picture is the slice through its largest error.";
