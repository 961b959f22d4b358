import type { Job } from '../../src/domain/job/job';
import { BY_HAND, HELD, type NewTask, type Task } from '../../src/domain/task/task';
import { TEST_TIME, TestEmulator } from '../support/emulator';

/*
 * What a world answers of its jobs and its tasks, inside a transaction and after it, whatever was undone.
 */

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  emulator.environment.database.exec('delete from tasks; delete from jobs');
});

const world = () => emulator.environment.world;
const jobs = () => world().repositories.jobs;
const tasks = () => world().repositories.tasks;
const run = <T>(work: () => T): T => world().unitOfWork.run(work);

const jobOf = (uuid: string, more: Partial<Job> = {}): Job => ({
  uuid,
  operation: 'AddImage',
  accountUuid: 'a',
  state: 'Running',
  context: '{}',
  result: null,
  webHook: null,
  wantsSchema: false,
  createDate: TEST_TIME,
  doneDate: null,
  ...more,
});
const done = (uuid: string, createDate: number): Job =>
  jobOf(uuid, { state: 'Succeeded', createDate, doneDate: createDate + 1 });
const taskOf = (more: Partial<NewTask> = {}): NewTask => ({
  jobUuid: null,
  flow: 'f',
  step: 's',
  subject: null,
  dueDate: TEST_TIME,
  createDate: TEST_TIME - 5,
  ...more,
});

/** Tasks in short. */
const told = (found: readonly Task[]) =>
  found.map(({ flow, subject, dueDate, pollsLeft }) => [
    flow,
    subject,
    dueDate - TEST_TIME,
    pollsLeft,
  ]);
const all = () => told(tasks().list(100));

test('a job is what it was inserted as, and what it ended as', () => {
  const job = jobOf('j1', { webHook: 'http://h', wantsSchema: true, context: '{"a":1}' });
  run(() => jobs().insert(job));
  expect([jobs().find('j1'), jobs().exists('j1'), jobs().find('j2'), jobs().exists('j2')]).toEqual([
    job,
    true,
    undefined,
    false,
  ]);
  const end = { state: 'Failed', context: '{"b":2}', result: '{}', doneDate: 7 } as const;
  run(() => {
    expect(jobs().find('j1')).toEqual(job);
    jobs().saveContext('j1', '{"c":3}');
    expect(jobs().find('j1')).toEqual({ ...job, context: '{"c":3}' });
    jobs().finish('j1', end);
    expect(jobs().find('j1')).toEqual({ ...job, ...end });
  });
  expect(jobs().find('j1')).toEqual({ ...job, ...end });
});

describe('a job that mostly ends in the transaction that it began in', () => {
  const end = { state: 'Succeeded', context: '{}', result: '{}', doneDate: 7 } as const;

  test.each<[string, (job: Job) => unknown, (job: Job) => unknown]>([
    ['is found', (job) => jobs().find(job.uuid), (job) => job],
    ['is there', (job) => jobs().exists(job.uuid), () => true],
    ['is no other', () => [jobs().find('j2'), jobs().exists('j2')], () => [undefined, false]],
    ['is listed', () => jobs().list(), (job) => [job]],
    ['is listed while it runs', () => jobs().listRunning(), (job) => [job]],
    ['is one', () => jobs().isEmpty(), () => false],
    ['has no tasks', () => tasks().countByJob('j1'), () => 0],
    ['is not purged', () => jobs().purge(TEST_TIME + 9, 5), () => []],
    [
      'has the task that it gets',
      () => {
        tasks().insert(taskOf({ jobUuid: 'j1' }));
        return tasks().countByJob('j1');
      },
      () => 1,
    ],
    [
      'has the context that it gets',
      () => {
        jobs().saveContext('j1', '{"x":1}');
        return jobs().find('j1')?.context;
      },
      () => '{"x":1}',
    ],
    [
      'is not alone where another comes',
      () => {
        jobs().insertLater(jobOf('j2'));
        return jobs()
          .list()
          .map(({ uuid }) => uuid);
      },
      () => ['j1', 'j2'],
    ],
    [
      'ends as it is said',
      (job) => {
        jobs().finish(job.uuid, end);
        return [jobs().find(job.uuid), jobs().listRunning()];
      },
      (job) => [{ ...job, ...end }, []],
    ],
  ])('%s', (_what, look, expected) => {
    const job = jobOf('j1');
    run(() => {
      jobs().insertLater(job);
      expect(look(job)).toEqual(expected(job));
    });
    expect(jobs().find('j1')).toMatchObject({ uuid: 'j1' });
    expect(
      emulator.environment.database.prepare("select uuid from jobs where uuid = 'j1'").all(),
    ).toHaveLength(1);
  });

  test('is not there when that is undone', () => {
    const undone = () =>
      run(() => {
        jobs().insertLater(jobOf('j1'));
        throw new Error('undone');
      });
    expect(undone).toThrow('undone');
    expect([jobs().find('j1'), jobs().exists('j1'), jobs().isEmpty()]).toEqual([
      undefined,
      false,
      true,
    ]);
  });
});

