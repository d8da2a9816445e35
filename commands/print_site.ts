/**
 * What commands say of a dashboard that they have built.
 *
 * @module
 */
import { skippedLines } from "../cli/mod.ts";
import type { SiteReport } from "../site/mod.ts";

/**
 * Names what was left out, and the runs of earlier builds: they are published with the rest.
 *
 * @param report What was built.
 */
export function printLeft({ leftOut, earlier }: Pick<SiteReport, "leftOut" | "earlier">): void {
  for (const line of skippedLines([...leftOut.runs, ...leftOut.pictures])) console.error(line);
  for (const folder of earlier) {
    console.log(
      `${folder} is left over from an earlier build; no page links to it, you can delete it`,
    );
  }
}
