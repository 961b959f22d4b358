import { SEED, TestEmulator, type Json } from '../support/emulator';
import { Beside } from './beside';

const { stoppedWindows: windows, runningLinux: linux } = SEED.volumes;
let made = 0;
const name = () => `chosen-${made++}`;

const template = (beside: Beside) =>
  beside.call('POST', `/images/root-volume-templates/from/volumes/${windows}`, {
    params: { name: name() },
  });

const snapshotOf = (beside: Beside): Promise<Json> =>
  beside.make('POST', `/volumes/${linux}/volume-snapshots`, { params: { name: name() } });

/** Calls that leave open which backup storage is taken, and in whose answers it does not stand. */
const CALLS: readonly (readonly [string, (beside: Beside) => Promise<unknown>])[] = [
  ['a template', template],
  [
    'a template that a long job makes',
    (beside) => {
      const jobData = JSON.stringify({ name: name(), rootVolumeUuid: windows });
      const jobName = 'APICreateRootVolumeTemplateFromRootVolumeMsg';
      return beside.call('POST', '/longjobs', { params: { jobName, jobData, name: name() } });
    },
  ],
  [
    'a group of images of a snapshot',
    async (beside) => {
      const { uuid } = await snapshotOf(beside);
      const params = { name: name(), dataVolumeSnapshotUuids: [] };
      await beside.call('POST', `/imagegroup/from/snapshot/${uuid}`, { params });
    },
  ],
];

/** So often the same choice by chance on both sides each time is as good as impossible. */
const OFTEN = 8;

test.each(CALLS)(
  'what each side has chosen for %s is no difference of capacities',
  async (_, call) => {
    const cloud = await TestEmulator.start({ settings: { checks: 'native' } });
    const beside = await Beside.start(cloud.url, { checks: 'native' });
    await beside.call('GET', '/backup-storage');
    for (let i = 0; i < OFTEN; i++) {
      await call(beside);
      await beside.call('GET', '/backup-storage');
    }
    expect(await beside.differences()).toEqual([]);
    const { length } = (await beside.judged()).filter(({ outcome }) => outcome !== 'not compared');
    expect(length).toBeGreaterThan(0);
  },
);
