import { ADMIN_SESSION, SEED, TEST_TIME, TestEmulator, type Json } from '../support/emulator';
import { ownError } from '../support/environments';
import { temporaryFolder } from '../support/process';

const { imageStore, sftp } = SEED.backupStorages;

const progress = (emulator: TestEmulator, params: object) =>
  emulator.control('PUT', '/progression', params);
const tasks = async (emulator: TestEmulator): Promise<Json[]> =>
  (await emulator.control('GET', '/tasks')).body.inventories;
const work = async (emulator: TestEmulator) =>
  (await tasks(emulator)).filter(({ jobUuid }) => jobUuid !== null);
const act = (emulator: TestEmulator, task: Json, verb: string, params = {}) =>
  emulator.control('POST', `/tasks/${task.id}/${verb}`, params);
const template = (emulator: TestEmulator, name: string, ...backupStorageUuids: string[]) =>
  emulator.createTemplate(SEED.volumes.stoppedWindows, { name, backupStorageUuids });
const statusOf = async (emulator: TestEmulator, name: string) =>
  (await emulator.find(`/images?q=name=${name}`))?.status;
const poll = async (location: string) =>
  (await fetch(location, { headers: { Authorization: `OAuth ${ADMIN_SESSION}` } })).status;

describe('work by hand', () => {
  test('waits until it is stepped, as long as its call may take', async () => {
    const emulator = await TestEmulator.start();
    await progress(emulator, { mode: 'manual' });
    const accepted = await template(emulator, 'x', imageStore, sftp);
    expect(accepted.status).toBe(202);
    emulator.advance(2 * 86_400_000);
    const [first, second, ...others] = await work(emulator);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      flow: 'create-root-volume-template',
      step: 'start-creating-template',
      subject: imageStore,
      waitsFor: 'hand',
      due: null,
      percent: 0,
    });
    await act(emulator, first, 'step');
    expect(await statusOf(emulator, 'x')).toBe('Ready');
    expect(await poll(accepted.body.location)).toBe(202);
    await act(emulator, second, 'step');
    expect(await poll(accepted.body.location)).toBe(200);
  });

  test('goes on after so many polls of its job', async () => {
    const emulator = await TestEmulator.start();
    await progress(emulator, { mode: 'manual', polls: 3 });
    const { body } = await template(emulator, 'x', imageStore);
    expect(await work(emulator)).toMatchObject([{ waitsFor: 'polls', pollsLeft: 3 }]);
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push(await poll(body.location));
    expect(statuses).toEqual([202, 202, 202, 200]);
  });

  test('is finished, failed and cancelled, and leaves nothing where it did not end well', async () => {
    const emulator = await TestEmulator.start();
    await progress(emulator, { mode: 'manual' });
    const finished = await template(emulator, 'a', imageStore, sftp);
    await act(emulator, (await work(emulator))[0], 'finish');
    expect(await poll(finished.body.location)).toBe(200);

    const before = emulator.world();
    for (const [verb, params, code, details] of [
      ['fail', { details: 'a rat' }, 'SYS.1006', 'a rat'],
      ['cancel', {}, 'SYS.1017', 'cancelled by hand'],
    ] as const) {
      const { body } = await template(emulator, 'b', imageStore, sftp);
      await act(emulator, (await work(emulator))[0], verb, params);
      const answer = await fetch(body.location);
      expect([answer.status, await answer.json()]).toMatchObject([
        503,
        { error: { code, details } },
      ]);
      expect(emulator.world()).toEqual(before);
    }
  });

  test('is let go when nothing is to wait any more', async () => {
    const emulator = await TestEmulator.start();
    await progress(emulator, { mode: 'manual' });
    const { body } = await template(emulator, 'x', imageStore);
    await progress(emulator, { mode: 'immediate' });
    expect(await poll(body.location)).toBe(200);
  });

  test.each([
    [
      'a download',
      (emulator: TestEmulator) =>
        emulator.call('POST', '/images', {
          params: {
            name: 'x',
            url: 'http://x/a.qcow2',
            format: 'qcow2',
            backupStorageUuids: [imageStore],
          },
        }),
      async (emulator: TestEmulator) => [
        await statusOf(emulator, 'x'),
        (await emulator.find('/images?q=name=x')).backupStorageRefs[0].status,
      ],
      [
        ['Downloading', 'Downloading'],
        ['Ready', 'Ready'],
      ],
    ],
    [
      'a snapshot',
      (emulator: TestEmulator) =>
        emulator.call('POST', `/volumes/${SEED.volumes.data}/volume-snapshots`, {
          params: { name: 'x' },
        }),
      async (emulator: TestEmulator) => (await emulator.find('/volume-snapshots?q=name=x')).status,
      ['Creating', 'Ready'],
    ],
    [
      'a VM that stops',
      (emulator: TestEmulator) =>
        emulator.call('PUT', `/vm-instances/${SEED.vms.runningLinux}/actions`, {
          stopVmInstance: {},
        }),
      async (emulator: TestEmulator) =>
        (await emulator.find(`/vm-instances/${SEED.vms.runningLinux}`)).state,
      ['Stopping', 'Stopped'],
    ],
    [
      'a storage that reconnects',
      (emulator: TestEmulator) =>
        emulator.call('PUT', `/backup-storage/${sftp}/actions`, { reconnectBackupStorage: {} }),
      async (emulator: TestEmulator) => (await emulator.find(`/backup-storage/${sftp}`)).status,
      ['Connecting', 'Connected'],
    ],
    [
      'an export',
      (emulator: TestEmulator) =>
        emulator.call('PUT', `/backup-storage/${imageStore}/actions`, {
          exportImageFromBackupStorage: { imageUuid: SEED.images.linux },
        }),
      async (emulator: TestEmulator) =>
        (await emulator.find(`/images/${SEED.images.linux}`)).backupStorageRefs.some(
          ({ exportUrl }: Json) => exportUrl !== null,
        ),
      [false, true],
    ],
    [
      'the deletion of bits',
      async (emulator: TestEmulator) => {
        await emulator.make('DELETE', `/images/${SEED.images.linux}`);
        return emulator.call('PUT', `/images/${SEED.images.linux}/actions`, { expungeImage: {} });
      },
      async (emulator: TestEmulator) =>
        (await emulator.find(`/images/${SEED.images.linux}`))?.status,
      ['Deleted', undefined],
    ],
  ] as const)('holds %s on its way', async (_name, begin, look, [onTheWay, end]) => {
    const emulator = await TestEmulator.start();
    await progress(emulator, { mode: 'manual' });
    expect((await begin(emulator)).status).toBe(202);
    expect(await look(emulator)).toEqual(onTheWay);
    await act(emulator, (await work(emulator))[0], 'finish');
    expect(await look(emulator)).toEqual(end);
    expect(await work(emulator)).toEqual([]);
  });

  test('holds a direct deletion, and the deletion that time brings', async () => {
    const emulator = await TestEmulator.start();
    await progress(emulator, { mode: 'manual', kind: 'deletion' });
    await emulator.configure('image/deletionPolicy', 'Direct');
    const free = emulator.available('backup', imageStore);
    await emulator.call('DELETE', `/images/${SEED.images.linux}`);
    expect(await emulator.find(`/images/${SEED.images.linux}`)).toMatchObject({ status: 'Ready' });
    for (const task of await work(emulator)) await act(emulator, task, 'step');
    expect(await emulator.find(`/images/${SEED.images.linux}`)).toBeUndefined();
    expect(emulator.available('backup', imageStore)).toBeGreaterThan(free);

    await emulator.configure('image/deletionPolicy', 'Delay');
    await emulator.call('DELETE', `/images/${SEED.images.windows}`);
    emulator.advance(100 * 3_600_000);
    const waiting = (await tasks(emulator)).filter(({ flow }) => flow === 'delete-bits');
    expect(waiting.length).toBeGreaterThan(0);
    expect(await emulator.find(`/images/${SEED.images.windows}`)).toBeDefined();
    for (const task of waiting) await act(emulator, task, 'step');
    expect(await emulator.find(`/images/${SEED.images.windows}`)).toBeUndefined();
  });
});

