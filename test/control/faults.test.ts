import { once } from 'node:events';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { ownError } from '../support/environments';
import { FAULT_KINDS, FAULT_RESOURCE_TYPES } from '../../src/domain/fault/fault';
import { KINDS, TYPES } from '../../src/cli/faults';
import { advance, callOf, control, CRASHING, type RealCall } from '../support/crashes';
import { seededDirectory } from '../support/data-directory';
import { asBase64, ovfOf } from '../support/ovf';
import { EmulatorProcess, temporaryFolder } from '../support/process';

const { imageStore, sftp } = SEED.backupStorages;
const { stoppedWindows } = SEED.volumes;

const fault = async (emulator: TestEmulator, params: object): Promise<Json> => {
  const answer = await emulator.control('POST', '/faults', params);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.inventory;
};
const rules = async (emulator: TestEmulator): Promise<Json[]> =>
  (await emulator.control('GET', '/faults')).body.inventories;
const template = (emulator: TestEmulator, backupStorageUuids: readonly string[]) =>
  emulator.createTemplate(stoppedWindows, { name: 'x', backupStorageUuids });

/** Begins each flow that makes an image, on one or several storages. */
const FLOWS: Readonly<
  Record<string, (emulator: TestEmulator, storages: readonly string[]) => Promise<Json>>
> = {
  'create-root-volume-template': template,
  'create-data-volume-template': (emulator, backupStorageUuids) =>
    emulator.call('POST', `/images/data-volume-templates/from/volumes/${SEED.volumes.data}`, {
      params: { name: 'x', backupStorageUuids },
    }),
  'create-template-from-snapshot': async (emulator, backupStorageUuids) => {
    const { uuid } = await emulator.find('/volume-snapshots?q=name=frozen');
    return emulator.call('POST', `/images/root-volume-templates/from/volume-snapshots/${uuid}`, {
      params: { name: 'x', backupStorageUuids },
    });
  },
  'add-image': (emulator, backupStorageUuids) =>
    emulator.call('POST', '/images', {
      params: { name: 'x', url: 'http://x/a.qcow2', format: 'qcow2', backupStorageUuids },
    }),
  'create-volume-backup': (emulator, [backupStorageUuid]) =>
    emulator.call('POST', `/volumes/${SEED.volumes.runningLinux}/volume-backups`, {
      params: { name: 'x', backupStorageUuid },
    }),
  'create-template-from-volume-backup': async (emulator, [backupStorageUuid]) => {
    const { uuid } = await emulator.find('/volume-backups?q=name=kept');
    return emulator.call('POST', `/images/root-volume-templates/from/volume-template/${uuid}`, {
      params: { name: 'x', backupStorageUuid },
    });
  },
  'create-image-group-from-vm-instance': (emulator) =>
    emulator.call('POST', '/images/groups/from/vm-instance', {
      params: { name: 'x', vmInstanceUuid: SEED.vms.runningLinux },
    }),
  'create-image-group-from-snapshot': async (emulator) => {
    const { uuid } = await emulator.find('/volume-snapshots?q=name=frozen');
    return emulator.call('POST', `/imagegroup/from/snapshot/${uuid}`, {
      params: { name: 'x', dataVolumeSnapshotUuids: [uuid] },
    });
  },
  'export-vm-ova-package': (emulator, [backupStorageUuid]) =>
    emulator.call('POST', '/ovf/ova-packages', {
      params: { vmUuid: SEED.vms.stoppedWindows, backupStorageUuid },
    }),
  'create-vm-instance-from-ovf': (emulator, [backupStorageUuid]) =>
    emulator.call('POST', '/ovf/create-vm-instance', {
      params: {
        xmlBase64: asBase64(ovfOf()),
        jsonImageInfos: JSON.stringify([
          { ovfId: 'system', type: 'Download', url: 'http://x/system.vmdk' },
        ]),
        backupStorageUuid,
        jsonCreateVmParam: JSON.stringify({ zoneUuid: SEED.zone }),
        deleteImageOnFail: true,
      },
    }),
  'copy-image-between-image-stores': async (emulator) => {
    const { uuid } = await emulator.find('/backup-storage?q=name=second-store');
    return emulator.call('PUT', `/images/${SEED.images.linux}/actions`, {
      syncImageFromImageStoreBackupStorage: {
        srcBackupStorageUuid: imageStore,
        dstBackupStorageUuid: uuid,
        name: 'x',
      },
    });
  },
  'migrate-image': async (emulator) => {
    const { uuid } = await emulator.find('/images?q=name=on-ceph');
    const there = await emulator.find('/backup-storage?q=name=second-ceph');
    return emulator.call('PUT', `/backup-storage/images/${uuid}/actions`, {
      backupStorageMigrateImage: {
        srcBackupStorageUuid: SEED.backupStorages.ceph,
        dstBackupStorageUuid: there.uuid,
      },
    });
  },
  'export-image': (emulator) =>
    emulator.call('PUT', `/backup-storage/${imageStore}/actions`, {
      exportImageFromBackupStorage: { imageUuid: SEED.images.linux },
    }),
};
/** Steps at which a failure is that of one storage alone, and where others then go on. */
const ONE_STORAGE = [
  'create-root-volume-template/start-creating-template',
  'create-data-volume-template/create-data-volume-template-from-volume',
  'create-template-from-snapshot/create-temporary-template',
  'create-template-from-snapshot/upload-template',
];

