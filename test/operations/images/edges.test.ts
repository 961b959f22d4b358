import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { longJob, submit } from '../../support/long-jobs';
import { put } from '../../support/volumes';

const { backupStorages, primaryStorages, images, volumes, vms } = SEED;
const { imageStore, sftp, ceph } = backupStorages;
const { nfs } = primaryStorages;

const adding = (params: object) =>
  [
    'POST',
    '/images',
    { params: { name: 'i', format: 'qcow2', backupStorageUuids: [imageStore], ...params } },
  ] as const;
const causeOf = async (emulator: TestEmulator, params: object) =>
  (await emulator.refused(...adding(params))).cause?.details;

describe('AddImage', () => {
  test.each(['http', 'https', 'ftp', 'sftp'])('reads %s', async (scheme) => {
    const emulator = await TestEmulator.start();
    const image = await emulator.make(...adding({ url: `${scheme}://x/a.qcow2` }));
    expect(image).toMatchObject({ status: 'Ready', url: `${scheme}://x/a.qcow2` });
  });

  test.each([
    [
      { url: 'gopher://x/a' },
      "url must starts with 'file:///', 'http://', 'https://'， 'ftp://', 'sftp://' or '/'",
    ],
    [
      { url: 'file://x/a' },
      "url must starts with 'file:///', 'http://', 'https://'， 'ftp://', 'sftp://' or '/'",
    ],
    [{ url: 'http://x/a', system: true, mediaType: 'ISO' }, 'ISO cannot be used as system image'],
    [{ url: 'http://x/a', system: true, format: 'iso' }, 'ISO cannot be used as system image'],
    [{ url: 'http://x/a', format: 'vhd' }, 'unknown format[vhd]'],
    [{ url: 'http://x/a', type: 'other' }, 'unsupported image type[other]'],
  ])('refuses %j', async (params, details) => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused(...adding(params))).toMatchObject({ code: 'SYS.1007', details });
  });

  test.each([
    [sftp, 'upload://a', "SftpBackupStorage doesn't support scheme[upload] in url[upload://a]"],
    [sftp, 'zstore://a/b', "SftpBackupStorage doesn't support scheme[zstore] in url[zstore://a/b]"],
    [ceph, 'zstore://a/b', "CephBackupStorage doesn't support scheme[zstore] in url[zstore://a/b]"],
    [imageStore, 'zstore://a/b', 'Missing cert file for downloading image: zstore://a/b'],
  ])('brings to %s nothing of %s', async (storage, url, details) => {
    const emulator = await TestEmulator.start();
    expect(await causeOf(emulator, { url, backupStorageUuids: [storage] })).toBe(details);
  });

  test.each([
    [ceph, 'upload://a', []],
    [imageStore, 'upload://a', []],
    [imageStore, 'zstore://a/b', ['image::cert::c']],
  ])('brings to %s %s with %j', async (storage, url, systemTags) => {
    const emulator = await TestEmulator.start();
    const params = { url, backupStorageUuids: [storage], systemTags };
    expect((await emulator.call(...adding(params))).status).toBe(200);
  });

  test('takes no file of the web that is too small for an image', async () => {
    const emulator = await TestEmulator.start();
    const url = 'http://x/a.qcow2#size=4G&actualSize=';
    expect(await causeOf(emulator, { url: `${url}1048575` })).toBe(
      `the image size get from url ${url}1048575 is 1048575 bytes, it's too small for an image, please check the url again.`,
    );
    await emulator.make(...adding({ url: `${url}1048576` }));
    await emulator.make(...adding({ url: `ftp${url.slice(4)}1048575` }));
  });

  test('fills a storage to its last byte, and not further', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('backupStorage/reservedCapacity', '1G');
    const free = emulator.available('backup', imageStore) - 2 ** 30;
    const url = (bytes: number) => `ftp://x/a.raw#size=${bytes}&actualSize=${bytes}`;
    const { name } = await emulator.find(`/backup-storage?q=uuid=${imageStore}`);
    expect(await causeOf(emulator, { url: url(free + 1) })).toBe(
      `the backup storage[uuid:${imageStore}, name:${name}] has not enough capacity to download the image[i].Required size:${free + 1}, available size:${free}`,
    );
    await emulator.make(...adding({ url: url(free) }));
    expect(emulator.available('backup', imageStore)).toBe(2 ** 30);
  });

  test('leaves out a storage without a byte, while another is left', async () => {
    const emulator = await TestEmulator.start();
    put(
      emulator,
      `update backup_storages set system_used_capacity = system_used_capacity + available_capacity, available_capacity = 0 where uuid = '${sftp}'`,
    );
    const url = 'http://x/a.qcow2';
    const both = { url, backupStorageUuids: [sftp, imageStore] };
    const { backupStorageRefs } = await emulator.make(...adding(both));
    expect(backupStorageRefs).toMatchObject([{ backupStorageUuid: imageStore }]);
    expect((await emulator.refused(...adding({ url, backupStorageUuids: [sftp] }))).details).toBe(
      `no backup storage specified in uuids[${sftp}] is available for adding this image; they are not in status Connected or not in state Enabled, or the uuid is invalid backup storage uuid`,
    );
  });

  test('reads no path of the black list, and only those of a white one', async () => {
    const emulator = await TestEmulator.start();
    const filter = 'image/download.localPath.customFilter';
    const refusal = async (url: string) => {
      const { status, body } = await emulator.call(...adding({ url }));
      return status === 200 ? 'taken' : body.error.details;
    };
    expect(await refusal('/etc/x.qcow2')).toContain('image path [/etc/x.qcow2] is in black list ');
    expect(await refusal('/./etc/./x.qcow2')).toContain('is in black list ');
    expect(await refusal('/srv/x.qcow2')).toBe('taken');
    await emulator.configure(filter, 'whitelist');
    await emulator.configure('image/download.localPath.whitelist', '/srv/**;/tmp/*');
    expect(await refusal('/srv/a/x.qcow2')).toBe('taken');
    expect(await refusal('/tmp/x.qcow2')).toBe('taken');
    expect(await refusal('/tmp/a/x.qcow2')).toBe('image path is not in white list: /srv/**;/tmp/*');
    await emulator.configure('image/download.localPath.whitelist', '/srv/**;');
    expect(await refusal('/')).toBe('image path is not in white list: /srv/**;');
  });

  test.each([
    ['ISO', 'http://x/a#format=qcow2', imageStore, 'RootVolumeTemplate', 'qcow2'],
    ['RootVolumeTemplate', 'http://x/a#format=iso', imageStore, 'ISO', 'iso'],
    ['DataVolumeTemplate', 'http://x/a#format=iso', imageStore, 'DataVolumeTemplate', 'iso'],
    ['DataVolumeTemplate', 'http://x/a#format=qcow2', imageStore, 'DataVolumeTemplate', 'qcow2'],
    ['RootVolumeTemplate', 'http://x/a#format=qcow2', ceph, 'RootVolumeTemplate', 'raw'],
    ['ISO', 'http://x/a#format=iso', ceph, 'ISO', 'iso'],
    ['ISO', 'http://x/a#format=qcow2', ceph, 'ISO', 'raw'],
  ])('of %s from %s on %s is %s, %s', async (mediaType, url, storage, becomes, format) => {
    const emulator = await TestEmulator.start();
    const params = { url, mediaType, backupStorageUuids: [storage] };
    expect(await emulator.make(...adding(params))).toMatchObject({ mediaType: becomes, format });
  });

  test('has a sum where its storage makes one', async () => {
    const emulator = await TestEmulator.start({ settings: { checks: 'native' } });
    const url = 'http://x/a.qcow2';
    const sumOn = async (uuid: string) =>
      (await emulator.make(...adding({ url, backupStorageUuids: [uuid] }))).md5Sum;
    expect(await sumOn(sftp)).toBe('not calculated');
    expect(await sumOn(imageStore)).toMatch(/^[0-9a-f]{32}$/);
  });

  test('tells the words of the Sftp agent', async () => {
    const emulator = await TestEmulator.start();
    const md5 = '0'.repeat(32);
    for (const [scheme, words] of [
      ['http', `http/https/ftp download failed, [wget http://x/a#md5=${md5}]: `],
      ['ftp', ''],
    ] as const) {
      const url = `${scheme}://x/a#md5=${md5}`;
      expect(await causeOf(emulator, { url, backupStorageUuids: [sftp] })).toMatch(
        `failed to download image[url: ${url}] on backup storage[uuid: ${sftp}], because: ${words}md5 not match, expected: ${md5}, actual: `,
      );
    }
  });
});

