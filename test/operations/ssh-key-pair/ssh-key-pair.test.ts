import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { BASE, startSeed } from '../../support/seeds';
import { GIB } from '../../support/volumes';

const { vms, images, hosts } = SEED;
const KEY = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 me@here';
const create = (params: object = {}) =>
  ['POST', '/ssh-key-pair', { params: { name: 'k', publicKey: KEY, ...params } }] as const;
const at = (uuid: string, vm: string) => `/ssh-key-pair/${uuid}/vm-instance/${vm}`;

test('a pair is made, found, changed and removed', async () => {
  const emulator = await TestEmulator.start();
  const pair = await emulator.make(...create({ description: 'd' }));
  expect(pair).toMatchObject({ name: 'k', description: 'd', publicKey: KEY });
  const path = `/ssh-key-pair/${pair.uuid}`;
  expect(await emulator.find(path)).toEqual(pair);
  const update = { updateSshKeyPair: { name: 'n' } };
  expect(await emulator.make('PUT', `${path}/actions`, update)).toMatchObject({
    name: 'n',
    description: 'd',
  });
  const zql = encodeURIComponent("query sshkeypair.name where name='n'");
  const byZql = await emulator.call('GET', `/zql?zql=${zql}`);
  expect(byZql.body.results[0].inventories).toMatchObject([{ name: 'n' }]);
  await emulator.call('DELETE', path);
  expect(await emulator.find(path)).toBeUndefined();
  expect(await emulator.refused('DELETE', path)).toMatchObject({ code: 'SYS.1003' });
});

test.each([
  [
    { publicKey: 'no key' },
    'SYS.1006',
    'failed to load the public key: no key, err: com.jcraft.jsch.JSchException: invalid privatekey',
  ],
  [{ name: 'a/b' }, 'SYS.1007', 'a/b'],
])('a pair with %j is refused', async (params, code, details) => {
  const emulator = await TestEmulator.start();
  const refusal = await emulator.refused(...create(params));
  expect(refusal.code).toBe(code);
  expect(refusal.details).toContain(details);
});

test('an account has a key once; others may have it, too', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...create());
  expect(await emulator.refused(...create())).toMatchObject({
    code: 'SYS.1007',
    details: 'The sshKeyPair already upload',
  });
  const answer = await emulator.call(...create(), ALICE_SESSION);
  expect(answer.status).toBe(200);
  const all = await emulator.call('GET', '/ssh-key-pair');
  expect(all.body.inventories).toHaveLength(2);
  const hers = await emulator.call('GET', '/ssh-key-pair', undefined, ALICE_SESSION);
  expect(hers.body.inventories).toEqual([answer.body.inventory]);
});

test('the pairs of others are out of reach', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await emulator.make(...create());
  for (const [method, path, body] of [
    ['PUT', `/ssh-key-pair/${uuid}/actions`, { updateSshKeyPair: { name: 'n' } }],
    ['DELETE', `/ssh-key-pair/${uuid}`, undefined],
  ] as const) {
    expect(await emulator.refused(method, path, body, ALICE_SESSION)).toMatchObject({
      code: 'SYS.1006',
      details: expect.stringContaining(`is not the owner of the resource[uuid:${uuid}`),
    });
  }
});

test('a VM that runs takes a key, and gives it back', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await emulator.make(...create());
  const attach = (vm: string) => ['POST', at(uuid, vm), { params: {} }] as const;
  const refused = async (...call: readonly ['POST' | 'DELETE', string, object?]) => {
    const { code, details } = await emulator.refused(...call);
    expect(code).toBe('SYS.1007');
    return details;
  };
  expect(await refused(...attach(vms.stoppedWindows))).toBe(
    `The vmInstance[uuid:${vms.stoppedWindows}] not in running state.`,
  );
  expect(await refused('DELETE', at(uuid, vms.runningLinux))).toBe(
    `The sshKeyPair[uuid:${uuid}] was not attached on vm[uuid:${vms.runningLinux}].`,
  );
  // The real answer has no inventory.
  const answer = await emulator.call(...attach(vms.runningLinux));
  expect(answer).toMatchObject({ status: 200, body: { success: true } });
  expect(await refused(...attach(vms.runningLinux))).toBe(
    `The sshKeyPair[uuid:${uuid}] was already attached on vm[uuid:].`,
  );
  expect(await refused('DELETE', `/ssh-key-pair/${uuid}`)).toBe(
    `The sshKeyPair[uuid:${uuid}] was in using.`,
  );
  // A guest that does not run keeps its keys.
  const act = (action: string) =>
    emulator.make('PUT', `/vm-instances/${vms.runningLinux}/actions`, { [action]: {} });
  await act('stopVmInstance');
  expect(await refused('DELETE', at(uuid, vms.runningLinux))).toBe(
    `The vmInstance[uuid:${vms.runningLinux}] not in running state.`,
  );
  await act('startVmInstance');
  await emulator.call('DELETE', at(uuid, vms.runningLinux));
  expect((await emulator.call('DELETE', `/ssh-key-pair/${uuid}`)).status).toBe(200);
});

test('a new VM has the keys of its call', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await emulator.make(...create());
  const make = (sshKeyPairUuids: string[]) =>
    [
      'POST',
      '/vm-instances',
      {
        params: {
          name: 'vm',
          cpuNum: 1,
          memorySize: GIB,
          imageUuid: images.linux,
          hostUuid: hosts.linux,
          sshKeyPairUuids,
        },
      },
    ] as const;
  const vm = await emulator.make(...make([uuid]));
  const again = await emulator.refused('POST', at(uuid, vm.uuid), { params: {} });
  expect(again.details).toContain('was already attached');
  const absent = '0123456789ab4def8123456789abcdef';
  const refusal = await emulator.refused(...make([absent]));
  expect(refusal.code).toBe('SYS.1006');
  expect(refusal.details).toMatch(
    new RegExp(
      `^handle sshkeypair fail when creating vm because \\[ssh key pair\\[uuid:${absent}\\] can not associated to vm\\[uuid:\\w{32}\\] due to the key not found\\]$`,
    ),
  );
});

test('a seed has pairs, and the VMs that have them', async () => {
  const emulator = await startSeed(
    [
      BASE,
      'vmInstances:',
      '  - { name: vm, zone: z, state: Running, rootVolume: { primaryStorage: p, size: 1G } }',
      'sshKeyPairs:',
      `  - { name: k, publicKey: '${KEY}', vmInstances: [vm], userTags: [mine] }`,
    ].join('\n'),
  );
  const { body } = await emulator.call('GET', '/ssh-key-pair');
  expect(body.inventories.map(({ name }: Json) => name)).toEqual(['k']);
  const [{ uuid }] = body.inventories;
  expect((await emulator.refused('DELETE', `/ssh-key-pair/${uuid}`)).details).toBe(
    `The sshKeyPair[uuid:${uuid}] was in using.`,
  );
});
