import { SEED, TestEmulator } from '../../support/emulator';

const { backupStorages } = SEED;
const { imageStore, sftp, ceph, disabled, disconnected, nearlyFull } = backupStorages;
const MIB = 2 ** 20;

const add = (params: object) => ['POST', '/images', { params }] as const;
const qcow2 = {
  name: 'added',
  url: 'http://mirror.example/a.qcow2#size=20G&actualSize=2G',
  format: 'qcow2',
  backupStorageUuids: [imageStore],
};

test('an image is added from a url: its sizes, format and content follow from it', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.available('backup', imageStore);
  const image = await emulator.make(...add(qcow2));
  expect(image).toMatchObject({
    name: 'added',
    state: 'Enabled',
    status: 'Ready',
    size: 20 * 2 ** 30,
    actualSize: 2 * 2 ** 30,
    url: qcow2.url,
    mediaType: 'RootVolumeTemplate',
    format: 'qcow2',
    platform: 'Linux',
    guestOsType: 'Linux',
    architecture: 'x86_64',
    virtio: true,
    system: false,
    type: 'zstack',
  });
  expect(image.backupStorageRefs).toMatchObject([
    { status: 'Ready', installPath: `zstore://${image.uuid}/${image.uuid}` },
  ]);
  expect(emulator.available('backup', imageStore)).toBe(before - 2 * 2 ** 30);
});

test.each([
  ['ISO', { mediaType: 'ISO', url: 'http://x/os.iso' }, { format: 'iso', mediaType: 'ISO' }],
  ['an iso called a root template', { format: 'iso', url: 'http://x/a' }, { mediaType: 'ISO' }],
  [
    'a qcow2 called an ISO',
    { mediaType: 'ISO', url: 'http://x/a.qcow2' },
    { format: 'qcow2', mediaType: 'RootVolumeTemplate' },
  ],
  ['bytes that say nothing', { format: 'raw', url: 'http://x/a' }, { format: 'raw' }],
  [
    'an alias of a platform',
    { platform: 'WindowsVirtio' },
    { platform: 'Windows', guestOsType: 'Windows' },
  ],
  [
    'a data template',
    { mediaType: 'DataVolumeTemplate' },
    { platform: null, guestOsType: null, architecture: null, virtio: true },
  ],
  ['a password', { url: 'http://me:secret@x/a.qcow2' }, { url: 'http://me@x/a.qcow2' }],
  ['a path', { url: '/opt/images/a.qcow2' }, { url: 'file:///opt/images/a.qcow2' }],
])('%s', async (_what, params, expected) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.make(...add({ ...qcow2, ...params }))).toMatchObject(expected);
});

test('on Ceph an image is raw, on Sftp it lies under its owner by the name of its url', async () => {
  const emulator = await TestEmulator.start();
  const onCeph = await emulator.make(...add({ ...qcow2, backupStorageUuids: [ceph] }));
  expect(onCeph.format).toBe('raw');
  expect(onCeph.backupStorageRefs[0].installPath).toBe(`ceph://bak-t-${ceph}/${onCeph.uuid}`);
  const url = 'http://x/zstack-image-1.2.qcow2';
  const { uuid, backupStorageRefs } = await emulator.make(
    ...add({ ...qcow2, url, backupStorageUuids: [sftp] }),
  );
  expect(backupStorageRefs[0].installPath).toBe(
    `/zstack_sftp/rootVolumeTemplates/acct-36c27e8ff05c4780bf6d2fa65700f22e/${uuid}/zstack-image-1.2.template`,
  );
  // An ISO lies among the data volume templates.
  const iso = {
    url: 'http://x/a.iso',
    format: 'iso',
    mediaType: 'ISO',
    backupStorageUuids: [sftp],
  };
  const added = await emulator.make(...add({ ...qcow2, ...iso }));
  expect(added.backupStorageRefs[0].installPath).toBe(
    `/zstack_sftp/dataVolumeTemplates/acct-36c27e8ff05c4780bf6d2fa65700f22e/${added.uuid}/a.iso`,
  );
});

test('aarch64 always boots by UEFI', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await emulator.make(
    ...add({ ...qcow2, architecture: 'aarch64', systemTags: ['bootMode::Legacy', 'packer'] }),
  );
  const tags = emulator.environment.world.repositories.tags.listSystemTags(uuid);
  expect(tags.toSorted()).toEqual(['bootMode::UEFI', 'packer']);
});

