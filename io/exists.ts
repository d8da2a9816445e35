/**
 * Whether there is a file or a folder at a path.
 *
 * @param path The path.
 * @returns False only if nothing is there; a path that can't be looked at is an error.
 */
export async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    // below a file there is nothing
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}
