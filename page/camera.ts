/// <reference lib="dom" />
import type { Raster } from "../io/mod.ts";
import type { ModelMetadata } from "../model/mod.ts";
import { pixelsOf, rasterOf } from "./read_picture.ts";

/** Frames that the rate is the mean of. */
const FRAMES = 20;

/** The camera's frames, one after the other. */
export class Camera {
  #button: HTMLButtonElement;
  #side: number;
  #isGrey: boolean;
  #video?: HTMLVideoElement;
  #times: number[] = [];

  /**
   * @param button Switches it on and off.
   * @param model Frames come at its size, in its channels.
   */
  constructor(button: HTMLButtonElement, { shape, normalisation }: ModelMetadata) {
    this.#button = button;
    this.#side = Math.max(...shape);
    this.#isGrey = normalisation.length === 1;
  }

  /** Whether it is on. */
  get isOn(): boolean {
    return this.#video !== undefined;
  }

  /** Frames per second. */
  get rate(): string {
    const [first = 0] = this.#times, last = this.#times.at(-1) ?? 0;
    return last === first ? "–" : (1000 * (this.#times.length - 1) / (last - first)).toFixed(0);
  }

  /**
   * Switches it on; the promise is kept when it is off again.
   *
   * @param use Is given a frame, and has the next when it is done.
   * @throws {Error} If there is no camera, or it may not be used.
   */
  async start(use: (frame: Raster) => Promise<void>): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment" },
    });
    const video = Object.assign(document.createElement("video"), {
      srcObject: stream,
      muted: true,
      playsInline: true,
    });
    this.#video = video;
    this.#times = [];
    this.#button.setAttribute("aria-pressed", "true");
    try {
      await video.play();
      while (this.#video === video) {
        await use(this.#frameOf(video));
        this.#times.push(performance.now());
        if (this.#times.length > FRAMES) this.#times.shift();
        await new Promise((done) => requestAnimationFrame(done));
      }
    } finally {
      for (const track of stream.getTracks()) track.stop();
      if (this.#video === video) this.stop();
    }
  }

  /** Switches it off. */
  stop(): void {
    this.#video = undefined;
    this.#button.setAttribute("aria-pressed", "false");
  }

  #frameOf(video: HTMLVideoElement): Raster {
    const { videoWidth, videoHeight } = video,
      scale = this.#side / Math.max(videoWidth, videoHeight);
    const width = Math.round(scale * videoWidth), height = Math.round(scale * videoHeight);
    const frame = pixelsOf(video, width, height);
    if (this.#isGrey) makeGrey(frame.data);
    return rasterOf(frame, this.#isGrey ? 1 : 3);
  }
}

/** Luma of BT.601, as JPEG has it. */
function makeGrey(rgba: Uint8ClampedArray): void {
  for (let i = 0; i < rgba.length; i += 4) {
    rgba[i] = 0.299 * rgba[i] + 0.587 * rgba[i + 1] + 0.114 * rgba[i + 2];
  }
}
