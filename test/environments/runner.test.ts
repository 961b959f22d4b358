/** @jest-environment-options { "modules": "own" } */
import { HELD, type NewTask } from '../../src/domain/task/task';
import { OthersTurn } from '../../src/core/others-turn';
import { TEST_TIME, TestEmulator } from '../support/emulator';
import { stopMachineTime } from '../support/machine-time';

/*
 * What is due is done when it is: by an alarm of the machine's clock, by hand, or later where it failed.
 */

const MINE = 'of this test';
const DAY = 86_400_000;

let emulator: TestEmulator;
/** What was done of this test, and when. */
let ran: (readonly [flow: string, ms: number])[];
let defects: string[];

async function start(realTime: boolean): Promise<void> {
  if (realTime) stopMachineTime(TEST_TIME);
  emulator = await TestEmulator.start({ realTime });
  emulator.environment.database.exec('delete from tasks');
  ran = [];
  defects = [];
  runner().onRan = ({ flow, subject }) => {
    if (subject === MINE && flow !== 'nonsense') ran.push([flow, now() - TEST_TIME]);
  };
  runner().onDefect = (error) => defects.push((error as Error).message);
}

const runner = () => emulator.environment.runner;
const world = () => emulator.environment.world;
const now = () => world().clock.now();
const turn = () => new Promise((resolve) => setImmediate(resolve));

function insert(...tasks: Partial<NewTask>[]): void {
  const { unitOfWork, repositories } = world();
  unitOfWork.run(() => {
    for (const task of tasks) {
      repositories.tasks.insert({
        jobUuid: null,
        flow: 'purge-jobs',
        step: 'run',
        subject: MINE,
        dueDate: now(),
        createDate: now(),
        ...task,
      });
    }
  });
}

function insertJob(uuid: string): void {
  const { unitOfWork, repositories } = world();
  unitOfWork.run(() =>
    repositories.jobs.insert({
      uuid,
      operation: 'AddImage',
      accountUuid: 'a',
      state: 'Running',
      context: '{}',
      result: null,
      webHook: null,
      wantsSchema: false,
      createDate: now(),
      doneDate: null,
    }),
  );
}

test('an alarm of the machine wakes it when something is due, however late that is', async () => {
  await start(true);
  insert({ dueDate: TEST_TIME + 40 * DAY }, { dueDate: TEST_TIME + 5 });
  runner().settle();
  jest.advanceTimersByTime(4);
  expect(ran).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(ran).toEqual([['purge-jobs', 5]]);
  // Longer than a timer of the machine can wait.
  jest.advanceTimersByTime(40 * DAY - 6);
  expect(ran).toHaveLength(1);
  jest.advanceTimersByTime(1);
  expect(ran).toEqual([
    ['purge-jobs', 5],
    ['purge-jobs', 40 * DAY],
  ]);
});

test('a stopped clock sets no alarm, and a halted runner has none', async () => {
  await start(true);
  insert({ dueDate: TEST_TIME + 1_000 });
  runner().settle();
  expect(jest.getTimerCount()).toBe(1);
  runner().settle();
  expect(jest.getTimerCount()).toBe(1);
  runner().halt();
  expect([jest.getTimerCount(), runner().isHalted]).toEqual([0, true]);
  jest.advanceTimersByTime(2_000);
  runner().settle();
  expect([runner().step(1), ran]).toEqual([false, []]);
  runner().goOn();
  expect([runner().isHalted, ran]).toEqual([false, [['purge-jobs', 2_000]]]);
});

test('what fails while nobody waits is tried again after a second, two, four, and each minute at last', async () => {
  await start(true);
  insert({ flow: 'nonsense' });
  runner().settleSoon();
  runner().settleSoon();
  await turn();
  expect(defects).toEqual(['no chore is called nonsense']);
  for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
    const before = defects.length;
    jest.advanceTimersByTime(seconds * 1_000 - 1);
    expect(defects).toHaveLength(before);
    jest.advanceTimersByTime(1);
    expect(defects).toHaveLength(before + 1);
  }
  emulator.environment.database.exec("delete from tasks where flow = 'nonsense'");
  insert({});
  jest.advanceTimersByTime(60_000);
  expect([defects.length, ran.length]).toEqual([9, 1]);
  // It began anew: the first retry comes soon.
  insert({ flow: 'nonsense' });
  runner().settleSoon();
  await turn();
  jest.advanceTimersByTime(1_000);
  expect(defects).toHaveLength(11);
  // Who settles himself is told himself.
  expect(() => runner().settle()).toThrow('no chore is called nonsense');
  expect(defects).toHaveLength(11);
});

