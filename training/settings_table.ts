/**
 * What is derived from a table of settings: their type, their defaults, the flags that set them, and the
 * check of those in a `run.json`.
 *
 * @module
 */
import { expected, type FlagSpec, type FlagValue, takes } from "../cli/mod.ts";

/** Rows by the setting's name; its flag has the same in kebab-case. */
export type SettingsTable = Record<string, SettingSpec>;

/** One setting: what it may be, its default where it has one, and the reason for it. */
export interface SettingSpec extends FlagSpec {
  /** Where the method comes from, for the documentation. */
  source?: string;
}

/** The settings of a table: those without a default may be left out. */
export type SettingsOf<Table extends SettingsTable> =
  & {
    -readonly [Name in keyof Table as Table[Name] extends { default: unknown } ? Name : never]:
      FlagValue<Table[Name]>;
  }
  & {
    -readonly [Name in keyof Table as Table[Name] extends { default: unknown } ? never : Name]?:
      FlagValue<Table[Name]>;
  };

/** The default of each setting that has one. */
export function defaultsOf<Table extends SettingsTable>(table: Table): SettingsOf<Table> {
  const usual = Object.entries(table).filter((row) => row[1].default !== undefined);
  return Object.fromEntries(usual.map(([name, spec]) => [name, spec.default])) as SettingsOf<Table>;
}

/** Some rows of a table. */
export function pick<Table extends SettingsTable, Name extends keyof Table & string>(
  table: Table,
  names: readonly Name[],
): Pick<Table, Name> {
  return Object.fromEntries(names.map((name) => [name, table[name]])) as Pick<Table, Name>;
}

/** A setting's name in kebab-case, `testData` as `test-data`. */
export type FlagName<Name> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${FlagName<Rest>}`
  : Name;

/** The name of the flag that sets a setting. */
export function flagName(setting: string): string {
  return setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The flags of a table's settings. */
export type SettingFlags<Table extends SettingsTable> = {
  [Name in keyof Table & string as FlagName<Name>]: Omit<Table[Name], "default">;
};

/**
 * The flags that set a table's settings. They have no defaults, so that it is known what was typed; the
 * help gives the defaults, unless others hold, the choices if they aren't shown beside the flag, and the
 * remarks.
 */
export function settingFlags<Table extends SettingsTable>(
  table: Table,
  { hasDefaults = true, remarksOn = () => [] }: {
    hasDefaults?: boolean;
    remarksOn?: (name: string) => readonly string[];
  } = {},
): SettingFlags<Table> {
  const flags = Object.entries(table).map(([name, { default: usual, source: _, ...spec }]) => {
    const remarks = [
      ...spec.choices !== undefined && spec.value !== undefined ? [spec.choices.join(", ")] : [],
      ...!hasDefaults || usual === undefined || spec.kind === "boolean" ? [] : [`default ${usual}`],
      ...remarksOn(name),
    ];
    const help = remarks.length > 0 ? `${spec.help} (${remarks.join("; ")})` : spec.help;
    return [flagName(name), { ...spec, help }];
  });
  return Object.fromEntries(flags);
}

/** The settings that a command line gives, in the order of the table. */
export function typedSettings<Table extends SettingsTable>(
  table: Table,
  { flags, given }: { flags: Record<string, unknown>; given: ReadonlySet<string> },
): Partial<SettingsOf<Table>> {
  const typed = Object.keys(table).filter((name) => given.has(flagName(name)));
  // the parser has checked each
  return Object.fromEntries(
    typed.map((name) => [name, flags[flagName(name)]]),
  ) as Partial<SettingsOf<Table>>;
}

/**
 * The settings in a file, completed by the defaults of those that its version didn't have.
 *
 * @throws {TypeError} If a setting is unknown or invalid.
 */
export function checkedSettings<Table extends SettingsTable>(
  table: Table,
  settings: Record<string, unknown>,
): SettingsOf<Table> {
  for (const [name, value] of Object.entries(settings)) {
    if (!Object.hasOwn(table, name)) {
      throw new TypeError(`its setting ${name} is unknown to this version`);
    }
    if (value !== undefined && !takes(table[name], value)) {
      throw new TypeError(
        `its setting ${name} must be ${expected(table[name])}, got ${JSON.stringify(value)}`,
      );
    }
  }
  return { ...defaultsOf(table), ...settings };
}
