import type { Told } from '../../src/verify';
import { SEED, TestEmulator } from '../support/emulator';
import { Diary } from './diary';
import { expectSame } from './recorded';

const { volumes, vms, zone, primaryStorages, backupStorages } = SEED;
const { imageStore } = backupStorages;

/** Copies to a second site and back: images, backups, packages and groups, with what few worlds have. */
async function copiesOfADay(emulator: TestEmulator): Promise<Told[]> {
  const diary = new Diary(emulator);
  const ask = diary.ask.bind(diary);
  const second = await ask('POST', '/backup-storage/image-store', {
    params: {
      name: 'second',
      hostname: '10.9.0.1',
      username: 'root',
      password: 'x',
      url: '/second',
    },
  });
  await ask('POST', `/zones/${zone}/backup-storage/${second.uuid}`);
  await ask('PUT', '/backup-storage/image-store/actions', {
    setImageStoreBackupStorageQuota: { uuids: [second.uuid], maxCapacity: 2 ** 40 },
  });
  const source = await ask('POST', '/images', {
    params: {
      name: 'source',
      url: 'http://x/a.qcow2#size=4G&actualSize=1G',
      format: 'qcow2',
      platform: 'Windows',
      guestOsType: 'w',
      architecture: 'aarch64',
      backupStorageUuids: [imageStore],
      systemTags: ['bootMode::UEFI', 'qemuga'],
    },
  });
  for (const [path, action] of [
    ['/images', 'syncImageFromImageStoreBackupStorage'],
    ['/backup-storage', 'recoveryImageFromImageStoreBackupStorage'],
  ] as const) {
    await ask('PUT', `${path}/${source.uuid}/actions`, {
      [action]: {
        srcBackupStorageUuid: imageStore,
        dstBackupStorageUuid: second.uuid,
        name: action,
        description: 'd',
      },
    });
  }
  await ask('GET', `/backup-storage/${imageStore}/migration-candidates`);
  await ask('PUT', `/backup-storage/images/${source.uuid}/actions`, {
    backupStorageMigrateImage: {
      srcBackupStorageUuid: imageStore,
      dstBackupStorageUuid: second.uuid,
    },
  });
  const { runningLinux: root, data, spareData, stoppedWindows } = volumes;
  const backUp = (of: string, name: string, more: object = {}) =>
    ask('POST', `/volumes/${of}/volume-backups`, {
      params: { name, backupStorageUuid: imageStore, ...more },
    });
  const one = await backUp(root, 'one');
  await diary.control('POST', `/volumes/${root}/writes`, { bytes: 2 ** 30 });
  const two = await backUp(root, 'two');
  await ask('PUT', `/volume-backups/imageStore/${second.uuid}/actions`, {
    syncVolumeBackup: {
      volumeBackupUuid: one.uuid,
      srcBackupStorageUuid: imageStore,
      dstBackupStorageUuid: second.uuid,
      uuid: one.uuid,
    },
  });
  await backUp(root, 'far', { backupStorageUuid: second.uuid });
  await diary.control('POST', `/volumes/${root}/writes`, { bytes: 2 ** 28 });
  await backUp(root, 'farther', { backupStorageUuid: second.uuid });
  await backUp(data, 'of data');
  await ask('GET', '/volume-backups');
  await ask('DELETE', `/volume-backups/${one.uuid}?backupStorageUuids=${second.uuid}`);
  await ask('GET', '/volume-backups');
  await ask('DELETE', `/volume-backups/${one.uuid}`);
  await ask('GET', '/volume-backups');
  await ask('PUT', `/vm-instances/${vms.runningLinux}/actions`, { stopVmInstance: {} });
  await ask('PUT', `/volume-backups/${two.uuid}/actions`, { revertVolumeFromVolumeBackup: {} });
  for (const kind of ['root', 'data']) {
    await ask('POST', `/images/${kind}-volume-templates/from/volume-template/${two.uuid}`, {
      params: { name: kind, backupStorageUuid: imageStore, guestOsType: 'x' },
    });
  }
  await ask('POST', `/volumes/${spareData}/vm-instances/${vms.stoppedWindows}`);
  await ask('POST', '/system-tags', {
    params: {
      resourceType: 'VmInstanceVO',
      resourceUuid: vms.stoppedWindows,
      tag: 'bootMode::UEFI',
    },
  });
  await diary.control('POST', `/volumes/${spareData}/writes`, { bytes: 2 ** 20 });
  const ova = await ask('POST', '/ovf/ova-packages', {
    params: {
      vmUuid: vms.stoppedWindows,
      backupStorageUuid: imageStore,
      name: 'ova',
      description: 'd',
    },
  });
  await ask('PUT', `/image-packages/${ova.uuid}`, { updateImagePackage: { name: 'renamed' } });
  const tar = Buffer.from(await (await fetch(ova.exportUrl)).arrayBuffer());
  const length = Number.parseInt(tar.toString('latin1', 124, 135), 8);
  const ovf = tar.subarray(512, 512 + length);
  await ask('POST', '/ovf/parse', { params: { xmlBase64: ovf.toString('base64') } });
  const disks = [...ovf.toString().matchAll(/ovf:href="([^"]+)"/g)].map(([, name]) => name);
  const made = await ask('POST', '/ovf/create-vm-instance', {
    params: {
      xmlBase64: ovf.toString('base64'),
      jsonImageInfos: JSON.stringify(
        disks.map((ovfId) => ({ ovfId, type: 'Download', url: `${ova.exportUrl}/${ovfId}` })),
      ),
      backupStorageUuid: imageStore,
      jsonCreateVmParam: JSON.stringify({ name: 'copy', zoneUuid: zone }),
    },
  });
  await ask('GET', `/vm-instances/${made.uuid}`);
  const snapshots: string[] = [];
  for (const volume of [stoppedWindows, spareData]) {
    const { uuid } = await ask('POST', `/volumes/${volume}/volume-snapshots`, {
      params: { name: 's' },
    });
    snapshots.push(uuid);
  }
  const group = await ask('POST', `/imagegroup/from/snapshot/${snapshots[0]}`, {
    params: { name: 'g', dataVolumeSnapshotUuids: snapshots.slice(1) },
  });
  await ask('GET', '/imagegrouprefs');
  await ask('PUT', `/imagegroups/${group.uuid}/actions`, { expungeImageGroup: {} });
  const replicas = await ask('POST', '/image-replication-groups', { params: { name: 'r' } });
  await ask('POST', `/image-replication-groups/${replicas.uuid}`, {
    params: { backupStorageUuids: [imageStore, second.uuid] },
  });
  await ask('POST', `/images/root-volume-templates/from/volumes/${stoppedWindows}`, {
    params: { name: 'replicated', backupStorageUuids: [imageStore] },
  });
  await ask('GET', '/images?name=replicated');
  await ask('DELETE', `/image-replication-groups/${replicas.uuid}`);
  await ask('PUT', `/volumes/${data}/actions`, { changeVolumeState: { stateEvent: 'disable' } });
  await ask('GET', `/primary-storage/volumes/${spareData}/migration-candidates`);
  await ask('DELETE', `/volumes/${spareData}/vm-instances`);
  await ask('PUT', `/primary-storage/volumes/${spareData}/actions`, {
    primaryStorageMigrateVolume: { dstPrimaryStorageUuid: primaryStorages.ceph },
  });
  await ask('DELETE', `/image-packages/${ova.uuid}`);
  await ask('DELETE', `/backup-storage/${second.uuid}`);
  for (const kind of [
    'images',
    'volume-backups',
    'image-packages',
    'imagegroups',
    'backup-storage',
    'longjobs',
  ]) {
    await ask('GET', `/${kind}`);
  }
  return diary.told;
}

test('copies of a day are told of as it was recorded', async () => {
  const emulator = await TestEmulator.start();
  const told = await copiesOfADay(emulator);
  expect(emulator.brokenLaws()).toEqual({});
  expectSame('copies-of-a-day', { 'the day': told });
});
