import { changesOf } from '../../support/changes';
import { SEED, TestEmulator } from '../../support/emulator';

import { ADMIN, GIB, takeSnapshot, writeTo } from '../../support/volumes';

const { images, primaryStorages, vms, volumes } = SEED;

/*
 * All that becomes other by what is done with a VM, and nothing else.
 */

const act = (uuid: string, action: string, params: object = {}) =>
  ['PUT', `/vm-instances/${uuid}/actions`, { [action]: params }] as const;
const attachSpare = (emulator: TestEmulator) =>
  emulator.make('POST', `/volumes/${volumes.spareData}/vm-instances/${vms.stoppedWindows}`, {
    params: {},
  });

test('a VM gets another image', async () => {
  const emulator = await TestEmulator.start();
  await takeSnapshot(emulator, 's', volumes.stoppedWindows);
  const change = () =>
    emulator.make(...act(vms.stoppedWindows, 'changeVmImage', { imageUuid: images.linux }));
  expect(await changesOf(emulator, change)).toEqual({
    image_caches: {
      came: [
        {
          id: 1,
          primary_storage_uuid: primaryStorages.nfs,
          image_uuid: images.linux,
          install_url: `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/imagecache/template/${images.linux}/${images.linux}.qcow2`,
          media_type: 'RootVolumeTemplate',
          size: GIB,
          md5sum: 'not calculated',
          state: 'ready',
        },
      ],
    },
    primary_storages: {
      became: {
        [primaryStorages.nfs]: { available_capacity: 39 * GIB, available_physical_capacity: -GIB },
      },
    },
    system_tags: {
      came: [
        `VolumeVO ${volumes.stoppedWindows}: overwriteBy::volume::made#3`,
        `VmInstanceVO ${vms.stoppedWindows}: driver::virtio`,
      ],
      went: ['bootMode::UEFI'],
    },
    vm_instances: {
      became: {
        [vms.stoppedWindows]: {
          image_uuid: [images.windows, images.linux],
          platform: ['Windows', 'Linux'],
          guest_os_type: ['Windows Server 2019', 'CentOS 7'],
          virtio: [0, 1],
          last_op_date: ['before', 'now'],
        },
      },
    },
    volume_snapshot_trees: {
      became: { 'made#2': { current: [1, 0], last_op_date: ['before', 'now'] } },
    },
    volume_snapshots: { became: { 'made#1': { latest: [1, 0] } } },
    volumes: {
      became: {
        [volumes.stoppedWindows]: {
          root_image_uuid: [images.windows, images.linux],
          install_path: [
            `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/rootVolumes/acct-${ADMIN}/vol-${volumes.stoppedWindows}/snapshots/made#1.qcow2`,
            `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/rootVolumes/acct-${ADMIN}/vol-made#3/made#3.qcow2`,
          ],
          size: [80 * GIB, 40 * GIB],
          actual_size: [17 * GIB, GIB],
          content_id: ['ROOT-for-win-1', 'centos-7.9'],
          last_op_date: ['before', 'now'],
        },
      },
    },
  });
});

