import { ControlError } from '../../src/core/control-error';
import type { KeptRequest } from '../../src/domain/asked-request';
import type { KeptWrite, WriteOrigin } from '../../src/domain/write-history';
import { planReplay, replay } from '../../src/environment/replaying';
import type { WritePart } from '../../src/persistence/undo/undo-log';
import { errorOf, uuidsIn } from '../../src/simulation/faults/meet-fault';

type Parts = Parameters<typeof replay>[0];

const write = (id: number): KeptWrite => ({
  id,
  date: id,
  origin: { kind: 'call', name: 'AddImage' } as WriteOrigin,
  commit: id,
  bytes: 1,
  count: 1,
  isFirstOfMore: false,
});
const request = (asked: object = {}, sent?: KeptRequest['sent']): KeptRequest => ({
  asked: { method: 'PUT', url: '/x', headers: {}, body: '', length: 7, ...asked },
  sent,
  answer: undefined,
});
const part = (
  id: number,
  kind: string,
  name: string,
  more: { began?: number; request?: KeptRequest } = {},
): WritePart =>
  ({
    meta: { id, origin: { kind, name }, began: more.began, machineTime: id * 10 },
    request: more.request,
  }) as unknown as WritePart;

test('requests, steps and chores are done again in their order, and what comes with them is not', () => {
  const asked = request();
  const parts = [
    part(1, 'call', 'AddImage', { request: asked }),
    part(2, 'step', 'add-image/download', { began: 1 }),
    part(3, 'call', 'AddImage', { began: 1 }),
    part(4, 'chore', 'expire-sessions'),
    part(5, 'chore', 'web-hook'),
    part(6, 'chore', 'look-for-files'),
    part(7, 'chore', 'restart'),
    part(8, 'hand', 'library'),
    part(9, 'call', 'AddImage', { request: asked }),
  ];
  const writes = [1, 2, 3, 4, 5, 6, 7, 8].map(write);
  const all = [
    { kind: 'request', write: writes[0], request: asked, machineTime: 10 },
    { kind: 'task', machineTime: 20 },
    { kind: 'task', machineTime: 40 },
    { kind: 'odd', write: writes[6] },
    { kind: 'odd', write: writes[7] },
  ];
  expect(planReplay(parts, writes, { to: 1 })).toEqual(all);
  expect(planReplay(parts, writes, { to: 1, replay: 8 })).toEqual(all.slice(0, -1));
  expect(planReplay(parts, writes, { to: 1, replay: 4 })).toEqual(all.slice(0, 2));
});

test('no point lies in the middle of what one request wrote', () => {
  const parts = [
    part(3, 'call', 'AddImage', { began: 2 }),
    part(5, 'call', 'DeleteImage', { began: 5 }),
    part(6, 'call', 'DeleteImage', { began: 5 }),
  ];
  const words = (point: string, name: string, began: string, field: string) =>
    new ControlError(
      'conflict',
      `${point} lies in the middle of what one request wrote, which is made again whole: ${name}, from ${began} on. Give ${field} ${began}, or a write after its last one`,
    );
  const plan = (to: number, end?: number) => () => planReplay(parts, [], { to, replay: end });
  expect(plan(3)).toThrow(words('w3', 'AddImage', 'w2', 'to'));
  expect(plan(2, 3)).toThrow(words('w3', 'AddImage', 'w2', 'replay'));
  expect(plan(2, 6)).toThrow(words('w6', 'DeleteImage', 'w5', 'replay'));
  for (const [to, end] of [[2], [2, 2], [2, 4], [2, 5], [2, 7]] as const) {
    expect(plan(to, end)).not.toThrow();
  }
});

const BOUND = '100 bytes are kept of one (EMULATOR_REWIND_BODY)';

test.each<[string, object, KeptRequest['sent'], string]>([
  ['a large body', { body: null }, undefined, `its body of 7 bytes was not kept: ${BOUND}`],
  ['large bytes', { body: undefined }, null, `the bytes that it sent were not kept: ${BOUND}`],
  [
    'bytes that the process did not live to keep',
    { body: undefined },
    undefined,
    'the process ended before the bytes that it sent were kept',
  ],
  [
    'bytes that have gone',
    { body: undefined },
    { sum: 'gone', length: 1 },
    'the bytes that it sent are not there any more',
  ],
])(
  'a request with %s stops what is made again, and says why',
  async (_what, asked, sent, reason) => {
    const parts = {
      undo: { tasks: 0 },
      largestBody: 100,
      hasSent: (sum: string) => sum === 'there',
    } as unknown as Parts;
    const plan = [
      { kind: 'request' as const, write: write(1), request: request(asked, sent), machineTime: 1 },
    ];
    expect(await replay(parts, plan)).toEqual({
      answered: [],
      stopped: { write: write(1), reason },
    });
    const odd = [{ kind: 'odd' as const, write: write(2) }];
    expect(await replay(parts, odd)).toEqual({
      answered: [],
      stopped: { write: write(2), reason: 'no request is behind it that could be made again' },
    });
  },
);

test('the error of a fault rule is that of its code, or one that nobody knows', () => {
  const rule = (code: string, cause: string | null) =>
    ({ uuid: 'u', action: { code, details: 'd', cause } }) as unknown as Parameters<
      typeof errorOf
    >[0];
  expect(errorOf(rule('MY.1', null))).toEqual({
    code: 'MY.1',
    description: 'An error that a fault rule made',
    details: 'd',
    opaque: { faultRule: 'u' },
  });
  expect(errorOf(rule('SYS.1007', 'why'))).toMatchObject({
    code: 'SYS.1007',
    description: expect.not.stringContaining('fault rule'),
    details: 'd',
    opaque: { faultRule: 'u' },
    cause: { code: 'SYS.1006', details: 'why' },
  });
  expect(errorOf(rule('toString', null)).description).toBe('An error that a fault rule made');
});

test('the uuids that a text names are those of 32 digits alone, each once', () => {
  const [a, b] = ['a1'.repeat(16), '0f'.repeat(16)];
  expect(uuidsIn(`${b} "${a}" ${a}0 x${b}, ${b.slice(1)} f${a}`)).toEqual([b, a]);
  expect(uuidsIn('')).toEqual([]);
});
