/** What has become of a run: whether it continues, how it ended, and what it has to say of itself. */
import { type Markup, safe } from "../html/safe.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { words } from "../text/mod.ts";

/** Whether a run continues, or why it came to no end; undefined where there is nothing to say. */
export function stateOf(run: SiteRun): Markup | undefined {
  const { run: file, writer } = run.folder, text = words.verdict.state;
  if (!file || file.status === "done") return undefined;
  const place = placeOf(run), doing = isTraining(run) ? text.training : text.measuring;
  if (file.status === "stopped") {
    return text.stopped(place, file.error ?? false);
  }
  if (writer === "alive") return text.alive(doing, place);
  if (writer === "gone") return text.gone(place);
  return text.unknown(doing, place, text.since(file.seconds, file.startedAt?.slice(0, 10) ?? ""));
}

/** The state in a word, for a table. */
export function stateWord(run: SiteRun): string {
  const { run: file, writer } = run.folder;
  if (file?.status !== "running") return file?.status ?? "–";
  return words.verdict.state.word[writer];
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
  const text = words.verdict.state, count = run.folder.run?.members;
  if (count !== undefined) {
    const ended = run.members.filter(({ folder }) => folder.run?.status === "done").length;
    return words.members.progress(ended, count);
  }
  return done === undefined ? text.beforeFirst : text.after(done, all);
}