test('old jobs are purged, the oldest first, but for what something still needs', () => {
  run(() => {
    for (const [i, uuid] of ['e', 'd', 'c', 'b', 'a'].entries()) {
      jobs().insert(done(uuid, TEST_TIME - 100 + i));
    }
    jobs().insert(jobOf('running', { createDate: 1 }));
    tasks().insert(taskOf({ jobUuid: 'd', flow: 'web-hook' }));
  });
  const purge = (date: number, limit: number) =>
    run(() => jobs().purge(date, limit)).map(({ uuid }) => uuid);
  expect(purge(TEST_TIME - 100, 9)).toEqual([]);
  expect(run(() => jobs().purge(TEST_TIME - 99, 9))).toEqual([
    { uuid: 'e', operation: 'AddImage', state: 'Succeeded', doneDate: TEST_TIME - 99 },
  ]);
  expect(purge(TEST_TIME, 1)).toEqual(['c']);
  expect(purge(TEST_TIME, 0)).toEqual([]);
  expect(purge(TEST_TIME, 9).toSorted()).toEqual(['a', 'b']);
  expect(
    jobs()
      .list()
      .map(({ uuid }) => uuid),
  ).toEqual(['d', 'running']);
  expect(
    jobs()
      .listRunning()
      .map(({ uuid }) => uuid),
  ).toEqual(['running']);
  run(() => tasks().removeByJob('d'));
  expect(purge(TEST_TIME, 9)).toEqual(['d']);
});

test('tasks are due by their dates, then in the order in which they came', () => {
  run(() => {
    jobs().insert(jobOf('j1'));
    tasks().insert(taskOf({ flow: 'late', dueDate: TEST_TIME + 9 }));
    tasks().insert(taskOf({ flow: 'second', jobUuid: 'j1', subject: 'x', length: 4 }));
    tasks().insert(taskOf({ flow: 'third', faultUuid: 'fault', pollsLeft: 2 }));
    tasks().insert(taskOf({ flow: 'first', dueDate: TEST_TIME - 1 }));
  });
  expect(
    tasks()
      .list(9)
      .map(({ flow }) => flow),
  ).toEqual(['first', 'second', 'third', 'late']);
  expect(
    tasks()
      .list(2)
      .map(({ flow }) => flow),
  ).toEqual(['first', 'second']);
  expect(
    tasks()
      .listOfJobs(9)
      .map(({ flow }) => flow),
  ).toEqual(['second']);
  expect(tasks().nextDueDate()).toBe(TEST_TIME - 1);
  expect(tasks().findDue(TEST_TIME - 2)).toBeUndefined();
  const first = tasks().findDue(TEST_TIME - 1);
  expect(first).toEqual({
    id: expect.any(Number),
    jobUuid: null,
    flow: 'first',
    step: 's',
    subject: null,
    dueDate: TEST_TIME - 1,
    createDate: TEST_TIME - 5,
    length: null,
    pollsLeft: null,
    faultUuid: null,
  });
  run(() => tasks().remove(first?.id ?? 0));
  const second = tasks().findDue(TEST_TIME + 100);
  expect(second).toMatchObject({ flow: 'second', jobUuid: 'j1', subject: 'x', length: 4 });
  expect(tasks().find(second?.id ?? 0)).toEqual(second);
  expect(tasks().find(12_345)).toBeUndefined();
  expect(tasks().listByJob('j1')).toEqual([second]);
  expect([tasks().countByJob('j1'), tasks().countByJob('j2')]).toEqual([1, 0]);
  expect([tasks().nextDueDateOfJob('j1'), tasks().nextDueDateOfJob('j2')]).toEqual([
    TEST_TIME,
    undefined,
  ]);
  run(() => tasks().reschedule(second?.id ?? 0, 'y', TEST_TIME + 3));
  expect(tasks().listByJob('j1')).toEqual([{ ...second, subject: 'y', dueDate: TEST_TIME + 3 }]);
  expect(all()[0]).toEqual(['third', null, 0, 2]);
});

