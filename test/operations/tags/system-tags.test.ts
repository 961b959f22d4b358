import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { submit } from '../../support/long-jobs';

const M = 'org.zstack.header.message.ApiMessageParamValidator';
const NOWHERE = 'b'.repeat(12) + '4' + 'b'.repeat(19);
const { imageStore } = SEED.backupStorages;
const image = SEED.images.linux;

const body = (resourceType: string, resourceUuid: string, tag: string) => ({
  params: { resourceType, resourceUuid, tag },
});
const put = (emulator: TestEmulator, type: string, uuid: string, tag: string) =>
  emulator.make('POST', '/system-tags', body(type, uuid, tag));
const tagsOf = async (emulator: TestEmulator, uuid: string): Promise<string[]> =>
  (await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`)).body.inventories.map(
    ({ tag }: Json) => tag,
  );

/** A resource of each type that has tags of its own. */
const RESOURCES: Readonly<Record<string, (emulator: TestEmulator) => Promise<string>>> = {
  ImageVO: () => Promise.resolve(image),
  BackupStorageVO: () => Promise.resolve(imageStore),
  LongJobVO: async (emulator) => (await submit(emulator, 'APIAddImageMsg')).uuid,
};

describe('tags of the registered formats', () => {
  test.each([
    ['ImageVO', 'qemuga'],
    ['ImageVO', `imageName::a name::primaryStorageUuid::${NOWHERE}`],
    ['ImageVO', 'remote'],
    ['ImageVO', 'image::cert::MIIB'],
    ['ImageVO', 'sourceType::market'],
    ['ImageVO', 'bootMode::Legacy'],
    ['ImageVO', 'bootMode::uefi'],
    ['ImageVO', 'bootMode::UEFI_WITH_CSM'],
    ['ImageVO', 'CreatedBySystem'],
    ['ImageVO', 'temporary'],
    ['ImageVO', 'GuestTools::2.4.0'],
    ['ImageVO', 'buildapp::x'],
    ['ImageVO', 'packer'],
    ['ImageVO', 'applianceType::vpc'],
    ['ImageVO', 'marketplace::true'],
    ['BackupStorageVO', 'backupStorage::data::network::cidr::10.0.0.0/8'],
    ['BackupStorageVO', 'extraips::10.0.0.1,10.0.0.2'],
    ['BackupStorageVO', 'iscsiInitiatorName::iqn.2017-11.org'],
    ['LongJobVO', `uploadImage::${NOWHERE}`],
  ])('%s takes %s as it is', async (resourceType, tag) => {
    const emulator = await TestEmulator.start();
    const resourceUuid = (await RESOURCES[resourceType]?.(emulator)) ?? '';
    const made = await put(emulator, resourceType, resourceUuid, tag);
    expect(made).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      resourceUuid,
      resourceType,
      tag,
      type: 'System',
      inherent: false,
      createDate: 'Nov 14, 2017 10:20:57 PM',
      lastOpDate: 'Nov 14, 2017 10:20:57 PM',
    });
    expect(await emulator.find(`/system-tags/${made.uuid}`)).toEqual(made);
  });

  test.each([
    ['ImageVO', 'QEMUGA'],
    ['ImageVO', 'qemuga::x'],
    ['ImageVO', 'bootMode'],
    ['ImageVO', 'bootMode::UEFI::x'],
    ['ImageVO', 'image::key::MIIB'],
    ['ImageVO', 'marketplace::false'],
    ['ImageVO', 'imageName::a'],
    ['ImageVO', ''],
    ['ImageVO', `uploadImage::${NOWHERE}`],
    ['ImageVO', 'extraips::10.0.0.1'],
    ['BackupStorageVO', 'packer'],
    ['BackupStorageVO', 'backupStorage::data::network::10.0.0.0/8'],
    ['LongJobVO', 'qemuga'],
    ['LongJobVO', 'bootMode::UEFI'],
  ])('%s refuses %j', async (resourceType, tag) => {
    const emulator = await TestEmulator.start();
    const resourceUuid = (await RESOURCES[resourceType]?.(emulator)) ?? '';
    const request = body(resourceType, resourceUuid, tag);
    expect(await emulator.refused('POST', '/system-tags', request)).toMatchObject({
      code: 'SYS.1007',
      details: `no system tag matches[${tag}] for resourceType[${resourceType}]`,
    });
  });
});

describe('creating a tag is refused for', () => {
  test.each([
    [
      'an unknown type',
      body('FolderVO', image, 'packer'),
      'SYS.1007',
      'no resource type[FolderVO] found in tag system',
    ],
    [
      'the type of something else',
      body('ImageVO', SEED.volumes.data, 'packer'),
      'SYS.1007',
      "The argument :'resourceType' doesn't match uuid",
    ],
    [
      'a resource that is not there',
      body('ImageVO', NOWHERE, 'packer'),
      'SYS.1003',
      `invalid field[resourceUuid], resource[uuid:${NOWHERE}, type:ResourceVO] not found`,
    ],
    [
      'no type',
      { params: { resourceUuid: image, tag: 'packer' } },
      'SYS.1007',
      `field[resourceType] of message[${M}] is mandatory, can not be null`,
    ],
    [
      'no resource',
      { params: { resourceType: 'ImageVO', tag: 'packer' } },
      'SYS.1007',
      `field[resourceUuid] of message[${M}] is mandatory, can not be null`,
    ],
    [
      'no tag',
      { params: { resourceType: 'ImageVO', resourceUuid: image } },
      'SYS.1007',
      `field[tag] of message[${M}] is mandatory, can not be null`,
    ],
    [
      'an unknown boot mode',
      body('ImageVO', image, 'bootMode::BIOS'),
      'SYS.1007',
      '[BIOS] specified in system tag [bootMode::BIOS] is not a valid boot mode',
    ],
    [
      'a second boot mode',
      body('ImageVO', SEED.images.windows, 'bootMode::Legacy'),
      'SYS.1007',
      'only one bootMode system tag is allowed, but 2 got',
    ],
  ])('%s', async (_what, request, code, details) => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused('POST', '/system-tags', request)).toMatchObject({
      code,
      details,
    });
  });

  test('somebody else’s resource', async () => {
    const emulator = await TestEmulator.start();
    const request = body('ImageVO', image, 'packer');
    const error = await emulator.refused('POST', '/system-tags', request, ALICE_SESSION);
    expect(error).toMatchObject({ code: 'SYS.1006', details: expect.stringContaining(image) });
  });
});

test('a tag that is there already succeeds with an empty answer, and stays one', async () => {
  const emulator = await TestEmulator.start();
  await put(emulator, 'ImageVO', image, 'packer');
  const again = await emulator.call('POST', '/system-tags', body('ImageVO', image, 'packer'));
  expect([again.status, again.body]).toEqual([200, { success: true, error: null }]);
  expect(await tagsOf(emulator, image)).toEqual(['packer']);
});

test('ephemeral tags go along with calls alone: no resource has one', async () => {
  const emulator = await TestEmulator.start();
  for (const tag of ['ephemeral::anything::at::all', 'ephemeral::validationOnly']) {
    const error = await emulator.refused('POST', '/system-tags', body('ImageVO', image, tag));
    expect(error).toMatchObject({
      code: 'SYS.1007',
      details: `no system tag matches[${tag}] for resourceType[ImageVO]`,
    });
  }
  const added = await emulator.make('POST', '/images', {
    params: {
      name: 'x',
      url: 'http://x/a.raw',
      format: 'raw',
      backupStorageUuids: [imageStore],
      systemTags: ['ephemeral::validationOnly', 'packer'],
    },
  });
  expect(await tagsOf(emulator, added.uuid)).toEqual(['packer']);
});

describe('several tags at once', () => {
  const many = (tags: readonly string[]) => ({ params: { resourceType: 'ImageVO', tags } });
  const path = `/system-tags/${image}/tags`;

  test('are all made; in the place of those that are there stands nothing', async () => {
    const emulator = await TestEmulator.start();
    await put(emulator, 'ImageVO', image, 'remote');
    const answer = await emulator.call(
      'POST',
      path,
      many(['packer', 'remote', 'packer', 'bootMode::UEFI']),
    );
    expect(answer.body.inventories.map((each: Json) => each?.tag ?? null)).toEqual([
      'packer',
      null,
      null,
      'bootMode::UEFI',
    ]);
    expect(await tagsOf(emulator, image)).toEqual(['remote', 'packer', 'bootMode::UEFI']);
  });

  test.each([
    [many(['packer', 'nonsense']), 'no system tag matches[nonsense] for resourceType[ImageVO]'],
    [
      many(['bootMode::UEFI', 'bootMode::Legacy']),
      'only one bootMode system tag is allowed, but 2 got',
    ],
    [many([]), 'field[tags] must be a nonempty list'],
    [
      { params: { resourceType: 'ImageVO', tags: [null] } },
      'field[tags] cannot contain a NULL element',
    ],
    [
      { params: { resourceType: 'ImageVO' } },
      `field[tags] of message[${M}] is mandatory, can not be null`,
    ],
    [
      { params: { resourceType: 'VolumeVO', tags: ['remote'] } },
      'no system tag matches[remote] for resourceType[VolumeVO]',
    ],
    [
      { params: { resourceType: 'LongJobVO', tags: ['uploadImage::x'] } },
      "The argument :'resourceType' doesn't match uuid",
    ],
  ])('%j are refused whole', async (request, details) => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused('POST', path, request)).toMatchObject({
      code: 'SYS.1007',
      details,
    });
  });
});

test('an inherent tag stays', async () => {
  const emulator = await TestEmulator.start();
  const { repositories, unitOfWork } = emulator.environment.world;
  const uuid = 'e'.repeat(12) + '4' + 'e'.repeat(19);
  unitOfWork.run(() =>
    repositories.tags.insertSystemTag({
      uuid,
      resourceUuid: image,
      resourceType: 'ImageVO',
      tag: 'remote',
      inherent: true,
      createDate: 0,
      lastOpDate: 0,
    }),
  );
  expect(await emulator.refused('DELETE', `/tags/${uuid}`)).toMatchObject({
    code: 'SYS.1006',
    details: `tag[uuid:${uuid}] is an inherent system tag, can not be removed`,
  });
});
