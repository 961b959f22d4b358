import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { wellKnownImage } from '../../src/domain/image/well-known-images';
import { SEED, TestEmulator } from '../support/emulator';
import { create, done } from '../support/environments';
import { temporaryFolder } from '../support/process';

/*
 * What begins or ends like a name is not that name: folders, hosts, environments, addresses, tags.
 */

const { imageStore } = SEED.backupStorages;
const MIB = 2 ** 20;

const add = async (emulator: TestEmulator, url: string) => {
  const params = { name: 'x', url, format: 'raw', backupStorageUuids: [imageStore] };
  const { body } = await emulator.call('POST', '/images', { params });
  return (body.inventory?.status ?? (body.error.cause ?? body.error).details) as string;
};

test('a folder beside an allowed one, and a file named like it, are not in it', async () => {
  const folder = temporaryFolder({ readable: true });
  const fetchRoots = join(folder, 'images');
  for (const name of ['images', 'images2', 'image', 'other-images']) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'a.raw'), Buffer.alloc(MIB));
  }
  writeFileSync(join(folder, 'images.raw'), Buffer.alloc(MIB));
  const emulator = await TestEmulator.start({ settings: { fetch: 'allow', fetchRoots } });
  const statuses: Record<string, string> = {};
  const places = ['images', 'images2', 'image', 'other-images'].map((name) => `${name}/a.raw`);
  for (const place of [...places, 'images.raw', 'images/../images2/a.raw']) {
    statuses[place] = (await add(emulator, `file://${folder}/${place}`)).replace(
      /^(?!Ready).*/,
      'no',
    );
  }
  expect(statuses).toEqual({
    'images/a.raw': 'Ready',
    'images2/a.raw': 'no',
    'image/a.raw': 'no',
    'other-images/a.raw': 'no',
    'images.raw': 'no',
    'images/../images2/a.raw': 'no',
  });
});

