import { writeFilesAtomic } from "../../io/mod.ts";
import type { Case } from "../run_folder/evaluation.ts";
import { longCsv, wideCsv } from "./csv.ts";
import type { Export, ExportedFigures } from "./exported_figures.ts";
import { nnunetSummary } from "./nnunet_summary.ts";

/** What is written beside `evaluation.json` for other programs, by name. */
export const EXPORTS: Readonly<Record<string, (figures: ExportedFigures) => Export>> = {
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
 * @param cases The cases, read once.
 */
export async function writeExports(
  folder: string,
  figures: ExportedFigures,
  cases: Iterable<Case>,
): Promise<void> {
  const exports = Object.values(EXPORTS).map((make) => make(figures));
  await writeFilesAtomic(
    Object.keys(EXPORTS).map((name) => `${folder}/${name}`),
    roundsOf(exports, cases),
  );
}

/** So many characters are written at once: the text of many cases is never whole in memory. */
const LONGEST = 2 ** 16;

function* roundsOf(exports: readonly Export[], cases: Iterable<Case>): Generator<Uint8Array[]> {
  const encoder = new TextEncoder(), encode = (text: string) => encoder.encode(text);
  let texts = exports.map(({ head }) => head);
  for (const one of cases) {
    exports.forEach((made, i) => texts[i] += made.textOf(one));
    if (texts.every(({ length }) => length < LONGEST)) continue;
    yield texts.map(encode);
    texts = exports.map(() => "");
  }
  yield exports.map(({ end }, i) => encode(texts[i] + end));
}
