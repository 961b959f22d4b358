/**
 * What the scripts need before they can work: installed dependencies (install.mjs) and a fresh build
 * (build.mjs). The first command after `git clone` works, and every later one starts at once.
 *
 * Everything said here goes to stderr; stdout belongs to the command that was asked for.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import failure from './failure.cjs';
import supported from './supported.cjs';

export { ensureBuilt, ensureTypes } from './build.mjs';
export { ensureInstalled } from './install.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const { PreparationError } = failure;

/** Runs `work`; a PreparationError becomes a line on stderr and exit code 1. */
export async function orExplain(work) {
  try {
    assertNodeVersion();
    await work();
  } catch (error) {
    if (!(error instanceof PreparationError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

function assertNodeVersion() {
  const { node } = process.versions;
  if (supported.isSupported(node)) return;
  throw new PreparationError(
    `Node ${node} is too old: run this by npm (\`npm start\`, \`npm test\`, \`npm run check\`), ` +
      `which fetches a newer one, or install ${supported.WANTED}.`,
  );
}
