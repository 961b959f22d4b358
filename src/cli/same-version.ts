import { majorOf, VERSION } from '../core/version.js';
import { CommandFailed } from './exit-codes.js';

/**
 * Refuses an emulator whose own API is not the one that this program speaks, before anything is asked of it. One that
 * tells no version in its health is older than 1.0: its document names it.
 * @param base its address, without a path of an API
 * @throws {CommandFailed} with its version and what to do; what is no emulator passes, its answers say so
 */
export async function assertSameVersion(base: string): Promise<void> {
  const health = await jsonAt(`${base}/healthz`);
  if (health?.['status'] !== 'ok') return;
  const { version = await olderVersion(base) } = health;
  if (typeof version !== 'string' || majorOf(version) === majorOf(VERSION)) return;
  throw new CommandFailed(
    `the emulator at ${base} is version ${version}; this program is ${VERSION}, and the control API of the two differs.\n` +
      `Start an emulator of version ${majorOf(VERSION)} there, or use the zstack-emulator of version ${version}.`,
  );
}

/** Of an emulator from before versions were told; undefined for what is none. */
async function olderVersion(base: string): Promise<string | undefined> {
  const front = await jsonAt(`${base}/`);
  if (front?.['name'] !== 'zstack-image-emulator') return undefined;
  const { info } = ((await jsonAt(`${base}/openapi.json`)) ?? {}) as {
    readonly info?: { readonly version?: unknown };
  };
  return typeof info?.version === 'string' ? info.version : '0.x';
}

/** The longest that one of these addresses may take to answer, in ms. */
const PATIENCE = 10_000;

async function jsonAt(url: string): Promise<Record<string, unknown> | undefined> {
  const response = await fetch(url, {
    headers: { Accept: 'application/json' },
    signal: AbortSignal.timeout(PATIENCE),
  });
  try {
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null
      ? (answer as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
