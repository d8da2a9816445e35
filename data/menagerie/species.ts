/** The twelve species: each draws its measures, colours and marks from a random stream. */

import type { Pose } from "./mammals.ts";
import type { Random } from "./random.ts";
import { bear } from "./species/bear.ts";
import { cat } from "./species/cat.ts";
import type { Drawn } from "./species/colors.ts";
import { deer } from "./species/deer.ts";
import { dog } from "./species/dog.ts";
import { elephant } from "./species/elephant.ts";
import { fox } from "./species/fox.ts";
import { hedgehog } from "./species/hedgehog.ts";
import { otter } from "./species/otter.ts";
import { owl } from "./species/owl.ts";
import { penguin } from "./species/penguin.ts";
import { rabbit } from "./species/rabbit.ts";
import { turtle } from "./species/turtle.ts";

/** A species. */
export interface Species {
  /** Its English name, the group in figures. */
  name: string;
  /** Whether it is a mammal. */
  kind: "mammal" | "other";
  /** What it is seen doing. */
  poses: readonly Pose["kind"][];
  /** Draws one animal in a pose. */
  draw: (random: Random, pose: Pose) => Drawn;
}

/** All species, in code-point order of their names. */
export const SPECIES: readonly Species[] = [
  { name: "bear", kind: "mammal", poses: ["stand", "sit", "stand", "upright", "lie"], draw: bear },
  { name: "cat", kind: "mammal", poses: ["stand", "sit", "sit", "lie"], draw: cat },
  { name: "deer", kind: "mammal", poses: ["stand", "stand", "lie"], draw: deer },
  { name: "dog", kind: "mammal", poses: ["stand", "sit", "sit", "lie"], draw: dog },
  { name: "elephant", kind: "mammal", poses: ["stand", "stand", "stand", "sit"], draw: elephant },
  { name: "fox", kind: "mammal", poses: ["stand", "sit", "lie"], draw: fox },
  { name: "hedgehog", kind: "mammal", poses: ["stand", "stand", "lie"], draw: hedgehog },
  { name: "otter", kind: "mammal", poses: ["stand", "upright", "upright", "lie"], draw: otter },
  { name: "owl", kind: "other", poses: ["sit", "sit", "sit", "upright"], draw: owl },
  { name: "penguin", kind: "other", poses: ["stand", "stand", "upright"], draw: penguin },
  { name: "rabbit", kind: "mammal", poses: ["sit", "sit", "lie", "upright"], draw: rabbit },
  { name: "turtle", kind: "other", poses: ["stand", "lie"], draw: turtle },
];
