import assert from "node:assert/strict";
import { HelpRequest } from "../../cli/mod.ts";
import {
  ALL_SETTINGS,
  assumptionsOf,
  DEFAULTS,
  presetNames,
  PRESETS,
  settingsOf,
} from "../../training/presets.ts";
import type { InitialWeights, Run } from "../../evaluation/mod.ts";
import { refuseOtherWeights } from "../../training/encoder_weights.ts";
import type { ResumedRun } from "../../training/open_run.ts";
import { recordFromStart } from "../../training/more_epochs.ts";
import { describePreset, PUBLISHED } from "../../training/published.ts";
import {
  commandOf,
  readRequest,
  refuseContradictions,
  type Request,
} from "../../training/request.ts";
import { type Settings, sizeOf } from "../../training/settings.ts";
import { checkedSettings } from "../../training/settings_table.ts";

/** The settings that a command line gives. */
async function settings(...args: string[]): Promise<Settings> {
  const request = await readRequest(args);
  assert.ok(request.resume === undefined);
  return request.settings;
}

Deno.test("a planned run's settings are checked by what it can have", async () => {
  await assert.rejects(settings("--data", "x", "--test-augment", "d4"), /add d4 to --augment/);
});

Deno.test("the command of a run that is trained again has epochs in place of minutes", () => {
  const own = { ...settingsOf("unet"), epochs: 60, epochSteps: 50, minutes: 20 };
  const { command } = recordFromStart({ command: "" } as Run, own);
  assert.equal(command, "deno task train --preset unet --epochs 60 --epoch-steps 50");
});

Deno.test("a run is resumed from the weights that it began with, of a file or random ones", () => {
  const file = (sha256: string) => ({ name: "net.pth", sha256 });
  const begun = (weights?: InitialWeights) =>
    ({ held: { path: "runs/a" }, record: { weights } }) as ResumedRun;
  refuseOtherWeights(begun(file("a")), { name: "moved.pth", sha256: "a" });
  refuseOtherWeights(begun(), file("a"));
  const others: [InitialWeights, InitialWeights][] = [
    [file("a"), file("b")],
    [file("a"), "random"],
    [
      "random",
      file("a"),
    ],
  ];
  for (const [before, now] of others) {
    assert.throws(
      () => refuseOtherWeights(begun(before), now),
      /must have the weights that the run/,
    );
  }
});

Deno.test("the published presets have the published settings", () => {
  const table = ["unet", "mobilenetv3", "mobilenetv2", "mobilenetv2-long"] as const;
  const rows = table.map((name) => {
    const { encoder, size, batch, epochs, lr, data, validation } = settingsOf(name);
    return [encoder, size, batch, epochs, lr, data, validation];
  });
  assert.deepEqual(rows, [
    ["plain", 128, 64, 30, 1e-4, "oxford", 0],
    ["mobilenetv3-large", 128, 400, 200, 1e-3, "oxford", 0],
    ["mobilenetv2", 128, 64, 30, 1e-4, "oxford", 0],
    ["mobilenetv2", 128, 64, 100, 1e-3, "oxford", 0],
  ]);
  for (const name of table) {
    const {
      loss,
      schedule,
      warmup,
      weightDecay,
      augment,
      testAugment,
      patience,
      freeze,
      encoderLr,
      classWeights,
    } = settingsOf(name);
    assert.deepEqual(
      [
        ...[loss, schedule, warmup, weightDecay, augment, testAugment],
        ...[patience, freeze, encoderLr, classWeights],
      ],
      ["cross-entropy", "constant", 0, 0, "none", "none", 0, 0, undefined, undefined],
      `${name} uses nothing that the published work doesn't name`,
    );
  }
});

Deno.test("a preset states only what differs from the defaults", () => {
  const defaults: Record<string, unknown> = { ...DEFAULTS };
  for (const [preset, { settings }] of Object.entries(PRESETS)) {
    for (const [name, value] of Object.entries(settings)) {
      assert.notEqual(value, defaults[name], `${preset} ${name}`);
    }
  }
});

Deno.test("the published medians are midpoints, as their note says", () => {
  const { dice } = PUBLISHED.unet!;
  for (const { best, median, worst } of Object.values(dice!)) {
    // to the last of six digits
    assert.ok(Math.abs((best + worst) / 2 - median) < 1e-6, `${best} ${median} ${worst}`);
  }
});

Deno.test("run.json says what a preset assumes, and what is published", async () => {
  const described = describePreset(await settings("--preset", "mobilenetv3"));
  assert.deepEqual(Object.keys(described.assumed as object), ["encoder", "features", "size"]);
  const other = describePreset(await settings("--preset", "unet"));
  assert.deepEqual(other.assumed, {
    features: "32, as in the widely used U-Net of PyTorch Hub; the paper has 64",
  });
  assert.match(
    JSON.stringify(other.published),
    /"best":0.684106.*not medians|not medians.*0.684106/,
  );
  assert.deepEqual(describePreset(await settings()), {});
});