test('a host is fetched from by its whole name, with its port where one is named', async () => {
  const server = createServer((request, response) => {
    const bytes = Buffer.alloc(MIB);
    response.setHeader('Content-Length', bytes.length);
    response.end(request.method === 'HEAD' ? undefined : bytes);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  try {
    for (const [fetchHosts, isAllowed] of [
      ['127.0.0.1', true],
      [`127.0.0.1:${port}`, true],
      ['127.0.0', false],
      ['27.0.0.1', false],
      ['127.0.0.1.evil.test', false],
      [`127.0.0.1:${String(port).slice(0, -1)}`, false],
      [`127.0.0.1:${port}0`, false],
    ] as const) {
      const emulator = await TestEmulator.start({ settings: { fetch: 'allow', fetchHosts } });
      const answer = await add(emulator, `http://127.0.0.1:${port}/a.raw`);
      const said = isAllowed ? 'Ready' : 'is not among those';
      expect([fetchHosts, answer]).toEqual([fetchHosts, expect.stringContaining(said)]);
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('an environment goes, is reset and is copied without those whose names begin or end alike', async () => {
  const settings = { dataDir: temporaryFolder() };
  const emulator = await TestEmulator.start({ settings });
  const names = ['ab', 'a', 'abc', 'ab-c', 'ab2', 'b'];
  for (const name of names) {
    await create(emulator, { name, storage: 'file' });
    const at = `/environments/${name}/zstack/v1/zones`;
    await emulator.anonymous
      .post(at)
      .set('Authorization', 'OAuth 5e55000000004000800000000000ad01')
      .send({ params: { name: `zone-of-${name}` } });
    await done(emulator, 'POST', `/environments/${name}/snapshots`, { name: 'kept' });
  }
  const zonesOf = async (from: TestEmulator, name: string) => {
    const { body } = await from.get(`/environments/${name}/zstack/v1/zones?q=name=zone-of-${name}`);
    return body.inventories?.length;
  };
  await emulator.anonymous.delete('/emulator/v1/environments/ab');
  await emulator.stop();
  const again = await TestEmulator.start({ settings });
  for (const name of names.slice(1)) {
    expect([name, await zonesOf(again, name)]).toEqual([name, 1]);
    const { body } = await again.anonymous.get(`/emulator/v1/environments/${name}/snapshots`);
    expect([name, body.inventories.length]).toEqual([name, 1]);
  }
  expect((await again.get('/environments/ab/zstack/v1/zones')).status).toBe(404);
});

test('addresses that begin like those of the APIs are none of theirs', async () => {
  const emulator = await TestEmulator.start();
  for (const path of [
    '/zstack/v10/images',
    '/zstack/v1images',
    '/zstackx/v1/images',
    '/emulator/v10/clock',
    '/emulator/v1clock',
    '/environments/default/zstack/v10/images',
    '/zstack/v1/api-jobsx/0123456789ab4def8123456789abcdef',
  ]) {
    const { status } = await emulator.get(path);
    expect([path, status]).toEqual([path, 404]);
  }
});

test('only tags of their very kind go along from a VM to its template', async () => {
  const emulator = await TestEmulator.start();
  const { stoppedWindows } = SEED.vms;
  const tagged = (resourceUuid: string) =>
    emulator
      .call('GET', `/system-tags?q=resourceUuid=${resourceUuid}`)
      .then(({ body }) => body.inventories.map(({ tag }: { tag: string }) => tag).toSorted());
  for (const tag of ['xbootMode::UEFI', 'bootModes::UEFI', 'noGuestTools::1', 'packer']) {
    emulator.environment.world.repositories.tags.insertSystemTag({
      uuid: emulator.environment.world.chance.uuid(),
      resourceUuid: stoppedWindows,
      resourceType: 'VmInstanceVO',
      inherent: false,
      tag,
      createDate: 0,
      lastOpDate: 0,
    });
  }
  const { body } = await emulator.createTemplate(SEED.volumes.stoppedWindows, {
    name: 't',
    backupStorageUuids: [imageStore],
  });
  expect(await tagged(body.inventory.uuid)).toEqual(['GuestTools::2.4.0', 'bootMode::UEFI']);
});

/** A name of each kind that is published, and how large its disk is in MiB. */
const PUBLISHED = [
  ['trusty-server-cloudimg-amd64-disk1.img', 2252],
  ['xenial-server-cloudimg-arm64.img', 2252],
  ['bionic-server-cloudimg-amd64.img', 2252],
  ['focal-server-cloudimg-amd64-disk-kvm.img', 2252],
  ['jammy-server-cloudimg-amd64.img', 2252],
  ['noble-server-cloudimg-amd64.img', 3584],
  ['ubuntu-14.04-server-cloudimg-amd64.img', 2252],
  ['ubuntu-22.04-server-cloudimg-amd64.img', 2252],
  ['ubuntu-24.04-server-cloudimg-amd64.img', 3584],
  ['ubuntu-18.04-minimal-cloudimg-amd64.img', 2252],
  ['ubuntu-24.04-minimal-cloudimg-amd64.img', 3584],
  ['ubuntu-22.04.5-live-server-amd64.iso', 2136926208 / MIB],
  ['debian-11-genericcloud-amd64.qcow2', 2048],
  ['debian-12-nocloud-amd64.qcow2', 3072],
  ['debian-10-openstack-amd64.raw', 2048],
  ['debian-12-generic-amd64.raw', 3072],
  ['CentOS-7-x86_64-GenericCloud-2009.qcow2', 8192],
  ['CentOS-7-x86_64-GenericCloud-2009.qcow2c', 8192],
  ['CentOS-8-GenericCloud-8.4.2105.x86_64.qcow2', 10240],
  ['CentOS-Stream-GenericCloud-x86_64-9-latest.x86_64.qcow2', 10240],
  ['Rocky-9-GenericCloud-Base.latest.x86_64.qcow2', 10240],
  ['AlmaLinux-9-GenericCloud-latest.x86_64.qcow2', 10240],
  ['Fedora-Cloud-Base-40-1.14.x86_64.qcow2', 5120],
  ['Arch-Linux-x86_64-cloudimg.qcow2', 40960],
  ['cirros-0.3.5-x86_64-disk.img', 41126400 / MIB],
  ['cirros-0.4.0-x86_64-disk.img', 44],
  ['cirros-0.5.2-aarch64-disk.img', 112],
  ['cirros-0.6.2-x86_64-disk.img', 112],
] as const;

test.each(PUBLISHED)('%s is known by its whole name', (name, size) => {
  expect(wellKnownImage(name)).toMatchObject({ size: size * MIB });
  const [first = '', ...rest] = name.split('-');
  for (const other of [
    `1 ${name}`,
    `${name}.sha256`,
    `${name}1 `,
    name.replace(/\.(?=[^.]*$)/, 'x'),
    [`${first}1 `, ...rest].join('-'),
    [first, '!', ...rest.slice(1)].join('-'),
  ]) {
    const known = wellKnownImage(other);
    expect([other, known]).toEqual([other, undefined]);
  }
});

test.each([
  ['respond-async', 202],
  ['Respond-Async', 202],
  ['wait=5, respond-async', 202],
  ['wait=5,respond-async ,x', 202],
  ['respond-asyncx', 200],
  ['xrespond-async', 200],
  ['respond async', 200],
  ['wait=5', 200],
])('the preference %p is answered with %d', async (Prefer, status) => {
  const emulator = await TestEmulator.start();
  const params = { name: 'x', backupStorageUuids: [imageStore] };
  const answer = await emulator.createTemplate(SEED.volumes.stoppedWindows, params, {
    headers: { Prefer },
  });
  expect(answer.status).toBe(status);
});
