import { basename, dirname, join } from "node:path";
import { listed, type Skipped } from "../core/mod.ts";
import { compilePattern, type FoundImage } from "../io/mod.ts";
import type { ModelMetadata } from "../model/mod.ts";

/** An image or a volume to predict. */
export interface Input {
  /** Its file; where its channels lie in several, all of them, in the order of the model's channels. */
  files: readonly string[];
  /** What it is called: its file, or as that would be called without the channel. */
  path: string;
  /** The folder that was named. */
  root: string;
}

/**
 * What files are images: one each, unless the model learned from images whose channels lie in several.
 * Such are known by their names, as in training: by the last folders of the pattern, whatever is above
 * them and however the files end. A file with another name is an image of its own.
 *
 * @param found The files.
 * @param model How the model's files were named.
 * @returns The images, and files that can't be used without others.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * const files = ["a_1.png", "a_0.png", "b_0.png"].map((path) => ({ path, root: "." }));
 * const channelFiles = { pattern: "imagesTr/*_{channel}.png", channels: ["0", "1"] };
 * const { inputs, skipped } = findInputs(files, { channelFiles });
 * assert.deepEqual(inputs, [{ files: ["a_0.png", "a_1.png"], path: "a.png", root: "." }]);
 * assert.match(skipped[0].reason, /channels 0 and 1, each a file \*_\{channel\}, got 0 alone/);
 * ```
 */
export function findInputs(
  found: readonly FoundImage[],
  { channelFiles }: Pick<ModelMetadata, "channelFiles">,
): { inputs: Input[]; skipped: Skipped[] } {
  const alone = ({ path, root }: FoundImage): Input => ({ files: [path], path, root });
  if (channelFiles === undefined) return { inputs: found.map(alone), skipped: [] };
  const { channels } = channelFiles, pattern = tailOf(channelFiles.pattern);
  const partsOf = partsBy(pattern);
  const inputs: Input[] = [], skipped: Skipped[] = [];
  const images = new Map<string, { root: string; files: Map<string, string> }>();
  for (const file of found) {
    const parts = partsOf(file.path);
    if (parts === undefined) {
      inputs.push(alone(file));
      continue;
    }
    const image = images.get(parts.path) ?? { root: file.root, files: new Map() };
    images.set(parts.path, image);
    image.files.set(parts.channel, file.path);
  }
  for (const [path, { root, files }] of images) {
    const own = channels.flatMap((channel) => files.get(channel) ?? []);
    if (own.length === channels.length) inputs.push({ files: own, path, root });
    else {
      const [file] = files.values(), got = listed([...files.keys()]);
      const wanted = `the channels ${listed(channels)}, each a file ${pattern}`;
      skipped.push({ file, reason: `the model's images must have ${wanted}, got ${got} alone` });
    }
  }
  return { inputs, skipped };
}

/** The last part of a pattern that names image and channel, without its ending: `*_{channel}`. */
function tailOf(pattern: string): string {
  const segments = pattern.split("/");
  const first = segments.findIndex((segment) => /\*|\{(id|channel)\}/.test(segment));
  return withoutEnding(segments.slice(first).join("/"));
}

function withoutEnding(path: string): string {
  return path.replace(/(\.nii)?\.(\{[^{}/]*\}|\w+)$/i, "");
}

/** What tells of a path whose image and which channel it is. */
function partsBy(tail: string): (path: string) => { path: string; channel: string } | undefined {
  const match = compilePattern(tail), depth = tail.split("/").length;
  return (path) => {
    let folder = path;
    const names: string[] = [];
    for (let i = 0; i < depth; i++) {
      names.unshift(basename(folder));
      folder = dirname(folder);
    }
    const name = names.join("/"), stem = withoutEnding(name);
    const { id, channel } = match(stem) ?? {};
    if (id === undefined || channel === undefined) return undefined;
    return { path: join(folder, id) + name.slice(stem.length), channel };
  };
}
