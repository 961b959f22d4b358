import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { SEED, TestEmulator } from '../../support/emulator';

const { volumes, backupStorages } = SEED;
const both = [backupStorages.imageStore, backupStorages.sftp];

async function imageNamed(emulator: TestEmulator, name: string) {
  const answer = await emulator.get(`/zstack/v1/images?q=name=${name}`);
  return answer.body.inventories[0];
}

const availableOf = async (emulator: TestEmulator, uuid: string): Promise<number> =>
  (await emulator.get(`/zstack/v1/backup-storage/${uuid}`)).body.inventories[0].availableCapacity;

const timed = () => TestEmulator.start({ settings: { progression: 'timed' } });

test('every field of the request is honoured', async () => {
  const emulator = await TestEmulator.start();
  const resourceUuid = '0123456789ab4def8123456789abcdef';
  const answer = await emulator.createTemplate(
    volumes.runningLinux,
    {
      name: '  golden  ',
      description: 'made by a test',
      guestOsType: 'Debian 12',
      platform: 'Other',
      system: true,
      resourceUuid,
      architecture: 'aarch64',
      virtio: false,
      backupStorageUuids: [backupStorages.imageStore],
      rootVolumeUuid: volumes.data,
      unknownField: 1,
    },
    { body: { systemTags: ['packer'], userTags: ['blue'] } },
  );

  expect(answer.body.inventory).toMatchObject({
    uuid: resourceUuid,
    name: 'golden',
    description: 'made by a test',
    guestOsType: 'Debian 12',
    platform: 'Other',
    system: true,
    architecture: 'aarch64',
    virtio: false,
    url: `volume://${volumes.runningLinux}`,
  });
  const tags = emulator.environment.database
    .prepare<[string, string], string>(
      'select tag from system_tags where resource_uuid = ? union all select tag from user_tags where resource_uuid = ?',
    )
    .pluck()
    .all(resourceUuid, resourceUuid);
  expect(tags.toSorted()).toEqual(['blue', 'bootMode::UEFI', 'packer', 'qemuga']);
});

test.each([
  [['true'], true],
  [['virtio-scsi', 'virtio-net'], true],
  [[], false],
  [['false'], false],
  [['true', 'false'], false],
  ['true', true],
  [false, false],
])('virtio %j means %s', async (virtio, meaning) => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.createTemplate(volumes.stoppedWindows, { name: 'x', virtio });
  expect(answer.body.inventory.virtio).toBe(meaning);
});

test('with native checks architecture and virtio are always those of the VM', async () => {
  const emulator = await TestEmulator.start({ settings: { checks: 'native' } });
  const answer = await emulator.createTemplate(volumes.stoppedWindows, {
    name: 'x',
    architecture: 'aarch64',
    virtio: true,
    backupStorageUuids: [backupStorages.imageStore],
  });
  expect(answer.body.inventory).toMatchObject({ architecture: 'x86_64', virtio: false });
});

test('tags are taken from inside the parameters too, and the VM gives its own', async () => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.createTemplate(volumes.stoppedWindows, {
    name: 'x',
    backupStorageUuids: [backupStorages.sftp],
    systemTags: ['bootMode::Legacy'],
    userTags: ['inside'],
  });
  const { uuid, platform, guestOsType } = answer.body.inventory;
  const tags = emulator.environment.database
    .prepare<[string], string>('select tag from system_tags where resource_uuid = ? order by tag')
    .pluck()
    .all(uuid);
  expect(tags).toEqual(['GuestTools::2.4.0', 'bootMode::UEFI']);
  expect({ platform, guestOsType }).toEqual({
    platform: 'Windows',
    guestOsType: 'Windows Server 2019',
  });
});

test('the install path has the form of the storage, the capacity is taken once on each', async () => {
  const emulator = await TestEmulator.start();
  const before = await Promise.all(both.map((uuid) => availableOf(emulator, uuid)));
  const answer = await emulator.createTemplate(volumes.stoppedWindows, {
    name: 'x',
    backupStorageUuids: both,
  });
  const { uuid, backupStorageRefs } = answer.body.inventory;

  expect(backupStorageRefs.map((ref: { installPath: string }) => ref.installPath)).toEqual([
    `zstore://${uuid}/${uuid}`,
    `/zstack_sftp/rootVolumeTemplates/acct-36c27e8ff05c4780bf6d2fa65700f22e/${uuid}/${uuid}.template`,
  ]);
  const after = await Promise.all(both.map((uuid_) => availableOf(emulator, uuid_)));
  expect(after).toEqual(before.map((available) => available - 17 * 2 ** 30));
  expect(emulator.brokenCapacities()).toEqual([]);
});

