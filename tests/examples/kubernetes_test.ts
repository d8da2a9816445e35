// examples/kubernetes: the manifests are valid, and their containers' commands do what they should.
import assert from "node:assert/strict";
import { parse } from "yaml";
import {
  contentOf,
  evaluate,
  folderTest,
  maskFolders,
  ROOT,
} from "../evaluation/masks/evaluate_command.ts";
import { ignoreUnless } from "../ignored.ts";

interface Job {
  spec: {
    completions?: number;
    template: {
      spec: { containers: { image: string; command: string[]; workingDir: string }[] };
    };
  };
}

const MANIFESTS = ["evaluate", "merge"].map((name) => `${ROOT}examples/kubernetes/${name}.yaml`);

async function readJob(path: string): Promise<Job> {
  return parse(await Deno.readTextFile(path));
}

const validator = await new Deno.Command("sh", {
  args: ["-c", "command -v kubernetes-validate"],
  stdout: "null",
}).output();

Deno.test({
  name: "examples/kubernetes has valid manifests",
  ignore: ignoreUnless(validator.success, "kubernetes-validate is not installed"),
  fn: async () => {
    const { success, stdout, stderr } = await new Deno.Command("kubernetes-validate", {
      args: ["--strict", ...MANIFESTS],
    }).output();
    assert.ok(success, new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr));
  },
});

folderTest(
  "examples/kubernetes runs commands that give the bytes of one machine",
  async (folder) => {
    const masks = { a: [0, 1, 2], b: [1, 1, 2], c: [0, 1, 0], d: [2, 0, 0] };
    await maskFolders(folder, masks, { ...masks, b: [0, 1, 1] });
    await Deno.rename(`${folder}/truth`, `${folder}/true`);
    await Deno.rename(`${folder}/prediction`, `${folder}/predicted`);
    const [measure, merge] = await Promise.all(MANIFESTS.map(readJob));
    for (let index = 0; index < measure.spec.completions!; index++) {
      // the second time, a part that is done already
      for (let times = index === 0 ? 2 : 1; times > 0; times--) {
        await runContainer(measure, folder, { JOB_COMPLETION_INDEX: String(index) });
      }
    }
    await runContainer(merge, folder, {});
    const flags = ["--truth", `${folder}/true`, "--prediction", `${folder}/predicted`];
    const classes = ["--classes", "1=liver,2=tumour"], whole = `${folder}/one/whole`;
    assert.equal((await evaluate([...flags, ...classes, "--out", whole])).code, 0);
    assert.deepEqual(await contentOf(`${folder}/runs/whole`), await contentOf(whole));
  },
);

Deno.test("examples/kubernetes has the version of Deno that the project is tested with", async () => {
  const [, version] = /deno@([\d.]+)/.exec(await Deno.readTextFile(`${ROOT}.ci/run`))!;
  for (const job of await Promise.all(MANIFESTS.map(readJob))) {
    const [{ image }] = job.spec.template.spec.containers;
    assert.equal(image, `denoland/deno:${version}`);
  }
});

/** Runs a container's command here: `data` is its volume, and the repository lies there. */
async function runContainer(job: Job, data: string, env: Record<string, string>): Promise<void> {
  const [{ command: [shell, ...args], workingDir }] = job.spec.template.spec.containers;
  assert.equal(workingDir, "/data/triptych");
  const { success, stderr } = await new Deno.Command(shell, {
    args: args.map((arg) => arg.replaceAll("/data/", `${data}/`)),
    cwd: ROOT,
    env: { ...env, NO_COLOR: "1" },
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}
