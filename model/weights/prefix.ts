import { type EncoderName, ENCODERS } from "../encoders/mod.ts";
import type { WeightsFormat } from "./format.ts";
import { shown } from "./shown.ts";
import type { WeightsFile } from "./tensor.ts";

/**
 * Removes the prefix that a wrapper or a larger network has put before the tensors' names, and notes it:
 * `module.` of DataParallel, `_orig_mod.` of torch.compile, `encoder.` of a segmentation model. Throws if
 * several networks in the file may be meant; errors complete "Cannot read …: ".
 */
export function withoutPrefix(
  file: WeightsFile,
  encoder: EncoderName,
  names: WeightsFormat["names"],
): WeightsFile {
  const [first] = ENCODERS[encoder].pretrained!.tensors(names).values();
  const wanted = `${first}.weight`;
  const all = [...file.tensors.keys(), ...file.others.keys()];
  const prefixes = all.filter((name) => name === wanted || name.endsWith(`.${wanted}`))
    .map((name) => name.slice(0, -wanted.length));
  if (prefixes.length === 0 || prefixes.includes("")) return file;
  if (prefixes.length > 1) {
    throw new TypeError(
      `it must contain one network with ${wanted}, got several, ` +
        `with the prefixes ${shown(prefixes)}; save the state_dict() of one`,
    );
  }
  const [prefix] = prefixes;
  const cut = <Content>(entries: Map<string, Content>): Map<string, Content> =>
    new Map(
      [...entries].filter(([name]) => name.startsWith(prefix))
        .map(([name, content]) => [name.slice(prefix.length), content]),
    );
  return {
    ...file,
    tensors: cut(file.tensors),
    others: cut(file.others),
    notes: [
      ...file.notes,
      `strips ${JSON.stringify(prefix.slice(0, 80))} from the tensors' names`,
    ],
  };
}
