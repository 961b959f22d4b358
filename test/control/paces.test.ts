import { SEED, TestEmulator, type Json } from '../support/emulator';
import { work } from '../support/long-jobs';
import { put, takeSnapshot } from '../support/volumes';

const { volumes, vms, images, backupStorages, primaryStorages, hosts } = SEED;
const { imageStore, ceph } = backupStorages;
const { stoppedWindows, runningLinux, spareData } = volumes;
/** What the call makes has this uuid. */
const MADE = 'ade0000000004000800000000000000a';

type Call = readonly ['POST' | 'PUT' | 'DELETE', string, object?];
interface Slow {
  readonly call: Call;
  /** The resources whose pace it goes by. */
  readonly on: readonly string[];
}

const made = { name: 'made', resourceUuid: MADE };
const post = (path: string, params: object): Call => ['POST', path, { params }];
const does = (path: string, action: object): Call => ['PUT', `${path}/actions`, action];
const second = async (emulator: TestEmulator, kind: string, params: object): Promise<string> =>
  (await emulator.make('POST', `/${kind}`, { params: { name: 'second', ...params } })).uuid;
const backup = async (emulator: TestEmulator): Promise<string> =>
  (
    await emulator.make('POST', `/volumes/${runningLinux}/volume-backups`, {
      params: { name: 'b', backupStorageUuid: imageStore },
    })
  ).uuid;
const STORE = { hostname: 'x', username: 'u', password: 'x', url: '/bs' };

