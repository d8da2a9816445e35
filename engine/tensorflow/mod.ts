/** @module The engine `tensorflow`: TensorFlow's C library under tfjs-node's JavaScript. */
import * as tf from "@tensorflow/tfjs-core";
import { Binding } from "./binding.ts";
import { findTensorflow, TENSORFLOW } from "./installation.ts";
import { type Library, openLibrary } from "./library.ts";
import { type NodeBinding, registerPackage, requireOf } from "./package.ts";
import { SETTINGS, THREADS } from "./permissions.ts";
import { registerKernels } from "./register.ts";
import { TensorflowUnavailable } from "./unavailable.ts";

/** What {@link startTensorflow} found. */
export interface Tensorflow {
  /** The version of the C library. */
  version: string;
  /** What JavaScript it runs under, with its version. */
  binding: string;
  /** What it found to compute on: "CPU", "GPU:0 (15.2 GB)". */
  devices: string[];
}

/** What runs; the engine is started once. */
let started: Tensorflow & { threads?: number } | undefined;

/**
 * Registers the backend `tensorflow` and makes it TensorFlow.js's current one. Downloads nothing.
 *
 * @param options threads: how many compute on the CPU, all cores when left out. tensorflow: gives the
 * folder of the installation.
 * @returns How it runs.
 * @throws {TensorflowUnavailable} If it isn't installed, or can't be loaded here.
 */
export async function startTensorflow(
  options: { threads?: number; tensorflow?: () => string } = {},
): Promise<Tensorflow> {
  const { threads } = options;
  if (started !== undefined && threads !== undefined && threads !== started.threads) {
    throw new TensorflowUnavailable(
      `it runs on ${started.threads ?? "all"} threads already, got ${threads}`,
    );
  }
  if (started === undefined) {
    const binding = await load(options);
    const { name, version } = TENSORFLOW.package;
    started = {
      version: binding.TF_Version,
      binding: `${name} ${version}`,
      devices: devicesOf(binding),
      threads,
    };
  }
  await tf.setBackend("tensorflow");
  return started;
}

async function load(
  options: { threads?: number; tensorflow?: () => string },
): Promise<NodeBinding> {
  const installation = await findTensorflow(options.tensorflow);
  setEnvironment(options.threads);
  const binding = installation.addon === undefined
    ? new Binding(open(installation.library!))
    : loadAddon(installation.addon);
  registerPackage(installation.package, binding);
  registerKernels();
  return binding;
}

function open(path: string): Library {
  try {
    return openLibrary(path, TENSORFLOW.version);
  } catch (error) {
    const reason = `${path} can't be used: ${(error as Error).message}`;
    throw new TensorflowUnavailable(reason, "reinstall");
  }
}

function loadAddon(path: string): NodeBinding {
  try {
    return requireOf(import.meta.url)(path);
  } catch (error) {
    throw new TensorflowUnavailable(
      `${path} can't be loaded: ${(error as Error).message}; install its package again`,
      "install",
    );
  }
}

/** What the user has set stays. */
function setEnvironment(threads?: number): void {
  const settings = { ...SETTINGS, ...threads === undefined ? {} : { [THREADS]: `${threads}` } };
  for (const [name, value] of Object.entries(settings)) {
    if (Deno.env.get(name) === undefined) Deno.env.set(name, value);
  }
}

function devicesOf(binding: NodeBinding): string[] {
  if (!(binding instanceof Binding)) return [binding.isUsingGpuDevice() ? "GPU" : "CPU"];
  return binding.devices.map(({ name, type, bytes }) =>
    type === "GPU" ? `GPU:${name.split(":").at(-1)} (${(bytes / 1e9).toFixed(1)} GB)` : type
  );
}
