/**
 * Training and inference of each engine beside PyTorch on the same CPU, alternating, each in a process
 * of its own: `deno task bench:training [FEATURES SIZE BATCH]…`. PyTorch runs as it comes and held to
 * AVX2, the widest vectors that V8 makes. THREADS, ROUNDS, SECONDS and PYTHON (one Python with PyTorch
 * or several, with commas) are taken from the environment; what isn't there is left out, and that is
 * said.
 *
 * @module
 */
import { cpus } from "node:os";
import { table } from "../cli/mod.ts";
import { FAST_FLAGS } from "@triptych/engine";
import { median } from "./peers.ts";
import type { Measurement } from "./training_run.ts";

/** What is measured: features, size, batch. */
const SETTINGS = [[16, 64, 8], [16, 128, 8], [32, 128, 8], [64, 128, 4]];

const threads = Deno.env.get("THREADS") ?? String(navigator.hardwareConcurrency);
const rounds = Number(Deno.env.get("ROUNDS") ?? 3);
const seconds = Deno.env.get("SECONDS") ?? "10";
const pythons = (Deno.env.get("PYTHON") ?? "python3").split(",");

/** Holds PyTorch and its oneDNN to vectors of 256 bits. */
const AVX2 = { ATEN_CPU_CAPABILITY: "avx2", ONEDNN_MAX_CPU_ISA: "AVX2" };

/** A program that trains. */
interface Contestant {
  name: string;
  program: string;
  args: string[];
  /** For training_run.ts. */
  engine?: string;
  env?: Record<string, string>;
  /** Whether others are measured by it. */
  isPeer: boolean;
}

if (import.meta.main) {
  const own = Deno.args.map(Number);
  const settings = own.length > 0 ? group(own) : SETTINGS;
  const about = `${threads} threads, medians of ${rounds} rounds of ${seconds} s`;
  console.log(`${cpus()[0]?.model}, ${about}`);
  console.log("training and inference in images per second, one image in milliseconds");
  const missing = new Set<string>();
  for (const setting of settings) {
    const [features, size, batch] = setting;
    const measured = await measure(setting.map(String), missing);
    console.log(`\n${features} features, ${size} px, batch ${batch}`);
    print(measured);
  }
}

function contestants(): Contestant[] {
  const script = (name: string) => new URL(name, import.meta.url).pathname;
  const permissions = ["--allow-read", "--allow-env", "--allow-sys", "--allow-ffi"];
  const run = { program: "deno", args: ["run", ...permissions, script("training_run.ts")] };
  const peer = { args: [script("training_peer.py")], isPeer: true };
  return [
    {
      name: "simd",
      ...run,
      engine: "fast",
      env: { DENO_V8_FLAGS: FAST_FLAGS.join(",") },
      isPeer: false,
    },
    { name: "simd --safe", ...run, engine: "simd", isPeer: false },
    { name: "tensorflow", ...run, engine: "tensorflow", isPeer: false },
    ...pythons.flatMap((program) => [
      { name: "PyTorch", program, ...peer },
      { name: "PyTorch, AVX2", program, ...peer, env: AVX2 },
    ]),
  ];
}

/** All, alternating, so that what else the machine does falls on all. */
async function measure(
  setting: string[],
  missing: Set<string>,
): Promise<Map<Contestant, Measurement[]>> {
  const measured = new Map<Contestant, Measurement[]>(contestants().map((one) => [one, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [one, measurements] of measured) {
      const key = `${one.name} of ${one.program}`;
      if (missing.has(key)) continue;
      const measurement = await run(one, setting);
      if (typeof measurement === "string") {
        console.log(`no ${key}: ${measurement}`);
        missing.add(key);
      } else measurements.push(measurement);
    }
  }
  return new Map([...measured].filter(([, measurements]) => measurements.length > 0));
}

/** What a program prints; the reason where it isn't there. */
async function run(
  { name, program, args, env, engine }: Contestant,
  setting: string[],
): Promise<Measurement | string> {
  const all = [...args, ...setting, threads, seconds, ...engine === undefined ? [] : [engine]];
  try {
    const { stdout, stderr, success } = await new Deno.Command(program, { args: all, env })
      .output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return JSON.parse(new TextDecoder().decode(stdout));
  } catch (error) {
    if (name.startsWith("simd")) throw error;
    const lines = (error as Error).message.trim().split("\n");
    return lines.find((line) => /error/i.test(line)) ?? lines[0];
  }
}

function print(measured: Map<Contestant, Measurement[]>): void {
  const peers = [...measured].filter(([{ isPeer }]) => isPeer).map(([, all]) => all);
  const rows = [...measured].map(([{ name, isPeer }, all]) => {
    const ratios = (key: Key) =>
      isPeer
        ? ""
        : peers.map((peer) => (medianOf(all, key) / medianOf(peer, key)).toFixed(2)).join(" ");
    return [
      `${name} ${all[0].version}`,
      ...[medianOf(all, "training").toFixed(2), ratios("training")],
      ...[medianOf(all, "inference").toFixed(1), ratios("inference")],
      ...[medianOf(all, "latency").toFixed(2), ratios("latency")],
      ...[(medianOf(all, "peak") / 2 ** 20).toFixed(0), ratios("peak")],
      all[0].start === undefined ? "" : medianOf(all, "start").toFixed(0),
    ];
  });
  const head = [
    "",
    "training",
    "ratio",
    "inference",
    "ratio",
    "one image",
    "ratio",
    "memory (MB)",
    "ratio",
    "start (ms)",
  ];
  console.log(table(rows, { head }));
}

type Key = Exclude<keyof Measurement, "version">;

function medianOf(measurements: Measurement[], key: Key): number {
  return median(measurements.map((measurement) => measurement[key]!));
}

function group(values: number[]): number[][] {
  return Array.from({ length: values.length / 3 }, (_, i) => values.slice(3 * i, 3 * i + 3));
}
