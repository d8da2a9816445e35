/** @module Whether TensorFlow can run on this machine, before anything is downloaded. */
import { statfs } from "node:fs/promises";
import { gigabytes } from "../../core/mod.ts";

/** What matters to TensorFlow about a machine. */
export interface Machine {
  /** "linux x86_64". */
  platform: string;
  /** The version of glibc, "2.36"; undefined if the system has another C library. */
  glibc?: string;
  /** Whether there is a C++ library. */
  libstdcxx: boolean;
  /** Free bytes on the disk. */
  free: number;
  /** NVIDIA's driver: the newest CUDA it knows, 12040 for 12.4, and how many cards it sees. */
  driver?: { cuda: number; cards: number };
}

/** What an installation needs. */
export interface Needs {
  /** Bytes on the disk. */
  bytes: number;
  /** Whether it is to compute on an NVIDIA card. */
  gpu: boolean;
}

const PLATFORM = "linux x86_64";
/** The minor version of glibc 2 that TensorFlow's wheels are built for. */
const GLIBC = 27;
/** The first CUDA whose drivers run all programs of CUDA 12. */
const CUDA = 12_000;

/**
 * Looks at this machine. Needs `--allow-ffi`.
 *
 * @param folder An existing folder on the disk to install on.
 */
export async function lookAtMachine(folder: string): Promise<Machine> {
  const { bavail, bsize } = await statfs(folder);
  return {
    platform: `${Deno.build.os} ${Deno.build.arch}`,
    glibc: glibcVersion(),
    libstdcxx: opens("libstdc++.so.6"),
    free: bavail * bsize,
    driver: lookAtDriver(),
  };
}

/**
 * Refuses a machine on which TensorFlow can't run.
 *
 * @throws {Error} If it can't; the text says what must hold, and what was found.
 */
export function checkMachine(machine: Machine, { bytes, gpu }: Needs): void {
  const refuse = (what: string, found: string) => {
    throw new Error(`Cannot set up TensorFlow: ${what}, got ${found}`);
  };
  const { platform, glibc, libstdcxx, free, driver } = machine;
  if (platform !== PLATFORM) refuse(`the system must be ${PLATFORM} (WSL is)`, platform);
  const [major, minor] = (glibc ?? "0.0").split(".").map(Number);
  if (major !== 2 || minor < GLIBC) {
    refuse(`the system's C library must be glibc 2.${GLIBC} or newer`, glibc ?? "another one");
  }
  if (!libstdcxx) refuse("libstdc++.so.6 must be installed (package libstdc++6)", "none");
  if (free < bytes) {
    refuse(`the disk must have ${gigabytes(bytes)} free`, `${gigabytes(free)}`);
  }
  if (!gpu) return;
  if (driver === undefined) refuse("--gpu needs NVIDIA's driver (libcuda.so.1)", "none");
  const { cuda, cards } = driver!;
  if (cuda < CUDA) {
    const found = `one for CUDA ${Math.floor(cuda / 1000)}.${cuda % 1000 / 10}`;
    refuse("--gpu needs an NVIDIA driver for CUDA 12, version 525 or newer", found);
  }
  if (cards === 0) refuse("--gpu needs a card that the driver sees", "none");
}

function opens(library: string): boolean {
  try {
    Deno.dlopen(library, {}).close();
    return true;
  } catch {
    return false;
  }
}

function glibcVersion(): string | undefined {
  try {
    const symbols = { gnu_get_libc_version: { parameters: [], result: "pointer" } } as const;
    const version = Deno.dlopen("libc.so.6", symbols).symbols.gnu_get_libc_version();
    return Deno.UnsafePointerView.getCString(version!);
  } catch {
    return undefined;
  }
}

/** Asks the driver as NVIDIA documents it: cuInit, then version and cards. */
function lookAtDriver(): Machine["driver"] {
  try {
    const { symbols } = Deno.dlopen("libcuda.so.1", {
      cuInit: { parameters: ["u32"], result: "i32" },
      cuDriverGetVersion: { parameters: ["buffer"], result: "i32" },
      cuDeviceGetCount: { parameters: ["buffer"], result: "i32" },
    });
    const version = new Int32Array(1), count = new Int32Array(1);
    symbols.cuDriverGetVersion(version);
    // it fails if there is a driver but no card
    if (symbols.cuInit(0) === 0) symbols.cuDeviceGetCount(count);
    return { cuda: version[0], cards: count[0] };
  } catch {
    return undefined;
  }
}
