import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { type EncoderName, ENCODERS, type PublishedWeights } from "../encoders/mod.ts";
import type { EncoderWeights } from "./fill.ts";
import {
  formatNamed,
  type WeightsFormat,
  type WeightsFormatName,
  weightsFormatNames,
} from "./format.ts";
import { kindOf } from "./kind.ts";
import { formatOfMetadata } from "./metadata.ts";
import { withoutPrefix } from "./prefix.ts";
import { isPth, readPth } from "./pth.ts";
import { isSafetensors, readSafetensors } from "./safetensors.ts";
import type { WeightsFile } from "./tensor.ts";

/** Far more than any encoder's file has; larger ones may not fit into memory twice. */
const LARGEST = 2 ** 30;

/**
 * Reads a file of weights: safetensors, or a state dict of PyTorch. What they are made for is what
 * `format` says, or the file's metadata, or the SHA-256 of the published file; it is never guessed.
 */
export async function readWeights(
  path: string,
  encoder: EncoderName,
  { format, published }: { format?: WeightsFormatName; published?: PublishedWeights },
): Promise<EncoderWeights> {
  try {
    const bytes = await readBytes(path);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const file = readTensors(bytes);
    const isPublished = published !== undefined && sha256.startsWith(published.sha256);
    const name = format ?? (isPublished ? published.format : undefined);
    const found = name
      ? formatNamed(name, ENCODERS[encoder].pretrained!.format)
      : saidBy(file, encoder);
    const { tensors, others, notes } = withoutPrefix(file, encoder, found.names);
    return { encoder, format: found, tensors, others, notes, file: basename(path), sha256 };
  } catch (error) {
    throw new TypeError(`Cannot read weights from ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  let found: Awaited<ReturnType<typeof stat>>;
  try {
    found = await stat(path);
  } catch (error) {
    throw new TypeError("the file must be readable", { cause: error });
  }
  // reading a FIFO would wait forever
  if (!found.isFile()) {
    throw new TypeError(`it must be a file, got ${found.isDirectory() ? "a folder" : "none"}`);
  }
  const { size } = found;
  if (size > LARGEST) throw new TypeError(`it must have at most ${LARGEST} bytes, got ${size}`);
  return await readFile(path);
}

function readTensors(bytes: Uint8Array): WeightsFile {
  if (isPth(bytes)) return readPth(bytes);
  if (isSafetensors(bytes)) return readSafetensors(bytes);
  throw new TypeError(`it must be a safetensors or PyTorch file, and is ${kindOf(bytes)}`);
}

function saidBy(file: WeightsFile, encoder: EncoderName): WeightsFormat {
  const format = formatOfMetadata(file, encoder);
  if (format === undefined) {
    throw new TypeError(
      "its metadata must say what the weights are made for, and does not; say it with " +
        `--weights-format ${weightsFormatNames.join("|")}`,
    );
  }
  return format;
}
