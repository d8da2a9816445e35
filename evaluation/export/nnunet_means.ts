import type { Case } from "../run_folder/evaluation.ts";

/** nnU-Net's names of figures, in its order. */
export const NNUNET_NAMES = ["Dice", "FN", "FP", "IoU", "TN", "TP", "n_pred", "n_ref"] as const;

/** nnU-Net's figures of a class, NaN where it defines none. */
export type NnunetFigures = Record<typeof NNUNET_NAMES[number], number>;

/** The means of each class over cases, without NaN. */
export class NnunetMeans {
  readonly #totals: { name: string; sums: NnunetFigures; counts: NnunetFigures }[];

  /** @param names The classes. */
  constructor(names: readonly string[]) {
    const zeros = (): NnunetFigures => nnunetFiguresBy(() => 0);
    this.#totals = names.map((name) => ({ name, sums: zeros(), counts: zeros() }));
  }

  /** Adds a case. */
  add(one: Case): void {
    for (const { name, sums, counts } of this.#totals) {
      const figures = nnunetFiguresOf(one, name);
      for (const figure of NNUNET_NAMES) {
        if (Number.isNaN(figures[figure])) continue;
        sums[figure] += figures[figure];
        counts[figure]++;
      }
    }
  }

  /** The means of a class. */
  of(className: string): NnunetFigures {
    const { sums, counts } = this.#totals.find(({ name }) => name === className)!;
    return nnunetFiguresBy((figure) => sums[figure] / counts[figure]);
  }
}

/** nnU-Net's figures of a class of a case. */
export function nnunetFiguresOf(one: Case, name: string): NnunetFigures {
  const { tp, fp, fn, tn = NaN } = one.classes[name];
  return {
    Dice: (2 * tp) / (2 * tp + fp + fn),
    FN: fn,
    FP: fp,
    IoU: tp / (tp + fp + fn),
    TN: tn,
    TP: tp,
    n_pred: fp + tp,
    n_ref: fn + tp,
  };
}

/** Figures by name. */
export function nnunetFiguresBy(
  value: (name: typeof NNUNET_NAMES[number]) => number,
): NnunetFigures {
  return Object.fromEntries(NNUNET_NAMES.map((name) => [name, value(name)])) as NnunetFigures;
}