test('equal urls have equal bytes, and the seed may say what they are', async () => {
  const emulator = await TestEmulator.start();
  const [first, second, other] = [
    await emulator.make(...add(qcow2)),
    await emulator.make(...add(qcow2)),
    await emulator.make(...add({ ...qcow2, url: 'http://x/b.qcow2#size=20G&actualSize=2G' })),
  ];
  expect(first.md5Sum).toBe(second.md5Sum);
  expect(first.md5Sum).not.toBe(other.md5Sum);
  emulator.environment.world.repositories.urlHints.insert({
    url: 'http://x/seeded.qcow2',
    contentId: 'same',
    size: 3 * 2 ** 30,
    actualSize: 5 * MIB,
    format: null,
    failure: null,
  });
  const seeded = await emulator.make(...add({ ...qcow2, url: 'http://x/seeded.qcow2' }));
  expect(seeded).toMatchObject({ size: 3 * 2 ** 30, actualSize: 5 * MIB });
});

describe('refused before anything is written', () => {
  test.each([
    [{ mediaType: 'ISO', system: true }, 'SYS.1007', 'ISO cannot be used as system image'],
    [{ format: 'iso', system: true }, 'SYS.1007', 'ISO cannot be used as system image'],
    [{ format: 'vhd' }, 'SYS.1007', 'unknown format[vhd]'],
    [{ format: undefined }, 'SYS.1007', 'unknown format[null]'],
    [{ type: 'docker' }, 'SYS.1007', 'unsupported image type[docker]'],
    [
      { url: 'HTTP://x/a' },
      'SYS.1007',
      "url must starts with 'file:///', 'http://', 'https://'， 'ftp://', 'sftp://' or '/'",
    ],
    [
      { backupStorageUuids: [disconnected] },
      'SYS.1006',
      `no backup storage specified in uuids[${disconnected}] is available for adding this image; they are not in status Connected or not in state Enabled, or the uuid is invalid backup storage uuid`,
    ],
    [
      { url: '/etc/passwd' },
      'SYS.1007',
      'image path [/etc/passwd] is in black list /**/.*/**;/**/~*/**;/etc/**;/usr/local/zstack/**;/var/log/**;/dev/**;/proc/**;/sys/**',
    ],
    [{ url: undefined }, 'SYS.1007', 'field[url] of message'],
    [{ backupStorageUuids: [] }, 'SYS.1007', 'field[backupStorageUuids] must be a nonempty list'],
    [{ name: 'x'.repeat(256) }, 'SYS.1007', 'exceeds max length'],
    [{ architecture: 'sparc' }, 'SYS.1007', 'valid value for field[architecture]'],
    [{ resourceUuid: 'no' }, 'SYS.1007', 'resourceUuid[no] is not a valid uuid'],
    [{ systemTags: ['bootMode::Floppy'] }, 'SYS.1007', 'is not a valid boot mode'],
  ])('%j', async (params, code, details) => {
    const emulator = await TestEmulator.start();
    const error = await emulator.refused(...add({ ...qcow2, ...params }));
    expect(error.code).toBe(code);
    expect(error.details).toContain(details);
  });

  test('paths may be limited to a white list, and a hidden directory is black', async () => {
    const emulator = await TestEmulator.start();
    const hidden = await emulator.refused(...add({ ...qcow2, url: '/home/me/.ssh/key.qcow2' }));
    expect(hidden.details).toContain('is in black list');
    await emulator.configure('image/download.localPath.customFilter', 'whitelist');
    const elsewhere = await emulator.refused(...add({ ...qcow2, url: '/srv/a.qcow2' }));
    expect(elsewhere.details).toBe(
      'image path is not in white list: /home/**;/mnt/**;/opt/**;/root/**;',
    );
    await emulator.make(...add({ ...qcow2, url: '/mnt/a.qcow2' }));
    await emulator.configure('image/download.localPath.whitelist', '/nowhere/**');
    const nowhere = await emulator.refused(...add({ ...qcow2, url: '/mnt/a.qcow2' }));
    expect(nowhere.details).toBe('image path is not in white list: /nowhere/**');
  });
});