Deno.test("the help marks what is assumed", async () => {
  const { page } = await readRequest(["--help"]).then(() => assert.fail(), (error) => {
    assert.ok(error instanceof HelpRequest);
    return error;
  });
  const help = page.replace(/\s+/g, " ");
  assert.match(help, /"assumed" is one that the published work doesn't state/);
  for (const name of presetNames) {
    for (const setting of Object.keys(assumptionsOf(name))) {
      const flag = new RegExp(`--${setting} [^(]*\\([^)]*assumed in [^)]*\\b${name}\\b`);
      assert.match(help, flag, `${name} assumes ${setting}`);
    }
  }
});

Deno.test("the command of settings gives the same settings again", async () => {
  const lines = [
    [],
    [
      "--preset",
      "mobilenetv2",
      "--encoder-lr",
      "1e-4",
      "--augment",
      "flip,color",
      "--test-augment",
      "flip",
    ],
    [
      ..."--class-weights 1,1,3 --loss dice-cross-entropy --schedule cosine --warmup 0.5".split(
        " ",
      ),
      ..."--weight-decay 0.01 --freeze 2 --patience 3 --share 0.5".split(" "),
    ],
  ];
  for (const line of lines) {
    const wanted = await settings(...line);
    const [, , , ...again] = commandOf(wanted).split(" ");
    assert.deepEqual(await settings(...again), wanted, commandOf(wanted));
  }
});

Deno.test("settings that don't go together are refused", async () => {
  const bad: [string, RegExp][] = [
    ["--encoder mobilenetv2 --size 48", /^--size must be divisible by 32.*got 48; try 64$/],
    ["--data a --size 128x100", /^--size must be divisible by 16.*got 128x100; try 128x96$/],
    ["--size 128x8", /^--size must be a whole number of at least 16, or WIDTHxHEIGHT.*"128x8"$/],
    ["--size 128x", /got "128x"$/],
    ["--data menagerie --size 128x96", /^--size must be square for the menagerie, got 128x96$/],
    ["--encoder-lr 0", /^--encoder-lr must be above 0, got 0; .*--freeze 12$/],
    ["--freeze 13", /^--freeze must be at most the 12 epochs, got 13$/],
    ["--warmup 12", /^--warmup must be below the 12 epochs, got 12$/],
    ["--patience 2 --validation 0 --folds 3", /^--patience 2 needs images/],
    ["--augment flip --test-augment d4", /^--test-augment d4 predicts turned images.*got flip$/],
    ["--augment flip,blur", /^--augment must be none or some of flip, .*got "blur"$/],
    ["--augment none,flip", /got "none"$/],
    ["--class-weights 1,0,1", /^--class-weights must be numbers above 0, got "1,0,1"/],
    ["--class-weights 1,,2", /got "1,,2"$/],
    ["--class-weights 1,2,-3", /got "1,2,-3"$/],
    ["--schedule linear", /must be one of constant, cosine, step/],
    ["--loss dice", /must be one of cross-entropy, dice-cross-entropy/],
  ];
  for (const [line, message] of bad) {
    await assert.rejects(
      settings(...line.split(" ")),
      { name: "UsageError", message },
      line,
    );
  }
});

Deno.test("a size is one number or WIDTHxHEIGHT, which gives rows and columns", async () => {
  const of = async (text: string) => (await settings("--data", "a", "--size", text)).size;
  const sizes = [await of("256"), await of("256x128"), await of("128x128")];
  assert.deepEqual(sizes, [256, "256x128", "128x128"]);
  assert.deepEqual(sizes.map(sizeOf), [256, [128, 256], [128, 128]]);
  for (const size of sizes) {
    const kept = checkedSettings(ALL_SETTINGS, JSON.parse(JSON.stringify({ size })));
    assert.equal(kept.size, size, "as run.json keeps it");
  }
});

Deno.test("--resume takes no other settings than the run's", async () => {
  const request: Request = await readRequest(["--resume", "runs/a", "--weight-decay", "0.1"]);
  assert.ok(request.resume !== undefined);
  assert.deepEqual(request.typed, { weightDecay: 0.1 });
  assert.throws(
    () => refuseContradictions(request.typed!, settingsOf("sample"), false),
    /--weight-decay was 0, got 0.1/,
  );
  // where files lie and how it is computed changes no bit
  const elsewhere = await readRequest(
    "--resume runs/a --data b --weights c --threads 3 --memory 8".split(" "),
  );
  refuseContradictions(elsewhere.typed!, settingsOf("sample"), false);
});
