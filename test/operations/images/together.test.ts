import { SEED, TestEmulator } from '../../support/emulator';

/*
 * Calls that arrive together share a transaction, and what it has read is kept in memory for all of them. Each
 * must see what those before it did, as if it had come alone.
 */

type Call = readonly ['POST' | 'PUT' | 'DELETE', string, object?];

const { nearlyFull, imageStore } = SEED.backupStorages;
const { linux } = SEED.images;
const times = (count: number, call: (i: number) => Call) =>
  Array.from({ length: count }, (_, i) => call(i));

const STORIES: readonly (readonly [string, readonly Call[]])[] = [
  [
    'images for which there is no room at the end',
    times(6, () => [
      'POST',
      '/images',
      {
        params: {
          name: 'x',
          url: 'http://x/a.qcow2#actualSize=300M',
          format: 'qcow2',
          backupStorageUuids: [nearlyFull],
        },
      },
    ]),
  ],
  [
    'templates for which there is no room at the end',
    times(6, () => [
      'POST',
      `/images/root-volume-templates/from/volumes/${SEED.volumes.stoppedWindows}`,
      { params: { name: 'x', backupStorageUuids: [nearlyFull, imageStore] } },
    ]),
  ],
  [
    'the same tag again and again',
    times(4, () => [
      'POST',
      '/user-tags',
      { params: { resourceType: 'ImageVO', resourceUuid: linux, tag: 'same' } },
    ]),
  ],
  [
    'an image that is used, deleted and expunged',
    [
      ['DELETE', `/images/${linux}`],
      ['DELETE', `/images/${linux}`],
      ['PUT', `/images/${linux}/actions`, { expungeImage: {} }],
      ['PUT', `/images/${linux}/actions`, { expungeImage: {} }],
    ],
  ],
  [
    'a storage that goes away in between',
    [
      ['PUT', `/zones/${SEED.zone}/actions`, { changeZoneState: { stateEvent: 'disable' } }],
      ['DELETE', `/zones/${SEED.zone}/backup-storage/${imageStore}`],
      [
        'POST',
        `/images/root-volume-templates/from/volumes/${SEED.volumes.stoppedWindows}`,
        { params: { name: 'x', backupStorageUuids: [imageStore] } },
      ],
      ['DELETE', `/backup-storage/${imageStore}`],
      [
        'POST',
        `/images/root-volume-templates/from/volumes/${SEED.volumes.stoppedWindows}`,
        { params: { name: 'x', backupStorageUuids: [imageStore] } },
      ],
    ],
  ],
];

/** Status and error of each answer; identifiers of what is made differ by the order of requests. */
const outcome = ({ status, text }: { status: number; text: string }) => {
  const { error } = JSON.parse(text) as { error: { code: string; details: string } | null };
  return `${status} ${error?.code ?? ''} ${error?.details ?? ''}`.replaceAll(
    /[0-9a-f]{32}/g,
    'UUID',
  );
};

const capacities = (emulator: TestEmulator) =>
  Object.values(SEED.backupStorages).map((uuid) => emulator.available('backup', uuid));

test.each(STORIES)('%s: together as one after the other', async (_what, calls) => {
  const alone = await TestEmulator.start({ chanceSeed: 3 });
  const expected: string[] = [];
  for (const [method, path, body] of calls) {
    expected.push(outcome(await alone.call(method, path, body)));
  }
  const before = capacities(alone);
  const together = await TestEmulator.start({ chanceSeed: 3 });
  const { commits } = together.environment;
  // All of them wait for one commit: none begins before the last has come.
  const release = holdCommits(commits);
  const answers = calls.map(([method, path, body]) => together.call(method, path, body));
  await release(calls.length);
  expect((await Promise.all(answers)).map(outcome)).toEqual(expected);
  expect(capacities(together)).toEqual(before);
});

/** Holds what is to be committed until so many calls have come, and lets them go in the order of their coming. */
function holdCommits(commits: { run<T>(work: () => T): Promise<T> }) {
  const run = commits.run.bind(commits);
  const waiting: (() => void)[] = [];
  commits.run = <T>(work: () => T): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting.push(() => void run(work).then(resolve, reject));
    });
  return async (count: number) => {
    while (waiting.length < count) await new Promise((resolve) => setImmediate(resolve));
    commits.run = run;
    for (const go of waiting) go();
  };
}
