/**
 * Training and inference beside PyTorch on the same CPU, alternating, each in a process of its own:
 * `deno task bench:training [FEATURES SIZE BATCH]…`. THREADS, ROUNDS, SECONDS and PYTHON are taken from
 * the environment; without PyTorch its columns stay empty.
 *
 * @module
 */
import type { Measurement } from "./training_run.ts";

/** What is measured: features, size, batch. */
const SETTINGS = [[16, 64, 8], [16, 128, 8], [32, 128, 8], [64, 128, 4]];

const threads = Deno.env.get("THREADS") ?? String(navigator.hardwareConcurrency);
const rounds = Number(Deno.env.get("ROUNDS") ?? 3);
const seconds = Deno.env.get("SECONDS") ?? "10";
const python = Deno.env.get("PYTHON") ?? "python3";

if (import.meta.main) {
  const own = Deno.args.map(Number);
  const settings = own.length > 0 ? group(own) : SETTINGS;
  console.log(`${threads} threads, medians of ${rounds} rounds of ${seconds} s, images a second`);
  for (const setting of settings) {
    const [ours, theirs] = await measure(setting.map(String));
    const [features, size, batch] = setting;
    console.log(`\n${features} features, ${size} px, batch ${batch}`);
    print("simd", ours);
    if (theirs.length > 0) {
      print("PyTorch", theirs);
      const ratio = (key: "training" | "inference" | "peak") =>
        (median(ours, key) / median(theirs, key)).toFixed(2);
      console.log(
        `  ratio             training ${ratio("training")}, inference ${ratio("inference")}, ` +
          `memory ${ratio("peak")}`,
      );
    }
  }
}

/** Both, alternating, so that what else the machine does falls on both. */
async function measure(setting: string[]): Promise<[Measurement[], Measurement[]]> {
  const folder = new URL(".", import.meta.url).pathname;
  const permissions = ["--allow-read", "--allow-env", "--allow-sys"];
  const ours: Measurement[] = [], theirs: Measurement[] = [];
  for (let round = 0; round < rounds; round++) {
    const args = [...setting, threads, seconds];
    ours.push((await run("deno", ["run", ...permissions, `${folder}training_run.ts`, ...args]))!);
    const peer = await run(python, [`${folder}training_peer.py`, ...args]);
    if (peer !== null) theirs.push(peer);
  }
  return [ours, theirs];
}

/** What a program prints; null where it isn't there, which is said. */
async function run(program: string, args: string[]): Promise<Measurement | null> {
  try {
    const { stdout, stderr, success } = await new Deno.Command(program, { args }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return JSON.parse(new TextDecoder().decode(stdout));
  } catch (error) {
    if (program === "deno") throw error;
    console.log(`no PyTorch: ${(error as Error).message.trim().split("\n").at(-1)}`);
    return null;
  }
}

function print(name: string, measurements: Measurement[]): void {
  const start = measurements[0].start === undefined
    ? ""
    : `, started in ${median(measurements, "start").toFixed(0)} ms`;
  console.log(
    `  ${`${name} ${measurements[0].version}`.padEnd(17)} ` +
      `training ${median(measurements, "training").toFixed(2)}, ` +
      `inference ${median(measurements, "inference").toFixed(1)}, ` +
      `memory ${(median(measurements, "peak") / 2 ** 20).toFixed(0)} MB${start}`,
  );
}

function median(measurements: Measurement[], key: Exclude<keyof Measurement, "version">): number {
  const values = measurements.map((measurement) => measurement[key]!).sort((a, b) => a - b);
  return values[values.length >> 1];
}

function group(values: number[]): number[][] {
  return Array.from({ length: values.length / 3 }, (_, i) => values.slice(3 * i, 3 * i + 3));
}
