import { gunzipSync } from "node:zlib";
import { niftiAffine, stepOf } from "./nifti_affine.ts";

/** What a NIfTI file says of its volume, before its voxels are read. */
export interface VolumeHeader {
  /** Voxels along x, y and z, in the order in which they are stored: along x first. */
  shape: readonly [x: number, y: number, z: number];
  /** Values per voxel: the length of the fourth axis, and of those beyond. */
  channels: number;
  /** The distance of neighbours along x, y and z. */
  spacing: readonly [x: number, y: number, z: number];
  /** What spacing is measured in, `mm` or `um` or `m`; undefined where the file doesn't say it. */
  unit?: "m" | "mm" | "um";
  /** From a voxel's indices to the scanner's coordinates: four rows of four. */
  affine: number[][];
}

/** How the voxels are stored. */
export interface Storage {
  /** NIfTI's code of the type. */
  datatype: number;
  /** Where they begin. */
  start: number;
  /** Whether numbers begin with their lowest byte. */
  little: boolean;
  /** What stored values are multiplied by, and what is added then. */
  slope: number;
  inter: number;
}

const UNITS: Record<number, VolumeHeader["unit"]> = { 1: "m", 2: "mm", 3: "um" };

/** The length of a header with its mark, of version 2. */
const HEADER_BYTES = 544;

/** Whether a file is a NIfTI volume, gzipped or not; `bytes` may be its beginning. */
export function isNifti(bytes: Uint8Array): boolean {
  let head: Uint8Array;
  try {
    head = headOf(bytes);
  } catch {
    return false;
  }
  const text = (at: number): string => String.fromCharCode(...head.subarray(at, at + 3));
  return text(344) === "n+1" || text(4) === "n+2";
}

/** The first bytes, inflated where they are gzipped. */
export function headOf(bytes: Uint8Array): Uint8Array {
  if (!isGzip(bytes)) return bytes.subarray(0, HEADER_BYTES);
  // as much as there is: the rest is not looked at, whatever it would inflate to
  const start = bytes.subarray(0, 4096);
  return gunzipSync(start, { finishFlush: 2, maxOutputLength: 2 ** 24 }).subarray(0, HEADER_BYTES);
}

/** Whether bytes begin as gzip's do. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Reads the header, by `nifti-reader-js`. */
export async function readNiftiHeader(
  head: Uint8Array,
): Promise<{ header: VolumeHeader; storage: Storage }> {
  const nifti = await import("nifti-reader-js");
  const buffer = new ArrayBuffer(Math.max(head.length, HEADER_BYTES));
  new Uint8Array(buffer).set(head);
  const version = String.fromCharCode(...head.subarray(4, 7)) === "n+2" ? 2 : 1;
  if (head.length < (version === 2 ? 540 : 348)) throw new Error("it ends within its header");
  const read = version === 2 ? new nifti.NIFTI2() : new nifti.NIFTI1();
  read.readHeader(buffer);
  const [rank, ...dims] = read.dims.map(Number);
  if (!(rank >= 2 && rank <= 7)) throw new Error(`its header says it has ${rank} axes`);
  const lengths = dims.slice(0, rank);
  if (lengths.some((length) => !(Number.isInteger(length) && length > 0))) {
    throw new Error(`its header says its axes are ${lengths.join(", ")} long`);
  }
  const [x, y, z = 1, ...rest] = lengths;
  return {
    header: {
      shape: [x, y, z],
      channels: rest.reduce((product, length) => product * length, 1),
      spacing: [stepOf(read, 0), stepOf(read, 1), stepOf(read, 2)],
      unit: UNITS[read.xyzt_units & 7],
      affine: niftiAffine(read, new DataView(buffer), version),
    },
    storage: {
      datatype: read.datatypeCode,
      start: Number(read.vox_offset),
      little: read.littleEndian,
      slope: read.scl_slope,
      inter: read.scl_inter,
    },
  };
}