test.each([
  [
    'NFS',
    'SYS.1000',
    'primary storage[type:NFS] wont have mediator supporting backup storage[type:Ceph]',
  ],
  ['SharedMountPoint', 'SYS.1000', 'cannot find any BackupStorageKvmFactory for the type[Ceph]'],
  [
    'LocalStorage',
    'SYS.1006',
    'no LocalStorageBackupStorageMediator supporting hypervisor[KVM] and backup storage type[Ceph] ',
  ],
  [
    'SimulatorPrimaryStorage',
    'SYS.1006',
    `the primary storage[uuid:${nfs}, type:SimulatorPrimaryStorage] cannot work with backup storage type[Ceph]`,
  ],
  ['Ceph', 'SYS.1000', 'cannot find BackupStorageMediator for type[SftpBackupStorage]'],
])('a template does not come from %s where that has no way', async (type, code, details) => {
  const emulator = await TestEmulator.start();
  put(emulator, `update primary_storages set type = '${type}' where uuid = '${nfs}'`);
  const params = { name: 't', backupStorageUuids: [type === 'Ceph' ? sftp : ceph] };
  const answer = await emulator.createTemplate(volumes.stoppedWindows, { ...params });
  expect(answer.status).toBe(503);
  expect(answer.body.error.cause).toMatchObject({ code, details });
});

