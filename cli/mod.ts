/**
 * The command line: flags, help, errors and exit codes, signals to stop, progress, tables.
 *
 * @module
 */
export { type CommandHost, HelpRequest, runCommand, UsageError } from "./errors.ts";
export { expected, takes } from "./flag_value.ts";
export {
  type CommandLine,
  type CommandSpec,
  type FlagSpec,
  type FlagValue,
  type FlagValues,
  parseFlags,
} from "./flags.ts";
export { folderOf } from "./folder.ts";
export { formatBytes, formatDuration, formatNumber } from "./numbers.ts";
export { Progress, type ProgressOptions, type Terminal, withProgress } from "./progress.ts";
export { SAFE } from "./safe.ts";
export { parseSpacing } from "./spacing.ts";
export { INTERRUPTED, Interruption, stopSignal } from "./stop.ts";
export { firstNames, type SkippedFile, skippedLines } from "./skipped.ts";
export { table } from "./table.ts";
