import { LISTED_OPERATIONS } from '../../../src/api/operations';
import type { Job } from '../../../src/domain/job/job';
import { BY_HAND, type NewTask } from '../../../src/domain/task/task';
import { SEED, TEST_TIME, TestEmulator, type Json } from '../../support/emulator';

/*
 * How far work is follows from the rows of its job, its tasks and its uploads: here they are what they may be.
 * No law holds of jobs without work, so none is looked at.
 */

const JOB = '0123456789abcdef0123456789abcdef';
const NOW = TEST_TIME + 100_000;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  emulator.advance(NOW - TEST_TIME);
});

function insert(job: Partial<Job>, ...tasks: Partial<NewTask>[]): void {
  const { repositories, unitOfWork } = emulator.environment.world;
  unitOfWork.run(() => {
    repositories.jobs.insert({
      uuid: JOB,
      operation: 'CreateVolumeSnapshot',
      accountUuid: '36c27e8ff05c4780bf6d2fa65700f22e',
      state: 'Running',
      context: '{}',
      result: null,
      webHook: null,
      wantsSchema: false,
      createDate: TEST_TIME,
      doneDate: null,
      ...job,
    });
    for (const task of tasks) {
      repositories.tasks.insert({
        jobUuid: JOB,
        flow: 'f',
        step: 's',
        subject: null,
        dueDate: NOW + 100_000,
        createDate: TEST_TIME,
        ...task,
      });
    }
  });
}

const told = async (query = ''): Promise<Json[]> =>
  (await emulator.get(`/zstack/v1/task-progresses/${JOB}${query}`)).body.inventories;
const contents = async (query = '') =>
  (await told(query)).map(({ content, time }) => [content, time]);

const TELLING: readonly [string, string][] = [
  ['AddImage', 'org.zstack.header.image.APIAddImageMsg'],
  [
    'CreateDataVolumeTemplateFromVolume',
    'org.zstack.header.image.APICreateDataVolumeTemplateFromVolumeMsg',
  ],
  [
    'CreateDataVolumeTemplateFromVolumeSnapshot',
    'org.zstack.header.image.APICreateDataVolumeTemplateFromVolumeSnapshotMsg',
  ],
  [
    'CreateRootVolumeTemplateFromRootVolume',
    'org.zstack.header.image.APICreateRootVolumeTemplateFromRootVolumeMsg',
  ],
  [
    'CreateRootVolumeTemplateFromVolumeSnapshot',
    'org.zstack.header.image.APICreateRootVolumeTemplateFromVolumeSnapshotMsg',
  ],
  ['CreateVolumeSnapshot', 'org.zstack.header.volume.APICreateVolumeSnapshotMsg'],
  ['DeleteVolumeSnapshot', 'org.zstack.header.storage.snapshot.APIDeleteVolumeSnapshotMsg'],
  [
    'ExportImageFromBackupStorage',
    'org.zstack.header.storage.backup.APIExportImageFromBackupStorageMsg',
  ],
  ['FlattenVmInstance', 'org.zstack.header.vm.APIFlattenVmInstanceMsg'],
  ['FlattenVolume', 'org.zstack.header.volume.APIFlattenVolumeMsg'],
  ['RevertVolumeFromSnapshot', 'org.zstack.header.storage.snapshot.APIRevertVolumeFromSnapshotMsg'],
];

test('these calls tell how far they are, each as the message that it is, and no others', async () => {
  const { database } = emulator.environment;
  insert({});
  const found: [string, string][] = [];
  for (const { name, method } of LISTED_OPERATIONS) {
    if (method === 'GET') continue;
    database.prepare('update jobs set operation = ? where uuid = ?').run(name, JOB);
    const [progress] = await told();
    if (progress) found.push([name, progress.taskName]);
  }
  expect(new Map(found)).toEqual(new Map(TELLING));
});

test.each<[string, Partial<NewTask>[], string]>([
  ['no task', [], '0'],
  ['what only waits', [{ length: null }, { length: 0 }], '0'],
  ['one that has just begun', [{ createDate: NOW, length: 10 }], '0'],
  ['half of the work', [{ length: 200_000 }], '50'],
  ['all but the last of it', [{ length: 100_001 }], '99'],
  ['a third', [{ length: 300_000 }], '33'],
  ['what takes longer than it should', [{ length: 50_000 }], '100'],
  ['what begins later', [{ createDate: NOW + 5_000, length: 10_000 }], '0'],
  ['the slower of two', [{ length: 200_000 }, { length: 400_000 }], '25'],
  ['the slower of two, in the other order', [{ length: 400_000 }, { length: 200_000 }], '25'],
  ['one that works beside one that waits', [{ length: 200_000 }, { length: null }], '50'],
  ['what goes on by hand', [{ length: 200_000, dueDate: BY_HAND }], '0'],
  ['what is due just before', [{ length: 200_000, dueDate: BY_HAND - 1 }], '50'],
])('of %s', async (_what, tasks, content) => {
  insert({}, ...tasks);
  expect(await contents()).toEqual([[content, NOW]]);
});

