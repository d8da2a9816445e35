/** What `deno task site --serve` answers where it shows no page. */
export const notFound = "Page not found.";
export const unreadable = "The page can’t be read.";
export const onlyShows = "This server only shows pages.";
export const otherHost = "This server answers to localhost and 127.0.0.1 only.";
