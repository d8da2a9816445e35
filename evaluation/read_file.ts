/**
 * The text of a file, or undefined when it is not there.
 *
 * @param path The file.
 * @returns The text.
 */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
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
    return check(JSON.parse(text));
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}
