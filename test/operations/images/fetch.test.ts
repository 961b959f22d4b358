import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync, existsSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SEED, TestEmulator } from '../../support/emulator';
import * as disks from '../../support/disk-files';
import { temporaryFolder } from '../../support/process';

const { imageStore, sftp } = SEED.backupStorages;
const MIB = 2 ** 20;
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const image = randomBytes(2 * MIB);
disks.qcow2(20 * 2 ** 30, 512).copy(image);
const sum = createHash('md5').update(image).digest('hex');

const serveImage: RequestListener = (request, response) => serving(image)(request, response);

/** Serves these bytes. */
function serving(bytes: Buffer): RequestListener {
  return (request, response) => {
    response.setHeader('Content-Length', bytes.length);
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };
}

/** Serves the image with another number at a place in its header. */
function damaged(at: number, value: number): RequestListener {
  return (request, response) => {
    const bytes = Buffer.from(image);
    bytes.writeUInt32BE(value, at);
    response.setHeader('Content-Length', bytes.length);
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };
}

async function fetching(settings: Record<string, string> = {}) {
  const dataDir = temporaryFolder();
  const emulator = await TestEmulator.start({
    // Nothing is taken back here: files go with the images that have them.
    settings: { dataDir, fetch: 'allow', fetchHosts: '127.0.0.1', rewind: 'off', ...settings },
  });
  const before = emulator.world();
  const blobs = join(dataDir, 'blobs');
  const files = () => (existsSync(blobs) ? readdirSync(blobs) : []);
  const add = (url: string, backupStorageUuids: readonly string[] = [imageStore]) =>
    emulator.call('POST', '/images', {
      params: { name: 'fetched', url, format: 'raw', backupStorageUuids },
    });
  const expectFailure = async (url: string, reason: string) => {
    const { body } = await add(url);
    expect(body.error?.code).toBe('SYS.1002');
    expect(body.error.cause.details).toContain(reason);
    expect(emulator.world()).toEqual(before);
    expect(files()).toEqual([]);
  };
  return { emulator, before, files, add, expectFailure };
}

test('an allowed url is downloaded: real bytes, real MD5, sizes from the header', async () => {
  const url = `${await serve(serveImage)}/a.raw`;
  const { emulator, files, add } = await fetching();
  const { body } = await add(url, [imageStore, sftp]);
  expect(body.inventory).toMatchObject({
    status: 'Ready',
    format: 'qcow2',
    size: 20 * 2 ** 30,
    actualSize: image.length,
    md5Sum: sum,
    backupStorageRefs: [{ status: 'Ready' }, { status: 'Ready' }],
  });
  expect(files()).toHaveLength(1);
  const { uuid } = body.inventory;
  const exported = await emulator.call('PUT', `/backup-storage/${imageStore}/actions`, {
    exportImageFromBackupStorage: { imageUuid: uuid, exportFormat: 'raw' },
  });
  expect(exported.body.error.details).toContain('are exported as they came');
  await emulator.call('DELETE', `/images/${uuid}`);
  await emulator.call('PUT', `/images/${uuid}/actions`, { expungeImage: {} });
  expect(files()).toEqual([]);
});

test.each<[string, RequestListener, string]>([
  ['an error', (_request, response) => response.writeHead(404).end(), 'the server answered 404'],
  [
    'a small file',
    (_request, response) => response.setHeader('Content-Length', 1000).end(),
    "is 1000 bytes, it's too small for an image",
  ],
  [
    'more than the storage has',
    (_request, response) => response.setHeader('Content-Length', 2 ** 50).end(),
    'has not enough capacity to download',
  ],
  [
    'a redirect elsewhere',
    (_request, response) => response.writeHead(302, { Location: 'http://other.example/x' }).end(),
    'the host other.example is not among those',
  ],
  [
    'a redirect to a file',
    (_request, response) => response.writeHead(302, { Location: 'file:///etc/passwd' }).end(),
    'only http, https and file urls are fetched',
  ],
  [
    'redirects without end',
    (_request, response) => response.writeHead(302, { Location: '/again' }).end(),
    'more than 5 redirects',
  ],
  [
    'a connection that breaks',
    (request, response) => {
      response.setHeader('Content-Length', image.length);
      if (request.method === 'HEAD') response.end();
      else response.write(image.subarray(0, MIB), () => response.destroy());
    },
    'aborted',
  ],
  [
    'a body without end',
    (request, response) => {
      if (request.method === 'HEAD') response.end();
      else {
        // Once nobody listens Node 24 calls back before anything else can happen.
        const more = (): void => {
          if (!response.closed) response.write(image, () => setImmediate(more));
        };
        more();
      }
    },
    'that EMULATOR_LARGEST_IMAGE allows',
  ],
  [
    'a qcow2 with a backing file',
    (request, response) => {
      const bytes = Buffer.from(image);
      disks.qcow2(2 ** 30, 512, 512).copy(bytes);
      response.setHeader('Content-Length', bytes.length);
      response.end(request.method === 'HEAD' ? undefined : bytes);
    },
    'has backing file',
  ],
  ['a qcow2 of another version', damaged(4, 99), 'Unsupported qcow2 version 99'],
  ['a qcow2 with clusters of 2^40', damaged(20, 40), 'Unsupported cluster size: 2^40'],
  ['a cut vmdk', serving(disks.vmdk(2 ** 30, 2 * MIB).fill(0xff, 64, 66)), 'File truncated'],
  [
    'a damaged vhd',
    serving(disks.vhd(2 ** 30, 2 * MIB).fill(1, 48, 50)),
    'Incorrect header checksum',
  ],
  ['a damaged vhdx', serving(disks.vhdx(2 ** 30).fill(1, 65_536, 65_540)), 'No valid VHDX header'],
  [
    'a damaged vdi',
    serving(disks.vdi(2 ** 30, 2 * MIB).fill(9, 0x44, 0x45)),
    'unsupported VDI image',
  ],
  [
    'a damaged qed',
    serving(disks.qed(2 ** 30, 2 * MIB).fill(9, 8, 9)),
    'QED table size is invalid',
  ],
  ['a qcow2 larger than 2^63', damaged(24, 0x8000_0000), 'Image is too big'],
  ['a qcow2 that only a double can count', damaged(24, 0x0020_0000), 'L1 table is too small'],
])('%s leaves nothing', async (_what, listener, reason) => {
  const url = `${await serve(listener)}/a.qcow2`;
  const { expectFailure } = await fetching({ largestImage: '8M' });
  await expectFailure(url, reason);
});

