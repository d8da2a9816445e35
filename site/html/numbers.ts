/** The figures of a cell as they are, for who saves the table: what is shown of them is rounded. */
import { type Markup, safe } from "./safe.ts";

/**
 * A cell's attributes.
 *
 * @param value The figure; NaN where there is none.
 * @param interval The ends of its interval, where it has one.
 */
export function numbers(value: number, interval?: readonly [number, number]): Markup {
  return safe` data-value="${written(value)}"${
    interval && safe` data-low="${written(interval[0])}" data-high="${written(interval[1])}"`
  }`;
}

/**
 * A cell of a table with the figure that it shows.
 *
 * @param text What is shown.
 * @param value The figure; NaN where there is none.
 * @param interval The ends of its interval, where it has one.
 */
export function cell(text: string, value: number, interval?: readonly [number, number]): Markup {
  return safe`<td class="right"${numbers(value, interval)}>${text}</td>`;
}

/** What a cell shows, a rounded figure, is loaded when somebody saves it: itself, or with the ends of its interval. */
export type Figure = number | [value: number, low: number, high: number];

/**
 * The figures of a run's largest tables for the script that saves them: half of a page of many classes.
 *
 * @param tables Rows of figures by the table's name; they stand in the last cells of its rows.
 */
export function figuresScript(tables: Record<string, Figure[][]>): string {
  const text = JSON.stringify(
    tables,
    (_, value) => typeof value === "number" && !Number.isFinite(value) ? written(value) : value,
  );
  return `window.triptychFigures = ${text};\n`;
}

function written(value: number): string {
  return Number.isNaN(value) ? "" : String(value);
}
