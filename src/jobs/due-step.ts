import type { ErrandReport } from './flow.js';

/** A step that is due: of which flow, on what, and when (ms since 1970). */
export interface DueStep {
  readonly flow: string;
  readonly step: string;
  readonly subject: string | null;
  readonly dueDate: number;
  /** What the errand brought that it follows on. */
  readonly report?: ErrandReport;
  /** Of slow work: how long it was to take, and the fault rule that ended it early. */
  readonly length?: number | null;
  readonly faultUuid?: string | null;
}
