// made by build.ts from assembly/
import type { Address } from "./arena.ts";

/** What each kernel takes; the part and the thread follow. */
export interface KernelArguments {
  /** Mean and squared deviations of each channel over a block of pixels. */
  blockMoments: {
    x: Address;
    moments: Address;
    pixels: number;
    channels: number;
    perBlock: number;
    blocksPerPart: number;
  };
  /** Joins the blocks' moments and makes y = x * scale + shift of them: first the mean of all, then the deviations of blocks from it. */
  joinMoments: {
    moments: Address;
    mean: Address;
    variance: Address;
    gamma: Address;
    beta: Address;
    scaleShift: Address;
    totals: Address;
    pixels: number;
    channels: number;
    perBlock: number;
    epsilon: number;
  };
  /** y = activation(x * scale + shift) for a part of the pixels. */
  normalize: {
    x: Address;
    y: Address;
    scaleShift: Address;
    pixels: number;
    channels: number;
    activation: number;
    pixelsPerPart: number;
  };
  /** For a block of pixels the sums over g = dy * slope of g and of g * (x - mean). */
  blockGradientSums: {
    dy: Address;
    x: Address;
    scaleShift: Address;
    mean: Address;
    sums: Address;
    pixels: number;
    channels: number;
    activation: number;
    perBlock: number;
    blocksPerPart: number;
  };
  /** Joins the sums into dgamma and dbeta and the factors of dx = g * a + (x * b + c). */
  joinGradientSums: {
    sums: Address;
    mean: Address;
    variance: Address;
    gamma: Address;
    dgamma: Address;
    dbeta: Address;
    factors: Address;
    totals: Address;
    pixels: number;
    channels: number;
    blocks: number;
    epsilon: number;
  };
  /** dx = g * scale + x * b + c for a part of the pixels. */
  normalizeGradient: {
    dy: Address;
    x: Address;
    dx: Address;
    scaleShift: Address;
    factors: Address;
    pixels: number;
    channels: number;
    activation: number;
    pixelsPerPart: number;
  };
  /** scale and shift again, from what the forward pass kept. */
  scaleShiftOf: {
    mean: Address;
    variance: Address;
    gamma: Address;
    beta: Address;
    scaleShift: Address;
    channels: number;
    epsilon: number;
  };
  /** y = a OP b for a run of values. */
  combine: {
    a: Address;
    aStep: number;
    b: Address;
    bStep: number;
    y: Address;
    count: number;
    operation: number;
    perPart: number;
  };
  /** The same for a part of the rows of a tensor [..., size1, size2, size3]. */
  combineRows: {
    a: Address;
    b: Address;
    y: Address;
    rows: number;
    size1: number;
    size2: number;
    size3: number;
    aStep0: number;
    aStep1: number;
    aStep2: number;
    aStep3: number;
    bStep0: number;
    bStep1: number;
    bStep2: number;
    bStep3: number;
    operation: number;
    rowsPerPart: number;
  };
  /** A block of output rows of one image, with a bias and an activation. */
  convolution: {
    x: Address;
    filter: Address;
    y: Address;
    height: number;
    width: number;
    inChannels: number;
    outHeight: number;
    outWidth: number;
    outChannels: number;
    filterHeight: number;
    filterWidth: number;
    stride: number;
    padTop: number;
    padLeft: number;
    rowsPerPart: number;
    bias: Address;
    activation: number;
    scratch: Address;
    scratchSize: number;
  };
  /** Rows of a matrix product, with a bias and an activation. */
  product: {
    a: Address;
    b: Address;
    y: Address;
    m: number;
    k: number;
    n: number;
    rowsPerPart: number;
    bias: Address;
    activation: number;
    scratch: Address;
    scratchSize: number;
  };
  /** Transposed convolution whose stride is its filter's size, as products: each input pixel gives a block of outputs, to which a bias is added. */
  spread: {
    x: Address;
    filter: Address;
    y: Address;
    rows: number;
    width: number;
    inChannels: number;
    outChannels: number;
    size: number;
    rowsPerPart: number;
    bias: Address;
    scratch: Address;
    scratchSize: number;
  };
  /** Concatenation and slices of the last axis: a part of the rows. */
  copyPart: {
    from: Address;
    fromStep: number;
    to: Address;
    toStep: number;
    rows: number;
    bytes: number;
    rowsPerPart: number;
  };
  /** A part of the rows of a tensor [..., size1, size2, size3, size4], each value from where the steps (in bytes, from one index of an axis to the next) lead: transposed, cut out, or repeated by a step of 0. */
  copyStrided: {
    from: Address;
    to: Address;
    rows: number;
    size1: number;
    size2: number;
    size3: number;
    size4: number;
    step0: number;
    step1: number;
    step2: number;
    step3: number;
    step4: number;
    rowsPerPart: number;
  };
  /** A part of a run of equal values. */
  fillPart: {
    to: Address;
    value: number;
    count: number;
    perPart: number;
  };
  /** A part of the rows of a tensor [..., size1, size2, row] made larger by a value around it. */
  padPart: {
    from: Address;
    to: Address;
    rows: number;
    size1: number;
    size2: number;
    rowBytes: number;
    inner0: number;
    inner1: number;
    inner2: number;
    innerBytes: number;
    before0: number;
    before1: number;
    before2: number;
    beforeBytes: number;
    value: number;
    rowsPerPart: number;
  };
  /** Gradients (softmax - onehot) * factor of a block of pixels, and the sum of their losses. */
  crossEntropy: {
    logits: Address;
    labels: Address;
    gradient: Address;
    losses: Address;
    pixels: number;
    classes: number;
    factor: number;
    perPart: number;
  };
  /** The sum of the parts' losses, times a factor. */
  joinLosses: {
    losses: Address;
    loss: Address;
    parts: number;
    factor: number;
  };
  /** Softmax of a block of rows. */
  softmax: {
    x: Address;
    y: Address;
    rows: number;
    classes: number;
    perPart: number;
  };
  /** y = activation(convolution + bias) for a part of the output's rows, counted over all images. */
  depthwise: {
    x: Address;
    filter: Address;
    bias: Address;
    y: Address;
    rows: number;
    height: number;
    width: number;
    channels: number;
    outHeight: number;
    outWidth: number;
    size: number;
    stride: number;
    padTop: number;
    padLeft: number;
    flipped: number;
    activation: number;
    rowsPerPart: number;
  };
  /** The input gradient with stride 2, for a part of the input's rows, counted over all images: only every second row and column of the filter meets a dy. */
  depthwiseSpread: {
    dy: Address;
    filter: Address;
    dx: Address;
    rows: number;
    height: number;
    width: number;
    channels: number;
    outHeight: number;
    outWidth: number;
    size: number;
    padTop: number;
    padLeft: number;
    zeros: Address;
    rowsPerPart: number;
  };
  /** The filter gradient summed over a part of the output's rows, counted over all images. */
  depthwiseFilterSums: {
    x: Address;
    dy: Address;
    sums: Address;
    rows: number;
    height: number;
    width: number;
    channels: number;
    outHeight: number;
    outWidth: number;
    size: number;
    stride: number;
    padTop: number;
    padLeft: number;
    rowsPerPart: number;
  };
  /** Adds the parts' sums, in order, without what channels were rounded up by. */
  joinFilterSums: {
    sums: Address;
    to: Address;
    parts: number;
    taps: number;
    channels: number;
  };
  /** Turns the softmax of a block of pixels into the gradient by the logits, in place. */
  diceGradient: {
    labels: Address;
    weights: Address;
    factors: Address;
    softmax: Address;
    pixels: number;
    classes: number;
    perPart: number;
  };
  /** The softmax of a block of pixels, and its sums. */
  diceSums: {
    logits: Address;
    labels: Address;
    weights: Address;
    softmax: Address;
    sums: Address;
    pixels: number;
    classes: number;
    perPart: number;
  };
  /** Adds the parts in order. */
  joinDiceSums: {
    sums: Address;
    loss: Address;
    factors: Address;
    parts: number;
    classes: number;
    dice: number;
  };
  /** y = f(x) for a part. */
  elementwise: {
    x: Address;
    y: Address;
    count: number;
    kind: number;
    low: number;
    high: number;
    perPart: number;
  };
  /** A part of the filter gradient, summed over a range of row blocks (each `rowsPerBlock` rows of one image) for a group of output channels. */
  filterGradient: {
    x: Address;
    dy: Address;
    sums: Address;
    height: number;
    width: number;
    inChannels: number;
    outHeight: number;
    outWidth: number;
    outChannels: number;
    filterHeight: number;
    filterWidth: number;
    stride: number;
    padTop: number;
    padLeft: number;
    rowsPerBlock: number;
    blocksPerRange: number;
    images: number;
    groups: number;
    scratch: Address;
    scratchSize: number;
  };
  /** Adds the ranges' sums, always in the same order, without the padding of lines and columns. */
  reduceFilterGradient: {
    sums: Address;
    to: Address;
    ranges: number;
    taps: number;
    length: number;
    outChannels: number;
  };
  /** Panels of a convolution's filter [taps][in][out]. */
  packFilter: {
    from: Address;
    to: Address;
    taps: number;
    inChannels: number;
    outChannels: number;
    flipped: number;
  };
  /** Rearranges a matrix [k][n] into panels [n / 8][panelRows][8], from row `k0` of each panel on. */
  packPanels: {
    from: Address;
    to: Address;
    k: number;
    n: number;
    kStride: number;
    nStride: number;
    panelRows: number;
    k0: number;
  };
  /** Panels [n / 8][k][8] of a 1x1 filter [k][n], or of one [n][k] turned round. */
  packPointwise: {
    from: Address;
    to: Address;
    k: number;
    n: number;
    turned: number;
    panelsPerPart: number;
  };
  /** Panels for `spread`, from a filter [size][size][out][in]. */
  packSpread: {
    from: Address;
    to: Address;
    size: number;
    inChannels: number;
    outChannels: number;
  };
  /** y = activation(x) for a part. */
  activation: {
    x: Address;
    y: Address;
    count: number;
    kind: number;
    perPart: number;
  };
  /** dx = dy * the activation's slope at x for a part. */
  activationGradient: {
    dy: Address;
    x: Address;
    dx: Address;
    count: number;
    kind: number;
    perPart: number;
  };
  /** One step of Adam over a run of a variable's values, in place or to other memory. */
  adam: {
    w: Address;
    g: Address;
    m: Address;
    v: Address;
    toW: Address;
    toM: Address;
    toV: Address;
    count: number;
    kept: number;
    rate: number;
    beta1: number;
    beta2: number;
    rest1: number;
    rest2: number;
    root: number;
    epsilon: number;
    perPart: number;
  };
  /** Adds the ranges' sums, in order, without what was rounded up. */
  joinPointwiseSums: {
    sums: Address;
    to: Address;
    ranges: number;
    k: number;
    n: number;
    linesPerPart: number;
  };
  /** The filter gradient, summed over a range of pixels for a group of columns. */
  pointwiseSums: {
    x: Address;
    dy: Address;
    sums: Address;
    rows: number;
    k: number;
    n: number;
    rowsPerRange: number;
    groups: number;
    rowsPerBlock: number;
  };
  /** A block of output rows. */
  maxPool: {
    x: Address;
    y: Address;
    rows: number;
    width: number;
    channels: number;
    rowsPerPart: number;
  };
  /** Gives dy to the first of the four inputs that is the maximum, zero to the others. */
  maxPoolGradient: {
    dy: Address;
    x: Address;
    y: Address;
    dx: Address;
    rows: number;
    width: number;
    channels: number;
    rowsPerPart: number;
  };
  /** Joins the blocks, in order. */
  joinBlocks: {
    partials: Address;
    y: Address;
    count: number;
    blocks: number;
    inner: number;
    factor: number;
    maximum: number;
    perPart: number;
  };
  /** Partial results of the blocks firstBlock... */
  reduceBlocks: {
    x: Address;
    partials: Address;
    outer: number;
    reduced: number;
    inner: number;
    perBlock: number;
    maximum: number;
    blocksPerPart: number;
  };
  /** As resizeNearest, between the four pixels around. */
  resizeBilinear: {
    x: Address;
    y: Address;
    rowTable: Address;
    columnTable: Address;
    rows: number;
    height: number;
    width: number;
    channels: number;
    outHeight: number;
    outWidth: number;
    rowsPerPart: number;
  };
  /** As resizeNearestGradient, for the four pixels around. */
  resizeBilinearGradient: {
    dy: Address;
    dx: Address;
    rowTable: Address;
    columnTable: Address;
    height: number;
    width: number;
    channels: number;
    outHeight: number;
    outWidth: number;
    chunk: number;
  };
  /** A part of the output's rows, counted over all images. */
  resizeNearest: {
    x: Address;
    y: Address;
    rowTable: Address;
    columnTable: Address;
    rows: number;
    height: number;
    width: number;
    channels: number;
    outHeight: number;
    outWidth: number;
    rowsPerPart: number;
  };
  /** Adds up dy at the pixels that it was copied from, for one image and a chunk of its channels. */
  resizeNearestGradient: {
    dy: Address;
    dx: Address;
    rowTable: Address;
    columnTable: Address;
    height: number;
    width: number;
    channels: number;
    outHeight: number;
    outWidth: number;
    chunk: number;
  };
  /** Panels of a phase's taps, turned round. */
  packPhase: {
    from: Address;
    to: Address;
    filterHeight: number;
    filterWidth: number;
    inChannels: number;
    outChannels: number;
    stride: number;
    phaseBytes: number;
  };
  /** A block of rows of one image, for all phases: those inputs i with (i + padTop) / stride from `firstRow` of the block on. */
  stridedGradient: {
    dy: Address;
    filter: Address;
    dx: Address;
    height: number;
    width: number;
    inChannels: number;
    outHeight: number;
    outWidth: number;
    outChannels: number;
    filterHeight: number;
    filterWidth: number;
    stride: number;
    padTop: number;
    padLeft: number;
    phaseBytes: number;
    rowsPerPart: number;
    scratch: Address;
    scratchSize: number;
  };
  /** A part of the output's rows, counted over all images. */
  poolWindows: {
    x: Address;
    y: Address;
    rows: number;
    height: number;
    width: number;
    channels: number;
    outHeight: number;
    outWidth: number;
    windowHeight: number;
    windowWidth: number;
    strideHeight: number;
    strideWidth: number;
    padTop: number;
    padLeft: number;
    average: number;
    rowsPerPart: number;
  };
  /** The gradient for one image and a chunk of its channels. */
  poolWindowsGradient: {
    dy: Address;
    x: Address;
    y: Address;
    dx: Address;
    height: number;
    width: number;
    channels: number;
    outHeight: number;
    outWidth: number;
    windowHeight: number;
    windowWidth: number;
    strideHeight: number;
    strideWidth: number;
    padTop: number;
    padLeft: number;
    average: number;
    chunk: number;
  };
  /** A block of tiles from input to output, for a group of output channels, in the thread's own room. */
  winogradBlock: {
    x: Address;
    nextX: Address;
    u: Address;
    y: Address;
    nextY: Address;
    height: number;
    width: number;
    inChannels: number;
    nextInChannels: number;
    outChannels: number;
    nextOutChannels: number;
    tiles: number;
    perBlock: number;
    groups: number;
    bias: Address;
    activation: number;
    scratch: Address;
    scratchSize: number;
  };
  /** V of a part (a multiple of 4) of `count` tiles from `first` on, for all frequencies. */
  winogradInput: {
    x: Address;
    nextX: Address;
    v: Address;
    first: number;
    count: number;
    capacity: number;
    height: number;
    width: number;
    channels: number;
    nextChannels: number;
    perPart: number;
    scratch: Address;
    scratchSize: number;
  };
  /** y of a part of the tiles that M holds, with a bias and an activation. */
  winogradOutput: {
    m: Address;
    y: Address;
    nextY: Address;
    first: number;
    count: number;
    capacity: number;
    height: number;
    width: number;
    channels: number;
    nextChannels: number;
    perPart: number;
    bias: Address;
    activation: number;
    scratch: Address;
    scratchSize: number;
  };
  /** M of a frequency and a group of output channels, for all tiles that V holds. */
  winogradProduct: {
    v: Address;
    u: Address;
    m: Address;
    count: number;
    capacity: number;
    inChannels: number;
    outChannels: number;
  };
  /** U of the filter [3][3][in][out], for a group of eight outputs. */
  winogradFilter: {
    filter: Address;
    u: Address;
    inChannels: number;
    outChannels: number;
    flipped: number;
    scratch: Address;
    scratchSize: number;
  };
  /** Sums of a range of tile blocks: sums[range][f][out / 8][in][8]. */
  winogradGradientBlocks: {
    x: Address;
    nextX: Address;
    dy: Address;
    sums: Address;
    height: number;
    width: number;
    inChannels: number;
    nextInChannels: number;
    outChannels: number;
    tiles: number;
    perBlock: number;
    blocksPerRange: number;
    scratch: Address;
    scratchSize: number;
  };
  /** The filter gradient [3][3][in][out] of a group of eight outputs. */
  winogradGradientFilter: {
    sums: Address;
    gradient: Address;
    ranges: number;
    inChannels: number;
    outChannels: number;
    scratch: Address;
    scratchSize: number;
  };
  /** Sums of one frequency over all tiles that V and Z hold. */
  winogradGradientProduct: {
    v: Address;
    z: Address;
    sums: Address;
    count: number;
    capacity: number;
    inChannels: number;
    outChannels: number;
    fresh: number;
  };
  /** V (size 6) or Z (size 4) for the filter gradient, of a part of `count` tiles from `first` on, for some of the `whole` channels that V or Z holds. */
  winogradTransform: {
    x: Address;
    v: Address;
    first: number;
    count: number;
    capacity: number;
    height: number;
    width: number;
    channels: number;
    whole: number;
    size: number;
    perPart: number;
    scratch: Address;
    scratchSize: number;
  };
}

