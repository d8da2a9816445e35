import { counted, type LabelClass, listed } from "../../core/mod.ts";
import type { EvaluatedCalibration, Evaluation, MetricInfo } from "../run_folder/evaluation.ts";
import { CalibrationTotals } from "../statistics/calibration_sums.ts";
import { CaseColumns } from "../statistics/case_columns.ts";
import type { RatedFigures } from "../statistics/rater_agreement.ts";
import type { Measured } from "./measure_case.ts";

/** Cases that were left out for a reason: how many, and the first of their ids. */
interface LeftOut {
  count: number;
  ids: string[];
}

/** What raters and probabilities of many cases say together, a few numbers per case. */
export class Besides {
  readonly #classes: readonly LabelClass[];
  readonly #metrics: readonly MetricInfo[];
  readonly #raters: readonly string[];
  readonly #independent: Evaluation["independent"];
  readonly #most: number;
  readonly #pairs = new Map<string, { raters: number[]; columns: CaseColumns }>();
  readonly #calibration = new CalibrationTotals();
  readonly #leftOut = {
    raters: new Map<string, LeftOut>(),
    calibration: new Map<string, LeftOut>(),
  };

  /**
   * @param classes The classes.
   * @param options What is measured.
   * @param options.raters What the raters are called; none where there are none.
   * @param options.independent What is independent, where cases are not.
   * @param options.metrics The metrics.
   * @param options.most How many cases there are at most.
   */
  constructor(
    classes: readonly LabelClass[],
    { raters = [], independent, metrics, most }: {
      raters?: readonly string[];
      independent?: Evaluation["independent"];
      metrics: readonly MetricInfo[];
      most: number;
    },
  ) {
    this.#classes = classes;
    this.#metrics = metrics;
    this.#raters = raters;
    this.#independent = independent;
    this.#most = most;
  }

  /** Adds a case. */
  add({ case: { id, group, shape, spacing, raters }, calibration, leftOut }: Measured): void {
    for (const { raters: key, classes } of raters ?? []) {
      const pair = this.#pairs.get(key.join()) ??
        { raters: key, columns: new CaseColumns(this.#classes, this.#metrics, this.#most) };
      this.#pairs.set(key.join(), pair);
      pair.columns.add({ id, group, shape, spacing, classes });
    }
    if (calibration !== undefined) this.#calibration.add(calibration);
    for (const kind of ["raters", "calibration"] as const) {
      const reason = leftOut?.[kind];
      if (reason !== undefined) note(this.#leftOut[kind], reason, id);
    }
  }

  /** How raters agree; undefined without raters, or cases that all have masks of. */
  get rated(): RatedFigures | undefined {
    if (this.#pairs.size === 0) return undefined;
    return {
      names: this.#raters,
      independent: this.#independent,
      pairs: [...this.#pairs.values()].map(({ raters, columns }) => ({
        raters,
        casesOf: (className) => columns.casesOf(className),
      })),
    };
  }

  /** How well probabilities are calibrated; undefined without any. */
  get calibration(): EvaluatedCalibration | undefined {
    return this.#calibration.figures(this.#classes);
  }

  /** Lines about cases that were left out. */
  get notes(): string[] {
    return (["raters", "calibration"] as const).flatMap((kind) => {
      const reasons = [...this.#leftOut[kind]];
      const lines = reasons.slice(0, MOST).map(([reason, { count, ids }]) => {
        const more = count > ids.length ? ` and ${count - ids.length} more` : "";
        return `${counted(count, "case")} left out of ${WHAT[kind]}: ${reason}: ${
          listed(ids)
        }${more}`;
      });
      const rest = reasons.slice(MOST).reduce((sum, [, { count }]) => sum + count, 0);
      return rest === 0 ? lines : [...lines, `${rest} more left out of ${WHAT[kind]} likewise`];
    });
  }
}

const WHAT = { raters: "the raters' agreement", calibration: "the calibration" } as const;

/** So many reasons, and so many cases of each, are named. */
const MOST = 5;

function note(leftOut: Map<string, LeftOut>, reason: string, id: string): void {
  const cases = leftOut.get(reason) ?? { count: 0, ids: [] };
  leftOut.set(reason, cases);
  cases.count++;
  if (cases.ids.length < MOST) cases.ids.push(id);
}
