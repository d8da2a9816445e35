import { parseJson, readInside } from "../io/mod.ts";

/**
 * The text of a run folder's file, or undefined when it is not there.
 *
 * @param folder The run folder.
 * @param path The file's path within it.
 * @returns The text, without a byte order mark.
 * @throws What `readInside` throws for files that are none, too large or outside the folder.
 */
export async function readTextIfThere(folder: string, path: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await readInside(folder, path));
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return undefined;
    throw error;
  }
}

/**
 * Takes the text of a JSON file and checks it.
 *
 * @param path The file, for messages.
 * @param text Its text.
 * @param check Takes what was parsed; throws when it is not what it should be.
 * @returns What `check` returns.
 * @throws {Error} When the text is no JSON, or `check` throws; the message names the file.
 */
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