async function prepared() {
  const emulator = await TestEmulator.start();
  await emulator.make('POST', `/volumes/${SEED.volumes.data}/volume-snapshots`, {
    params: { name: 'frozen' },
  });
  await emulator.make('POST', `/volumes/${SEED.volumes.runningLinux}/volume-backups`, {
    params: { name: 'kept', backupStorageUuid: imageStore },
  });
  await emulator.make('POST', '/backup-storage/image-store', {
    params: {
      name: 'second-store',
      hostname: '10.9.0.1',
      username: 'root',
      password: 'x',
      url: '/second',
    },
  });
  await emulator.make('POST', '/backup-storage/ceph', {
    params: { name: 'second-ceph', monUrls: ['root:x@10.9.0.2'] },
  });
  await emulator.make('POST', '/images', {
    params: {
      name: 'on-ceph',
      url: 'http://x/on-ceph.raw',
      format: 'raw',
      backupStorageUuids: [SEED.backupStorages.ceph],
    },
  });
  return emulator;
}

const flowOf = (point: string) => String(point.split('/')[0]);

/** The world without the rules, whose counters move. */
const worldOf = (emulator: TestEmulator) => ({ ...emulator.world(), faults: undefined });

async function points(): Promise<string[]> {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.control('GET', '/faults/points');
  await emulator.stop();
  return body.inventories.map(({ point }: { point: string }) => point);
}

test('every step of every image flow that fails leaves nothing behind', async () => {
  const all = (await points()).filter(
    // A VM that begins to run has its image in the cache of its storage, and that stays.
    (point) => flowOf(point) in FLOWS && point !== 'create-vm-instance-from-ovf/start-vm',
  );
  expect(all.length).toBeGreaterThan(16);
  for (const point of all) {
    const emulator = await prepared();
    const before = worldOf(emulator);
    const { uuid } = await fault(emulator, { kind: 'fail', point, details: 'broken' });
    const begin = FLOWS[flowOf(point)];
    const answer = await begin?.(emulator, [imageStore, sftp]);
    expect([point, answer.status, answer.headers['x-emulator-fault']]).toEqual([point, 503, uuid]);
    expect(JSON.stringify(answer.body.error)).toContain('broken');
    expect([point, worldOf(emulator)]).toEqual([point, before]);
    await emulator.stop();
  }
});

test('a storage that is filled at any step before its bytes are there does not get the image', async () => {
  const { body } = await (await prepared()).control('GET', '/faults/points');
  const all = body.inventories.filter(({ takesBytes }: Json) => takesBytes);
  expect(all.map(({ point }: Json) => flowOf(point))).toEqual(
    expect.arrayContaining(Object.keys(FLOWS)),
  );
  for (const { point } of all) {
    for (const atProgress of [undefined, 50]) {
      const emulator = await prepared();
      await emulator.control('PUT', '/progression', { mode: 'timed' });
      const { images } = emulator.world();
      const more = atProgress === undefined ? {} : { atProgress };
      await fault(emulator, { kind: 'fill', point, ...more });
      const accepted = await FLOWS[flowOf(point)]?.(emulator, [imageStore]);
      await emulator.control('POST', '/clock/advance', { by: '2h' });
      const answer =
        accepted.status === 202
          ? await emulator.anonymous.get(new URL(accepted.body.location).pathname)
          : accepted;
      expect([point, answer.status]).toEqual([point, 503]);
      expect([point, emulator.world()['images']]).toEqual([point, images]);
      expect(await rules(emulator)).toMatchObject([{ hits: 1 }]);
      await emulator.stop();
    }
  }
});

