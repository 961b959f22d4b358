import { ALICE } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

type Call = readonly ['GET' | 'POST' | 'PUT' | 'DELETE', string, object?];

const { linux, windows, iso, deleted } = SEED.images;
const { ceph, imageStore } = SEED.backupStorages;
const { zone } = SEED;
const SNAPSHOT = '5aa50000000040008000000000000001';
const LONG_JOB = '10b00000000040008000000000000001';
const put = (path: string, action: string, params: object = {}): Call => [
  'PUT',
  path,
  { [action]: params },
];
const post = (path: string, params: object): Call => ['POST', path, { params }];

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

describe('what belongs to admin', () => {
  const image = (uuid: string) => `/images/${uuid}/actions`;
  const { data, spareData, runningLinux: root } = SEED.volumes;
  const volume = (uuid: string) => `/volumes/${uuid}/actions`;
  const vm = (uuid: string) => `/vm-instances/${uuid}/actions`;
  const { runningLinux, stoppedWindows } = SEED.vms;
  const hers = 'a0000000000040008000000000000007';
  const snapshot = `/volume-snapshots/${SNAPSHOT}`;
  const longJob = `/longjobs/${LONG_JOB}`;

  beforeEach(async () => {
    await emulator.make('POST', `/volumes/${spareData}/volume-snapshots`, {
      params: { name: 'before', resourceUuid: SNAPSHOT },
    });
    await emulator.make('POST', '/longjobs', {
      params: {
        resourceUuid: LONG_JOB,
        jobName: 'APIAddImageMsg',
        jobData: JSON.stringify({
          name: 'x',
          url: 'http://10.0.0.1/x.qcow2',
          format: 'qcow2',
          backupStorageUuids: [ceph],
        }),
      },
    });
    emulator.advance(1);
  });

  const TARGETS: readonly (readonly [string, string, string, Call])[] = [
    ['UpdateImage', 'Image', linux, put(image(linux), 'updateImage', { name: 'x' })],
    [
      'ChangeImageState',
      'Image',
      linux,
      put(image(linux), 'changeImageState', { stateEvent: 'disable' }),
    ],
    [
      'SetImageBootMode',
      'Image',
      linux,
      put(image(linux), 'setImageBootMode', { bootMode: 'UEFI' }),
    ],
    ['SetImageQga', 'Image', linux, put(image(linux), 'setImageQga', { enable: true })],
    ['SyncImageSize', 'Image', linux, put(image(linux), 'syncImageSize')],
    [
      'CalculateImageHash',
      'Image',
      windows,
      put(image(windows), 'calculateImageHash', { backupStorageUuid: imageStore }),
    ],
    ['DeleteImage', 'Image', linux, ['DELETE', `/images/${linux}`]],
    ['ExpungeImage', 'Image', deleted, put(image(deleted), 'expungeImage')],
    ['RecoverImage', 'Image', deleted, put(image(deleted), 'recoverImage')],
    ['UpdateVolume', 'Volume', data, put(volume(data), 'updateVolume', { name: 'x' })],
    [
      'ChangeVolumeState',
      'Volume',
      data,
      put(volume(data), 'changeVolumeState', { stateEvent: 'disable' }),
    ],
    ['SyncVolumeSize', 'Volume', data, put(volume(data), 'syncVolumeSize')],
    ['DeleteDataVolume', 'Volume', data, ['DELETE', `/volumes/${data}`]],
    ['ExpungeDataVolume', 'Volume', data, put(volume(data), 'expungeDataVolume')],
    ['RecoverDataVolume', 'Volume', data, put(volume(data), 'recoverDataVolume')],
    [
      'AttachDataVolumeToVm',
      'Volume',
      spareData,
      post(`/volumes/${spareData}/vm-instances/${hers}`, {}),
    ],
    ['DetachDataVolumeFromVm', 'Volume', data, ['DELETE', `/volumes/${data}/vm-instances`]],
    [
      'CreateVolumeSnapshot',
      'Volume',
      data,
      post(`/volumes/${data}/volume-snapshots`, { name: 'x' }),
    ],
    [
      'UpdateVolumeSnapshot',
      'VolumeSnapshot',
      SNAPSHOT,
      put(`${snapshot}/actions`, 'updateVolumeSnapshot', { name: 'x' }),
    ],
    [
      'RevertVolumeFromSnapshot',
      'VolumeSnapshot',
      SNAPSHOT,
      put(`${snapshot}/actions`, 'revertVolumeFromSnapshot'),
    ],
    [
      'GetVolumeSnapshotSize',
      'VolumeSnapshot',
      SNAPSHOT,
      put(`${snapshot}/actions`, 'getVolumeSnapshotSize'),
    ],
    ['DeleteVolumeSnapshot', 'VolumeSnapshot', SNAPSHOT, ['DELETE', snapshot]],
    [
      'BatchDeleteVolumeSnapshot',
      'VolumeSnapshot',
      SNAPSHOT,
      put('/volume-snapshots/batch-delete', 'batchDeleteVolumeSnapshot', { uuids: [SNAPSHOT] }),
    ],
    [
      'UpdateVmInstance',
      'VmInstance',
      runningLinux,
      put(vm(runningLinux), 'updateVmInstance', { name: 'x' }),
    ],
    ['StopVmInstance', 'VmInstance', runningLinux, put(vm(runningLinux), 'stopVmInstance')],
    ['StartVmInstance', 'VmInstance', stoppedWindows, put(vm(stoppedWindows), 'startVmInstance')],
    ['DestroyVmInstance', 'VmInstance', runningLinux, ['DELETE', `/vm-instances/${runningLinux}`]],
    ['RecoverVmInstance', 'VmInstance', runningLinux, put(vm(runningLinux), 'recoverVmInstance')],
    ['ExpungeVmInstance', 'VmInstance', runningLinux, put(vm(runningLinux), 'expungeVmInstance')],
    [
      'AttachIsoToVmInstance',
      'VmInstance',
      runningLinux,
      post(`/vm-instances/${runningLinux}/iso/${iso}`, {}),
    ],
    [
      'DetachIsoFromVmInstance',
      'VmInstance',
      runningLinux,
      ['DELETE', `/vm-instances/${runningLinux}/iso`],
    ],
    ['CancelLongJob', 'LongJob', LONG_JOB, put(`${longJob}/actions`, 'cancelLongJob')],
    ['RerunLongJob', 'LongJob', LONG_JOB, put(`${longJob}/actions`, 'rerunLongJob')],
    ['ResumeLongJob', 'LongJob', LONG_JOB, put(`${longJob}/actions`, 'resumeLongJob')],
    ['CleanLongJob', 'LongJob', LONG_JOB, put(`${longJob}/actions`, 'cleanLongJob')],
    [
      'UpdateLongJob',
      'LongJob',
      LONG_JOB,
      put(`${longJob}/actions`, 'updateLongJob', { name: 'x' }),
    ],
    ['DeleteLongJob', 'LongJob', LONG_JOB, ['DELETE', longJob]],
    [
      'CreateSystemTag',
      'Resource',
      linux,
      post('/system-tags', { resourceType: 'ImageVO', resourceUuid: linux, tag: 'packer' }),
    ],
    [
      'CreateSystemTags',
      'Resource',
      linux,
      post(`/system-tags/${linux}/tags`, { resourceType: 'ImageVO', tags: ['packer'] }),
    ],
    [
      'CreateUserTag',
      'Resource',
      linux,
      post('/user-tags', { resourceType: 'ImageVO', resourceUuid: linux, tag: 'x' }),
    ],
    [
      'CreateUserTag',
      'Resource',
      zone,
      post('/user-tags', { resourceType: 'ZoneVO', resourceUuid: zone, tag: 'x' }),
    ],
  ];

  test.each(TARGETS)('is not for alice to work on: %s of %s', async (_name, type, uuid, call) => {
    const [method, path, body] = call;
    // Which is looked at before the VM that it goes to.
    await emulator.make('PUT', '/accounts/resources/actions', {
      shareResource: { resourceUuids: [iso], toPublic: true },
    });
    const refused = await emulator.refused(method, path, body, ALICE_SESSION);
    expect(refused).toMatchObject({
      code: 'SYS.1006',
      details: `permission denied, the account[uuid:${ALICE}] is not the owner of the resource[uuid:${uuid}, type:${type}VO]`,
    });
    // That it is shared with her (to be read) makes no difference.
    if (uuid === zone) return;
    await emulator.make('PUT', '/accounts/resources/actions', {
      shareResource: { resourceUuids: [uuid], accountUuids: [ALICE] },
    });
    expect(await emulator.refused(method, path, body, ALICE_SESSION)).toEqual(refused);
  });

  const READ: readonly (readonly [string, string, string, Call])[] = [
    [
      'CreateRootVolumeTemplateFromRootVolume',
      'Volume',
      root,
      post(`/images/root-volume-templates/from/volumes/${root}`, { name: 'x' }),
    ],
    [
      'CreateDataVolumeTemplateFromVolume',
      'Volume',
      data,
      post(`/images/data-volume-templates/from/volumes/${data}`, { name: 'x' }),
    ],
    [
      'CreateRootVolumeTemplateFromVolumeSnapshot',
      'VolumeSnapshot',
      SNAPSHOT,
      post(`/images/root-volume-templates/from/volume-snapshots/${SNAPSHOT}`, {
        name: 'x',
        backupStorageUuids: [imageStore],
      }),
    ],
    [
      'CreateDataVolumeTemplateFromVolumeSnapshot',
      'VolumeSnapshot',
      SNAPSHOT,
      post(`/images/data-volume-templates/from/volume-snapshots/${SNAPSHOT}`, {
        name: 'x',
        backupStorageUuids: [imageStore],
      }),
    ],
    ['AttachIsoToVmInstance', 'Image', iso, post(`/vm-instances/${hers}/iso/${iso}`, {})],
    [
      'ExportImageFromBackupStorage',
      'Image',
      windows,
      put(`/backup-storage/${imageStore}/actions`, 'exportImageFromBackupStorage', {
        imageUuid: windows,
      }),
    ],
    [
      'DeleteExportedImageFromBackupStorage',
      'Image',
      windows,
      ['DELETE', `/backup-storage/${imageStore}/exported-images/${windows}`],
    ],
  ];

  test.each(READ)(
    'is for alice to use only when it is shared: %s of a %s',
    async (_name, type, uuid, call) => {
      const [method, path, body] = call;
      expect(await emulator.refused(method, path, body, ALICE_SESSION)).toMatchObject({
        code: 'SYS.1006',
        details: `the account[uuid:${ALICE}] has no access to the resources[uuid:[${uuid}], type:${type}VO]`,
      });
      await emulator.make('PUT', '/accounts/resources/actions', {
        shareResource: { resourceUuids: [uuid], toPublic: true },
      });
      expect((await emulator.call(method, path, body, ALICE_SESSION)).status).toBe(200);
    },
  );

  test('keeps its tags: alice neither changes nor deletes one', async () => {
    const { body } = await emulator.call('GET', `/system-tags?q=resourceUuid=${windows}`);
    const tag = body.inventories[0].uuid;
    const calls = [
      put(`/system-tags/${tag}/actions`, 'updateSystemTag', { tag: 'bootMode::Legacy' }),
      ['DELETE', `/tags/${tag}`] as const,
    ];
    for (const [method, path, params] of calls) {
      const { details } = await emulator.refused(method, path, params, ALICE_SESSION);
      expect(details).toMatch(/^permission denied/);
    }
  });

  test('is not found by asking for an upload that goes on', async () => {
    const uuid = '1a0000000000400080000000000000aa';
    await emulator.make('POST', '/images', {
      params: {
        name: 'x',
        resourceUuid: uuid,
        url: `upload://${uuid}/x`,
        format: 'qcow2',
        backupStorageUuids: [ceph],
      },
    });
    const ask = async (session?: string) =>
      (await emulator.call('GET', `/images/upload-job/details/${uuid}`, undefined, session)).body;
    expect((await ask()).existingJobDetails).toHaveLength(1);
    expect((await ask(ALICE_SESSION)).existingJobDetails ?? []).toEqual([]);
  });
});

