import { ALICE, makeAccount } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

const { l3Network, publicNetwork } = SEED;
const RUNNING_NIC = 'e1c00000000040008000000000000001';
const STOPPED_NIC = 'e1c00000000040008000000000000002';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const group = async (name = 'web', session?: string): Promise<string> =>
  (await emulator.call('POST', '/security-groups', { params: { name } }, session)).body.inventory
    .uuid;
const add = (uuid: string, ...vmNicUuids: string[]) =>
  ['POST', `/security-groups/${uuid}/vm-instances/nics`, { params: { vmNicUuids } }] as const;
/** The groups of a NIC by their places, with the second in which they got there. */
const groupsOf = async (nic: string): Promise<string[]> =>
  (
    await emulator.call('GET', `/security-groups/vm-instances/nics?q=vmNicUuid=${nic}`)
  ).body.inventories
    .toSorted((a: Json, b: Json) => a.priority - b.priority)
    .map(
      ({ securityGroupUuid, priority, lastOpDate }: Json) =>
        `${priority} ${securityGroupUuid} ${lastOpDate.slice(-5, -3)}`,
    );
const serve = (l3: string, networkServices: object) =>
  emulator.make('POST', `/l3-networks/${l3}/network-services`, { params: { networkServices } });
const giveToAlice = (resourceUuid: string) =>
  emulator.make('POST', `/account/${ALICE}/resources`, { params: { resourceUuid } });
const candidates = async (of: string, session?: string): Promise<Json[]> =>
  (
    await emulator.call(
      'GET',
      `/security-groups/${of}/vm-instances/candidate-nics`,
      undefined,
      session,
    )
  ).body.inventories;

test('a NIC leaves one of its groups, be it in the middle: those behind it move up, those before it stay', async () => {
  const [a, b, c] = [await group('a'), await group('b'), await group('c')];
  for (const one of [a, b, c]) await emulator.make(...add(one, RUNNING_NIC));
  emulator.advance(1000);
  await emulator.make(
    'DELETE',
    `/security-groups/${b}/vm-instances/nics?vmNicUuids=${RUNNING_NIC}`,
  );
  expect(await groupsOf(RUNNING_NIC)).toEqual([`1 ${a} 57`, `2 ${c} 58`]);
});

test('a group is taken from one of its networks: NICs on the others stay in it', async () => {
  const uuid = await group();
  await serve(publicNetwork, { SecurityGroup: ['SecurityGroup'] });
  for (const l3 of [publicNetwork, l3Network]) {
    await emulator.make('POST', `/security-groups/${uuid}/l3-networks/${l3}`, { params: {} });
  }
  await emulator.make(...add(uuid, RUNNING_NIC));
  await emulator.make('DELETE', `/security-groups/${uuid}/l3-networks/${publicNetwork}`);
  expect(await emulator.find(`/security-groups/${uuid}`)).toMatchObject({
    attachedL3NetworkUuids: [l3Network],
  });
  expect(await groupsOf(RUNNING_NIC)).toEqual([`1 ${uuid} 57`]);
});

test('a network with other services alone has no groups', async () => {
  const uuid = await group();
  await serve(publicNetwork, { Flat: ['DHCP', 'Eip'] });
  expect(
    await emulator.refused('POST', `/security-groups/${uuid}/l3-networks/${publicNetwork}`, {
      params: {},
    }),
  ).toMatchObject({
    details: `the L3 network[uuid:${publicNetwork}] doesn't have the network service type[SecurityGroup] enabled`,
  });
});

test('a group of another administrator is for the VMs of all, and comes first there', async () => {
  await giveToAlice(SEED.vms.stoppedWindows);
  const root = await makeAccount(emulator, 'root', { type: 'SystemAdmin' });
  const [hers, his] = [await group('hers', ALICE_SESSION), await group('his', root.session)];
  await emulator.make(...add(hers, STOPPED_NIC));
  await emulator.make(...add(his, STOPPED_NIC));
  expect(await groupsOf(STOPPED_NIC)).toEqual([`1 ${his} 57`, `2 ${hers} 57`]);
  const set = {
    setVmNicSecurityGroup: {
      refs: [hers, his].map((securityGroupUuid, i) => ({ securityGroupUuid, priority: i + 1 })),
    },
  };
  expect(
    await emulator.refused('PUT', `/security-groups/nics/${STOPPED_NIC}/actions`, set),
  ).toMatchObject({
    details:
      'could no set vm nic security group, because admin security group priority[2] must be higher than users',
  });
});

describe('candidates', () => {
  test('are told with their addresses', async () => {
    expect(await candidates(await group())).toEqual([
      await emulator.find(`/vm-instances/nics/${RUNNING_NIC}`),
      await emulator.find(`/vm-instances/nics/${STOPPED_NIC}`),
    ]);
  });

  test('are no NICs of VMs that the cloud has made for itself', async () => {
    put(
      emulator,
      `update vm_instances set type = 'ApplianceVm' where uuid = '${SEED.vms.stoppedWindows}'`,
    );
    expect((await candidates(await group())).map(({ uuid }) => uuid)).toEqual([RUNNING_NIC]);
  });

  test.each<[string, () => Promise<unknown>, string[]]>([
    ['of others', () => Promise.resolve(), []],
    ['of its own', () => giveToAlice(SEED.vms.stoppedWindows), [STOPPED_NIC]],
    [
      'that are shared with it',
      () =>
        emulator.make('PUT', '/accounts/resources/actions', {
          shareResource: { resourceUuids: [RUNNING_NIC], accountUuids: [ALICE] },
        }),
      [RUNNING_NIC],
    ],
    [
      'that are shared with all',
      () =>
        emulator.make('PUT', '/accounts/resources/actions', {
          shareResource: { resourceUuids: [RUNNING_NIC], toPublic: true },
        }),
      [RUNNING_NIC],
    ],
  ])('of an account are the NICs %s', async (_, prepare, wanted) => {
    await prepare();
    const found = await candidates(await group('hers', ALICE_SESSION), ALICE_SESSION);
    expect(found.map(({ uuid }) => uuid)).toEqual(wanted);
  });
});
