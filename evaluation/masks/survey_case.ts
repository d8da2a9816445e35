import type { CasePaths } from "./case_paths.ts";
import { readCase, type ReadCaseOptions } from "./read_case.ts";

/** How masks are surveyed; plain data, so that workers can be told. */
export interface SurveySettings extends ReadCaseOptions {
  /** Values of the true masks whose pixels are left out. */
  ignore: readonly number[];
}

/** The labels of a case, or why it can't be measured. */
export type CaseSurvey =
  | { truth: number[]; prediction: number[]; ignores: boolean; fault?: undefined }
  | { fault: string };

/**
 * Reads a case's masks and lists the labels in them, without those of ignored pixels.
 *
 * @param paths The case.
 * @param settings How.
 * @returns Its labels; those of a missing prediction are none.
 */
export async function surveyCase(paths: CasePaths, settings: SurveySettings): Promise<CaseSurvey> {
  try {
    const { truth, prediction } = await readCase(paths, settings);
    const isIgnored = new Uint8Array(256);
    for (const value of settings.ignore) isIgnored[value] = 1;
    // two labels in one number: most pixels are like their neighbour
    const seen = new Uint8Array(65536);
    for (let i = 0; i < truth.length; i++) seen[truth[i] << 8 | prediction[i]] = 1;
    const labels = { truth: new Set<number>(), prediction: new Set<number>() };
    let ignores = false;
    for (let pair = 0; pair < seen.length; pair++) {
      if (seen[pair] === 0) continue;
      if (isIgnored[pair >> 8] === 1) ignores = true;
      else {
        labels.truth.add(pair >> 8);
        if (paths.prediction !== undefined) labels.prediction.add(pair & 255);
      }
    }
    return { truth: [...labels.truth], prediction: [...labels.prediction], ignores };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}
