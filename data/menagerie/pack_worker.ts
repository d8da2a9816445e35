import { closeSync, openSync } from "node:fs";
import { type PackedRecord, type PackTarget, writeRecord } from "../pack_file.ts";
import { type Ending, placesLeft } from "../workers.ts";
import { drawAnimal } from "./animal.ts";
import type { Drawing } from "./drawing.ts";

/** A worker's own end has the same methods as its owner's. */
declare const self: Worker;

/** What a worker is told that draws animals into a file. */
export interface PackStart extends Pick<Drawing, "order" | "size" | "seed" | "next"> {
  /** The file. */
  target: PackTarget;
}

/** Where an animal was written. */
export interface AnimalReport {
  /** Its place in the order. */
  place: number;
  /** Its record. */
  record: PackedRecord;
}

self.onmessage = ({ data }: MessageEvent<PackStart>) => {
  try {
    drawIntoFile(data);
    report({ end: "done" });
  } catch (error) {
    report({ end: "failed", error: error instanceof Error ? error.message : String(error) });
  }
};

function drawIntoFile({ order, size, seed, next, target }: PackStart): void {
  const file = openSync(target.path, "r+");
  try {
    for (const place of placesLeft(next, order.length)) {
      const animal = { ...drawAnimal(order[place], { size, seed }), shape: [size, size] } as const;
      report({ place, record: writeRecord(target, file, animal) });
    }
  } finally {
    closeSync(file);
  }
}

function report(message: AnimalReport | Ending): void {
  self.postMessage(message);
}
