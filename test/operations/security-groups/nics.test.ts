import { ALICE, makeAccount } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';

const { l3Network, publicNetwork, images } = SEED;
const RUNNING = 'a0000000000040008000000000000001';
const RUNNING_NIC = 'e1c00000000040008000000000000001';
const STOPPED_NIC = 'e1c00000000040008000000000000002';
const NOBODY = 'ffffffffffff4fff8fffffffffffffff';
const refusedWith = (details: unknown) => ({ code: 'SYS.1006', details });
const wrong = (details: unknown) => ({ code: 'SYS.1007', details });
const notSet = (why: string) => wrong(`could no set vm nic security group, because ${why}`);

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const group = async (name = 'web', session?: string): Promise<string> =>
  (await emulator.call('POST', '/security-groups', { params: { name } }, session)).body.inventory
    .uuid;
const add = (uuid: string, ...vmNicUuids: string[]) =>
  ['POST', `/security-groups/${uuid}/vm-instances/nics`, { params: { vmNicUuids } }] as const;
const remove = (uuid: string, ...nics: string[]) =>
  [
    'DELETE',
    `/security-groups/${uuid}/vm-instances/nics?${nics.map((nic) => `vmNicUuids=${nic}`).join('&')}`,
  ] as const;
const set = (nic: string, ...places: [group: string, priority: number][]) =>
  [
    'PUT',
    `/security-groups/nics/${nic}/actions`,
    {
      setVmNicSecurityGroup: {
        refs: places.map(([securityGroupUuid, priority]) => ({ securityGroupUuid, priority })),
      },
    },
  ] as const;
const networkOf = (uuid: string, l3: string = l3Network) =>
  `/security-groups/${uuid}/l3-networks/${l3}`;
const attachTo = (uuid: string, l3?: string) =>
  ['POST', networkOf(uuid, l3), { params: {} }] as const;
const detachFrom = (uuid: string) => ['DELETE', networkOf(uuid)] as const;
/** The groups of a NIC by their priorities. */
const groupsOf = async (nic: string): Promise<[string, number][]> =>
  (
    await emulator.call('GET', `/security-groups/vm-instances/nics?q=vmNicUuid=${nic}`)
  ).body.inventories
    .map((ref: Json) => [ref.securityGroupUuid, ref.priority])
    .toSorted((a: [string, number], b: [string, number]) => a[1] - b[1]);
const policyOf = async (nic: string): Promise<Json> =>
  emulator.find(`/security-groups/nics/security-policy?q=vmNicUuid=${nic}`);
const newVm = async (systemTags: string[] = [], more: object = {}): Promise<Json> =>
  emulator.make('POST', '/vm-instances', {
    params: {
      name: 'vm',
      cpuNum: 1,
      memorySize: 2 ** 30,
      imageUuid: images.linux,
      l3NetworkUuids: [l3Network],
      ...more,
    },
    systemTags,
  });

test('NICs come into groups, one behind the other, and leave them', async () => {
  const [first, second, third] = [await group('a'), await group('b'), await group('c')];
  await emulator.make(...add(first, RUNNING_NIC, STOPPED_NIC));
  await emulator.make(...add(second, RUNNING_NIC));
  await emulator.make(...add(third, RUNNING_NIC));
  expect(await groupsOf(RUNNING_NIC)).toEqual([
    [first, 1],
    [second, 2],
    [third, 3],
  ]);
  const { body } = await emulator.call(
    'GET',
    `/security-groups/vm-instances/nics?q=vmNicUuid=${STOPPED_NIC}`,
  );
  expect(body.inventories).toEqual([
    {
      priority: 1,
      vmNicUuid: STOPPED_NIC,
      securityGroupUuid: first,
      vmInstanceUuid: 'a0000000000040008000000000000002',
      createDate: 'Nov 14, 2017 10:20:57 PM',
      lastOpDate: 'Nov 14, 2017 10:20:57 PM',
    },
  ]);
  expect(await policyOf(RUNNING_NIC)).toEqual({
    vmNicUuid: RUNNING_NIC,
    ingressPolicy: 'DENY',
    egressPolicy: 'ALLOW',
    createDate: 'Nov 14, 2017 10:20:57 PM',
    lastOpDate: 'Nov 14, 2017 10:20:57 PM',
  });
  for (const [path, uuid] of [
    [`/vm-instances/nics?q=securityGroup.name=b`, RUNNING_NIC],
    [`/security-groups?q=vmNic.uuid=${STOPPED_NIC}`, first],
  ] as const) {
    expect(await emulator.find(path)).toMatchObject({ uuid });
  }
  await emulator.make(...remove(first, RUNNING_NIC, STOPPED_NIC));
  expect(await groupsOf(RUNNING_NIC)).toEqual([
    [second, 1],
    [third, 2],
  ]);
  expect(await groupsOf(STOPPED_NIC)).toEqual([]);
  // The policy stays; what is not in it leaves it again.
  expect(await policyOf(STOPPED_NIC)).toMatchObject({ ingressPolicy: 'DENY' });
  expect((await emulator.call(...remove(first, STOPPED_NIC))).status).toBe(200);
  await emulator.make('DELETE', `/security-groups/${second}`);
  expect(await groupsOf(RUNNING_NIC)).toEqual([[third, 1]]);
});

