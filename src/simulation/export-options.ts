import type { History } from '../domain/history.js';

/** What an export takes along. */
export interface ExportOptions {
  readonly history: History;
  /** Whether sessions, keys and passwords stay in it. */
  readonly keepsSecrets: boolean;
}
