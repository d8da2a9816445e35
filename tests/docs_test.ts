// What `deno doc --lint` misses: a parameter without a word, a function without an example.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

for (const door of ["mod.ts", "engine/mod.ts", "metrics/mod.ts"]) {
  Deno.test(`deno doc --lint has nothing to say of ${door}`, async () => {
    const { stderr } = await deno("doc", "--lint", door);
    assert.deepEqual(stderr.split(/^(?=error\[)/m).slice(1).filter(isOurs), []);
  });

  Deno.test(`every public function of ${door} documents each parameter, what it returns, and an example`, async () => {
    const { stdout } = await deno("doc", "--json", door);
    assert.deepEqual(functions(JSON.parse(stdout)).flatMap(gaps), []);
  });
}

/**
 * Types of other packages stand in signatures; these document them. Unions of names follow from tables,
 * and the batches that data makes are of model's type by their structure.
 */
function isOurs(fault: string): boolean {
  const tensorflow = "LayersModel|Tensor\\w*|Scalar|Variable|NamedTensorMap";
  const engine = "Adam|Backend\\w*";
  const tables = "[A-Z_]+";
  return !RegExp(
    `references private type '(${tensorflow}|${engine}|${tables}|Batch|TrainingBatches)'`,
  ).test(fault);
}

interface Symbol {
  name: string;
  declarations: Declaration[];
}

interface Declaration {
  kind: string;
  jsDoc?: { doc?: string; tags?: { kind: string; name?: string }[] };
  def?: { params?: Parameter[]; returnType?: { repr?: string } };
}

/** A parameter; one with a default has its name on the left of the assignment. */
interface Parameter {
  name?: string;
  left?: { name?: string };
}

function functions(doc: { nodes: Record<string, { symbols: Symbol[] }> }): Symbol[] {
  const symbols = Object.values(doc.nodes).flatMap((node) => node.symbols);
  const found = symbols.filter((symbol) => symbol.declarations[0]?.kind === "function");
  assert.ok(found.length > 0, "the door exports no function");
  return found;
}

function gaps({ name, declarations }: Symbol): string[] {
  const { jsDoc, def } = declarations[0];
  const tags = jsDoc?.tags ?? [];
  const named = new Set(tags.filter((tag) => tag.kind === "param").map((tag) => tag.name));
  const names = (def?.params ?? []).map((parameter) => parameter.name ?? parameter.left?.name);
  const missing = names.filter((n) => n && !named.has(n)).map((n) => `@param ${n}`);
  if (!jsDoc?.doc) missing.push("a description");
  if (!["void", "Promise"].includes(def?.returnType?.repr ?? "void")) {
    if (!tags.some((tag) => tag.kind === "return")) missing.push("@returns");
  }
  if (!tags.some((tag) => tag.kind === "example")) missing.push("@example");
  return missing.map((what) => `${name}: ${what}`);
}

async function deno(
  ...args: string[]
): Promise<{ success: boolean; stdout: string; stderr: string }> {
  const command = new Deno.Command("deno", { args, cwd: root, env: { NO_COLOR: "1" } });
  const { success, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return { success, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}
