import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ADMIN_SESSION, SEED, type Json } from '../support/emulator';
import { brokenLaws } from '../../src/persistence/laws';
import { seededDirectory } from '../support/data-directory';
import { asBase64, ovfOf } from '../support/ovf';
import { EmulatorProcess, eventually } from '../support/process';

const { imageStore, sftp, ceph } = SEED.backupStorages;

/** The laws that the file of a stopped emulator breaks. */
function lawsOf(folder: string): object {
  const database = new Database(join(folder, 'default.sqlite'));
  try {
    return brokenLaws(database);
  } finally {
    database.close();
  }
}

function post(emulator: EmulatorProcess, path: string, params: object): Promise<Json> {
  return fetch(`${emulator.url}/v1${path}`, {
    method: 'POST',
    headers: { Authorization: `OAuth ${ADMIN_SESSION}`, Prefer: 'respond-async' },
    body: JSON.stringify({ params }),
  }).then((response) => response.json());
}

const act = (emulator: EmulatorProcess, path: string, body: object): Promise<Json> =>
  fetch(`${emulator.url}/v1${path}/actions`, {
    method: 'PUT',
    headers: { Authorization: `OAuth ${ADMIN_SESSION}`, Prefer: 'respond-async' },
    body: JSON.stringify(body),
  }).then((response) => response.json());

/** The result of a job once it has one, wherever the emulator listens by now. */
const resultOf = (emulator: EmulatorProcess, location: string) =>
  eventually(async () => {
    const response = await emulator.get(`/v1/api-jobs/${location.split('/').at(-1)}`);
    return response.status === 202 ? undefined : ((await response.json()) as Json);
  });

/** Makes all work take so long, in the file of a stopped emulator. */
function workTakes(folder: string, milliseconds: number): void {
  const database = new Database(join(folder, 'default.sqlite'));
  database
    .prepare('update backup_storages set latency_milliseconds = ?, bandwidth_bytes_per_second = ?')
    .run(milliseconds, 2 ** 52);
  database.close();
}

const timed = { EMULATOR_PROGRESSION: 'timed' };

/** Nothing ends before its kill: the clock stands. */
const isUnderWay = async (emulator: EmulatorProcess, location: string) =>
  (await emulator.get(`/v1/api-jobs/${location.split('/').at(-1)}`)).status === 202;

