import { SEED, TestEmulator } from '../support/emulator';
import { attach, makePattern } from '../support/tag-patterns';

/** A world in which everything refers to something. */
async function fullWorld() {
  const emulator = await TestEmulator.start();
  const { local } = SEED.primaryStorages;
  await emulator.make('POST', `/volumes/${SEED.volumes.data}/volume-snapshots`, {
    params: { name: 's' },
  });
  await emulator.make('POST', '/vm-instances', {
    params: {
      name: 'v',
      imageUuid: SEED.images.windows,
      primaryStorageUuidForRootVolume: local,
      cpuNum: 1,
      memorySize: 2 ** 30,
      zoneUuid: SEED.zone,
    },
  });
  await emulator.make('POST', `/vm-instances/${SEED.vms.runningLinux}/iso/${SEED.images.iso}`, {});
  const { uuid } = await makePattern(emulator);
  await attach(emulator, uuid, [SEED.images.linux, SEED.zone]);
  return emulator;
}

test.each([
  ['a zone with storages', `delete from zones`],
  [
    'a backup storage with images',
    `delete from backup_storages where uuid = '${SEED.backupStorages.imageStore}'`,
  ],
  ['an image on a storage', `delete from images where uuid = '${SEED.images.linux}'`],
  [
    'an ISO in a drive',
    `delete from image_backup_storage_refs where image_uuid = '${SEED.images.iso}'; delete from images where uuid = '${SEED.images.iso}'`,
  ],
  [
    'a primary storage with volumes',
    `delete from primary_storages where uuid = '${SEED.primaryStorages.nfs}'`,
  ],
  ['a VM with volumes', `delete from vm_instances where uuid = '${SEED.vms.runningLinux}'`],
  ['a volume with snapshots', `delete from volumes where uuid = '${SEED.volumes.data}'`],
  ['a tree with snapshots', 'delete from volume_snapshot_trees'],
  ['an account that owns', 'delete from accounts'],
])('the database itself refuses to lose %s', async (_what, statement) => {
  const { environment } = await fullWorld();
  expect(() => environment.database.exec(statement)).toThrow(/FOREIGN KEY constraint failed/);
});

test.each([
  [
    'twice on one storage',
    'insert into image_backup_storage_refs select null, image_uuid, backup_storage_uuid, install_path, status, export_url, export_md5_sum, taken_bytes, export_bytes, export_format, create_date, last_op_date from image_backup_storage_refs',
    'UNIQUE',
  ],
  [
    'a second root volume',
    `update volumes set type = 'Root', vm_instance_uuid = '${SEED.vms.stoppedWindows}' where uuid = '${SEED.volumes.data}'`,
    'UNIQUE',
  ],
  ['a status that is none', "update images set status = 'Lost'", 'CHECK'],
  ['more than a storage has', 'update backup_storages set available_capacity = -1', 'CHECK'],
  [
    'more than there is physically',
    'update primary_storages set available_physical_capacity = total_physical_capacity + 1',
    'CHECK',
  ],
  ['a Ready volume that lies nowhere', `update volumes set primary_storage_uuid = null`, 'CHECK'],
  [
    'a tag of a pattern that is not there',
    "update user_tags set tag_pattern_uuid = 'x'",
    'FOREIGN KEY',
  ],
  [
    'two attachments of a pattern on one resource',
    "insert into user_tags select 'x' || uuid, resource_uuid, resource_type, 'another text', create_date, last_op_date, tag_pattern_uuid from user_tags",
    'UNIQUE',
  ],
  [
    'a text twice on one resource',
    `update user_tags set tag_pattern_uuid = null, resource_uuid = '${SEED.zone}'`,
    'UNIQUE',
  ],
  ['a type of tag patterns that is none', "update tag_patterns set type = 'Simple'", 'CHECK'],
  ['a job that is done and runs', "update jobs set state = 'Running'", 'CHECK'],
])('and refuses %s', async (_what, statement, kind) => {
  const { environment } = await fullWorld();
  expect(() => environment.database.exec(statement)).toThrow(`${kind} constraint failed`);
});
