/** Segmentation metrics. @module */
export {};
