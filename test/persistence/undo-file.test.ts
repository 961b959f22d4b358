import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import type { Asking, SentBytes } from '../../src/domain/asked-request';
import { originOf } from '../../src/domain/write-history';
import { PagesInFile } from '../../src/persistence/undo/undo-pages';
import type { UndoLog } from '../../src/persistence/undo/undo-log';
import {
  allOf,
  asked,
  askingOf,
  call,
  chore,
  commit,
  HEAD,
  idsOf,
  UndoLogs,
  write,
} from '../support/undo-logs';

let logs: UndoLogs;
beforeEach(() => {
  logs = new UndoLogs();
});
afterEach(() => logs.close());

const HEAD_SIZE = HEAD.length + 1;
const text = (length: number) => ({ rows: [[1, 1, ['x'.repeat(length)]]] as const });

/** Of everything that there is. */
function fill(log: UndoLog): void {
  const one = askingOf('/one');
  const origin = { ...call('AddImage', one), accountUuid: 'a1' };
  commit(log, write(origin, { sequences: { events: 4, jobs: null } }), write(origin));
  log.note({ id: 1, answer: { status: 200, sum: 'abc' }, sent: undefined });
  commit(log, write(chore('a')), write(originOf('step', 'flow/step', 'j2')));
  commit(log, write(call('B', askingOf('/two')), { held: [{ contentId: 'c', length: 9 }] }));
  log.note({ id: 4, answer: { status: 0, sum: '' }, sent: { sum: 's', length: 12 } });
  commit(log, write(call('C', askingOf('/three')), { clock: { mode: 'offset', value: -3 } }));
  log.note({ id: 5, answer: { status: 503, sum: 'no' }, sent: null });
  commit(log, write(call('D')));
}