test('a host that is not allowed is not asked, and one that is not there says so', async () => {
  const { expectFailure } = await fetching();
  await expectFailure('http://localhost:1/a.qcow2', 'the host localhost is not among those');
  await expectFailure('http://127.0.0.1:1/a.qcow2', 'failed to get header of image url');
  const one = await fetching({ fetchHosts: '127.0.0.1:1' });
  await one.expectFailure('http://127.0.0.1:1/a.qcow2', 'failed to get header of image url');
  await one.expectFailure('http://127.0.0.1:2/a.qcow2', 'the host 127.0.0.1 is not among those');
  await expectFailure('ftp://127.0.0.1/a.qcow2', 'only http, https and file urls are fetched');
});

test('files are read under allowed directories, and nowhere else', async () => {
  const root = temporaryFolder({ readable: true });
  const outside = temporaryFolder({ readable: true });
  mkdirSync(join(root, 'images'));
  writeFileSync(join(root, 'images', 'a.qcow2'), image);
  writeFileSync(join(outside, 'b.qcow2'), image);
  symlinkSync(join(outside, 'b.qcow2'), join(root, 'images', 'link.qcow2'));
  const { add, expectFailure } = await fetching({ fetchRoots: join(root, 'images') });
  mkdirSync(join(root, 'images', 'folder.qcow2'));
  // What lies elsewhere is told like what is nowhere, and so is where a link leads.
  for (const path of [
    `${outside}/b.qcow2`,
    `${outside}/none.qcow2`,
    `${root}/images/link.qcow2`,
    `${root}/images/none.qcow2`,
  ]) {
    const reason = `cannot find the file[${path}] under a directory that EMULATOR_FETCH_ROOTS allows`;
    await expectFailure(`file://${path}`, reason);
  }
  await expectFailure(`${root}/images/folder.qcow2`, 'is no file');
  const pipe = join(root, 'images', 'pipe.qcow2');
  // Nobody writes into it: whoever opened it would wait for ever.
  if (spawnSync('mkfifo', [pipe]).status === 0) await expectFailure(pipe, 'is no file');
  const { body } = await add(`${root}/images/a.qcow2`);
  expect(body.inventory).toMatchObject({ status: 'Ready', md5Sum: sum });
});

test('a body that breaks off is told as such, in the words of each storage’s agent', async () => {
  const url = `${await serve((request, response) => {
    response.setHeader('Content-Length', image.length);
    if (request.method === 'HEAD') response.end();
    else response.write(image.subarray(0, MIB), () => response.destroy());
  })}/a.qcow2`;
  const { add } = await fetching();
  for (const [storage, words] of [
    [imageStore, 'because: '],
    [sftp, 'because: http/https/ftp download failed'],
  ] as const) {
    const { body } = await add(url, [storage]);
    const start = `failed to download image[url: ${url}] on backup storage[uuid: ${storage}], ${words}`;
    expect(body.error.cause.details).toContain(start);
    expect(body.error.cause.details).toMatch(/aborted$/);
  }
});

