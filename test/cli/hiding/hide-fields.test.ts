import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { runCommand, temporaryFolder } from '../../support/process';

/** A client in Node: it makes an image and waits for it as clients do that know jobs. */
const CLIENT = `
const { ZSTACK_URL, ZSTACK_SESSION, READS = '' } = process.env;
const ask = async (path, method = 'GET', body) => {
  const answer = await fetch(ZSTACK_URL + path, {
    method,
    headers: { Authorization: 'OAuth ' + ZSTACK_SESSION, 'Content-Type': 'application/json', Prefer: 'respond-async' },
    body: body && JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
};
const must = (value) => {
  if (value === undefined || value === null) process.exit(7);
  return value;
};
(async () => {
  const zones = await ask('/v1/zones?limit=1');
  const [zone] = must(zones.body.inventories);
  must(zone.state ?? zone.type);
  const made = await ask('/v1/clusters', 'POST', {
    params: { name: 'new', zoneUuid: must(zone.uuid), hypervisorType: 'KVM' },
  });
  let answer = made;
  while (answer.status === 202) answer = await ask(made.body.location.replace(/^.*?(?=\\/v1)/, ''));
  if (READS === 'cluster') must(must(answer.body.inventory).uuid);
})();
`;

interface Found {
  readonly operations: Readonly<
    Record<string, { reads?: string[]; readsEither?: string[][]; untried?: string[] }>
  >;
}

async function hide(client: string, ...more: string[]) {
  const folder = temporaryFolder();
  const program = join(folder, 'client.cjs');
  const contract = join(folder, 'client.yaml');
  writeFileSync(program, client);
  const result = await runCommand([
    'run',
    '--contract-out',
    contract,
    '--hide-fields',
    ...more,
    '--',
    process.execPath,
    program,
  ]);
  const found = result.code === 0 ? (load(readFileSync(contract, 'utf8')) as Found) : undefined;
  return { ...result, operations: found?.operations ?? {} };
}

test('fields that it breaks without are found, of queries and of what jobs answer', async () => {
  const client = CLIENT.replace("READS = ''", "READS = 'cluster'");
  const { operations, code } = await hide(client, '--hide-most', '200');
  expect(code).toBe(0);
  expect(operations).toMatchObject({
    QueryZone: {
      reads: ['inventories', 'inventories[].uuid'],
      readsEither: [['inventories[].state', 'inventories[].type']],
    },
    CreateCluster: { reads: ['inventory', 'inventory.uuid'] },
  });
  expect(Object.values(operations).some(({ untried }) => untried !== undefined)).toBe(false);
});

test('with few runs it says what it has not found out', async () => {
  const { operations, stderr, code } = await hide(CLIENT, '--hide-most', '2');
  expect(code).toBe(0);
  expect(stderr).toContain('it is not known whether it reads them: say more than --hide-most 2');
  expect(Object.values(operations).flatMap(({ untried = [] }) => untried)).toContain(
    'inventories[].uuid',
  );
});

test('a command that ends well only once is told, and nothing is written', async () => {
  const once = `const { existsSync, writeFileSync } = require('node:fs');
    const mark = __filename + '.ran';
    if (existsSync(mark)) process.exit(1);
    writeFileSync(mark, '');`;
  const { code, stderr } = await hide(once);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('nothing can be said of what it reads'),
  ]);
});

test('what is asked wrong is said', async () => {
  const cases: [string[], string][] = [
    [['run', '--hide-fields', '--', 'true'], '--hide-fields is told by --contract-out: say a file'],
    [
      ['run', '--hide-fields', '--contract-out', 'x', '--hide-most', '0', '--', 'true'],
      '--hide-most is 0: expected 1 to 10000',
    ],
  ];
  for (const [args, words] of cases) {
    const { code, stderr } = await runCommand(args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
  }
});
