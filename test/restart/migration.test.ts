import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ROOT, TestEmulator } from '../support/emulator';
import { temporaryFolder } from '../support/process';
import { attach, makePattern, textsOn } from '../support/tag-patterns';

const ADMIN = '36c27e8ff05c4780bf6d2fa65700f22e';
const ZONE = '0123456789ab4def8123456789abcdef';
const uuid = (last: string) => last.padStart(32, '0');

/** A database as the first schema left it, with a little of everything in it. */
function oldDatabase(folder: string): void {
  const database = new Database(join(folder, 'default.sqlite'));
  const script = readFileSync(join(ROOT, 'migrations', '0000_foundation.sql'), 'utf8');
  for (const statement of script.split('--> statement-breakpoint')) database.exec(statement);
  database.exec(`
    pragma application_id = 0x7a73696d;
    pragma user_version = 1;
    insert into settings values ('seed', '"old"'), ('clock', '{"mode":"real","value":0}');
    insert into accounts values ('${ADMIN}', 'admin', null, 'SystemAdmin', 'x', 1, 1);
    insert into sessions values ('5e55000000004000800000000000ad01', '${ADMIN}', '${ADMIN}', 'SystemAdmin', 253370764800000, 1, 1);
    insert into zones (uuid, name, state, type, is_default, create_date, last_op_date)
      values ('${uuid('1')}', 'zone', 'Enabled', 'zstack', 1, 1, 1);
    insert into primary_storages (uuid, zone_uuid, name, url, type, state, status, total_capacity,
        available_capacity, total_physical_capacity, available_physical_capacity, system_used_capacity, create_date, last_op_date)
      values ('${uuid('2')}', '${uuid('1')}', 'ps', '/ps', 'LocalStorage', 'Enabled', 'Connected', 1000, 800, 1000, 900, 0, 1, 1);
    insert into primary_storage_clusters values ('${uuid('2')}', '${uuid('c')}');
    insert into backup_storages (uuid, name, url, type, state, status, total_capacity, available_capacity,
        system_used_capacity, bandwidth_bytes_per_second, latency_milliseconds, create_date, last_op_date)
      values ('${uuid('3')}', 'bs', '/bs', 'ImageStoreBackupStorage', 'Enabled', 'Connected', 1000, 700, 0, 1, 0, 1, 1);
    insert into backup_storage_zones values ('${uuid('3')}', '${uuid('1')}');
    insert into volumes (uuid, name, primary_storage_uuid, install_path, type, format, size, actual_size, state, status,
        is_shareable, content_id, create_date, last_op_date)
      values ('${uuid('4')}', 'volume', '${uuid('2')}', '/v', 'Data', 'qcow2', 200, 100, 'Enabled', 'Ready', 0, 'c', 1, 1);
    insert into images (uuid, name, state, status, size, actual_size, url, media_type, type, format, system, virtio, content_id, create_date, last_op_date)
      values ('${uuid('5')}', 'image', 'Enabled', 'Ready', 500, 300, 'http://x', 'RootVolumeTemplate', 'zstack', 'qcow2', 0, 1, 'i', 1, 1);
    insert into image_backup_storage_refs (id, image_uuid, backup_storage_uuid, install_path, status, taken_bytes, create_date, last_op_date)
      values (7, '${uuid('5')}', '${uuid('3')}', 'zstore://x', 'Ready', 300, 1, 1);
    insert into account_resource_refs (resource_uuid, resource_type, account_uuid)
      values ('${uuid('4')}', 'VolumeVO', '${ADMIN}'), ('${uuid('5')}', 'ImageVO', '${ADMIN}');
  `);
  database.close();
}