test('a VM is made anew of its image', async () => {
  const emulator = await TestEmulator.start();
  await takeSnapshot(emulator, 's', volumes.stoppedWindows);
  await writeTo(emulator, GIB, volumes.stoppedWindows);
  const reimage = () => emulator.make(...act(vms.stoppedWindows, 'reimageVmInstance'));
  expect(await changesOf(emulator, reimage)).toEqual({
    account_resource_refs: { came: [`VolumeSnapshotVO volume_snapshots#1 is of ${ADMIN}`] },
    image_caches: {
      came: [
        {
          id: 1,
          primary_storage_uuid: primaryStorages.nfs,
          image_uuid: images.windows,
          install_url: `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/imagecache/template/${images.windows}/${images.windows}.qcow2`,
          media_type: 'RootVolumeTemplate',
          size: 11 * GIB,
          md5sum: 'not calculated',
          state: 'ready',
        },
      ],
    },
    primary_storages: {
      became: {
        [primaryStorages.nfs]: {
          available_capacity: -12 * GIB,
          available_physical_capacity: -11 * GIB,
        },
      },
    },
    system_tags: { came: ['VolumeSnapshotVO volume_snapshots#1: CreatedBySystem'] },
    volume_snapshot_trees: {
      became: { 'made#2': { current: [1, 0], last_op_date: ['before', 'now'] } },
    },
    volume_snapshots: {
      came: [
        {
          name: `reimage-vm-point-${vms.stoppedWindows}-20171114222058`,
          description: `save snapshot for reimage vm [uuid:${vms.stoppedWindows}]`,
          type: 'Hypervisor',
          volume_uuid: volumes.stoppedWindows,
          tree_uuid: 'made#2',
          parent_uuid: 'made#1',
          primary_storage_uuid: primaryStorages.nfs,
          primary_storage_install_path: `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/rootVolumes/acct-${ADMIN}/vol-${volumes.stoppedWindows}/snapshots/made#1.qcow2`,
          volume_type: 'Root',
          format: 'qcow2',
          latest: 0,
          size: GIB,
          distance: 2,
          state: 'Enabled',
          status: 'Ready',
          content_id: 'written:made#3',
          virtual_size: 80 * GIB,
          actual_size: 18 * GIB,
        },
      ],
      became: { 'made#1': { latest: [1, 0] } },
    },
    volumes: {
      became: {
        [volumes.stoppedWindows]: {
          install_path: [
            `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/rootVolumes/acct-${ADMIN}/vol-${volumes.stoppedWindows}/snapshots/made#1.qcow2`,
            `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/rootVolumes/acct-${ADMIN}/vol-${volumes.stoppedWindows}/made#4.qcow2`,
          ],
          actual_size: [18 * GIB, 11 * GIB],
          content_id: ['written:made#3', 'windows-2019'],
          layer_size: [GIB, 0],
          last_op_date: ['before', 'now'],
        },
      },
    },
  });
});

test('a VM boots from another volume', async () => {
  const emulator = await TestEmulator.start();
  await attachSpare(emulator);
  const params = { volumeUuid: volumes.spareData };
  const change = () => emulator.make(...act(vms.stoppedWindows, 'setVmBootVolume', params));
  expect(await changesOf(emulator, change)).toEqual({
    volumes: {
      became: {
        [volumes.stoppedWindows]: {
          install_path: [
            `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/rootVolumes/acct-${ADMIN}/vol-${volumes.stoppedWindows}/${volumes.stoppedWindows}.qcow2`,
            `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/dataVolumes/acct-${ADMIN}/vol-${volumes.stoppedWindows}/${volumes.stoppedWindows}.qcow2`,
          ],
          type: ['Root', 'Data'],
          device_id: [0, 1],
          last_op_date: ['before', 'now'],
        },
        [volumes.spareData]: {
          install_path: [
            `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/dataVolumes/acct-${ADMIN}/vol-${volumes.spareData}/${volumes.spareData}.qcow2`,
            `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/rootVolumes/acct-${ADMIN}/vol-${volumes.spareData}/${volumes.spareData}.qcow2`,
          ],
          type: ['Data', 'Root'],
          device_id: [1, 0],
          last_op_date: ['before', 'now'],
        },
      },
    },
  });
});

test('a VM stands on its own once it is flattened', async () => {
  const emulator = await TestEmulator.start();
  await takeSnapshot(emulator, 's', volumes.stoppedWindows);
  await writeTo(emulator, GIB, volumes.stoppedWindows);
  const flatten = () => emulator.make(...act(vms.stoppedWindows, 'flattenVmInstance'));
  expect(await changesOf(emulator, flatten)).toEqual({
    primary_storages: {
      became: { [primaryStorages.nfs]: { available_physical_capacity: -17 * GIB } },
    },
    volume_snapshot_trees: {
      became: { 'made#2': { current: [1, 0], last_op_date: ['before', 'now'] } },
    },
    volume_snapshots: { became: { 'made#1': { latest: [1, 0] } } },
    volumes: {
      became: {
        [volumes.stoppedWindows]: { layer_size: [GIB, 18 * GIB], last_op_date: ['before', 'now'] },
      },
    },
  });
});
