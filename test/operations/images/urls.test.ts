import { createHash } from 'node:crypto';
import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { startSeed } from '../../support/seeds';

const { imageStore } = SEED.backupStorages;
const MIB = 2 ** 20;
const GIB = 2 ** 30;

const adding = (url: string, params: object = {}) =>
  [
    'POST',
    '/images',
    {
      params: { name: 'added', url, format: 'qcow2', backupStorageUuids: [imageStore], ...params },
    },
  ] as const;

test('the format is what the url says, else what the caller says', async () => {
  const emulator = await TestEmulator.start();
  for (const [url, format, expected] of [
    ['http://m/jammy.img', 'qcow2', 'qcow2'],
    ['http://m/jammy.img', 'raw', 'raw'],
    ['http://m/jammy.img', 'vmdk', 'vmdk'],
    ['file:///m/a.img', 'qcow2', 'qcow2'],
    ['http://m/a.qcow2c', 'raw', 'qcow2'],
    ['http://m/a.raw', 'qcow2', 'raw'],
    ['http://m/a.vmdk', 'raw', 'vmdk'],
    ['http://m/a.iso', 'raw', 'iso'],
    ['http://m/a.img#format=vmdk', 'raw', 'vmdk'],
    ['http://m/a.vhdx', 'raw', 'raw'],
    ['http://m/a.qcow2?x=.iso', 'raw', 'qcow2'],
    // The last ending counts, and only at the end.
    ['http://m/a.iso.vmdk', 'raw', 'vmdk'],
    ['http://m/a.iso-of-1', 'raw', 'raw'],
    ['http://m.iso/a', 'qcow2', 'qcow2'],
  ] as const) {
    const image = await emulator.make(...adding(url, { format }));
    expect([url, image.format]).toEqual([url, expected]);
  }
});

test.each(['http://cdn.test/download?file=a.iso', 'http://m/mt'])(
  'what is said to be an ISO has its sizes: %s',
  async (url) => {
    const emulator = await TestEmulator.start();
    const image = await emulator.make(...adding(url, { mediaType: 'ISO', format: undefined }));
    expect(image).toMatchObject({ format: 'iso', mediaType: 'ISO' });
    expect(image.size).toBe(image.actualSize);
    expect(image.size).toBeLessThan(4.6 * GIB);
  },
);

describe('a hint that is none is refused by its name', () => {
  test('of any scheme', async () => {
    const emulator = await TestEmulator.start();
    for (const [fragment, name, words] of [
      ['size=40GB', 'hint[size]', 'must be a size such as 512M, 40G or 2T'],
      ['size=banana', 'hint[size]', 'but banana found'],
      ['size=9000000T', 'hint[size]', 'below 2^53'],
      ['size=-1', 'hint[size]', 'but -1 found'],
      ['size=', 'hint[size]', 'must be a size'],
      ['size=1G&actualSize=half', 'hint[actualSize]', 'but half found'],
      [
        'actualsize=2G',
        'hint[actualsize]',
        'valid hints are [size, actualSize, format, content, md5',
      ],
      ['sise=2G', 'hint[sise]', 'is none'],
      ['format=vhd', 'hint[format]', 'one of'],
      ['content=', 'hint[content]', 'a name'],
      ['md5=123', 'hint[md5]', '32 hex digits'],
      ['sha256=xyz', 'hint[sha256]', '64 hex digits'],
    ] as const) {
      for (const start of ['http://m/a.qcow2', 'ftp://m/a.qcow2', 'upload://a.qcow2']) {
        const { code, details } = await emulator.refused(...adding(`${start}#${fragment}`));
        expect([fragment, code, details]).toEqual([
          fragment,
          'SYS.1007',
          expect.stringContaining(name),
        ]);
        expect(details).toContain(words);
      }
    }
  });

  test('but an anchor is none, and neither is a part of a path', async () => {
    const emulator = await TestEmulator.start();
    for (const url of [
      'http://m/a.qcow2#anchor',
      'file:///m/a#b.raw',
      'file:///m/a#b=c.raw',
      'http://m/a#',
    ]) {
      expect((await emulator.make(...adding(url))).status).toBe('Ready');
    }
  });

  test('of a path, too', async () => {
    const emulator = await TestEmulator.start();
    const { details } = await emulator.refused(...adding('/m/a.raw#size=banana'));
    expect(details).toContain('hint[size]');
    const image = await emulator.make(...adding('file:///m/a#b.raw#size=3G&actualSize=5M'));
    expect(image).toMatchObject({ format: 'raw', size: 3 * GIB, actualSize: 5 * MIB });
  });

  test('and in a seed', async () => {
    const text = (fragment: string) =>
      `zones: [{ name: z }]
backupStorages: [{ name: b, type: ImageStoreBackupStorage, url: /b, zones: [z], totalCapacity: 1T }]
images: [{ name: i, url: 'http://m/a.qcow2${fragment}', backupStorages: [b] }]`;
    await expect(startSeed(text('#size=banana'))).rejects.toThrow('hint[size]');
    await startSeed(text('#size=1G'));
  });
});

