/**
 * `deno task setup:tensorflow`: installs TensorFlow's C library and tfjs-node's package in the
 * cache folder, and takes a training step with them.
 *
 * @module
 */
import { dirname } from "node:path";
import { findTensorflow, TENSORFLOW } from "@triptych/engine";
import {
  type CommandSpec,
  type FlagSpec,
  parseFlags,
  runCommand,
  withProgress,
} from "../cli/mod.ts";
import { gigabytes } from "../core/mod.ts";
import { lockFile } from "../io/mod.ts";
import { tensorflowFolder } from "../model/mod.ts";
import { fetchPackage } from "./setup_tensorflow/fetch_package.ts";
import { fetchWheel, hasPip } from "./setup_tensorflow/fetch_wheel.ts";
import { install } from "./setup_tensorflow/install.ts";
import { checkMachine, lookAtMachine } from "./setup_tensorflow/machine.ts";
import { tryOut } from "./setup_tensorflow/try_out.ts";
import {
  CPU_WHEELS,
  fileOf,
  GPU_WHEELS,
  KEPT_BYTES,
  type Wheel,
} from "./setup_tensorflow/wheels.ts";

const COMMAND = {
  name: "deno task setup:tensorflow",
  description:
    "Installs TensorFlow's C library, for --backend tensorflow, from PyPI in the cache " +
    "folder, and takes a training step with it.",
  flags: {
    gpu: { kind: "boolean", help: "for an NVIDIA card: downloads 3.3 GB instead of 0.3" },
  },
} as const satisfies CommandSpec<Record<string, FlagSpec>>;

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { gpu } = (await parseFlags(Deno.args, COMMAND)).flags;
  const folder = tensorflowFolder();
  console.log(
    `TensorFlow ${TENSORFLOW.version} for ${gpu ? "NVIDIA cards" : "the CPU"}, in ${folder}`,
  );
  await Deno.mkdir(dirname(folder), { recursive: true });
  using _lock = await lockFile(`${folder}.lock`, {
    onWait: (holder) => console.log(`waiting   for ${holder}, which is installing it`),
  });
  const isThere = await isInstalled(folder, gpu);
  const wheels = gpu ? GPU_WHEELS : CPU_WHEELS;
  const largest = Math.max(...wheels.map(({ bytes }) => bytes));
  // a wheel is removed as soon as it is unpacked
  const bytes = isThere ? 0 : KEPT_BYTES[gpu ? "gpu" : "cpu"] + largest;

  const machine = await lookAtMachine(dirname(folder));
  checkMachine(machine, { bytes, gpu });
  console.log(`machine   glibc ${machine.glibc}, ${gigabytes(machine.free)} free`);

  const check = async (folder: string) => {
    const { devices, loss } = await tryOut(folder, gpu);
    console.log(`check     a training step: loss ${loss.toFixed(4)}`);
    console.log(`devices   ${devices.join(", ")}`);
  };
  if (isThere) {
    console.log("download  nothing: it is installed already");
    await check(folder);
  } else {
    const signal = stopSignal();
    await install(folder, {
      wheels,
      gpu,
      signal,
      fetchWheel: await wheelFetcher(signal),
      fetchPackage: (folder) => fetchPackage(folder, signal),
      log: (line) => console.log(line),
      tryOut: check,
    });
  }
  console.log(
    "\nTo train on it: deno task train --backend tensorflow; without the flag the faster engine is taken",
  );
}

async function isInstalled(folder: string, gpu: boolean): Promise<boolean> {
  try {
    const { manifest } = await findTensorflow(() => folder);
    return manifest?.tensorflow === TENSORFLOW.version && manifest.gpu === gpu;
  } catch {
    // damaged: it is installed again
    return false;
  }
}

/** Fetches wheels by pip, which shows its own progress, or from the index. */
async function wheelFetcher(
  signal: AbortSignal,
): Promise<(w: Wheel, folder: string) => Promise<string>> {
  if (await hasPip()) return (wheel, folder) => fetchWheel(wheel, folder, { pip: true, signal });
  return (wheel, folder) =>
    withProgress(
      { total: wheel.bytes, unit: "bytes", label: fileOf(wheel) },
      (bar) =>
        fetchWheel(wheel, folder, { pip: false, signal, onProgress: (done) => bar.update(done) }),
    );
}

/** Raised by Ctrl-C, so that the unfinished installation is removed. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(
      name,
      () => controller.abort(new Error("Stopped; nothing was left behind")),
    );
  }
  return controller.signal;
}