test('a rule about storages does not fire where nothing names one', async () => {
  const emulator = await prepared();
  await fault(emulator, {
    kind: 'fill',
    point: 'create-root-volume-template/get-volume-actual-size',
  });
  expect((await emulator.createTemplate(stoppedWindows, { name: 'x' })).status).toBe(200);
  expect(await rules(emulator)).toMatchObject([{ matched: 0, hits: 0 }]);
});

test('a rule about one storage leaves the others of its step alone', async () => {
  const emulator = await prepared();
  const free = emulator.available('backup', imageStore);
  await fault(emulator, { kind: 'fill', point: 'add-image/create-image', resourceUuid: sftp });
  await FLOWS['add-image']?.(emulator, [imageStore, sftp]);
  expect(emulator.available('backup', imageStore)).toBe(free);
  expect(emulator.available('backup', sftp)).toBe(0);
});

test('bits that an expunge cannot delete become garbage, and the image is gone all the same', async () => {
  const emulator = await prepared();
  const free = emulator.available('backup', imageStore);
  await emulator.call('DELETE', `/images/${SEED.images.linux}`);
  await fault(emulator, { kind: 'fail', point: 'expunge-image/delete-bits' });
  const answer = await emulator.call('PUT', `/images/${SEED.images.linux}/actions`, {
    expungeImage: {},
  });
  expect(answer.status).toBe(200);
  expect(await emulator.find(`/images/${SEED.images.linux}`)).toBeUndefined();
  expect(emulator.available('backup', imageStore)).toBeGreaterThan(free);
  const garbage = await emulator.control('GET', '/garbage-jobs');
  expect(garbage.body.inventories).toMatchObject([{ status: 'Idle' }, { status: 'Idle' }]);
});

test('bits that a direct deletion cannot delete stay, with their copy and its capacity', async () => {
  const emulator = await prepared();
  await emulator.configure('image/deletionPolicy', 'Direct');
  await fault(emulator, { kind: 'fail', point: 'delete-image/delete-bits' });
  const before = worldOf(emulator);
  expect((await emulator.call('DELETE', `/images/${SEED.images.linux}`)).status).toBe(200);
  expect(worldOf(emulator)).toEqual(before);
});

test.each(ONE_STORAGE)('at %s one storage fails alone', async (point) => {
  const emulator = await prepared();
  await fault(emulator, { kind: 'fail', point, resourceType: 'BackupStorage', resourceUuid: sftp });
  const answer = await FLOWS[flowOf(point)]?.(emulator, [imageStore, sftp]);
  expect(answer.body.inventory.backupStorageRefs).toMatchObject([
    { backupStorageUuid: imageStore, status: 'Ready' },
  ]);
  expect(emulator.brokenLaws()).toEqual({});
  expect((await rules(emulator))[0]).toMatchObject({ matched: 1, hits: 1 });
});

