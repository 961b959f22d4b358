import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, temporaryFolder } from '../../support/process';

const EXAMPLE = 'OAuth 0123456789abcdef0123456789abcdef';
const isExample = { header: { Authorization: { matchers: [{ match: 'type' }] } } };
const asked = (more: object = {}) => ({
  method: 'GET',
  path: '/zstack/v1/zones',
  headers: { Authorization: EXAMPLE },
  matchingRules: isExample,
  ...more,
});
const named = (...names: string[]) => ({
  status: 200,
  body: { inventories: names.map((name) => ({ name })) },
});

const INTERACTIONS = [
  {
    description: 'the zones of a world',
    providerStates: [{ name: 'Two  zones!' }],
    request: asked({ query: { sort: ['+name'] } }),
    response: named('one', 'two'),
  },
  {
    description: 'a zone by its name',
    providerStates: [{ name: 'a zone', params: { name: 'of-the-state' } }],
    request: asked({
      query: { q: ['name=example'] },
      generators: { query: { q: { type: 'ProviderState', expression: 'name=${name}' } } },
    }),
    response: named('of-the-state'),
  },
  {
    description: 'both states at once',
    providerStates: [{ name: 'two zones' }, { name: 'a zone', params: { name: 'three' } }],
    request: asked({ query: { sort: ['+name'] } }),
    response: named('one', 'three', 'two'),
  },
  {
    description: 'a new zone',
    providerStates: [{ name: 'empty' }],
    request: {
      method: 'POST',
      path: '/v1/zones',
      headers: { Authorization: EXAMPLE },
      body: { params: { name: 'any', resourceUuid: 'x' } },
      matchingRules: isExample,
      generators: { body: { '$.params.resourceUuid': { type: 'Uuid', format: 'simple' } } },
    },
    response: {
      status: 200,
      body: { inventory: { name: 'any', uuid: 'x' } },
      matchingRules: {
        body: { '$.inventory.uuid': { matchers: [{ match: 'regex', regex: '^[0-9a-f]{32}$' }] } },
      },
    },
  },
  {
    description: 'nobody is let in',
    request: { path: '/v1/zones' },
    response: {
      status: 400,
      body: "missing header 'Authorization'",
      headers: { 'Content-Type': 'text/plain' },
    },
  },
];

const WRONG = [
  {
    description: 'a state that nobody wrote',
    providerStates: [{ name: 'two zonez' }],
    request: asked(),
    response: named(),
  },
  {
    description: 'a parameter that a state has not',
    providerStates: [{ name: 'a zone' }],
    request: asked(),
    response: named(),
  },
  {
    description: 'a zone that is not there',
    providerStates: [{ name: 'two zones' }],
    request: asked({ query: { q: ['name=three'] } }),
    response: named('three'),
  },
  {
    description: 'a generator that nobody knows',
    request: asked({ generators: { path: { type: 'Magic' } } }),
    response: named(),
  },
];

function write(interactions: readonly object[], version = '3.0.0') {
  const folder = temporaryFolder();
  const path = join(folder, 'shop.json');
  const file = {
    consumer: { name: 'shop' },
    provider: { name: 'zstack' },
    interactions,
    metadata: { pactSpecification: { version } },
  };
  writeFileSync(path, JSON.stringify(file));
  const zone = (name: string) => `zones:\n  - name: ${name}\n`;
  writeFileSync(join(folder, 'two-zones.yaml'), `version: 1\n${zone('one')}  - name: two\n`);
  writeFileSync(join(folder, 'a-zone.yaml'), `version: 1\n${zone("'${name}'")}`);
  return { folder, path, at: (name: string) => join(folder, name) };
}

const withoutProgress = (text: string) => text.replaceAll(/^verifying .*\n/gm, '');

test('each interaction is asked of a new world in its states', async () => {
  for (const version of ['3.0.0', '4.0']) {
    const { folder, path } = write(
      version === '4.0'
        ? INTERACTIONS.map((one) => inVersion4({ ...one, type: 'Synchronous/HTTP' }))
        : INTERACTIONS,
      version,
    );
    const { code, stdout, stderr } = await runCommand([
      'verify',
      '--pact',
      path,
      '--states',
      folder,
      '--all',
    ]);
    expect([stdout, withoutProgress(stderr), code]).toEqual([
      `${INTERACTIONS.map(toldOf).join('\n')}\n5 interactions proven, 0 differ, 0 unknown\n`,
      '',
      0,
    ]);
  }
});

const toldOf = ({ description, providerStates = [] }: (typeof INTERACTIONS)[number]) => {
  const states = providerStates.map(({ name }) => name).join(' and ');
  return `shop › ${description}${states === '' ? '' : `, given ${states}`}: proven`;
};

/** Bodies of version 4 say what they are. */
function inVersion4(one: Readonly<Record<string, unknown>>): object {
  const half = (name: string) => {
    const part = one[name] as Readonly<Record<string, unknown>>;
    if (part['body'] === undefined) return part;
    const isText = typeof part['body'] === 'string';
    const contentType = isText ? 'text/plain' : 'application/json';
    return { ...part, body: { contentType, encoded: false, content: part['body'] } };
  };
  return { ...one, request: half('request'), response: half('response') };
}

test('what differs, and what cannot be tried, is told with its reason, in each form', async () => {
  const { folder, path, at } = write(WRONG);
  const junit = at('junit.xml');
  const args = ['verify', '--pact', path, '--states', folder];
  const { code, stdout } = await runCommand([...args, '--json', '--junit', junit]);
  expect(code).toBe(3);
  const { interactions } = JSON.parse(stdout) as {
    interactions: { state: string; reasons: string[] }[];
  };
  expect(interactions.map(({ state, reasons }) => [state, ...reasons])).toEqual([
    [
      'differs',
      `no seed is called as its state 'two zonez' (the nearest is two-zones): write ${at('two-zonez.yaml')}`,
    ],
    ['differs', "the seed of its state 'a zone' wants 'name', and the state has no such parameter"],
    ['differs', '$.inventories has 0 items, and must have 1'],
    ['unknown', "a generator 'Magic', which is not known"],
  ]);
  expect(readFileSync(junit, 'utf8')).toContain(
    '<testsuite name="shop" tests="4" failures="3" skipped="1">',
  );
});

test('a failure of what is pending fails nothing', async () => {
  const [, , wrong] = WRONG;
  const { folder, path } = write(
    [inVersion4({ ...wrong, pending: true, type: 'Synchronous/HTTP' })],
    '4.0',
  );
  const { code, stdout } = await runCommand(['verify', '--pact', path, '--states', folder]);
  expect([code, stdout]).toEqual([0, expect.stringContaining('differs (pending)')]);
});

test('what cannot be read is said, and whatever is asked wrong', async () => {
  const { folder, path, at } = write([]);
  writeFileSync(at('broken.json'), '{}');
  const cases: [string[], number, string][] = [
    [[at('none.json')], 1, 'it is not there'],
    [[at('broken.json')], 1, 'is no Pact file: consumer: '],
    [[path, '--states', at('nowhere')], 2, 'there is no folder'],
    [[path, '--session', 'mine'], 2, "--session is example, admin or as-is, not 'mine'"],
    [[path, '--url', 'http://x/zstack'], 2, 'leave --url out'],
    [[path, '--states', folder], 0, ''],
  ];
  for (const [args, expected, words] of cases) {
    const { code, stderr } = await runCommand(['verify', '--pact', ...args]);
    expect([args, code, stderr]).toEqual([args, expected, expect.stringContaining(words)]);
  }
});