describe('a download that fails takes the image and all of its refs with it', () => {
  const failing = async (emulator: TestEmulator, params: object) => {
    const error = await emulator.refused(...add({ ...qcow2, ...params }));
    expect(error.code).toBe('SYS.1002');
    return error;
  };

  test.each([
    [
      'a Disabled storage',
      { backupStorageUuids: [disabled] },
      'backup storage cannot proceed message[org.zstack.header.storage.backup.DownloadImageMsg] because its state is Disabled',
    ],
    [
      'a small file',
      { url: 'http://x/a.qcow2#actualSize=1048575' },
      "the image size get from url http://x/a.qcow2#actualSize=1048575 is 1048575 bytes, it's too small for an image, please check the url again.",
    ],
    [
      'no room above the reserve',
      { backupStorageUuids: [nearlyFull] },
      `the backup storage[uuid:${nearlyFull}, name:imagestore-nearly-full] has not enough capacity to download the image[added].Required size:2147483648, available size:1073741824`,
    ],
    [
      'a scheme that Sftp does not know',
      { url: 'zstore://a/b', backupStorageUuids: [sftp] },
      "SftpBackupStorage doesn't support scheme[zstore] in url[zstore://a/b]",
    ],
    [
      'zstore without a certificate',
      { url: 'zstore://a/b' },
      'Missing cert file for downloading image: zstore://a/b',
    ],
  ])('%s', async (_what, params, cause) => {
    const emulator = await TestEmulator.start();
    expect((await failing(emulator, params)).cause?.details).toBe(cause);
  });

  test('one of two storages is enough to fail, and the other gives its bytes back', async () => {
    const emulator = await TestEmulator.start();
    const both = [imageStore, disabled];
    const error = await failing(emulator, { backupStorageUuids: both });
    expect(error.details).toBe(
      `Failed to download image[name:added] on all backup storage[${both.join(', ')}].`,
    );
  });

  test('a url of which the seed says so', async () => {
    const emulator = await TestEmulator.start();
    emulator.environment.world.repositories.urlHints.insert({
      url: 'http://x/gone.qcow2',
      contentId: null,
      size: null,
      actualSize: null,
      format: null,
      failure: '404 Not Found',
    });
    const error = await failing(emulator, { url: 'http://x/gone.qcow2' });
    expect(error.cause?.details).toBe(
      'failed to get header of image url http://x/gone.qcow2: 404 Not Found',
    );
  });

  test('a storage that is lost while the bytes come', async () => {
    const emulator = await TestEmulator.start({ settings: { progression: 'timed' } });
    const world = emulator.world();
    const accepted = await emulator.call(
      ...add({ ...qcow2, backupStorageUuids: [imageStore, sftp] }),
    );
    expect(accepted.status).toBe(202);
    const during = await emulator.find('/images?q=name=added');
    expect(during).toMatchObject({ status: 'Downloading', size: 0, actualSize: 0, md5Sum: null });
    await emulator.control('PUT', `/backup-storage/${sftp}/agent`, { reachable: false });
    emulator.advance(60_000);
    const job = await emulator.anonymous.get(new URL(accepted.body.location).pathname);
    expect([job.status, job.body.error.code]).toEqual([503, 'SYS.1002']);
    expect(emulator.world()['images']).toEqual(world['images']);
    expect(emulator.brokenLaws()).toEqual({});
  });

  test('an image that is deleted while its bytes come is gone at once, and its job fails', async () => {
    const emulator = await TestEmulator.start({ settings: { progression: 'timed' } });
    const world = emulator.world();
    const accepted = await emulator.call(...add(qcow2));
    const { uuid } = await emulator.find('/images?q=name=added');
    await emulator.make('DELETE', `/images/${uuid}`);
    expect(await emulator.find(`/images/${uuid}`)).toBeUndefined();
    emulator.advance(60_000);
    const job = await emulator.anonymous.get(new URL(accepted.body.location).pathname);
    expect(job.body.error.details).toBe(`image [uuid:${uuid}] has been deleted`);
    expect(emulator.world()).toEqual(world);
  });
});

test('storages that are not Connected are dropped in silence while one is left', async () => {
  const emulator = await TestEmulator.start();
  const image = await emulator.make(
    ...add({ ...qcow2, backupStorageUuids: [disconnected, imageStore] }),
  );
  expect(image.backupStorageRefs).toHaveLength(1);
});

test('with native checks the MD5 of an image on Sftp is not calculated', async () => {
  const emulator = await TestEmulator.start({ settings: { checks: 'native' } });
  const image = await emulator.make(...add({ ...qcow2, backupStorageUuids: [sftp] }));
  expect(image.md5Sum).toBe('not calculated');
});
