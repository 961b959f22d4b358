import fc from 'fast-check';
import { SEED, TestEmulator } from '../support/emulator';
import { Client, create, worldOf } from '../support/environments';

const { imageStore, sftp, ceph } = SEED.backupStorages;
const VOLUMES = [SEED.volumes.runningLinux, SEED.volumes.stoppedWindows, SEED.volumes.paused];
const IMAGES = [SEED.images.linux, SEED.images.windows, SEED.images.iso, SEED.images.deleted];

/** One call, with two numbers that choose what it works on. */
type Act = readonly [kind: number, a: number, b: number];

const ACTS: readonly ((client: Client, a: number, b: number) => Promise<unknown>)[] = [
  (client, a, b) =>
    client.call('POST', `/images/root-volume-templates/from/volumes/${VOLUMES[a % 3]}`, {
      params: { name: `t${b}`, backupStorageUuids: [[imageStore, sftp, ceph][b % 3]] },
    }),
  (client, a) =>
    client.call('POST', '/images', {
      params: {
        name: `i${a}`,
        url: `http://x/${a}.qcow2`,
        format: 'qcow2',
        backupStorageUuids: [imageStore],
      },
    }),
  (client, a) => client.call('DELETE', `/images/${IMAGES[a % 4]}`),
  (client, a) => client.call('PUT', `/images/${IMAGES[a % 4]}/actions`, { recoverImage: {} }),
  (client, a) => client.call('PUT', `/images/${IMAGES[a % 4]}/actions`, { expungeImage: {} }),
  (client, a) =>
    client.call('POST', `/volumes/${SEED.volumes.data}/volume-snapshots`, {
      params: { name: `s${a}` },
    }),
  (client, a) => client.control('POST', '/clock/advance', { by: `${1 + (a % 90)}h` }),
  (client, a) =>
    client.control(
      'PUT',
      '/progression',
      a % 2 === 0 ? { mode: 'immediate' } : { mode: 'timed', jitterPercent: 20 },
    ),
  (client, a, b) =>
    client.control('POST', '/faults', {
      kind: 'fail',
      operation: ['QueryZone', 'DeleteImage', 'AddImage'][a % 3],
      percent: (b % 100) + 1,
    }),
  (client) => client.control('DELETE', '/faults'),
  (client, a) =>
    client.call('PUT', '/global-configurations/image/deletionPolicy/actions', {
      updateGlobalConfig: { value: ['Direct', 'Delay', 'Never'][a % 3] },
    }),
  (client) => client.call('GET', '/images?sort=%2Bname'),
];

const act: fc.Arbitrary<Act> = fc.tuple(fc.nat({ max: ACTS.length - 1 }), fc.nat(99), fc.nat(99));
const acts = fc.array(act, { minLength: 5, maxLength: 20, size: 'max' });
/** Which of the two goes on next. */
const turns = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });

interface Lived {
  readonly told: readonly string[];
  readonly world: string;
}

/** Lets each environment do its acts, in the order of the turns; `false` is the first one's. */
async function live(
  lives: readonly (readonly Act[])[],
  order: readonly boolean[],
): Promise<Lived[]> {
  const emulator = await TestEmulator.start();
  const names = ['a', 'b'].slice(0, lives.length);
  for (const name of names) await create(emulator, { name });
  const rest = lives.map((all) => [...all]);
  const told: string[][] = lives.map(() => []);
  const step = async (who: number) => {
    const next = rest[who]?.shift();
    if (!next) return;
    const [kind, a, b] = next;
    const client = new Client(emulator, names[who] ?? '');
    const answer = (await ACTS[kind]?.(client, a, b)) as { status: number; text: string };
    told[who]?.push(`${answer.status} ${answer.text}`);
  };
  for (const turn of order) await step(turn ? lives.length - 1 : 0);
  for (let who = 0; who < lives.length; who++) while (rest[who]?.length) await step(who);
  // An address is all that may tell two environments, or two emulators, apart.
  const plain = (text: string) =>
    text.replaceAll(emulator.url, '').replaceAll(/\/environments\/[ab]\b/g, '');
  const lived = names.map((name, who) => ({
    told: (told[who] ?? []).map(plain),
    world: plain(JSON.stringify(worldOf(emulator, name))),
  }));
  await emulator.stop();
  return lived;
}

test('two environments, in whatever order they go on, are what each would be alone', async () => {
  let calls = 0;
  await fc.assert(
    fc.asyncProperty(acts, acts, turns, async (first, second, order) => {
      calls += first.length + second.length;
      const together = await live([first, second], order);
      const [alone] = await live([first], []);
      const [other] = await live([second], []);
      expect(together).toEqual([alone, other]);
    }),
    { numRuns: 25 },
  );
  expect(calls).toBeGreaterThan(300);
});
