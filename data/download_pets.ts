import { join } from "node:path";
import { download, exists, madeOnce, untar } from "../io/mod.ts";

/** How far {@linkcode downloadPets} is. */
export interface PetsProgress {
  /** What it is doing. */
  phase: "download" | "unpack";
  /** The archive's name. */
  archive: string;
  /** Bytes downloaded, or files unpacked. */
  done: number;
  /** Their total, where it is known. */
  total?: number;
}

/** Options of {@linkcode downloadPets}. */
export interface PetsDownloadOptions {
  /** Called as it advances. */
  onProgress?: (progress: PetsProgress) => void;
  /** Stops it; what was downloaded is kept for the next start. */
  signal?: AbortSignal;
  /** The release to download; the official one when left out. */
  release?: PetsRelease;
}

/** A folder on a server and the archives in it. */
export interface PetsRelease {
  /** The address that an archive's name is appended to. */
  baseUrl: string;
  /** The archives, all unpacked into one folder; `bytes` is checked where it is given. */
  archives: readonly { name: string; bytes?: number; md5: string }[];
}

/** The official release: 7,390 photographs and trimaps, 7,349 of them in its list. */
const OFFICIAL: PetsRelease = {
  baseUrl: "https://www.robots.ox.ac.uk/~vgg/data/pets/data/",
  archives: [
    { name: "annotations.tar.gz", md5: "95a8c909bbe2e81eed6a22bccdf3f68f" },
    { name: "images.tar.gz", bytes: 791_918_971, md5: "5c4f3ee8e5d25df40f4fd59a7f44e54c" },
  ],
};

/**
 * Downloads Oxford-IIIT Pet (792 MB) to a cache folder and unpacks it, unless it is there. An interrupted
 * download is resumed. Needs `--allow-net=www.robots.ox.ac.uk,thor.robots.ox.ac.uk`.
 *
 * @param cacheFolder Where to put `oxford-iiit-pet/`; made if missing.
 * @param options Progress and signal.
 * @returns The data folder, for `readPets`.
 * @throws {Error} If an archive can't be downloaded whole, is not the expected one, or contains a
 *   name that leads outside the folder.
 */
export async function downloadPets(
  cacheFolder: string,
  options: PetsDownloadOptions = {},
): Promise<string> {
  const folder = join(cacheFolder, "oxford-iiit-pet");
  await Deno.mkdir(cacheFolder, { recursive: true });
  await madeOnce(folder, () => downloadAndUnpack(cacheFolder, folder, options), options);
  return folder;
}

async function downloadAndUnpack(
  cacheFolder: string,
  folder: string,
  { onProgress = () => {}, signal, release = OFFICIAL }: PetsDownloadOptions,
): Promise<void> {
  for (const { name, bytes: expectedBytes, md5 } of release.archives) {
    const path = join(cacheFolder, name);
    // it gets this name only once it is complete and verified
    if (await exists(path)) continue;
    await download(release.baseUrl + name, path, {
      expectedBytes,
      md5,
      signal,
      onProgress: (done, total) => onProgress({ phase: "download", archive: name, done, total }),
    });
  }
  const archives = release.archives.map(({ name }) => name);
  await unpackAside(cacheFolder, archives, folder, onProgress);
}

/** Unpacks all archives into a folder that gets its name when it is complete; then removes them. */
async function unpackAside(
  cacheFolder: string,
  archives: string[],
  folder: string,
  onProgress: (progress: PetsProgress) => void,
): Promise<void> {
  const aside = `${folder}.part`;
  await removeAll(aside);
  try {
    for (const archive of archives) {
      let done = 0;
      const onEntry = (): void => onProgress({ phase: "unpack", archive, done: ++done });
      const file = await Deno.open(join(cacheFolder, archive));
      await untar(file.readable, aside, { skip: isStray, onEntry });
    }
    await Deno.rename(aside, folder);
  } catch (error) {
    await removeAll(aside);
    throw error;
  }
  for (const archive of archives) await Deno.remove(join(cacheFolder, archive));
}

/** Files in the release that a Mac (`._*`) and Matlab (`.mat`) left behind. */
function isStray(name: string): boolean {
  return /(^|\/)\._[^/]*$|\.mat$/.test(name);
}

async function removeAll(folder: string): Promise<void> {
  if (await exists(folder)) await Deno.remove(folder, { recursive: true });
}
