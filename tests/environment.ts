/** Variables of the environment for a test: those of the process belong to all tests that run at once. */

/**
 * Runs a test with variables as it wants them: what reads them in this module sees them, other modules
 * don't, and neither do programs that it starts.
 *
 * @param variables Their values; undefined for one that isn't set.
 * @param work The test.
 * @returns What the test gives.
 */
export async function withEnvironment<T>(
  variables: Record<string, string | undefined>,
  work: () => T,
): Promise<Awaited<T>> {
  const { get } = Deno.env;
  Deno.env.get = (name) => Object.hasOwn(variables, name) ? variables[name] : get(name);
  try {
    return await work();
  } finally {
    Deno.env.get = get;
  }
}