test.each<[string, (emulator: EmulatorProcess) => Promise<Json>, object]>([
  [
    'an image that is downloaded to two storages',
    (emulator) =>
      post(emulator, '/images', {
        name: 'killed',
        url: 'http://x/a.qcow2',
        format: 'qcow2',
        backupStorageUuids: [imageStore, sftp],
      }),
    { status: 'Ready' },
  ],
  [
    'a data volume template',
    (emulator) =>
      post(emulator, `/images/data-volume-templates/from/volumes/${SEED.volumes.data}`, {
        name: 'killed',
        backupStorageUuids: [imageStore, sftp],
      }),
    { status: 'Ready' },
  ],
  [
    'a template of a snapshot',
    async (emulator) => {
      const snapshot = await post(emulator, `/volumes/${SEED.volumes.data}/volume-snapshots`, {
        name: 's',
      });
      await emulator.advance('1h');
      const { inventory } = await resultOf(emulator, snapshot.location);
      return post(
        emulator,
        `/images/data-volume-templates/from/volume-snapshots/${inventory.uuid}`,
        { name: 'killed', backupStorageUuids: [imageStore, sftp] },
      );
    },
    { status: 'Ready' },
  ],
  [
    'a VM that starts',
    (emulator) =>
      post(emulator, '/vm-instances', {
        name: 'killed',
        imageUuid: SEED.images.linux,
        cpuNum: 1,
        memorySize: 2 ** 30,
        zoneUuid: SEED.zone,
      }),
    { state: 'Running' },
  ],
  [
    'a package of a VM',
    (emulator) =>
      post(emulator, '/ovf/ova-packages', {
        name: 'killed',
        vmUuid: SEED.vms.stoppedWindows,
        backupStorageUuid: imageStore,
      }),
    { state: 'Exported', format: 'OVA' },
  ],
  [
    'a VM of a descriptor',
    (emulator) =>
      post(emulator, '/ovf/create-vm-instance', {
        xmlBase64: asBase64(ovfOf({ name: 'killed' })),
        jsonImageInfos: JSON.stringify([
          { ovfId: 'system.vmdk', type: 'Download', url: 'http://x/system.vmdk' },
        ]),
        backupStorageUuid: imageStore,
        jsonCreateVmParam: JSON.stringify({ zoneUuid: SEED.zone }),
      }),
    { state: 'Running' },
  ],
  [
    'a backup of a volume',
    (emulator) =>
      post(emulator, `/volumes/${SEED.volumes.runningLinux}/volume-backups`, {
        name: 'killed',
        backupStorageUuid: imageStore,
      }),
    { status: 'Ready', mode: 'full' },
  ],
  [
    'an image that is copied to another ImageStore',
    async (emulator) => {
      const made = await post(emulator, '/backup-storage/image-store', {
        name: 'second',
        hostname: '10.9.0.1',
        username: 'root',
        password: 'x',
        url: '/second',
      });
      const { inventory } = await resultOf(emulator, made.location);
      // So long as on the other ones, but for its bytes.
      return act(emulator, `/images/${SEED.images.linux}`, {
        syncImageFromImageStoreBackupStorage: {
          srcBackupStorageUuid: imageStore,
          dstBackupStorageUuid: inventory.uuid,
          name: 'killed',
        },
      });
    },
    { status: 'Ready' },
  ],
  [
    'an image that moves to another Ceph storage',
    async (emulator) => {
      const made = await post(emulator, '/backup-storage/ceph', {
        name: 'second',
        monUrls: ['root:x@10.9.0.2'],
      });
      const there = await resultOf(emulator, made.location);
      const added = await post(emulator, '/images', {
        name: 'killed',
        url: 'http://x/a.raw#size=4G&actualSize=1G',
        format: 'raw',
        backupStorageUuids: [ceph],
      });
      await emulator.advance('1h');
      const { inventory } = await resultOf(emulator, added.location);
      return act(emulator, `/backup-storage/images/${inventory.uuid}`, {
        backupStorageMigrateImage: {
          srcBackupStorageUuid: ceph,
          dstBackupStorageUuid: there.inventory.uuid,
        },
      });
    },
    { status: 'Ready' },
  ],
  [
    'a volume that moves to another NFS storage',
    async (emulator) => {
      const made = await post(emulator, '/primary-storage/nfs', {
        name: 'second',
        url: '10.9.0.1:/vms',
        zoneUuid: SEED.zone,
      });
      const there = await resultOf(emulator, made.location);
      const volume = await post(emulator, '/volumes/data', {
        name: 'killed',
        diskSize: 2 ** 30,
        primaryStorageUuid: SEED.primaryStorages.nfs,
      });
      await emulator.advance('1h');
      const { inventory } = await resultOf(emulator, volume.location);
      const path = `/clusters/${SEED.clusters.used}/primary-storage/${there.inventory.uuid}`;
      await resultOf(emulator, (await post(emulator, path, {})).location);
      return act(emulator, `/primary-storage/volumes/${inventory.uuid}`, {
        primaryStorageMigrateVolume: { dstPrimaryStorageUuid: there.inventory.uuid },
      });
    },
    { status: 'Ready' },
  ],
  [
    'a group of snapshots',
    (emulator) =>
      post(emulator, '/volume-snapshots/group', {
        name: 'killed',
        rootVolumeUuid: SEED.volumes.runningLinux,
      }),
    { snapshotCount: 2 },
  ],
  [
    'a VM that gets another image',
    (emulator) =>
      act(emulator, `/vm-instances/${SEED.vms.stoppedWindows}`, {
        changeVmImage: { imageUuid: SEED.images.linux },
      }),
    { name: 'win-1', imageUuid: SEED.images.linux, state: 'Stopped' },
  ],
  [
    'a VM that is made anew of its image',
    (emulator) =>
      act(emulator, `/vm-instances/${SEED.vms.stoppedWindows}`, { reimageVmInstance: {} }),
    { name: 'win-1', rootVolumeUuid: SEED.volumes.stoppedWindows },
  ],
  [
    'a volume that is flattened',
    (emulator) => act(emulator, `/volumes/${SEED.volumes.data}`, { flattenVolume: {} }),
    { name: 'web-1-data', status: 'Ready' },
  ],
])('%s survives kills on its way, and everything adds up after each', async (_what, begin, end) => {
  const folder = await seededDirectory();
  workTakes(folder, 1_500);
  const second = await EmulatorProcess.start(folder, timed);
  await second.stopClock();
  const { location } = await begin(second);
  await second.advance('1s');
  expect(await isUnderWay(second, location)).toBe(true);
  await second.end('SIGKILL');
  expect(lawsOf(folder)).toEqual({});
  const third = await EmulatorProcess.start(folder, timed);
  await third.advance('300ms');
  expect(await isUnderWay(third, location)).toBe(true);
  await third.end('SIGKILL');
  expect(lawsOf(folder)).toEqual({});
  const last = await EmulatorProcess.start(folder, timed);
  await last.advance('1h');
  const { inventory } = await resultOf(last, location);
  expect(inventory).toMatchObject({ name: 'killed', ...end });
  await last.end('SIGTERM');
  expect(lawsOf(folder)).toEqual({});
});