/** The order in which each kernel takes its arguments. */
export const ORDER: {
  readonly [Name in keyof KernelArguments]: readonly (keyof KernelArguments[Name])[];
} = {
  blockMoments: [
    "x",
    "moments",
    "pixels",
    "channels",
    "perBlock",
    "blocksPerPart",
  ],
  joinMoments: [
    "moments",
    "mean",
    "variance",
    "gamma",
    "beta",
    "scaleShift",
    "totals",
    "pixels",
    "channels",
    "perBlock",
    "epsilon",
  ],
  normalize: [
    "x",
    "y",
    "scaleShift",
    "pixels",
    "channels",
    "activation",
    "pixelsPerPart",
  ],
  blockGradientSums: [
    "dy",
    "x",
    "scaleShift",
    "mean",
    "sums",
    "pixels",
    "channels",
    "activation",
    "perBlock",
    "blocksPerPart",
  ],
  joinGradientSums: [
    "sums",
    "mean",
    "variance",
    "gamma",
    "dgamma",
    "dbeta",
    "factors",
    "totals",
    "pixels",
    "channels",
    "blocks",
    "epsilon",
  ],
  normalizeGradient: [
    "dy",
    "x",
    "dx",
    "scaleShift",
    "factors",
    "pixels",
    "channels",
    "activation",
    "pixelsPerPart",
  ],
  scaleShiftOf: [
    "mean",
    "variance",
    "gamma",
    "beta",
    "scaleShift",
    "channels",
    "epsilon",
  ],
  combine: [
    "a",
    "aStep",
    "b",
    "bStep",
    "y",
    "count",
    "operation",
    "perPart",
  ],
  combineRows: [
    "a",
    "b",
    "y",
    "rows",
    "size1",
    "size2",
    "size3",
    "aStep0",
    "aStep1",
    "aStep2",
    "aStep3",
    "bStep0",
    "bStep1",
    "bStep2",
    "bStep3",
    "operation",
    "rowsPerPart",
  ],
  convolution: [
    "x",
    "filter",
    "y",
    "height",
    "width",
    "inChannels",
    "outHeight",
    "outWidth",
    "outChannels",
    "filterHeight",
    "filterWidth",
    "stride",
    "padTop",
    "padLeft",
    "rowsPerPart",
    "bias",
    "activation",
    "scratch",
    "scratchSize",
  ],
  product: [
    "a",
    "b",
    "y",
    "m",
    "k",
    "n",
    "rowsPerPart",
    "bias",
    "activation",
    "scratch",
    "scratchSize",
  ],
  spread: [
    "x",
    "filter",
    "y",
    "rows",
    "width",
    "inChannels",
    "outChannels",
    "size",
    "rowsPerPart",
    "bias",
    "scratch",
    "scratchSize",
  ],
  copyPart: [
    "from",
    "fromStep",
    "to",
    "toStep",
    "rows",
    "bytes",
    "rowsPerPart",
  ],
  copyStrided: [
    "from",
    "to",
    "rows",
    "size1",
    "size2",
    "size3",
    "size4",
    "step0",
    "step1",
    "step2",
    "step3",
    "step4",
    "rowsPerPart",
  ],
  fillPart: [
    "to",
    "value",
    "count",
    "perPart",
  ],
  padPart: [
    "from",
    "to",
    "rows",
    "size1",
    "size2",
    "rowBytes",
    "inner0",
    "inner1",
    "inner2",
    "innerBytes",
    "before0",
    "before1",
    "before2",
    "beforeBytes",
    "value",
    "rowsPerPart",
  ],
  crossEntropy: [
    "logits",
    "labels",
    "gradient",
    "losses",
    "pixels",
    "classes",
    "factor",
    "perPart",
  ],
  joinLosses: [
    "losses",
    "loss",
    "parts",
    "factor",
  ],
  softmax: [
    "x",
    "y",
    "rows",
    "classes",
    "perPart",
  ],
  depthwise: [
    "x",
    "filter",
    "bias",
    "y",
    "rows",
    "height",
    "width",
    "channels",
    "outHeight",
    "outWidth",
    "size",
    "stride",
    "padTop",
    "padLeft",
    "flipped",
    "activation",
    "rowsPerPart",
  ],
  depthwiseSpread: [
    "dy",
    "filter",
    "dx",
    "rows",
    "height",
    "width",
    "channels",
    "outHeight",
    "outWidth",
    "size",
    "padTop",
    "padLeft",
    "zeros",
    "rowsPerPart",
  ],
  depthwiseFilterSums: [
    "x",
    "dy",
    "sums",
    "rows",
    "height",
    "width",
    "channels",
    "outHeight",
    "outWidth",
    "size",
    "stride",
    "padTop",
    "padLeft",
    "rowsPerPart",
  ],
  joinFilterSums: [
    "sums",
    "to",
    "parts",
    "taps",
    "channels",
  ],
  diceGradient: [
    "labels",
    "weights",
    "factors",
    "softmax",
    "pixels",
    "classes",
    "perPart",
  ],
  diceSums: [
    "logits",
    "labels",
    "weights",
    "softmax",
    "sums",
    "pixels",
    "classes",
    "perPart",
  ],
  joinDiceSums: [
    "sums",
    "loss",
    "factors",
    "parts",
    "classes",
    "dice",
  ],
  elementwise: [
    "x",
    "y",
    "count",
    "kind",
    "low",
    "high",
    "perPart",
  ],
  filterGradient: [
    "x",
    "dy",
    "sums",
    "height",
    "width",
    "inChannels",
    "outHeight",
    "outWidth",
    "outChannels",
    "filterHeight",
    "filterWidth",
    "stride",
    "padTop",
    "padLeft",
    "rowsPerBlock",
    "blocksPerRange",
    "images",
    "groups",
    "scratch",
    "scratchSize",
  ],
  reduceFilterGradient: [
    "sums",
    "to",
    "ranges",
    "taps",
    "length",
    "outChannels",
  ],
  packFilter: [
    "from",
    "to",
    "taps",
    "inChannels",
    "outChannels",
    "flipped",
  ],
  packPanels: [
    "from",
    "to",
    "k",
    "n",
    "kStride",
    "nStride",
    "panelRows",
    "k0",
  ],
  packPointwise: [
    "from",
    "to",
    "k",
    "n",
    "turned",
    "panelsPerPart",
  ],
  packSpread: [
    "from",
    "to",
    "size",
    "inChannels",
    "outChannels",
  ],
  activation: [
    "x",
    "y",
    "count",
    "kind",
    "perPart",
  ],
  activationGradient: [
    "dy",
    "x",
    "dx",
    "count",
    "kind",
    "perPart",
  ],
  adam: [
    "w",
    "g",
    "m",
    "v",
    "toW",
    "toM",
    "toV",
    "count",
    "kept",
    "rate",
    "beta1",
    "beta2",
    "rest1",
    "rest2",
    "root",
    "epsilon",
    "perPart",
  ],
  joinPointwiseSums: [
    "sums",
    "to",
    "ranges",
    "k",
    "n",
    "linesPerPart",
  ],
  pointwiseSums: [
    "x",
    "dy",
    "sums",
    "rows",
    "k",
    "n",
    "rowsPerRange",
    "groups",
    "rowsPerBlock",
  ],
  maxPool: [
    "x",
    "y",
    "rows",
    "width",
    "channels",
    "rowsPerPart",
  ],
  maxPoolGradient: [
    "dy",
    "x",
    "y",
    "dx",
    "rows",
    "width",
    "channels",
    "rowsPerPart",
  ],
  joinBlocks: [
    "partials",
    "y",
    "count",
    "blocks",
    "inner",
    "factor",
    "maximum",
    "perPart",
  ],
  reduceBlocks: [
    "x",
    "partials",
    "outer",
    "reduced",
    "inner",
    "perBlock",
    "maximum",
    "blocksPerPart",
  ],
  resizeBilinear: [
    "x",
    "y",
    "rowTable",
    "columnTable",
    "rows",
    "height",
    "width",
    "channels",
    "outHeight",
    "outWidth",
    "rowsPerPart",
  ],
  resizeBilinearGradient: [
    "dy",
    "dx",
    "rowTable",
    "columnTable",
    "height",
    "width",
    "channels",
    "outHeight",
    "outWidth",
    "chunk",
  ],
  resizeNearest: [
    "x",
    "y",
    "rowTable",
    "columnTable",
    "rows",
    "height",
    "width",
    "channels",
    "outHeight",
    "outWidth",
    "rowsPerPart",
  ],
  resizeNearestGradient: [
    "dy",
    "dx",
    "rowTable",
    "columnTable",
    "height",
    "width",
    "channels",
    "outHeight",
    "outWidth",
    "chunk",
  ],
  packPhase: [
    "from",
    "to",
    "filterHeight",
    "filterWidth",
    "inChannels",
    "outChannels",
    "stride",
    "phaseBytes",
  ],
  stridedGradient: [
    "dy",
    "filter",
    "dx",
    "height",
    "width",
    "inChannels",
    "outHeight",
    "outWidth",
    "outChannels",
    "filterHeight",
    "filterWidth",
    "stride",
    "padTop",
    "padLeft",
    "phaseBytes",
    "rowsPerPart",
    "scratch",
    "scratchSize",
  ],
  poolWindows: [
    "x",
    "y",
    "rows",
    "height",
    "width",
    "channels",
    "outHeight",
    "outWidth",
    "windowHeight",
    "windowWidth",
    "strideHeight",
    "strideWidth",
    "padTop",
    "padLeft",
    "average",
    "rowsPerPart",
  ],
  poolWindowsGradient: [
    "dy",
    "x",
    "y",
    "dx",
    "height",
    "width",
    "channels",
    "outHeight",
    "outWidth",
    "windowHeight",
    "windowWidth",
    "strideHeight",
    "strideWidth",
    "padTop",
    "padLeft",
    "average",
    "chunk",
  ],
  winogradBlock: [
    "x",
    "nextX",
    "u",
    "y",
    "nextY",
    "height",
    "width",
    "inChannels",
    "nextInChannels",
    "outChannels",
    "nextOutChannels",
    "tiles",
    "perBlock",
    "groups",
    "bias",
    "activation",
    "scratch",
    "scratchSize",
  ],
  winogradInput: [
    "x",
    "nextX",
    "v",
    "first",
    "count",
    "capacity",
    "height",
    "width",
    "channels",
    "nextChannels",
    "perPart",
    "scratch",
    "scratchSize",
  ],
  winogradOutput: [
    "m",
    "y",
    "nextY",
    "first",
    "count",
    "capacity",
    "height",
    "width",
    "channels",
    "nextChannels",
    "perPart",
    "bias",
    "activation",
    "scratch",
    "scratchSize",
  ],
  winogradProduct: [
    "v",
    "u",
    "m",
    "count",
    "capacity",
    "inChannels",
    "outChannels",
  ],
  winogradFilter: [
    "filter",
    "u",
    "inChannels",
    "outChannels",
    "flipped",
    "scratch",
    "scratchSize",
  ],
  winogradGradientBlocks: [
    "x",
    "nextX",
    "dy",
    "sums",
    "height",
    "width",
    "inChannels",
    "nextInChannels",
    "outChannels",
    "tiles",
    "perBlock",
    "blocksPerRange",
    "scratch",
    "scratchSize",
  ],
  winogradGradientFilter: [
    "sums",
    "gradient",
    "ranges",
    "inChannels",
    "outChannels",
    "scratch",
    "scratchSize",
  ],
  winogradGradientProduct: [
    "v",
    "z",
    "sums",
    "count",
    "capacity",
    "inChannels",
    "outChannels",
    "fresh",
  ],
  winogradTransform: [
    "x",
    "v",
    "first",
    "count",
    "capacity",
    "height",
    "width",
    "channels",
    "whole",
    "size",
    "perPart",
    "scratch",
    "scratchSize",
  ],
};