test('which NICs come into no group', async () => {
  const uuid = await group();
  await emulator.make(...add(uuid, RUNNING_NIC));
  expect(await emulator.refused(...add(uuid, STOPPED_NIC, RUNNING_NIC))).toMatchObject(
    wrong(`vm nic[uuid:${RUNNING_NIC}] has been attach to security group[uuid:${uuid}]`),
  );
  expect((await emulator.refused(...add(uuid, NOBODY))).code).toBe('SYS.1003');
  const onPublic = await newVm([], { l3NetworkUuids: [publicNetwork] });
  const nic = onPublic.vmNics[0].uuid;
  const noService = `the netwotk service[type:SecurityGroup] not enabled on the l3Network[uuid:${publicNetwork}] of nic[uuid:${nic}]`;
  expect(await emulator.refused(...add(uuid, nic))).toMatchObject(wrong(noService));
  expect(await emulator.refused(...set(nic, [uuid, 1]))).toMatchObject(wrong(noService));
  const loose = await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3Network } });
  expect(await emulator.refused(...add(uuid, loose.uuid))).toMatchObject({
    code: 'SYS.1000',
    details: 'cannot find owner account uuid for resource[uuid:null]',
  });
  // Groups of one account are not for VMs of another, unless one of them is an admin.
  await emulator.make('POST', `/account/${ALICE}/resources`, {
    params: { resourceUuid: 'a0000000000040008000000000000002' },
  });
  const carol = await makeAccount(emulator, 'carol');
  const hers = await group('hers', carol.session);
  expect(await emulator.refused(...add(hers, STOPPED_NIC))).toMatchObject(
    wrong(`security group[uuid:${hers}] is not owned by account[uuid:${ALICE}] or admin`),
  );
  expect(await emulator.refused(...set(STOPPED_NIC, [hers, 1]))).toMatchObject(
    notSet(`security group[uuid:${hers}] is not owned by account[uuid:${ALICE}] or admin`),
  );
});

test('a group of the admin comes first for VMs of others, and stays first when they set their own', async () => {
  await emulator.make('POST', `/account/${ALICE}/resources`, {
    params: { resourceUuid: 'a0000000000040008000000000000002' },
  });
  const [one, two] = [await group('one', ALICE_SESSION), await group('two', ALICE_SESSION)];
  const ofAdmin = await group('of the admin');
  await emulator.call(...add(one, STOPPED_NIC), ALICE_SESSION);
  await emulator.call(...add(two, STOPPED_NIC), ALICE_SESSION);
  await emulator.make(...add(ofAdmin, STOPPED_NIC));
  expect(await groupsOf(STOPPED_NIC)).toEqual([
    [ofAdmin, 1],
    [one, 2],
    [two, 3],
  ]);
  const answer = await emulator.call(...set(STOPPED_NIC, [two, 1]), ALICE_SESSION);
  expect(answer.body.inventory).toMatchObject([
    { securityGroupUuid: ofAdmin, priority: 1 },
    { securityGroupUuid: two, priority: 2 },
  ]);
  expect(await emulator.refused(...set(STOPPED_NIC, [two, 1], [ofAdmin, 2]))).toMatchObject(
    notSet('admin security group priority[2] must be higher than users'),
  );
  await emulator.make(...set(STOPPED_NIC, [ofAdmin, 1], [one, 2], [two, 3]));
  expect(await groupsOf(STOPPED_NIC)).toEqual([
    [ofAdmin, 1],
    [one, 2],
    [two, 3],
  ]);
});

