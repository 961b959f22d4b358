import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestEmulator, type Json } from '../../support/emulator';
import { temporaryFolder } from '../../support/process';

const IMAGES = 1_100;

/** A world of so many images, with so long a text in each. */
async function started(count: number, characters: number, settings = {}) {
  const seed = join(temporaryFolder(), 'seed.yaml');
  writeFileSync(
    seed,
    `version: 1
sessions: [{ uuid: '5e55000000004000800000000000ad01', account: admin }]
backupStorages:
  - { name: bs, type: ImageStoreBackupStorage, url: /bs, totalCapacity: 8000000000000000 }
images:
  - { name: 'web-{n:05}', count: ${count}, url: 'http://x/<{n}>&', size: 1M, actualSize: 1K, description: '${'x'.repeat(characters)}', backupStorages: [{ name: bs }] }
`,
  );
  // However slow the machine is: here the answers are looked at, not their time.
  return TestEmulator.start({ settings: { seed, queryDeadline: '60000', ...settings } });
}

test.each([
  ['documented', /undefined/],
  // No nulls, and five characters escaped.
  ['native', /undefined|null|[<>&]/],
])('a long answer says what short ones say together, with classes (%s)', async (wire, never) => {
  const emulator = await started(IMAGES, 1, { wire });
  const page = async (start: number, limit: number): Promise<Json> => {
    const search = `sort=name&start=${start}&limit=${limit}&replyWithCount=true`;
    const { status, body, text } = await emulator.get(`/zstack/v1/images?${search}`);
    expect(status).toBe(200);
    expect(text).not.toMatch(never);
    return body;
  };
  const whole = await page(0, 5_000);
  expect(whole.inventories).toHaveLength(IMAGES);
  const parts: Json[] = [];
  const schema: Record<string, string> = {};
  for (let start = 0; start < IMAGES; start += 100) {
    const part = await page(start, 100);
    parts.push(...part.inventories);
    for (const [path, name] of Object.entries(part.schema)) {
      schema[path.replace(/^inventories\[(\d+)\]/, (_, i) => `inventories[${start + Number(i)}]`)] =
        String(name);
    }
  }
  expect(whole.inventories).toEqual(parts);
  expect(whole.schema).toEqual(schema);
  expect(whole.total).toBe(IMAGES);
  const short = await page(0, 100);
  expect(Object.keys(whole)).toEqual(Object.keys(short));
});

test('a long answer of ZQL says what short ones say together', async () => {
  const emulator = await started(IMAGES, 1);
  const ask = async (zql: string): Promise<Json> =>
    (await emulator.get(`/zstack/v1/zql?zql=${encodeURIComponent(zql)}`)).body;
  const statement = 'query image order by name asc';
  const whole = await ask(`${statement}; ${statement} limit 3 named as 'few'; count image`);
  const half = IMAGES / 2;
  const first = await ask(`${statement} limit ${half}`);
  const second = await ask(`${statement} limit ${half} offset ${half}`);
  const all = [...first.results[0].inventories, ...second.results[0].inventories];
  expect(whole).toEqual({
    success: true,
    error: null,
    results: [
      { inventories: all },
      { inventories: all.slice(0, 3), name: 'few' },
      { total: IMAGES },
    ],
  });
});

test('an answer of more bytes than any client takes at once is refused, whatever the limit says', async () => {
  const emulator = await started(8_000, 2_000);
  const before = emulator.world();
  const error = await emulator.refused('GET', '/images?limit=1000000');
  expect(error.code).toBe('SYS.1007');
  expect(error.details).toMatch(
    /^the answer would be larger than 16 MB: it is after \d+ inventories; ask for them page by page, with limit and start$/,
  );
  expect(await emulator.refused('GET', '/zql?zql=query image limit 1000000')).toEqual(error);
  const half = await emulator.get('/zstack/v1/images?limit=5000&fields=uuid');
  expect(half.body.inventories).toHaveLength(5_000);
  expect(emulator.world()).toEqual(before);
});
