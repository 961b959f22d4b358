import { createHash } from 'node:crypto';
import { ADMIN_SESSION, ALICE_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { put, takeSnapshot, writeTo } from '../support/volumes';

const { volumes, vms, images, backupStorages } = SEED;
const root = volumes.stoppedWindows;
const data = volumes.spareData;
const vm = vms.stoppedWindows;
const OF_VM = '/images/groups/from/vm-instance';

/** The stopped VM with a data volume. */
async function start(options = {}): Promise<TestEmulator> {
  const emulator = await TestEmulator.start(options);
  await emulator.make('POST', `/volumes/${data}/vm-instances/${vm}`);
  return emulator;
}

const ofVm = (emulator: TestEmulator, more = {}): Promise<Json> =>
  emulator.make('POST', OF_VM, { params: { vmInstanceUuid: vm, name: 'g', ...more } });
const ofSnapshots = (rootSnapshot: string, dataVolumeSnapshotUuids: string[], more = {}) =>
  [
    'POST',
    `/imagegroup/from/snapshot/${rootSnapshot}`,
    { params: { name: 'g', dataVolumeSnapshotUuids, ...more } },
  ] as const;
const ofImages = (rootImage: string, dataVolumeTemplateUuids: string[] = [], more = {}) =>
  [
    'POST',
    `/imagegroup/from/image/${rootImage}`,
    { params: { name: 'g', dataVolumeTemplateUuids, ...more } },
  ] as const;
const expunge = (uuid: string) =>
  ['PUT', `/imagegroups/${uuid}/actions`, { expungeImageGroup: {} }] as const;
const list = async (
  emulator: TestEmulator,
  path: string,
  session = ADMIN_SESSION,
): Promise<Json[]> => (await emulator.call('GET', path, undefined, session)).body.inventories;
const imagesOf = async (emulator: TestEmulator, group: string): Promise<Json[]> =>
  Promise.all(
    (await list(emulator, `/imagegrouprefs?q=imageGroupUuid=${group}`)).map(({ imageUuid }) =>
      emulator.find(`/images/${imageUuid}`),
    ),
  );
const contentOf = (emulator: TestEmulator, table: string, uuid: string) =>
  emulator.environment.database
    .prepare(`select content_id from ${table} where uuid = ?`)
    .pluck()
    .get(uuid);
/** The world without what a refused or failed call leaves: its job, its rule. */
const withoutTraces = (emulator: TestEmulator) => {
  const { faults: _, jobs: __, events: ___, ...rest } = emulator.world();
  return rest;
};

describe('a group is made of a VM', () => {
  test('with templates of all its volumes, named after them', async () => {
    const emulator = await start();
    const { platform, architecture } = await emulator.find(`/vm-instances/${vm}`);
    const group = await ofVm(emulator, { description: 'whole' });
    expect(group).toEqual({
      uuid: group.uuid,
      name: 'g',
      description: 'whole',
      status: 'Ready',
      imageCount: 2,
      createDate: group.createDate,
      lastOpDate: group.lastOpDate,
    });
    expect(await emulator.find(`/imagegroups/${group.uuid}`)).toEqual(group);
    const [first, second] = await imagesOf(emulator, group.uuid);
    expect(first).toMatchObject({
      name: `create-from-root-volume-${root}`,
      description: 'whole',
      mediaType: 'RootVolumeTemplate',
      url: `volume://${root}`,
      status: 'Ready',
      platform,
      architecture,
      guestOsType: platform,
    });
    expect(second).toMatchObject({
      name: `create-from-data-volume-${data}`,
      description: 'whole',
      mediaType: 'DataVolumeTemplate',
      url: `volume://${data}`,
      status: 'Ready',
    });
    for (const [image, volume] of [
      [first, root],
      [second, data],
    ] as const) {
      expect(contentOf(emulator, 'images', image?.uuid)).toBe(
        contentOf(emulator, 'volumes', volume),
      );
    }
  });

  test('one that takes its time is Creating until all are there, one after the other', async () => {
    const emulator = await start();
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    await emulator.anonymous
      .post(`/zstack/v1${OF_VM}`)
      .set('Authorization', `OAuth ${ADMIN_SESSION}`)
      .set('Prefer', 'respond-async')
      .send({ params: { vmInstanceUuid: vm, name: 'g' } });
    expect(await list(emulator, '/imagegroups')).toMatchObject([
      { status: 'Creating', imageCount: 2 },
    ]);
    expect(await list(emulator, '/imagegrouprefs')).toEqual([]);
    const creating = '/images?q=status=Creating';
    expect(await list(emulator, creating)).toMatchObject([{ mediaType: 'RootVolumeTemplate' }]);
    emulator.advance(86_400_000);
    expect(await list(emulator, creating)).toEqual([]);
    expect(await list(emulator, '/imagegroups')).toMatchObject([{ status: 'Ready' }]);
    expect(await list(emulator, '/imagegrouprefs')).toHaveLength(2);
  });

  test('with tags and a uuid of its own, which are the group’s alone', async () => {
    const emulator = await start();
    const resourceUuid = '1a6e0000000040008000000000000099';
    const { uuid } = await emulator.make('POST', OF_VM, {
      params: { vmInstanceUuid: vm, name: 'g', resourceUuid },
      userTags: ['nightly'],
      systemTags: ['packer'],
    });
    expect(uuid).toBe(resourceUuid);
    expect(await list(emulator, '/imagegroups?q=__userTag__=nightly')).toHaveLength(1);
    expect(await list(emulator, '/imagegroups?q=__systemTag__=packer')).toHaveLength(1);
    expect(await list(emulator, '/images?q=__userTag__=nightly')).toEqual([]);
  });

  test('not of one without a root volume', async () => {
    const emulator = await TestEmulator.start();
    const { imageUuid, instanceOfferingUuid } = await emulator.find(
      `/vm-instances/${vms.runningLinux}`,
    );
    const l3 = await emulator.find('/l3-networks?limit=1');
    const created = await emulator.make('POST', '/vm-instances', {
      params: {
        name: 'x',
        imageUuid,
        instanceOfferingUuid,
        l3NetworkUuids: [l3.uuid],
        strategy: 'JustCreate',
      },
    });
    const call = { params: { vmInstanceUuid: created.uuid, name: 'g' } };
    expect(await emulator.refused('POST', OF_VM, call)).toMatchObject({
      code: 'SYS.1006',
      details: `vm instance[uuid:${created.uuid}] has no volume`,
    });
  });

  test('or not at all, when one of its templates fails', async () => {
    const emulator = await start();
    const flow = 'create-image-group-from-vm-instance';
    for (const step of [
      'prepare-db',
      'root-volume-select-backup-storage',
      'root-volume-start-creating-template',
      'data-volume-create-image-in-database',
      'data-volume-create-data-volume-template-from-volume',
      'create-image-group-ref-in-database',
    ]) {
      const before = withoutTraces(emulator);
      await emulator.control('POST', '/faults', { point: `${flow}/${step}`, kind: 'fail' });
      const call = { params: { vmInstanceUuid: vm, name: 'g' } };
      expect((await emulator.call('POST', OF_VM, call)).status).toBe(503);
      expect(withoutTraces(emulator)).toEqual(before);
      put(emulator, 'delete from faults');
    }
  });
});

describe('while a group is made', () => {
  const begin = async (): Promise<TestEmulator> => {
    const emulator = await start();
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    await emulator.anonymous
      .post(`/zstack/v1${OF_VM}`)
      .set('Authorization', `OAuth ${ADMIN_SESSION}`)
      .set('Prefer', 'respond-async')
      .send({ params: { vmInstanceUuid: vm, name: 'g' } });
    return emulator;
  };

  test.each<[string, (emulator: TestEmulator) => Promise<unknown>]>([
    [
      'it is expunged',
      async (emulator) => {
        const [group] = await list(emulator, '/imagegroups');
        await emulator.call(...expunge(group?.uuid));
      },
    ],
    [
      'its image is deleted',
      async (emulator) => {
        const [image] = await list(emulator, '/images?q=status=Creating');
        await emulator.make('DELETE', `/images/${image?.uuid}`);
      },
    ],
    [
      'its storages are lost',
      async (emulator) => put(emulator, "update backup_storages set status = 'Disconnected'"),
    ],
    [
      'the data volume goes',
      async (emulator) => {
        await emulator.make('DELETE', `/volumes/${data}/vm-instances`);
        await emulator.make('DELETE', `/volumes/${data}`);
        await emulator.make('PUT', `/volumes/${data}/actions`, { expungeDataVolume: {} });
      },
    ],
  ])('and %s, nothing is left of it', async (_what, hinder) => {
    const emulator = await begin();
    const before = (await list(emulator, '/images?q=status=Ready')).length;
    await hinder(emulator);
    emulator.advance(7 * 86_400_000);
    expect(await list(emulator, '/imagegroups')).toEqual([]);
    expect(await list(emulator, '/images?q=status=Creating')).toEqual([]);
    expect(await list(emulator, '/images?q=status=Ready')).toHaveLength(before);
  });
});

describe('a group is made of snapshots', () => {
  test('with a template of what each froze', async () => {
    const emulator = await start();
    const one = await takeSnapshot(emulator, 'one', root);
    const two = await takeSnapshot(emulator, 'two', data);
    await writeTo(emulator, 2 ** 20, root);
    const group = await emulator.make(...ofSnapshots(one.uuid, [two.uuid]));
    expect(group).toMatchObject({ status: 'Ready', imageCount: 2 });
    const [first, second] = await imagesOf(emulator, group.uuid);
    expect(first).toMatchObject({
      name: `create-from-snap-${one.uuid}`,
      mediaType: 'RootVolumeTemplate',
      url: `volumeSnapshot://${one.uuid}`,
      description: null,
    });
    expect(second).toMatchObject({
      name: `create-from-snapshot-${two.uuid}`,
      mediaType: 'DataVolumeTemplate',
    });
    expect(contentOf(emulator, 'images', first?.uuid)).toBe(
      contentOf(emulator, 'volume_snapshots', one.uuid),
    );
  });

  test('one that is named twice becomes two templates', async () => {
    const emulator = await start();
    const one = await takeSnapshot(emulator, 'one', root);
    const two = await takeSnapshot(emulator, 'two', data);
    const group = await emulator.make(...ofSnapshots(one.uuid, [two.uuid, two.uuid]));
    expect(group.imageCount).toBe(3);
    expect(await imagesOf(emulator, group.uuid)).toHaveLength(3);
  });

  test('or not at all: no storage for it, or a step that fails', async () => {
    const emulator = await start();
    const one = await takeSnapshot(emulator, 'one', root);
    const two = await takeSnapshot(emulator, 'two', data);
    const flow = 'create-image-group-from-snapshot';
    for (const step of [
      'snapshot-create-image-in-database',
      'snapshot-create-temporary-template',
      'snapshot-upload-template',
    ]) {
      for (const skip of [0, 1]) {
        const before = withoutTraces(emulator);
        await emulator.control('POST', '/faults', { point: `${flow}/${step}`, kind: 'fail', skip });
        const { status } = await emulator.call(...ofSnapshots(one.uuid, [two.uuid]));
        expect(status).toBe(503);
        expect(withoutTraces(emulator)).toEqual(before);
        put(emulator, 'delete from faults');
      }
    }
    put(emulator, "update backup_storages set state = 'Disabled'");
    expect(await emulator.refused(...ofSnapshots(one.uuid, [two.uuid]))).toMatchObject({
      code: 'SYS.1006',
      details: `failed to create template from the volume snapshot[uuid:${one.uuid}] on backup storage[uuids:[null]]`,
      cause: { code: 'BS.1003' },
    });
  });
});

describe('a group is made of images', () => {
  test('which are in it each once, and counted as they were named', async () => {
    const emulator = await TestEmulator.start();
    const { linux, windows } = images;
    const group = await emulator.make(...ofImages(linux, [windows, windows]));
    expect(group).toMatchObject({ status: 'Ready', imageCount: 3 });
    const refs = await list(emulator, '/imagegrouprefs');
    expect(refs).toEqual([
      {
        imageUuid: linux,
        imageGroupUuid: group.uuid,
        createDate: group.createDate,
        lastOpDate: group.createDate,
      },
      expect.objectContaining({ imageUuid: windows }),
    ]);
  });

  test('of those that are there, and of the caller', async () => {
    const emulator = await TestEmulator.start();
    const nobody = '0'.repeat(32);
    expect(await emulator.refused(...ofImages(images.linux, [nobody]))).toMatchObject({
      code: 'SYS.1003',
    });
    const [method, path, body] = ofImages(images.linux);
    expect((await emulator.refused(method, path, body, ALICE_SESSION)).code).toBe('SYS.1006');
  });

  test('is found by its images, and by where they lie', async () => {
    const emulator = await TestEmulator.start();
    await emulator.make(...ofImages(images.linux));
    const { name, backupStorageRefs } = await emulator.find(`/images/${images.linux}`);
    const at = backupStorageRefs[0].backupStorageUuid;
    const found = async (path: string) => (await list(emulator, path)).length;
    expect(await found(`/imagegroups?q=image.name=${encodeURIComponent(name)}`)).toBe(1);
    expect(await found(`/imagegroups?q=imageRef.imageUuid=${images.linux}`)).toBe(1);
    expect(await found(`/imagegroups?q=image.backupStorage.uuid=${at}`)).toBe(1);
    expect(await found('/imagegroups?q=image.name=nothing')).toBe(0);
    expect(await found('/imagegrouprefs?q=imageGroup.name=g')).toBe(1);
    // The real system does not look at what stands in this address.
    expect(await found(`/imagegrouprefs/${'0'.repeat(32)}`)).toBe(1);
  });
});

describe('what becomes of a group', () => {
  test('expunged it goes with its images and their bits, whatever the policy', async () => {
    const emulator = await start();
    const before = emulator.world();
    const group = await ofVm(emulator);
    await emulator.make(...expunge(group.uuid));
    const after = emulator.world();
    for (const table of [
      'images',
      'image_backup_storage_refs',
      'image_groups',
      'image_group_refs',
      'backup_storages',
      'account_resource_refs',
    ]) {
      expect([table, after[table]]).toEqual([table, before[table]]);
    }
  });

  test('an image that is gone stays in it, and an image that cannot be deleted stays without it', async () => {
    const emulator = await start();
    const group = await ofVm(emulator);
    const [first, second] = await imagesOf(emulator, group.uuid);
    await emulator.make('DELETE', `/images/${first?.uuid}`);
    await emulator.make('PUT', `/images/${first?.uuid}/actions`, { expungeImage: {} });
    expect(await list(emulator, '/imagegrouprefs')).toHaveLength(2);
    expect(await list(emulator, `/imagegroups?q=image.uuid=${first?.uuid}`)).toEqual([]);
    put(emulator, "update backup_storages set status = 'Disconnected'");
    await emulator.make(...expunge(group.uuid));
    expect(await list(emulator, '/imagegroups')).toEqual([]);
    expect(await emulator.find(`/images/${second?.uuid}`)).toMatchObject({ status: 'Ready' });
  });

  test('a group of more snapshots than any VM has volumes is refused', async () => {
    const emulator = await start();
    const snapshot = await takeSnapshot(emulator, root);
    const many = ofSnapshots(snapshot.uuid, Array(101).fill(snapshot.uuid));
    expect(await emulator.refused(...many)).toMatchObject({
      code: 'SYS.1007',
      details: 'a group is made of 100 data volume snapshots at most, not of 101',
    });
  });

  test('an account expunges its group, and no image that became another’s since', async () => {
    const emulator = await start();
    const made = async (name: string): Promise<Json> =>
      (
        await emulator.call(
          'POST',
          '/images',
          {
            params: {
              name,
              url: 'http://x/a.qcow2',
              format: 'qcow2',
              backupStorageUuids: [backupStorages.sftp],
            },
          },
          ALICE_SESSION,
        )
      ).body.inventory;
    const [mine, given] = [await made('mine'), await made('given')];
    const grouped = await emulator.call(...ofImages(mine.uuid, [given.uuid]), ALICE_SESSION);
    const admin = String(
      emulator.environment.database
        .prepare("select uuid from accounts where name = 'admin'")
        .pluck()
        .get(),
    );
    await emulator.call('POST', `/account/${admin}/resources`, {
      params: { resourceUuid: given.uuid },
    });
    const gone = await emulator.call(...expunge(grouped.body.inventory.uuid), ALICE_SESSION);
    expect(gone.status).toBe(200);
    expect(await list(emulator, '/imagegroups')).toEqual([]);
    expect(await emulator.find(`/images/${mine.uuid}`)).toBeUndefined();
    expect(await emulator.find(`/images/${given.uuid}`)).toMatchObject({ status: 'Ready' });
  });

  test('a step that fails keeps one image, and the group goes with the others', async () => {
    const emulator = await start();
    const group = await ofVm(emulator);
    await emulator.control('POST', '/faults', {
      point: 'expunge-image-group/delete-images-from-image-group',
      kind: 'fail',
      times: 1,
    });
    await emulator.make(...expunge(group.uuid));
    expect(await list(emulator, '/imagegroups')).toEqual([]);
    expect(await list(emulator, '/images?q=url~=volume://%25&q=status=Ready')).toHaveLength(1);
  });

  test('strangers see nothing of it, and do nothing with it; its account’s end gives it to the admin', async () => {
    const emulator = await start();
    const group = await ofVm(emulator);
    expect(await list(emulator, '/imagegroups', ALICE_SESSION)).toEqual([]);
    expect(await list(emulator, '/imagegrouprefs', ALICE_SESSION)).toEqual([]);
    const [method, path, body] = expunge(group.uuid);
    expect((await emulator.refused(method, path, body, ALICE_SESSION)).code).toBe('SYS.1006');
    const alice = (await emulator.find('/accounts?q=name=alice')).uuid;
    await emulator.make('POST', `/account/${alice}/resources`, {
      params: { resourceUuid: group.uuid },
    });
    expect(await list(emulator, '/imagegroups', ALICE_SESSION)).toHaveLength(1);
    await emulator.make('DELETE', `/accounts/${alice}`);
    expect(await list(emulator, '/imagegroups')).toHaveLength(1);
  });

  test('with its storage its images go, and it tells of them', async () => {
    const emulator = await TestEmulator.start();
    const { backupStorageRefs } = await emulator.find(`/images/${images.linux}`);
    await emulator.make(...ofImages(images.linux));
    for (const { backupStorageUuid } of backupStorageRefs as Json[]) {
      await emulator.make('DELETE', `/backup-storage/${backupStorageUuid}`);
    }
    expect(await list(emulator, `/images/${images.linux}`)).toEqual([]);
    expect(await list(emulator, '/imagegrouprefs')).toHaveLength(1);
  });
});

describe('a clone', () => {
  const clone = (image: string, params = {}) =>
    ['POST', `/image/clone/${image}`, { params }] as const;
  const bytesOf = async (emulator: TestEmulator, image: string, at: string) => {
    const { body } = await emulator.call('PUT', `/backup-storage/${at}/actions`, {
      exportImageFromBackupStorage: { imageUuid: image },
    });
    const bytes = Buffer.from(await (await fetch(body.imageUrl)).arrayBuffer());
    return createHash('md5').update(bytes).digest('hex');
  };

  test('is a second image over the same bytes, and takes no room', async () => {
    const emulator = await TestEmulator.start();
    const original = await emulator.find(`/images/${images.linux}`);
    const free = emulator.world()['backup_storages'];
    const made = await emulator.make(...clone(images.linux, { strategy: 'DatabaseOnly' }));
    const { uuid: _, name: __, backupStorageRefs, ...rest } = original;
    expect(made).toMatchObject({ ...rest, name: `Clone-from-${original.name}` });
    expect(
      (made.backupStorageRefs as Json[]).map(({ installPath, status }) => [installPath, status]),
    ).toEqual(
      (backupStorageRefs as Json[]).map(({ installPath, status }) => [installPath, status]),
    );
    expect(emulator.world()['backup_storages']).toEqual(free);
    await emulator.make('PUT', `/images/${made.uuid}/actions`, { syncImageSize: {} });
    expect((await emulator.find(`/images/${made.uuid}`)).actualSize).toBe(original.actualSize);
  });

  test('keeps the bytes when its original goes, whatever way, and gives them back at the end', async () => {
    for (const direct of [false, true]) {
      const emulator = await TestEmulator.start();
      const template = await emulator.createTemplate(volumes.stoppedWindows, {
        name: 't',
        backupStorageUuids: [backupStorages.imageStore],
      });
      const original = template.body.inventory;
      const free = emulator.available('backup', backupStorages.imageStore);
      const made = await emulator.make(...clone(original.uuid));
      if (direct) {
        const { uuid } = await emulator.make(...ofImages(original.uuid));
        await emulator.make(...expunge(uuid));
      } else {
        await emulator.make('DELETE', `/images/${original.uuid}`);
        await emulator.make('PUT', `/images/${original.uuid}/actions`, { expungeImage: {} });
      }
      expect(await list(emulator, `/images/${original.uuid}`)).toEqual([]);
      expect(emulator.available('backup', backupStorages.imageStore)).toBe(free);
      expect(await bytesOf(emulator, made.uuid, backupStorages.imageStore)).toBe(made.md5Sum);
      await emulator.make('DELETE', `/images/${made.uuid}`);
      await emulator.make('PUT', `/images/${made.uuid}/actions`, { expungeImage: {} });
      expect(emulator.available('backup', backupStorages.imageStore)).toBe(
        free + original.actualSize,
      );
      await emulator.stop();
    }
  });

  test('gives the bytes back when both are expunged at one time', async () => {
    const emulator = await TestEmulator.start();
    // What else is deleted goes first.
    emulator.advance(30 * 86_400_000);
    const { backupStorageRefs } = await emulator.find(`/images/${images.linux}`);
    const [{ backupStorageUuid: at }] = backupStorageRefs;
    const free = emulator.available('backup', at);
    const { uuid, actualSize } = await emulator.make(...clone(images.linux));
    for (const one of [images.linux, uuid]) await emulator.make('DELETE', `/images/${one}`);
    emulator.advance(30 * 86_400_000);
    expect(await list(emulator, `/images?q=uuid?=${images.linux},${uuid}`)).toEqual([]);
    expect(emulator.available('backup', at)).toBe(free + actualSize);
  });

  test('leaves no garbage on a storage that is lost, for its bits are needed', async () => {
    const emulator = await TestEmulator.start();
    const made = await emulator.make(...clone(images.linux));
    await emulator.make('DELETE', `/images/${images.linux}`);
    put(emulator, "update backup_storages set status = 'Disconnected'");
    await emulator.make('PUT', `/images/${images.linux}/actions`, { expungeImage: {} });
    expect(await list(emulator, '/gc-jobs')).toEqual([]);
    await emulator.make('DELETE', `/images/${made.uuid}`);
    await emulator.make('PUT', `/images/${made.uuid}/actions`, { expungeImage: {} });
    expect(await list(emulator, '/gc-jobs')).not.toEqual([]);
  });

  test('is its original’s owner’s, whoever makes it, with the tags that it is given', async () => {
    const emulator = await TestEmulator.start();
    const resourceUuid = '1a6e0000000040008000000000000098';
    const { body } = await emulator.call(
      'POST',
      `/image/clone/${images.linux}`,
      { params: { resourceUuid }, userTags: ['mine'] },
      ALICE_SESSION,
    );
    expect(body.inventory.uuid).toBe(resourceUuid);
    const owner = async (uuid: string) =>
      (await emulator.find(`/accounts/resources/refs?q=resourceUuid=${uuid}`)).accountUuid;
    expect(await owner(resourceUuid)).toBe(await owner(images.linux));
    expect(await list(emulator, '/images?q=__userTag__=mine')).toHaveLength(1);
  });

  test('only of an image that is Ready', async () => {
    const emulator = await TestEmulator.start();
    await emulator.make('DELETE', `/images/${images.linux}`);
    expect(await emulator.refused(...clone(images.linux))).toMatchObject({
      code: 'SYS.1006',
      details: `cannot clone image, because image [${images.linux}] status is not ready`,
    });
    expect((await emulator.refused(...clone(images.windows, { strategy: 'Full' }))).code).toBe(
      'SYS.1007',
    );
  });
});

test('an image has one security level at most', async () => {
  const emulator = await TestEmulator.start();
  const set = (params: object) =>
    emulator.make('PUT', `/images/${images.linux}/actions`, { setImageSecurityLevel: params });
  const levels = async () =>
    (
      await list(emulator, `/system-tags?q=resourceUuid=${images.linux}&q=tag~=securityLevel%25`)
    ).map(({ tag }) => tag as string);
  await set({ securityLevel: 'secret' });
  expect(await levels()).toEqual(['securityLevel::secret']);
  await set({ securityLevel: 'public' });
  expect(await levels()).toEqual(['securityLevel::public']);
  await set({});
  expect(await levels()).toEqual([]);
});
