import { oddityOf } from '../../src/domain/fault/fault-rule-limits';
import { ruleBehind } from '../../src/domain/fault/fault';

const match = {
  operation: null,
  point: null,
  resourceType: null,
  resourceUuid: null,
  resourceName: null,
  accountUuid: null,
};
const action = {
  kind: 'fail',
  milliseconds: 0,
  atProgress: null,
  code: 'SYS.1006',
  details: 'd',
  cause: null,
};
const kept = (row: object, ofAction: object = {}, ofMatch: object = {}) => ({
  skip: 0,
  times: null,
  probability: 1,
  match: JSON.stringify({ ...match, ...ofMatch }),
  action: JSON.stringify({ ...action, ...ofAction }),
  ...row,
});
const LONG = 'x'.repeat(2 ** 20);

test.each([
  [kept({})],
  [kept({ skip: 1_000_000, times: 1_000_000, probability: 0 })],
  [kept({ times: 1 })],
  [kept({}, { milliseconds: 31_536_000_000, atProgress: 0 })],
  [kept({}, { atProgress: 100, cause: LONG, code: LONG, details: LONG })],
  [kept({}, { atProgress: undefined, cause: undefined })],
  [kept({}, { kind: 'brokenJson' }, { resourceType: 'Zone', operation: 'a', point: 'b' })],
  [kept({}, {}, { resourceUuid: 'a', resourceName: LONG, accountUuid: '' })],
])('a client can have made a rule (%#)', (rule) => {
  expect(oddityOf(rule)).toBeUndefined();
});

const NO_JSON = 'match and action are JSON objects';
const SKIP = 'skip is from 0 to 1000000';
const TIMES = 'times is from 1 to 1000000';
const CHANCE = 'probability is from 0 to 1';
const DELAY = 'milliseconds is from 0 to 31536000000';
const PROGRESS = 'atProgress is from 0 to 100';
const KIND =
  'kind is one of fail, delay, disconnect, fill, crash, corrupt, dropBefore, dropAfter, answerLate, brokenJson';
const TEXTS = 'code and details are texts';
const TYPE =
  'resourceType is one of Image, ImagePackage, BackupStorage, PrimaryStorage, Volume, VolumeSnapshot, VolumeSnapshotGroup, VolumeBackup, ImageGroup, VmInstance, Zone';

test.each<readonly [string, ReturnType<typeof kept>]>([
  [NO_JSON, kept({ match: '{' })],
  [NO_JSON, kept({ action: 'null' })],
  [NO_JSON, kept({ match: '[]' })],
  [NO_JSON, kept({ action: '1' })],
  [SKIP, kept({ skip: -1 })],
  [SKIP, kept({ skip: 1_000_001 })],
  [SKIP, kept({ skip: 0.5 })],
  [SKIP, kept({ skip: null })],
  [TIMES, kept({ times: 0 })],
  [TIMES, kept({ times: 1_000_001 })],
  [CHANCE, kept({ probability: -0.01 })],
  [CHANCE, kept({ probability: 1.01 })],
  [CHANCE, kept({ probability: '1' })],
  [DELAY, kept({}, { milliseconds: -1 })],
  [DELAY, kept({}, { milliseconds: 31_536_000_001 })],
  [PROGRESS, kept({}, { atProgress: -1 })],
  [PROGRESS, kept({}, { atProgress: 101 })],
  [KIND, kept({}, { kind: null })],
  [TEXTS, kept({}, { code: null })],
  [TEXTS, kept({}, { details: 1 })],
  [TEXTS, kept({}, { details: `${LONG}x` })],
  ['cause is a text', kept({}, { cause: 1 })],
  [TYPE, kept({}, {}, { resourceType: 'Host' })],
  ...['operation', 'point', 'resourceUuid', 'resourceName', 'accountUuid'].map(
    (name) => [`${name} is a text`, kept({}, {}, { [name]: 1 })] as const,
  ),
  // The first of several is told.
  [SKIP, kept({ skip: -1, times: 0 }, { kind: '' })],
])('none can have made what breaks: %s', (words, rule) => {
  expect(oddityOf(rule)).toBe(words);
});

test('the rule behind an error is found in it, in its cause, or in one of its causes', () => {
  const plain = { code: 'c', description: 'd', details: 'e' };
  const made = { ...plain, opaque: { faultRule: 'r' } };
  expect(ruleBehind(plain)).toBeUndefined();
  expect(ruleBehind({ ...plain, opaque: { faultRule: 1 } })).toBeUndefined();
  expect(ruleBehind(made)).toBe('r');
  expect(ruleBehind({ ...plain, cause: { ...plain, cause: made } })).toBe('r');
  expect(ruleBehind({ ...plain, cause: plain, causes: [plain, made] })).toBe('r');
});
