/** What an annotation file says of its images. */
export interface Annotations {
  /** The classes' names, in the file's order; regions name them by their place here. */
  classes: string[];
  /** The images. */
  images: AnnotatedImage[];
  /** Objects that are no areas (points, lines, boxes without an outline), in words, each kind once. */
  notes: string[];
}

/** An image and the areas on it. */
export interface AnnotatedImage {
  /** The image's file as the annotations name it; empty where they don't. */
  file: string;
  /** Pixels per row; undefined where the file doesn't say it. */
  width?: number;
  /** Rows. */
  height?: number;
  /** The areas, in the file's order. */
  regions: Region[];
}

/** An area of one class: polygons, run lengths, or pixels. */
export interface Region {
  /** The class's place in {@linkcode Annotations.classes}. */
  class: number;
  /**
   * Corners x, y, x, y, … of each polygon, in pixels from the image's upper left corner; if there are
   * several polygons, all belong to the area.
   */
  polygons: readonly (readonly number[])[];
  /** Whether corners are shares of width and height, 0 to 1, as YOLO has them. */
  isRelative?: boolean;
  /** Run lengths in columns, the first of them outside. */
  runs?: { counts: readonly number[]; width: number; height: number };
  /** A small picture of it, 0 outside, and where its upper left pixel is. */
  picture?: { labels: Uint8Array; width: number; height: number; x: number; y: number };
  /** Whether it is a crowd, in which nobody has said which pixels belong to which object: it is ignored. */
  isCrowd?: boolean;
}
