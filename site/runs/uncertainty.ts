import type { SiteRun } from "./site_run.ts";

/** The address of the layer that says where the model is unsure in a case. */
export function uncertaintyUrl(run: SiteRun, id: string): string {
  return `${run.base}uncertain/${run.file(id)}.png`;
}
