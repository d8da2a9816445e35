/**
 * The words by which folders and files say what they hold.
 *
 * @module
 */

/** Endings of the pictures that are read. */
export const PICTURE = /\.(jpe?g|png|gif|webp|bmp|avif|tiff?|nii|nii\.gz)$/i;

/** Endings of files with an image's areas: LabelMe's and YOLO's. */
export const OUTLINES = [/\.json$/i, /\.txt$/i];

const IMAGE =
  /^(image|images|img|imgs|photo|photos|picture|pictures|jpegimages|input|inputs|scan|scans|raw|original|originals|data|x|frame|frames|rgb)$/;
const MASK =
  /^(mask\d*|masks|label|labels|annotation|annotations|annot|anno|gt\d*|gts|groundtruth|truth|truths|seg|segs|segmentation|segmentations|segmentationclass|manual|target|targets|trimap|trimaps|labelids|labelcol|lbl|y|matte|mattes|gt[a-z]+)$/;

/** What a name's words say it holds: above 0 masks, below 0 images, 0 nothing. */
export function maskWords(name: string): number {
  const words = wordsOf(name);
  const masks = words.filter((word) => MASK.test(word) || isRater(word));
  return Math.sign(masks.length * 2 - words.filter((word) => IMAGE.test(word)).length);
}

/** Words that stand for a part of the set where they are a folder's name, or begin or end it. */
const SPLITS = [
  /^()(train|training|val|valid|validation|dev|test|testing)()$/i,
  /^()(train|training|val|valid|validation|test)([_-]?(?:images?|imgs?|masks?|labels?|annot\w*|gt|seg))$/i,
  // COCO: train2017
  /^()(train|val|test)(\d{4})$/i,
  /^((?:images?|imgs?|masks?|labels?|annot\w*|gt|seg)[_-]?)(train|training|val|valid|validation|test|tr|ts)()$/i,
];

/**
 * The part of the set that a folder's name says: `trainannot` is `{split}annot` of `train`.
 */
export function splitOf(folder: string): { pattern: string; split: string } | undefined {
  for (const regExp of SPLITS) {
    const match = regExp.exec(folder);
    if (match) return { pattern: `${match[1]}{split}${match[3]}`, split: match[2] };
  }
  return undefined;
}

/** `1stHO`, `manual1`, `observer2`: names of one of several raters. */
export function isRater(word: string): boolean {
  return /^(\d(st|nd|rd|th)\w*|(manual|observer|rater|expert|annotator|grader)\d+)$/i.test(word);
}

/** `t1`, `T2w`, `t1ce`: what a scanner recorded. */
export function isSequence(word: string): boolean {
  return /^(t1|t2|pd)[a-z]{0,3}$/i.test(word);
}

/** The words of a name, in lower case: `SegmentationClass` is one, `1st_manual` has two. */
function wordsOf(name: string): string[] {
  return name.toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== "");
}
