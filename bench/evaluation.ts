/**
 * Times `deno task evaluate` from start to end beside a script that calls medpy, on the same masks, and
 * measures how much memory many cases take:
 *
 *     deno task bench:evaluation [FOLDER] [--python PYTHON]
 *     deno task bench:evaluation --pairs 1000,10000,100000
 *
 * FOLDER is a folder of true masks, by default the trimaps of Oxford-IIIT Pet; predicted ones are made of
 * them. Both programs run on one core (`taskset`), all in turn, and then ours on two, and on one in a program
 * that asks for the figures alone, without pictures. It prints the
 * shortest of three, the peer's of one. With --pairs, so many pairs of 128² are made, and peak memory is
 * printed in place of ratios.
 *
 * @module
 */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { table } from "../cli/mod.ts";
import { mulberry32 } from "../core/mod.ts";
import { decodeLabelPng, encodeLabelPng, type LabelPicture } from "../io/mod.ts";

const ROOT = new URL("..", import.meta.url).pathname;
const TRIMAPS = join(ROOT, "../shared/oxford-iiit-pet/annotations/trimaps");
const GREYS = Array.from({ length: 256 }, (_, i) => [i, i, i] as const);

/** What a program took. */
interface Cost {
  /** Seconds from start to end. */
  seconds: number;
  /** The most memory it had, in MiB, its threads together; 0 where it wasn't looked at. */
  peak: number;
}

/** How many times it has run. */
let runs = 0;

