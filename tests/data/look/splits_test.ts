// Lists of train and test: which images their lines mean.
import assert from "node:assert/strict";
import type { FolderPair } from "../../../data/pair_files.ts";
import { findSplit, partsOf } from "../../../data/look/splits.ts";

/** A pair of a file. */
function pair(id: string, image: string, slice?: FolderPair["slice"]): FolderPair {
  return { id, images: [image], masks: [], slice };
}

/** Slices of a volume. */
function volume(id: string, image: string): FolderPair[] {
  return [0, 1].map((index) => pair(`${id}_z00${index}`, image, { axis: 2, index }));
}

/** Images, lists, and the part of each image: train, test or none. */
const LISTS: Record<string, [pairs: FolderPair[], train: string, test: string, parts: string]> = {
  "names of volumes mean all of their slices": [
    [
      ...volume("liver_0", "imagesTr/liver_0.nii.gz"),
      ...volume("liver_1", "imagesTr/liver_1.nii.gz"),
    ],
    "liver_0",
    "liver_1.nii.gz",
    "train train test test",
  ],
  "names without their channel, with an ending of two parts": [
    ["case1", "case2"].map((id) => pair(id, `images/${id}_0000.nii.gz`)),
    "case1.nii.gz",
    "case2.nii.gz",
    "train test",
  ],
  "names that end as if by an ending": [
    ["1.2.840.113", "1.2.840.114", "1.2.840"].map((id) => pair(id, `images/${id}.png`)),
    "1.2.840.113",
    "1.2.840.114.png",
    "train test none",
  ],
  "equal names in patients' folders, some of them listed": [
    ["patient1/1", "patient1/2", "patient2/1", "patient2/2"].map((id) => pair(id, `${id}.png`)),
    "patient1/1.png",
    "patient2/2.png",
    "train none none test",
  ],
  "equal names in patients' folders, all of them listed": [
    ["patient1/1", "patient2/1"].map((id) => pair(id, `images/${id}.png`)),
    "patient1/1",
    "images/patient2/1.png",
    "train test",
  ],
  "names alone": [
    ["a", "b"].map((id) => pair(id, `JPEGImages/${id}.jpg`)),
    "a",
    "b",
    "train test",
  ],
  "paths of another machine": [
    ["a", "b"].map((id) => pair(id, `images/${id}.png`)),
    "/SegNet/CamVid/train/a.png /SegNet/CamVid/trainannot/a.png",
    "/SegNet/CamVid/test/b.png /SegNet/CamVid/testannot/b.png",
    "train test",
  ],
};

for (const [what, [pairs, train, test, parts]] of Object.entries(LISTS)) {
  Deno.test(`lists of train and test: ${what}`, async () => {
    const folder = await Deno.makeTempDir(), files = ["test.txt", "train.txt"];
    await Deno.writeTextFile(`${folder}/train.txt`, `${train}\n`);
    await Deno.writeTextFile(`${folder}/test.txt`, `${test}\n`);
    const found = await findSplit(folder, files, pairs);
    assert.deepEqual(found?.split, { train: "train.txt", test: "test.txt" });
    const own = await partsOf(folder, found!.split, pairs);
    assert.equal(own.map((part) => part ?? "none").join(" "), parts);
    await Deno.remove(folder, { recursive: true });
  });
}