describe('an image that a VM cannot do without', () => {
  async function inserted(): Promise<TestEmulator> {
    const emulator = await TestEmulator.start();
    const path = `/vm-instances/${vms.stoppedWindows}/iso/${images.iso}`;
    await emulator.make('POST', path, { params: {} });
    put(
      emulator,
      `update vm_instances set state = 'Starting' where uuid = '${vms.stoppedWindows}'`,
    );
    return emulator;
  }

  test('is not deleted', async () => {
    const emulator = await inserted();
    const error = await emulator.refused('DELETE', `/images/${images.iso}`);
    expect(error).toMatchObject({
      code: 'SYS.1004',
      details: `failed to delete image[uuid:${images.iso}]`,
      cause: { details: expect.stringContaining('current vm instance state[Starting]') },
    });
  });

  test('unless it must be', async () => {
    const emulator = await inserted();
    await emulator.make('DELETE', `/images/${images.iso}?deleteMode=Enforcing`);
    expect((await emulator.find(`/images/${images.iso}`)).status).toBe('Deleted');
  });
});

test.each([
  ['before its first byte', 'select 1', 'Failed', 'upload session expired'],
  [
    'after that',
    'update uploads set image_size = 4096, slice_size = 4096',
    'Suspended',
    'some error interrupt long job',
  ],
])('an upload that stands still %s', async (_when, change, state, words) => {
  const emulator = await TestEmulator.start();
  const { uuid } = await submit(emulator, 'APIAddImageMsg', { url: 'upload://a' });
  if (change !== 'select 1') put(emulator, change);
  const without: Json = await emulator.make(...adding({ name: 'x', url: 'upload://b' }));
  if (change !== 'select 1') put(emulator, change);
  emulator.advance(29_999);
  expect((await longJob(emulator, uuid)).state).toBe('Running');
  emulator.advance(1);
  const job = await longJob(emulator, uuid);
  expect([job.state, job.jobResult]).toEqual([state, expect.stringContaining(words)]);
  // One of no long job is gone in any case.
  expect(await emulator.find(`/images/${without.uuid}`)).toBeUndefined();
});