test('the groups of a NIC are set as a whole, with their order', async () => {
  const [a, b, c] = [await group('a'), await group('b'), await group('c')];
  expect(await emulator.refused(...set(RUNNING_NIC))).toMatchObject(
    notSet(`the vm nic[uuid:${RUNNING_NIC}] not attached to any security group`),
  );
  await emulator.make(...set(RUNNING_NIC, [b, 2], [a, 1]));
  expect(await groupsOf(RUNNING_NIC)).toEqual([
    [a, 1],
    [b, 2],
  ]);
  await emulator.make(...set(RUNNING_NIC, [b, 1], [c, 2]));
  expect(await groupsOf(RUNNING_NIC)).toEqual([
    [b, 1],
    [c, 2],
  ]);
  for (const [places, why] of [
    [[[NOBODY, 1]], `security group[uuid:${NOBODY}] not found`],
    [[[a, 0]], 'invalid priority, priority[0] cannot be less than 1'],
    [
      [
        [a, 1],
        [b, 1],
      ],
      `duplicate priority, both security group ${a} and ${b} have priority[1]`,
    ],
    [
      [
        [a, 1],
        [a, 2],
      ],
      `duplicate security group[uuid:${a}]`,
    ],
    [[[a, 2]], 'invalid priority, priority expects to start at 1, but [2]'],
    [
      [
        [a, 1],
        [b, 3],
      ],
      'invalid priority, priority[1] and priority[3] expected to be consecutive',
    ],
  ] as [[string, number][], string][]) {
    expect(await emulator.refused(...set(RUNNING_NIC, ...places))).toMatchObject(notSet(why));
  }
  const body = { setVmNicSecurityGroup: { refs: [{ securityGroupUuid: a }] } };
  const path = `/security-groups/nics/${RUNNING_NIC}/actions`;
  expect((await emulator.refused('PUT', path, body)).code).toBe('SYS.1000');
  await emulator.make(...set(RUNNING_NIC));
  expect(await groupsOf(RUNNING_NIC)).toEqual([]);
});

test('networks of a group: told with it, and with them the NICs leave', async () => {
  const uuid = await group();
  expect(await emulator.refused(...detachFrom(uuid))).toMatchObject(
    refusedWith(
      `security group[uuid:${uuid}] has not attached to l3Network[uuid:${l3Network}], can't detach`,
    ),
  );
  expect(await emulator.refused(...attachTo(uuid, publicNetwork))).toMatchObject(
    wrong(
      `the L3 network[uuid:${publicNetwork}] doesn't have the network service type[SecurityGroup] enabled`,
    ),
  );
  const attached = await emulator.make(...attachTo(uuid));
  expect(attached).toMatchObject({ uuid, attachedL3NetworkUuids: [l3Network] });
  expect(await emulator.find(`/security-groups?q=l3Network.name=l3-flat`)).toEqual(attached);
  expect(await emulator.refused(...attachTo(uuid))).toMatchObject(
    refusedWith(
      `security group[uuid:${uuid}] has attached to l3Network[uuid:${l3Network}], can't attach again`,
    ),
  );
  await emulator.make(...add(uuid, RUNNING_NIC));
  await emulator.make(...detachFrom(uuid));
  expect(await groupsOf(RUNNING_NIC)).toEqual([]);
  expect(await emulator.find(`/security-groups/${uuid}`)).toMatchObject({
    attachedL3NetworkUuids: [],
  });
  await emulator.make(...attachTo(uuid));
  await emulator.make('DELETE', `/l3-networks/${l3Network}`);
  expect(await emulator.find(`/security-groups/${uuid}`)).toMatchObject({
    attachedL3NetworkUuids: [],
  });
});

test('policies change', async () => {
  const change = (nic: string, told: object) =>
    [
      'PUT',
      `/security-groups/nics/${nic}/security-policy/actions`,
      { changeVmNicSecurityPolicy: told },
    ] as const;
  const none = 'could no change vm nic security policy, because';
  expect(await emulator.refused(...change(RUNNING_NIC, {}))).toMatchObject(
    wrong(`${none} ingress policy and egress policy cannot be both null`),
  );
  expect(await emulator.refused(...change(RUNNING_NIC, { egressPolicy: 'DENY' }))).toMatchObject(
    wrong(`${none} vm nic[uuid:${RUNNING_NIC}] has no security policy`),
  );
  await emulator.make(...add(await group(), RUNNING_NIC));
  expect(await emulator.make(...change(RUNNING_NIC, { ingressPolicy: 'ALLOW' }))).toMatchObject({
    ingressPolicy: 'ALLOW',
    egressPolicy: 'ALLOW',
  });
  emulator.advance(60_000);
  expect(await emulator.make(...change(RUNNING_NIC, { ingressPolicy: 'ALLOW' }))).toMatchObject({
    lastOpDate: 'Nov 14, 2017 10:20:57 PM',
  });
  expect(await emulator.make(...change(RUNNING_NIC, { egressPolicy: 'DENY' }))).toMatchObject({
    ingressPolicy: 'ALLOW',
    egressPolicy: 'DENY',
    lastOpDate: 'Nov 14, 2017 10:21:57 PM',
  });
  expect((await emulator.refused(...change(RUNNING_NIC, { egressPolicy: 'X' }))).code).toBe(
    'SYS.1007',
  );
});

