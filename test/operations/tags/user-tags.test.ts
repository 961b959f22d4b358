import { makeAccount } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { attach, makePattern } from '../../support/tag-patterns';

const ALICE = 'a11ce000000040008000000000000001';
const M = 'org.zstack.header.message.ApiMessageParamValidator';
const NOWHERE = 'b'.repeat(12) + '4' + 'b'.repeat(19);
const image = SEED.images.linux;

const body = (resourceType: string, resourceUuid: string, tag: string) => ({
  params: { resourceType, resourceUuid, tag },
});
const put = (emulator: TestEmulator, tag: string, type = 'ImageVO', uuid: string = image) =>
  emulator.make('POST', '/user-tags', body(type, uuid, tag));

test.each(['mine', 'a::b::c', 'nonsense', 'ephemeral::x', 'ünïcode 🚀', "o'brien; --", '{x}'])(
  'a user tag is any text: %s',
  async (tag) => {
    const emulator = await TestEmulator.start();
    const made = await put(emulator, tag);
    expect(made).toEqual(
      expect.objectContaining({
        uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
        resourceUuid: image,
        resourceType: 'ImageVO',
        tag,
        type: 'User',
        createDate: 'Nov 14, 2017 10:20:57 PM',
        lastOpDate: 'Nov 14, 2017 10:20:57 PM',
      }),
    );
    expect(made.inherent).toBeUndefined();
    expect(await emulator.find(`/user-tags/${made.uuid}`)).toEqual(made);
    const found = await emulator.find(`/user-tags?q=tag=${encodeURIComponent(tag)}`);
    expect(found).toEqual(made);
  },
);

test.each([
  ['ImageVO', image],
  ['VolumeVO', SEED.volumes.data],
  ['VmInstanceVO', SEED.vms.runningLinux],
  ['BackupStorageVO', SEED.backupStorages.sftp],
  ['PrimaryStorageVO', SEED.primaryStorages.nfs],
  ['ZoneVO', SEED.zone],
  ['ClusterVO', SEED.clusters.empty],
  ['HostVO', SEED.hosts.arm],
  ['L2NetworkVO', SEED.l2Networks.vlan],
  ['L3NetworkVO', SEED.l3Network],
  ['IpRangeVO', SEED.ipRange],
  ['VipVO', SEED.vip],
  ['EipVO', SEED.eip],
  ['VmNicVO', 'e1c00000000040008000000000000001'],
  ['InstanceOfferingVO', SEED.offerings.small],
  ['DiskOfferingVO', SEED.offerings.disk],
  ['AccountVO', ALICE],
])('%s can be tagged', async (type, uuid) => {
  const emulator = await TestEmulator.start();
  expect(await put(emulator, 'mine', type, uuid)).toMatchObject({ resourceType: type });
});

test('a pattern that is attached tells what each resource is', async () => {
  const emulator = await TestEmulator.start();
  const group = await emulator.make('POST', '/image-replication-groups', { params: { name: 'g' } });
  const root = await makeAccount(emulator, 'root', { type: 'SystemAdmin' });
  const types = {
    [group.uuid]: 'ImageReplicationGroupVO',
    [SEED.zone]: 'ZoneVO',
    [SEED.clusters.empty]: 'ClusterVO',
    [SEED.hosts.arm]: 'HostVO',
    [SEED.backupStorages.sftp]: 'BackupStorageVO',
    [SEED.primaryStorages.nfs]: 'PrimaryStorageVO',
    [SEED.volumes.data]: 'VolumeVO',
    [root.uuid]: 'AccountVO',
  };
  const { uuid } = await makePattern(emulator);
  const tags = await attach(emulator, uuid, Object.keys(types));
  const told = tags.map(({ resourceUuid, resourceType }) => [resourceUuid, resourceType]);
  expect(Object.fromEntries(told)).toEqual(types);
});