describe('the pace', () => {
  test('of a resource goes before that of a kind, and both before that of all', async () => {
    const emulator = await TestEmulator.start();
    await progress(emulator, { mode: 'immediate' });
    await progress(emulator, { mode: 'timed', kind: 'template' });
    const set = await progress(emulator, { mode: 'manual', resourceUuid: sftp });
    expect(set.body.inventory).toMatchObject({
      mode: 'immediate',
      rules: [
        { kind: 'template', mode: 'timed' },
        { resourceUuid: sftp, mode: 'manual' },
      ],
    });
    await template(emulator, 'x', imageStore, sftp);
    expect(await work(emulator)).toMatchObject([
      { subject: imageStore, waitsFor: 'time' },
      { subject: sftp, waitsFor: 'hand' },
    ]);
    const stop = { stopVmInstance: {} };
    const vm = `/vm-instances/${SEED.vms.runningLinux}`;
    expect((await emulator.call('PUT', `${vm}/actions`, stop)).status).toBe(200);
  });

  test('takes bytes over bandwidth and latency, more or less by chance, the same way each time', async () => {
    const lengthsOf = async (jitterPercent: number) => {
      const emulator = await TestEmulator.start();
      await progress(emulator, { mode: 'timed', jitterPercent });
      for (let i = 0; i < 5; i++) await template(emulator, `x${i}`, imageStore);
      return (await work(emulator)).map(({ due }) => Date.parse(due) - TEST_TIME);
    };
    const [exact, ...others] = await lengthsOf(0);
    expect(new Set([exact, ...others]).size).toBe(1);
    const varied = await lengthsOf(20);
    expect(new Set(varied).size).toBeGreaterThan(1);
    for (const length of varied) {
      expect(length).toBeGreaterThanOrEqual((exact ?? 0) * 0.8 - 1);
      expect(length).toBeLessThanOrEqual((exact ?? 0) * 1.2 + 1);
    }
    expect(await lengthsOf(20)).toEqual(varied);
  });

  test('shows how far the work is', async () => {
    const emulator = await TestEmulator.start();
    await progress(emulator, { mode: 'timed' });
    await template(emulator, 'x', imageStore);
    const [{ due }] = await work(emulator);
    emulator.advance(Math.round((Date.parse(due) - TEST_TIME) / 4));
    expect(await work(emulator)).toMatchObject([{ percent: 25 }]);
  });

  test('stays over a restart, until it is taken back', async () => {
    const settings = { dataDir: temporaryFolder(), progression: 'timed' };
    const first = await TestEmulator.start({ settings });
    await progress(first, { mode: 'manual', kind: 'template' });
    await template(first, 'x', imageStore);
    await first.stop();
    const second = await TestEmulator.start({ settings });
    expect(await work(second)).toMatchObject([{ waitsFor: 'hand' }]);
    const taken = await second.anonymous.delete('/emulator/v1/progression');
    expect(taken.body.inventory).toEqual({
      mode: 'timed',
      jitterPercent: 0,
      polls: null,
      rules: [],
    });
    expect(await work(second)).toMatchObject([{ waitsFor: 'time' }]);
  });

  test.each([
    [{}, "the field 'mode' is missing: expected one of immediate, timed, manual"],
    [{ mode: 'manuel' }, "(did you mean 'manual'?)"],
    [{ mode: 'timed', kind: 'lunch' }, "'kind' is 'lunch': expected one of download, template"],
    [{ mode: 'timed', resourceUuid: 'sftp-1' }, `'sftp-1' has the uuid ${sftp}`],
    [{ mode: 'timed', polls: 3 }, 'polls go with the mode manual'],
    [{ mode: 'manual', jitterPercent: 3 }, 'jitterPercent goes with the mode timed'],
    [{ mode: 'timed', jitterPercent: 101 }, 'expected a whole number from 0 to 100'],
    [{ mode: 'manual', polls: 0 }, "'polls' is 0: expected a whole number from 1 to"],
  ])('is refused as %j, and stays', async (params, details) => {
    const emulator = await TestEmulator.start();
    const told = ownError(await progress(emulator, params));
    expect(told).toEqual({ code: 'invalid', details: expect.stringContaining(details) });
    const { inventory } = (await emulator.control('GET', '/progression')).body;
    expect(inventory).toMatchObject({ mode: 'immediate', rules: [] });
  });
});

