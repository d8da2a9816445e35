import assert from "node:assert/strict";
import { HelpRequest, parseFlags, UsageError } from "../../cli/mod.ts";

const COMMAND = {
  name: "deno task train",
  description: "Trains a U-Net.",
  flags: {
    data: { kind: "string", value: "DIR", help: "photographs and trimaps" },
    preset: {
      kind: "string",
      choices: ["sample", "unet"],
      default: "sample",
      help: "the settings",
    },
    size: { kind: "integer", min: 16, max: 1024, default: 64, help: "pixels a side" },
    lr: { kind: "number", min: 0, default: 1e-3, help: "the step size" },
    seed: { kind: "integer", help: "seeds everything" },
    strict: { kind: "boolean", help: "skip nothing" },
    flip: { kind: "boolean", default: true, help: "mirror half of the photographs" },
  },
  examples: ["deno task train --data pets"],
} as const;

Deno.test("parseFlags() fills in the defaults and knows what was given", async () => {
  const { flags, given, positionals } = await parseFlags([], COMMAND);
  assert.deepEqual(flags, {
    data: undefined,
    preset: "sample",
    size: 64,
    lr: 1e-3,
    seed: undefined,
    strict: false,
    flip: true,
  });
  assert.deepEqual([given, positionals], [new Set(), []]);
});

Deno.test("parseFlags() reads every way to write a flag", async () => {
  const line = ["--data", "../pets", "--size=128", "--lr", "1e-4", "--seed=-3", "--strict"];
  const { flags, given } = await parseFlags([...line, "--no-flip"], COMMAND);
  assert.deepEqual(flags, {
    data: "../pets",
    preset: "sample",
    size: 128,
    lr: 1e-4,
    seed: -3,
    strict: true,
    flip: false,
  });
  assert.deepEqual(given, new Set(["data", "size", "lr", "seed", "strict", "flip"]));
});

Deno.test("parseFlags() reads a size of one number or of two", async () => {
  const spec = { kind: "size", min: 16, help: "the shape" } as const;
  const read = async (text: string) =>
    (await parseFlags(["--size", text], { ...COMMAND, flags: { size: spec } })).flags.size;
  assert.deepEqual([await read("64"), await read("64x32")], [64, "64x32"]);
  for (const text of ["64x8", "8", "64x", "x64", "64x32x3", "6.4x32", "64 x 32"]) {
    await assert.rejects(read(text), { message: /a whole number of at least 16, or WIDTHxHEIGHT/ });
  }
});

Deno.test("parseFlags() types the values by the flag's kind", async () => {
  const { flags } = await parseFlags(["--preset", "unet"], COMMAND);
  // these lines compile only when the types are right
  const preset: "sample" | "unet" = flags.preset;
  const [size, strict, seed]: [number, boolean, number | undefined] = [
    flags.size,
    flags.strict,
    flags.seed,
  ];
  assert.deepEqual([preset, size, strict, seed], ["unet", 64, false, undefined]);
});

Deno.test("parseFlags() hands on other arguments where the command takes them", async () => {
  const command = { ...COMMAND, positionals: "[RUN …]" };
  const { positionals } = await parseFlags(["runs/a", "--strict", "--", "--b"], command);
  assert.deepEqual(positionals, ["runs/a", "--b"]);
});

const REFUSED: [args: string[], message: string][] = [
  [["--sise", "64"], "Unknown flag --sise, did you mean --size?"],
  [["--bogus=1"], "Unknown flag --bogus\n"],
  [["--no-strikt"], "Unknown flag --no-strikt, did you mean --no-strict?"],
  [["--bogus", "--trict"], "Unknown flag --trict, did you mean --strict?"],
  [["-q"], "Unknown flag -q"],
  [["runs/a"], 'Expected flags only, got "runs/a"'],
  [["--data"], "--data needs a value, text; write --data=VALUE"],
  [["--data", "--strict"], "--data needs a value, text"],
  [["--lr", "-1"], "Unknown flag -1; a negative value is written --flag=-1"],
  [["--lr=-1"], '--lr must be a number of at least 0, got "-1"'],
  [["--lr", "fast"], '--lr must be a number of at least 0, got "fast"'],
  [["--lr", "Infinity"], '--lr must be a number of at least 0, got "Infinity"'],
  [["--size", "8"], '--size must be a whole number from 16 to 1024, got "8"'],
  [["--size", "64.5"], '--size must be a whole number from 16 to 1024, got "64.5"'],
  [["--size", "0x40"], '--size must be a whole number from 16 to 1024, got "0x40"'],
  [["--seed", "1e400"], '--seed must be a whole number, got "1e400"'],
  [["--preset", "unett"], '--preset must be one of sample, unet, got "unett", did you mean unet?'],
  [["--strict=maybe"], '--strict must be true or false if it has a value, got "maybe"'],
  [["--no-size=64"], '--no-size takes no value, got "64"'],
];

for (const [args, message] of REFUSED) {
  Deno.test(`parseFlags() refuses ${args.join(" ")}`, async () => {
    await assert.rejects(parseFlags(args, COMMAND), (error: Error) => {
      assert.ok(error instanceof UsageError);
      assert.ok(error.message.includes(message), error.message);
      return true;
    });
  });
}

Deno.test("parseFlags() lists the known flags beside an unknown one", async () => {
  await assert.rejects(parseFlags(["--bogus"], COMMAND), {
    name: "UsageError",
    message: "Unknown flag --bogus\n" +
      "Known flags: --data --preset --size --lr --seed --strict --flip --verbose --help",
  });
});

Deno.test("parseFlags() throws the help page for --help and -h", async () => {
  const page = `Trains a U-Net.

Usage:
  deno task train [flags]

Flags:
  --data DIR            photographs and trimaps
  --preset sample|unet  the settings (default sample)
  --size N              pixels a side (default 64)
  --lr X                the step size (default 0.001)
  --seed N              seeds everything
  --strict              skip nothing
  --no-flip             mirror half of the photographs
  --verbose             show where in the program an error came from
  --help                show this page (also -h)

Examples:
  deno task train --data pets`;
  for (const flag of ["--help", "-h"]) {
    await assert.rejects(parseFlags(["--size", "64", flag], COMMAND), (error: Error) => {
      assert.ok(error instanceof HelpRequest);
      assert.equal(error.page, page);
      return true;
    });
  }
});

Deno.test("parseFlags() breaks the lines of a help page at 100 characters", async () => {
  const words = (count: number): string => Array(count).fill("word").join(" ");
  const command = {
    name: "deno task long",
    description: words(30),
    flags: { size: { kind: "integer", help: words(40), default: 3 } },
  } as const;
  await assert.rejects(parseFlags(["--help"], command), (error: HelpRequest) => {
    const lines = error.page.split("\n");
    assert.equal(lines[0], words(20));
    assert.equal(lines[1], words(10));
    assert.ok(lines.every((line) => line.length <= 100));
    const start = lines.findIndex((line) => line.startsWith("  --size N   word"));
    assert.match(lines[start + 1], /^ {13}word/);
    assert.match(lines[start + 2], /^ {13}word.* \(default 3\)$/);
    return true;
  });
});