describe('at a step a storage can be', () => {
  /** Bytes that a template of the stopped VM's volume takes. */
  const COPY = 18_253_611_008;
  const point = 'create-root-volume-template/start-creating-template';

  test.each([
    ['disconnect', { status: 'Disconnected' }],
    // The room that its part of the copy had is free again.
    ['fill', { status: 'Connected', availableCapacity: COPY }],
  ])('lost by %s', async (kind, state) => {
    const emulator = await TestEmulator.start();
    await fault(emulator, { kind, point, resourceName: 'sftp-%', times: 1 });
    const made = await template(emulator, [imageStore, sftp]);
    expect(made.body.inventory.backupStorageRefs).toMatchObject([
      { backupStorageUuid: imageStore, status: 'Ready' },
    ]);
    expect(await emulator.find(`/backup-storage/${sftp}`)).toMatchObject(state);
    expect(emulator.brokenLaws()).toEqual({});
  });

  test('lost as the only one: the job fails, and the storage stays lost', async () => {
    const emulator = await TestEmulator.start();
    await fault(emulator, { kind: 'disconnect', point });
    expect((await template(emulator, [sftp])).status).toBe(503);
    expect(await emulator.find(`/backup-storage/${sftp}`)).toMatchObject({
      status: 'Disconnected',
    });
    expect(await rules(emulator)).toMatchObject([{ matched: 1, hits: 1 }]);
  });

  test('late', async () => {
    const emulator = await TestEmulator.start();
    await fault(emulator, { kind: 'delay', point, delay: '5s' });
    const accepted = await template(emulator, [imageStore]);
    expect(accepted.status).toBe(202);
    emulator.advance(4999);
    expect(await emulator.find('/images?q=name=x')).toMatchObject({ status: 'Creating' });
    emulator.advance(1);
    expect(await emulator.find('/images?q=name=x')).toMatchObject({ status: 'Ready' });
  });
});

describe('a call can', () => {
  const operation = 'QueryImage';
  const ask = (emulator: TestEmulator) => emulator.get('/zstack/v1/images');

  test('fail, as often as the rule says, after as many as it lets through', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await fault(emulator, {
      kind: 'fail',
      operation,
      skip: 1,
      times: 2,
      code: 'SYS.1001',
      details: 'too slow',
      cause: 'a cable',
    });
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await ask(emulator));
    expect(answers.map(({ status }) => status)).toEqual([200, 503, 503, 200]);
    expect(answers[1]?.body.error).toMatchObject({
      code: 'SYS.1001',
      details: 'too slow',
      cause: { details: 'a cable' },
    });
    expect(answers.map(({ headers }) => headers['x-emulator-fault'])).toEqual([
      undefined,
      uuid,
      uuid,
      undefined,
    ]);
    expect(await rules(emulator)).toMatchObject([{ matched: 4, hits: 2 }]);
  });

  test('be dropped before or after its work, or answer half of its JSON', async () => {
    const emulator = await TestEmulator.start();
    const change = (name: string) =>
      emulator.call('PUT', `/images/${SEED.images.linux}/actions`, { updateImage: { name } });
    await fault(emulator, { kind: 'dropBefore', operation: 'UpdateImage', times: 1 });
    await expect(change('never')).rejects.toThrow('socket hang up');
    await fault(emulator, { kind: 'dropAfter', operation: 'UpdateImage', times: 1 });
    await expect(change('after all')).rejects.toThrow('socket hang up');
    const found = await emulator.find(`/images/${SEED.images.linux}`);
    expect(found.name).toBe('after all');
    await fault(emulator, { kind: 'brokenJson', operation });
    await expect(ask(emulator)).rejects.toThrow(/JSON/);
  });

  test('fail for one account, or for one resource', async () => {
    const emulator = await TestEmulator.start();
    await fault(emulator, {
      kind: 'fail',
      operation,
      accountUuid: 'a11ce000000040008000000000000001',
    });
    expect((await ask(emulator)).status).toBe(200);
    expect((await emulator.get('/zstack/v1/images', ALICE_SESSION)).status).toBe(503);
    await fault(emulator, { kind: 'fail', resourceType: 'Volume', resourceName: 'spare' });
    const sync = (uuid: string) =>
      emulator.call('PUT', `/volumes/${uuid}/actions`, { syncVolumeSize: {} });
    expect((await sync(SEED.volumes.data)).status).toBe(200);
    expect((await sync(SEED.volumes.spareData)).body.error.details).toBe('failed by a fault rule');
  });

  test('fail by chance, the same way in the same world', async () => {
    const run = async () => {
      const emulator = await TestEmulator.start();
      await fault(emulator, { kind: 'fail', operation, percent: 50 });
      const statuses: number[] = [];
      for (let i = 0; i < 20; i++) statuses.push((await ask(emulator)).status);
      return statuses;
    };
    const [first, second] = [await run(), await run()];
    expect(first).toEqual(second);
    expect(new Set(first).size).toBe(2);
  });
});

