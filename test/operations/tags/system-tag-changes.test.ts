import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';

const ALICE = 'a11ce000000040008000000000000001';
const M = 'org.zstack.header.message.ApiMessageParamValidator';
const NOWHERE = 'b'.repeat(12) + '4' + 'b'.repeat(19);
const image = SEED.images.linux;

const put = (emulator: TestEmulator, type: string, uuid: string, tag: string) =>
  emulator.make('POST', '/system-tags', {
    params: { resourceType: type, resourceUuid: uuid, tag },
  });
const tagsOf = async (emulator: TestEmulator, uuid: string): Promise<string[]> =>
  (await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`)).body.inventories.map(
    ({ tag }: Json) => tag,
  );

describe('changing a tag', () => {
  const change = (uuid: string, tag?: string) =>
    ['PUT', `/system-tags/${uuid}/actions`, { updateSystemTag: { tag } }] as const;

  test('keeps its uuid', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await put(emulator, 'ImageVO', image, 'bootMode::Legacy');
    emulator.advance(1000);
    expect((await emulator.call(...change(uuid, 'bootMode::UEFI'))).body.inventory).toMatchObject({
      uuid,
      tag: 'bootMode::UEFI',
      lastOpDate: 'Nov 14, 2017 10:20:58 PM',
    });
    expect(await tagsOf(emulator, image)).toEqual(['bootMode::UEFI']);
    expect((await emulator.call(...change(uuid, 'bootMode::UEFI'))).status).toBe(200);
  });

  test.each([
    ['nonsense', 'SYS.1007', 'no system tag matches[nonsense] for resourceType[ImageVO]'],
    ['bootMode::Legacy', 'SYS.1007', 'only one bootMode system tag is allowed, but 2 got'],
    [undefined, 'SYS.1007', `field[tag] of message[${M}] is mandatory, can not be null`],
  ])('to %s is refused', async (tag, code, details) => {
    const emulator = await TestEmulator.start();
    const { windows } = SEED.images;
    const { uuid } = await put(emulator, 'ImageVO', windows, 'remote');
    expect(await emulator.refused(...change(uuid, tag))).toMatchObject({ code, details });
  });

  test('to an unknown boot mode is refused', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await put(emulator, 'ImageVO', image, 'bootMode::Legacy');
    expect(await emulator.refused(...change(uuid, 'bootMode::BIOS'))).toMatchObject({
      code: 'SYS.1007',
      details: '[BIOS] specified in system tag [bootMode::BIOS] is not a valid boot mode',
    });
  });

  test('to one that the resource has already is refused, without a crash', async () => {
    const emulator = await TestEmulator.start();
    await put(emulator, 'ImageVO', image, 'packer');
    const { uuid } = await put(emulator, 'ImageVO', image, 'remote');
    expect(await emulator.refused(...change(uuid, 'packer'))).toMatchObject({
      code: 'SYS.1006',
      details: `Duplicated Tag[tag:packer, type:System, resourceType:ImageVO, resourceUuid:${image}]`,
    });
  });

  test('is for its owner, and for a tag that is there', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await put(emulator, 'ImageVO', image, 'remote');
    expect(await emulator.refused(...change(uuid, 'packer'), ALICE_SESSION)).toMatchObject({
      code: 'SYS.1006',
      details: `permission denied, the account[uuid:${ALICE}] is not the owner of the tagged resource[uuid:${image}, type:ImageVO]`,
    });
    expect(await emulator.refused(...change(NOWHERE, 'packer'))).toMatchObject({
      code: 'SYS.1003',
      details: `invalid field[uuid], resource[uuid:${NOWHERE}, type:SystemTagVO] not found`,
    });
  });
});

describe('removing a tag', () => {
  test('takes it away, and is no error when it is gone or never was', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await put(emulator, 'ImageVO', image, 'remote');
    for (const one of [uuid, uuid, NOWHERE]) {
      expect((await emulator.call('DELETE', `/tags/${one}`)).body).toEqual({
        success: true,
        error: null,
      });
    }
    expect(await tagsOf(emulator, image)).toEqual([]);
  });

  test('is refused for an inherent one', async () => {
    const emulator = await TestEmulator.start();
    const uuid = NOWHERE;
    emulator.environment.world.repositories.tags.insertSystemTag({
      uuid,
      resourceUuid: image,
      resourceType: 'ImageVO',
      tag: 'CreatedBySystem',
      inherent: true,
      createDate: 0,
      lastOpDate: 0,
    });
    expect(await emulator.find(`/system-tags/${uuid}`)).toMatchObject({ inherent: true });
    expect(await emulator.refused('DELETE', `/tags/${uuid}`)).toMatchObject({
      code: 'SYS.1006',
      details: `tag[uuid:${uuid}] is an inherent system tag, can not be removed`,
    });
  });

  test('is refused for one on somebody else’s resource', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await put(emulator, 'ImageVO', image, 'remote');
    const error = await emulator.refused('DELETE', `/tags/${uuid}`, undefined, ALICE_SESSION);
    expect(error).toMatchObject({
      code: 'ID.1002',
      details: `permission denied. The system tag[uuid: ${uuid}] refer to a resource not belonging to the account[uuid: ${ALICE}]`,
    });
  });
});

test('the order of a VM’s boot devices is a tag of admin, once the VM is there', async () => {
  const emulator = await TestEmulator.start();
  const vm = 'a0000000000040008000000000000007';
  const tag = 'bootOrder::CdRom';
  const on = { resourceType: 'VmInstanceVO', resourceUuid: vm };
  const calls = async () => {
    const path = `/system-tags/${vm}/tags`;
    return [
      await emulator.refused('POST', '/system-tags', { params: { ...on, tag } }, ALICE_SESSION),
      await emulator.refused('POST', path, { params: { ...on, tags: [tag] } }, ALICE_SESSION),
    ];
  };
  for (const error of await calls()) {
    expect(error).toMatchObject({ code: 'SYS.1006', details: `tag[${tag}] is only for admin` });
  }
  const { uuid } = await put(emulator, 'VmInstanceVO', vm, tag);
  expect(await emulator.refused('DELETE', `/tags/${uuid}`, undefined, ALICE_SESSION)).toMatchObject(
    {
      code: 'SYS.1006',
      details: `tag[${tag}] is only for admin`,
    },
  );
});
