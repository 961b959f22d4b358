import { changesOf } from '../../support/changes';
import { SEED, TestEmulator } from '../../support/emulator';
import { ADMIN, GIB } from '../../support/volumes';

const { backupStorages, images, zone } = SEED;
const { sftp } = backupStorages;

/*
 * All that becomes other with a backup storage that comes, goes, is lost or found.
 */

const server = { url: '/x', hostname: '10.0.0.9', username: 'u', password: 'p', sshPort: 2222 };

test.each([
  [
    'sftp',
    server,
    {
      backup_storages: {
        came: [
          {
            name: 'b',
            url: '/x',
            description: 'd',
            type: 'SftpBackupStorage',
            state: 'Enabled',
            status: 'Connected',
            total_capacity: 2048 * GIB,
            available_capacity: 2048 * GIB,
            system_used_capacity: 0,
            hostname: '10.0.0.9',
            username: 'u',
            ssh_port: 2222,
            is_reachable: 1,
            bandwidth_bytes_per_second: 209_715_200,
            latency_milliseconds: 0,
          },
        ],
      },
      user_tags: { came: ['BackupStorageVO backup_storages#1: mine'] },
    },
  ],
  [
    'image-store',
    server,
    {
      backup_storages: {
        came: [
          {
            name: 'b',
            url: '/x',
            description: 'd',
            type: 'ImageStoreBackupStorage',
            state: 'Enabled',
            status: 'Connected',
            total_capacity: 2048 * GIB,
            available_capacity: 2048 * GIB,
            system_used_capacity: 0,
            hostname: '10.0.0.9',
            username: 'u',
            ssh_port: 2222,
            is_reachable: 1,
            bandwidth_bytes_per_second: 209_715_200,
            latency_milliseconds: 0,
          },
        ],
      },
      user_tags: { came: ['BackupStorageVO backup_storages#1: mine'] },
    },
  ],
  [
    'ceph',
    { monUrls: ['u:p@mon-1:2222/?monPort=6790'] },
    {
      backup_storages: {
        came: [
          {
            name: 'b',
            url: 'not used',
            description: 'd',
            type: 'Ceph',
            state: 'Enabled',
            status: 'Connected',
            total_capacity: 2048 * GIB,
            available_capacity: 2048 * GIB,
            system_used_capacity: 0,
            fsid: '735d7695-ab74-568b-98a4-e0e9f66e53c4',
            pool_name: 'bak-t-backup_storages#1',
            is_reachable: 1,
            bandwidth_bytes_per_second: 209_715_200,
            latency_milliseconds: 0,
          },
        ],
      },
      ceph_backup_storage_mons: {
        came: [
          {
            backup_storage_uuid: 'backup_storages#1',
            hostname: 'mon-1',
            mon_port: 6790,
            ssh_username: 'u',
            ssh_port: 2222,
          },
        ],
      },
      user_tags: { came: ['BackupStorageVO backup_storages#1: mine'] },
    },
  ],
  [
    'simulators',
    { url: 'x', totalCapacity: 1000, availableCapacity: 400 },
    {
      backup_storages: {
        came: [
          {
            name: 'b',
            url: 'x',
            description: 'd',
            type: 'SimulatorBackupStorage',
            state: 'Enabled',
            status: 'Connected',
            total_capacity: 1000,
            available_capacity: 400,
            system_used_capacity: 600,
            is_reachable: 1,
            bandwidth_bytes_per_second: 209_715_200,
            latency_milliseconds: 0,
          },
        ],
      },
      user_tags: { came: ['BackupStorageVO backup_storages#1: mine'] },
    },
  ],
])('a storage of kind %s comes', async (type, params, expected) => {
  const emulator = await TestEmulator.start();
  const add = () =>
    emulator.make('POST', `/backup-storage/${type}`, {
      params: { name: 'b', description: 'd', ...params },
      userTags: ['mine'],
    });
  expect(await changesOf(emulator, add)).toEqual(expected);
});

