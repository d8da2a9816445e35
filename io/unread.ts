/**
 * Why a file or folder could not be read, in words; the system's own if there are none here.
 *
 * @param error What the file system threw.
 * @param what What was expected there.
 * @returns The reason, without the path.
 */
export function whyUnread(error: unknown, what: "file" | "folder" = "file"): string {
  const { NotFound, PermissionDenied, IsADirectory, NotADirectory } = Deno.errors;
  if (error instanceof NotFound) return `there is no such ${what}`;
  if (error instanceof PermissionDenied) return "no permission to read it";
  if (error instanceof IsADirectory) return "it is a folder";
  if (error instanceof NotADirectory && what === "folder") return "it is a file";
  return error instanceof Error ? error.message : String(error);
}
