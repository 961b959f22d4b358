import { codeOf } from '../../core/code-of.js';
import { SETTINGS } from '../config.js';

/** The longest first: one may begin as another does. */
const NAMES = Object.entries(SETTINGS)
  .map(([option, { variable }]) => ({ option, variable }))
  .toSorted((one, other) => other.variable.length - one.variable.length);

/**
 * What keeps an emulator from starting, told to who gave options: settings by the names of options, as variables have
 * no say here. The error stays what it is.
 */
export function inOptionNames(
  error: unknown,
  { host, port }: { host?: unknown; port?: unknown },
): unknown {
  const known = error as Partial<Error> | null | undefined;
  const message = known?.message;
  if (message === undefined) return error;
  const told =
    codeOf(error) === 'EADDRINUSE'
      ? `port ${String(port)} of ${String(host)} is in use (EADDRINUSE): choose another one, or 0 for any free one`
      : withOptions(message);
  return Object.assign(known as Error, {
    message: told,
    stack: known?.stack?.replace(message, told),
  });
}

function withOptions(text: string): string {
  return NAMES.reduce(
    (told, { option, variable }) =>
      told
        .replaceAll(new RegExp(`\\b${variable}=([\\w.]+)`, 'g'), `${option}: '$1'`)
        .replaceAll(new RegExp(`(?<![\\w/.'])${variable}\\b`, 'g'), option),
    text,
  );
}
