/**
 * `deno task train`: trains a U-Net, measures it on photographs it has not seen, writes a run folder.
 * It reads top to bottom: settings, data, model, fit, evaluation.
 *
 * @module
 */
import { Progress, runCommand, table } from "./cli/mod.ts";
import { batches } from "./data/mod.ts";
import { type Evaluation, summaryTable } from "./evaluation/mod.ts";
import { buildUnet, chooseBackend, compile, fit, loadModel, startTraining } from "./model/mod.ts";
import type { Training } from "./model/mod.ts";
import {
  describeRun,
  epochLine,
  evaluateRun,
  farewell,
  measurePart,
  openParts,
  openRun,
  type Parts,
  partsLine,
  readRequest,
  type RunWriter,
  type Settings,
} from "./training/mod.ts";

/** The shell's exit code of a program that was ended by Ctrl-C. */
const INTERRUPTED = 130;

if (import.meta.main) await runCommand(main);

/** What a training works with. */
interface Job {
  settings: Settings;
  parts: Parts;
  training: Training;
  run: RunWriter;
  /** Raised by Ctrl-C. */
  signal: AbortSignal;
}

async function main(): Promise<void> {
  const job = await prepare(Deno.args);
  try {
    if (await learn(job)) return report(job, await measure(job));
  } catch (error) {
    if (!job.signal.aborted) {
      await job.run.write("stopped", { error: (error as Error).message });
      throw error;
    }
  }
  await job.run.checkpoint();
  await job.run.write("stopped");
  console.log(`\nStopped. To go on: deno task train --resume ${job.run.folder}`);
  Deno.exit(INTERRUPTED);
}

async function prepare(args: readonly string[]): Promise<Job> {
  const signal = stopSignal();
  const opened = await openRun(await readRequest(args));
  const { settings } = opened;
  const { size, features, seed, threads } = settings;
  const backend = await chooseBackend(settings.backend, { threads });
  console.log(`engine  ${backend.description}`);
  const parts = await openParts(settings);
  console.log(`data    ${partsLine(parts)}`);
  const { classes } = parts.train.data;
  const training = startTraining(buildUnet({ size, features, classes, seed }));
  const run = await opened.begin(training, describeRun(settings, parts, backend));
  console.log(`run     ${run.folder}\n`);
  return { settings, parts, training, run, signal };
}

/** Trains to the last epoch; false when it was stopped before. */
async function learn({ settings, parts, training, run, signal }: Job): Promise<boolean> {
  const { batch, epochs, lr, seed } = settings;
  const { data, indices } = parts.train;
  const choosesEpoch = parts.validation.indices.length > 0;
  const curves = choosesEpoch ? parts.validation : parts.test;
  const steps = Math.ceil(indices.length / batch);
  const seen = () => (training.progress.epoch - 1) * indices.length + training.progress.photographs;
  const bar = new Progress({
    total: epochs * indices.length,
    start: seen(),
    unit: "images",
    plainLines: false,
  });
  try {
    const { stopped } = await fit(training, {
      epochs,
      steps,
      learningRate: lr,
      signal,
      batches: (epoch, fromStep) =>
        batches(data, indices, { batch, epoch, seed, fromStep, shuffle: true, flip: true }),
      async measure(epoch) {
        const { labels, ...figures } = await measurePart(training.network, curves, signal);
        await run.drawEpoch(epoch, curves, labels);
        return figures;
      },
      async onStep({ epoch, loss }) {
        bar.update(seen(), `epoch ${epoch}/${epochs}, loss ${loss.toFixed(3)}`);
        await run.checkpointIfDue();
      },
      async onEpoch(record, isBest) {
        await run.endEpoch(record, isBest || !choosesEpoch);
        bar.log(epochLine(record, { epochs, isBest: choosesEpoch && isBest }));
      },
    });
    return !stopped;
  } finally {
    bar.clear();
  }
}

/** Measures the model that the run folder holds, the best epoch's or the last's, on the test part. */
async function measure({ settings, parts, training, run, signal }: Job): Promise<Evaluation> {
  const network = compile(await loadModel(`${run.folder}/model`));
  const evaluation = await evaluateRun(run, { network, parts, settings, signal });
  const bestEpoch = parts.validation.indices.length > 0 ? training.progress.best?.epoch : undefined;
  await run.write("done", { bestEpoch });
  return evaluation;
}

function report({ parts, run }: Job, evaluation: Evaluation): void {
  const { head, rows } = summaryTable(evaluation);
  console.log(`\n${table(rows, { head })}\n\n${farewell(parts, run.folder)}`);
}

/** Raised by the first Ctrl-C; the second ends the program at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (
    const name of Deno.build.os === "windows" ? ["SIGINT"] as const : ["SIGINT", "SIGTERM"] as const
  ) {
    Deno.addSignalListener(name, () => {
      if (controller.signal.aborted) Deno.exit(INTERRUPTED);
      controller.abort();
      console.error("\nStopping after this step; once more to quit at once");
    });
  }
  return controller.signal;
}
