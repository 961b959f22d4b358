import type * as Pino from 'pino';
import type { Logger as PinoLogger } from 'pino';

/** The emulator's log: JSON lines on standard error, for standard output belongs to the start line. */
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
      pinoLogger[of](fields, message);
    },
  };
}

function loadPino(level: string): PinoLogger {
  const { pino } = require('pino') as typeof Pino;
  return pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
}