test('a chore waits until it is removed, whatever is asked meanwhile', () => {
  const waits = () => [
    tasks().hasChore('purge'),
    tasks().hasChore('purge', 'a'),
    tasks().hasChore('purge', 'b'),
    tasks().hasChore('other'),
  ];
  expect(waits()).toEqual([false, false, false, false]);
  run(() => {
    jobs().insert(jobOf('j1'));
    tasks().insert(taskOf({ flow: 'other', jobUuid: 'j1' }));
    tasks().insert(taskOf({ flow: 'purge', subject: 'a' }));
    tasks().insert(taskOf({ flow: 'purge', subject: 'b' }));
  });
  expect([waits(), waits()]).toEqual([
    [true, true, true, false],
    [true, true, true, false],
  ]);
  run(() => tasks().removeChores('purge', 'a'));
  expect(waits()).toEqual([true, false, true, false]);
  run(() => tasks().removeChores('other', 'b'));
  run(() => tasks().removeChores('purge', 'b'));
  expect(waits()).toEqual([false, false, false, false]);
  run(() => tasks().insert(taskOf({ flow: 'purge' })));
  expect(waits()).toEqual([true, false, false, false]);
  run(() => tasks().remove(tasks().findDue(TEST_TIME)?.id ?? 0));
  const purge = () =>
    tasks()
      .list(9)
      .find(({ flow }) => flow === 'purge');
  run(() => tasks().remove(purge()?.id ?? 0));
  expect(waits()).toEqual([false, false, false, false]);
  // What was undone does not wait.
  const undone = () =>
    run(() => {
      tasks().insert(taskOf({ flow: 'purge' }));
      expect(tasks().hasChore('purge')).toBe(true);
      throw new Error('undone');
    });
  expect(undone).toThrow('undone');
  expect(waits()).toEqual([false, false, false, false]);
});

test('what waits for polls goes on after the last of them', () => {
  run(() => {
    for (const uuid of ['j1', 'j2', 'j3']) jobs().insert(jobOf(uuid));
    tasks().insert(taskOf({ jobUuid: 'j1', dueDate: BY_HAND, pollsLeft: 2 }));
    tasks().insert(taskOf({ jobUuid: 'j2', dueDate: BY_HAND, pollsLeft: 1 }));
    tasks().insert(taskOf({ jobUuid: 'j3', dueDate: BY_HAND }));
  });
  expect(['j1', 'j2', 'j3', 'j4'].map((uuid) => tasks().waitsForPolls(uuid))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  const poll = (uuid: string) => run(() => tasks().countPoll(uuid, TEST_TIME + 1));
  const stateOf = (uuid: string) => {
    const [task] = tasks().listByJob(uuid);
    return [task?.dueDate, task?.pollsLeft];
  };
  expect([poll('j1'), stateOf('j1'), stateOf('j2')]).toEqual([false, [BY_HAND, 1], [BY_HAND, 1]]);
  expect([poll('j1'), stateOf('j1'), stateOf('j2')]).toEqual([
    true,
    [TEST_TIME + 1, null],
    [BY_HAND, 1],
  ]);
  expect([poll('j3'), stateOf('j3'), tasks().waitsForPolls('j1')]).toEqual([
    false,
    [BY_HAND, null],
    false,
  ]);
});

test('what waits for a hand is due at once or when its time is over, what is held when it is released', () => {
  const begin = () => {
    emulator.environment.database.exec('delete from tasks');
    run(() => {
      tasks().insert(taskOf({ flow: 'hand', dueDate: BY_HAND, length: 50, pollsLeft: 3 }));
      tasks().insert(taskOf({ flow: 'short', dueDate: BY_HAND }));
      tasks().insert(taskOf({ flow: 'held', dueDate: HELD, length: 50 }));
      tasks().insert(taskOf({ flow: 'due', length: 50, pollsLeft: 3 }));
    });
  };
  const held = HELD - TEST_TIME;
  begin();
  run(() => tasks().releaseByHand(TEST_TIME + 1, true));
  expect(all()).toEqual([
    ['due', null, 0, 3],
    ['hand', null, 1, null],
    ['short', null, 1, null],
    ['held', null, held, null],
  ]);
  begin();
  run(() => tasks().releaseByHand(TEST_TIME + 1, false));
  expect(all()).toEqual([
    ['due', null, 0, 3],
    ['short', null, 1, null],
    ['hand', null, 51, null],
    ['held', null, held, null],
  ]);
  run(() => tasks().releaseHeld(TEST_TIME + 7));
  expect(all()).toEqual([
    ['due', null, 0, 3],
    ['short', null, 1, null],
    ['held', null, 7, null],
    ['hand', null, 51, null],
  ]);
});