test('an image that is deleted while it is fetched leaves no file', async () => {
  let go = () => undefined as void;
  const waiting = new Promise<void>((resolve) => (go = resolve));
  let begun = () => undefined as void;
  const asked = new Promise<void>((resolve) => (begun = resolve));
  const url = await serve((request, response) => {
    response.setHeader('Content-Length', image.length);
    if (request.method === 'HEAD') response.end();
    else {
      response.write(image.subarray(0, MIB));
      begun();
      void waiting.then(() => response.end(image.subarray(MIB)));
    }
  });
  const { emulator, before, files, add } = await fetching();
  const adding = add(`${url}/a.qcow2`);
  await asked;
  const { uuid } = await emulator.find('/images?q=name=fetched');
  await emulator.call('DELETE', `/images/${uuid}`);
  go();
  const { body } = await adding;
  expect(body.error.details).toBe(`image [uuid:${uuid}] has been deleted`);
  expect(files()).toEqual([]);
  expect(emulator.world()).toEqual(before);
});

test('a text of file:// is a path, whatever stands in it', async () => {
  const root = temporaryFolder({ readable: true });
  const names = ['100%.raw', 'a#b.raw', 'q?x.raw', 'a%20b-literal.raw', 'a b.raw', '云镜像.raw'];
  for (const name of names) writeFileSync(join(root, name), image);
  const { add, expectFailure } = await fetching({ fetchRoots: root });
  await expectFailure(`file://${root}/a%20b.raw`, `cannot find the file[${root}/a%20b.raw]`);
  await expectFailure(`file://${root}/a b.raw?x=1`, `cannot find the file[${root}/a b.raw?x=1]`);
  for (const name of names) {
    const { body } = await add(`file://${root}/${name}`);
    expect([name, body.inventory?.md5Sum]).toEqual([name, sum]);
  }
  const { body } = await add(`file://${root}/a#b.raw#md5=${sum}`);
  expect(body.inventory.md5Sum).toBe(sum);
});

test('what a seed says of urls holds beside real ones, whatever their scheme', async () => {
  const url = `${await serve(serveImage)}/a.raw`;
  const { emulator, before, add } = await fetching();
  const hints = emulator.environment.world.repositories.urlHints;
  const hint = { contentId: null, size: 40 * 2 ** 30, actualSize: MIB, format: null } as const;
  for (const seeded of ['ftp://ftp.test/a.qcow2', 'sftp://s.test/b.qcow2', 'http://m.test/c']) {
    hints.insert({ ...hint, url: seeded, failure: null });
    const { body } = await add(seeded);
    expect(body.inventory).toMatchObject({ status: 'Ready', size: 40 * 2 ** 30, actualSize: MIB });
  }
  expect((await add(url)).body.inventory.md5Sum).toBe(sum);
  hints.insert({ ...hint, url: 'ftp://ftp.test/gone', failure: '404 Not Found' });
  const { body } = await add('ftp://ftp.test/gone');
  expect(body.error.cause.details).toContain('404 Not Found');
  expect(before).toBeDefined();
});

test.each([
  ['md5', sum],
  ['sha256', createHash('sha256').update(image).digest('hex')],
])('bytes must have the %s that their url promises', async (name, right) => {
  const url = `${await serve(serveImage)}/a.raw`;
  const { add, expectFailure } = await fetching();
  const wrong = right.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
  await expectFailure(
    `${url}#${name}=${wrong}`,
    `${name} not match, expected: ${wrong}, actual: ${right}`,
  );
  expect((await add(`${url}#${name}=${right}`)).body.inventory.md5Sum).toBe(sum);
});

test.each([
  ['vmdk', disks.vmdk(8 * MIB, 2 * MIB), 'vmdk', 8 * MIB],
  ['streamed vmdk', disks.streamedVmdk(40 * 2 ** 30, 2 * MIB), 'vmdk', 40 * 2 ** 30],
  ['vhd', disks.vhd(127 * 2 ** 30, 2 * MIB), 'raw', 127 * 2 ** 30],
  ['vhdx', disks.vhdx(40 * 2 ** 30), 'raw', 40 * 2 ** 30],
  ['vdi', disks.vdi(8 * MIB, 2 * MIB), 'raw', 8 * MIB],
  ['qed', disks.qed(8 * MIB, 2 * MIB), 'raw', 8 * MIB],
  ['old qcow', disks.qcow(8 * MIB, 2 * MIB), 'qcow2', 8 * MIB],
  ['raw that is no whole sector', disks.raw(2 * MIB + 1), 'raw', 2 * MIB + 512],
])('a %s is as large as its header says', async (_kind, bytes, format, size) => {
  const url = `${await serve(serving(bytes))}/disk`;
  const { emulator, add } = await fetching();
  const { body } = await add(url);
  expect(body.inventory).toMatchObject({ format, size, actualSize: bytes.length });
  // Nobody has another size of it: a look at the storage, a copy of the image.
  const synced = await emulator.call('PUT', `/images/${body.inventory.uuid}/actions`, {
    syncImageSize: {},
  });
  expect(synced.body.inventory).toMatchObject({ size, actualSize: bytes.length });
});
