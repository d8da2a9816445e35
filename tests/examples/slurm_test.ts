// examples/slurm, run by a Slurm of its own.
import assert from "node:assert/strict";
import { contentOf, evaluate, ROOT } from "../evaluation/masks/evaluate_command.ts";
import { ignoreUnless } from "../ignored.ts";
import { canStartSlurm, isThere, startSlurm, until } from "./slurm.ts";
import { writeBalls } from "../evaluation/masks/balls.ts";

Deno.test({
  name: "examples/slurm gives the bytes of one machine, one task killed and requeued halfway",
  ignore: ignoreUnless(
    await canStartSlurm(),
    "slurm-wlm and munge are not installed, or this is not root",
  ),
  fn: async () => {
    const folder = await Deno.makeTempDir(), out = `${folder}/cluster/run`;
    await Deno.chmod(folder, 0o755);
    try {
      const masks = await writeBalls(folder, 36);
      const setUp = { TRUTH: masks.truth, PREDICTION: masks.prediction, CLASSES: "1=ball,2=core" };
      await Deno.mkdir(`${folder}/slurm`);
      await using slurm = await startSlurm(`${folder}/slurm`);
      const env = { ...slurm.env, ...setUp, OUT: out, PARTS: "3", NO_COLOR: "1" };
      const submit = await new Deno.Command("examples/slurm/submit.sh", {
        args: [],
        env: { ...env, SBATCH_OUTPUT: `${folder}/%x-%a.log` },
        cwd: ROOT,
      }).output();
      assert.ok(submit.success, new TextDecoder().decode(submit.stderr));

      // once a task has finished a few cases
      const cases = async (part: number): Promise<number> =>
        (await Deno.readTextFile(`${out}-parts/${part}/cases.jsonl`).catch(() => "")).split("\n")
          .length - 2;
      await until(async () => await cases(1) >= 3, "a task has finished three cases");
      const [job] = (await slurm.run("squeue", "-h", "-n", "evaluate", "-o", "%F")).split("\n");
      await slurm.run("scontrol", "requeue", `${job}_1`);
      await until(() => isDone(out), "the merge is done");

      const log = await Deno.readTextFile(`${folder}/evaluate-1.log`);
      assert.match(log, /^note: \d+ cases measured before$/m);
      const flags = Object.entries(masks).flatMap(([name, path]) => [`--${name}`, path]);
      const whole = `${folder}/whole/run`;
      const one = await evaluate([...flags, "--classes", setUp.CLASSES, "--out", whole]);
      assert.deepEqual([one.code, one.stderr], [0, ""]);
      assert.deepEqual(await contentOf(out), await contentOf(whole));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

async function isDone(run: string): Promise<boolean> {
  if (!await isThere(`${run}/run.json`)) return false;
  return /"status": "done"/.test(await Deno.readTextFile(`${run}/run.json`));
}