describe('a url that promises sums', () => {
  const url = 'http://m/a.qcow2#size=1G';
  const sumsOf = async (emulator: TestEmulator) => {
    const { uuid, md5Sum } = await emulator.make(...adding(url));
    const { body } = await emulator.anonymous
      .get(`/emulator/v1/images/${uuid}/artifact`)
      .responseType('blob');
    return { md5: md5Sum as string, sha256: createHash('sha256').update(body).digest('hex') };
  };

  test('that are right is added', async () => {
    const emulator = await TestEmulator.start();
    const { md5, sha256 } = await sumsOf(emulator);
    for (const hint of [`md5=${md5}`, `sha256=${sha256.toUpperCase()}`]) {
      const image = await emulator.make(...adding(`${url}&${hint}`));
      expect(image).toMatchObject({ status: 'Ready', md5Sum: md5 });
    }
  });

  test.each([
    ['md5', 32],
    ['sha256', 64],
  ])('of which %s is wrong is not, and leaves nothing', async (name, length) => {
    const emulator = await TestEmulator.start();
    const wrong = 'f'.repeat(length);
    const { code, cause } = await emulator.refused(...adding(`${url}&${name}=${wrong}`));
    expect(code).toBe('SYS.1002');
    expect(cause?.details).toMatch(
      new RegExp(
        `failed to download image.*${name} not match, expected: ${wrong}, actual: \\w{${length}}$`,
      ),
    );
  });
});

describe('well-known images', () => {
  test('have the formats and sizes of what is published', async () => {
    const emulator = await TestEmulator.start();
    // In GiB; the size is between these.
    for (const [url, format, least, most] of [
      [
        'https://cloud-images.ubuntu.com/jammy/current/jammy-server-cloudimg-amd64.img',
        'qcow2',
        2,
        3,
      ],
      [
        'https://cloud-images.ubuntu.com/noble/current/noble-server-cloudimg-arm64.img',
        'qcow2',
        3,
        4,
      ],
      [
        'https://cloud-images.ubuntu.com/releases/22.04/release/ubuntu-22.04-server-cloudimg-amd64.img',
        'qcow2',
        2,
        3,
      ],
      [
        'https://cloud.debian.org/images/cloud/bookworm/latest/debian-12-genericcloud-amd64.qcow2',
        'qcow2',
        2,
        4,
      ],
      [
        'https://cloud.debian.org/images/cloud/bookworm/latest/debian-12-generic-amd64.raw',
        'raw',
        2,
        4,
      ],
      [
        'https://cloud.centos.org/centos/7/images/CentOS-7-x86_64-GenericCloud-2009.qcow2',
        'qcow2',
        8,
        8,
      ],
      [
        'https://cloud.centos.org/centos/7/images/CentOS-7-x86_64-GenericCloud.qcow2c',
        'qcow2',
        8,
        8,
      ],
      [
        'https://cloud.centos.org/centos/9-stream/x86_64/images/CentOS-Stream-GenericCloud-9-latest.x86_64.qcow2',
        'qcow2',
        10,
        10,
      ],
      [
        'https://dl.rockylinux.org/pub/rocky/9/images/x86_64/Rocky-9-GenericCloud-Base.latest.x86_64.qcow2',
        'qcow2',
        10,
        10,
      ],
      [
        'https://repo.almalinux.org/almalinux/9/cloud/x86_64/images/AlmaLinux-9-GenericCloud-latest.x86_64.qcow2',
        'qcow2',
        10,
        10,
      ],
      ['https://download.cirros-cloud.net/0.6.2/cirros-0.6.2-x86_64-disk.img', 'qcow2', 0.1, 0.12],
      [
        'https://software-static.download.prss.microsoft.com/sg/download/888969d5/20348.169.210806-2348.fe_release_svc_refresh_SERVER_EVAL_x64FRE_en-us.iso',
        'iso',
        4,
        6,
      ],
      [
        'https://software-static.download.prss.microsoft.com/pr/20348.169.amd64fre.fe_release_svc_refresh.210806-2348_server_serverdatacentereval_en-us.vhd',
        'raw',
        127,
        127,
      ],
      ['http://mirror.test/images/JAMMY-server-cloudimg-amd64.img?x=1', 'qcow2', 2, 3],
    ] as const) {
      const image: Json = await emulator.make(...adding(url, { format: 'raw' }));
      expect([url, image.format]).toEqual([url, format]);
      expect(image.size).toBeGreaterThanOrEqual(least * GIB);
      expect(image.size).toBeLessThanOrEqual(most * GIB);
      expect(image.actualSize).toBeGreaterThan(10 * MIB);
      expect(image.actualSize).toBeLessThanOrEqual(image.size);
    }
  });

  test('give way to what a hint says', async () => {
    const emulator = await TestEmulator.start();
    const url = 'http://m/cirros-0.6.2-x86_64-disk.img#size=5G&actualSize=1G&format=raw';
    const image = await emulator.make(...adding(url));
    expect(image).toMatchObject({ size: 5 * GIB, actualSize: GIB, format: 'raw' });
  });
});