test('rules are removed one by one or all, and stay over a restart', async () => {
  const settings = { dataDir: temporaryFolder() };
  const first = await TestEmulator.start({ settings });
  const one = await fault(first, { kind: 'fail', operation: 'QueryImage' });
  await fault(first, { kind: 'fail', operation: 'QueryZone' });
  await first.stop();
  const second = await TestEmulator.start({ settings });
  expect((await second.get('/zstack/v1/images')).status).toBe(503);
  const gone = await second.anonymous.delete(`/emulator/v1/faults/${one.uuid}`);
  expect(gone.status).toBe(200);
  expect((await second.get('/zstack/v1/images')).status).toBe(200);
  await second.anonymous.delete('/emulator/v1/faults');
  expect(await rules(second)).toEqual([]);
});

test.each([
  [{ kind: 'fail', operation: 'AddImages' }, "no operation of ZStack (did you mean 'AddImage'?)"],
  [
    { kind: 'fail', operation: 'QueryLoadBalancer', point: 'add-image/create-image' },
    'QueryLoadBalancer is not emulated: it has no steps',
  ],
  [
    { kind: 'fail', point: 'add-image/take-rooms' },
    "'add-image/take-rooms' is no point (did you mean 'add-image/take-room'?)",
  ],
  [{ kind: 'fail', resourceUuid: 'sftp-1' }, `the backup storage 'sftp-1' has the uuid ${sftp}`],
  [{ kind: 'fail', operation: 'AddImage', delay: 5 }, 'a delay goes with delay and answerLate'],
  [{ kind: 'answerLate', operation: 'AddImage' }, 'answerLate needs a delay'],
  [
    { kind: 'answerLate', operation: 'AddImage', delay: '1s', milliseconds: 5 },
    'delay and milliseconds are the same',
  ],
  [{ kind: 'dropAfter', operation: 'AddImage', details: 'x' }, 'details goes with fail'],
  [
    { kind: 'fill', point: 'create-root-volume-template/sync-image-size' },
    'no bytes are still to come to a backup storage there. It does at add-image/create-image',
  ],
  [{ kind: 'disconnect' }, 'disconnect cannot happen at a call'],
  [{ kind: 'dropBefore', point: 'add-image/create-image' }, 'dropBefore cannot happen at a step'],
  [{ kind: 'crash', point: 'add-image/create-image' }, 'EMULATOR_CRASH_POINTS=allow'],
  [{ kind: 'explode' }, "'kind' is 'explode': expected one of fail, delay"],
  [{ kind: 'fail', percent: 101 }, 'expected a whole number from 1 to 100'],
  [{ kind: 'fail', percent: 0 }, 'expected a whole number from 1 to 100'],
])('a rule that can never fire is refused: %j', async (params, details) => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.control('POST', '/faults', params);
  expect(ownError(answer).details).toContain(details);
  expect(await rules(emulator)).toEqual([]);
});

const backupStorageUuids = [imageStore, sftp];
const SNAPSHOT = '5a000000000040008000000000000001';
const snapshot: RealCall = [
  'POST',
  `/volumes/${SEED.volumes.data}/volume-snapshots`,
  { params: { name: 'frozen', resourceUuid: SNAPSHOT } },
];
const deletion: RealCall = ['DELETE', `/images/${SEED.images.linux}`];
const direct: RealCall = [
  'PUT',
  '/global-configurations/image/deletionPolicy/actions',
  { updateGlobalConfig: { value: 'Direct' } },
];

/** The calls behind the image flows, for a real process; all but the last prepare. */
const CALLS: Readonly<Record<string, readonly RealCall[]>> = {
  'create-root-volume-template': [
    [
      'POST',
      `/images/root-volume-templates/from/volumes/${stoppedWindows}`,
      { params: { name: 'x', backupStorageUuids } },
    ],
  ],
  'create-data-volume-template': [
    [
      'POST',
      `/images/data-volume-templates/from/volumes/${SEED.volumes.data}`,
      { params: { name: 'x', backupStorageUuids } },
    ],
  ],
  'create-template-from-snapshot': [
    snapshot,
    [
      'POST',
      `/images/data-volume-templates/from/volume-snapshots/${SNAPSHOT}`,
      { params: { name: 'x', backupStorageUuids } },
    ],
  ],
  'add-image': [
    [
      'POST',
      '/images',
      { params: { name: 'x', url: 'http://x/a.qcow2', format: 'qcow2', backupStorageUuids } },
    ],
  ],
  'export-image': [
    [
      'PUT',
      `/backup-storage/${imageStore}/actions`,
      { exportImageFromBackupStorage: { imageUuid: SEED.images.linux } },
    ],
  ],
  'delete-image': [direct, deletion],
  'expunge-image': [
    deletion,
    ['PUT', `/images/${SEED.images.linux}/actions`, { expungeImage: {} }],
  ],
};