test('a storage takes its images along, which come back where it was', async () => {
  const emulator = await TestEmulator.start();
  await emulator.call(
    'PUT',
    `/resource-configurations/backupStorage/reservedCapacity/${sftp}/actions`,
    { updateResourceConfig: { value: '2G' } },
  );
  await emulator.make('POST', '/user-tags', {
    params: { resourceType: 'BackupStorageVO', resourceUuid: sftp, tag: 'mine' },
  });
  await emulator.make('POST', '/system-tags', {
    params: { resourceType: 'ImageVO', resourceUuid: images.iso, tag: 'bootMode::UEFI' },
  });
  const remove = () => emulator.call('DELETE', `/backup-storage/${sftp}`);
  const { unclaimed_images: left, ...gone } = await changesOf(emulator, remove);
  expect(left?.came).toHaveLength(2);
  expect(gone).toEqual({
    account_resource_refs: { went: [images.iso] },
    backup_storage_zones: { went: [`${backupStorages.sftp}/${zone}`] },
    backup_storages: { went: ['sftp-1'] },
    image_backup_storage_refs: { went: ['2', '4'] },
    images: { went: ['ubuntu-22.04-live.iso'] },
    resource_configs: { went: ['reservedCapacity'] },
    system_tags: { went: ['bootMode::UEFI'] },
    user_tags: { went: ['mine'] },
  });
  const params = { ...server, name: 'b', url: '/zstack_sftp', hostname: '192.168.1.31' };
  const add = () =>
    emulator.make('POST', '/backup-storage/sftp', { params: { ...params, importImages: true } });
  const { unclaimed_images: taken, ...back } = await changesOf(emulator, add);
  expect(taken?.went).toHaveLength(2);
  expect(back).toEqual({
    account_resource_refs: { came: [`ImageVO images#1 is of ${ADMIN}`] },
    backup_storages: {
      came: [
        {
          name: 'b',
          url: '/zstack_sftp',
          type: 'SftpBackupStorage',
          state: 'Enabled',
          status: 'Connected',
          total_capacity: 2048 * GIB,
          available_capacity: 2_196_480_458_752,
          system_used_capacity: 0,
          hostname: '192.168.1.31',
          username: 'u',
          ssh_port: 2222,
          is_reachable: 1,
          bandwidth_bytes_per_second: 209_715_200,
          latency_milliseconds: 0,
        },
      ],
    },
    image_backup_storage_refs: {
      came: [
        {
          id: 7,
          image_uuid: images.linux,
          backup_storage_uuid: 'backup_storages#1',
          install_path: `/zstack_sftp/rootVolumeTemplates/acct-${ADMIN}/${images.linux}/${images.linux}.template`,
          status: 'Ready',
          taken_bytes: GIB,
          export_bytes: 0,
          create_date: 'before',
          last_op_date: 'before',
        },
        {
          id: 8,
          image_uuid: 'images#1',
          backup_storage_uuid: 'backup_storages#1',
          install_path: `/zstack_sftp/dataVolumeTemplates/acct-${ADMIN}/images#1/images#1.iso`,
          status: 'Ready',
          taken_bytes: 1_469_054_976,
          export_bytes: 0,
          create_date: 'before',
          last_op_date: 'before',
        },
      ],
    },
    images: {
      came: [
        {
          name: 'ubuntu-22.04-live.iso',
          state: 'Enabled',
          status: 'Ready',
          size: 1_469_054_976,
          actual_size: 1_469_054_976,
          md5_sum: '199c7df15df8b5a22a690c058167f835',
          url: 'http://192.168.1.20/share/iso/ubuntu-22.04-live.iso',
          media_type: 'ISO',
          guest_os_type: 'Ubuntu',
          type: 'zstack',
          platform: 'Linux',
          architecture: 'x86_64',
          format: 'iso',
          system: 0,
          virtio: 1,
          content_id: 'ubuntu-22.04-live.iso',
          create_date: 'before',
          last_op_date: 'before',
        },
      ],
    },
    system_tags: {
      came: [
        {
          resource_uuid: 'images#1',
          resource_type: 'ImageVO',
          tag: 'bootMode::UEFI',
          create_date: 'before',
          last_op_date: 'before',
          inherent: 0,
        },
      ],
    },
  });
});

test('a storage is lost, and found at the next ping', async () => {
  const emulator = await TestEmulator.start();
  const answers = (reachable: boolean) =>
    emulator.control('PUT', `/backup-storage/${sftp}/agent`, { reachable });
  expect(await changesOf(emulator, () => answers(false))).toEqual({
    backup_storages: {
      became: {
        [backupStorages.sftp]: {
          status: ['Connected', 'Disconnected'],
          is_reachable: [1, 0],
          last_op_date: ['before', 'now'],
        },
      },
    },
  });
  const find = async () => {
    await answers(true);
    emulator.advance(60_000);
  };
  expect(await changesOf(emulator, find)).toEqual({
    backup_storages: {
      became: {
        [backupStorages.sftp]: {
          status: ['Disconnected', 'Connected'],
          is_reachable: [0, 1],
          last_op_date: ['meanwhile', '60 s later'],
        },
      },
    },
  });
});