test('deleting what is not there succeeds for everybody', async () => {
  for (const path of ['images', 'volumes', 'volume-snapshots', 'vm-instances', 'longjobs']) {
    const gone = `/${path}/ffffffffffff4fff8fffffffffffffff`;
    expect((await emulator.call('DELETE', gone, undefined, ALICE_SESSION)).status).toBe(200);
  }
});

test('a root volume changes its owner with its VM, never alone, and a VM only where there is room for it', async () => {
  const give = (resourceUuid: string) => post(`/account/${ALICE}/resources`, { resourceUuid });
  const root = SEED.volumes.runningLinux;
  expect(await emulator.refused(...give(root))).toMatchObject({
    code: 'SYS.1006',
    details: `the resource[uuid:${root}] is a ROOT volume, you cannot change its owner, instead,change the owner of the VM the root volume belongs to`,
  });
  const { usages } = (await emulator.call('GET', `/accounts/quota/${ALICE}/usages`)).body;
  const { used } = usages.find(({ name }: { name: string }) => name === 'vm.cpuNum');
  const quota = { identityUuid: ALICE, name: 'vm.cpuNum', value: used };
  await emulator.make('PUT', '/accounts/quotas/actions', { updateQuota: quota });
  expect(await emulator.refused(...give(SEED.vms.runningLinux))).toMatchObject({
    code: 'ID.1003',
    details: expect.stringContaining(`exceeds a quota[name: vm.cpuNum, value: ${used}]`),
  });
  expect((await emulator.call(...give(SEED.vms.stoppedWindows))).status).toBe(200);
});