test.each(Object.keys(CALLS))(
  'a process that ends at each step of %s comes back with every law, and every job ends',
  async (flow) => {
    const all = (await points()).filter((one) => one.startsWith(`${flow}/`));
    expect(all.length).toBeGreaterThan(1);
    for (const point of all) {
      const folder = await seededDirectory();
      const first = await EmulatorProcess.start(folder, CRASHING);
      const calls = CALLS[flow] ?? [];
      for (const call of calls.slice(0, -1)) {
        await callOf(first, call);
        await advance(first);
      }
      const rule = { kind: 'crash', point, times: 1 };
      const made = await control(first, 'POST', '/faults', { params: rule });
      expect(made?.status).toBe(200);
      const ended = once(first.process, 'exit');
      await callOf(first, calls.at(-1));
      // A step that is not reached at once is reached when the clock gets there.
      await advance(first);
      await ended;
      const second = await EmulatorProcess.start(folder, CRASHING);
      await advance(second);
      const laws = (await (await control(second, 'GET', '/invariants'))?.json()) as Json;
      const tasks = (await (await control(second, 'GET', '/tasks'))?.json()) as Json;
      const left = tasks.inventories.filter((task: Json) => task.jobUuid !== null);
      const rules = (await (await control(second, 'GET', '/faults'))?.json()) as Json;
      expect([point, laws.holds, left]).toEqual([point, true, []]);
      expect(rules.inventories).toMatchObject([{ hits: 1 }]);
      await second.end('SIGTERM');
    }
  },
);

test('the command knows what the emulator knows', () => {
  expect(KINDS).toEqual(FAULT_KINDS);
  expect(TYPES).toEqual(FAULT_RESOURCE_TYPES);
});

test('a rule can be about a group of snapshots or images, or a backup, by what it is or is called', async () => {
  const emulator = await prepared();
  const backup = await emulator.find('/volume-backups?q=name=kept');
  const snapshots = await emulator.make('POST', '/volume-snapshots/group', {
    params: { rootVolumeUuid: SEED.volumes.stoppedWindows, name: 'frozen together' },
  });
  const images = await emulator.make('POST', `/imagegroup/from/image/${SEED.images.linux}`, {
    params: { name: 'kept together' },
  });
  const calls = {
    VolumeSnapshotGroup: [
      'revert-vm-from-snapshot-group/check-operation-on-primary-storage',
      `/volume-snapshots/group/${snapshots.uuid}/actions`,
      { revertVmFromSnapshotGroup: {} },
      'frozen%',
    ],
    VolumeBackup: [
      'create-template-from-volume-backup/create-image-in-database',
      `/images/root-volume-templates/from/volume-template/${backup.uuid}`,
      { params: { name: 'x', backupStorageUuid: imageStore } },
      'kept',
    ],
    ImageGroup: [
      'expunge-image-group/choose-images',
      `/imagegroups/${images.uuid}/actions`,
      { expungeImageGroup: {} },
      '%together',
    ],
  } as const;
  for (const [resourceType, [point, path, body, resourceName]] of Object.entries(calls)) {
    const method = 'params' in body ? 'POST' : 'PUT';
    const other = await fault(emulator, { kind: 'fail', point, resourceType: 'Zone' });
    const { uuid } = await fault(emulator, { kind: 'fail', point, resourceType, resourceName });
    const answer = await emulator.call(method, path, body);
    expect([answer.status, answer.headers['x-emulator-fault']]).toEqual([503, uuid]);
    expect(await rules(emulator)).toContainEqual(expect.objectContaining({ uuid, hits: 1 }));
    expect(await rules(emulator)).toContainEqual(
      expect.objectContaining({ uuid: other.uuid, hits: 0 }),
    );
  }
});