test.each<[string, object, string]>([
  ['the only volume', {}, '50'],
  ['the first of four', { total: 4, volumeUuids: ['b', 'c', 'd'] }, '12'],
  ['the third of four', { total: 4, volumeUuids: ['d'] }, '62'],
  ['the last of four', { total: 4, volumeUuids: [] }, '87'],
  ['none of none', { total: 0, volumeUuids: [] }, '50'],
])('of a VM, in the middle of %s', async (_what, context, content) => {
  insert({ operation: 'FlattenVmInstance', context: JSON.stringify(context) }, { length: 200_000 });
  expect(await contents()).toEqual([[content, NOW]]);
  emulator.environment.database.exec("update jobs set operation = 'FlattenVolume'");
  expect(await contents()).toEqual([['50', NOW]]);
});

test('every step on the way is told as if it had gone on evenly', async () => {
  insert({}, { length: 400_000 });
  expect(await contents('?all=true')).toEqual([
    ['0', TEST_TIME],
    ['10', TEST_TIME + 40_000],
    ['20', TEST_TIME + 80_000],
    ['25', NOW],
  ]);
  emulator.environment.database.exec('update tasks set length = 333333');
  expect(await contents('?all=true')).toEqual([
    ['0', TEST_TIME],
    ['10', TEST_TIME + 33_333],
    ['20', TEST_TIME + 66_666],
    ['30', NOW],
  ]);
  emulator.environment.database.exec('update tasks set length = 10000000');
  expect(await contents('?all=true')).toEqual([
    ['0', TEST_TIME],
    ['1', NOW],
  ]);
  // What was told too long ago is forgotten.
  await emulator.configure('progress/progress.ttl', '60');
  emulator.environment.database.exec('update tasks set length = 333333');
  expect(await contents('?all=true')).toEqual([
    ['20', TEST_TIME + 66_666],
    ['30', NOW],
  ]);
});

test.each<[string, Partial<Job>, unknown[]]>([
  ['succeeded', { state: 'Succeeded', doneDate: NOW - 9 }, [['100', NOW - 9]]],
  ['failed', { state: 'Failed', doneDate: NOW - 9 }, [['0', TEST_TIME]]],
  ['was refused', { state: 'Failed', doneDate: TEST_TIME }, []],
  ['failed at once', { state: 'Failed', doneDate: TEST_TIME + 1 }, [['0', TEST_TIME]]],
  [
    'added an image of a url',
    {
      operation: 'AddImage',
      state: 'Succeeded',
      doneDate: NOW - 9,
      context: JSON.stringify({ request: { url: 'http://h/i' }, imageUuid: SEED.image }),
    },
    [['100', NOW - 9]],
  ],
  [
    'opened an upload whose image is gone',
    {
      operation: 'AddImage',
      state: 'Succeeded',
      doneDate: NOW - 9,
      context: JSON.stringify({ request: { url: 'upload://u/i' }, imageUuid: 'gone' }),
    },
    [],
  ],
  [
    'opened an upload that has ended',
    {
      operation: 'AddImage',
      state: 'Succeeded',
      doneDate: NOW - 9,
      context: JSON.stringify({ request: { url: 'upload://u/i' }, imageUuid: SEED.image }),
    },
    [['100', TEST_TIME]],
  ],
  [
    'did something else with such a url',
    {
      operation: 'FlattenVolume',
      state: 'Succeeded',
      doneDate: NOW - 9,
      context: JSON.stringify({ request: { url: 'upload://u/i' }, imageUuid: 'gone' }),
    },
    [['100', NOW - 9]],
  ],
])('a job that %s', async (_what, job, expected) => {
  insert(job);
  expect(await contents()).toEqual(expected);
});

describe('bytes that a client brings', () => {
  const open = (...uploads: { size: number | null; slice: number | null; received: string }[]) => {
    insert({
      operation: 'AddImage',
      state: 'Succeeded',
      doneDate: TEST_TIME,
      context: JSON.stringify({ request: { url: 'upload://u/i' }, imageUuid: SEED.image }),
    });
    const { repositories, unitOfWork } = emulator.environment.world;
    unitOfWork.run(() => {
      for (const [i, { size, slice, received }] of uploads.entries()) {
        repositories.uploads.insert({
          imageUuid: SEED.image,
          backupStorageUuid: Object.values(SEED.backupStorages)[i] ?? '',
          key: `k${i}`,
          jobUuid: JOB,
          imageSize: size,
          sliceSize: slice,
          received,
          uploadUrl: 'u',
          createDate: TEST_TIME,
          lastOpDate: TEST_TIME,
        });
      }
    });
  };

  test.each<[string, Parameters<typeof open>, string]>([
    ['none', [{ size: null, slice: null, received: '' }], '0'],
    ['slices of no known size', [{ size: null, slice: 10, received: '0-4' }], '0'],
    ['slices that are not known', [{ size: 100, slice: null, received: '0-4' }], '0'],
    ['an empty image', [{ size: 0, slice: 10, received: '0' }], '0'],
    ['half of them', [{ size: 100, slice: 10, received: '0-4' }], '45'],
    ['half of them, in pieces', [{ size: 100, slice: 10, received: '0-1,4,7-8' }], '45'],
    ['a last slice that is shorter', [{ size: 95, slice: 10, received: '0-9' }], '90'],
    [
      'all of one, half of another',
      [
        { size: 100, slice: 10, received: '0-9' },
        { size: 10, slice: 1, received: '0-4' },
      ],
      '45',
    ],
  ])('%s', async (_what, uploads, content) => {
    open(...uploads);
    const [progress] = await told();
    expect(progress).toMatchObject({ taskName: 'uploading image', content, time: NOW });
  });
});
