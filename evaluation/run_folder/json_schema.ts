import type { ValidateFunction } from "ajv/dist/2020.js";
// a program that checks nothing doesn't load it, which takes as long as measuring thirty pairs
import defer * as ajv from "ajv/dist/2020.js";

/** The first fault that a JSON Schema finds. */
export interface SchemaFault {
  /** Where, as a JSON pointer: `/cases/3/classes/border/tp`. */
  pointer: string;
  /** Where, and what must be there: `/cases/3/classes/border/tp must be integer, got "12"`. */
  text: string;
}

/** Compiles a JSON Schema to a function that finds a value's first fault, if it has one. */
export function compileSchema(schema: object): (value: unknown) => SchemaFault | undefined {
  let matches: ValidateFunction | undefined;
  return (value) => {
    // the schemas are our own: checking them takes longer than compiling them
    matches ??= new ajv.Ajv2020({ allowUnionTypes: true, validateSchema: false }).compile(schema);
    if (matches(value)) return undefined;
    const { instancePath: pointer, message, params } = matches.errors![0];
    const allowed = params.allowedValue ?? params.allowedValues;
    const which = allowed === undefined ? "" : ` ${JSON.stringify(allowed)}`;
    const must = message?.replace(/^must have required property .(.*).$/, "must have $1")
      .replace("number,null", "a number or null");
    const got = shortened(JSON.stringify(at(value, pointer)) ?? "nothing");
    const text = `${shortened(pointer || "it")} ${must}${which}, got ${got}`;
    return { pointer, text };
  };
}

/** What a JSON pointer points at. */
function at(value: unknown, pointer: string): unknown {
  return keysOf(pointer).reduce<unknown>(
    (found, key) => (found as Record<string, unknown>)[key],
    value,
  );
}

/** The keys and indices that lead from a value to what a JSON pointer points at. */
export function keysOf(pointer: string): string[] {
  return pointer.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
