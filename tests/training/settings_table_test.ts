// What follows from a row of the table of settings: type, flag, help, default, the check of run.json,
// and the table in docs/training.md.
import assert from "node:assert/strict";
import { readRun } from "../../evaluation/mod.ts";
import { expected, type HelpRequest, parseFlags } from "../../cli/mod.ts";
import { presetNames, settingsOf } from "../../training/presets.ts";
import { readBegunRun } from "../../training/open_run.ts";
import { SETTINGS } from "../../training/settings.ts";
import {
  checkedSettings,
  defaultsOf,
  flagName,
  settingFlags,
  type SettingSpec,
  type SettingsTable,
  typedSettings,
} from "../../training/settings_table.ts";
import { inFolder, trainWith } from "../commands/train_command.ts";

Deno.test("a setting is added in one place: a row gives its type, flag, help, default and check", async () => {
  const table = {
    ...SETTINGS,
    dropRate: { kind: "number", min: 0, max: 0.9, default: 0, help: "share of features left out" },
  } as const satisfies SettingsTable;
  const command = { name: "train", description: "Trains.", flags: settingFlags(table) };

  const line = await parseFlags(["--drop-rate", "0.2"], command);
  const settings = { ...defaultsOf(table), ...typedSettings(table, line) };
  const rate: number = settings.dropRate;
  assert.equal(rate, 0.2);
  assert.deepEqual(typedSettings(table, line), { dropRate: 0.2 });
  await assert.rejects(parseFlags(["--help"], command), (error: HelpRequest) => {
    return /--drop-rate X +share of features left out \(default 0\)/.test(error.page);
  });

  const message = "its setting dropRate must be a number from 0 to 0.9, got 2";
  assert.equal(checkedSettings(table, { dropRate: 0.5 }).dropRate, 0.5);
  assert.equal(checkedSettings(table, {}).dropRate, 0);
  assert.throws(() => checkedSettings(table, { dropRate: 2 }), { name: "TypeError", message });
  assert.throws(() => checkedSettings(SETTINGS, { dropRate: 0.5 }), {
    message: "its setting dropRate is unknown to this version",
  });
});

Deno.test("deno task train takes a setting that is added in one place, and a run keeps it", () =>
  inFolder(async (folder) => {
    const train = (...args: string[]) =>
      trainWith(new URL("another_setting.ts", import.meta.url), ...args);
    const small = "--animals 12 --size 16 --features 2 --batch 4 --epochs 1 --backend simd";
    const trained = await train(...small.split(" "), "--drop-rate", "0.2", "--out", folder);
    assert.equal(trained.code, 0, trained.stderr);
    const { run } = await readRun(folder);
    assert.equal(run!.settings.dropRate, 0.2);
    assert.match(run!.command!, / --drop-rate 0\.2$/);

    const refused = await train("--resume", folder, "--drop-rate", "0.3");
    assert.match(refused.stderr, /--drop-rate was 0\.2, got 0\.3/);
    const unknown = await train("--drop-rate", "2");
    assert.match(unknown.stderr, /--drop-rate must be a number from 0 to 0\.9, got "?2/);
  }));

Deno.test("a run.json whose settings can't be is refused in clear words", async () => {
  const folder = await Deno.makeTempDir();
  for (
    const [change, message] of [
      [{ schedule: "linear" }, 'schedule must be one of constant, cosine, step, got "linear"'],
      [{ epochs: "3" }, 'epochs must be a whole number of at least 1, got "3"'],
      [{ preset: "large" }, `preset must be one of ${presetNames.join(", ")}, got "large"`],
      [{ tune: 1 }, "tune must be true or false, got 1"],
      [{ momentum: 0.9 }, "momentum is unknown to this version"],
    ] as const
  ) {
    const settings = { ...settingsOf("sample"), ...change };
    await Deno.writeTextFile(`${folder}/run.json`, JSON.stringify({ settings }));
    await assert.rejects(readBegunRun(folder), {
      message: `Cannot resume ${folder}: its setting ${message}`,
    });
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("docs/training.md has a row per setting, as the table has it", async () => {
  const docs = await documentation();
  const rows = docs.filter(([first]) => /^`--[\w-]+`$/.test(first));
  const wanted = Object.entries<SettingSpec>(SETTINGS).map(docsRow);
  const markdown = wanted.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  assert.deepEqual(rows, wanted, `docs/training.md must have these rows:\n${markdown}\n`);
});

Deno.test("docs/training.md has every preset", async () => {
  const docs = await documentation();
  const rowOf = (name: string) => docs.find(([first]) => first === `\`${name}\``);
  for (const name of presetNames) assert.ok(rowOf(name), name);
  const { size, batch, epochs, lr, encoderLr } = settingsOf("best");
  const rates = `AdamW ${lr.toExponential()}, encoder ${encoderLr!.toExponential()}`;
  assert.deepEqual(rowOf("best")!.slice(2, 6), [`${size}`, `${batch}`, `${epochs}`, rates]);
});

/** The rows of all tables in docs/training.md. */
async function documentation(): Promise<string[][]> {
  const docs = await Deno.readTextFile(new URL("../../docs/training.md", import.meta.url));
  return [...docs.matchAll(/^\| (.*) \|$/gm)].map(([, row]) => row.split("|").map((c) => c.trim()));
}

/** A setting's row: flag, what it takes, default, reason, source. */
function docsRow([name, spec]: [string, SettingSpec]): string[] {
  const takes = spec.kind === "boolean" || (spec.kind === "string" && !spec.choices)
    ? (spec.value ?? "").replaceAll("|", ", ")
    : expected(spec).replace(/^one of /, "");
  const usual = spec.kind === "boolean" ? "" : String(spec.default ?? "");
  return [`\`--${flagName(name)}\``, takes, usual, spec.help, spec.source ?? ""];
}
