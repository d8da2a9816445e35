/** The words inside charts. */
import { formatNumber } from "../format.ts";
import { kinds } from "./frame.ts";

/** Beside a box. */
export const beside = {
  missed: (cases: number) => `${formatNumber(cases)} ${kinds.missed}`,
  invented: (cases: number) => `${formatNumber(cases)} ${kinds.invented}`,
};

/** What axes show. */
export const axes = { epoch: "epoch", share: "share of the image" };

/** Over the sorted changes. */
export const changes = {
  worsened: (cases: number) => `${formatNumber(cases)} worsened`,
  improved: (cases: number) => `${formatNumber(cases)} improved`,
};

/** In the tiles of a confusion matrix, and over its columns. */
export const mosaic = {
  recognised: (share: string) => `recognised ${share}`,
  takenFor: (className: string, share: string) => `${className} ${share}`,
  others: (share: string) => `other classes ${share}`,
  tile: (className: string, taken: string) => `${className}: ${taken}`,
  column: (className: string, share: string, isDrawnOnly: boolean) =>
    `${className}, ${share} of ${isDrawnOnly ? "those drawn" : "all"}`,
};
