/** English. */
export * as answers from "./answers.ts";
export * as besides from "./besides.ts";
export * as caseText from "./case.ts";
export * as charts from "./charts.ts";
export * as compare from "./compare.ts";
export * as errors from "./errors.ts";
export * as figures from "./figures.ts";
export * as frame from "./frame.ts";
export * as look from "./look.ts";
export * as curve from "./curve.ts";
export * as members from "./members.ts";
export * as overview from "./overview.ts";
export * as provenance from "./provenance.ts";
export * as reproduction from "./reproduction.ts";
export * as run from "./run.ts";
export * as verdict from "./verdict.ts";
export * as volume from "./volume.ts";
