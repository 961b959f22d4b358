import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { Client, create } from '../support/environments';
import { work } from '../support/long-jobs';
import { asBase64, ovfOf } from '../support/ovf';
import { needs } from '../support/tools';
import { upload } from '../support/upload';
import { put } from '../support/volumes';

const { backupStorages, vms, volumes, zone } = SEED;
const { imageStore, sftp } = backupStorages;
const vm = vms.stoppedWindows;

const exporting = (more = {}) =>
  [
    'POST',
    '/ovf/ova-packages',
    { params: { vmUuid: vm, backupStorageUuid: imageStore, ...more } },
  ] as const;
const exported = (emulator: TestEmulator, more = {}): Promise<Json> =>
  emulator.make(...exporting(more));
async function download(url: string): Promise<Buffer> {
  const answer = await fetch(url);
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
/** The VM with a second disk, of which a part is written. */
async function withDataDisk(emulator: TestEmulator): Promise<void> {
  await emulator.make('POST', `/volumes/${volumes.spareData}/vm-instances/${vm}`, {});
  await emulator.control('POST', `/volumes/${volumes.spareData}/writes`, { bytes: 2 ** 20 });
}

/** The files of a tar archive by their names, read as POSIX has them. */
function filesOf(tar: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; tar[at] !== 0;) {
    const name = tar.toString('utf8', at, tar.indexOf(0, at));
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8);
    expect(tar.toString('latin1', at + 257, at + 262)).toBe('ustar');
    files.set(name, tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

describe('a VM is exported', () => {
  test('as one file with all of its disks, which can be downloaded', async () => {
    const emulator = await TestEmulator.start();
    await withDataDisk(emulator);
    const free = emulator.available('backup', imageStore);
    const { allVolumes, name } = await emulator.find(`/vm-instances/${vm}`);
    const data = allVolumes.reduce((all: number, { actualSize }: Json) => all + actualSize, 0);
    const made = await exported(emulator, { name: 'ova', description: 'for a colleague' });
    expect(made).toMatchObject({
      name: 'ova',
      description: 'for a colleague',
      vmUuid: vm,
      backupStorageUuid: imageStore,
      state: 'Exported',
      format: 'OVA',
      size: data,
    });
    expect(emulator.available('backup', imageStore)).toBe(free - data);
    expect(await emulator.find(`/image-packages/${made.uuid}`)).toEqual(made);

    const body = await download(made.exportUrl);
    expect(md5(body)).toBe(made.md5Sum);
    const files = filesOf(body);
    expect([...files.keys()]).toEqual(
      ['.ovf', '.mf', '-disk1.vmdk', '-disk2.vmdk'].map((end) => `${name}${end}`),
    );
    const sums = [...files]
      .filter(([file]) => !file.endsWith('.mf'))
      .map(([file, bytes]) => `SHA256(${file})= ${sha256(bytes)}\n`);
    expect(String(files.get(`${name}.mf`))).toBe(sums.join(''));
    for (const [file, bytes] of files) {
      expect(md5(await download(`${made.exportUrl}/${file}`))).toBe(md5(bytes));
    }
    const headers = { Range: 'bytes=500-2000' };
    const part = await fetch(made.exportUrl, { headers });
    expect(part.status).toBe(206);
    expect(md5(Buffer.from(await part.arrayBuffer()))).toBe(md5(body.subarray(500, 2001)));
  });

  test('with a descriptor that says what the VM has', async () => {
    const emulator = await TestEmulator.start();
    await withDataDisk(emulator);
    const { allVolumes, name, cpuNum, memorySize, guestOsType } = await emulator.find(
      `/vm-instances/${vm}`,
    );
    const { exportUrl } = await exported(emulator);
    const files = filesOf(await download(exportUrl));
    const xmlBase64 = files.get(`${name}.ovf`)?.toString('base64');
    const { status, body } = await emulator.call('POST', '/ovf/parse', { params: { xmlBase64 } });
    expect(status).toBe(200);
    expect(body.ovfInfo).toMatchObject({
      vmName: name,
      cpu: { quantity: cpuNum },
      memory: { quantity: memorySize },
      os: { description: guestOsType },
      disks: [1, 2].map((n, index) => ({
        index,
        diskId: `vmdisk${n}`,
        fileRef: `file${n}`,
        fileName: `${name}-disk${n}.vmdk`,
        format: 'vmdk',
        capacity: allVolumes.toSorted((a: Json, b: Json) => a.deviceId - b.deviceId)[index].size,
      })),
      volumes: [{ diskId: 'vmdisk1' }, { diskId: 'vmdisk2' }],
    });
    const ovf = String(files.get(`${name}.ovf`));
    for (const [i, file] of [`${name}-disk1.vmdk`, `${name}-disk2.vmdk`].entries()) {
      const size = files.get(file)?.length;
      expect(ovf).toContain(`<File ovf:href="${file}" ovf:id="file${i + 1}" ovf:size="${size}"/>`);
    }
  });

  test('whatever it is called', async () => {
    const emulator = await TestEmulator.start();
    const name = 'a<&">\u4e2d "x"/../';
    const updateVmInstance = { name, description: 'one\n<two>' };
    await emulator.make('PUT', `/vm-instances/${vm}/actions`, { updateVmInstance });
    await emulator.make('PUT', `/vm-instances/${vm}/actions`, {
      setVmBootMode: { bootMode: 'UEFI' },
    });
    const { exportUrl, name: called } = await exported(emulator);
    expect(called).toBe(name);
    const [[file, ovf] = ['', '']] = filesOf(await download(exportUrl));
    expect(file).toBe('a_x_.._.ovf');
    const xmlBase64 = asBase64(String(ovf));
    const { body } = await emulator.call('POST', '/ovf/parse', { params: { xmlBase64 } });
    expect(body.ovfInfo).toMatchObject({ vmName: name, systemInfo: { firmwareType: 'efi' } });
  });

  const qemu = needs('qemu-img');
  qemu.test(`with disks that other tools read like the image ${qemu.note}`, async () => {
    const emulator = await TestEmulator.start();
    const { rootVolumeUuid, name } = await emulator.find(`/vm-instances/${vm}`);
    const made = await exported(emulator);
    const template = await emulator.make(
      'POST',
      `/images/root-volume-templates/from/volumes/${rootVolumeUuid}`,
      { params: { name: 't', backupStorageUuids: [imageStore] } },
    );
    const { imageUrl } = (
      await emulator.call('PUT', `/backup-storage/${imageStore}/actions`, {
        exportImageFromBackupStorage: { imageUuid: template.uuid },
      })
    ).body;
    const folder = mkdtempSync(join(tmpdir(), 'ova-'));
    try {
      const [vmdk, qcow2, part] = ['a.vmdk', 'a.qcow2', 'b.raw'].map((file) => join(folder, file));
      const disk = filesOf(await download(made.exportUrl)).get(`${name}-disk1.vmdk`);
      writeFileSync(String(vmdk), disk ?? '');
      writeFileSync(String(qcow2), await download(imageUrl));
      const run = (...args: string[]) => execFileSync('qemu-img', args, { encoding: 'utf8' });
      expect(JSON.parse(run('info', '--output=json', String(vmdk)))).toMatchObject({
        format: 'vmdk',
        'virtual-size': template.size,
        'format-specific': { data: { 'create-type': 'streamOptimized' } },
      });
      // All of 100 GiB would take minutes: the first MiB holds what there is.
      const [one, other] = [vmdk, qcow2].map((path) => {
        run('dd', '-O', 'raw', 'bs=1M', 'count=1', `if=${path}`, `of=${part}`);
        return execFileSync('md5sum', { input: execFileSync('cat', [String(part)]) }).toString();
      });
      expect(one).toBe(other);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    [{ vmUuid: vms.runningLinux }, 'SYS.1007', 'Only vm in state: Stopped can be exported.'],
    [
      { backupStorageUuid: sftp },
      'SYS.1007',
      `Export vm requires an ImageStore backup storage, but given backupStorageUuid: ${sftp} is not an ImageStore backup storage.`,
    ],
    [
      { vmUuid: volumes.data },
      'SYS.1007',
      `Not found the vm to be exported with the uuid: ${volumes.data}`,
    ],
  ])('or not: %j', async (more, code, details) => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused(...exporting(more))).toMatchObject({ code, details });
  });

  test('once: not again, not to a storage without room, not by others', async () => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused(...exporting(), ALICE_SESSION)).toMatchObject({
      code: 'SYS.1006',
      details: expect.stringContaining('is not the owner'),
    });
    const { size, uuid } = await exported(emulator);
    expect(await emulator.refused(...exporting())).toMatchObject({
      code: 'SYS.1007',
      details: `Vm[uuid: ${vm}] is already exported as the ova package[uuid: ${uuid}], please delete the package and try again.`,
    });
    await emulator.make('DELETE', `/image-packages/${uuid}`);
    const free = emulator.available('backup', imageStore);
    put(
      emulator,
      `update backup_storages set available_capacity = 0, total_capacity = total_capacity - ${free} where uuid = '${imageStore}'`,
    );
    expect(await emulator.refused(...exporting())).toMatchObject({
      code: 'SYS.1006',
      details: `backup storage[uuid: ${imageStore}] does not have enough available capacity for exporting vm[uuid: ${vm}], required capacity is: ${size}`,
    });
  });

  test('while it is exported its disks are those of the beginning, and a deletion ends it', async () => {
    const emulator = await TestEmulator.start();
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    const before = emulator.world();
    const begin = () =>
      emulator.anonymous
        .post('/zstack/v1/ovf/ova-packages')
        .set({ Authorization: 'OAuth 5e55000000004000800000000000ad01', Prefer: 'respond-async' })
        .send(exporting()[2]);
    const first = await begin();
    expect(first.status).toBe(202);
    const [made] = (await emulator.call('GET', '/image-packages')).body.inventories;
    expect(made).toMatchObject({ state: 'Exporting', size: null, exportUrl: null, md5Sum: null });
    const { actualSize } = await emulator.find(`/volumes/${volumes.stoppedWindows}`);
    await emulator.control('POST', `/volumes/${volumes.stoppedWindows}/writes`, { bytes: 4096 });
    await emulator.control('POST', '/clock/advance', { by: '2h' });
    const done = await emulator.find(`/image-packages/${made.uuid}`);
    expect(done).toMatchObject({ state: 'Exported', size: actualSize });
    await emulator.make('DELETE', `/image-packages/${made.uuid}`);

    const second = await begin();
    const [other] = (await emulator.call('GET', '/image-packages')).body.inventories;
    await emulator.make('DELETE', `/image-packages/${other.uuid}`);
    await emulator.control('POST', '/clock/advance', { by: '2h' });
    const answer = await emulator.anonymous.get(new URL(second.body.location).pathname);
    expect([answer.status, answer.body.error.details]).toEqual([
      503,
      `ova package[uuid: ${other.uuid}] not found.`,
    ]);
    const { image_packages: packages, backup_storage_reservations: reserved } = emulator.world();
    expect([packages, reserved]).toEqual([
      before['image_packages'],
      before['backup_storage_reservations'],
    ]);
  });
});

