import { pino, type Logger } from 'pino';

export type { Logger };

/** The emulator's log: JSON lines on standard error, for standard output belongs to the start line. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
}