/** Bytes of a tile at the last channels, which is computed whole and then copied. */
export const EDGE = 192;
/** Bytes of a thread's own room: intermediate results, a tile at the edge, four tiles. */
export const ROOM = 6912;
/** Activations: x itself. */
export const LINEAR = 0;
/** max(x, 0). */
export const RELU = 1;
/** x between 0 and 6. */
export const RELU6 = 2;
/** x relu6(x + 3) / 6. */
export const HARD_SWISH = 3;
/** relu6(x + 3) / 6. */
export const HARD_SIGMOID = 4;
/** 1 / (1 + exp(-x)). */
export const SIGMOID = 5;
/** Operations of two tensors: a + b. */
export const ADD = 0;
/** a b. */
export const MULTIPLY = 1;
/** a - b. */
export const SUBTRACT = 2;
/** a / b. */
export const DIVIDE = 3;
/** The larger one; a NaN if either is. */
export const MAXIMUM = 4;
/** The smaller one; a NaN if either is. */
export const MINIMUM = 5;
/** (a - b)². */
export const SQUARED_DIFFERENCE = 6;
/** a where it isn't negative, else a b. */
export const PRELU = 7;
/** Functions of a value: 1 above 0, else a number. */
export const STEP = 0;
/** x². */
export const SQUARE = 1;
/** √x. */
export const SQUARE_ROOT = 2;
/** -x. */
export const NEGATIVE = 3;
/** |x|. */
export const ABSOLUTE = 4;
/** x between two numbers. */
export const CLIP = 5;
/** x where it isn't negative, else a number times x. */
export const LEAKY_RELU = 6;
/** x where it isn't negative, else exp(x) - 1. */
export const ELU = 7;
