/**
 * Plans a new run: looks at its data, finds out whether pretrained weights can be had, and says what was
 * decided.
 *
 * @module
 */
import { basename } from "node:path";
import { formatBytes, withProgress } from "../cli/mod.ts";
import { factsOf, type SetFacts } from "../data/mod.ts";
import { exists } from "../io/mod.ts";
import { bytesOfWeights, ENCODERS, fetchWeights, weightsPath } from "../model/mod.ts";
import { checkSettings } from "./check.ts";
import { lookInto } from "./open_data.ts";
import type { NewRun } from "./open_run.ts";
import { type Plan, planFor, planLines } from "./plan.ts";
import type { Settings } from "./settings.ts";

/** Plans a run whose settings are to follow from its data; others stay as they are. */
export async function planRun(run: NewRun, signal: AbortSignal): Promise<NewRun> {
  const { settings, typed = {}, isPlanned, initial } = run;
  if (!isPlanned) return run;
  const look = await lookInto(settings.data, settings, { signal });
  const facts = await factsOf(look, settings);
  // a run that starts from a model has its network
  const given = initial ? { ...typed, encoder: settings.encoder } : typed;
  const plan = await planWithWeights(facts, given, signal);
  for (const line of planLines(plan)) console.log(`plan    ${line}`);
  const planned = { ...settings, ...plan.settings };
  checkSettings(planned);
  return { ...run, settings: planned, plan: plan.reasons, look };
}

/** Plans with pretrained weights where they can be had, which is asked only if they would be taken. */
async function planWithWeights(
  facts: SetFacts,
  typed: Partial<Settings>,
  signal: AbortSignal,
): Promise<Plan> {
  const plan = planFor(facts, typed), { encoder } = plan.settings;
  if (encoder === undefined || encoder === "plain" || typed.weights !== undefined) return plan;
  const missingWeights = await fetchPublished(encoder, signal);
  return missingWeights === undefined ? plan : planFor({ ...facts, missingWeights }, typed);
}

/** Downloads an encoder's weights unless they are here; says why where it can't. */
async function fetchPublished(
  encoder: Settings["encoder"],
  signal: AbortSignal,
): Promise<string | undefined> {
  const published = ENCODERS[encoder].pretrained!.published!, path = weightsPath(published);
  if (await exists(path)) return undefined;
  try {
    const bytes = await bytesOfWeights(published, signal);
    const size = bytes === undefined ? "of a size that isn't said" : formatBytes(bytes);
    console.log(`weights downloading ${basename(path)}, ${size}, once: ${published.url}`);
    await withProgress(
      { unit: "bytes", label: `weights of ${encoder}` },
      ({ onProgress }) => fetchWeights(published, { signal, onProgress }),
    );
  } catch (error) {
    signal.throwIfAborted();
    return reasonOf(error as Error);
  }
}

/** Why a download failed; fetch says that it failed, and why in its cause. */
function reasonOf({ message, cause }: Error): string {
  const [reason] = (cause instanceof Error ? cause.message : message).split("\n");
  return reason;
}
