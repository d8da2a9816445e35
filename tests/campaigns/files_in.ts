import { join } from "node:path";

/**
 * Every file below a folder with its content, by path.
 *
 * @param folder The folder.
 */
export async function filesIn(folder: string): Promise<[path: string, content: Uint8Array][]> {
  const entries = (await Array.fromAsync(Deno.readDir(folder))).sort((a, b) =>
    a.name < b.name ? -1 : 1
  );
  const files: [string, Uint8Array][] = [];
  for (const { name, isDirectory } of entries) {
    const path = join(folder, name);
    if (!isDirectory) files.push([name, await Deno.readFile(path)]);
    else {for (const [file, content] of await filesIn(path)) {
        files.push([`${name}/${file}`, content]);
      }}
  }
  return files;
}