test('a rule about a package meets it on its way, and what became of it is told', async () => {
  const emulator = await TestEmulator.start();
  const resourceUuid = 'c0ffeec0ffee4c0f8eec0ffeec0ffee0';
  await emulator.control('POST', '/faults', {
    point: 'export-vm-ova-package/make-ova-package',
    resourceType: 'ImagePackage',
    resourceUuid,
    kind: 'fail',
    details: 'broken',
  });
  const broken = await emulator.call(...exporting({ resourceUuid }));
  expect([broken.status, broken.body.error.details]).toEqual([503, 'broken']);
  const made = await exported(emulator);
  const events = await emulator.control('GET', `/events?resourceUuid=${made.uuid}`);
  expect(events.body.inventories).toMatchObject([
    { resourceType: 'ImagePackage', field: 'state', after: 'Exporting' },
    { before: 'Exporting', after: 'Exported' },
  ]);
});

describe('a package', () => {
  test('is called something else, and its file stays', async () => {
    const emulator = await TestEmulator.start();
    const made = await exported(emulator);
    const changed = await emulator.make('PUT', `/image-packages/${made.uuid}`, {
      updateImagePackage: { name: 'other', description: 'text' },
    });
    expect(changed).toEqual({
      ...made,
      name: 'other',
      description: 'text',
      lastOpDate: expect.any(String),
    });
    expect(md5(await download(made.exportUrl))).toBe(made.md5Sum);
  });

  test('that is not there is not found', async () => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused('DELETE', `/image-packages/${vm}`)).toMatchObject({
      code: 'SYS.1003',
      details: `invalid field[uuid], resource[uuid:${vm}, type:ImagePackageVO] not found`,
    });
  });

  test('gives its bytes back when it is deleted, and its address ends', async () => {
    const emulator = await TestEmulator.start();
    const free = emulator.available('backup', imageStore);
    const { uuid, exportUrl } = await exported(emulator);
    await emulator.make('DELETE', `/image-packages/${uuid}`);
    expect(emulator.available('backup', imageStore)).toBe(free);
    expect((await fetch(exportUrl)).status).toBe(404);
    await exported(emulator);
  });

  test('is not deleted where its storage cannot, unless it is forced', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await exported(emulator);
    put(
      emulator,
      `update backup_storages set status = 'Disconnected' where uuid = '${imageStore}'`,
    );
    expect(await emulator.refused('DELETE', `/image-packages/${uuid}`)).toMatchObject({
      code: 'SYS.1006',
      details: `backup storage[uuid:${imageStore}] is not enabled and connected`,
    });
    await emulator.make('DELETE', `/image-packages/${uuid}?deleteMode=Enforcing`);
    expect((await emulator.call('GET', '/image-packages')).body.inventories).toEqual([]);
  });

  test('passes to admin when its account is deleted', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await exported(emulator);
    const params = { name: 'bob', password: 'b'.repeat(128) };
    const bob = await emulator.make('POST', '/accounts', { params });
    await emulator.make('POST', `/account/${bob.uuid}/resources`, {
      params: { resourceUuid: uuid },
    });
    await emulator.make('DELETE', `/accounts/${bob.uuid}`);
    const owner = await emulator.find(`/accounts/resources/refs?q=resourceUuid=${uuid}`);
    expect(owner).toMatchObject({
      accountUuid: '36c27e8ff05c4780bf6d2fa65700f22e',
      resourceType: 'ImagePackageVO',
    });
  });

  test('outlives its VM, and goes with its storage', async () => {
    const emulator = await TestEmulator.start();
    const { uuid, exportUrl, md5Sum } = await exported(emulator);
    await emulator.make('DELETE', `/vm-instances/${vm}`);
    await emulator.make('PUT', `/vm-instances/${vm}/actions`, { expungeVmInstance: {} });
    expect(await emulator.find(`/image-packages/${uuid}`)).toMatchObject({ vmUuid: null });
    expect(md5(await download(exportUrl))).toBe(md5Sum);
    await emulator.make('DELETE', `/backup-storage/${imageStore}?deleteMode=Enforcing`);
    expect((await emulator.call('GET', '/image-packages')).body.inventories).toEqual([]);
    expect((await fetch(exportUrl)).status).toBe(404);
  });

  test('is there in a copy of its world, at an address of its own', async () => {
    const emulator = await TestEmulator.start();
    const made = await exported(emulator);
    await create(emulator, { name: 'copy', from: { environment: 'default' } });
    const [copied] = await new Client(emulator, 'copy').list('/image-packages');
    expect(copied).toMatchObject({ uuid: made.uuid, md5Sum: made.md5Sum });
    expect(copied.exportUrl).toContain('/environments/copy/backup-storage/');
    await emulator.make('DELETE', `/image-packages/${made.uuid}`);
    expect(md5(await download(copied.exportUrl))).toBe(made.md5Sum);
  });

  test('is seen by its owner, and downloaded by whoever knows its key', async () => {
    const emulator = await TestEmulator.start();
    const { uuid, exportUrl } = await exported(emulator);
    const { body } = await emulator.call('GET', '/image-packages', undefined, ALICE_SESSION);
    expect(body.inventories).toEqual([]);
    expect(
      await emulator.refused('DELETE', `/image-packages/${uuid}`, undefined, ALICE_SESSION),
    ).toMatchObject({ details: expect.stringContaining('is not the owner') });
    const wrong = exportUrl.replace(/package-[0-9a-f]{40}/, `package-${'0'.repeat(40)}`);
    expect((await fetch(wrong)).status).toBe(403);
    expect((await fetch(`${exportUrl}/other.vmdk`)).status).toBe(404);
    expect((await fetch(`${exportUrl}/..%2f..%2fx`)).status).toBe(404);
  });
});