test('candidates are the NICs of VMs that are on or off, of whom the caller may use', async () => {
  const uuid = await group();
  const candidates = async (of: string, session?: string) =>
    (
      await emulator.call(
        'GET',
        `/security-groups/${of}/vm-instances/candidate-nics`,
        undefined,
        session,
      )
    ).body.inventories.map((nic: Json) => nic.uuid);
  expect((await candidates(uuid)).toSorted()).toEqual([RUNNING_NIC, STOPPED_NIC]);
  await emulator.make(...add(uuid, RUNNING_NIC));
  expect(await candidates(uuid)).toEqual([STOPPED_NIC]);
  expect(await candidates(uuid, ALICE_SESSION)).toEqual([]);
  await emulator.make('POST', '/nics', { params: { l3NetworkUuid: l3Network } });
  await emulator.make('PUT', `/vm-instances/${RUNNING}/actions`, { pauseVmInstance: {} });
  expect(await candidates(await group('b'))).toEqual([STOPPED_NIC]);
});

test('NICs leave their groups with their VM, and when they go', async () => {
  const uuid = await group();
  await emulator.make(...add(uuid, RUNNING_NIC, STOPPED_NIC));
  await emulator.make('DELETE', `/vm-instances/${RUNNING}`);
  expect(await groupsOf(RUNNING_NIC)).toEqual([]);
  await emulator.make('DELETE', `/vm-instances/nics/${STOPPED_NIC}`);
  expect(await groupsOf(STOPPED_NIC)).toEqual([]);
  expect(emulator.world()['vm_nic_security_policies']).toMatchObject([
    { vm_nic_uuid: RUNNING_NIC },
  ]);
});

test('a VM with a NIC in a group stays with its account', async () => {
  await emulator.make(...add(await group(), RUNNING_NIC));
  const params = { resourceUuid: RUNNING };
  expect(await emulator.refused('POST', `/account/${ALICE}/resources`, { params })).toMatchObject(
    wrong(
      `could not change resource owner, because the resource[uuid:${RUNNING}, type:VmInstance] has already attached security group`,
    ),
  );
});

test('tags put the NICs of a new VM into groups, and are used up', async () => {
  const [a, b] = [await group('a'), await group('b')];
  const groups = (l3: string) => `l3::${l3}::SecurityGroupUuids::${a},${b}`;
  const policies = `l3::${l3Network}::securityGroupIngressPolicy::ALLOW::securityGroupEgressPolicy::DENY`;
  const vm = await newVm([groups(l3Network), policies]);
  const nic = vm.vmNics[0].uuid;
  expect(await groupsOf(nic)).toEqual([
    [a, 1],
    [b, 2],
  ]);
  expect(await policyOf(nic)).toMatchObject({ ingressPolicy: 'ALLOW', egressPolicy: 'DENY' });
  const left = await emulator.call('GET', `/system-tags?q=resourceUuid=${vm.uuid}&q=tag~=l3::%25`);
  expect(left.body.inventories).toEqual([]);
  const bare = await newVm([], { l3NetworkUuids: [publicNetwork] });
  await emulator.make('POST', `/vm-instances/${bare.uuid}/l3-networks/${l3Network}`, {
    params: {},
    systemTags: [`l3::${l3Network}::SecurityGroupUuids::${b}`],
  });
  const attached = await emulator.find(
    `/vm-instances/nics?q=vmInstanceUuid=${bare.uuid}&q=l3NetworkUuid=${l3Network}`,
  );
  expect(await groupsOf(attached.uuid)).toEqual([[b, 1]]);
  const params = { resourceType: 'VmInstanceVO', resourceUuid: bare.uuid };
  expect(
    await emulator.refused('POST', '/system-tags', {
      params: { ...params, tag: groups(publicNetwork) },
    }),
  ).toMatchObject(
    wrong(
      `the netwotk service[type:SecurityGroup] not enabled on the l3Network[uuid:${publicNetwork}]`,
    ),
  );
});
