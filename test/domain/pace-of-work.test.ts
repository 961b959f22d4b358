import { paceOf, type PaceRule } from '../../src/domain/progression/progression';

const PACE = { mode: 'immediate', jitterPercent: 0, polls: null } as const;
const rule = (more: Partial<PaceRule>): PaceRule => ({
  ...PACE,
  mode: 'timed',
  kind: null,
  resourceUuid: null,
  ...more,
});
const ofVolume = rule({ resourceUuid: 'volume', jitterPercent: 1 });
const ofStorage = rule({ resourceUuid: 'storage', jitterPercent: 2 });
const ofKind = rule({ kind: 'download', jitterPercent: 3 });
const ofBoth = rule({ kind: 'download', resourceUuid: 'storage', jitterPercent: 4 });

test.each<[string, readonly PaceRule[], PaceRule | typeof PACE]>([
  ['no rule', [], PACE],
  ['one for another resource', [rule({ resourceUuid: 'other' })], PACE],
  ['one for another kind', [rule({ kind: 'export' })], PACE],
  ['one for another kind on this resource', [{ ...ofVolume, kind: 'export' }], PACE],
  ['the kind', [ofKind], ofKind],
  ['a resource before the kind', [ofKind, ofVolume], ofVolume],
  ['a resource before the kind, whichever was told first', [ofVolume, ofKind], ofVolume],
  ['both before either', [ofVolume, ofKind, ofBoth, ofStorage], ofBoth],
  ['of two resources the one that was told first', [ofVolume, ofStorage], ofVolume],
  ['of two resources the one that was told first, too', [ofStorage, ofVolume], ofStorage],
])('work has the pace of the closest rule: %s', (_what, rules, expected) => {
  expect(paceOf({ pace: PACE, rules }, 'download', ['volume', 'storage'])).toEqual(expected);
});