test('a database of the first version keeps everything, and goes on', async () => {
  const dataDir = temporaryFolder();
  oldDatabase(dataDir);
  const emulator = await TestEmulator.start({ settings: { dataDir } });
  expect(await emulator.find(`/images/${uuid('5')}`)).toMatchObject({
    name: 'image',
    status: 'Ready',
    actualSize: 300,
    backupStorageRefs: [{ id: 7, exportUrl: null, status: 'Ready' }],
  });
  expect(await emulator.find(`/backup-storage/${uuid('3')}`)).toMatchObject({
    availableCapacity: 700,
    attachedZoneUuids: [uuid('1')],
  });
  expect(await emulator.find(`/primary-storage?q=name=ps`)).toMatchObject({
    attachedClusterUuids: [uuid('c')],
  });
  expect(await emulator.find(`/volumes/${uuid('4')}`)).toMatchObject({
    size: 200,
    status: 'Ready',
  });
  const { database } = emulator.environment;
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
  // The new laws hold for the old rows, too, and storages of old worlds answer.
  await emulator.make('POST', `/volumes/${uuid('4')}/volume-snapshots`, { params: { name: 's' } });
  await emulator.make('PUT', `/backup-storage/${uuid('3')}/actions`, {
    reconnectBackupStorage: {},
  });
});

/** A database as the last version without tag patterns left it, with user tags on its zone. */
function databaseWithoutPatterns(folder: string, tags: readonly string[]): void {
  const database = new Database(join(folder, 'default.sqlite'));
  const files = readdirSync(join(ROOT, 'migrations')).filter((file) => /^000[0-5]_/.test(file));
  for (const file of files.toSorted()) {
    const script = readFileSync(join(ROOT, 'migrations', file), 'utf8');
    for (const statement of script.split('--> statement-breakpoint')) database.exec(statement);
  }
  database.exec(`
    pragma application_id = 0x7a73696d;
    pragma user_version = ${files.length};
    insert into settings values ('seed', '"old"'), ('clock', '{"mode":"stopped","value":1500000000000}');
    insert into accounts (uuid, name, type, password_hash, create_date, last_op_date)
      values ('${ADMIN}', 'admin', 'SystemAdmin', 'x', 1, 1);
    insert into sessions values ('5e55000000004000800000000000ad01', '${ADMIN}', '${ADMIN}', 'SystemAdmin', 253370764800000, 1, 1);
    insert into zones (uuid, name, state, type, is_default, create_date, last_op_date)
      values ('${ZONE}', 'zone', 'Enabled', 'zstack', 1, 1, 1);
  `);
  const insert = database.prepare(
    `insert into user_tags values (?, '${ZONE}', 'ZoneVO', ?, 1000, 2000)`,
  );
  for (const [i, tag] of tags.entries()) insert.run(uuid(`a${i}`), tag);
  database.close();
}

test('user tags from before there were tag patterns are unharmed, and patterns come beside them', async () => {
  const dataDir = temporaryFolder();
  databaseWithoutPatterns(dataDir, ['mine', 'production']);
  const emulator = await TestEmulator.start({ settings: { dataDir } });
  expect(await emulator.find(`/user-tags/${uuid('a1')}`)).toEqual({
    uuid: uuid('a1'),
    resourceUuid: ZONE,
    resourceType: 'ZoneVO',
    tag: 'production',
    type: 'User',
    tagPatternUuid: null,
    tagPattern: null,
    createDate: 'Jan 1, 1970 12:00:01 AM',
    lastOpDate: 'Jan 1, 1970 12:00:02 AM',
  });
  const pattern = await makePattern(emulator);
  await attach(emulator, pattern.uuid, [ZONE]);
  expect(await textsOn(emulator, ZONE)).toEqual(['mine', 'production', 'production']);
  const again = { params: { resourceType: 'ZoneVO', resourceUuid: ZONE, tag: 'mine' } };
  expect((await emulator.refused('POST', '/user-tags', again)).details).toContain('Duplicated Tag');
  await emulator.make('DELETE', `/tags/${uuid('a1')}`);
  expect(await textsOn(emulator, ZONE)).toEqual(['mine', 'production']);
});
