/// <reference lib="dom" />
import { formatFigure } from "../core/mod.ts";
import type { Raster } from "../io/mod.ts";
import { maskClasses, type Network } from "../model/mod.ts";
import { type Overview, predictImage } from "../prediction/mod.ts";
import { Camera } from "./camera.ts";
import { Drawing } from "./drawing.ts";
import { type Elements, filled } from "./elements.ts";
import { bytesOf, readPicture } from "./read_picture.ts";
import { saveMask, saveOverlay } from "./save.ts";
import { readTruth, scoresOf, type Truth } from "./score.ts";

/** A case that a page of the gallery sends: its files. */
export interface SentCase {
  /** What it is called. */
  name: string;
  /** The image's file, in base64. */
  image: string;
  /** The truth's, where there is one. */
  truth?: string;
}

/** An image, and what files that are saved of it are called. */
interface Image {
  name: string;
  raster: Raster;
}

/** Predictions that are timed again once one is shown, and the most milliseconds for all of them. */
const AGAIN = 8, MOST_AGAIN = 2000;

/** A model and the reader's images. */
export class Trial {
  #elements: Elements;
  #open: () => Promise<Network>;
  #network: Network;
  #drawing: Drawing;
  #camera: Camera;
  /** Counts images, so that what comes late of an earlier one is dropped. */
  #images = 0;
  /** Counts what was said, so that news aren't overwritten by what belongs to earlier ones. */
  #news = 0;
  /** The image that is shown, what was predicted of it, its truth and the truth's file. */
  #image?: Image;
  #shown?: Overview;
  #truth?: Truth;
  #truthFile?: Uint8Array;

  /**
   * @param elements Where it is shown.
   * @param open Opens the model again, when more of it is loaded.
   * @param network The model.
   */
  constructor(elements: Elements, open: () => Promise<Network>, network: Network) {
    this.#elements = elements;
    this.#open = open;
    this.#network = network;
    this.#drawing = new Drawing(elements.layers, elements.drawn);
    this.#camera = new Camera(elements.camera, network.metadata);
    const { choices, truth, mask, overlay } = elements;
    const classes = maskClasses(network.metadata);
    choices.addEventListener("change", () => this.#draw());
    truth.addEventListener("change", () => {
      if (truth.files?.[0]) this.takeTruth(truth.files[0]);
    });
    mask.addEventListener("click", () => saveMask(this.#image!.name, this.#shown!, classes));
    overlay.addEventListener("click", () => saveOverlay(this.#image!.name, this.#shown!, classes));
  }

  /** Predicts an image and shows it. */
  async take(file: File): Promise<void> {
    this.#camera.stop();
    await this.#trying(async () => {
      const own = this.#begin(), name = file.name.replace(/\.\w+$/, "");
      await this.#predict(own, { name, raster: await readPicture(await bytesOf(file)) });
    });
  }

  /** Measures the prediction beside a truth. */
  async takeTruth(file: File): Promise<void> {
    const shown = this.#shown;
    await this.#trying(async () => {
      const bytes = await bytesOf(file);
      if (shown === this.#shown) await this.#measure(bytes);
    });
  }

  /** Predicts a case's image, and measures it beside its truth. */
  async takeCase({ name, image, truth }: SentCase): Promise<void> {
    await this.#trying(async () => {
      const own = this.#begin();
      const isShown = await this.#predict(own, { name, raster: await readPicture(decoded(image)) });
      if (isShown && truth !== undefined) await this.#measure(decoded(truth));
    });
  }

