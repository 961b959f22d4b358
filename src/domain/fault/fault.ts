import type { ErrorCode } from '../../core/api-error.js';

/** A rule that makes something go wrong: where, for what, how often, and what happens. */
export interface FaultRule {
  readonly uuid: string;
  readonly match: FaultMatch;
  readonly action: FaultAction;
  /** So many matches are let through first. */
  readonly skip: number;
  /** It fires so often at most; null: always. */
  readonly times: number | null;
  /** From 0 to 1, drawn from the environment's chance. */
  readonly probability: number;
  /** How often it matched, and how often it fired. */
  readonly matched: number;
  readonly hits: number;
  readonly createDate: number;
}

/** Where a rule holds; what is null holds everywhere. */
export interface FaultMatch {
  readonly operation: string | null;
  /** A step of a flow, as `flow/step`; null: the call itself. */
  readonly point: string | null;
  readonly resourceType: FaultResourceType | null;
  readonly resourceUuid: string | null;
  /** With `%` and `_` as in queries. */
  readonly resourceName: string | null;
  readonly accountUuid: string | null;
}

export const FAULT_RESOURCE_TYPES = [
  'Image',
  'ImagePackage',
  'BackupStorage',
  'PrimaryStorage',
  'Volume',
  'VolumeSnapshot',
  'VolumeSnapshotGroup',
  'VolumeBackup',
  'ImageGroup',
  'VmInstance',
  'Zone',
] as const;
export type FaultResourceType = (typeof FAULT_RESOURCE_TYPES)[number];

/**
 * What happens: at a step the first four, `crash` and `corrupt`; at a call `fail`, `corrupt` where it moves bytes,
 * and the last four.
 */
export const FAULT_KINDS = [
  'fail',
  'delay',
  'disconnect',
  'fill',
  'crash',
  'corrupt',
  'dropBefore',
  'dropAfter',
  'answerLate',
  'brokenJson',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultAction {
  readonly kind: FaultKind;
  /** Of `delay` (environment's clock) and `answerLate` (real time), in ms. */
  readonly milliseconds: number;
  /** At a step: it happens when so many percent of the step's work are done; null: at its end. */
  readonly atProgress: number | null;
  /** Of `fail`. */
  readonly code: string;
  readonly details: string;
  readonly cause: string | null;
}

/** Where the emulator is when it asks whether something is to go wrong. */
export interface FaultSite {
  readonly operation: string;
  readonly point: string | null;
  readonly accountUuid: string;
  /** What is worked on; the subject of a step alone stands for its type. */
  readonly resourceUuids: readonly string[];
  readonly subject: string | null;
}

export interface FaultRepository {
  insert(rule: FaultRule): void;
  /** In the order in which they were made. */
  list(): readonly FaultRule[];
  count(uuid: string, matched: number, hits: number): void;
  remove(uuid: string): boolean;
  clear(): void;
}

/** The uuid of the rule that made an error, or one of its causes. */
export function ruleBehind({ opaque, cause, causes = [] }: ErrorCode): string | undefined {
  const own = opaque?.['faultRule'];
  if (typeof own === 'string') return own;
  for (const reason of [...(cause ? [cause] : []), ...causes]) {
    const found = ruleBehind(reason);
    if (found !== undefined) return found;
  }
  return undefined;
}
