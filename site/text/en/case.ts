/** The page of a case, and the gallery of all. */
import { counted, formatNumber, listed, type Unit } from "../format.ts";
import { type Markup, safe } from "../../html/safe.ts";

/** What stands around the picture. */
export const viewer = {
  keys: "keys",
  show: "Show",
  opacity: "Opacity",
  swipe: "Swipe",
  zoom: "Zoom",
  fit: "fit",
  toClass: "to the class",
  beside: "Right of the handle",
  nothing: "Nothing",
  blink: "from one run to the other",
  table: "Figures of this case",
  rank: "Rank",
  strips: "This case (thick bar) among all.",
  missed: "missed: in the truth, not drawn",
  invented: "invented: drawn, not in the truth",
  ring: "around what is too small to be seen",
  truth: "outline of the truth",
  prediction: "outline of the prediction, in its class’s colour",
};

export const neighbours = { worse: ["worse", "previous"], better: ["better", "next"] } as const;

export const place = {
  ranked: (rank: number, of: number, by: string) =>
    `rank ${formatNumber(rank)} of ${formatNumber(of)} ${by}`,
  unranked: (by: string) => `unranked ${by}`,
  by: (metric: string, className: string) => `by ${metric} of ${className}`,
  short: (rank: number, of: number) => `${formatNumber(rank)}\u00a0/\u00a0${formatNumber(of)}`,
};

export const note = {
  rank: (metric: string) => `Rank 1 is the best by ${metric}.`,
  size: (size: string) => `The image is ${size}.`,
  volume: (voxel: string | undefined) =>
    `${voxel ? `A voxel is ${voxel}. ` : ""}The figures are those of the whole volume.`,
  ignored: (text: string) => `${text}.`,
  group: (name: string) => `Group: ${name}.`,
  absent: (classes: string[]) => `In neither mask: ${listed(classes)}.`,
};

/** How a class fared in the case. */
export const fate = {
  empty: (term: Markup) => safe`Neither truth nor prediction contains any ${term}.`,
  missed: (term: Markup) => safe`The ${term} was missed: nothing of it was drawn.`,
  invented: (term: Markup) =>
    safe`The ${term} was invented: the truth contains none. The annotation may be at fault.`,
  misplaced: (term: Markup) =>
    safe`The ${term} was misplaced: some was drawn, but none of it where the truth has any.`,
  found: (term: Markup, found: string, outside: string) =>
    safe`Of the true ${term}, ${found} was found; ${outside} of what was drawn lies outside it.`,
};

/** The case's pictures one beside the other. */
export const sides = {
  title: "Side by side",
  sentence: (hasImage: boolean) => `The same ${hasImage ? "image" : "masks"}, without fading.`,
  image: safe`<b>Image</b>`,
  truth: safe`<b>Truth</b>, all classes`,
  prediction: safe`<b>Prediction</b>, all classes`,
  errors: (term: Markup) => safe`<b>Errors</b> of ${term}`,
};

export const elsewhere = {
  title: "In other runs",
  sentence: (term: Markup) =>
    safe`The same image, as other models saw the ${term}. Black-and-white line: truth.`,
  caption: (run: string, value: string) => safe`<b>${run}</b>&ensp;${value}`,
};

/** The gallery. */
export const gallery = {
  shown: (shown: number, of: number) =>
    shown < of
      ? `The worst ${formatNumber(shown)} of ${counted(of, "case")}`
      : `All ${counted(of, "case")}`,
  title: (cases: number) => `${cases > 1 ? "All " : ""}${counted(cases, "case")}`,
  lines: (term: Markup) =>
    safe`Coloured line: prediction of the ${term}.
      Black-and-white line: truth. `,
  figures: (metric: Markup, bare: boolean, other?: Markup) =>
    safe`${bare ? "Beside" : "Under"} each case its ${metric}${
      other && safe` and, where both masks contain the class, its ${other}`
    }.`,
  order: "Order",
  worst: "Worst first",
  best: "Best first",
  group: "Group",
  allGroups: (n: number) => `All ${n} groups`,
  name: "Name contains",
  csv: "Save as CSV",
  json: "JSON",
  pages: "Pages of cases",
  bands: {
    ranked: "Ranked cases",
    all: "All cases",
    tenth: "The worst tenth",
    quarter: "Up to the worst quarter",
    half: "Up to the median",
    better: "The better half",
    unknown: (metric: string) => `${metric} unknown`,
    none: (className: string) => `No ${className} in truth or prediction`,
  },
  all: (cases: number) => counted(cases, "case"),
  nothing: "Nothing found",
  heading: (cases: string, metric: string, className: string, order: string) =>
    `${cases} by ${metric} of ${className}, ${order.toLowerCase()}`,
  place: (at: string, of: string, order: string) => `${at} of ${of}: ${order}`,
  some: (shown: string, cases: number) => `${shown} of ${counted(cases, "case")}`,
  most: (cases: string, from: string, to: string, unit: Unit) =>
    `${cases} with ${from} called ${to}, most ${unit} first`,
  /** Of a confusion in very many cases, those with most of it are known. */
  capped: (cases: string, of: string, from: string, to: string, unit: Unit) =>
    `${cases}, of the ${of} with most ${from} called ${to}, most ${unit} first`,
  mostFirst: { pixels: "Most pixels first", voxels: "Most voxels first" },
  confused: (from: string, to: string) => `${from} called ${to}`,
  count: { pixels: "#\u00a0px", voxels: "#\u00a0voxels" },
  kind: "Found or not",
  anyKind: "All",
  member: "Model",
  allMembers: (n: number) => `All ${formatNumber(n)} models`,
  size: "Share of the image, %",
  add: {
    title: "Filter by",
    from: "from",
    to: "to",
    button: "Add",
  },
  filters: "Filters",
  /** What is filtered, # for what it is about. */
  chips: {
    group: "Group: #",
    text: "Name contains “#”",
    kind: "# #",
    member: "Model #",
    from: "# from #",
    to: "# up to #",
    below: "# below #",
    between: "# # to #",
    within: "# # to below #",
    remove: "Remove the filter “#”",
    all: "Remove all filters",
  },
  unranked: (cases: number) => `${counted(cases, "case")}, unranked`,
  range: (cases: number, metric: string, range: string) =>
    `${counted(cases, "case")}, ${metric} ${range}`,
  span: (from: number, to: number) => `${formatNumber(from)}–${formatNumber(to)}`,
};
