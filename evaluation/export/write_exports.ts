import { writeFileAtomic } from "../../io/mod.ts";
import { longCsv, wideCsv } from "./csv.ts";
import type { ExportedFigures } from "./exported_figures.ts";
import { nnunetSummary } from "./nnunet_summary.ts";

/** What is written beside `evaluation.json` for other programs, by name. */
export const EXPORTS: Readonly<Record<string, (figures: ExportedFigures) => Iterable<string>>> = {
  "evaluation.wide.csv": wideCsv,
  "evaluation.long.csv": longCsv,
  "summary.json": nnunetSummary,
};

/**
 * Writes the figures of an evaluation as other programs read them: two CSVs, and nnU-Net's
 * `summary.json`. All follow from the evaluation alone.
 *
 * @param folder The run folder.
 * @param figures The figures.
 */
export async function writeExports(folder: string, figures: ExportedFigures): Promise<void> {
  for (const [name, write] of Object.entries(EXPORTS)) {
    await writeFileAtomic(`${folder}/${name}`, piecesOf(write(figures)));
  }
}

/** So many characters are written at once: the text of many cases is never whole in memory. */
const LONGEST = 2 ** 16;

function* piecesOf(texts: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = "";
  for (const part of texts) {
    text += part;
    if (text.length < LONGEST) continue;
    yield encoder.encode(text);
    text = "";
  }
  yield encoder.encode(text);
}
