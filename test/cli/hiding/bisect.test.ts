import { findNeeded } from '../../../src/cli/hiding/bisect';
import { callOf, fieldsIn, withoutFields } from '../../../src/cli/hiding/fields';

const ALL = Array.from({ length: 64 }, (_, i) => `f${i}`);

async function search(isBroken: (without: ReadonlySet<string>) => boolean, most = 1_000) {
  let runs = 0;
  const found = await findNeeded(
    [ALL.slice(0, 40), ALL.slice(40)],
    (without) => {
      runs += 1;
      return Promise.resolve(isBroken(new Set(without)));
    },
    most,
  );
  return { ...found, runs };
}

test('what nothing reads takes one run a group', async () => {
  expect(await search(() => false)).toEqual({ alone: [], together: [], untried: [], runs: 3 });
});

test('each field that is read is found, in far fewer runs than there are fields', async () => {
  const read = ['f3', 'f41', 'f63'];
  const found = await search((without) => read.some((one) => without.has(one)));
  expect(found).toMatchObject({ alone: read, together: [], untried: [] });
  expect(found.runs).toBeLessThan(40);
});

test('of two of which one is enough it is told that one is needed', async () => {
  const { alone, together } = await search((without) => without.has('f0') && without.has('f39'));
  expect(alone).toEqual([]);
  expect(together).toEqual([['f0', 'f39']]);
});

test('also where other fields are read, and where there are several of that', async () => {
  const { alone, together, runs } = await search(
    (without) =>
      without.has('f5') ||
      (without.has('f0') && without.has('f63')) ||
      (without.has('f7') && without.has('f8') && without.has('f9')),
  );
  expect(alone).toEqual(['f5']);
  expect(
    together.map((one) => [...one]).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  ).toEqual([
    ['f0', 'f63'],
    ['f7', 'f8', 'f9'],
  ]);
  expect(runs).toBeLessThan(100);
});

test('when there are no runs left, what is not known is told, and nothing else', async () => {
  const { alone, untried, runs } = await search((without) => without.has('f0'), 3);
  expect(runs).toBe(3);
  expect(alone).toEqual([]);
  // The first forty break it, of these the first twenty, of these the first ten.
  expect(untried).toEqual(ALL);
});

test('fields are named by where they are, lists as one', () => {
  const body = {
    inventories: [
      { uuid: 'a', refs: [{ state: 'x' }] },
      { uuid: 'b', name: null },
    ],
    total: 2,
  };
  expect(fieldsIn(body)).toEqual([
    'inventories',
    'inventories[].uuid',
    'inventories[].refs',
    'inventories[].refs[].state',
    'total',
  ]);
  const hidden = new Set(['inventories[].refs[].state', 'total']);
  expect(withoutFields(body, hidden)).toEqual({
    inventories: [
      { uuid: 'a', refs: [{}] },
      { uuid: 'b', name: null },
    ],
  });
});

test.each([
  ['GET', '/zstack/v1/zones?q=name=a', '', 'GET /v1/zones'],
  ['DELETE', `/zstack/v1/zones/${'0a'.repeat(16)}`, '', 'DELETE /v1/zones/{uuid}'],
  ['POST', '/zstack/v1/zones', '{"params":{"name":"a"},"systemTags":[]}', 'POST /v1/zones'],
  [
    'PUT',
    `/v1/images/${'0a'.repeat(16)}/actions`,
    '{"updateImage":{}}',
    'PUT /v1/images/{uuid}/actions#updateImage',
  ],
  ['PUT', '/v1/x', 'no JSON', 'PUT /v1/x'],
])('%s %s %s is a call of %s', (method, url, body, expected) => {
  expect(callOf(method, url, body)).toBe(expected);
});
