import { SEED, TestEmulator } from '../support/emulator';

const DAY = 24 * 3_600_000;

const waiting = (emulator: TestEmulator) =>
  emulator.environment.database
    .prepare('select distinct flow from tasks order by flow')
    .pluck()
    .all() as string[];

/** What is deleted waits for a chore that looks at it again and again, until there is nothing more of its kind. */
test.each([
  ['images', `/images/${SEED.images.linux}`, 'expunge-deleted-images'],
  ['volumes', `/volumes/${SEED.volumes.spareData}`, 'expunge-deleted-volumes'],
  ['VMs', `/vm-instances/${SEED.vms.stoppedWindows}`, 'expunge-destroyed-vms'],
])(
  'of deleted %s nothing is looked at any more once they are expunged',
  async (_what, path, chore) => {
    const emulator = await TestEmulator.start();
    await emulator.make('DELETE', path).catch(() => undefined);
    expect(waiting(emulator)).toContain(chore);
    emulator.advance(40 * DAY);
    expect(await emulator.find(path)).toBeUndefined();
    expect(waiting(emulator)).not.toContain(chore);
    emulator.advance(DAY);
    expect(waiting(emulator)).not.toContain(chore);
  },
);
