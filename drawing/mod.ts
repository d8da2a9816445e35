/**
 * Masks as drawings: outlines and the layers of a case, as SVG.
 *
 * @module
 */
export { type Contour, pathOf } from "./contours.ts";
export {
  drawLayers,
  type Layer,
  type Layers,
  layerSvg,
  type OverlayInput,
  overlaySvg,
  stackedSvg,
  styleOf,
} from "./overlay.ts";
export { type SpeckRing, specksOf } from "./specks.ts";
export type { CaseLabels } from "./edges.ts";
export { caseShapes, type ClassShapes, placeOf } from "./shapes.ts";
