/**
 * `deno task data`: looks at a folder of images and masks before training, says what it holds and what
 * was decided, and writes that down in `triptych.json`, for people to edit.
 *
 * @module
 */
import { basename, dirname, join, resolve } from "node:path";
import {
  parseFlags,
  runCommand,
  skippedLines,
  stopSignal,
  table,
  UsageError,
  withProgress,
} from "../cli/mod.ts";
import { counted, type LookReport, shapeOf, shapeText } from "../core/mod.ts";
import {
  DESCRIPTION,
  factsOf,
  formatDescription,
  type Look,
  lookAt,
  reportOf,
  writeReport,
} from "../data/mod.ts";
import {
  cacheFolder,
  exists,
  makeFolder,
  MEGAPIXELS_FLAG,
  WriteError,
  writeFileAtomic,
} from "../io/mod.ts";
import { buildLookPage } from "../site/mod.ts";
import {
  DESCRIPTION_SETTINGS,
  givenDescription,
  lookLines,
  type Plan,
  planFor,
  planLines,
  plannedCommandOf,
  readLooked,
  SETTINGS,
  type Settings,
  sizeOf,
  usualTest,
} from "../training/mod.ts";

const COMMAND = {
  name: "deno task data",
  description:
    "Looks at a folder of images and masks, and prints what it found and what it decided, with the\n" +
    `reasons. Writes these decisions to ${DESCRIPTION} in the folder, unless there is one: edit it\n` +
    "where a decision is wrong. deno task train --data FOLDER does the same look. A page shows\n" +
    "images with their masks, how much there is of each class, and what looks wrong.",
  positionals: "FOLDER",
  flags: {
    ...DESCRIPTION_SETTINGS,
    write: {
      kind: "string",
      value: "FILE",
      help: `write the decisions to this file instead of FOLDER/${DESCRIPTION}`,
    },
    size: {
      ...SETTINGS.size,
      default: undefined,
      help: "the size to train at, as in deno task train; by default the plan's",
    },
    out: {
      kind: "string",
      value: "DIR",
      help: "the page's folder; runs/NAME-data/ of the data folder's name if left out",
    },
    "max-megapixels": MEGAPIXELS_FLAG,
  },
  examples: [
    "deno task data my/folder",
    "deno task data camvid --ignore 11",
    "deno task data my/folder --masks 'masks/{id}_mask.png' --classes 0=background,255=cell",
  ],
} as const;

if (import.meta.main) await runCommand(main);

async function main(): Promise<void> {
  const { flags, positionals: [folder, ...others] } = await parseFlags(Deno.args, COMMAND);
  if (folder === undefined || others.length > 0) {
    const got = folder === undefined ? "none" : [folder, ...others].join(", ");
    throw new UsageError(`Expected one folder, got ${got}`);
  }
  const options = {
    given: givenDescription(flags),
    maxMegapixels: flags["max-megapixels"],
    cacheFolder: cacheFolder(),
    signal: stopSignal(),
  };
  const look = await withProgress(
    { unit: "masks", label: "looking" },
    ({ onProgress }) => lookAt(folder, { ...options, onProgress }),
  );
  for (const line of [...lookLines(look), ...skippedLines(look.skipped)]) console.log(line);
  await writeDown(look, flags.write);
  const plan = await planOf(look, flags.size, options);
  for (const line of planLines(plan)) console.log(`plan    ${line}`);
  const { size = SETTINGS.size.default, patch, encoder = SETTINGS.encoder.default } = plan.settings;
  const { maxMegapixels } = options;
  const data = await readLooked(look, {
    size: flags.size ?? size,
    encoder,
    strict: false,
    maxMegapixels,
    memory: SETTINGS.memory.default,
  });
  if (look.description.split === undefined) console.log(`test    ${usualTest(data)}`);
  const report = await reportOf(look, data, {
    maxMegapixels,
    plan: planLines(plan),
    patch: patch === undefined ? undefined : shapeText(shapeOf(sizeOf(patch))),
  });
  console.log(`\n${classTable(report.report)}\n`);
  // those of the look itself are said already
  for (const line of report.report.warnings.slice(look.warnings.length)) {
    console.log(`warning ${line}`);
  }
  const out = flags.out ?? join("runs", `${basename(resolve(folder))}-data`);
  const page = await buildLookPage(
    out,
    folder,
    (aside) => writeReport(aside, look, data, report, options),
  );
  console.log(`The page: ${page}`);
  const { images, channels, masks, classes, ignore, groups, spacing } = flags;
  const command = plannedCommandOf({
    ...{ data: folder, images, channels, masks, classes, ignore, groups, spacing },
    size: flags.size,
    maxMegapixels: maxMegapixels === MEGAPIXELS_FLAG.default ? undefined : maxMegapixels,
  });
  console.log(`To train on it: ${command}`);
}

/** How a training would go about it, if pretrained weights can be had. */
async function planOf(
  look: Look,
  size: Settings["size"] | undefined,
  options: { maxMegapixels: number },
): Promise<Plan> {
  return planFor(await factsOf(look, options), size === undefined ? {} : { size });
}

/** How much there is of each class, as the page says it. */
function classTable({ classes, size }: Pick<LookReport, "classes" | "size">): string {
  const rows = classes.map(({ name, values, share, images }) => [
    name,
    values.join(", "),
    `${(100 * share).toFixed(2)} %`,
    String(images),
  ]);
  return table(rows, { head: ["class", "values", `pixels at ${size}`, "images"] });
}

/**
 * Writes the decisions; a description that is there is somebody's work. A folder that can't be written to is
 * looked at all the same.
 */
async function writeDown({ folder, description, survey }: Look, file?: string): Promise<void> {
  const path = file ?? join(folder, DESCRIPTION);
  if (await exists(path)) {
    if (file === undefined) return console.log(`${path} exists, and is left as it is`);
    throw new Error(`Cannot write ${path}: the file must not exist yet`);
  }
  try {
    await makeFolder(dirname(path));
    await writeFileAtomic(
      path,
      new TextEncoder().encode(formatDescription(description, survey.indices)),
    );
  } catch (error) {
    if (file !== undefined || !(error instanceof WriteError)) throw error;
    return console.log(
      `note    ${error.message}; training decides the same. To correct a decision, use flags, or train on ` +
        `a folder of links to the images and masks, with a ${DESCRIPTION} of its own`,
    );
  }
  console.log(`Written to ${path}: ${counted(description.classes.length, "class", "classes")}`);
}
