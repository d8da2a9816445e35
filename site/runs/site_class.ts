/** The classes of a run, as pages show them. */
import { classColor, type EpochRecord, type LabelClass } from "../../core/mod.ts";
import { type ClassColors, classColors } from "./colors.ts";

/** A class as pages show it. */
export interface SiteClass extends LabelClass {
  /** Its place in the evaluation; names its colour and line pattern in the stylesheet. */
  index: number;
  /** Its colours. */
  colors: ClassColors;
  /** Whether it is the ground behind the others, which is left unfilled. */
  backdrop: boolean;
}

/** Classes with what pages need to show them. */
export function siteClasses(classes: readonly LabelClass[]): SiteClass[] {
  const colors = classColors(distinct(classes.map((c) => c.color)));
  return classes.map((c, index) => ({
    ...c,
    index,
    colors: colors[index],
    backdrop: c.name === "background",
  }));
}

/** Before there is an evaluation the curves know the classes' names; colours are given in turn. */
export function classesOfHistory(history: readonly EpochRecord[]): LabelClass[] {
  const names = Object.keys(history.at(-1)?.dice ?? {});
  return names.map((name, i) => ({ name, label: i + 1, color: classColor(i) }));
}

/** The colours, and for one that an earlier class has the palette's at its place. */
function distinct(colors: string[]): string[] {
  return colors.map((color, i) => colors.indexOf(color) < i ? classColor(i) : color);
}
