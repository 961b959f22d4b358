import { ADMIN_ACCOUNT, ALICE } from '../../support/accounts';
import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, put, takeSnapshot } from '../../support/volumes';

const RUNNING_NIC = 'e1c00000000040008000000000000001';
const KEY = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 me@here';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const giving = (resourceUuid: string, to = ALICE) =>
  ['POST', `/account/${to}/resources`, { params: { resourceUuid } }] as const;
const setQuota = (name: string, value: number) =>
  emulator.make('PUT', '/accounts/quotas/actions', {
    updateQuota: { identityUuid: ALICE, name, value },
  });
const usages = async (): Promise<{ name: string; used: number }[]> =>
  (await emulator.call('GET', `/accounts/quota/${ALICE}/usages`)).body.usages;
const ownedBy = (account: string): string[] =>
  (emulator.world()['account_resource_refs'] as Json[])
    .filter((ref) => ref.account_uuid === account)
    .map((ref) => ref.resource_uuid);

const made = (path: string, params: object) => async (): Promise<string> =>
  (await emulator.make('POST', path, { params })).uuid;
const at = (uuid: string) => () => Promise.resolve(uuid);
const inState = (state: string) => () => {
  put(
    emulator,
    `update vm_instances set state = '${state}' where uuid = '${SEED.vms.stoppedWindows}'`,
  );
  return Promise.resolve(SEED.vms.stoppedWindows);
};

const OFF = { 'vm.totalNum': 1 };
const ON = { 'vm.num': 1, 'vm.totalNum': 1 };

/** Each kind of resource with what it asks of the quotas of its new owner. */
test.each<[string, () => Promise<string>, Readonly<Record<string, number>>]>([
  ['an image', at(SEED.images.linux), { 'image.size': 40 * GIB, 'image.num': 1 }],
  ['a volume', at(SEED.volumes.spareData), {}],
  ['a network', at(SEED.publicNetwork), { 'l3.num': 1 }],
  [
    'a pair of keys',
    made('/ssh-key-pair', { name: 'k', publicKey: KEY }),
    { 'ssh_key_pair.num': 1 },
  ],
  ['a VIP', made('/vips', { name: 'v', l3NetworkUuid: SEED.publicNetwork }), { 'vip.num': 1 }],
  ['an EIP', at(SEED.eip), { 'eip.num': 1 }],
  [
    'a snapshot',
    async () => (await takeSnapshot(emulator, 's')).uuid,
    { 'snapshot.volume.num': 1 },
  ],
  ['a security group', made('/security-groups', { name: 'g' }), {}],
  ['a VM that rests', inState('Stopped'), OFF],
  ['a VM that is on', inState('Paused'), ON],
])('%s asks for exactly what it takes', async (_, resource, asked) => {
  const uuid = await resource();
  const before = await usages();
  for (const { name, used } of before) await setQuota(name, used);
  if ('vm.num' in asked) {
    await setQuota('vm.cpuNum', 1000);
    await setQuota('vm.memorySize', 1000 * GIB);
  }
  for (const [name, more] of Object.entries(asked)) {
    const used = before.find((usage) => usage.name === name)?.used ?? 0;
    await setQuota(name, used + more - 1);
    expect(await emulator.refused(...giving(uuid))).toMatchObject({
      code: 'ID.1003',
      details: `quota exceeding.The resource owner(or target resource owner) account[uuid: ${ALICE} name: alice] exceeds a quota[name: ${name}, value: ${used + more - 1}], Current used:${used}, Request:${more}. Please contact the administrator.`,
    });
    await setQuota(name, used + more);
  }
  expect((await emulator.call(...giving(uuid))).status).toBe(200);
});

test.each(['Stopped', 'Destroyed', 'Created'])(
  'a VM that is %s asks for no power',
  async (state) => {
    const uuid = await inState(state)();
    for (const { name, used } of await usages()) await setQuota(name, used);
    await setQuota('vm.totalNum', 100);
    put(emulator, `update vm_instances set state = '${state}' where uuid = '${uuid}'`);
    expect((await emulator.call(...giving(uuid))).status).toBe(200);
  },
);

test('a VM takes what is its own along, and nothing else', async () => {
  const before = ownedBy(ALICE);
  const snapshot = await takeSnapshot(emulator, 's', SEED.volumes.data);
  await takeSnapshot(emulator, 'other');
  await emulator.make('PUT', '/accounts/resources/actions', {
    shareResource: { resourceUuids: [RUNNING_NIC, SEED.volumes.spareData], toPublic: true },
  });
  emulator.advance(1000);
  await emulator.make(...giving(SEED.vms.runningLinux));
  const moved = ownedBy(ALICE).filter((uuid) => !before.includes(uuid));
  expect(moved.toSorted((a, b) => a.localeCompare(b))).toEqual(
    [
      SEED.vms.runningLinux,
      RUNNING_NIC,
      SEED.eip,
      SEED.vip,
      SEED.volumes.runningLinux,
      SEED.volumes.data,
      snapshot.uuid,
      snapshot.treeUuid,
    ].toSorted((a, b) => a.localeCompare(b)),
  );
  expect(emulator.world()['shared_resources']).not.toContainEqual(
    expect.objectContaining({ resource_uuid: RUNNING_NIC }),
  );
  expect(emulator.world()['shared_resources']).toContainEqual(
    expect.objectContaining({ resource_uuid: SEED.volumes.spareData }),
  );
});

test.each<[string, () => Promise<string>, () => string[]]>([
  ['an EIP', at(SEED.eip), () => [SEED.eip, SEED.vip]],
  ['a VIP', at(SEED.vip), () => [SEED.vip]],
  ['a volume without snapshots', at(SEED.volumes.spareData), () => [SEED.volumes.spareData]],
])('%s takes what hangs on it along', async (_, resource, wanted) => {
  const before = ownedBy(ALICE);
  await emulator.make(...giving(await resource()));
  const moved = ownedBy(ALICE).filter((uuid) => !before.includes(uuid));
  expect(moved.toSorted()).toEqual(wanted().toSorted());
});

test('a volume takes its snapshots along, and their tree', async () => {
  const [first, second] = [await takeSnapshot(emulator, 'a'), await takeSnapshot(emulator, 'b')];
  const before = ownedBy(ADMIN_ACCOUNT);
  await emulator.make(...giving(SEED.volumes.spareData));
  const moved = before.filter((uuid) => !ownedBy(ADMIN_ACCOUNT).includes(uuid));
  expect(moved.toSorted((a, b) => a.localeCompare(b))).toEqual(
    [SEED.volumes.spareData, first.uuid, second.uuid, first.treeUuid].toSorted((a, b) =>
      a.localeCompare(b),
    ),
  );
});

test('a VM of which one NIC of two is in a group stays with its account', async () => {
  const { uuid } = await emulator.make('POST', '/security-groups', { params: { name: 'g' } });
  const vm = SEED.vms.stoppedWindows;
  await emulator.make('POST', `/vm-instances/${vm}/l3-networks/${SEED.publicNetwork}`, {
    params: {},
  });
  const { vmNics } = await emulator.find(`/vm-instances/${vm}`);
  const inGroup = vmNics.find((nic: Json) => nic.l3NetworkUuid === SEED.l3Network);
  await emulator.make('POST', `/security-groups/${uuid}/vm-instances/nics`, {
    params: { vmNicUuids: [inGroup.uuid] },
  });
  expect(await emulator.refused(...giving(vm))).toMatchObject({
    code: 'SYS.1007',
    details: `could not change resource owner, because the resource[uuid:${vm}, type:VmInstance] has already attached security group`,
  });
});