test('a user tag has 2048 characters at most', async () => {
  const emulator = await TestEmulator.start();
  await put(emulator, 'x'.repeat(2048));
  const long = body('ImageVO', image, 'y'.repeat(2049));
  expect(await emulator.refused('POST', '/user-tags', long)).toMatchObject({
    code: 'SYS.1007',
    details: `field[tag] of message[${M}] exceeds max length of string. expected was <= 2048, actual was 2049`,
  });
});

test('the same tag stands once on a resource, and on as many as one likes', async () => {
  const emulator = await TestEmulator.start();
  await put(emulator, 'mine');
  expect(
    await emulator.refused('POST', '/user-tags', body('ImageVO', image, 'mine')),
  ).toMatchObject({
    code: 'SYS.1006',
    details: `Duplicated Tag[tag:mine, type:User, resourceType:ImageVO, resourceUuid:${image}]`,
  });
  await put(emulator, 'mine', 'ImageVO', SEED.images.windows);
  const found = await emulator.call('GET', '/user-tags?q=tag=mine&count=true');
  expect(found.body.total).toBe(2);
});

test.each([
  [
    'an unknown type',
    body('FolderVO', image, 'a'),
    'SYS.1007',
    'no resource type[FolderVO] found in tag system',
  ],
  [
    'a resource that is not there',
    body('ImageVO', NOWHERE, 'a'),
    'SYS.1003',
    `invalid field[resourceUuid], resource[uuid:${NOWHERE}, type:ResourceVO] not found`,
  ],
  [
    'no tag',
    { params: { resourceType: 'ImageVO', resourceUuid: image } },
    'SYS.1007',
    `field[tag] of message[${M}] is mandatory, can not be null`,
  ],
  [
    'no type',
    { params: { resourceUuid: image, tag: 'a' } },
    'SYS.1007',
    `field[resourceType] of message[${M}] is mandatory, can not be null`,
  ],
])('a user tag is refused for %s', async (_what, request, code, details) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused('POST', '/user-tags', request)).toMatchObject({ code, details });
});

test('only the owner of a resource tags it, and takes tags away', async () => {
  const emulator = await TestEmulator.start();
  const request = body('ImageVO', image, 'theirs');
  const error = await emulator.refused('POST', '/user-tags', request, ALICE_SESSION);
  expect(error).toMatchObject({ code: 'SYS.1006', details: expect.stringContaining(image) });
  const { uuid } = await put(emulator, 'mine');
  expect(await emulator.refused('DELETE', `/tags/${uuid}`, undefined, ALICE_SESSION)).toMatchObject(
    {
      code: 'ID.1002',
      details: `permission denied. The user tag[uuid: ${uuid}] refer to a resource not belonging to the account[uuid: ${ALICE}]`,
    },
  );
  const own = body('VolumeVO', SEED.volumes.alice, 'hers');
  const made = await emulator.call('POST', '/user-tags', own, ALICE_SESSION);
  expect(made.status).toBe(200);
  const gone = await emulator.call(
    'DELETE',
    `/tags/${made.body.inventory.uuid}`,
    undefined,
    ALICE_SESSION,
  );
  expect(gone.status).toBe(200);
});

test('a user tag is removed by the same call as a system tag, with any deleteMode', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await put(emulator, 'mine');
  await emulator.make('DELETE', `/tags/${uuid}?deleteMode=Enforcing`);
  const left = (await emulator.call('GET', '/user-tags')).body.inventories as Json[];
  expect(left).toEqual([]);
  await emulator.make('DELETE', `/tags/${uuid}`);
  expect((await emulator.refused('DELETE', `/tags/${uuid}?deleteMode=x`)).code).toBe('SYS.1000');
});

test('a user tag is of whatever type the client says', async () => {
  const emulator = await TestEmulator.start();
  const { inventory } = (await emulator.call('POST', '/user-tags', body('VolumeVO', image, 'a')))
    .body;
  expect(inventory).toMatchObject({ resourceUuid: image, resourceType: 'VolumeVO', tag: 'a' });
});
