/**
 * Times the metrics beside their Python peers, on the same masks, in the same run, one thread each.
 *
 *     python3 -m venv .venv-bench && .venv-bench/bin/pip install -r bench/metrics_requirements.txt
 *     deno task bench:metrics [--python .venv-bench/bin/python] [--only TEXT] [--measures] [--write]
 *
 * Prints a table of medians of processor time, so that other programs on the machine matter less;
 * `--write` puts it into metrics/README.md. `--only` takes the cases whose names hold the text,
 * `--measures` the second table alone.
 */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { distanceTransform, evaluate, type LabelResult } from "@triptych/metrics";
import { measureMeasures } from "./measures.ts";
import { type BenchCase, CASES } from "./metrics_cases.ts";
import { BUDGET, median, Peers, time } from "./peers.ts";

/** Libraries that compute the set of metrics. */
const PEERS = ["medpy", "monai", "surface-distance", "scipy", "SimpleITK"];

/** Libraries that compute distance transforms. */
const TRANSFORMS = ["scipy transform", "edt transform", "SimpleITK transform"];

/** The set: all that the peers have, medpy without surface Dice, surface-distance without IoU. */
const METRICS = ["dice", "iou", "assd", "hd", "hd95", "surfaceDice"] as const;

/** One line of the table. */
interface Row {
  /** The case. */
  name: string;
  /** Median seconds, by library. */
  seconds: Map<string, number>;
}

/** Times one case with all libraries, and compares what they find. */
async function measure(
  bench: BenchCase,
  peers: Peers,
  folder: string,
): Promise<{ set: Row; transform?: Row }> {
  const { name, shape } = bench;
  const truth = { data: bench.truth, shape };
  const prediction = { data: bench.prediction, shape };
  const files = [join(folder, "truth"), join(folder, "prediction")];
  await writeFile(files[0], bench.truth);
  await writeFile(files[1], bench.prediction);
  const voxels = shape.reduce((product, length) => product * length);

  const options = { labels: [1], metrics: METRICS, tolerance: 1 };
  const ours = time(() => evaluate(truth, prediction, options)[0]);
  const set: Row = { name, seconds: new Map([["Triptych", median(ours.seconds)]]) };
  const request = { files, shape, budget: BUDGET };
  // those that transform a whole 512³ take minutes and more memory than there is
  for (const peer of voxels <= 2 ** 25 ? PEERS : ["monai", "surface-distance"]) {
    const answer = await peers.ask({ ...request, peer });
    if (answer.error) console.error(`${name}: ${peer}: ${answer.error}`);
    if (!answer.seconds) continue;
    set.seconds.set(peer, median(answer.seconds));
    compare(name, peer, ours.result, answer.values!);
  }
  if (!name.startsWith("menagerie") && !name.startsWith("balls")) return { set };

  const transformed = time(() => distanceTransform(truth));
  const transform: Row = { name, seconds: new Map([["Triptych", median(transformed.seconds)]]) };
  for (const peer of TRANSFORMS) {
    const answer = await peers.ask({ ...request, peer });
    if (answer.error) console.error(`${name}: ${peer}: ${answer.error}`);
    if (answer.seconds) transform.seconds.set(peer.split(" ")[0], median(answer.seconds));
  }
  return { set, transform };
}

/** Says where a peer that shares our definitions finds something else. */
function compare(
  name: string,
  peer: string,
  ours: LabelResult<typeof METRICS[number]>,
  values: (number | null)[],
): void {
  METRICS.forEach((metric, i) => {
    const value = values[i];
    // surface-distance measures between corners, medpy pools HD95, ITK has no surface at the edge
    const isComparable = peer === "scipy" || peer === "monai" || peer === "medpy" && i < 4;
    if (!isComparable || value === null || value === undefined) return;
    if (!(Math.abs(ours[metric] - value) <= 1e-5 * Math.max(1, value))) {
      console.error(`${name}: ${metric} is ${ours[metric]}, ${peer} finds ${value}`);
    }
  });
}

/** A Markdown table of milliseconds, and of how many times faster than each peer. */
function toTable(rows: Row[], peers: string[]): string {
  const number = (value: number) => value >= 100 ? value.toFixed(0) : value.toPrecision(3);
  const lines = rows.map(({ name, seconds }) => {
    const ours = seconds.get("Triptych")!;
    const cells = peers.map((peer) => {
      const theirs = seconds.get(peer);
      if (theirs === undefined) return "–";
      return `${number(theirs * 1000)} (${number(theirs / ours)}×)`;
    });
    return `| ${name} | **${number(ours * 1000)}** | ${cells.join(" | ")} |`;
  });
  const header = `| ms (times ours) | Triptych | ${peers.join(" | ")} |`;
  return [header, `|${"---|".repeat(peers.length + 2)}`, ...lines].join("\n");
}

/** Puts tables between the marks of a name in the package's README. */
async function writeReadme(name: string, text: string): Promise<void> {
  const file = new URL("../metrics/README.md", import.meta.url);
  const old = await readFile(file, "utf8");
  const marks = new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- end of ${name} -->)`);
  await writeFile(file, old.replace(marks, (_, begin, end) => `${begin}\n${text}\n\n${end}`));
  await new Deno.Command("deno", { args: ["fmt", "--quiet", file.pathname] }).output();
}

/** Times the set of metrics and the distance transform on all cases; returns the tables. */
async function measureSets(peers: Peers, folder: string, only: string): Promise<string> {
  const sets: Row[] = [];
  const transforms: Row[] = [];
  for (const make of CASES) {
    for (const bench of [await make()].flat()) {
      if (!bench.name.includes(only)) continue;
      const { set, transform } = await measure(bench, peers, folder);
      sets.push(set);
      if (transform) transforms.push(transform);
      console.error(toTable([set], PEERS).split("\n").at(-1));
    }
  }
  return [
    toTable(sets, PEERS),
    "The distance transform alone:",
    toTable(transforms, ["edt", "scipy", "SimpleITK"]),
  ].join("\n\n");
}

/** Runs all cases. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      python: { type: "string", default: ".venv-bench/bin/python" },
      only: { type: "string", default: "" },
      measures: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), "bench-metrics-"));
  const peers = new Peers(values.python);
  await peers.start();
  const software = Object.entries({ Deno: Deno.version.deno, ...peers.versions })
    .map(([name, version]) => `${name} ${version}`).join(", ");
  const about = "Medians of repeated runs, processor time, one thread each, " +
    `${cpus()[0].model.trim()}, ${new Date().toISOString().slice(0, 10)}; ${software}.`;
  const tables = new Map<string, string>();
  if (!values.measures) {
    tables.set("bench:metrics", await measureSets(peers, folder, values.only));
  }
  tables.set("bench:measures", await measureMeasures(peers, folder, values.only));
  await peers.stop();
  await rm(folder, { recursive: true });
  for (const [name, table] of tables) {
    const text = `${table}\n\n${about}`;
    console.log(text);
    if (values.write) await writeReadme(name, text);
  }
}

await main();
