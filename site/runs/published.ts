/** What `run.json` says of the published work that a run repeats. */
import type { SiteRun } from "./site_run.ts";

/** The address of the page that sets published figures beside ours. */
export const REPRODUCTION_URL = "/reproduction.html";

/** Whether figures are published that a run can stand beside. */
export function hasPublishedFigures({ cases, folder: { run } }: SiteRun): boolean {
  return cases.length > 0 && Object.keys(run?.published?.dice ?? {}).length > 0;
}
