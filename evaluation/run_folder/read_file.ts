import { parseJson, readInside } from "../../io/mod.ts";

/** The text of a run folder's file, without a byte order mark; undefined if it doesn't exist. */
export async function readTextIfThere(folder: string, path: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await readInside(folder, path));
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return undefined;
    throw error;
  }
}

/** Parses and checks the text of a JSON file; the message of an error names the file. */
export function parseJsonFile<Content>(
  path: string,
  text: string,
  check: (value: unknown) => Content,
): Content {
  try {
    return check(parseJson(text));
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}
