/** All page generators, in the order in which they are built. */
import models from "./models.page.ts";
import notFound from "./404.page.ts";
import cases from "./case.page.ts";
import classes from "./classes.page.ts";
import compare from "./compare.page.ts";
import explanation from "./explanation.page.ts";
import fonts from "./fonts.page.ts";
import index from "./index.page.ts";
import reproduction from "./reproduction.page.ts";
import run from "./run.page.ts";
import slides from "./slides.page.ts";
import tryOut from "./try.page.ts";
import truths from "./truths.page.ts";

/** The generators; Lume finds the same files by their names. */
export const pages = [
  ...[
    notFound,
    index,
    classes,
    fonts,
    run,
    cases,
    compare,
    explanation,
    models,
    reproduction,
    slides,
    truths,
    tryOut,
  ],
];