test('what was held when the process ended is due again when it goes on', async () => {
  await start(false);
  insert({ dueDate: HELD });
  runner().settle();
  expect(ran).toEqual([]);
  runner().resume();
  expect(ran).toEqual([['purge-jobs', 0]]);
});

test('while it is led it does what it is told, and no more', async () => {
  await start(false);
  runner().lead();
  insert({}, {}, {}, { dueDate: TEST_TIME + 1 });
  runner().settleSoon();
  await turn();
  expect(ran).toHaveLength(0);
  expect([runner().step(2), ran.length]).toEqual([true, 2]);
  expect([runner().step(2), ran.length]).toEqual([true, 3]);
  expect([runner().step(2), ran.length]).toEqual([false, 3]);
  insert({});
  runner().goOnAlone();
  expect(ran).toHaveLength(3);
  await turn();
  expect(ran).toHaveLength(4);
});

test('everything that is due is done before others have their turn, where that is asked for', async () => {
  await start(false);
  insert(...Array.from({ length: 600 }, () => ({})));
  await runner().settleInPieces(new OthersTurn());
  expect(ran).toHaveLength(600);
});

test('in how many ms something falls due by itself', async () => {
  await start(true);
  expect(runner().nextDue).toBeUndefined();
  insert({ dueDate: TEST_TIME + 90 * DAY });
  expect(runner().nextDue).toBe(2 ** 30);
  insert({ dueDate: TEST_TIME + 70 });
  expect(runner().nextDue).toBe(70);
  insert({ dueDate: TEST_TIME - 70 });
  expect(runner().nextDue).toBe(0);
});

test('with a stopped clock nothing falls due by itself', async () => {
  await start(false);
  insert({ dueDate: TEST_TIME + 70 });
  expect(runner().nextDue).toBeUndefined();
});

test.each([true, false])(
  'whether a job can end in time if nobody moves the clock (real time: %s)',
  async (realTime) => {
    await start(realTime);
    for (const uuid of ['none', 'due', 'held', 'later']) insertJob(uuid);
    insert(
      { jobUuid: 'due' },
      { jobUuid: 'held', dueDate: HELD },
      { jobUuid: 'later', dueDate: TEST_TIME + 100 },
    );
    const can = (uuid: string, ms: number) => runner().canEndWithin(uuid, ms);
    expect([can('none', 9), can('due', 0), can('held', 0)]).toEqual([false, true, true]);
    expect([can('later', 99), can('later', 100)]).toEqual([false, realTime]);
    emulator.environment.database.exec('delete from tasks');
  },
);

describe('who waits for a job', () => {
  const outcomes: string[] = [];
  const wait = (uuid: string, ms: number) => {
    const name = `${uuid} ${ms}`;
    void runner()
      .whenDone(uuid, ms)
      .then(() => outcomes.push(name));
  };
  beforeEach(async () => {
    outcomes.length = 0;
    await start(true);
    insertJob('j1');
    insertJob('j2');
  });

  test('is let go after the time that he has', async () => {
    expect([runner().isAwaited('j1'), runner().isBusy]).toEqual([false, false]);
    wait('j1', 100);
    wait('j1', 50);
    wait('j2', 2 ** 40);
    expect([runner().isAwaited('j1'), runner().isBusy, runner().isBusyOutside]).toEqual([
      true,
      true,
      false,
    ]);
    jest.advanceTimersByTime(99);
    await turn();
    expect([outcomes, runner().isAwaited('j1')]).toEqual([['j1 50'], true]);
    jest.advanceTimersByTime(1);
    await turn();
    expect([outcomes, runner().isAwaited('j1')]).toEqual([['j1 50', 'j1 100'], false]);
    expect([runner().isAwaited('j2'), runner().isBusy]).toEqual([true, true]);
  });

  test('is told when it ends, and when it is taken away', async () => {
    const timers = jest.getTimerCount();
    wait('j1', 1_000);
    wait('j1', 2_000);
    wait('j2', 1_000);
    runner().wake('j1');
    await turn();
    expect(outcomes).toEqual([]);
    emulator.environment.database.exec(
      "update jobs set state = 'Failed', done_date = 1 where uuid = 'j1'",
    );
    runner().wake('j3');
    runner().wake('j1');
    await turn();
    expect([outcomes, jest.getTimerCount()]).toEqual([['j1 1000', 'j1 2000'], timers + 1]);
    runner().letGo('j3');
    runner().letGo('j2');
    await turn();
    expect([outcomes.length, runner().isBusy, jest.getTimerCount()]).toEqual([3, false, timers]);
  });

  test('is let go when nothing is begun any more', async () => {
    wait('j1', 1_000);
    runner().halt();
    wait('j2', 1_000);
    await turn();
    expect([outcomes.toSorted(), runner().isBusy]).toEqual([['j1 1000', 'j2 1000'], false]);
  });
});
