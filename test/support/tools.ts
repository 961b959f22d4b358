import { spawnSync } from 'node:child_process';

/** `npm run test:all` sets it: a tool that is missing is a failure then. */
const areDemanded = process.env['EMULATOR_DEMAND_TOOLS'] === '1';
const there = new Map<string, boolean>();

/**
 * `test` and `describe` of what needs more than Node and npm. Without the tool they are skipped, and counted
 * by its name at the end of the run (missing-tools.cjs), or fail where every tool is demanded. `name` says what is
 * missing where the command alone does not.
 */
export function needs(
  tool: string,
  probe: readonly string[] = ['--version'],
  name = tool,
): { readonly test: typeof test; readonly describe: typeof describe; readonly note: string } {
  if (!there.has(name)) there.set(name, spawnSync(tool, [...probe]).status === 0);
  const note = `(needs ${name})`;
  const isThere = there.get(name) === true;
  if (!isThere && areDemanded) {
    test(`${name} is there ${note}`, () => {
      throw new Error(`${name} is missing: install it, or run \`npm test\`, which does without`);
    });
  }
  return isThere ? { test, describe, note } : { test: test.skip, describe: describe.skip, note };
}
