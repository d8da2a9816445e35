/**
 * `deno task export`: writes a trained model for other programs, as ONNX or for TensorFlow.js.
 *
 * @module
 */
import { basename, resolve } from "node:path";
import { formatBytes, parseFlags, runCommand, UsageError } from "../cli/mod.ts";
import { exportOnnx, type ExportOptions, exportTfjs, type Port } from "../export/mod.ts";
import { modelFolders } from "../prediction/mod.ts";

const COMMAND = {
  name: "deno task export",
  description:
    "Writes the model of a run for other programs: one file of ONNX, which takes images of any size and " +
    "gives their labels, or a folder for TensorFlow.js with weights of 16 bits. See docs/export.md.",
  positionals: "RUN",
  flags: {
    out: {
      kind: "string",
      value: "PATH",
      help: "the file, or for tfjs the folder (default: RUN.onnx, RUN-tfjs)",
    },
    format: { kind: "string", choices: ["onnx", "tfjs"], default: "onnx", help: "the format" },
  },
  examples: [
    "deno task export runs/unet",
    "deno task export runs/unet --format tfjs --out web/model",
  ],
} as const;

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { flags: { out, format }, positionals } = await parseFlags(Deno.args, COMMAND);
  const [run, ...more] = positionals;
  if (run === undefined || more.length > 0) {
    throw new UsageError(`Expected one run folder, got ${positionals.length || "none"}`);
  }
  const name = basename(resolve(run)), models = await modelFolders(run);
  const lines = format === "onnx"
    ? await onnx({ run, models, out: out ?? `${name}.onnx` })
    : await tfjs({ run, models, out: out ?? `${name}-tfjs` });
  for (const line of lines) console.log(line);
}

async function onnx(options: ExportOptions): Promise<string[]> {
  const { length, input, outputs, outside } = await exportOnnx(options);
  return [
    `takes   ${portText(input)}`,
    ...outputs.map((output) => `gives   ${portText(output)}`),
    ...outside.map(outsideLine),
    `${options.out} written, ${formatBytes(length)}`,
  ];
}

async function tfjs(options: ExportOptions): Promise<string[]> {
  const { length, outside } = await exportTfjs(options);
  return [
    ...outside.map(outsideLine),
    `${options.out}/model.json written, with ${formatBytes(length)} of weights`,
  ];
}

/** For a step that the exported model doesn't take. */
function outsideLine(step: string): string {
  return `without post-processing: ${step}`;
}

function portText({ name, type, shape, doc }: Port): string {
  return `${name}: ${type} [${shape.join(", ")}]. ${doc}`;
}
