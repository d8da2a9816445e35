import { PLANE } from "./kernels.generated.ts";

/** The kernels; addresses are places in their memory, see kernels.ts. */
export interface Kernels {
  paint(
    bounds: number,
    count: number,
    width: number,
    first: number,
    column: number,
    bits: number,
    stride: number,
  ): void;
  outline(
    inside: number,
    stride: number,
    rows: number,
    connectivity: number,
    surface: number,
  ): number;
  sweep(surface: number, stride: number, rows: number, steps: number, pitch: number): void;
  search(
    queries: number,
    stride: number,
    rows: number,
    steps: number,
    pitch: number,
    width: number,
    isUnit: boolean,
    xSquares: number,
    ySquares: number,
    limit: number,
    budget: number,
    squares: number,
  ): number;
  takeRoots(values: number, count: number): void;
}

/** Kernels and their memory. */
export interface Running {
  kernels: Kernels;
  memory: WebAssembly.Memory;
}

const PAGE = 2 ** 16;

/** Memory above which it is not kept: WebAssembly's memory grows and never shrinks. */
const KEPT_BYTES = 2 ** 26;

let module: WebAssembly.Module | undefined;
let kept: Running | undefined;
let isRefused = false;

/** The kernels; nothing where WebAssembly may not run, as on a page whose policy forbids it. */
export function kernels(): Running | undefined {
  if (isRefused) return undefined;
  try {
    return kept ??= start();
  } catch {
    isRefused = true;
    return undefined;
  }
}

/** Makes sure of so many bytes of memory; false where there are not so many. */
export function reserve({ memory }: Running, bytes: number): boolean {
  const missing = Math.ceil(bytes / PAGE) - memory.buffer.byteLength / PAGE;
  try {
    if (missing > 0) memory.grow(missing);
  } catch {
    return false;
  }
  if (memory.buffer.byteLength > KEPT_BYTES && kept?.memory === memory) kept = undefined;
  return true;
}

/** Compiles the kernels at the first call, and gives them a memory of their own. */
function start(): Running {
  module ??= new WebAssembly.Module(Uint8Array.from(atob(PLANE), (char) => char.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { kernels: exports as unknown as Kernels, memory };
}
