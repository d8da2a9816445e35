// Golden pictures of further charts, and that none is without one.
import assert from "node:assert/strict";
import { imagesChart } from "../../site/charts/images.ts";
import { kindsChart } from "../../site/charts/kinds.ts";
import { placesChart } from "../../site/charts/places.ts";
import { placesMap } from "../../site/charts/places_map.ts";
import { profileChart } from "../../site/charts/profile.ts";
import { waterfallChart, type WaterfallRow } from "../../site/charts/waterfall.ts";
import { document, golden } from "./golden.ts";

const end = (name: string, at: number): WaterfallRow => ({
  ...{ name, figure: at.toFixed(2), from: at, to: at, isEnd: true, isFound: true },
});

golden("waterfall", () =>
  waterfallChart(
    {
      rows: [
        end("before", 0.6),
        {
          ...{ name: "encoder", figure: "+0.20", from: 0.6, to: 0.8, interval: [0.7, 0.9] },
          isFound: true,
        },
        {
          ...{ name: "rate", figure: "−0.10", from: 0.8, to: 0.7, interval: [0.6, 1.1] },
          ...{ isFound: false, isWorse: true },
        },
        { name: "rest", figure: "+0.05", from: 0.7, to: 0.75, isFound: false, isRest: true },
        end("after", 0.75),
      ],
      bounds: [0, 1],
      about: "the way",
    },
    document,
    "wide",
  ));

golden("kinds", () =>
  kindsChart(
    {
      bars: [["edge", 0.6], ["missed part", 0.3], ["invented object", 0.1]].map((
        [name, share],
      ) => ({
        ...{
          name: String(name),
          share: Number(share),
          text: `${share}`,
          title: `${name} ${share}`,
        },
        href: "/",
      })),
      about: "kinds",
    },
    document,
    "narrow",
  ));

golden("images", () =>
  imagesChart(
    {
      points: [10, 20, 40].map((images, i) => ({
        ...{ images, dice: 0.5 + i / 10, models: [0.48 + i / 10, 0.52 + i / 10] },
        interval: [0.45 + i / 10, 0.55 + i / 10] as [number, number],
      })),
      law: (images) => 1 - 1.6 / images ** 0.5,
      doubled: { images: 80, dice: 0.8, interval: [0.7, 0.85] },
      title: "Dice",
      about: "images",
    },
    document,
    "wide",
  ));

golden("profile", () =>
  profileChart({
    counts: { start: 3, truth: [9, 9, 9], missed: [4, 0, 1], invented: [0, 2, 0] },
    ...{ start: 2, end: 8, here: 4, about: 'of "a" & b' },
  }));

golden(
  "places-map",
  () => placesMap({ shares: [0, 0.1, 0.2, 0.5], largest: 0.5, side: 2, about: "a < b" }),
);

golden("places", () => placesChart({ best: 1, worst: 3, own: 2, models: 4 }));

Deno.test("every chart of site/charts has a golden picture", async () => {
  const namesIn = async (folder: string, ending: string) =>
    (await Array.fromAsync(Deno.readDir(new URL(folder, import.meta.url))))
      .map(({ name }) => name).filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length).replaceAll("_", "-"));
  const pictures = await namesIn("../fixtures/site/", ".svg");
  const charts = (await namesIn("../../site/charts/", ".ts"))
    .filter((name) => !["axis", "box-form", "thin"].includes(name));
  const without = charts.filter((name) => !pictures.some((picture) => picture.startsWith(name)));
  assert.deepEqual(without, []);
});
