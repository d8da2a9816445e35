import { cpus } from "node:os";
import { version_core } from "@tensorflow/tfjs-core";
import { isUnitRgb, type Normalisation } from "../core/mod.ts";
import type { DataSource, Run } from "../evaluation/mod.ts";
import type { Backend } from "@triptych/engine";
import project from "../deno.json" with { type: "json" };
import { describePreset } from "./published.ts";
import type { Settings } from "./settings.ts";
import { idsOf, type Split, type Subset } from "./split.ts";

/** What `run.json` says about a training before its first step. */
export function describeRun(
  settings: Settings,
  split: Split,
  { backend, normalisation }: { backend: Backend; normalisation: Normalisation },
): Run {
  const { validation } = split;
  return {
    status: "running",
    settings: { ...settings },
    ...describePreset(settings),
    startedAt: new Date().toISOString(),
    backend: backend.name,
    versions: versionsOf(backend),
    hardware: hardware(),
    data: {
      ...dataOf(split),
      ...isUnitRgb(normalisation) ? {} : { normalisation: [...normalisation] },
    },
    curvesOn: validation.indices.length > 0 ? "validation" : "test",
    seconds: 0,
  };
}

/** What `run.json` says about the images: where they are from, and what each is for. */
export function dataOf({ train, validation, test }: Split): Run["data"] {
  return {
    ...sourceOf(train),
    train: idsOf(train),
    validation: idsOf(validation),
    test: idsOf(test),
    ...test.data === train.data ? {} : { testData: sourceOf(test) },
  };
}

function sourceOf({ data: { name, fingerprint, skipped } }: Subset): DataSource {
  return { name, fingerprint, skipped };
}

/** The versions that a run's figures depend on. */
function versionsOf(backend: Backend): Record<string, string> {
  const { deno, v8 } = Deno.version;
  return {
    triptych: project.version,
    deno,
    v8,
    tfjs: version_core,
    [`backend ${backend.name}`]: backend.version,
  };
}

/** The machine on one line: cores, processor, memory and system. */
function hardware(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? "unknown processor";
  const gigabytes = Math.round(Deno.systemMemoryInfo().total / 2 ** 30);
  return `${processors.length} × ${model}, ${gigabytes} GiB, ${Deno.build.target}`;
}