describe('a VM is made of a descriptor', () => {
  const making = (ovf: Buffer | undefined, infos: readonly object[], more = {}, vmParam = {}) =>
    [
      'POST',
      '/ovf/create-vm-instance',
      {
        params: {
          xmlBase64: ovf?.toString('base64'),
          jsonImageInfos: JSON.stringify(infos),
          backupStorageUuid: imageStore,
          jsonCreateVmParam: JSON.stringify({ name: 'copy', zoneUuid: zone, ...vmParam }),
          ...more,
        },
      },
    ] as const;
  const sumOf = async (client: Client, root: string) =>
    (await client.template(root, { name: 't', backupStorageUuids: [imageStore] })).md5Sum;

  test('and of the disks of a package in another environment, with the same content', async () => {
    const emulator = await TestEmulator.start();
    await withDataDisk(emulator);
    const here = new Client(emulator, 'default');
    const made = await exported(emulator);
    const files = filesOf(await download(made.exportUrl));
    const [descriptor, , ...disks] = [...files.keys()];
    await create(emulator, { name: 'there' });
    const there = new Client(emulator, 'there');
    const infos = disks.map((ovfId) => ({
      ovfId,
      type: 'Download',
      url: `${made.exportUrl}/${ovfId}`,
    }));
    const copy = await there.make(...making(files.get(String(descriptor)), infos));
    const original = await emulator.find(`/vm-instances/${vm}`);
    expect(copy).toMatchObject({
      name: 'copy',
      state: 'Running',
      cpuNum: original.cpuNum,
      memorySize: original.memorySize,
      platform: original.platform,
      guestOsType: original.guestOsType,
    });
    const sizes = ({ allVolumes }: Json) => allVolumes.map(({ size }: Json) => size).toSorted();
    expect(sizes(copy)).toEqual(sizes(original));
    expect(await sumOf(there, copy.rootVolumeUuid)).toBe(
      await sumOf(here, original.rootVolumeUuid),
    );
    // The images have done their work; nothing but the VM stays.
    const images = await there.list('/images?q=name~=%25disk%25&q=status!=Deleted');
    expect(images).toEqual([]);
  });

  test('with what its call says, and images that are there or stay', async () => {
    const emulator = await TestEmulator.start();
    const made = await exported(emulator);
    const files = filesOf(await download(made.exportUrl));
    const [descriptor, , disk = ''] = [...files.keys()];
    const ovf = files.get(String(descriptor));
    const { uuid: l3 } = await emulator.find('/l3-networks?q=system=false');
    const resourceUuid = 'c0ffeec0ffee4c0f8eec0ffeec0ffee0';
    const copy = await emulator.make(
      ...making(
        ovf,
        [{ ovfId: 'vmdisk1', type: 'Download', installPath: `${made.exportUrl}/${disk}` }],
        { resourceUuid, deleteImageAfterSuccess: false },
        {
          zoneUuid: undefined,
          description: 'given',
          cpuNum: 3,
          memorySize: 2 ** 31,
          l3NetworkUuids: [l3],
          guestOsType: 'Other',
          platform: 'Other',
          strategy: 'CreateStopped',
          dataDiskSizes: [2 ** 30],
          systemTags: ['hostname::copied'],
        },
      ),
    );
    expect(copy).toMatchObject({
      uuid: resourceUuid,
      description: 'given',
      cpuNum: 3,
      memorySize: 2 ** 31,
      guestOsType: 'Other',
      platform: 'Other',
      state: 'Stopped',
      vmNics: [{ l3NetworkUuid: l3 }],
    });
    expect(copy.allVolumes).toHaveLength(2);
    const image = await emulator.find(`/images/${copy.imageUuid}`);
    expect(image).toMatchObject({
      name: disk,
      status: 'Ready',
      format: 'vmdk',
      mediaType: 'RootVolumeTemplate',
      platform: 'Other',
      md5Sum: md5(files.get(disk) ?? Buffer.alloc(0)),
    });
    const info = { ovfId: disk, type: 'ImageUuid', uuid: image.uuid };
    const again = await emulator.make(...making(ovf, [info]));
    expect(again.imageUuid).toBe(image.uuid);
    expect(await emulator.find(`/images/${image.uuid}`)).toMatchObject({ status: 'Ready' });
  });

  test('of disks that a client uploads while its call goes on', async () => {
    const emulator = await TestEmulator.start();
    const made = await exported(emulator);
    const files = filesOf(await download(made.exportUrl));
    const [descriptor, , disk = ''] = [...files.keys()];
    const begun = await emulator.anonymous
      .post('/zstack/v1/ovf/create-vm-instance')
      .set({ Authorization: 'OAuth 5e55000000004000800000000000ad01', Prefer: 'respond-async' })
      .send(making(files.get(String(descriptor)), [], { deleteImageAfterSuccess: false })[2]);
    expect(begun.status).toBe(202);
    const image = await emulator.find(`/images?q=name=${disk}`);
    const bytes = files.get(disk) ?? Buffer.alloc(0);
    const sent = await upload(image.backupStorageRefs[0].installPath, {
      headers: { 'X-IMAGE-UUID': image.uuid, 'X-IMAGE-SIZE': String(bytes.length) },
      bytes,
    });
    expect(sent).toMatchObject({ status: 200 });
    await emulator.control('POST', '/clock/advance', { by: '10s' });
    const answer = await emulator.anonymous.get(new URL(begun.body.location).pathname);
    expect([answer.status, answer.body.inventory?.state]).toEqual([200, 'Running']);
    const template = await emulator.createTemplate(answer.body.inventory.rootVolumeUuid, {
      name: 't',
      backupStorageUuids: [imageStore],
    });
    // Real bytes stay as they came.
    expect(template.body.inventory.md5Sum).toBe(md5(bytes));
    expect(template.body.inventory.size).toBe(
      (await emulator.find(`/volumes/${volumes.stoppedWindows}`)).size,
    );
    // In another package, too, and there when nothing else has them any more.
    const { uuid } = answer.body.inventory;
    await emulator.make('PUT', `/vm-instances/${uuid}/actions`, {
      stopVmInstance: { type: 'grace' },
    });
    const again = await exported(emulator, { vmUuid: uuid });
    await emulator.configure('image/deletionPolicy', 'Direct');
    for (const gone of [image.uuid, template.body.inventory.uuid]) {
      await emulator.make('DELETE', `/images/${gone}`);
    }
    await emulator.make('DELETE', `/vm-instances/${uuid}`);
    await emulator.make('PUT', `/vm-instances/${uuid}/actions`, { expungeVmInstance: {} });
    const resent = filesOf(await download(again.exportUrl));
    expect(md5(resent.get('copy-disk1.vmdk') ?? Buffer.alloc(0))).toBe(md5(bytes));
    const real = 'select count(*) from blobs';
    const count = () => emulator.environment.database.prepare(real).pluck().get();
    expect(count()).toBe(1);
    await emulator.make('DELETE', `/image-packages/${again.uuid}`);
    expect(count()).toBe(0);
  });

  const linux = { ovfId: 'system', type: 'ImageUuid', uuid: SEED.images.linux };
  const emptyDisk = (n: number) => ({
    disk: `<ovf:Disk ovf:diskId="empty${n}" ovf:capacity="${n}" ovf:capacityAllocationUnits="GigaBytes"/>`,
    items: `<ovf:Item><rasd:HostResource>ovf:/disk/empty${n}</rasd:HostResource><rasd:InstanceID>1${n}</rasd:InstanceID>
      <rasd:Parent>3</rasd:Parent><rasd:ResourceType>17</rasd:ResourceType></ovf:Item>`,
  });
  const tagsOf = async (emulator: TestEmulator, uuid: string): Promise<string[]> =>
    (await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`)).body.inventories.map(
      ({ tag }: Json) => tag,
    );

  test('of others: with its empty disks, and its guest boots as it did', async () => {
    const emulator = await TestEmulator.start();
    const ovf = Buffer.from(ovfOf(emptyDisk(3)));
    const first = await emulator.make(...making(ovf, [linux]));
    expect(first).toMatchObject({
      name: 'copy',
      cpuNum: 4,
      memorySize: 2 ** 32,
      platform: 'Linux',
      guestOsType: 'CentOS 7',
      imageUuid: SEED.images.linux,
    });
    const { size } = await emulator.find(`/images/${SEED.images.linux}`);
    const sizes = first.allVolumes.map((volume: Json) => volume.size);
    expect(new Set(sizes)).toEqual(new Set([size, 3 * 2 ** 30]));
    expect(await tagsOf(emulator, first.uuid)).toContain('bootMode::UEFI');
    const systemTags = ['bootMode::Legacy'];
    const second = await emulator.make(...making(ovf, [linux], { systemTags }));
    const tags = await tagsOf(emulator, second.uuid);
    expect(tags.filter((tag) => tag.startsWith('bootMode'))).toEqual(systemTags);
    const byOffering = await emulator.find('/instance-offerings?q=state=Enabled');
    const third = await emulator.make(
      ...making(ovf, [linux], {}, { instanceOfferingUuid: byOffering.uuid }),
    );
    expect(third).toMatchObject({ cpuNum: byOffering.cpuNum, memorySize: byOffering.memorySize });
  });

  test.each<[string, string, readonly object[], object, string, string]>([
    [
      'without a disk',
      ovfOf().replace('>17</rasd:ResourceType>', '>99</rasd:ResourceType>'),
      [],
      {},
      'SYS.1006',
      'failed to create VM from OVF because the root disk of the VM cannot be found',
    ],
    [
      'whose root disk is empty',
      ovfOf().replace('ovf:fileRef="file1"', ''),
      [],
      {},
      'SYS.1006',
      'failed to create VM from OVF because the root disk of the VM cannot be found',
    ],
    [
      'with too many disks',
      ovfOf(
        Array.from({ length: 25 }, (_, i) => emptyDisk(i + 1)).reduce((all, one) => ({
          disk: all.disk + one.disk,
          items: all.items + one.items,
        })),
      ),
      [linux],
      {},
      'OVF.1002',
      'a vm has 25 disks at most, not 26',
    ],
    [
      'whose disk is told twice',
      ovfOf(),
      [linux, { ...linux, ovfId: 'file1' }],
      {},
      'OVF.1004',
      'the disk system is told twice',
    ],
    [
      'that is only created',
      ovfOf(),
      [linux],
      { strategy: 'JustCreate' },
      'SYS.1007',
      'a vm of an ovf cannot be created only: its disks come with it',
    ],
    [
      'of an ISO',
      ovfOf(),
      [{ ...linux, uuid: SEED.images.iso }],
      {},
      'OVF.1004',
      `image[uuid:${SEED.images.iso}] is ISO, no root disk`,
    ],
  ])('not of one %s', async (_what, ovf, infos, vmParam, code, details) => {
    const emulator = await TestEmulator.start();
    const error = await emulator.refused(...making(Buffer.from(ovf), infos, {}, vmParam));
    expect(error).toMatchObject({ code, details });
  });

  test('by whoever may have its images, within their quotas', async () => {
    const emulator = await TestEmulator.start();
    const ovf = Buffer.from(ovfOf());
    expect(await emulator.refused(...making(ovf, [linux]), ALICE_SESSION)).toMatchObject({
      code: 'SYS.1006',
      details: expect.stringContaining('has no access to the resources'),
    });
    const { accountUuid } = emulator.environment.database
      .prepare<[string], Json>('select account_uuid as accountUuid from sessions where uuid = ?')
      .get(ALICE_SESSION);
    await emulator.call('PUT', '/accounts/quotas/actions', {
      updateQuota: { identityUuid: accountUuid, name: 'vm.cpuNum', value: 3 },
    });
    expect(await emulator.refused(...making(ovf, []), ALICE_SESSION)).toMatchObject({
      code: 'ID.1003',
      details: expect.stringContaining('vm.cpuNum'),
    });
  });

  test.each([
    ['image.size', { ...linux, type: 'Download', url: 'http://x/a.vmdk#actualSize=9G' }, 8],
    // The image is larger than the descriptor says.
    ['volume.capacity', linux, 30],
  ])('not beyond the quota %s', async (name, info, gib) => {
    const emulator = await TestEmulator.start();
    const { database } = emulator.environment;
    const account = String(
      database
        .prepare('select account_uuid from sessions where uuid = ?')
        .pluck()
        .get(ALICE_SESSION),
    );
    await emulator.make('PUT', `/accounts/resources/actions`, {
      shareResource: { resourceUuids: [SEED.images.linux], accountUuids: [account] },
    });
    const used = await emulator.call('GET', `/accounts/quota/${account}/usages`);
    const { used: before } = used.body.usages.find((usage: Json) => usage.name === name);
    await emulator.call('PUT', '/accounts/quotas/actions', {
      updateQuota: { identityUuid: account, name, value: before + gib * 2 ** 30 },
    });
    const error = await emulator.refused(...making(Buffer.from(ovfOf()), [info]), ALICE_SESSION);
    expect(error).toMatchObject({ code: 'ID.1003', details: expect.stringContaining(name) });
  });

  test('not with a uuid that is taken: no image is added for it', async () => {
    const emulator = await TestEmulator.start();
    const info = { ovfId: 'system', type: 'Download', url: 'http://x/a.vmdk' };
    const call = making(Buffer.from(ovfOf()), [info], { resourceUuid: vm });
    expect(await emulator.refused(...call)).toMatchObject({
      details: `Duplicate entry '${vm}' for key 'PRIMARY'`,
    });
  });

  test('in a long job, as its export is one', async () => {
    const emulator = await TestEmulator.start();
    const submit = async (jobName: string, data: object): Promise<Json> => {
      const params = { jobName, jobData: JSON.stringify(data) };
      const { uuid } = await emulator.make('POST', '/longjobs', { params });
      // Its work begins once the answer is out.
      await work(emulator);
      await emulator.environment.runner.idle();
      const done = await emulator.find(`/longjobs/${uuid}`);
      expect(done).toMatchObject({ state: 'Succeeded' });
      return JSON.parse(done.jobResult).inventory;
    };
    const made = await submit('APIExportVmOvaPackageMsg', exporting()[2].params);
    const [ovf, , disk] = [...filesOf(await download(made.exportUrl))];
    const info = { ovfId: disk?.[0], type: 'Download', url: `${made.exportUrl}/${disk?.[0]}` };
    const copy = await submit('APICreateVmInstanceFromOvfMsg', making(ovf?.[1], [info])[2].params);
    expect(copy).toMatchObject({ name: 'copy', state: 'Running' });
  });

  test('or not: an upload that is given up takes all along', async () => {
    const emulator = await TestEmulator.start();
    const made = await exported(emulator);
    const files = filesOf(await download(made.exportUrl));
    const before = emulator.world();
    const begun = await emulator.anonymous
      .post('/zstack/v1/ovf/create-vm-instance')
      .set({ Authorization: 'OAuth 5e55000000004000800000000000ad01', Prefer: 'respond-async' })
      .send(making([...files.values()][0], [])[2]);
    const image = await emulator.find('/images?q=name~=%25disk1%25');
    await emulator.make('DELETE', `/images/${image.uuid}`);
    await emulator.control('POST', '/clock/advance', { by: '10s' });
    const answer = await emulator.anonymous.get(new URL(begun.body.location).pathname);
    expect([answer.status, answer.body.error.details]).toEqual([
      503,
      `image [uuid:${image.uuid}] has been deleted`,
    ]);
    expect(emulator.world()).toEqual(before);
  });

  test.each([
    [{ xmlBase64: '%%%' }, 'OVF.1001', 'Failed to read ovf file.'],
    [{ xmlBase64: Buffer.from('<a>').toString('base64') }, 'OVF.1001', 'unclosed tag: a'],
    [{ jsonImageInfos: '{' }, 'OVF.1003', 'must be a list'],
    [{ jsonImageInfos: '[{"ovfId":"x","type":"Upload"}]' }, 'OVF.1004', 'is called x'],
    [{ jsonImageInfos: '[{"ovfId":"vmdisk1","type":"Copy"}]' }, 'OVF.1004', "'type' of the image"],
    [{ jsonImageInfos: '[{"ovfId":"vmdisk1","type":"Download"}]' }, 'OVF.1004', "'url'"],
    [
      { jsonImageInfos: '[{"ovfId":"vmdisk1","type":"Download","url":"gopher://x"}]' },
      'SYS.1007',
      'url must starts with',
    ],
    [
      { jsonImageInfos: '[{"ovfId":"vmdisk1","type":"ImageUuid","uuid":"x"}]' },
      'OVF.1004',
      'there is no image[uuid:x]',
    ],
    [
      { jsonCreateVmParam: '[]' },
      'SYS.1007',
      'failed to parse jsonCreateVmParam in APICreateVmInstanceFromOvfMsg',
    ],
    [
      { jsonCreateVmParam: '{"l3NetworkUuids":{}}' },
      'SYS.1007',
      'failed to parse jsonCreateVmParam in APICreateVmInstanceFromOvfMsg',
    ],
    [{ jsonCreateVmParam: '{"name":"x"}' }, 'SYS.1006', 'at least one of field'],
    [{ jsonCreateVmParam: '{"zoneUuid":"x"}' }, 'SYS.1003', 'invalid field[zoneUuid]'],
    [{ backupStorageUuid: 'x' }, 'SYS.1003', 'invalid field[backupStorageUuid]'],
  ])('or not at all: %j', async (more, code, details) => {
    const emulator = await TestEmulator.start();
    const made = await exported(emulator);
    const [ovf] = [...filesOf(await download(made.exportUrl)).values()];
    const error = await emulator.refused(...making(ovf, [], more));
    expect(error).toMatchObject({ code, details: expect.stringContaining(details) });
  });
});
