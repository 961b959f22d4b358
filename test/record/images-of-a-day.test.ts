import type { Told } from '../../src/verify';
import { ALICE_SESSION, SEED, TestEmulator } from '../support/emulator';
import { Diary } from './diary';
import { expectSame } from './recorded';

const { volumes, vms, images, zone, backupStorages } = SEED;
const { imageStore, sftp, ceph } = backupStorages;

/** Templates, images, snapshots, backups and packages in all their ways. */
async function imagesOfADay(emulator: TestEmulator): Promise<Told[]> {
  const diary = new Diary(emulator);
  const ask = diary.ask.bind(diary);
  const both = [imageStore, sftp];
  const fromRoot = (volume: string, params: object, more: object = {}) =>
    ask('POST', `/images/root-volume-templates/from/volumes/${volume}`, { params, ...more });
  const template = await fromRoot(
    volumes.stoppedWindows,
    { name: 't', description: 'd', backupStorageUuids: both, platform: 'Windows' },
    { systemTags: ['qemuga'], userTags: ['mine'] },
  );
  await fromRoot(volumes.runningLinux, { name: 'running' });
  await fromRoot(volumes.runningArmOnCeph, { name: 'arm', backupStorageUuids: [ceph] });
  await fromRoot(volumes.disabled, { name: 'no', backupStorageUuids: both });
  await fromRoot(volumes.data, { name: 'no', backupStorageUuids: both });
  await fromRoot(volumes.stoppedWindows, { name: 'no', backupStorageUuids: [ceph, imageStore] });
  await fromRoot(volumes.stoppedWindows, { name: 'no', backupStorageUuids: [zone] });
  for (const format of ['qcow2', 'raw', 'iso', 'vmdk', 'vhd', 'ova']) {
    await ask('POST', '/images', {
      params: {
        name: format,
        url: `http://images.example/a.${format}`,
        format,
        mediaType: format === 'iso' ? 'ISO' : 'RootVolumeTemplate',
        backupStorageUuids: [sftp],
      },
    });
  }
  await ask('POST', '/images', {
    params: {
      name: 'data',
      url: 'file:///a.qcow2',
      format: 'qcow2',
      mediaType: 'DataVolumeTemplate',
      backupStorageUuids: both,
    },
  });
  const snapshot = await ask('POST', `/volumes/${volumes.stoppedWindows}/volume-snapshots`, {
    params: { name: 's' },
  });
  await diary.control('POST', `/volumes/${volumes.stoppedWindows}/writes`, { bytes: 2 ** 26 });
  const second = await ask('POST', `/volumes/${volumes.stoppedWindows}/volume-snapshots`, {
    params: { name: 's2', description: 'after' },
  });
  await ask('POST', `/images/root-volume-templates/from/volume-snapshots/${second.uuid}`, {
    params: { name: 'of a snapshot', backupStorageUuids: both },
  });
  await ask('POST', `/images/data-volume-templates/from/volumes/${volumes.spareData}`, {
    params: { name: 'of data', backupStorageUuids: [sftp] },
  });
  await ask('POST', `/volumes/data/from/volume-snapshots/${second.uuid}`, {
    params: { name: 'from a snapshot' },
  });
  await ask('PUT', `/volume-snapshots/${snapshot.uuid}/actions`, { revertVolumeFromSnapshot: {} });
  await ask('GET', `/volume-snapshots/trees?q=volumeUuid=${volumes.stoppedWindows}`);
  await ask('DELETE', `/volume-snapshots/${snapshot.uuid}`);
  const clone = await ask('POST', `/image/clone/${images.linux}`, { params: { name: 'clone' } });
  await ask('PUT', `/images/${clone.uuid}/actions`, {
    updateImage: { name: 'renamed', description: 'x', platform: 'Other', guestOsType: 'y' },
  });
  await ask('PUT', `/images/${clone.uuid}/actions`, {
    changeImageState: { stateEvent: 'disable' },
  });
  await ask('PUT', `/backup-storage/${sftp}/actions`, {
    exportImageFromBackupStorage: { imageUuid: template.uuid },
  });
  await ask('PUT', `/backup-storage/${imageStore}/actions`, {
    exportImageFromBackupStorage: { imageUuid: template.uuid, exportFormat: 'raw' },
  });
  await ask('PUT', `/images/${template.uuid}/actions`, {
    calculateImageHash: { backupStorageUuid: sftp, algorithm: 'sha256' },
  });
  await ask('POST', `/volumes/${volumes.spareData}/vm-instances/${vms.stoppedWindows}`);
  await ask('POST', '/images/groups/from/vm-instance', {
    params: { vmInstanceUuid: vms.stoppedWindows, name: 'group' },
  });
  await ask('POST', '/volumes/volume-snapshots', {
    params: { volumeUuids: [volumes.stoppedWindows, volumes.spareData], name: 'g' },
  });
  await ask('POST', '/ovf/ova-packages', {
    params: { vmUuid: vms.stoppedWindows, backupStorageUuid: imageStore, name: 'ova' },
  });
  const backup = await ask('POST', `/volumes/${volumes.runningLinux}/volume-backups`, {
    params: { name: 'b', backupStorageUuid: imageStore },
  });
  await ask('POST', `/images/root-volume-templates/from/volume-template/${backup.uuid}`, {
    params: { name: 'of a backup', backupStorageUuid: imageStore },
  });
  await ask('POST', '/image-replication-groups', {
    params: { name: 'r', backupStorageUuids: [imageStore] },
  });
  for (const uuid of [template.uuid, images.linux, images.iso, template.uuid]) {
    await ask('DELETE', `/images/${uuid}`);
    await ask('GET', `/images/${uuid}`);
  }
  await ask('PUT', `/images/${images.linux}/actions`, { recoverImage: {} });
  await ask('PUT', `/images/${template.uuid}/actions`, {
    expungeImage: { backupStorageUuids: [sftp] },
  });
  await ask('PUT', `/images/${template.uuid}/actions`, { expungeImage: {} });
  emulator.advance(80 * 3_600_000);
  for (const kind of [
    'images',
    'volumes',
    'volume-snapshots',
    'volume-snapshots/group',
    'volume-backups',
    'image-packages',
    'imagegroups',
    'imagegrouprefs',
    'image-replication-groups',
    'backup-storage',
    'primary-storage',
    'primary-storage/imagecache',
    'system-tags',
    'user-tags',
    'longjobs',
    'gc-jobs',
  ]) {
    await ask('GET', `/${kind}`);
    await ask('GET', `/${kind}`, undefined, ALICE_SESSION);
  }
  await ask('GET', '/primary-storage/capacities?all=true');
  await ask('GET', '/backup-storage/capacities?all=true');
  diary.look();
  return diary.told;
}

test('images of a day are told of as it was recorded', async () => {
  const emulator = await TestEmulator.start();
  const told = await imagesOfADay(emulator);
  expect(emulator.brokenLaws()).toEqual({});
  expectSame('images-of-a-day', { 'the day': told });
});
