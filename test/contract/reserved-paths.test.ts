import { allOperations } from '../../src/api/operations';
import { readReservedOperations } from '../../src/contract/reserved-operations';
import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';
import { everything } from '../support/environments';

const UUID = SEED.primaryStorages.nfs;

function caller(emulator: TestEmulator) {
  return async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${emulator.url}/zstack${path}`, {
      method,
      headers: { Authorization: `OAuth ${ADMIN_SESSION}`, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      text,
      error: text.startsWith('{') ? JSON.parse(text).error : null,
    };
  };
}

const notEmulated = (name: string) =>
  `${name} is an API of ZStack that this emulator does not emulate`;

/** Operations that are called as ones that share their methods and paths, and that the emulator has. */
const OURS = [
  'GetFreeIpOfL3Network',
  'GetFreeIpOfIpRange',
  'GetBackupStorageForCreatingImageFromVolume',
  'GetBackupStorageForCreatingImageFromVolumeSnapshot',
];

test('every operation of the real system that the emulator has not is told by its name, and does nothing', async () => {
  const emulator = await TestEmulator.start();
  const call = caller(emulator);
  const before = everything(emulator);
  const ours = new Set(allOperations().map(({ name }) => name));
  const reserved = readReservedOperations().filter(({ name }) => !ours.has(name));
  expect(reserved.length).toBeGreaterThan(1700);
  for (const { name, method, paths, bodyKey = '' } of reserved) {
    if (OURS.includes(name)) continue;
    for (const path of paths) {
      const body = { PUT: { [bodyKey]: {} }, POST: { params: {} } }[method];
      const { status, error } = await call(method, path.replace(/\{\w+\}/g, UUID), body);
      expect([name, path, status, error?.code]).toEqual([name, path, 503, 'SYS.1014']);
      expect(error.details).toBe(notEmulated(name));
    }
  }
  expect(everything(emulator)).toEqual(before);
});

test.each([
  [
    'POST',
    '/v1/primary-storage/sharedblockgroup',
    { params: { name: 'x' } },
    'AddSharedBlockGroupPrimaryStorage',
  ],
  [
    'POST',
    '/v1/backup-storage/image-store/disaster',
    { params: {} },
    'AddDisasterImageStoreBackupStorage',
  ],
  [
    'PUT',
    `/v1/vm-instances/${SEED.vms.runningLinux}/actions`,
    { setVmSecurityLevel: {} },
    'SetVmSecurityLevel',
  ],
  ['PUT', '/v1/licenses/actions', { reloadLicense: {} }, 'ReloadLicense'],
  [
    'PUT',
    `/v1/vm-instances/${SEED.vms.runningLinux}/actions`,
    { cloneVmInstance: {} },
    'CloneVmInstance',
  ],
  [
    'GET',
    `/v1/vm-instances/${SEED.vms.stoppedWindows}/storage-migration-candidates`,
    undefined,
    'GetPrimaryStorageCandidatesForVmMigration',
  ],
] as const)('%s %s is no path with a uuid in it', async (method, path, body, name) => {
  const { error } = await caller(await TestEmulator.start())(method, path, body);
  expect([error?.code, error?.details]).toEqual(['SYS.1014', notEmulated(name)]);
});

test('one that has a path of its own is told by its name whatever method and body come', async () => {
  const emulator = await TestEmulator.start();
  const call = caller(emulator);
  const counts = new Map<string, number>();
  const reserved = readReservedOperations();
  const ours = new Set(allOperations().map(({ name }) => name));
  const slotOf = (path: string) => path.replace(/\{\w+\}/g, '{}');
  const taken = [...reserved, ...allOperations()].flatMap(({ paths }) => paths.map(slotOf));
  for (const slot of taken) counts.set(slot, (counts.get(slot) ?? 0) + 1);
  const alone = reserved.filter(
    ({ name, paths: [path = ''] }) => !ours.has(name) && counts.get(slotOf(path)) === 1,
  );
  expect(alone.length).toBeGreaterThan(500);
  for (const {
    name,
    paths: [path = ''],
  } of alone.filter((_, i) => i % 10 === 0)) {
    const own = path.replace(/\{\w+\}/g, UUID);
    for (const [method, body] of [
      ['GET', undefined],
      ['DELETE', undefined],
      ['POST', {}],
      ['PUT', { noSuchKey: {} }],
      ['PUT', undefined],
    ] as const) {
      const { status, error } = await call(method, own, body);
      expect([method, own, status, error?.details]).toEqual([method, own, 503, notEmulated(name)]);
    }
  }
});

test('the session of a call of what is not emulated is looked at first, where the real system looks at it', async () => {
  const emulator = await TestEmulator.start();
  const ask = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: object,
  ) => {
    const answer = await fetch(`${emulator.url}/zstack/v1${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return [answer.status, text.startsWith('{') ? JSON.parse(text).error.code : text];
  };
  const ended = { Authorization: 'OAuth 0123456789ab4def8123456789abcdef' };
  expect(await ask('GET', '/load-balancers', {})).toEqual([400, "missing header 'Authorization'"]);
  expect(await ask('GET', '/load-balancers', ended)).toEqual([503, 'ID.1001']);
  expect(await ask('GET', '/load-balancers', { Authorization: `OAuth ${ADMIN_SESSION}` })).toEqual([
    503,
    'SYS.1014',
  ]);
  // Who is about to log in has no session yet.
  expect(await ask('GET', '/captcha/refresh', {})).toEqual([503, 'SYS.1014']);
});

test('rules make calls of what is not emulated fail, and the journal is asked for them by their name', async () => {
  const emulator = await TestEmulator.start();
  const call = caller(emulator);
  const rule = {
    kind: 'fail',
    operation: 'QueryLoadBalancer',
    code: 'SYS.1006',
    details: 'by a rule',
    times: 1,
  };
  expect((await emulator.control('POST', '/faults', rule)).status).toBe(200);
  expect((await call('GET', '/v1/load-balancers')).error.details).toBe('by a rule');
  expect((await call('GET', '/v1/load-balancers')).error.code).toBe('SYS.1014');
  const { body } = await emulator.control('POST', '/journal/verify', {
    operation: 'QueryLoadBalancer',
    atLeast: 2,
  });
  expect(body.inventory.matches).toBe(true);
});

test('what the emulator has is reached as before, and what nobody has is refused as the real system does', async () => {
  const emulator = await TestEmulator.start();
  const call = caller(emulator);
  // A word where a uuid belongs means that word where no other path has it.
  expect((await call('GET', '/v1/images/no-such-image')).text).toContain('"inventories":[]');
  expect((await call('GET', `/v1/images/${SEED.images.linux}`)).text).toContain(SEED.images.linux);
  const key = await call('PUT', `/v1/images/${SEED.images.linux}/actions`, { noSuchAction: {} });
  expect([key.status, key.text]).toEqual([
    400,
    `the body doesn't contain action mapping to the URL[/v1/images/${SEED.images.linux}/actions]`,
  ]);
  expect((await call('GET', '/v1/no-such-thing')).status).toBe(404);
});
