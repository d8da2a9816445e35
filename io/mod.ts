/**
 * Files: photographs and label pictures in and out, files written aside then renamed, downloads.
 *
 * @module
 */
export { type Color, decodeLabelPng, encodeLabelPng, type LabelPicture } from "./label_picture.ts";
export { decodePhotograph, encodeJpeg, type Photograph } from "./photograph.ts";
export { resizeLabels, resizePhotograph } from "./resize.ts";
export { writeFileAtomic } from "./write.ts";
