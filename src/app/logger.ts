import { codeOf } from '../core/code-of.js';
import { hideSecrets, hideSecretsInUrl } from '../core/secrets.js';
import type * as Pino from 'pino';
import type { Logger as PinoLogger } from 'pino';

/**
 * The emulator's log: JSON lines on standard error, for standard output belongs to the start line. Passwords and
 * credentials that stand in it are hidden, at every level.
 */
export interface Logger {
  isEnabled(level: Level): boolean;
  log(level: Level, fields: object, message: string): void;
}

type Level = 'debug' | 'info' | 'error';

const ORDER = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

/** Pino is loaded at the first line that is written: a quiet start does without its 25 ms. */
export function createLogger(level: string): Logger {
  let pinoLogger: PinoLogger | undefined;
  const isEnabled = (of: Level) => ORDER.indexOf(of) >= ORDER.indexOf(level);
  return {
    isEnabled,
    log(of, fields, message) {
      if (!isEnabled(of)) return;
      pinoLogger ??= loadPino(level);
      pinoLogger[of](hideInFields(fields), hideSecrets(message));
    },
  };
}

const hideInFields = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, hideIn(name, value)]));

function hideIn(name: string, value: unknown): unknown {
  if (typeof value === 'string')
    return name === 'url' ? hideSecretsInUrl(value) : hideSecrets(value);
  if (!(value instanceof Error)) return value;
  const { name: type, message, stack = '' } = value;
  const cause = value.cause instanceof Error ? { cause: hideSecrets(String(value.cause)) } : {};
  return {
    type,
    message: hideSecrets(message),
    stack: hideSecrets(stack),
    code: codeOf(value),
    ...cause,
  };
}

function loadPino(level: string): PinoLogger {
  const { pino } = require('pino') as typeof Pino;
  return pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
}
