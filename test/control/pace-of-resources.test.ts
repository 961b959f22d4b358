import { SEED, TestEmulator } from '../support/emulator';
import { addHost, movableVm } from '../support/hosts';
import { takeSnapshot } from '../support/volumes';

/*
 * A rule of pace for one resource holds for the work on it, and for no other: each that has part in a work is asked for.
 */

const { backupStorages, hosts, images, primaryStorages, vms, volumes, zone } = SEED;
const NEW = '0123456789ab4def8123456789abcdef';
const windows = vms.stoppedWindows;

type Call = readonly [method: 'POST' | 'PUT', path: string, body: object];
interface Work {
  readonly call: Call;
  /** Whose pace it follows. */
  readonly of: readonly string[];
  readonly prepare?: (emulator: TestEmulator) => Promise<unknown>;
}
const act = (vm: string, action: string, params: object = {}): Call => [
  'PUT',
  `/vm-instances/${vm}/actions`,
  { [action]: params },
];

/** A VM of the uuid `NEW`, on shared storage, that runs. */
const movable = async (emulator: TestEmulator) => {
  const params = {
    name: 'v',
    cpuNum: 1,
    memorySize: 2 ** 30,
    imageUuid: images.linux,
    hostUuid: hosts.linux,
    primaryStorageUuidForRootVolume: primaryStorages.nfs,
    resourceUuid: NEW,
  };
  await emulator.make('POST', '/vm-instances', { params });
};

const WORKS: Readonly<Record<string, Work>> = {
  'a new VM': {
    call: [
      'POST',
      '/vm-instances',
      {
        params: {
          name: 'v',
          cpuNum: 1,
          memorySize: 2 ** 30,
          imageUuid: images.linux,
          zoneUuid: zone,
          resourceUuid: NEW,
        },
      },
    ],
    of: [NEW],
  },
  'a VM that starts': { call: act(windows, 'startVmInstance'), of: [windows] },
  'a VM that stops': { call: act(vms.runningLinux, 'stopVmInstance'), of: [vms.runningLinux] },
  'a VM that is rebooted': {
    call: act(vms.runningLinux, 'rebootVmInstance'),
    of: [vms.runningLinux],
  },
  'a VM that is paused': { call: act(vms.runningLinux, 'pauseVmInstance'), of: [vms.runningLinux] },
  'a VM that goes to another host': {
    prepare: async (emulator) => {
      await movable(emulator);
      await addHost(emulator);
    },
    call: act(NEW, 'migrateVm'),
    of: [NEW],
  },
  'a VM that is made anew': {
    call: act(windows, 'reimageVmInstance'),
    of: [windows, volumes.stoppedWindows],
  },
  'a VM that gets another image': {
    call: act(windows, 'changeVmImage', { imageUuid: images.linux }),
    of: [windows, images.linux],
  },
  'a VM that gets another image which is there already': {
    prepare: movable,
    call: act(windows, 'changeVmImage', { imageUuid: images.linux }),
    of: [windows, images.linux],
  },
  'a VM that is flattened': {
    prepare: (emulator) => takeSnapshot(emulator, 's', volumes.stoppedWindows),
    call: act(windows, 'flattenVmInstance'),
    of: [windows, volumes.stoppedWindows],
  },
  'a host that goes into maintenance': {
    prepare: (emulator) => movableVm(emulator, hosts.linux),
    call: ['PUT', `/hosts/${hosts.linux}/actions`, { changeHostState: { stateEvent: 'maintain' } }],
    of: [hosts.linux],
  },
  'a host that is reconnected': {
    call: ['PUT', `/hosts/${hosts.linux}/actions`, { reconnectHost: {} }],
    of: [hosts.linux],
  },
  'a primary storage that is reconnected': {
    call: [
      'PUT',
      `/primary-storage/${primaryStorages.nfs}/actions`,
      { reconnectPrimaryStorage: {} },
    ],
    of: [primaryStorages.nfs],
  },
  'a backup storage that is reconnected': {
    call: ['PUT', `/backup-storage/${backupStorages.sftp}/actions`, { reconnectBackupStorage: {} }],
    of: [backupStorages.sftp],
  },
};

const ROWS = Object.entries(WORKS).flatMap(([what, work]) =>
  work.of.map((uuid, i) => [what, i, uuid, work] as const),
);

test.each(ROWS)(
  '%s follows the pace of what has part in it (%d)',
  async (_what, _i, uuid, work) => {
    const emulator = await TestEmulator.start();
    await work.prepare?.(emulator);
    await emulator.control('PUT', '/progression', { mode: 'manual', resourceUuid: uuid });
    expect((await emulator.call(...work.call)).status).toBe(202);
  },
);

test.each(Object.entries(WORKS))('%s does not follow the pace of others', async (_what, work) => {
  const emulator = await TestEmulator.start();
  await work.prepare?.(emulator);
  const other = SEED.volumes.alice;
  await emulator.control('PUT', '/progression', { mode: 'manual', resourceUuid: other });
  expect((await emulator.call(...work.call)).status).toBe(200);
});
