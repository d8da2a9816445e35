/** @module The engine `tensorflow`: TensorFlow's C library under tfjs-node's JavaScript. */
import * as tf from "@tensorflow/tfjs-core";
import { createRequire } from "node:module";
import { Binding } from "./binding.ts";
import { AGAIN, findTensorflow, TENSORFLOW } from "./installation.ts";
import { type Library, openLibrary } from "./library.ts";
import { type NodeBinding, registerPackage } from "./package.ts";
import { registerKernels } from "./register.ts";

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
 * @throws {Error} When it isn't installed, or doesn't work here.
 */
export async function startTensorflow(
  options: { threads?: number; tensorflow?: () => string } = {},
): Promise<Tensorflow> {
  const { threads } = options;
  if (started !== undefined && threads !== undefined && threads !== started.threads) {
    throw new Error(`it runs on ${started.threads ?? "all"} threads already, got ${threads}`);
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
  checkPermissions();
  const installation = await findTensorflow(options.tensorflow?.());
  setEnvironment(options.threads);
  const binding = installation.addon === undefined
    ? new Binding(open(installation.library!))
    : loadAddon(installation.addon);
  registerPackage(installation.package, binding);
  registerKernels();
  return binding;
}

/** Asking for a permission would stop a program that can do without this engine. */
function checkPermissions(): void {
  const needed: [flag: string, Deno.PermissionDescriptor][] = [
    ["ffi", { name: "ffi" }],
    ["read", { name: "read" }],
    ...VARIABLES.map((variable): [string, Deno.PermissionDescriptor] => [
      `env=${variable}`,
      { name: "env", variable },
    ]),
  ];
  for (const [flag, descriptor] of needed) {
    const { state } = Deno.permissions.querySync(descriptor);
    if (state !== "granted") throw new Error(`it needs --allow-${flag}`);
  }
}

function open(path: string): Library {
  try {
    return openLibrary(path, TENSORFLOW.version);
  } catch (error) {
    throw new Error(`${path} can't be used: ${(error as Error).message}; ${AGAIN}`);
  }
}

function loadAddon(path: string): NodeBinding {
  try {
    return createRequire(import.meta.url)(path);
  } catch (error) {
    const remedy = "install its package again, or deno task setup:tensorflow";
    throw new Error(`${path} can't be loaded: ${(error as Error).message}; ${remedy}`);
  }
}

/** TensorFlow takes its settings from the environment; what the user has set there stays. */
function setEnvironment(threads?: number): void {
  for (const name of VARIABLES) {
    const value = name === "TF_NUM_INTRAOP_THREADS" ? threads?.toString() : SETTINGS[name];
    if (value !== undefined && Deno.env.get(name) === undefined) Deno.env.set(name, value);
  }
}

const SETTINGS: Record<string, string> = {
  // else it takes all of a GPU's memory at once
  TF_FORCE_GPU_ALLOW_GROWTH: "true",
  // on processors without AVX-512, AMD's before Zen 4, it leaves oneDNN off: convolutions take 1.5 times as long
  TF_ENABLE_ONEDNN_OPTS: "1",
};

const VARIABLES = [...Object.keys(SETTINGS), "TF_NUM_INTRAOP_THREADS"];

function devicesOf(binding: NodeBinding): string[] {
  if (!(binding instanceof Binding)) return [binding.isUsingGpuDevice() ? "GPU" : "CPU"];
  return binding.devices.map(({ name, type, bytes }) =>
    type === "GPU" ? `GPU:${name.split(":").at(-1)} (${(bytes / 1e9).toFixed(1)} GB)` : type
  );
}
