import { allOperations } from '../../src/api/operations';
import { KNOWN_OPERATIONS } from '../../src/contract/known-operations';
import { readReservedOperations } from '../../src/contract/reserved-operations';
import { HOST_OPERATIONS } from '../../src/control/environments';
import { CONTROL_OPERATIONS } from '../../src/control/operations';
import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';
import { create, everything } from '../support/environments';

/** Clients are known that call these by another method. */
const KNOWN_ALSO = [
  'POST /v1/accounts/login',
  'POST /v1/zql',
  'PUT /v1/eips/a0000000000040008000000000000001/vm-instances/nics/a0000000000040008000000000000001',
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'] as const;

/** Something that is there, for a variable of a path: so that nothing is refused for its name alone. */
const THERE: readonly (readonly [RegExp, string])[] = [
  [/primary-storage/, SEED.primaryStorages.nfs],
  [/backup-storage/, SEED.backupStorages.imageStore],
  [/volume-snapshots/, 'd0000000000040008000000000000101'],
  [/volumes/, SEED.volumes.data],
  [/images/, SEED.images.linux],
  [/vm-instances/, SEED.vms.runningLinux],
  [/zones/, SEED.zone],
  [/accounts/, 'a11ce000000040008000000000000001'],
  [/environments/, 'x'],
];

const withValues = (path: string) =>
  path.replace(/\{\w+\}/g, THERE.find(([pattern]) => pattern.test(path))?.[1] ?? SEED.image);

const slotOf = (path: string) => path.replace(/\{\w+\}/g, '{}');

/** What is declared at each path, by the form of the path. */
function methodsByPath(operations: readonly { method: string; paths: readonly string[] }[]) {
  const found = new Map<string, { path: string; methods: Set<string> }>();
  for (const { method, paths } of operations) {
    for (const path of paths) {
      const slot = slotOf(path);
      const entry = found.get(slot) ?? { path: withValues(path), methods: new Set() };
      entry.methods.add(method);
      found.set(slot, entry);
    }
  }
  return found;
}

async function send(emulator: TestEmulator, method: string, path: string, body: object) {
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  const answer = await fetch(`${emulator.url}${path}`, {
    method,
    headers: { Authorization: `OAuth ${ADMIN_SESSION}`, 'Content-Type': 'application/json' },
    ...(hasBody ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, text: await answer.text() };
}

test('every path of the image API takes the methods that are declared there, and no other changes anything', async () => {
  const emulator = await TestEmulator.start();
  const before = everything(emulator);
  const all = methodsByPath([...KNOWN_OPERATIONS, ...allOperations(), ...readReservedOperations()]);
  const own = methodsByPath(allOperations());
  for (const [slot, { path }] of own) {
    const { methods } = all.get(slot) ?? { methods: new Set<string>() };
    for (const method of METHODS) {
      // A HEAD is a GET without a body.
      const isDeclared = methods.has(method === 'HEAD' ? 'GET' : method);
      if (isDeclared || KNOWN_ALSO.includes(`${method} ${path}`)) continue;
      const { status } = await send(emulator, method, `/zstack${path}`, { params: { name: 'x' } });
      expect([method, path, [400, 405, 500].includes(status)]).toEqual([method, path, true]);
    }
  }
  expect(everything(emulator)).toEqual(before);
});

test('what is at the address of a lone DELETE stays, whatever method comes, with both kinds of checks', async () => {
  for (const checks of ['strict', 'native']) {
    const emulator = await TestEmulator.start({ settings: { checks } });
    const before = everything(emulator);
    for (const method of METHODS.filter((one) => one !== 'DELETE')) {
      const path = `/zstack/v1/primary-storage/${SEED.primaryStorages.nfs}`;
      const { status, text } = await send(emulator, method, path, { params: { name: 'x' } });
      expect([checks, method, status]).toEqual([checks, method, 405]);
      const words = `The method[${method}] is not allowed for the path[${path}]`;
      expect(text).toBe(method === 'HEAD' ? '' : words);
    }
    expect(everything(emulator)).toEqual(before);
  }
});

test('an EIP is given to a NIC by PUT, too, as zstack-sdk-go does', async () => {
  const emulator = await TestEmulator.start();
  const { vmNicUuid } = await emulator.find(`/eips/${SEED.eip}`);
  await emulator.make('DELETE', `/eips/${SEED.eip}/vm-instances/nics`);
  await emulator.make('PUT', `/eips/${SEED.eip}/vm-instances/nics/${vmNicUuid}`, {});
  expect(await emulator.find(`/eips/${SEED.eip}`)).toMatchObject({ vmNicUuid });
});

test('a log-in is taken by PUT and POST, and by no GET', async () => {
  const emulator = await TestEmulator.start();
  const body = { logInByAccount: { accountName: 'admin', password: 'wrong' } };
  for (const method of ['PUT', 'POST']) {
    const { text } = await send(emulator, method, '/zstack/v1/accounts/login', body);
    expect([method, JSON.parse(text).error.code]).toEqual([method, 'ID.1000']);
  }
  const query = 'accountName=admin&password=wrong';
  const { status } = await send(emulator, 'GET', `/zstack/v1/accounts/login?${query}`, {});
  expect(status).toBe(405);
});

test("every path of the emulator's own API takes the methods that are declared there alone", async () => {
  const emulator = await TestEmulator.start();
  await create(emulator, { name: 'x' });
  const before = everything(emulator);
  const all = [...CONTROL_OPERATIONS.values(), ...HOST_OPERATIONS.values()];
  for (const { path, methods } of methodsByPath(all).values()) {
    // Below an environment the root is the environment itself, and a fleet is of none.
    const isWhole = path === '/v1' || /^\/v1\/(environments|fleet)(\/|$)/.test(path);
    const prefixes = isWhole ? [''] : ['', '/environments/x'];
    for (const prefix of prefixes) {
      const target = `/emulator/v1${prefix}${path.slice('/v1'.length)}`;
      for (const method of METHODS) {
        if (methods.has(method === 'HEAD' ? 'GET' : method)) continue;
        const { status } = await send(emulator, method, target, {});
        expect([method, target, status]).toEqual([method, target, 405]);
      }
    }
  }
  expect(everything(emulator)).toEqual(before);
});

test("parameters of the emulator's own API may stand alone or under params", async () => {
  const emulator = await TestEmulator.start();
  for (const body of [{ mode: 'stopped' }, { params: { mode: 'stopped' } }]) {
    expect((await send(emulator, 'PUT', '/emulator/v1/clock', body)).status).toBe(200);
  }
  expect((await send(emulator, 'PUT', '/emulator/v1/clock', { mode: 'odd' })).status).not.toBe(200);
});
