import { join } from "node:path";
import { readRun, type RunFolder } from "../../../evaluation/mod.ts";
import { makeRun } from "../../site/make_run.ts";
import { oddJson } from "../odd_json.ts";
import type { Reader } from "../reader.ts";

/** Between the two files of an input. */
const SEAM = "\n\x1e\n";

/** A `run.json` of another program, and one with every field. */
const OLD = '{"settings":{"size":128},"data":{"train":["a"],"test":["b"]}}';
const RUN = JSON.stringify({
  status: "running",
  settings: { size: 64, epochs: 3 },
  backend: "simd",
  versions: { deno: "2.9.6" },
  hardware: "2 CPU threads",
  data: { name: "x", fingerprint: "00ff", train: ["a"], validation: ["b"], test: ["c"] },
  curvesOn: "validation",
  seconds: 1,
  command: "deno task train --size 64",
  startedAt: "2026-01-01T00:00:00Z",
  weights: { name: "encoder.pth", sha256: "ef", source: "https://example.org" },
  bestEpoch: 2,
  notes: ["The training diverged.", "The disk is slow."],
  error: "the disk is full",
  published: {
    source: "a talk",
    note: "medians",
    figures: "three",
    pretrained: true,
    settings: { epochs: 30 },
    dice: { cat: { best: 0.9, median: 0.5, worst: 0.1 } },
    comparisons: [{ to: "best", about: "the encoder" }],
  },
  assumed: { size: "64, as elsewhere" },
});

/** `run.json` and `history.jsonl`. */
export const reader: Reader = {
  async seeds() {
    const folder = await Deno.makeTempDir();
    try {
      await makeRun(folder, { evaluated: false, status: "running", epochs: 5, preset: "unet" });
      const files = ["run.json", "history.jsonl"].map((name) => join(folder, name));
      const [run, history] = await Promise.all(files.map((file) => Deno.readTextFile(file)));
      return [`${run}${SEAM}${history}`, `${OLD}${SEAM}`].map((text) =>
        new TextEncoder().encode(text)
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
  repair(bytes) {
    const seam = new TextDecoder("latin1").decode(bytes).indexOf(SEAM);
    const [run, history] = seam < 0
      ? [bytes, new Uint8Array()]
      : [bytes.subarray(0, seam), bytes.subarray(seam)];
    return Uint8Array.from([...oddJson([OLD, RUN], run), ...history]);
  },
  async read(bytes, folder) {
    // bytes as they are: damage may make them anything but UTF-8
    const seam = new TextDecoder("latin1").decode(bytes).indexOf(SEAM);
    const end = seam < 0 ? bytes.length : seam;
    await Deno.writeFile(join(folder, "run.json"), bytes.subarray(0, end));
    await Deno.writeFile(join(folder, "history.jsonl"), bytes.subarray(end + SEAM.length));
    const { run, history, problems } = await readRun(folder);
    return { run, history, problems };
  },
  check(result) {
    const { history, problems } = result as RunFolder;
    const isOrdered = history.every(({ epoch }, i) => i === 0 || epoch > history[i - 1].epoch);
    if (!isOrdered) return "epochs out of order";
    return problems.some((problem) => problem.length > 300) ? "a problem too long" : undefined;
  },
};