test('an image on Ceph is raw and lies in the pool', async () => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.createTemplate(volumes.runningArmOnCeph, {
    name: 'x',
    backupStorageUuids: [backupStorages.ceph],
  });
  const { uuid, format, architecture, backupStorageRefs } = answer.body.inventory;
  expect({ format, architecture }).toEqual({ format: 'raw', architecture: 'aarch64' });
  expect(backupStorageRefs[0].installPath).toBe(`ceph://bak-t-${backupStorages.ceph}/${uuid}`);
});

test('md5Sum is the MD5 of the bytes, the same for the same content and another after a change', async () => {
  const emulator = await TestEmulator.start();
  const make = async () =>
    (await emulator.createTemplate(volumes.runningLinux, { name: 'x' })).body.inventory;
  const [first, second] = [await make(), await make()];
  emulator.environment.database
    .prepare('update volumes set content_id = ? where uuid = ?')
    .run('other bytes', volumes.runningLinux);
  const third = await make();

  const artifact = await emulator.anonymous
    .get(`/emulator/v1/images/${first.uuid}/artifact`)
    .responseType('blob');
  const bytes = artifact.body as Buffer;
  expect(createHash('md5').update(bytes).digest('hex')).toBe(first.md5Sum);
  // The header of a qcow2 file: magic, version 3, and at 24 the virtual size.
  expect(bytes.readUInt32BE(0)).toBe(0x514649fb);
  expect(bytes.readUInt32BE(4)).toBe(3);
  expect(Number(bytes.readBigUInt64BE(24))).toBe(first.size);
  expect(second.md5Sum).toBe(first.md5Sum);
  expect(third.md5Sum).not.toBe(first.md5Sum);
});

test('timed work shows the image Creating until its bytes are there', async () => {
  const emulator = await timed();
  const before = await availableOf(emulator, backupStorages.imageStore);
  const accepted = await emulator.createTemplate(volumes.runningLinux, {
    name: 'slow',
    backupStorageUuids: [backupStorages.imageStore],
  });
  // The stopped clock cannot bring the end of the work: the job's location is answered at once.
  expect(accepted.status).toBe(202);
  const poll = new URL(accepted.body.location).pathname;

  expect(await imageNamed(emulator, 'slow')).toMatchObject({
    status: 'Creating',
    actualSize: 3 * 2 ** 30,
    md5Sum: null,
    backupStorageRefs: [{ status: 'Creating', installPath: '' }],
  });
  expect(await availableOf(emulator, backupStorages.imageStore)).toBe(before - 3 * 2 ** 30);
  // 3 GiB at 200 MiB/s, and 50 ms before the first byte.
  emulator.advance(15_409);
  expect((await emulator.anonymous.get(poll)).status).toBe(202);
  emulator.advance(1);

  expect((await emulator.anonymous.get(poll)).status).toBe(200);
  expect(await imageNamed(emulator, 'slow')).toMatchObject({
    status: 'Ready',
    md5Sum: expect.stringMatching(/^[0-9a-f]{32}$/),
    createDate: 'Nov 14, 2017 10:20:57 PM',
    lastOpDate: 'Nov 14, 2017 10:21:12 PM',
    backupStorageRefs: [{ status: 'Ready', installPath: expect.stringContaining('zstore://') }],
  });
});

test('the image is Ready with its first storage and lives without one that fails', async () => {
  const emulator = await timed();
  const { database } = emulator.environment;
  const before = await availableOf(emulator, backupStorages.sftp);
  const accepted = await emulator.createTemplate(volumes.stoppedWindows, {
    name: 'half',
    backupStorageUuids: both,
  });
  // ImageStore is twice as fast.
  emulator.advance(100_000);
  expect((await imageNamed(emulator, 'half')).status).toBe('Ready');
  database
    .prepare("update backup_storages set status = 'Disconnected' where uuid = ?")
    .run(backupStorages.sftp);
  emulator.advance(100_000);

  const done = await emulator.anonymous.get(new URL(accepted.body.location).pathname);
  expect(done.status).toBe(200);
  expect(done.body.inventory.backupStorageRefs).toMatchObject([
    { backupStorageUuid: backupStorages.imageStore, status: 'Ready' },
  ]);
  expect(await availableOf(emulator, backupStorages.sftp)).toBe(before);
  expect(emulator.brokenCapacities()).toEqual([]);
});

test('when every storage fails the job says why and nothing is left', async () => {
  const emulator = await timed();
  const before = emulator.world();
  const accepted = await emulator.createTemplate(volumes.stoppedWindows, {
    name: 'lost',
    backupStorageUuids: both,
  });
  const break_ = emulator.environment.database.prepare(
    'update backup_storages set state = ? where uuid in (?, ?)',
  );
  break_.run('Disabled', ...both);
  emulator.advance(1_000_000);

  const done = await emulator.anonymous.get(new URL(accepted.body.location).pathname);
  expect(done.status).toBe(503);
  expect(done.body.error).toMatchObject({
    code: 'SYS.1006',
    location: 'start-creating-template',
    details: `failed to create image from root volume[uuid:${volumes.stoppedWindows}] on all backup storage, see cause for one of errors`,
    cause: {
      cause: {
        details: expect.stringMatching(
          /^backup storage cannot proceed message\[.*\] because its state is Disabled$/,
        ),
      },
    },
  });
  break_.run('Enabled', ...both);
  expect(emulator.world()).toEqual(before);
});

