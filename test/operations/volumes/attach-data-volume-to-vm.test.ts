import { SEED, TestEmulator } from '../../support/emulator';
import { GIB, put } from '../../support/volumes';

const { volumes, vms, primaryStorages } = SEED;
const { spareData } = volumes;
const vm = vms.runningLinux;
const attach = (volume: string, to: string = vm) =>
  ['POST', `/volumes/${volume}/vm-instances/${to}`, { params: {} }] as const;
const setVm = (what: string) => `update vm_instances set ${what} where uuid = '${vm}'`;
const setVolume = (what: string) => `update volumes set ${what} where uuid = '${spareData}'`;

describe('a data volume is not attached', () => {
  test.each([
    [
      'to a running guest of unknown platform',
      [spareData],
      setVm("platform = 'Other'"),
      `the vm[uuid:${vm}] doesn't support to online attach volume[${spareData}] on the basis of that the image platform type of the vm is other `,
    ],
    [
      'when it is a root volume',
      [volumes.stoppedWindows],
      '',
      `the volume[uuid:${volumes.stoppedWindows}, name:ROOT-for-win-1] is Root Volume, can't attach it`,
    ],
    [
      'when it is Disabled',
      [spareData],
      setVolume("state = 'Disabled', status = 'Deleted'"),
      `data volume[uuid:${spareData}] is Disabled, can't attach`,
    ],
    [
      'when it is Deleted',
      [spareData],
      setVolume("status = 'Deleted'"),
      `the volume[uuid:${spareData}] is in status of deleted, cannot do the operation`,
    ],
    [
      'when it is attached',
      [volumes.data],
      '',
      `data volume[uuid:${volumes.data}] has been attached to some vm, can't attach again`,
    ],
    [
      'while it is made',
      [spareData],
      setVolume("status = 'Creating'"),
      'data volume can only be attached when status is [Ready, NotInstantiated], current is Creating',
    ],
    [
      'when its format is no disk',
      [spareData],
      setVolume("format = 'iso'"),
      `data volume[uuid:${spareData}] of format[iso] is not supported for attach to any hypervisor.`,
    ],
    [
      'to a VM of another hypervisor',
      [spareData],
      setVm("hypervisor_type = 'ESX'"),
      `data volume[uuid:${spareData}] has format[qcow2] that can only be attached to hypervisor[[KVM]], but vm has hypervisor type[ESX]. Can't attach`,
    ],
    [
      'where VM and storage have no cluster in common',
      [spareData],
      setVm("cluster_uuid = 'c1005700000040008000000000000002', host_uuid = null"),
      "Can't attach volume to VM, no qualified cluster",
    ],
    [
      'when its storage is in maintenance',
      [spareData],
      `update primary_storages set state = 'Maintenance' where uuid = '${primaryStorages.nfs}'`,
      `cannot attach volume[uuid:${spareData}] whose primary storage is Maintenance`,
    ],
  ])('%s', async (_when, [volume = ''], before, details) => {
    const emulator = await TestEmulator.start();
    if (before) put(emulator, before);
    expect(await emulator.refused(...attach(volume))).toMatchObject({ code: 'SYS.1006', details });
  });

  test.each(['Starting', 'Stopping', 'Created', 'Rebooting', 'Unknown', 'Destroyed'])(
    'to a VM that is %s',
    async (state) => {
      const emulator = await TestEmulator.start();
      put(emulator, setVm(`state = '${state}'`));
      const details = `current vm instance state[${state}] doesn't allow to proceed message[org.zstack.header.vm.AttachDataVolumeToVmMsg], allowed states are [Stopped, Running, Paused]`;
      expect(await emulator.refused(...attach(spareData))).toMatchObject({
        code: 'VM.1005',
        details,
        cause: { code: 'VM.1010', details },
      });
    },
  );

  test('beyond 24 of them', async () => {
    const emulator = await TestEmulator.start();
    const attachAnother = async (name: string) => {
      const params = { name, diskSize: 512 };
      const { uuid } = await emulator.make('POST', '/volumes/data', { params });
      return emulator.call(...attach(uuid));
    };
    // One is there already.
    for (let i = 0; i < 23; i++) expect((await attachAnother(`v${i}`)).status).toBe(200);
    const beyond = await attachAnother('one too many');
    expect(beyond.body.error.details).toBe(
      `hypervisor[KVM] only allows max 24 data volumes to be attached to a single vm; there have been 24 data volumes attached to vm[uuid:${vm}]`,
    );
  });
});

test.each(['0', '1'])(
  'no more of them than kvm/dataVolume.maxNum (%s) come to a VM',
  async (most) => {
    const emulator = await TestEmulator.start();
    await emulator.configure('kvm/dataVolume.maxNum', most);
    const params = { name: 'v', diskSize: 512 };
    const { uuid } = await emulator.make('POST', '/volumes/data', { params });
    expect((await emulator.refused(...attach(uuid))).details).toBe(
      `hypervisor[KVM] only allows max ${most} data volumes to be attached to a single vm; there have been 1 data volumes attached to vm[uuid:${vm}]`,
    );
  },
);

describe('a volume that lies nowhere yet', () => {
  const attachIt = attach(volumes.notInstantiated);

  test('comes to another storage of the cluster where the root volume has no room', async () => {
    const emulator = await TestEmulator.start();
    put(
      emulator,
      `update primary_storages set state = 'Disabled' where uuid = '${primaryStorages.local}'`,
    );
    expect(await emulator.make(...attachIt)).toMatchObject({
      status: 'Ready',
      format: 'raw',
      primaryStorageUuid: primaryStorages.ceph,
    });
  });

  test('is refused where no storage has room, and for a VM that was never on a host', async () => {
    const emulator = await TestEmulator.start();
    put(emulator, `update volumes set size = ${2 ** 50} where uuid = '${volumes.notInstantiated}'`);
    const full = await emulator.refused(...attachIt);
    const details = `cannot find primary storage satisfying conditions[connected to host:05700000000040008000000000000001, state:Enabled, status: Connected, available capacity > ${2 ** 50}`;
    expect(full).toMatchObject({
      code: 'VM.1005',
      details,
      cause: { code: 'SYS.1006', details },
    });
    put(emulator, setVm('host_uuid = null, last_host_uuid = null'));
    const nowhere = ` Can not find the vm's host, please start the vm[${vm}], then mount the disk`;
    expect(await emulator.refused(...attachIt)).toMatchObject({
      code: 'VM.1005',
      details: nowhere,
      cause: { code: 'SYS.1006', details: nowhere },
    });
  });

  test('is put where it can be shared, if it is shareable', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await emulator.make('POST', '/volumes/data', {
      params: { name: 'shared', diskSize: GIB, systemTags: ['ephemeral::shareable'] },
    });
    // It is attached to two VMs, and names none of them.
    for (const to of [vms.runningLinux, vms.stoppedWindows]) {
      expect(await emulator.make(...attach(uuid, to))).toMatchObject({
        isShareable: true,
        primaryStorageUuid: primaryStorages.ceph,
        vmInstanceUuid: null,
      });
    }
  });
});
