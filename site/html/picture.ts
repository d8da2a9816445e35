/** A case's pictures on a page: the photograph and a drawn layer over it. */
import { readable } from "../text/format.ts";
import { words } from "../text/mod.ts";
import { type Markup, safe } from "./safe.ts";
import type { SiteClass } from "../runs/site_class.ts";
import type { SiteRun } from "../runs/site_run.ts";

/** Whether a case has what a layer is drawn from. */
export function hasLayers(run: SiteRun, id: string): boolean {
  const pictures = run.case(id)?.pictures;
  return Boolean(pictures?.truth || pictures?.prediction);
}

/** Whether it is drawn where the model is unsure in a case. */
export function hasUncertainty(run: SiteRun, id: string): boolean {
  return run.case(id)?.pictures?.confidence !== undefined;
}

/** Whether pictures of a run show slices of volumes. */
export function hasVolumes(run: SiteRun): boolean {
  return run.cases.some(({ pictures }) => pictures?.volume);
}

/**
 * The photograph of a case with a layer over it.
 *
 * @param run The run.
 * @param id The case.
 * @param options What to lay over it and what to say of it.
 * @param options.layer The fragment of the case's overlay file; none for the photograph alone.
 * @param options.outline The class whose outlines are laid over it, in place of a layer.
 * @param options.over The address of what is laid over it, in place of both.
 * @param options.alt What the picture shows, for who can't see it.
 * @param options.eager Whether the picture is in sight at once.
 * @param options.whole Whether every pixel of the photograph is wanted.
 */
export function picture(
  run: SiteRun,
  id: string,
  { layer, outline, over, alt, eager = false, whole = false }: {
    layer?: string;
    outline?: SiteClass;
    over?: string;
    alt: string;
    eager?: boolean;
    whole?: boolean;
  },
): Markup {
  const loading = eager ? "eager" : "lazy";
  const image = whole ? run.photographUrl(id) : run.smallUrl(id), size = run.pictureSize(id);
  const [width, height] = size ?? [256, 256];
  const drawing = over ??
    (outline ? run.outlineUrl(id, outline) : layer && `${run.overlayUrl(id)}#${layer}`);
  const isDrawn = drawing !== undefined && hasLayers(run, id);
  const photograph = image
    ? safe`<img src="${image}" alt="${alt}" loading="${loading}" width="${width}" height="${height}">`
    : hasLayers(run, id) && (isDrawn || whole) || run.case(id)?.pictures?.volume
    ? ground(alt, size)
    : safe`<span class="nothing">${words.frame.alt.nothing(alt)}</span>`;
  const drawn = isDrawn &&
    safe`<img src="${drawing}" alt="" loading="${loading}" width="${width}" height="${height}">`;
  return safe`<span class="picture${size && " own"}">${photograph}${drawn}</span>`;
}

/**
 * Pictures of one size in its proportions, one over the other.
 *
 * @param layers Their addresses, the lowest first.
 * @param size Width and height.
 * @param alt What they show, for who can't see them.
 */
export function pictureOf(
  layers: readonly string[],
  [width, height]: readonly [number, number],
  alt: string,
): Markup {
  return safe`<span class="picture own">${
    layers.map((src, i) =>
      safe`<img src="${src}" alt="${
        i === 0 ? alt : ""
      }" loading="lazy" width="${width}" height="${height}">`
    )
  }</span>`;
}

/** What lies behind masks without an image, in their proportions where they are known. */
function ground(alt: string, size: [width: number, height: number] | undefined): Markup {
  if (!size) return safe`<span class="ground" role="img" aria-label="${alt}"></span>`;
  const [width, height] = size;
  return safe`<svg class="ground" role="img" aria-label="${alt}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><rect width="${width}" height="${height}"/></svg>`;
}

/** The names of what a layer shows, for alternatives. */
export function altText(id: string, what: string): string {
  return words.frame.alt.of(readable(id), what);
}
