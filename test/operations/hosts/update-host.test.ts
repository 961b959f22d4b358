import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const { hosts } = SEED;
const plain = (params: object) =>
  ['PUT', `/hosts/${hosts.linux}/actions`, { updateHost: params }] as const;
const kvm = (params: object) =>
  ['PUT', `/hosts/kvm/${hosts.linux}/actions`, { updateKVMHost: params }] as const;

test('a host is changed; without a change it stays as it is', async () => {
  const emulator = await TestEmulator.start();
  const path = `/hosts/${hosts.linux}`;
  const before = await emulator.find(path);
  await emulator.make(...plain({}));
  expect(await emulator.find(path)).toEqual(before);
  await emulator.make(...plain({ name: 'n', description: 'd', managementIp: '10.2.2.2' }));
  expect(await emulator.find(path)).toMatchObject({
    name: 'n',
    description: 'd',
    managementIp: '10.2.2.2',
  });
});

test('how a host of kind KVM is logged in on is changed; its password is told nowhere', async () => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.call(...kvm({ username: 'u', password: 'a secret', sshPort: 23 }));
  expect(answer.body.inventory).toMatchObject({ username: 'u', sshPort: 23, name: 'host-1' });
  expect(answer.text).not.toContain('secret');
  expect(JSON.stringify(emulator.world())).not.toContain('a secret');
  const journal = await emulator.control('GET', '/journal');
  expect(JSON.stringify(journal.body)).not.toContain('a secret');
});

test('an address that another host has is refused', async () => {
  const emulator = await TestEmulator.start();
  const { managementIp } = await emulator.find(`/hosts/${hosts.arm}`);
  for (const [method, path, body] of [plain({ managementIp }), kvm({ managementIp })]) {
    expect(await emulator.refused(method, path, body)).toMatchObject({
      code: 'SYS.1007',
      details: `there has been a host having managementIp[${managementIp}]`,
    });
  }
  expect(await emulator.refused(...kvm({ sshPort: 70_000 }))).toMatchObject({ code: 'SYS.1007' });
});

test('only admin changes hosts', async () => {
  const emulator = await TestEmulator.start();
  for (const [method, path, body] of [plain({ name: 'n' }), kvm({ name: 'n' })]) {
    const refusal = await emulator.refused(method, path, body, ALICE_SESSION);
    expect(refusal).toMatchObject({ code: 'ID.1002' });
  }
});
