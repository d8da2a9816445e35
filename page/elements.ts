/// <reference lib="dom" />
import type { OverlayInput } from "../drawing/mod.ts";

/** What scripts say, `#` for what it is about, as site/text has it. */
export type Words = Record<
  "predicting" | "predicted" | "again" | "camera" | "noCamera" | "ignored" | "measured",
  string
>;

/** The parts of the page that its program works on. */
export interface Elements {
  /** What scripts say. */
  words: Words;
  /** The classes as they are drawn, in the model's order. */
  drawn: OverlayInput["classes"];
  /** All of what is shown of an image. */
  result: HTMLElement;
  /** Where news stand. */
  said: HTMLElement;
  /** The image. */
  photograph: HTMLCanvasElement;
  /** What is drawn over it. */
  layers: HTMLElement;
  /** What is shown, and of which class. */
  choices: HTMLFormElement;
  /** Figures beside a truth. */
  figures: HTMLElement;
  /** The rows of the figures, one per class. */
  rows: HTMLTableRowElement[];
  /** What of the truth is in no figure. */
  note: HTMLElement;
  /** Chooses a truth. */
  truth: HTMLInputElement;
  /** Buttons. */
  mask: HTMLButtonElement;
  overlay: HTMLButtonElement;
  camera: HTMLButtonElement;
  /** How exact it is, and the button that makes it exact, where it isn't. */
  exact: HTMLElement;
  rest: HTMLButtonElement | null;
}

/** Finds them. */
export function elementsOf(document: Document): Elements {
  const find = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind;
  const { words, drawn } = find("try").dataset;
  return {
    words: JSON.parse(words!),
    drawn: JSON.parse(drawn!),
    result: find("result"),
    said: find("said"),
    photograph: find("photograph"),
    layers: find("layers"),
    choices: find("choices"),
    figures: find("figures"),
    rows: [...document.querySelectorAll<HTMLTableRowElement>("#figures tbody tr")],
    note: find("ignored"),
    truth: find("truth"),
    mask: find("mask"),
    overlay: find("overlay"),
    camera: find("camera"),
    exact: find("exact"),
    rest: find("rest"),
  };
}

/** A sentence with what it is about in the place of each `#`. */
export function filled(sentence: string, ...values: (string | number)[]): string {
  return sentence.replace(/#/g, () => String(values.shift()));
}
