/** A fault rule, as the emulator tells it. */
export interface Rule {
  readonly uuid: string;
  readonly kind: string;
  readonly operation: string | null;
  readonly point: string | null;
  readonly resourceType: string | null;
  readonly resourceUuid: string | null;
  readonly resourceName: string | null;
  readonly accountUuid: string | null;
  readonly skip: number;
  readonly times: number | null;
  readonly percent: number;
  readonly milliseconds: number;
  readonly atProgress: number | null;
  readonly code: string;
  readonly details: string;
  readonly matched: number;
  readonly hits: number;
}

export interface Step {
  readonly name: string;
  readonly point: string | null;
  readonly isErrand: boolean;
  readonly isForEach: boolean;
  readonly takesBytes: boolean;
  readonly bringsBytes: boolean;
}

/** The work behind operations. */
export interface Flow {
  readonly name: string;
  readonly operations: readonly string[];
  readonly steps: readonly Step[];
}

/** What can go wrong, in words, by its kind. */
export const KINDS: Readonly<Record<string, string>> = {
  fail: 'it fails',
  delay: 'it is done later',
  disconnect: 'its backup storage is lost',
  fill: 'its backup storage is full',
  corrupt: 'a byte is another one',
  dropBefore: 'the connection ends before the work',
  dropAfter: 'the connection ends after the work',
  answerLate: 'the answer comes late',
  brokenJson: 'half of the answer comes',
};

const AT_CALLS = ['fail', 'answerLate', 'dropBefore', 'dropAfter', 'brokenJson'];

/** The kinds that can hurt at a step, or at a call as a whole. */
export function kindsAt(step: Step | undefined): readonly string[] {
  if (!step) return AT_CALLS;
  return [
    'fail',
    'delay',
    'disconnect',
    ...(step.takesBytes ? ['fill'] : []),
    ...(step.bringsBytes ? ['corrupt'] : []),
  ];
}

export const isLate = (kind: string): boolean => kind === 'delay' || kind === 'answerLate';

/** `create-image-in-database` as people read it. */
export const words = (name: string): string => name.replaceAll('-', ' ');

/** What a rule is about, in words. */
export function aboutOf(rule: Rule): string {
  const { operation, resourceName, resourceUuid, resourceType, accountUuid, skip, times } = rule;
  const parts = [
    operation === null ? '' : operation,
    resourceType === null ? '' : `of a ${resourceType}`,
    resourceName === null ? '' : `called ${resourceName}`,
    resourceUuid === null ? '' : `with the uuid ${resourceUuid}`,
    accountUuid === null ? '' : `by ${accountUuid}`,
    skip === 0 ? '' : `after ${skip}`,
    times === null ? '' : times === 1 ? 'once' : `${times} times`,
    rule.percent === 100 ? '' : `${rule.percent} % of the time`,
    rule.atProgress === null ? '' : `at ${rule.atProgress} %`,
  ];
  return parts.filter(Boolean).join(', ');
}
