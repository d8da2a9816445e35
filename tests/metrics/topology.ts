import type { ByteMask } from "@triptych/metrics";

/** scikit-image's facts of one mask, whose voxels are bits in base64. */
export interface TopologyFacts {
  mask: string;
  skeleton: string;
  byConnectivity: {
    connectivity: number;
    euler: number;
    components: number;
    cavities: number;
  }[];
}

/** A pair of masks of `topology.json`. */
export interface TopologyCase {
  shape: number[];
  kind: string;
  truth: TopologyFacts;
  prediction: TopologyFacts;
  clDice: number | null;
}

/** Reads the fixture. */
export async function readTopology(): Promise<TopologyCase[]> {
  const file = new URL("../fixtures/metrics/topology.json", import.meta.url);
  return JSON.parse(await Deno.readTextFile(file));
}

/** Unpacks the voxels of a mask. */
export function toMask(bits: string, shape: number[]): ByteMask {
  const bytes = Uint8Array.from(atob(bits), (letter) => letter.charCodeAt(0));
  const data = Uint8Array.from(
    { length: shape.reduce((product, length) => product * length) },
    (_, i) => bytes[i >> 3] >> 7 - (i & 7) & 1,
  );
  return { data, shape };
}
