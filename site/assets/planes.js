// Planes of a volume, drawn from the voxels that are kept of it. What is kept is a block: slices one below the other,
// each cut to the same box.
globalThis.triptychPlanes = ({ data, voxels, photograph }) => {
  const element = globalThis.triptychElement,
    main = data.axis,
    [boxHeight, boxWidth] = data.box.size;
  const GROUND = "#4b4843", FAINT = 36, GAP = 24, LEAST = 640;
  const axesOf = (axis) => [0, 1, 2].filter((other) => other !== axis);
  const drawnAt = (axis, index) => data.isReversed ? data.shape[axis] - 1 - index : index;
  // whether an axis is that of the box's rows, 0, or its columns, 1
  const sideOf = (axis) => axis === axesOf(main)[0] ? 0 : 1;
  const scaleOf = (axis) => {
    const [rows, columns] = axesOf(axis), size = data.planes[axis];
    return { x: size.width / data.shape[columns], y: size.height / data.shape[rows] };
  };

  // what the block has along an axis, as it is drawn: where it begins, and for each place the one in the block
  const along = (axis) => {
    if (axis !== main) {
      const side = sideOf(axis), at = Array.from({ length: data.box.size[side] }, (_, i) => i);
      return { from: data.box.from[side], at };
    }
    // each place shows the nearest slice that is kept; beyond them all is empty
    const drawn = data.indices.map((index) => drawnAt(main, index));
    const [low, high] = [Math.min(...drawn), Math.max(...drawn)];
    const from = Math.max(0, low - 1), to = Math.min(data.shape[main] - 1, high + 1);
    const at = Array.from({ length: to - from + 1 }, (_, i) => {
      const place = from + i;
      if (place < low || place > high) return -1;
      const away = drawn.map((one) => Math.abs(one - place));
      return away.indexOf(Math.min(...away));
    });
    return { from, at };
  };
  const axes = [0, 1, 2].map(along);

  // the kept part of a plane, and for each of its pixels the place among the kept voxels
  function partOf(axis, at) {
    const stepOf = (of) => of === main ? boxHeight * boxWidth : sideOf(of) === 0 ? boxWidth : 1;
    const [rowsAxis, columnsAxis] = axesOf(axis),
      [rows, columns] = [axes[rowsAxis], axes[columnsAxis]];
    const own = axis === main
      ? data.indices.indexOf(at[axis])
      : drawnAt(axis, at[axis]) - data.box.from[sideOf(axis)];
    const [fixed, down, across] = [own * stepOf(axis), stepOf(rowsAxis), stepOf(columnsAxis)];
    const places = new Int32Array(rows.at.length * columns.at.length);
    let i = 0;
    for (const y of rows.at) {
      for (const x of columns.at) places[i++] = x < 0 || y < 0 ? -1 : fixed + y * down + x * across;
    }
    return { rows, columns, places };
  }

  // the ground, the image where it is kept, and over it how unsure the model is
  function paint(context, { axis, at, part, scale, mode }) {
    const { rows, columns } = part, size = data.planes[axis];
    context.fillStyle = GROUND;
    context.fillRect(0, 0, size.width, size.height);
    if (photograph) paintImage(context, { axis, at, part, scale });
    const ink = mode === "u" ? unsureInk : photograph || mode !== "e" ? undefined : besideInk;
    if (!ink) return;
    const [w, h] = [columns.at.length, rows.at.length], pixels = new ImageData(w, h);
    part.places.forEach((place, i) => place >= 0 && pixels.data.set(ink(place), 4 * i));
    const small = Object.assign(document.createElement("canvas"), { width: w, height: h });
    small.getContext("2d").putImageData(pixels, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(
      small,
      ...[columns.from * scale.x, rows.from * scale.y, w * scale.x, h * scale.y],
    );
    context.imageSmoothingEnabled = true;
  }
  const unsureInk = (place) => data.unsure[voxels.unsure?.[place] ?? 0];
  // without an image the true classes show faintly
  const isGround = Uint8Array.from({ length: 256 }, (_, label) => data.ground.includes(label));
  const besideInk = (
    place,
  ) => [255, 255, 255, voxels.truth && !isGround[voxels.truth[place]] ? FAINT : 0];

  // across another axis than the main one a plane has a row or a column of each slice
  function paintImage(context, { axis, at, part: { rows, columns }, scale }) {
    const tile = photograph.naturalHeight / data.indices.length, wide = photograph.naturalWidth;
    const box = [columns.from * scale.x, rows.from * scale.y];
    const size = [columns.at.length * scale.x, rows.at.length * scale.y];
    if (axis === main) {
      const from = data.indices.indexOf(at[axis]) * tile;
      return context.drawImage(photograph, 0, from, wide, tile, ...box, ...size);
    }
    const side = sideOf(axis), isDown = axesOf(axis)[0] === main;
    const share = (drawnAt(axis, at[axis]) - data.box.from[side] + 0.5) / data.box.size[side];
    const slabs = isDown ? rows : columns, step = isDown ? scale.y : scale.x;
    slabs.at.forEach((slice, i) => {
      if (slice < 0) return;
      const from = (slabs.from + i) * step;
      const source = side === 0
        ? [0, Math.floor((slice + share) * tile), wide, 1]
        : [Math.floor(share * wide), slice * tile, 1, tile];
      const [x, y, w, h] = isDown ? [box[0], from, size[0], step] : [from, box[1], step, size[1]];
      context.save();
      // a row stays a row, or down and across change places
      if (isDown === (side === 0)) context.drawImage(photograph, ...source, x, y, w, h);
      else {
        context.transform(0, 1, 1, 0, 0, 0);
        context.drawImage(photograph, ...source, y, x, h, w);
      }
      context.restore();
    });
  }

  function layerOf({ mode, k }, { axis, part: { rows, columns, places }, scale, name }) {
    const shown = { e: "prediction", p: "prediction", t: "truth" }[mode];
    if (!voxels[shown]) return [];
    const { labels, color, isBackdrop } = data.classes[k], isMember = new Uint8Array(256);
    for (const label of labels) isMember[label] = 1;
    const maskOf = (kind) =>
      voxels[kind] &&
      Uint8Array.from(places, (place) => place < 0 ? 0 : isMember[voxels[kind][place]]);
    // outlines are in half pixels of what is kept, the voxels of which may be oblong
    const path = (mask) => {
      const contour = globalThis.triptychContour(mask, columns.at.length, rows.at.length);
      let isX = false;
      return contour.replace(/-?\d+/g, (number) => {
        isX = !isX;
        const at = isX ? (columns.from + number / 2) * scale.x : (rows.from + number / 2) * scale.y;
        return String(Math.round(10 * at) / 10);
      });
    };
    return globalThis.triptychLayer({
      ...{ mode, color, isBackdrop, path, name, isOutlined: true },
      ...data.planes[axis],
      drawn: maskOf(shown),
      truth: mode === "t" ? undefined : maskOf("truth"),
    });
  }

  // where the lines of the other planes meet
  function meetOf(axis, at) {
    const [rowsAxis, columnsAxis] = axesOf(axis), scale = scaleOf(axis);
    const middleOf = (of) => drawnAt(of, at[of]) + 0.5;
    return [middleOf(columnsAxis) * scale.x, middleOf(rowsAxis) * scale.y];
  }

  // two lines with a gap there
  function crossHairs(axis, at, frame) {
    const [x, y] = meetOf(axis, at), size = data.planes[axis];
    const gap = Math.max(frame.width, frame.height) / GAP;
    const d =
      `M0 ${y}H${Math.max(0, x - gap)}M${Math.min(size.width, x + gap)} ${y}H${size.width}` +
      `M${x} 0V${Math.max(0, y - gap)}M${x} ${Math.min(size.height, y + gap)}V${size.height}`;
    return ["hair under", "hair"].map((name) => element("path", { d, class: name, fill: "none" }));
  }

  // draws a frame of a plane, in its own pixels, on a canvas and the SVG over it: in the middle of a width
  function draw({ canvas, svg }, { axis, at, frame, now, name, isCrossed, width = frame.width }) {
    const scale = scaleOf(axis), part = partOf(axis, at), context = canvas.getContext("2d");
    const margin = (width - frame.width) / 2, fine = Math.max(1, Math.ceil(LEAST / width));
    // this clears it, too; a small one is drawn larger, so that its edges are sharp
    Object.assign(canvas, {
      width: Math.round(fine * width),
      height: Math.round(fine * frame.height),
    });
    context.setTransform(fine, 0, 0, fine, fine * (margin - frame.x), -fine * frame.y);
    paint(context, { axis, at, part, scale, mode: now.mode });
    const view = {
      ...{ x: margin, width: frame.width, height: frame.height },
      viewBox: `${frame.x} ${frame.y} ${frame.width} ${frame.height}`,
    };
    svg.setAttribute("viewBox", `0 0 ${width} ${frame.height}`);
    svg.replaceChildren(element(
      "svg",
      view,
      ...layerOf(now, { axis, part, scale, name }),
      ...isCrossed ? crossHairs(axis, at, frame) : [],
    ));
  }

  // the labels at a place
  function labelsAt(at) {
    const [rowsAxis, columnsAxis] = axesOf(main), { rows, columns, places } = partOf(main, at);
    const y = drawnAt(rowsAxis, at[rowsAxis]) - rows.from;
    const x = drawnAt(columnsAxis, at[columnsAxis]) - columns.from;
    const place = places[y * columns.at.length + x];
    const nameOf = (label) => data.classes.find(({ labels }) => labels.includes(label))?.name;
    return ["truth", "prediction"].map((kind) => nameOf(voxels[kind]?.[place]));
  }
  return { draw, labelsAt, axesOf, drawnAt, meetOf };
};
