/**
 * `deno task build:schemas`: makes the JSON Schemas of run.json, evaluation.json, explanation.json with its
 * figures, and hypotheses.json from the types in run.ts, evaluation.ts, explained_runs.ts and
 * tried_hypotheses.ts, so that a field is described once.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** A constant, not an import: the generator is only for those who change a type. */
export const GENERATOR = "npm:ts-json-schema-generator@2.10.0";

/** The types, the names of their files, and of their schemas. */
const TYPES = {
  Run: ["run", "run"],
  Evaluation: ["evaluation", "evaluation"],
  ExplainedRuns: ["explained_runs", "explanation"],
  ExplainedCases: ["explained_runs", "explained_cases"],
  CornerFigures: ["explained_runs", "corner_figures"],
  TriedHypotheses: ["tried_hypotheses", "hypotheses"],
} as const;

/** The files of the schemas, and what belongs into them. */
export async function schemas(): Promise<{ file: URL; schema: Record<string, unknown> }[]> {
  const { createGenerator } = await import(GENERATOR);
  return Object.entries(TYPES).map(([type, [source, name]]) => {
    const { $id, title, definitions, $schema: _, ...rest } = createGenerator({
      path: fileURLToPath(new URL(`${source}.ts`, import.meta.url)),
      type,
      topRef: false,
      additionalProperties: true,
      sortProps: false,
      extraTags: ["additionalProperties", "anyOf", "items"],
      // Deno checks the types, and the generator knows no import map
      skipTypeCheck: true,
    }).createSchema(type);
    const $schema = "https://json-schema.org/draft/2020-12/schema";
    const text = JSON.stringify({ $schema, $id, title, ...rest, $defs: definitions });
    return {
      file: new URL(`${name}.schema.json`, import.meta.url),
      schema: JSON.parse(text.replaceAll('"#/definitions/', '"#/$defs/')),
    };
  });
}

if (import.meta.main) {
  for (const { file, schema } of await schemas()) {
    await Deno.writeTextFile(file, JSON.stringify(schema, null, 2) + "\n");
  }
}