if (import.meta.main) {
  const { positionals: [folder = TRIMAPS], values } = parseArgs({
    args: Deno.args,
    allowPositionals: true,
    options: {
      python: { type: "string", default: ".venv-bench/bin/python" },
      pairs: { type: "string" },
    },
  });
  const scratch = await Deno.makeTempDir({ prefix: "triptych-evaluation-" });
  try {
    console.log(`${cpus()[0].model.trim()}, ${new Date().toISOString().slice(0, 10)}\n`);
    if (values.pairs === undefined) await besidePeer(folder, values.python, scratch);
    else await manyPairs(values.pairs.split(",").map(Number), scratch);
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

/** The same masks by medpy and by us. */
async function besidePeer(truth: string, python: string, scratch: string): Promise<void> {
  const prediction = join(scratch, "prediction");
  const count = await perturb(truth, prediction);
  const script = join(ROOT, "bench/evaluation_peer.py"), found = join(scratch, "peer.jsonl");
  const peer = await run(["taskset", "-c", "0", python, script, truth, prediction, found]);
  const ours = async (cores: string): Promise<Cost> => {
    const costs: Cost[] = [];
    for (let i = 0; i < 3; i++) {
      costs.push(await evaluate(["taskset", "-c", cores], { truth, prediction }, scratch));
    }
    return costs.sort((a, b) => a.seconds - b.seconds)[0];
  };
  const one = await ours("0"), two = await ours("0,1");
  const figures = await figuresAlone(["taskset", "-c", "0"], { truth, prediction });
  await compare(found, lastRun(scratch));
  const row = (name: string, cost: Cost, ratio: number): string[] => [
    ...[name, cost.seconds.toFixed(2), ratio.toFixed(2)],
  ];
  console.log(table([
    row("medpy 0.5.2, one core", peer, 1),
    row("evaluate, one core", one, peer.seconds / one.seconds),
    row("evaluate, two cores", two, peer.seconds / two.seconds),
    row("figures without pictures, one core", figures, peer.seconds / figures.seconds),
  ], { head: [`${count} pairs`, "seconds", "times as fast"] }));
  console.log(`\ntwo cores: ${(one.seconds / two.seconds).toFixed(2)} times one`);
}

/** Memory and time of many small cases. */
async function manyPairs(counts: readonly number[], scratch: string): Promise<void> {
  const rows: string[][] = [];
  for (const count of counts) {
    const truth = join(scratch, `${count}/truth`),
      prediction = join(scratch, `${count}/prediction`);
    await makePairs(count, truth, prediction);
    const { seconds, peak } = await evaluate([], { truth, prediction }, scratch);
    const { size } = await Deno.stat(join(lastRun(scratch), "evaluation.json"));
    rows.push([
      ...[String(count), seconds.toFixed(1), peak.toFixed(0), (size / 2 ** 20).toFixed(0)],
    ]);
    await Deno.remove(join(scratch, String(count)), { recursive: true });
  }
  console.log(
    table(rows, { head: ["pairs of 128²", "seconds", "peak MiB", "evaluation.json, MiB"] }),
  );
}

/** Makes predictions of true masks: moved by a few pixels, with spots of another label. */
async function perturb(from: string, to: string): Promise<number> {
  await mkdir(to, { recursive: true });
  const random = mulberry32(18), files = (await readdir(from)).filter((f) => f.endsWith(".png"));
  for (const file of files.sort()) {
    const { labels, width, height } = decodeLabelPng(await readFile(join(from, file)));
    await writeFile(
      join(to, file),
      encodeLabelPng(perturbed({ labels, width, height }, random), GREYS),
    );
  }
  return files.length;
}

function perturbed({ labels, width, height }: LabelPicture, random: () => number): LabelPicture {
  const [dx, dy] = [0, 0].map(() => Math.floor(random() * 9) - 4);
  const moved = labels.map((_, i) => {
    const x = Math.min(width - 1, Math.max(0, i % width + dx));
    const y = Math.min(height - 1, Math.max(0, Math.floor(i / width) + dy));
    return labels[y * width + x];
  });
  for (let spot = 0; spot < 4; spot++) {
    const [cx, cy, radius] = [random() * width, random() * height, 2 + random() * 12];
    const label = 1 + Math.floor(random() * 3);
    for (let i = 0; i < moved.length; i++) {
      if (Math.hypot(i % width - cx, Math.floor(i / width) - cy) < radius) moved[i] = label;
    }
  }
  return { labels: moved, width, height };
}

/** Makes pairs of discs, a few hundred different ones under many names. */
async function makePairs(count: number, ...folders: [truth: string, prediction: string]) {
  const random = mulberry32(18), size = 128, different = Math.min(count, 500);
  for (const folder of folders) await mkdir(folder, { recursive: true });
  for (let i = 0; i < count; i++) {
    const name = (at: number): string => `case_${String(at).padStart(6, "0")}.png`;
    for (const folder of folders) {
      if (i >= different) {
        Deno.linkSync(join(folder, name(i % different)), join(folder, name(i)));
        continue;
      }
      const [cx, cy, radius] = [50 + random() * 28, 50 + random() * 28, 20 + random() * 25];
      const labels = Uint8Array.from({ length: size * size }, (_, p) => {
        const away = Math.hypot(p % size - cx, Math.floor(p / size) - cy);
        return away < radius / 2 ? 2 : away < radius ? 1 : 0;
      });
      const png = encodeLabelPng({ labels, width: size, height: size }, GREYS);
      Deno.writeFileSync(join(folder, name(i)), png);
    }
  }
}

/** The run folder that it wrote last. */
function lastRun(scratch: string): string {
  return join(scratch, `run-${runs}`);
}

/** Runs the task's command. */
async function evaluate(
  before: string[],
  { truth, prediction }: { truth: string; prediction: string },
  scratch: string,
): Promise<Cost> {
  const { tasks } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
  const [, ...command] = tasks.evaluate.command.split(" ");
  // a folder of its own for each: ext4 searches long for the number of a new file where others were
  // removed in the last minutes, which no first run meets
  const out = join(scratch, `run-${++runs}`);
  const flags = ["--truth", truth, "--prediction", prediction, "--out", out];
  return await run([...before, Deno.execPath(), ...command, ...flags], before.length === 0);
}

/** The same figures in a program of its own, which writes nothing: the shortest of three. */
async function figuresAlone(
  before: string[],
  { truth, prediction }: { truth: string; prediction: string },
): Promise<Cost> {
  const program = ["run", "--allow-read", join(ROOT, "bench/figures_alone.ts"), truth, prediction];
  const costs: Cost[] = [];
  for (let i = 0; i < 3; i++) costs.push(await run([...before, Deno.execPath(), ...program]));
  return costs.sort((a, b) => a.seconds - b.seconds)[0];
}

/** Runs a program to its end, and looks at its memory where that is asked for. */
async function run(command: readonly string[], hasPeak = false): Promise<Cost> {
  const [program, ...args] = command;
  const start = performance.now();
  const child = new Deno.Command(program, { args, cwd: ROOT, stdout: "null" }).spawn();
  let peak = 0;
  const look = async (): Promise<void> => void (peak = Math.max(peak, await peakOf(child.pid)));
  const timer = hasPeak ? setInterval(look, 100) : undefined;
  const { success } = await child.status;
  clearInterval(timer);
  if (!success) throw new Error(`${program} failed`);
  return { seconds: (performance.now() - start) / 1000, peak };
}

/** The most memory that a process has had so far, in MiB; Linux alone says it, to `cat` and not to Deno. */
async function peakOf(pid: number): Promise<number> {
  const args = [`/proc/${pid}/status`];
  const { stdout } = await new Deno.Command("cat", { args, stderr: "null" }).output();
  return Number(/^VmHWM:\s*(\d+) kB/m.exec(new TextDecoder().decode(stdout))?.[1] ?? 0) / 1024;
}

/** Refuses to compare programs that find different things. */
async function compare(peerFile: string, run: string): Promise<void> {
  const { cases } = JSON.parse(await readFile(join(run, "evaluation.json"), "utf8"));
  const lines = (await readFile(peerFile, "utf8")).trim().split("\n").map((line) =>
    JSON.parse(line)
  );
  const theirs = new Map(lines.map(({ id, classes }) => [id, classes]));
  let compared = 0;
  for (const { id, classes } of cases) {
    for (const [label, figures] of Object.entries<Record<string, number>>(theirs.get(id))) {
      // medpy pools the distances of both directions before it takes the percentile
      for (const metric of ["dice", "iou", "assd"]) {
        const [ours, peer] = [classes[`label ${label}`][metric], figures[metric]];
        if (peer === null ? ours === null : Math.abs(ours - peer) < 1e-9 * Math.max(1, peer)) {
          compared++;
        } else {
          console.error(`${id}, label ${label}: ${metric} is ${ours}, medpy finds ${peer}`);
          process.exitCode = 1;
        }
      }
    }
  }
  console.log(`${compared} figures are medpy's`);
}