describe('work that goes wrong before its end', () => {
  const point = 'create-root-volume-template/start-creating-template';

  test('is failed at a share of its bytes, and on the other storage goes on', async () => {
    const emulator = await TestEmulator.start();
    await progress(emulator, { mode: 'timed' });
    await emulator.control('POST', '/faults', {
      kind: 'fail',
      point,
      atProgress: 40,
      resourceUuid: sftp,
      details: 'the disk died',
    });
    await template(emulator, 'x', imageStore, sftp);
    const [early] = (await work(emulator)).filter(({ subject }) => subject === sftp);
    emulator.advance(Date.parse(early.due) - TEST_TIME - 1);
    const refsOf = async () =>
      (await emulator.find('/images?q=name=x')).backupStorageRefs.map(
        ({ backupStorageUuid, status }: Json) => [backupStorageUuid, status],
      );
    expect(await refsOf()).toEqual([
      [imageStore, 'Creating'],
      [sftp, 'Creating'],
    ]);
    const shown = (await work(emulator)).find(({ subject }) => subject === sftp);
    expect([39, 40]).toContain(shown.percent);
    const free = emulator.available('backup', sftp);
    emulator.advance(1);
    expect(await refsOf()).toEqual([[imageStore, 'Creating']]);
    expect(emulator.available('backup', sftp)).toBeGreaterThan(free);
    emulator.advance(86_400_000);
    expect(await refsOf()).toEqual([[imageStore, 'Ready']]);
    const rules = await emulator.control('GET', '/faults');
    expect(rules.body.inventories).toMatchObject([{ atProgress: 40, matched: 1, hits: 1 }]);
  });

  test.each([
    [{ kind: 'fail', atProgress: 40, operation: 'QueryImage' }, 'atProgress goes with a point'],
    [{ kind: 'delay', atProgress: 40, point }, 'and with fail, disconnect, fill, crash'],
    [
      { kind: 'fail', atProgress: 101, point },
      "'atProgress' is 101: expected a whole number from 0 to 100",
    ],
  ])('is refused where it cannot be: %j', async (params, details) => {
    const emulator = await TestEmulator.start();
    const { body } = await emulator.control('POST', '/faults', params);
    expect(body.error.details).toContain(details);
  });

  test('meets the rule all the same where work is done at once', async () => {
    const emulator = await TestEmulator.start();
    await emulator.control('POST', '/faults', { kind: 'fail', point, atProgress: 40 });
    expect((await template(emulator, 'x', imageStore)).status).toBe(503);
  });
});

test('tasks that are not there, or have no job, are refused', async () => {
  const emulator = await TestEmulator.start();
  for (const verb of ['step', 'finish', 'fail', 'cancel']) {
    const { body } = await act(emulator, { id: 999 }, verb);
    expect(body.error.details).toContain('there is no task 999');
  }
  await emulator.call('DELETE', `/images/${SEED.images.iso}`);
  const [chore] = await tasks(emulator);
  for (const verb of ['fail', 'cancel']) {
    const { body } = await act(emulator, chore, verb);
    expect(body.error.details).toContain('is a chore of the world');
  }
});
