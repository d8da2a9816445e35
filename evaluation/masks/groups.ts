import { counted } from "../../core/mod.ts";
import { exists } from "../../io/mod.ts";
import type { CasePaths } from "./case_paths.ts";
import { readTable } from "./pairs_file.ts";

/**
 * Gives each case its group.
 *
 * @param cases The cases.
 * @param groups A regular expression whose first group names a case's group, as `triptych.json` has it,
 *   or a CSV with columns `id` and `group`; without it groups stay as a list gave them.
 * @returns The cases with their groups, and a note about those without one.
 * @throws {Error} If the CSV can't be read.
 * @throws {TypeError} If the expression can't be used.
 */
export async function withGroups(
  cases: readonly CasePaths[],
  groups: string | undefined,
): Promise<{ cases: CasePaths[]; notes: string[] }> {
  if (groups === undefined) return { cases: [...cases], notes: [] };
  const groupOf = await readGroups(groups);
  const grouped = cases.map((one): CasePaths => {
    // a list's own group may be a hospital, and would pass for a patient
    const { group: _, ...rest } = one, group = groupOf(one.id);
    return group ? { ...rest, group } : rest;
  });
  const alone = grouped.filter(({ group }) => group === undefined).map(({ id }) => id);
  if (alone.length === 0) return { cases: grouped, notes: [] };
  const some = alone.slice(0, 3).join(", ") + (alone.length > 3 ? ", …" : "");
  return {
    cases: grouped,
    notes: [`--groups names no group of ${counted(alone.length, "case")}: ${some}`],
  };
}

async function readGroups(groups: string): Promise<(id: string) => string | undefined> {
  if (/\.(csv|tsv|txt)$/i.test(groups) && await exists(groups)) {
    const rows = await readTable(groups, ["id", "group"], ["id", "group"]);
    const byId = new Map(rows.map(({ cells }) => [cells.id!.normalize("NFC"), cells.group]));
    return (id) => byId.get(id);
  }
  const rule = "it must be a CSV with columns id and group, or a regular expression whose first " +
    "group names the case's group";
  let regExp: RegExp;
  try {
    regExp = new RegExp(groups, "iu");
  } catch (cause) {
    throw new TypeError(`Cannot group cases: ${rule}, got ${groups}`, { cause });
  }
  // an empty alternative matches anything, and shows how many groups there are
  if (new RegExp(`${groups}|`).exec("")!.length < 2) {
    throw new TypeError(`Cannot group cases: ${rule}, got ${groups}`);
  }
  return (id) => regExp.exec(id)?.[1];
}
