// Terminal tables come from the figures alone: what draws pages is loaded where pages are asked for.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Module {
  specifier: string;
  dependencies?: { code?: { specifier: string }; isDynamic?: boolean }[];
}

for (const command of ["compare", "reproduce", "explain"]) {
  Deno.test(`${command} loads neither Plot nor linkedom nor Vento for its tables`, async () => {
    const { stdout } = await new Deno.Command("deno", {
      args: ["info", "--json", `commands/${command}.ts`],
      cwd: root,
    }).output();
    const { roots, modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
      roots: string[];
      modules: Module[];
    };
    const byName = new Map(modules.map((module) => [module.specifier, module]));
    const found = new Set<string>();
    const visit = (specifier: string): void => {
      if (found.has(specifier)) return;
      found.add(specifier);
      for (const { code, isDynamic } of byName.get(specifier)?.dependencies ?? []) {
        if (code !== undefined && !isDynamic) visit(code.specifier);
      }
    };
    roots.forEach(visit);
    assert.ok([...found].some((name) => name.endsWith("/evaluation/comparison/compare_runs.ts")));
    const drawing = [...found].filter((name) =>
      /\/site\/|@observablehq\/plot|linkedom|vento/.test(name)
    );
    assert.deepEqual(drawing, []);
  });
}
