// Volumes whose headers claim more than anybody reads.
import assert from "node:assert/strict";
import { cutVolumes } from "../../../data/look/volumes.ts";

/** The header of a NIfTI of version 2, without voxels. */
function header(...lengths: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(544), view = new DataView(bytes.buffer);
  view.setInt32(0, 540, true);
  bytes.set(new TextEncoder().encode("n+2\0\r\n\x1a\n"), 4);
  // bytes of 8 bits
  view.setInt16(12, 2, true);
  view.setInt16(14, 8, true);
  [lengths.length, ...lengths].forEach((length, i) => {
    view.setBigInt64(16 + 8 * i, BigInt(length), true);
    view.setFloat64(104 + 8 * i, 1, true);
  });
  view.setBigInt64(168, 544n, true);
  return bytes;
}

const CLAIMS: [lengths: number[], reason: RegExp][] = [
  [[4, 4, 2_000_000], /^each axis must be at most 65536 long, its header says 4x4x2000000$/],
  [[4, 4, 9e9], /at most 1000 million values, the NIfTI says it is 4x4x9000000000x1$/],
];

for (const [lengths, reason] of CLAIMS) {
  Deno.test(`a header that claims ${lengths.join("x")} voxels is skipped`, async () => {
    const folder = await Deno.makeTempDir();
    for (const file of ["image.nii", "mask.nii"]) {
      await Deno.writeFile(`${folder}/${file}`, header(...lengths));
    }
    const pair = { id: "a", images: ["image.nii"], masks: ["mask.nii"] };
    const { pairs, skipped } = await cutVolumes(folder, [pair]);
    assert.deepEqual([pairs, skipped.map(({ file }) => file)], [[], ["mask.nii"]]);
    assert.match(skipped[0].reason, reason);
    await Deno.remove(folder, { recursive: true });
  });
}
