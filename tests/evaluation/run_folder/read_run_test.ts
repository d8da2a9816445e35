import assert from "node:assert/strict";
import type { EpochRecord } from "../../../core/mod.ts";
import {
  appendHistory,
  createFreeRunFolder,
  createRunFolder,
  holdRunFolder,
  readHistory,
  readRun,
  type Run,
  writeHistory,
  writeRun,
} from "../../../evaluation/mod.ts";

const RUN: Run = {
  status: "running",
  settings: { size: 64, lr: 1e-3, data: null },
  backend: "simd",
  versions: { deno: "2.9.6" },
  hardware: "2 CPU threads",
  data: { name: "menagerie", fingerprint: "ab", train: ["a"], validation: ["b"], test: ["c"] },
  curvesOn: "validation",
  seconds: 0,
};

function epoch(number: number): EpochRecord {
  return {
    epoch: number,
    trainLoss: 1 / number,
    validationLoss: 1.5 / number,
    dice: { foreground: 0.1 * number },
    learningRate: 1e-3,
    seconds: 2,
    imagesPerSecond: 30,
  };
}

/** Runs a test in a folder of its own. */
function folderTest(name: string, test: (folder: string) => Promise<void>): void {
  Deno.test(name, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await test(folder);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

folderTest("createRunFolder() makes a folder and those above it", async (folder) => {
  for (const path of [`${folder}/runs/a`, `${folder}/runs/b/`]) {
    using held = await createRunFolder(path);
    assert.equal(held.path, path);
    assert.ok((await Deno.stat(path)).isDirectory);
  }
});

folderTest(
  "createRunFolder() takes an empty folder, never one that holds something",
  async (folder) => {
    const path = `${folder}/a`;
    await Deno.mkdir(path);
    (await createRunFolder(path))[Symbol.dispose]();
    // a lock that nobody holds is no content
    using _held = await createRunFolder(path);
    await Deno.writeTextFile(`${path}/notes.txt`, "mine");
    const error = {
      message:
        `Cannot make the run folder ${path}: it must not exist yet, but already contains something`,
    };
    await assert.rejects(createRunFolder(path), error);
    await assert.rejects(createRunFolder(`${path}/notes.txt`), /notes\.txt: it must not exist yet/);
    assert.equal(await Deno.readTextFile(`${path}/notes.txt`), "mine");
  },
);

folderTest("createFreeRunFolder() counts on where a name is taken", async (folder) => {
  const made = [];
  for (let i = 0; i < 3; i++) {
    made.push((await createFreeRunFolder(`${folder}/runs`, "sample")).path);
  }
  assert.deepEqual(
    made,
    ["sample", "sample-2", "sample-3"].map((name) => `${folder}/runs/${name}`),
  );
});

folderTest("createFreeRunFolder() gives two programs two folders", async (folder) => {
  const made = await Promise.all(
    Array.from({ length: 8 }, () => createFreeRunFolder(folder, "sample")),
  );
  assert.equal(new Set(made.map(({ path }) => path)).size, 8);
});

folderTest("two programs never get the same folder", async (folder) => {
  const path = `${folder}/run`;
  const both = await Promise.allSettled([createRunFolder(path), createRunFolder(path)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  const { reason } = both.find(({ status }) => status === "rejected") as PromiseRejectedResult;
  assert.match(
    reason.message,
    /^Cannot write to .*\/run: process \d+ \(/,
  );
});

folderTest("readRun() knows whether a process writes to the folder", async (folder) => {
  await writeRun(folder, RUN);
  assert.equal((await readRun(folder)).writer, "unknown");
  const held = await holdRunFolder(folder);
  assert.equal((await readRun(folder)).writer, "alive");
  held[Symbol.dispose]();
  assert.equal((await readRun(folder)).writer, "gone");
});

folderTest("readRun() reads a run that has only begun", async (folder) => {
  await writeRun(folder, RUN);
  const read = await readRun(folder);
  assert.deepEqual(read.run, RUN);
  assert.deepEqual([read.history, read.evaluation, read.epochPictures], [[], null, []]);
  assert.equal(read.name, folder.replace(/.*\//, ""));
  assert.equal((await readRun(`${folder}/`)).name, read.name);
});

folderTest("readRun() keeps fields it does not know, through writing again", async (folder) => {
  const more = { ...RUN, mood: "good", data: { ...RUN.data, source: "drawn" } };
  await writeRun(folder, more);
  const { run } = await readRun(folder);
  await writeRun(folder, run!);
  assert.deepEqual((await readRun(folder)).run, more);
});

folderTest("readRun() fills in what an earlier run.json does not say", async (folder) => {
  const earlier = {
    settings: { size: 128 },
    backend: "pytorch",
    data: { train: ["a"], test: ["b"] },
  };
  await Deno.writeTextFile(`${folder}/run.json`, JSON.stringify(earlier));
  assert.deepEqual((await readRun(folder)).run, {
    status: "stopped",
    settings: { size: 128 },
    backend: "pytorch",
    versions: {},
    hardware: "",
    data: { train: ["a"], validation: [], test: ["b"] },
    curvesOn: "test",
    seconds: 0,
  });
});

folderTest("readRun() refuses a folder without a run, and says what it holds", async (folder) => {
  await assert.rejects(readRun(folder), {
    message: `Cannot read the run folder ${folder}: it must contain run.json or evaluation.json, ` +
      "got neither",
  });
  await assert.rejects(readRun(`${folder}/none`), /none: it must contain .*, got no such folder/);
  await Deno.writeTextFile(`${folder}/file`, "");
  await assert.rejects(readRun(`${folder}/file`), /got a file instead of a folder/);
});

const BROKEN: [text: string, message: RegExp][] = [
  ['{"settings', /Cannot read .*\/run\.json: .*JSON/],
  ["[]", /Cannot read .*\/run\.json: it must be object, got \[\]/],
  [
    '{"status":"asleep"}',
    /\/status must be equal to one of the allowed values \["running",.*\], got "asleep"/,
  ],
  ['{"data":{"train":[1]}}', /\/data\/train\/0 must be string, got 1/],
  ['{"seconds":"long"}', /\/seconds must be number, got "long"/],
  ['{"settings":[]}', /\/settings must be object, got \[\]/],
  ['{"backend":3}', /\/backend must be string, got 3/],
  ['{"curvesOn":"train"}', /\/curvesOn must be equal to one of .*"test"\], got "train"/],
];

for (const [text, message] of BROKEN) {
  folderTest(`readRun() names the file and the fault of ${text}`, async (folder) => {
    await Deno.writeTextFile(`${folder}/run.json`, text);
    await assert.rejects(readRun(folder), message);
  });
}

folderTest("readRun() names evaluation.json where it is broken", async (folder) => {
  await writeRun(folder, RUN);
  await Deno.writeTextFile(`${folder}/evaluation.json`, '{"schema":"triptych/evaluation@9"}');
  await assert.rejects(readRun(folder), /Cannot read .*\/evaluation\.json: Not an evaluation of/);
});

folderTest("readRun() lists the pictures of epochs by id and epoch", async (folder) => {
  await writeRun(folder, { ...RUN, data: { ...RUN.data, test: ["b", "a/1", "a"] } });
  await Deno.mkdir(`${folder}/epochs`);
  const names = ["b.002.png", "b.010.png", "b.001.png", "a.1000.png", "notes.txt", "b.1.png"];
  for (const name of names) await Deno.writeTextFile(`${folder}/epochs/${name}`, "");
  assert.deepEqual((await readRun(folder)).epochPictures, [
    { id: "a", epoch: 1000, path: "epochs/a.1000.png" },
    { id: "b", epoch: 1, path: "epochs/b.001.png" },
    { id: "b", epoch: 2, path: "epochs/b.002.png" },
    { id: "b", epoch: 10, path: "epochs/b.010.png" },
  ]);
});

folderTest("appendHistory() adds epochs that readHistory() reads", async (folder) => {
  assert.deepEqual(await readHistory(folder), { epochs: [], problems: [] });
  for (let number = 1; number <= 3; number++) await appendHistory(folder, epoch(number));
  assert.deepEqual(await readHistory(folder), { epochs: [1, 2, 3].map(epoch), problems: [] });
});

folderTest("readHistory() ignores a last line cut short, wherever it was cut", async (folder) => {
  const line = JSON.stringify(epoch(2));
  for (let length = 0; length < line.length; length++) {
    await Deno.remove(`${folder}/history.jsonl`).catch(() => {});
    await appendHistory(folder, epoch(1));
    await Deno.writeTextFile(`${folder}/history.jsonl`, line.slice(0, length), { append: true });
    assert.deepEqual(await readHistory(folder), { epochs: [epoch(1)], problems: [] });
  }
});

folderTest("readHistory() leaves out what is no epoch, and says so", async (folder) => {
  const lines = [1, 2, 3, 4, 5, 6, 7].map((number) => JSON.stringify(epoch(number)));
  const damaged = [
    '{"epo',
    "\0\0\0\0",
    "null",
    "[]",
    JSON.stringify({ ...epoch(3), epoch: "3" }),
    JSON.stringify({ ...epoch(3), learningRate: null }),
    JSON.stringify({ ...epoch(3), dice: { cat: "0.5" } }),
    JSON.stringify({ ...epoch(3), dice: undefined }),
    JSON.stringify(epoch(3)).replace('"seconds":2', '"seconds":1e999'),
  ];
  for (const line of damaged) {
    lines[2] = line;
    await Deno.writeTextFile(`${folder}/history.jsonl`, lines.join("\n") + "\n");
    assert.deepEqual(await readHistory(folder), {
      epochs: [1, 2, 4, 5, 6, 7].map(epoch),
      problems: ["history.jsonl: line 3 can't be read", "history.jsonl: epoch 3 is missing"],
    });
  }
  await writeRun(folder, RUN);
  assert.equal((await readRun(folder)).problems.length, 2);
});

folderTest("readHistory() takes a loss that JSON writes as null for no number", async (folder) => {
  const lost = { ...epoch(1), trainLoss: NaN, validationLoss: Infinity };
  await appendHistory(folder, lost);
  assert.deepEqual(await readHistory(folder), {
    epochs: [{ ...lost, validationLoss: NaN }],
    problems: [],
  });
});

folderTest("readHistory() of two writers' lines takes the later ones, in order", async (folder) => {
  for (const number of [1, 2, 3, 2, 3, 4, 8]) await appendHistory(folder, epoch(number));
  assert.deepEqual(await readHistory(folder), {
    epochs: [1, 2, 3, 4, 8].map(epoch),
    problems: [
      "history.jsonl: epochs 2 and 3 occur more than once",
      "history.jsonl: epochs 5 to 7 are missing",
    ],
  });
});

folderTest("writeHistory() replaces whatever is there", async (folder) => {
  await Deno.writeTextFile(`${folder}/history.jsonl`, '{"epoch":4,');
  await writeHistory(folder, [1, 2].map(epoch));
  await appendHistory(folder, epoch(3));
  assert.deepEqual((await readHistory(folder)).epochs, [1, 2, 3].map(epoch));
});

folderTest(
  "readRun() refuses files that are links out of the folder, and FIFOs",
  async (folder) => {
    const secret = await Deno.makeTempFile();
    await Deno.writeTextFile(secret, '{"auths":{"registry":"c2VjcmV0"}}');
    for (const name of ["run.json", "evaluation.json"]) {
      await Deno.symlink(secret, `${folder}/${name}`);
      await assert.rejects(readRun(folder), {
        message: `Cannot read ${folder}/${name}: it must lie inside the folder, ` +
          "got a link that leads out of it",
      });
      await Deno.remove(`${folder}/${name}`);
    }
    await writeRun(folder, RUN);
    if (Deno.build.os !== "windows") {
      await new Deno.Command("mkfifo", { args: [`${folder}/history.jsonl`] }).output();
      await assert.rejects(readRun(folder), /history\.jsonl: it must be a file, got a FIFO/);
    }
    await Deno.remove(secret);
  },
);