/** Kind of work and its length in ms, of all slow work with images, volumes and what is kept of them. */
const SLOW: readonly [string, string, number, (emulator: TestEmulator) => Promise<Slow>][] = [
  [
    'AddImage',
    'download',
    5170,
    async () => ({
      call: post('/images', {
        ...made,
        url: 'http://x/a.qcow2#size=4G&actualSize=1G',
        format: 'qcow2',
        backupStorageUuids: [imageStore],
      }),
      on: [MADE, imageStore],
    }),
  ],
  [
    'CreateRootVolumeTemplateFromRootVolume',
    'template',
    87090,
    async () => ({
      call: post(`/images/root-volume-templates/from/volumes/${stoppedWindows}`, {
        ...made,
        backupStorageUuids: [imageStore],
      }),
      on: [MADE, stoppedWindows, imageStore],
    }),
  ],
  [
    'CreateDataVolumeTemplateFromVolume',
    'template',
    61490,
    async () => ({
      call: post(`/images/data-volume-templates/from/volumes/${volumes.data}`, {
        ...made,
        backupStorageUuids: [imageStore],
      }),
      on: [MADE, volumes.data, imageStore],
    }),
  ],
  [
    'CreateRootVolumeTemplateFromVolumeSnapshot',
    'template',
    87090,
    async (emulator) => {
      const { uuid } = await takeSnapshot(emulator, 's', stoppedWindows);
      return {
        call: post(`/images/root-volume-templates/from/volume-snapshots/${uuid}`, {
          ...made,
          backupStorageUuids: [imageStore],
        }),
        on: [MADE, uuid, imageStore],
      };
    },
  ],
  [
    'CreateRootVolumeTemplateFromVolumeBackup',
    'template',
    15410,
    async (emulator) => {
      const uuid = await backup(emulator);
      return {
        call: post(`/images/root-volume-templates/from/volume-template/${uuid}`, {
          ...made,
          backupStorageUuid: imageStore,
        }),
        on: [MADE, uuid, imageStore],
      };
    },
  ],
  [
    'SyncImageFromImageStoreBackupStorage',
    'template',
    5120,
    async (emulator) => {
      const there = await second(emulator, 'backup-storage/image-store', STORE);
      return {
        call: does(`/images/${images.linux}`, {
          syncImageFromImageStoreBackupStorage: {
            name: 'made',
            srcBackupStorageUuid: imageStore,
            dstBackupStorageUuid: there,
          },
        }),
        on: [images.linux, imageStore, there],
      };
    },
  ],
  [
    'BackupStorageMigrateImage',
    'template',
    5120,
    async (emulator) => {
      const there = await second(emulator, 'backup-storage/ceph', { monUrls: ['root:x@10.9.0.1'] });
      const url = 'http://x/a.qcow2#size=4G&actualSize=1G';
      const params = { ...made, url, format: 'qcow2', backupStorageUuids: [ceph] };
      await emulator.make('POST', '/images', { params });
      return {
        call: does(`/backup-storage/images/${MADE}`, {
          backupStorageMigrateImage: { srcBackupStorageUuid: ceph, dstBackupStorageUuid: there },
        }),
        on: [MADE, ceph, there],
      };
    },
  ],
  [
    'ExportImageFromBackupStorage',
    'export',
    5170,
    async () => ({
      call: does(`/backup-storage/${imageStore}`, {
        exportImageFromBackupStorage: { imageUuid: images.linux },
      }),
      on: [images.linux, imageStore],
    }),
  ],
  [
    'ExportVmOvaPackage',
    'export',
    87090,
    async () => ({
      call: post('/ovf/ova-packages', {
        resourceUuid: MADE,
        vmUuid: vms.stoppedWindows,
        backupStorageUuid: imageStore,
      }),
      on: [MADE, vms.stoppedWindows, imageStore],
    }),
  ],
  [
    'ExpungeImage',
    'deletion',
    2000,
    async (emulator) => {
      await emulator.make('DELETE', `/images/${images.windows}`);
      return {
        call: does(`/images/${images.windows}`, { expungeImage: {} }),
        on: [images.windows, imageStore],
      };
    },
  ],
  [
    'ExpungeImageGroup',
    'deletion',
    2000,
    async (emulator) => {
      const { uuid } = await emulator.make('POST', `/imagegroup/from/image/${images.windows}`, {
        params: { name: 'g' },
      });
      return {
        call: does(`/imagegroups/${uuid}`, { expungeImageGroup: {} }),
        on: [images.windows],
      };
    },
  ],
  [
    'CreateVolumeSnapshot',
    'snapshot',
    2000,
    async () => ({
      call: post(`/volumes/${spareData}/volume-snapshots`, made),
      on: [MADE, spareData],
    }),
  ],
  [
    'CreateVolumesSnapshot',
    'snapshot',
    2000,
    async () => ({
      call: post('/volumes/volume-snapshots', { volumeUuids: [spareData, stoppedWindows] }),
      on: [spareData, stoppedWindows],
    }),
  ],
  [
    'CreateVolumeSnapshotGroup',
    'snapshot',
    2000,
    async () => ({
      call: post('/volume-snapshots/group', { name: 'g', rootVolumeUuid: runningLinux }),
      on: [runningLinux, volumes.data],
    }),
  ],
  [
    'UndoSnapshotCreation',
    'snapshot',
    2000,
    async (emulator) => {
      const { uuid: snapShotUuid } = await takeSnapshot(emulator, 's');
      return {
        call: does(`/volumes/${spareData}`, { undoSnapshotCreation: { snapShotUuid } }),
        on: [spareData, snapShotUuid],
      };
    },
  ],
  [
    'FlattenVolume',
    'snapshot',
    2000,
    async () => ({
      call: does(`/volumes/${spareData}`, { flattenVolume: {} }),
      on: [spareData],
    }),
  ],
  [
    'PrimaryStorageMigrateVolume',
    'snapshot',
    2000,
    async (emulator) => {
      const place = { url: '10.9.0.2:/vms', zoneUuid: SEED.zone };
      const there = await second(emulator, 'primary-storage/nfs', place);
      await emulator.make('POST', `/clusters/${SEED.clusters.used}/primary-storage/${there}`);
      return {
        call: does(`/primary-storage/volumes/${spareData}`, {
          primaryStorageMigrateVolume: { dstPrimaryStorageUuid: there },
        }),
        on: [spareData],
      };
    },
  ],
  [
    'LocalStorageMigrateVolume',
    'snapshot',
    2000,
    async (emulator) => {
      const params = { ...made, diskSize: 1024, primaryStorageUuid: primaryStorages.local };
      const systemTags = [`localStorage::hostUuid::${hosts.linux}`];
      await emulator.make('POST', '/volumes/data', { params: { ...params, systemTags } });
      return {
        call: does(`/primary-storage/local-storage/volumes/${MADE}`, {
          localStorageMigrateVolume: { destHostUuid: hosts.arm },
        }),
        on: [MADE],
      };
    },
  ],
  [
    'CreateVolumeBackup',
    'template',
    15410,
    async () => ({
      call: post(`/volumes/${runningLinux}/volume-backups`, {
        ...made,
        backupStorageUuid: imageStore,
      }),
      on: [MADE, runningLinux, imageStore],
    }),
  ],
  [
    'RevertVolumeFromVolumeBackup',
    'template',
    15410,
    async (emulator) => {
      const uuid = await backup(emulator);
      put(emulator, "update vm_instances set state = 'Stopped'");
      return {
        call: does(`/volume-backups/${uuid}`, { revertVolumeFromVolumeBackup: {} }),
        on: [uuid, runningLinux, imageStore],
      };
    },
  ],
];

const begin = async (emulator: TestEmulator, [method, path, body]: Call): Promise<number> =>
  (await emulator.call(method, path, body)).status;

test.each(SLOW)(
  '%s is %s, and goes by the pace of all that it is about',
  async (_name, kind, length, prepare) => {
    const others = await TestEmulator.start();
    const { call: quick, on: subjects } = await prepare(others);
    const rule = (emulator: TestEmulator, more: object) =>
      emulator.control('PUT', '/progression', { mode: 'timed', ...more });
    for (const resourceUuid of subjects) {
      await rule(others, { resourceUuid, kind: 'reconnect' });
    }
    await rule(others, { resourceUuid: SEED.zone });
    expect(await begin(others, quick)).toBe(200);
    for (let i = 0; i < subjects.length; i++) {
      const emulator = await TestEmulator.start();
      const { call, on } = await prepare(emulator);
      await rule(emulator, { kind, resourceUuid: on[i] });
      expect([on[i], await begin(emulator, call)]).toEqual([on[i], 202]);
      const now = emulator.environment.world.clock.now();
      const lengths = (await work(emulator)).map(({ due }: Json) => Date.parse(due) - now);
      expect(lengths).toEqual(lengths.map(() => length));
      await emulator.stop();
    }
  },
);
