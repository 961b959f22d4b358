import { SEED, TestEmulator } from '../support/emulator';
import { Beside } from './beside';

const { imageStore } = SEED.backupStorages;

/** What one of several clients does, over and over, beside the others. */
async function aClient(beside: Beside, name: string, rounds: number): Promise<void> {
  for (let i = 0; i < rounds; i++) {
    const zone = await beside.make('POST', '/zones', { params: { name: `${name}-${i}` } });
    await beside.call('GET', '/zones?replyWithCount=true&sort=-createDate');
    await beside.call('GET', `/zones/${zone.uuid}`);
    const path = `/images/root-volume-templates/from/volumes/${SEED.volumes.stoppedWindows}`;
    const params = { name: `${name}-${i}`, backupStorageUuids: [imageStore] };
    const image = await beside.make('POST', path, { params });
    await beside.call('GET', `/backup-storage/${imageStore}`);
    await beside.call('PUT', `/zones/${zone.uuid}/actions`, { updateZone: { description: name } });
    await beside.call('GET', '/images?count=true');
    await beside.call('DELETE', `/images/${image.uuid}`);
    await beside.call('PUT', `/images/${image.uuid}/actions`, { expungeImage: {} });
    await beside.call('DELETE', `/zones/${zone.uuid}`);
    await beside.call('DELETE', `/zones/${zone.uuid}`);
  }
}

test.each([['auto'], ['async']])(
  'many clients at once: nothing is called a difference that may be one of order (%s)',
  async (apiMode) => {
    const cloud = await TestEmulator.start({ realTime: true, settings: { apiMode } });
    const beside = await Beside.start(cloud.url);
    const clients = ['a', 'b', 'c', 'd'].map((name) => aClient(beside, name, 2));
    await Promise.all(clients);
    const judged = await beside.judged();
    expect(judged.filter(({ outcome }) => outcome === 'differs')).toEqual([]);
    const failed = judged.filter(({ reason }) => reason?.startsWith('the shadow failed'));
    expect(failed).toEqual([]);
    // Alone again, a client is compared in everything: the worlds have not gone apart.
    const before = judged.length;
    await aClient(beside, 'alone', 1);
    const after = (await beside.judged())
      .slice(before)
      .map(({ outcome, reason }) => reason ?? outcome);
    expect(after.filter((what) => what !== 'same' && what !== 'its job is under way')).toEqual([]);
    expect(after).toContain('same');
  },
);