test('a later process finds all that was committed', () => {
  const log = logs.begin('file');
  fill(log);
  const known = allOf(log);
  expect(known.parts.map(({ request }) => request)).toEqual([
    { asked: asked('/one'), answer: { status: 200, sum: 'abc' }, sent: undefined },
    undefined,
    undefined,
    undefined,
    { asked: asked('/two'), answer: { status: 0, sum: '' }, sent: { sum: 's', length: 12 } },
    { asked: asked('/three'), answer: { status: 503, sum: 'no' }, sent: null },
    undefined,
  ]);

  const later = logs.again(5);

  expect(allOf(later)).toEqual(known);
  expect(commit(later, write(call()))).toBe(6);
  expect(idsOf(later)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('what lies behind the last commit of the world is dropped', () => {
  const log = logs.begin('file');
  fill(log);
  const first = allOf(log).list.filter(({ commit: of }) => of <= 2);
  const whole = statSync(logs.path).size;

  const later = logs.again(2);

  expect([allOf(later).list, later.lastCommit]).toEqual([first, 2]);
  expect(statSync(logs.path).size).toBeLessThan(whole);
  // The answer of the first was written with the second.
  expect(later.partsFrom(1)[0]?.request?.answer).toEqual({ status: 200, sum: 'abc' });
  commit(later, write(call('other')));
  expect(allOf(logs.again(3)).list.map(({ id, name }) => [id, name])).toEqual([
    [1, 'AddImage'],
    [2, 'a'],
    [3, 'flow/step'],
    [4, 'other'],
  ]);
  expect(idsOf(logs.again(0))).toEqual([]);
  expect(readFileSync(logs.path, 'utf8')).toBe(`${HEAD}\n`);
});

test('what was taken back is so for a later process, too, and its numbers stay used', () => {
  const log = logs.begin('file');
  fill(log);
  log.beginBack(3);
  log.wentBack(3);
  const known = allOf(log);
  expect(allOf(logs.again(6))).toEqual(known);
  const later = logs.again(6);
  commit(later, write(call()));
  expect(idsOf(later)).toEqual([1, 2, 7]);
  later.beginBack(1);
  later.wentBack(1);
  expect(idsOf(logs.again(8))).toEqual([]);
});

test('answers are written with the next commit, or at the end', () => {
  const log = logs.begin('file');
  commit(log, write(call('A', askingOf('/one'))));
  const answer = { status: 200, sum: 'abc' };
  log.note({ id: 1, answer, sent: undefined });
  const copy = readFileSync(logs.path);
  log.begin([write(call())]);
  log.failed();
  const answerOf = (of: UndoLog) => of.partsFrom(1)[0]?.request?.answer;
  expect(answerOf(logs.again(1))).toEqual(answer);
  // Without an end of its process it is not known.
  logs.close();
  writeFileSync(logs.path, copy);
  const later = logs.again(1);
  expect(answerOf(later)).toBeUndefined();
  later.note({ id: 1, answer, sent: undefined });
  later.begin([write(call())]);
  later.failed();
  commit(later, write(call()));
  const killed = readFileSync(logs.path);
  // It was written once.
  expect(killed.toString().split('"a":')).toHaveLength(2);
  logs.close();
  writeFileSync(logs.path, killed);
  expect(answerOf(logs.again(2))).toEqual(answer);
});

test('what a request sent is known with the commit that rests on it', () => {
  const log = logs.begin('file');
  const stream = { ...asked('/up'), body: undefined };
  const asking: { sent?: SentBytes } & Asking = { request: () => stream };
  commit(log, write(call('Up', asking)));
  const sent = { sum: 's', length: 5 };
  Object.assign(asking, { sent });
  commit(log, write(call('Up', asking)));
  commit(log, write(call('Up', asking)));
  expect(log.needs('s')).toBe(true);
  const killed = readFileSync(logs.path);
  expect(killed.toString().split('"a":')).toHaveLength(2);
  logs.close();
  writeFileSync(logs.path, killed);
  const later = logs.again(3);
  expect([later.needs('s'), later.sentFrom(1)]).toEqual([true, ['s']]);
  expect(later.partsFrom(1)[0]?.request).toEqual({
    asked: stream,
    sent,
    answer: undefined,
  });
});

test('its file is its owner’s, and of one world', () => {
  writeFileSync(logs.path, 'something older');
  logs.begin('file');
  expect(readFileSync(logs.path, 'utf8')).toBe(`${HEAD}\n`);
  expect(statSync(logs.path).mode & 0o777).toBe(0o600);
  expect(PagesInFile.goOn(logs.path, '{"log":"of another"}')).toBeUndefined();
  expect(PagesInFile.goOn(logs.path, HEAD.slice(0, -1))).toBeUndefined();
  expect(PagesInFile.goOn(`${logs.path}-not-there`, HEAD)).toBeUndefined();
});

test('a line that was cut off is none, and what is no line at all is refused', () => {
  const log = logs.begin('file');
  commit(log, write(call()));
  commit(log, write(call()));
  logs.close();
  const { size } = statSync(logs.path);
  truncateSync(logs.path, size - 1);
  expect(idsOf(logs.again(2))).toEqual([1]);
  appendFileSync(logs.path, 'nonsense\tof somebody\n');
  expect(() => logs.again(2)).toThrow('is not valid JSON');
});

test('a file that has become shorter is a defect', () => {
  const log = logs.begin('file');
  commit(log, write(call(), text(50)));
  truncateSync(logs.path, HEAD_SIZE + 5);
  expect(() => [...log.from(1)]).toThrow(`${logs.path} is shorter than it was`);
});

test('whether something was written before the oldest state is told by how the file begins', () => {
  const meta = {
    w: 1,
    n: 1,
    d: 5,
    o: ['call', 'A', null, null],
    c: ['stopped', 5],
    h: [1, 2, 3, 4],
  };
  const line = (more: object) => `${JSON.stringify({ ...meta, ...more })}\t[]\n`;
  const begins = (...lines: string[]) => {
    logs.close();
    writeFileSync(logs.path, `${HEAD}\n${lines.join('')}`);
    return logs.again(1);
  };
  const isFirstOfMore = (log: UndoLog) => log.list().map((kept) => kept.isFirstOfMore);
  const first = begins(line({}));
  expect(isFirstOfMore(first)).toEqual([false]);
  // Lines of an older emulator have no time of the machine: it was that of the world.
  expect(first.partsFrom(0)[0]?.meta).toMatchObject({
    id: 1,
    commit: 1,
    date: 5,
    machineTime: 5,
    origin: { kind: 'call', name: 'A', accountUuid: null, jobUuid: null, request: null },
    clock: { mode: 'stopped', value: 5 },
    chance: [1, 2, 3, 4],
    sequences: {},
    held: [],
    began: undefined,
  });
  expect(isFirstOfMore(begins(line({ w: 2 })))).toEqual([true]);
  expect(isFirstOfMore(begins('{"n":1,"a":[]}\t[]\n', line({})))).toEqual([true]);
  expect(isFirstOfMore(begins('{"n":1,"back":1}\t[]\n', line({})))).toEqual([true]);
  expect(isFirstOfMore(begins(line({}), line({ w: 2 })))).toEqual([false, false]);
  expect(idsOf(begins('{"n":1,"back":7}\t[]\n'))).toEqual([]);
});

describe('what is needed no more is left behind', () => {
  test('when it is so much more than what is needed', () => {
    const log = logs.begin('file', 1_000_000);
    const sizes = [];
    for (let i = 1; i <= 7; i++) {
      commit(log, write(call(`n${i}`, askingOf(`/${i}`)), text(400_000)));
      log.note({ id: i, answer: { status: 200, sum: `a${i}` }, sent: { sum: `s${i}`, length: 1 } });
      sizes.push(statSync(logs.path).size);
    }
    expect(sizes[5]).toBeGreaterThan(2_400_000);
    // With the last one more than twice the needed and a megabyte lay there.
    expect(sizes[6]).toBeGreaterThan(800_000);
    expect(sizes[6]).toBeLessThan(810_000);
    expect(existsSync(`${logs.path}-new`)).toBe(false);
    expect(statSync(logs.path).mode & 0o777).toBe(0o600);
    const killed = `${logs.path}-killed`;
    copyFileSync(logs.path, killed);
    commit(log, write(call('small')));
    const known = allOf(log);
    expect(known.list.map(({ id }) => id)).toEqual([6, 7, 8]);
    expect(known.from.map(({ rows }) => String(rows[0]?.[2] ?? '').length)).toEqual([
      0, 400_000, 400_000,
    ]);
    expect(allOf(logs.again(8))).toEqual(known);
    logs.close();
    copyFileSync(killed, logs.path);
    // What was known of the older one by then is there.
    const answers = logs
      .again(7)
      .partsFrom(0)
      .map(({ request }) => request?.answer?.sum);
    expect(answers).toEqual(['a6', undefined]);
    expect(logs.again(7).list()).toMatchObject([{ id: 6, isFirstOfMore: true }, { id: 7 }]);
  });

  test('also when that is nothing: numbers go on', () => {
    const log = logs.begin('file', 1_000);
    commit(log, write(call()));
    commit(log, write(call(), text(1_100_000)));
    expect(idsOf(log)).toEqual([]);
    expect(statSync(logs.path).size).toBeLessThan(200);
    const later = logs.again(2, 1_000);
    expect(later.lastCommit).toBe(2);
    commit(later, write(call()));
    expect(later.list()).toMatchObject([{ id: 3, commit: 3, isFirstOfMore: true }]);
  });

  test('exactly twice the needed and a megabyte is not too much', () => {
    const pages = PagesInFile.begin(logs.path, HEAD);
    const [put] = pages.append([{ meta: {}, rows: text(2 ** 20 + 3_000).rows }]);
    const size = HEAD_SIZE + (put?.bytes ?? 0);
    expect(statSync(logs.path).size).toBe(size);
    const needed = (size - 2 ** 20) / 2;
    expect(pages.isMuchMoreThan(Math.ceil(needed))).toBe(false);
    expect(pages.isMuchMoreThan(needed)).toBe(false);
    expect(pages.isMuchMoreThan(needed - 0.5)).toBe(true);
    pages.close();
  });

  test('and tried again after a hundred writes, where there is no room for another file', () => {
    const log = logs.begin('file', 5_000);
    mkdirSync(`${logs.path}-new`);
    commit(log, write(call(), text(1_100_000)));
    rmdirSync(`${logs.path}-new`);
    const size = () => statSync(logs.path).size;
    expect(size()).toBeGreaterThan(1_000_000);
    const small = () => commit(log, write(call(), text(3_000)));
    for (let i = 0; i < 99; i++) small();
    expect([idsOf(log), size() > 1_300_000]).toEqual([[100], true]);
    small();
    expect([idsOf(log), size() < 10_000]).toEqual([[101], true]);
    const known = allOf(log);
    expect(allOf(logs.again(101, 5_000))).toEqual(known);
  });
});
