import { statSync } from 'node:fs';
import { originOf } from '../../src/domain/write-history';
import type { UndoneRow } from '../../src/persistence/undo/undo-entries';
import { MOST_STATES } from '../../src/persistence/undo/undo-log';
import {
  allOf,
  asked,
  askingOf,
  call,
  chore,
  commit,
  idsOf,
  NO_LIMIT,
  UndoLogs,
  write,
} from '../support/undo-logs';

let logs: UndoLogs;
beforeEach(() => {
  logs = new UndoLogs();
});
afterEach(() => logs.close());

describe.each(['memory', 'file'])('in %s', (kind) => {
  test('writes are listed in their order, with what they came from and when', () => {
    const log = logs.begin(kind);
    const one = call();
    const step = originOf('step', 'flow/step', 'j2');
    const first = write(one);
    const second = write(step);
    expect(log.lastCommit).toBe(0);
    expect(log.begin([first, second])).toBe(1);
    expect([log.list(), log.lastCommit]).toEqual([[], 0]);
    log.committed();
    log.committed();
    const third = write(call());
    expect(commit(log, third)).toBe(2);
    expect(log.list()).toEqual([
      {
        id: 1,
        date: first.date,
        origin: one,
        commit: 1,
        bytes: expect.any(Number),
        count: 1,
        isFirstOfMore: false,
      },
      {
        id: 2,
        date: second.date,
        origin: step,
        commit: 1,
        bytes: expect.any(Number),
        count: 1,
        isFirstOfMore: false,
      },
      {
        id: 3,
        date: third.date,
        origin: third.origin,
        commit: 2,
        bytes: expect.any(Number),
        count: 1,
        isFirstOfMore: false,
      },
    ]);
    expect(log.list()[0]?.origin).toBe(one);
    expect(log.bytes).toBe(log.list().reduce((sum, { bytes }) => sum + bytes, 0));
    expect(log.lastCommit).toBe(2);
  });

  test('parts of one call are one write, and so are chores one after the other', () => {
    const log = logs.begin(kind);
    const one = call();
    commit(log, write(one), write(one), write(chore('a')), write(chore('b')));
    const late = write(chore('c'));
    commit(log, late, write(call()), write(call()), write(chore()));
    const again = call();
    commit(log, write(again));
    commit(log, write(again));
    expect(log.list().map(({ id, count, commit: of }) => [id, count, of])).toEqual([
      [1, 1, 1],
      [2, 3, 2],
      [3, 1, 2],
      [4, 1, 2],
      [5, 1, 2],
      [6, 1, 4],
    ]);
    expect(log.list()[1]).toMatchObject({ date: late.date, origin: { name: 'a' } });
    expect([...log.from(0)].map(({ id }) => id)).toEqual([6, 6, 5, 4, 3, 2, 2, 2, 1, 1]);
    expect([...log.from(5)].map(({ id }) => id)).toEqual([6, 6, 5]);
    expect([...log.from(7)]).toEqual([]);
    expect(log.partsFrom(2).map(({ meta }) => meta.id)).toEqual([2, 2, 2, 3, 4, 5, 6, 6]);
  });

  test('what takes a write back is what it was told', () => {
    const log = logs.begin(kind);
    const rows: UndoneRow[] = [
      [0, 12, null],
      [3, 4, ['a\tb\n"ü', 5, null]],
    ];
    const one = write(call(), { rows, sequences: { events: 4, jobs: null } });
    commit(log, one, write(call(), { held: [{ contentId: 'c', length: 3 }] }));
    const [second, first] = log.from(1);
    expect(first).toMatchObject({ ...one, id: 1, commit: 1 });
    expect(second).toMatchObject({ id: 2, held: [{ contentId: 'c', length: 3 }] });
  });

  test('a commit that was not made leaves nothing behind', () => {
    const log = logs.begin(kind);
    log.failed();
    commit(log, write(call()));
    const before = allOf(log);
    const size = kind === 'file' ? statSync(logs.path).size : 0;
    log.begin([write(call(), { rows: [[1, 2, ['x'.repeat(100)]]] }), write(call())]);
    log.failed();
    log.failed();
    log.committed();
    expect(allOf(log)).toEqual(before);
    expect(kind === 'file' ? statSync(logs.path).size : 0).toBe(size);
    expect(commit(log, write(call()))).toBe(2);
    expect(idsOf(log)).toEqual([1, 2]);
  });

  test('writes that are taken back are gone, and their numbers are not used again', () => {
    const log = logs.begin(kind);
    for (let i = 0; i < 4; i++) {
      commit(log, write(call(), { held: [{ contentId: `c${i}`, length: 10 }] }));
    }
    const kept = log.list().slice(0, 2);
    expect(log.heldFrom(0)).toEqual(['c0', 'c1', 'c2', 'c3']);
    expect(log.heldFrom(4)).toEqual(['c3']);
    expect(log.beginBack(3)).toBe(5);
    expect(idsOf(log)).toEqual([1, 2, 3, 4]);
    const during = kind === 'file' ? statSync(logs.path).size : 1;
    log.backFailed();
    expect(kind === 'file' ? statSync(logs.path).size : 0).toBeLessThan(during);
    expect([idsOf(log), log.lastCommit]).toEqual([[1, 2, 3, 4], 4]);
    expect(log.beginBack(3)).toBe(5);
    log.wentBack(3);
    expect([log.list(), log.lastCommit]).toEqual([kept, 5]);
    expect(log.bytes).toBe(kept.reduce((sum, { bytes }) => sum + bytes, 0));
    expect([log.holds('c1'), log.holds('c2')]).toEqual([true, false]);
    expect(log.heldFrom(0)).toEqual(['c0', 'c1']);
    commit(log, write(call()));
    expect(idsOf(log)).toEqual([1, 2, 5]);
    expect(logs.released).toEqual([]);
  });

  test('a request stands with the write that it began with, and with how it was answered', () => {
    const log = logs.begin(kind);
    const asking = askingOf('/one');
    const other = askingOf('/two');
    expect(log.beganWith(asking)).toBeUndefined();
    const origin = call('AddImage', asking);
    commit(log, write(chore()), write(origin), write(origin), write(call('AddImage', asking)));
    commit(log, write(call('X', asking)), write(call('Y', other)));
    expect([log.beganWith(asking), log.beganWith(other)]).toEqual([2, 5]);
    const answer = { status: 200, sum: 'abc' };
    log.note({ id: 2, answer, sent: undefined });
    log.note({ id: 77, answer, sent: undefined });
    const requests = (from: number) =>
      log.partsFrom(from).map(({ meta, request }) => [meta.id, meta.began, request]);
    expect(requests(1)).toEqual([
      [1, undefined, undefined],
      [2, 2, { asked: asked('/one'), sent: undefined, answer }],
      [2, 2, undefined],
      [3, 2, undefined],
      [4, 2, undefined],
      [5, 5, { asked: asked('/two'), sent: undefined, answer: undefined }],
    ]);
    expect(requests(4)).toHaveLength(2);
    log.beginBack(2);
    log.wentBack(2);
    expect([log.beganWith(asking), log.beganWith(other)]).toEqual([undefined, undefined]);
  });

  test('bytes that were sent count for the write, and are needed while it is kept', () => {
    const log = logs.begin(kind);
    commit(log, write(call()));
    commit(log, write(call()));
    const { bytes } = log;
    log.note({ id: 1, answer: undefined, sent: { sum: 's1', length: 100 } });
    expect([log.bytes, log.list()[0]?.bytes]).toEqual([bytes + 100, bytes / 2 + 100]);
    log.note({ id: 1, answer: { status: 200, sum: '' }, sent: { sum: 's1', length: 40 } });
    log.note({ id: 2, answer: undefined, sent: null });
    expect(log.bytes).toBe(bytes + 40);
    expect([log.needs('s1'), log.needs('s2')]).toEqual([true, false]);
    expect([log.sentFrom(1), log.sentFrom(2)]).toEqual([['s1'], []]);
    log.note({ id: 2, answer: undefined, sent: { sum: 's2', length: 1 } });
    log.beginBack(2);
    log.wentBack(2);
    expect([log.needs('s1'), log.needs('s2')]).toEqual([true, false]);
    log.beginBack(1);
    log.wentBack(1);
    expect([log.needs('s1'), log.bytes, log.sentFrom(0)]).toEqual([false, 0, []]);
  });

  test('of too many bytes the oldest are forgotten, and files that nothing needs any more', () => {
    const log = logs.begin(kind, 10_000);
    const held = (...names: string[]) => names.map((contentId) => ({ contentId, length: 2_000 }));
    commit(log, write(call(), { held: held('a', 'b') }));
    log.note({ id: 1, answer: undefined, sent: { sum: 'sa', length: 10 } });
    commit(log, write(call(), { held: held('b') }));
    log.note({ id: 2, answer: undefined, sent: { sum: 'sb', length: 10 } });
    expect([idsOf(log), logs.released]).toEqual([[1, 2], []]);
    expect(log.list()[0]?.isFirstOfMore).toBe(false);
    log.note({ id: 2, answer: undefined, sent: { sum: 'sb', length: 4_000 } });
    expect(idsOf(log)).toEqual([2]);
    expect(logs.released).toEqual([{ contentIds: ['a'], sums: ['sa'] }]);
    expect(log.list()[0]?.isFirstOfMore).toBe(true);
    expect([log.holds('a'), log.holds('b'), log.needs('sa')]).toEqual([false, true, false]);
    expect(log.bytes).toBe(log.list()[0]?.bytes);
    // What leaves no file behind is told nobody.
    logs.released.length = 0;
    commit(log, write(call(), { held: held('b', 'b', 'b') }));
    expect([idsOf(log), logs.released]).toEqual([[3], [{ contentIds: [], sums: ['sb'] }]]);
    commit(log, write(call(), { held: held('x', 'x', 'x', 'x', 'x') }));
    expect([idsOf(log), log.bytes, log.list()]).toEqual([[], 0, []]);
    expect(logs.released.at(-1)).toEqual({
      contentIds: ['b', 'b', 'b', 'x', 'x', 'x', 'x', 'x'],
      sums: [],
    });
  });

  test('exactly as many bytes as are kept are kept', () => {
    const alike = () =>
      write(call(), { date: 1, machineTime: 1, clock: { mode: 'stopped', value: 1 }, rows: [] });
    const measured = logs.begin(kind);
    commit(measured, alike());
    const each = measured.bytes;
    logs.close();
    const log = logs.begin(kind, 2 * each);
    commit(log, alike());
    commit(log, alike());
    expect([idsOf(log), log.bytes]).toEqual([[1, 2], 2 * each]);
    commit(log, alike());
    expect([idsOf(log), logs.released]).toEqual([[2, 3], []]);
  });

  test('of more than 200 states the oldest are forgotten', () => {
    const log = logs.begin(kind);
    for (let i = 0; i < MOST_STATES; i++) commit(log, write(call()));
    expect([idsOf(log)[0], log.list()[0]?.isFirstOfMore]).toEqual([1, false]);
    commit(log, write(call()));
    expect(log.list()[0]).toMatchObject({ id: 2, isFirstOfMore: true });
    expect(log.list()[1]).toMatchObject({ id: 3, isFirstOfMore: false });
    expect(log.list()).toHaveLength(200);
  });

  test('a log that is not the first of its world says that something came before', () => {
    const log = logs.begin(kind, NO_LIMIT, false);
    expect(log.list()).toEqual([]);
    commit(log, write(call()), write(call()));
    expect(log.list().map(({ isFirstOfMore }) => isFirstOfMore)).toEqual([true, false]);
  });
});

test('in memory a write takes about what its rows and its request are', () => {
  const log = logs.begin('memory');
  const rows: UndoneRow[] = [
    [0, 1, null],
    [0, 2, ['abc', 5, null]],
  ];
  commit(log, write(call('A', askingOf('/one')), { rows, held: [{ contentId: 'c', length: 9 }] }));
  commit(log, write(call('B', { request: () => asked('/three', null) }), { rows: [] }));
  const request = 512 + '/one'.length + '{"host":"h"}'.length;
  expect(log.list().map(({ bytes }) => bytes)).toEqual([
    512 + 2 * 64 + 3 * 16 + 3 + 9 + request + 2,
    512 + request + 2,
  ]);
});