test('of two clients at once on the last free capacity exactly one wins', async () => {
  const emulator = await TestEmulator.start();
  emulator.environment.database
    .prepare('update volumes set actual_size = ? where uuid = ?')
    .run(900 * 2 ** 20, volumes.runningLinux);
  const create = (name: string) =>
    emulator.createTemplate(volumes.runningLinux, {
      name,
      backupStorageUuids: [backupStorages.nearlyFull],
    });

  const answers = await Promise.all([create('one'), create('two'), create('three')]);

  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 503, 503]);
  expect(emulator.brokenCapacities()).toEqual([]);
});

test.each([
  [
    'a ref to no image',
    "insert into image_backup_storage_refs (image_uuid, backup_storage_uuid, install_path, status, taken_bytes, create_date, last_op_date) values ('none', 'bac00000000040008000000000000001', '', 'Ready', 0, 0, 0)",
    'FOREIGN KEY',
  ],
  [
    'a ref twice',
    "insert into image_backup_storage_refs (image_uuid, backup_storage_uuid, install_path, status, taken_bytes, create_date, last_op_date) values ('1a000000000040008000000000000001', 'bac00000000040008000000000000001', '', 'Ready', 0, 0, 0)",
    'UNIQUE',
  ],
  [
    'a storage that images are on to go',
    "delete from backup_storages where uuid = 'bac00000000040008000000000000001'",
    'FOREIGN KEY',
  ],
  ['less than no capacity', 'update backup_storages set available_capacity = -1', 'CHECK'],
  [
    'more capacity than there is',
    'update backup_storages set available_capacity = total_capacity + 1',
    'CHECK',
  ],
  ['an unknown status', "update images set status = 'Lost'", 'CHECK'],
  [
    'a second root volume of a VM',
    "update volumes set type = 'Root' where uuid = 'd0000000000040008000000000000101'",
    'UNIQUE',
  ],
  [
    'a volume on no primary storage',
    "update volumes set primary_storage_uuid = null where status = 'Ready'",
    'CHECK',
  ],
  [
    'a task of no job',
    "insert into tasks (job_uuid, flow, step, due_date, create_date) values ('none', 'f', 's', 0, 0)",
    'FOREIGN KEY',
  ],
])('the database itself refuses %s', async (_what, statement, constraint) => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  expect(() => emulator.environment.database.exec(statement)).toThrow(
    `${constraint} constraint failed`,
  );
  expect(emulator.world()).toEqual(before);
});

test('whatever is asked in whatever order, capacity adds up and every job ends', async () => {
  const storages = Object.values(backupStorages);
  const creation = fc.record({
    kind: fc.constant('create' as const),
    volume: fc.constantFrom(...Object.values(volumes)),
    on: fc.subarray(storages),
  });
  const fault = fc.record({
    kind: fc.constant('fault' as const),
    storage: fc.constantFrom(...storages),
    status: fc.constantFrom('Connected', 'Disconnected'),
    state: fc.constantFrom('Enabled', 'Disabled'),
  });
  const wait = fc.record({
    kind: fc.constant('wait' as const),
    ms: fc.integer({ max: 100_000, min: 0 }),
  });

  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(creation, fault, wait), { maxLength: 25 }),
      fc.constantFrom('strict', 'native'),
      async (steps, checks) => {
        const emulator = await TestEmulator.start({ settings: { progression: 'timed', checks } });
        const { database } = emulator.environment;
        for (const step of steps) {
          if (step.kind === 'create') {
            const on = step.on.length > 0 ? { backupStorageUuids: step.on } : {};
            await emulator.createTemplate(step.volume, { name: 'x', ...on });
          } else if (step.kind === 'fault') {
            database
              .prepare('update backup_storages set status = ?, state = ? where uuid = ?')
              .run(step.status, step.state, step.storage);
          } else emulator.advance(step.ms);
          expect(emulator.brokenCapacities()).toEqual([]);
          expect(
            database
              .prepare(
                "select uuid from images where status = 'Ready' and not exists (select 1 from image_backup_storage_refs r where r.image_uuid = images.uuid and r.status = 'Ready')",
              )
              .all(),
          ).toEqual([]);
        }
        emulator.advance(10_000_000);
        expect(database.prepare("select uuid from jobs where state = 'Running'").all()).toEqual([]);
        expect(database.prepare('select id from tasks where job_uuid is not null').all()).toEqual(
          [],
        );
        expect(database.prepare("select uuid from images where status = 'Creating'").all()).toEqual(
          [],
        );
        expect(emulator.brokenCapacities()).toEqual([]);
        await emulator.stop();
      },
    ),
    { numRuns: 40 },
  );
});
