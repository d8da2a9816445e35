/** What every page has: its layout's frame, and the policy that keeps it to our own host. */

export { termOf } from "./html/term.ts";
export { words } from "./text/mod.ts";

/**
 * Nothing is loaded from another host, no script and no style stands in a page. On `file://` browsers
 * take `'self'` for the files beside the page. Fonts stand in a stylesheet of ours.
 */
export const policy = "default-src 'none'; img-src 'self'; style-src 'self'; font-src data:; " +
  "script-src 'self'; base-uri 'none'; form-action 'none'";

/**
 * The same, spelt out, for the page on which a model predicts a reader's image: it may compile WebAssembly, and
 * no script in it can send anything anywhere.
 */
export const predictingPolicy = `${
  policy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
}; connect-src 'none'`;
