import { brokenLaws } from '../../src/persistence/laws';
import { TestEmulator } from '../support/emulator';
import { create, environmentOf, exported, imported, sendImport } from '../support/environments';
import { temporaryFolder } from '../support/process';

/** Larger than what is looked through at once: 8 MB. */
const SEED = {
  version: 1,
  include: ['default'],
  zones: [{ name: 'z-{n}', description: 'x'.repeat(2000), count: 5000 }],
};

test.each([':memory:', 'a file'])(
  'a large file is looked through while others have their turn (%s)',
  async (place) => {
    const dataDir = place === ':memory:' ? place : temporaryFolder();
    const emulator = await TestEmulator.start({ settings: { dataDir } });
    await create(emulator, { name: 'x', from: { seed: SEED } });
    const file = await exported(emulator, 'x');
    expect(file.length).toBeGreaterThan(8 * 2 ** 20);

    let answered = 0;
    const end = new AbortController();
    const asking = (async () => {
      while (!end.signal.aborted) {
        await (await fetch(`${emulator.url}/healthz`)).text();
        answered++;
      }
    })();
    const world = await imported(emulator, 'y', file);
    end.abort();
    await asking;
    expect(world).toMatchObject({ images: 5, bytes: expect.any(Number) });
    expect(answered).toBeGreaterThan(3);
    expect(brokenLaws(environmentOf(emulator, 'y').database)).toEqual({});

    const torn = Buffer.from(file);
    for (let page = 4000; page < 4100; page++) torn.fill(0xa5, page * 1024 + 8, page * 1024 + 500);
    const { status, body } = await sendImport(emulator, 'y', torn);
    expect([status, body.error.details]).toEqual([
      400,
      expect.stringMatching(/^the file cannot be imported: it is damaged: /),
    ]);
    // Without secrets it is written anew in a thread, too.
    const answer = await fetch(`${emulator.url}/emulator/v1/environments/x/export`);
    const without = Buffer.from(await answer.arrayBuffer());
    expect(without.length).toBeLessThanOrEqual(file.length);
    await imported(emulator, 'y', without);
  },
);