  /** Predicts the last image anew, when the rest of the weights is loaded. */
  async renew(): Promise<void> {
    this.#camera.stop();
    this.#network = await this.#open();
    const { exact, rest } = this.#elements;
    exact.textContent = exact.dataset.whole!;
    rest!.remove();
    if (this.#image === undefined) return;
    const truth = this.#truthFile;
    const isShown = await this.#predict(this.#begin(), this.#image);
    if (isShown && truth !== undefined) await this.#measure(truth);
  }

  /** Predicts what the camera sees until it is stopped; then the last frame stays. */
  async toggleCamera(): Promise<void> {
    if (this.#camera.isOn) return this.#camera.stop();
    const { words } = this.#elements;
    const own = this.#begin();
    try {
      await this.#camera.start(async (raster) => {
        if (own !== this.#images) return this.#camera.stop();
        const start = performance.now();
        const prediction = await predictImage(this.#network, raster);
        const took = performance.now() - start;
        this.#show({ name: "camera", raster }, prediction.overview());
        this.#say(filled(words.camera, this.#camera.rate, milliseconds(took)));
      });
    } catch (error) {
      this.#say(filled(words.noCamera, (error as Error).message));
    }
  }

  #begin(): number {
    return ++this.#images;
  }

  /** Predicts an image; says whether it is shown, since another may have come meanwhile. */
  async #predict(own: number, image: Image): Promise<boolean> {
    const { words } = this.#elements, { raster, raster: { width, height } } = image;
    this.#say(words.predicting);
    await painted();
    const start = performance.now();
    const prediction = await predictImage(this.#network, raster);
    const took = performance.now() - start;
    if (own !== this.#images) return false;
    this.#show(image, prediction.overview());
    const said = filled(words.predicted, width, height, milliseconds(took));
    const news = this.#say(said);
    // the first time includes what is made of weights once, and the compiling of what is slow at first
    let least = took;
    for (let i = 0; i < AGAIN && performance.now() < start + MOST_AGAIN; i++) {
      await painted();
      const start = performance.now();
      await predictImage(this.#network, raster);
      least = Math.min(least, performance.now() - start);
      if (news !== this.#news) return own === this.#images;
    }
    this.#say(`${said} ${filled(words.again, milliseconds(least))}`);
    return true;
  }

  #show(image: Image, overview: Overview): void {
    const { photograph, result, figures, choices } = this.#elements;
    const { picture, width, height } = overview;
    this.#image = image;
    this.#shown = overview;
    this.#truth = undefined;
    this.#truthFile = undefined;
    figures.hidden = true;
    result.hidden = false;
    Object.assign(photograph, { width, height });
    const pixels = new ImageData(width, height);
    for (let from = 0, to = 0; from < picture.length; to += 4) {
      for (let c = 0; c < 3; c++) pixels.data[to + c] = picture[from++];
      pixels.data[to + 3] = 255;
    }
    photograph.getContext("2d")!.putImageData(pixels, 0, 0);
    for (const one of choices.querySelectorAll<HTMLInputElement>("[data-truth]")) {
      one.disabled = true;
      if (one.checked) choices.querySelector<HTMLInputElement>("[value=p]")!.checked = true;
    }
    this.#trace();
  }

  #trace(): void {
    const { labels: prediction, width, height } = this.#shown!;
    this.#drawing.trace({ prediction, truth: this.#truth?.labels, width, height });
    this.#draw();
  }

  #draw(): void {
    const data = new FormData(this.#elements.choices), show = String(data.get("show"));
    const isOfClass = !["p", "image"].includes(show);
    this.#drawing.show(isOfClass ? `${show[0]}${data.get("class") ?? 0}` : show);
  }

  async #measure(bytes: Uint8Array): Promise<void> {
    const { words, rows, figures, note, choices } = this.#elements, shown = this.#shown!;
    const classes = maskClasses(this.#network.metadata);
    const truth = await readTruth(bytes, classes, shown);
    if (shown !== this.#shown) return;
    const scores = scoresOf(truth, shown, classes);
    this.#truth = truth;
    this.#truthFile = bytes;
    for (const [i, score] of scores.entries()) {
      const isNowhere = score.truthEmpty && score.predictionEmpty;
      const figure = (value: number, better: "higher" | "lower") =>
        isNowhere ? "–" : formatFigure(value, { better });
      const [dice, assd, hd95] = [...rows[i].cells].slice(1);
      dice.textContent = figure(score.dice, "higher");
      assd.textContent = figure(score.assd, "lower");
      hd95.textContent = figure(score.hd95, "lower");
    }
    const ignored = truth.labels.filter((label) => truth.ignored.includes(label)).length;
    note.textContent = ignored > 0 ? filled(words.ignored, ignored) : "";
    figures.hidden = false;
    for (const one of choices.querySelectorAll<HTMLInputElement>("[data-truth]")) {
      one.disabled = false;
    }
    this.#say(words.measured);
    this.#trace();
  }

  #say(text: string): number {
    this.#elements.said.textContent = text;
    return ++this.#news;
  }

  async #trying(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#say((error as Error).message);
    }
  }
}

function decoded(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

/** When what was said is seen. */
function painted(): Promise<void> {
  // hidden pages paint nothing
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 100);
  });
}

function milliseconds(time: number): string {
  return time < 10 ? time.toFixed(1) : time.toFixed(0);
}
