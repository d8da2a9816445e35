/** The words of the pages. Another language stands beside `en/`, file by file the same. */
export * as words from "./en/mod.ts";
