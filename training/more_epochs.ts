/**
 * A run that was done and is trained on for more epochs.
 *
 * @module
 */
import { quote } from "../core/mod.ts";
import type { Run } from "../evaluation/mod.ts";
import type { ResumedRun } from "./open_run.ts";
import { describePreset } from "./published.ts";
import { commandOf } from "./request.ts";
import type { Settings } from "./settings.ts";

/**
 * What `run.json` says of a run from now on. With a constant learning rate it becomes the run that had all
 * epochs from the start; another schedule would have had other rates until now.
 */
export function recordOfMore(
  { held, record, settings, moved, doneAt, fromStart }: ResumedRun,
): Run {
  if (fromStart) {
    // a run that was done is no part of the one that takes its place
    const seconds = record.status === "done" ? 0 : record.seconds;
    return { ...recordFromStart(record, settings), seconds };
  }
  if (doneAt === undefined) {
    const isElsewhere = Object.keys(moved).length > 0 && record.trainedOn === undefined;
    return {
      ...record,
      settings: { ...record.settings, ...moved },
      ...isElsewhere && { command: commandLike(record, settings) },
    };
  }
  const again = `deno task train --resume ${quote(held.path)} --epochs ${settings.epochs}`;
  const before = record.trainedOn === undefined
    ? `${record.command} --out ${quote(held.path)}`
    : record.command;
  return {
    ...record,
    settings: { ...settings },
    command: isSame(settings) ? commandLike(record, settings) : `${before} && ${again}`,
    trainedOn: [...record.trainedOn ?? [], doneAt],
  };
}

/** What `run.json` says of a run that has these settings from its first epoch. */
export function recordFromStart(record: Run, settings: Settings): Run {
  const { published, assumed } = describePreset(settings);
  return {
    ...record,
    settings: { ...settings },
    published,
    assumed,
    command: commandLike(record, settings),
    trainedOn: undefined,
    bestEpoch: undefined,
  };
}

/** The command that gives these settings; a measure that was decided for the data needs no flag. */
function commandLike({ command }: Run, settings: Settings): string {
  const isTyped = command?.includes("--measure ") ?? false;
  // minutes would be another number of steps
  return commandOf({ ...settings, ...!isTyped && { measure: undefined }, minutes: undefined });
}

/** A caveat of a run that isn't the one that its settings alone would give. */
export function notesOnMore({ record, settings, doneAt, fromStart }: ResumedRun): string[] {
  if (fromStart) return [];
  const ends = [...record.trainedOn ?? [], ...doneAt === undefined ? [] : [doneAt]];
  if (ends.length === 0 || isSame(settings)) return [];
  const { schedule, epochs } = settings;
  return [
    `The run was done after epoch ${
      ends.join(", then ")
    } and trained further to ${epochs}: the learning ` +
    `rate rose again, to where --schedule ${schedule} over ${epochs} epochs has it, so this isn't the ` +
    `run that --epochs ${epochs} gives from the start.`,
  ];
}

function isSame({ schedule }: Settings): boolean {
  return schedule === "constant";
}
