import {
  type CaseTask,
  measureCase,
  type MeasuredCase,
  type MeasureSettings,
} from "./measure_case.ts";
import { type CaseSurvey, surveyCase, type SurveySettings } from "./survey_case.ts";

/** What is done with each case. */
export type Order =
  | { what: "survey"; settings: SurveySettings }
  | { what: "measure"; settings: MeasureSettings };

/** What an order gives of a case. */
export type Outcome<What extends Order["what"]> = What extends "survey" ? CaseSurvey : MeasuredCase;

/** A message to a worker: the order first, then cases. */
export type ToWorker = { order: Order } | { tasks: CaseTask[] };

/** A message from a worker: outcomes of the cases it was sent, in their order, or why there are none. */
export type FromWorker = { outcomes: (CaseSurvey | MeasuredCase)[] } | { error: string };

/** Does what is ordered with a case. */
export async function workOn(order: Order, task: CaseTask): Promise<CaseSurvey | MeasuredCase> {
  return order.what === "survey"
    ? await surveyCase(task, order.settings)
    : await measureCase(task, order.settings);
}
