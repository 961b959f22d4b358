import { once } from 'node:events';
import { SEED, type Json } from '../support/emulator';
import { advance, callOf, control, CRASHING, type RealCall } from '../support/crashes';
import { seededDirectory } from '../support/data-directory';
import { EmulatorProcess } from '../support/process';

/*
 * A process ends at each step of a flow, as by a power cut. The next one goes on with the work or undoes it: every law
 * holds, and no job is left. It is the one, too, that ends at the next step.
 */

const { volumes, vms, images, zone } = SEED;
const { imageStore } = SEED.backupStorages;
const uuidOf = (number: number) => `c4a50000000040008000${String(number).padStart(12, '0')}`;
const [SNAPSHOT, GROUP, BACKUP, OF_IMAGES] = [1, 2, 3, 4].map(uuidOf);
const made = { name: 'x', cpuNum: 1, memorySize: 2 ** 30, zoneUuid: zone };
const post = (path: string, params: object): RealCall => ['POST', path, { params }];
const act = (path: string, action: string, params = {}): RealCall => [
  'PUT',
  `${path}/actions`,
  { [action]: params },
];

const snapshot = post(`/volumes/${volumes.data}/volume-snapshots`, {
  name: 's',
  resourceUuid: SNAPSHOT,
});
const group = post('/volume-snapshots/group', {
  name: 'g',
  rootVolumeUuid: volumes.stoppedWindows,
  resourceUuid: GROUP,
});
const backup = post(`/volumes/${volumes.runningLinux}/volume-backups`, {
  name: 'b',
  backupStorageUuid: imageStore,
  resourceUuid: BACKUP,
});
const stopped = `/vm-instances/${vms.stoppedWindows}`;

/** Flows, and the calls that end in one: all but the last make what it needs. */
const FLOWS: readonly (readonly [what: string, flow: string, calls: readonly RealCall[]])[] = [
  [
    'CreateVmInstanceFromVolume',
    'create-vm-instance',
    [post('/vm-instances/from/volume', { ...made, volumeUuid: volumes.spareData })],
  ],
  [
    'CreateVmInstanceFromVolumeSnapshot',
    'create-vm-instance',
    [snapshot, post(`/vm-instances/from/volume-snapshots/${SNAPSHOT}`, made)],
  ],
  [
    'CreateVmInstanceFromVolumeSnapshotGroup',
    'create-vm-instance',
    [group, post(`/vm-instances/from/volume-snapshots/group/${GROUP}`, made)],
  ],
  [
    'ChangeVmImage',
    'change-vm-image',
    [act(stopped, 'changeVmImage', { imageUuid: images.linux })],
  ],
  ['ReimageVmInstance', 'reset-root-volume-from-image', [act(stopped, 'reimageVmInstance')]],
  ['FlattenVolume', 'flatten-volume', [snapshot, act(`/volumes/${volumes.data}`, 'flattenVolume')]],
  [
    'FlattenVmInstance',
    'flatten-vm-instance',
    [snapshot, act(`/vm-instances/${vms.runningLinux}`, 'flattenVmInstance')],
  ],
  [
    'CreateVolumeSnapshotGroup',
    'create-volume-snapshot-group',
    [post('/volume-snapshots/group', { name: 'g', rootVolumeUuid: volumes.runningLinux })],
  ],
  [
    'RevertVmFromSnapshotGroup',
    'revert-vm-from-snapshot-group',
    [group, act(`/volume-snapshots/group/${GROUP}`, 'revertVmFromSnapshotGroup')],
  ],
  [
    'CreateVolumeBackup',
    'create-volume-backup',
    [
      post(`/volumes/${volumes.runningLinux}/volume-backups`, {
        name: 'b',
        backupStorageUuid: imageStore,
      }),
    ],
  ],
  [
    'RevertVolumeFromVolumeBackup',
    'revert-volume-from-volume-backup',
    [
      backup,
      act(`/vm-instances/${vms.runningLinux}`, 'stopVmInstance'),
      act(`/volume-backups/${BACKUP}`, 'revertVolumeFromVolumeBackup'),
    ],
  ],
  [
    'CreateRootVolumeTemplateFromVolumeBackup',
    'create-template-from-volume-backup',
    [
      backup,
      post(`/images/root-volume-templates/from/volume-template/${BACKUP}`, {
        name: 't',
        backupStorageUuid: imageStore,
      }),
    ],
  ],
  [
    'SyncVolumeBackup',
    'SyncVolumeBackup',
    [backup, act(`/volume-backups/imageStore/${imageStore}`, 'syncVolumeBackup')],
  ],
  [
    'CreateImageGroupFromVmInstance',
    'create-image-group-from-vm-instance',
    [post('/images/groups/from/vm-instance', { name: 'g', vmInstanceUuid: vms.runningLinux })],
  ],
  [
    'CreateImageGroupFromSnapshot',
    'create-image-group-from-snapshot',
    [snapshot, post(`/imagegroup/from/snapshot/${SNAPSHOT}`, { name: 'g' })],
  ],
  [
    'ExpungeImageGroup',
    'expunge-image-group',
    [
      post('/images/groups/from/vm-instance', {
        name: 'g',
        vmInstanceUuid: vms.stoppedWindows,
        resourceUuid: OF_IMAGES,
      }),
      act(`/imagegroups/${OF_IMAGES}`, 'expungeImageGroup'),
    ],
  ],
];

const told = async (emulator: EmulatorProcess, path: string): Promise<Json> =>
  (await control(emulator, 'GET', path))?.json();

test.each(FLOWS)(
  'a process that ends at any step of %s comes back with every law, and no job is left',
  async (_what, flow, calls) => {
    const [before, call] = [calls.slice(0, -1), calls.at(-1)];
    const folder = await seededDirectory();
    let emulator = await EmulatorProcess.start(folder, CRASHING);
    const { inventories: points } = await told(emulator, '/faults/points');
    const steps = points
      .map(({ point }: Json) => point as string)
      .filter((point: string) => point.startsWith(`${flow}/`));
    expect(steps.length).toBeGreaterThan(0);
    for (const point of steps) {
      for (const needed of before) {
        await callOf(emulator, needed);
        await advance(emulator);
      }
      await control(emulator, 'POST', '/faults', { params: { kind: 'crash', point, times: 1 } });
      const ended = once(emulator.process, 'exit');
      await callOf(emulator, call);
      // A step that is not reached at once is reached when the clock gets there.
      await advance(emulator);
      if ((await told(emulator, '/faults').catch(() => undefined)) !== undefined) {
        await emulator.end('SIGTERM');
        throw new Error(`${point} was not reached`);
      }
      await ended;
      emulator = await EmulatorProcess.start(folder, CRASHING);
      await advance(emulator);
      const { holds } = await told(emulator, '/invariants');
      const { inventories: tasks } = await told(emulator, '/tasks');
      const left = tasks.filter(({ jobUuid }: Json) => jobUuid !== null);
      expect([point, holds, left]).toEqual([point, true, []]);
      expect((await told(emulator, '/faults')).inventories).toMatchObject([{ hits: 1 }]);
      await control(emulator, 'DELETE', '/faults');
    }
    await emulator.end('SIGTERM');
  },
);