test('a copy that a replication group makes comes to its end after a kill', async () => {
  const folder = await seededDirectory();
  workTakes(folder, 1_500);
  const first = await EmulatorProcess.start(folder, timed);
  const made = await post(first, '/image-replication-groups', { name: 'g' });
  const group = await resultOf(first, made.location);
  const members = { backupStorageUuids: [imageStore, SEED.backupStorages.nearlyFull] };
  await post(first, `/image-replication-groups/${group.inventory.uuid}`, members);
  const { location } = await post(first, '/images', {
    name: 'killed',
    url: 'http://x/a.qcow2#size=1G&actualSize=1M',
    format: 'qcow2',
    backupStorageUuids: [imageStore],
  });
  await first.advance('2s');
  const { inventory } = await resultOf(first, location);
  const refs = async (emulator: EmulatorProcess): Promise<string[]> => {
    const found = (await (await emulator.get(`/v1/images/${inventory.uuid}`)).json()) as Json;
    return found.inventories[0].backupStorageRefs.map(({ status }: Json) => status);
  };
  expect(await refs(first)).toEqual(['Ready', 'Creating']);
  await first.end('SIGKILL');
  expect(lawsOf(folder)).toEqual({});
  const last = await EmulatorProcess.start(folder, timed);
  await last.advance('1h');
  expect(await refs(last)).toEqual(['Ready', 'Ready']);
  await last.end('SIGTERM');
  expect(lawsOf(folder)).toEqual({});
});

test('a download that the kill cut off begins again, and nothing of the first one is left', async () => {
  const bytes = randomBytes(2 ** 21);
  const held: ServerResponse[] = [];
  let hold = (): void => undefined;
  const holding = new Promise<void>((resolve) => (hold = resolve));
  const server = createServer((request, response) => {
    response.setHeader('Content-Length', bytes.length);
    if (request.method === 'HEAD') response.end();
    else if (held.length > 0) response.end(bytes);
    else {
      response.write(bytes.subarray(0, 1000));
      held.push(response);
      hold();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const folder = await seededDirectory();
  const allowed = { EMULATOR_FETCH: 'allow', EMULATOR_FETCH_HOSTS: '127.0.0.1' };
  const first = await EmulatorProcess.start(folder, allowed);
  const { location } = await post(first, '/images', {
    name: 'fetched',
    url: `http://127.0.0.1:${port}/a.raw`,
    format: 'raw',
    backupStorageUuids: [imageStore],
  });
  await holding;
  await first.end('SIGKILL');
  const second = await EmulatorProcess.start(folder, allowed);
  const { inventory } = await resultOf(second, location);
  server.closeAllConnections();
  server.close();
  expect(inventory).toMatchObject({
    status: 'Ready',
    md5Sum: createHash('md5').update(bytes).digest('hex'),
  });
  const blobs = join(folder, 'blobs');
  expect(existsSync(blobs) && readdirSync(blobs)).toHaveLength(1);
});
