import { ADMIN_SESSION, TestEmulator, type Json } from '../support/emulator';
import { environmentOf } from '../support/environments';
import { brokenLaws } from '../../src/persistence/laws';
import { lacksOf } from './compare';
import {
  answersOf,
  DATA_DIRECTORIES,
  digestsOf,
  filesOf,
  manifestOf,
  sha256,
  unpacked,
} from './fixtures';
import { CORRECTED, GROWING } from './moved';

async function answerTo(url: string): Promise<Json> {
  const answer = await fetch(url, { headers: { Authorization: `OAuth ${ADMIN_SESSION}` } });
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** What who polls a job is answered, whatever that is. */
async function resultOf(url: string): Promise<Json> {
  const answer = await fetch(url, { headers: { Authorization: `OAuth ${ADMIN_SESSION}` } });
  return { status: answer.status, body: await answer.json() };
}

/** A digest of the first and the last bytes that an address serves, as scripts/fixtures/describe.mjs makes it. */
async function endsOf(url: string): Promise<string> {
  const pieces: Buffer[] = [];
  for (const range of ['bytes=0-4095', 'bytes=-4096']) {
    const answer = await fetch(url, { headers: { Range: range } });
    const piece = Buffer.from(await answer.arrayBuffer());
    if (answer.status === 206) pieces.push(piece);
  }
  return sha256(Buffer.concat(pieces));
}

test.each(DATA_DIRECTORIES)(
  'questions of the data directory %s/%s are answered as that version answered them, and bytes are the same',
  async (version, name) => {
    const folder = unpacked(version, name);
    const emulator = await TestEmulator.start({ settings: { dataDir: folder } });
    const answers = Object.entries(answersOf(version, name));
    expect(answers.map(([environment]) => environment)).toContain('default');
    const lacks: string[] = [];
    for (const [environment, { imageApi, control, bytes, jobs }] of answers) {
      const isDefault = environment === 'default';
      const context = isDefault ? '' : `/environments/${environment}`;
      const asked = [
        ...Object.entries(imageApi).map(([path, before]) => {
          const [bare = '', question = 'limit=10000'] = path.split('?');
          return [bare, `${context}/zstack/v1${bare}?${question}`, before] as const;
        }),
        ...Object.entries(control).map(
          ([path, before]) => [path, `/emulator/v1${context}${path}`, before] as const,
        ),
      ];
      for (const [bare, url, before] of asked) {
        const now = await answerTo(`${emulator.url}${url}`);
        lacks.push(...lacksOf(before, now, GROWING.has(bare), `${environment} ${bare}`));
      }
      for (const [uuid, before] of Object.entries(jobs)) {
        const now = await resultOf(`${emulator.url}${context}/zstack/v1/api-jobs/${uuid}`);
        lacks.push(...lacksOf(before, now, false, `${environment} job ${uuid}`));
      }
      for (const [address, before] of Object.entries(bytes)) {
        const now = await endsOf(`${emulator.url}/emulator/v1${context}${address}`);
        if (now !== before) lacks.push(`${environment} ${address} serves other bytes`);
      }
      expect([environment, brokenLaws(environmentOf(emulator, environment).database)]).toEqual([
        environment,
        {},
      ]);
    }
    expect(lacks.filter((lack) => !CORRECTED.some((known) => known.test(lack)))).toEqual([]);
    await emulator.stop();
    // No environment was set aside, no file of a real image went.
    const { files, databases } = manifestOf(version).fixtures[name] ?? { databases: {} };
    expect(digestsOf(folder)).toEqual(files);
    expect(filesOf(folder).databases).toEqual(Object.keys(databases));
  },
);

test.each<[string, Json, boolean, number]>([
  ['a field that came later', { list: [{ a: 1, b: 2 }] }, false, 0],
  ['another value', { list: [{ a: 2 }] }, false, 1],
  ['a value that is gone', { list: [{}] }, false, 1],
  ['an item more', { list: [{ a: 1 }, { a: 2 }] }, false, 1],
  ['an item more where there may be', { list: [{ a: 2 }, { a: 1 }] }, true, 0],
  ['an item less', { list: [] }, true, 1],
  ['null instead', { list: null }, false, 1],
])('the comparison of answers sees %s', (_what, after, mayGrow, count) => {
  expect(lacksOf({ list: [{ a: 1 }] }, after, mayGrow)).toHaveLength(count);
});
