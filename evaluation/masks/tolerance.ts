import { listed } from "../../core/mod.ts";
import type { MetricInfo } from "../run_folder/evaluation.ts";

/**
 * The tolerance of a class's surface.
 *
 * @param name The class or region.
 * @param tolerance One for all, or one for each by name.
 * @returns The tolerance, in the unit of the spacing.
 * @throws {Error} If the class has none.
 */
export function toleranceOf(name: string, tolerance: MetricInfo["tolerance"] = {}): number {
  if (typeof tolerance === "number") return tolerance;
  if (Object.hasOwn(tolerance, name)) return tolerance[name];
  throw new Error(
    `Cannot measure the surface Dice of ${name}: the tolerance must be one number, or name each ` +
      `class and region, got ${listed(Object.keys(tolerance))}`,
  );
}

/**
 * Checks that each class has a tolerance, and that each tolerance is one of a class.
 *
 * @param names The classes and regions.
 * @param tolerance One for all, or one for each by name.
 * @throws {Error} If not.
 */
export function checkTolerance(
  names: readonly string[],
  tolerance: MetricInfo["tolerance"],
): void {
  if (tolerance === undefined || typeof tolerance === "number") return;
  const stranger = Object.keys(tolerance).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new Error(
      `Cannot measure the surface Dice of ${stranger}: it must be a class or a region, ` +
        `got ${listed([...names])}`,
    );
  }
  for (const name of names) toleranceOf(name, tolerance);
}
