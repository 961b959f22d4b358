import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { imageStore } = SEED.backupStorages;
const NOWHERE = 'b'.repeat(12) + '4' + 'b'.repeat(19);
const { linux: image } = SEED.images;
const params = {
  name: 'x',
  url: 'http://x/a.qcow2',
  format: 'qcow2',
  backupStorageUuids: [imageStore],
};

const tagsOf = async (emulator: TestEmulator, uuid: string): Promise<string[]> =>
  (await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`)).body.inventories.map(
    ({ tag }: Json) => tag,
  );
const act = (emulator: TestEmulator, action: object) =>
  emulator.call('PUT', `/images/${image}/actions`, action);
const tag = (emulator: TestEmulator, text: string) =>
  emulator.make('POST', '/system-tags', {
    params: { resourceType: 'ImageVO', resourceUuid: image, tag: text },
  });

describe('tags of a call that creates', () => {
  test.each([
    ['beside the parameters', { params, systemTags: ['packer'], userTags: ['mine'] }],
    ['among the parameters', { params: { ...params, systemTags: ['packer'], userTags: ['mine'] } }],
    [
      'in both places: those beside win',
      {
        params: { ...params, systemTags: ['remote'], userTags: ['yours'] },
        systemTags: ['packer'],
        userTags: ['mine'],
      },
    ],
    ['twice: kept once', { params, systemTags: ['packer', 'packer'], userTags: ['mine'] }],
  ])('are taken %s', async (_where, body) => {
    const emulator = await TestEmulator.start();
    const { uuid } = await emulator.make('POST', '/images', body);
    expect(await tagsOf(emulator, uuid)).toEqual(['packer']);
    const own = await emulator.call('GET', `/user-tags?q=resourceUuid=${uuid}`);
    expect(own.body.inventories).toMatchObject([{ tag: 'mine', type: 'User' }]);
    const found = await emulator.call('GET', '/images?q=__systemTag__=packer&q=__userTag__=mine');
    expect(found.body.inventories).toMatchObject([{ uuid }]);
  });

  test.each([
    ['no type of resource knows', ['nonsense'], 'SYS.1007', 'no system tag matches nonsense'],
    [
      'name two boot modes',
      ['bootMode::UEFI', 'bootMode::Legacy'],
      'SYS.1007',
      'only one bootMode system tag is allowed, but 2 got',
    ],
    [
      'name an unknown boot mode',
      ['bootMode::bios'],
      'SYS.1007',
      '[bios] specified in system tag [bootMode::bios] is not a valid boot mode',
    ],
    [
      'end where a value is missing',
      ['bootMode::'],
      'SYS.1007',
      'no system tag matches bootMode::',
    ],
    [
      'are of another type of resource',
      ['extraips::1'],
      'SYS.1007',
      'no system tag matches[extraips::1] for resourceType[ImageVO]',
    ],
  ])('that %s are refused', async (_what, systemTags, code, details) => {
    const emulator = await TestEmulator.start();
    const body = { params, systemTags };
    expect(await emulator.refused('POST', '/images', body)).toMatchObject({ code, details });
  });

  test('that stand twice among the user’s are refused', async () => {
    const emulator = await TestEmulator.start();
    const body = { params: { ...params, resourceUuid: NOWHERE }, userTags: ['a', 'a'] };
    expect(await emulator.refused('POST', '/images', body)).toMatchObject({
      code: 'SYS.1006',
      details: `Duplicated Tag[tag:a, type:User, resourceType:ImageVO, resourceUuid:${NOWHERE}]`,
    });
  });

  test.each([
    ['/images', params],
    [
      `/images/root-volume-templates/from/volumes/${SEED.volumes.stoppedWindows}`,
      { name: 'x', backupStorageUuids: [imageStore] },
    ],
    [
      `/images/data-volume-templates/from/volumes/${SEED.volumes.data}`,
      { name: 'x', backupStorageUuids: [imageStore] },
    ],
    ['/zones', { name: 'z' }],
  ])(
    'by tagUuids are refused by POST %s where there is no such tag pattern',
    async (path, rest) => {
      const emulator = await TestEmulator.start();
      const body = { params: { ...rest, tagUuids: [NOWHERE] } };
      expect(await emulator.refused('POST', path, body)).toMatchObject({
        code: 'SYS.1003',
        details: `invalid field[tagUuids], resource[uuids:[${NOWHERE}], type:TagPatternVO] not found`,
      });
      const none = await emulator.call('POST', path, { params: { ...rest, tagUuids: [] } });
      expect(none.status).toBe(200);
    },
  );

  test('that are no list of texts never crash', async () => {
    const emulator = await TestEmulator.start();
    for (const systemTags of ['packer', { a: 1 }, [['x']], [{}]]) {
      const { status, text } = await emulator.call('POST', '/images', { params, systemTags });
      expect([status, text.includes('\n')]).toEqual([500, false]);
    }
    for (const systemTags of [null, [], [null]]) {
      expect((await emulator.call('POST', '/images', { params, systemTags })).status).toBe(200);
    }
  });
});

describe('boot modes', () => {
  test.each([
    ['Legacy', ['bootMode::UEFI']],
    ['UEFI', ['bootMode::UEFI']],
    [undefined, ['bootMode::UEFI']],
  ])('an aarch64 image that is added with %s has UEFI', async (mode, expected) => {
    const emulator = await TestEmulator.start();
    const systemTags = mode === undefined ? [] : [`bootMode::${mode}`];
    const added = await emulator.make('POST', '/images', {
      params: { ...params, architecture: 'aarch64' },
      systemTags,
    });
    expect(await tagsOf(emulator, added.uuid)).toEqual(expected);
  });

  test('UpdateImage to aarch64 makes it UEFI, and Legacy is refused from then on', async () => {
    const emulator = await TestEmulator.start();
    await tag(emulator, 'bootMode::Legacy');
    await tag(emulator, 'packer');
    await act(emulator, { updateImage: { architecture: 'aarch64' } });
    expect(await tagsOf(emulator, image)).toEqual(['packer', 'bootMode::UEFI']);
    const refusal = await emulator.refused('PUT', `/images/${image}/actions`, {
      setImageBootMode: { bootMode: 'Legacy' },
    });
    expect(refusal).toMatchObject({
      code: 'SYS.1007',
      details: 'The aarch64 architecture does not support legacy.',
    });
    await act(emulator, { setImageBootMode: { bootMode: 'UEFI_WITH_CSM' } });
    expect(await tagsOf(emulator, image)).toEqual(['packer', 'bootMode::UEFI_WITH_CSM']);
  });

  test('UpdateImage to x86_64 makes a system image Legacy, and leaves others alone', async () => {
    const emulator = await TestEmulator.start();
    await tag(emulator, 'bootMode::UEFI');
    await act(emulator, { updateImage: { architecture: 'x86_64' } });
    expect(await tagsOf(emulator, image)).toEqual(['bootMode::UEFI']);
    await act(emulator, { updateImage: { system: true } });
    expect(await tagsOf(emulator, image)).toEqual(['bootMode::UEFI']);
    await act(emulator, { updateImage: { architecture: 'x86_64' } });
    expect(await tagsOf(emulator, image)).toEqual(['bootMode::Legacy']);
  });

  test('SetImageBootMode replaces the tag, whatever its case, by one that can be removed', async () => {
    const emulator = await TestEmulator.start();
    await tag(emulator, 'bootMode::legacy');
    for (const bootMode of ['UEFI', 'UEFI', 'Legacy']) {
      expect((await act(emulator, { setImageBootMode: { bootMode } })).status).toBe(200);
      expect(await tagsOf(emulator, image)).toEqual([`bootMode::${bootMode}`]);
    }
    const { uuid, inherent } = await emulator.find(`/system-tags?q=resourceUuid=${image}`);
    expect(inherent).toBe(false);
    await emulator.make('DELETE', `/tags/${uuid}`);
    expect(await tagsOf(emulator, image)).toEqual([]);
  });
});

describe('tags go with their resource', () => {
  test('with an image when it is expunged, not when it is deleted', async () => {
    const emulator = await TestEmulator.start();
    await tag(emulator, 'packer');
    await emulator.make('POST', '/user-tags', {
      params: { resourceType: 'ImageVO', resourceUuid: image, tag: 'mine' },
    });
    const count = async () => {
      const own = await emulator.call('GET', `/user-tags?q=resourceUuid=${image}`);
      return (await tagsOf(emulator, image)).length + own.body.inventories.length;
    };
    await emulator.make('DELETE', `/images/${image}`);
    expect(await count()).toBe(2);
    await act(emulator, { expungeImage: {} });
    expect(await count()).toBe(0);
  });

  test('with an image that fails to come', async () => {
    const emulator = await TestEmulator.start();
    const before = emulator.world();
    await emulator.call('POST', '/images', {
      params: { ...params, url: 'zstore://a/b', backupStorageUuids: [SEED.backupStorages.sftp] },
      systemTags: ['packer'],
      userTags: ['mine'],
    });
    expect(emulator.world()).toEqual(before);
  });

  test('with a backup storage', async () => {
    const emulator = await TestEmulator.start();
    const resourceUuid = SEED.backupStorages.elsewhere;
    await emulator.make('POST', '/system-tags', {
      params: { resourceType: 'BackupStorageVO', resourceUuid, tag: 'extraips::1' },
    });
    await emulator.make('DELETE', `/backup-storage/${resourceUuid}`);
    expect(await tagsOf(emulator, resourceUuid)).toEqual([]);
  });
});
