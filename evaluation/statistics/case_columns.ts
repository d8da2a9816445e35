import type { LabelClass } from "../../core/mod.ts";
import type { Case, ClassFigures, MetricInfo } from "../run_folder/evaluation.ts";

/** The counts that rankings need. */
const COUNTS = ["tp", "fp", "fn"] as const;

/**
 * What rankings and means need of many cases: their ids, groups, grids, and per class three counts and the metrics, as numbers in
 * arrays, a tenth of what the cases take as objects.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const dice = { id: "dice", title: "Dice", better: "higher" } as const;
 * const columns = new CaseColumns([{ label: 1, name: "cat", color: "#e07a3f" }], [dice], 1);
 * const cat = { tp: 1, fp: 1, fn: 0, tn: 2, dice: 2 / 3 };
 * columns.add({ id: "a", shape: [2, 2], spacing: [1, 1], classes: { cat } });
 * assert.equal(columns.casesOf("cat")[0].classes.cat.dice, 2 / 3);
 * ```
 */
export class CaseColumns {
  readonly #ids: string[] = [];
  readonly #groups: (string | undefined)[] = [];
  readonly #grids: Pick<Case, "shape" | "spacing">[] = [];
  readonly #known = new Map<string, Pick<Case, "shape" | "spacing">>();
  readonly #fields: readonly string[];
  readonly #columns: Map<string, Float64Array[]>;

  /**
   * @param classes The classes.
   * @param metrics The metrics.
   * @param most How many cases there are at most.
   */
  constructor(
    classes: readonly LabelClass[],
    metrics: readonly Pick<MetricInfo, "id">[],
    most: number,
  ) {
    this.#fields = [...COUNTS, ...metrics.map(({ id }) => id)];
    const columns = (): Float64Array[] => this.#fields.map(() => new Float64Array(most));
    this.#columns = new Map(classes.map(({ name }) => [name, columns()]));
  }

  /** How many cases there are. */
  get count(): number {
    return this.#ids.length;
  }

  /** Adds a case. */
  add({ id, group, classes, shape, spacing }: Case): void {
    const row = this.#ids.push(id) - 1, key = `${shape} ${spacing}`;
    this.#groups.push(group);
    // most cases have one of few grids
    if (!this.#known.has(key)) this.#known.set(key, { shape, spacing });
    this.#grids.push(this.#known.get(key)!);
    for (const [name, columns] of this.#columns) {
      // null is no number, and back
      columns.forEach((column, f) => column[row] = classes[name][this.#fields[f]] ?? NaN);
    }
  }

  /**
   * The cases with what rankings need of one class.
   *
   * @param className The class.
   */
  casesOf(className: string): Case[] {
    const figuresOf = figuresIn(this.#columns.get(className)!, this.#fields);
    const about = { className, groups: this.#groups, grids: this.#grids, figuresOf };
    return this.#ids.map((id, row) => new CaseOfClass(id, row, about));
  }
}

/** What cases of one class share. */
interface About {
  className: string;
  groups: readonly (string | undefined)[];
  grids: readonly Pick<Case, "shape" | "spacing">[];
  figuresOf: (row: number) => ClassFigures;
}

/** The figures of a row, read from the columns: an object of its own would be five times as large. */
function figuresIn(
  columns: readonly Float64Array[],
  fields: readonly string[],
): (row: number) => ClassFigures {
  class Row {
    constructor(readonly row: number) {}
  }
  for (const [f, field] of fields.entries()) {
    const get = function (this: Row): number | null {
      return orNull(columns[f][this.row]);
    };
    Object.defineProperty(Row.prototype, field, { get });
  }
  return (row) => new Row(row) as unknown as ClassFigures;
}

/** A case whose figures are made whenever they are asked for: kept, they would be half of what there is. */
class CaseOfClass implements Case {
  readonly #row: number;
  readonly #about: About;

  constructor(readonly id: string, row: number, about: About) {
    this.#row = row;
    this.#about = about;
  }

  get group(): string | undefined {
    return this.#about.groups[this.#row];
  }

  get shape(): number[] {
    return this.#about.grids[this.#row].shape;
  }

  get spacing(): number[] {
    return this.#about.grids[this.#row].spacing;
  }

  get classes(): Case["classes"] {
    const { className, figuresOf } = this.#about;
    return { [className]: figuresOf(this.#row) };
  }
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
