/** What has become of a run: whether it goes on, how it ended, and what it has to say of itself. */
import { formatDuration } from "../text/format.ts";
import { type Markup, safe } from "../html/safe.ts";
import type { SiteRun } from "../runs/site_run.ts";

/**
 * Whether a run goes on, or why it came to no end.
 *
 * @param run The run.
 * @returns A sentence; undefined of a run that is done, and where there is no run.json.
 */
export function stateOf(run: SiteRun): Markup | undefined {
  const { run: file, writer } = run.folder;
  if (!file || file.status === "done") return undefined;
  const place = placeOf(run), doing = isTraining(run) ? "training" : "being measured";
  if (file.status === "stopped") {
    const reason = typeof file.error === "string" && file.error;
    return safe`<b>This run was stopped</b>${place}.${
      reason && ` Its reason: ${reason}${/[.!?]$/.test(reason) ? "" : "."}`
    }`;
  }
  if (writer === "alive") return safe`<b>This run is still ${doing}</b>${place}.`;
  if (writer === "gone") return safe`<b>This run was interrupted</b>${place}.`;
  return safe`<b>This run was still ${doing} when it was last written</b>${place}${since(run)}.
    Whether it goes on can’t be told.`;
}

/** The state in a word, for a table. */
export function stateWord(run: SiteRun): string {
  const { run: file, writer } = run.folder;
  if (file?.status !== "running") return file?.status ?? "–";
  return { alive: "running", gone: "interrupted", unknown: "running or interrupted" }[writer];
}

/** What went wrong with the folder's files, and what the run itself has to say. */
export function remarksOf(run: SiteRun): Markup[] {
  const { run: file, problems } = run.folder;
  return [...texts(problems), ...texts(file?.notes)].map((text) => safe`${text}`);
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === "string") : [];
}

function isTraining({ folder, history }: SiteRun): boolean {
  return history.length > 0 || folder.run?.settings.epochs !== undefined;
}

function placeOf(run: SiteRun): string {
  if (!isTraining(run)) return "";
  const done = run.history.at(-1)?.epoch, all = Number(run.folder.run?.settings.epochs);
  return done === undefined
    ? ", before its first epoch"
    : `, after epoch ${done}${all > 0 ? ` of ${all}` : ""}`;
}

function since({ folder: { run: file } }: SiteRun): string {
  const start = file?.startedAt?.slice(0, 10);
  const parts = [
    ...(file!.seconds > 0 ? [`${formatDuration(file!.seconds)} in`] : []),
    ...(start ? [`begun on ${start}`] : []),
  ];
  return parts.length ? ` (${parts.join(", ")})` : "";
}
