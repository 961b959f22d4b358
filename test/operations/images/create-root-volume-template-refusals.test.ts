import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const { volumes, backupStorages } = SEED;
const VALIDATOR = 'org.zstack.header.message.ApiMessageParamValidator';
const imageStore = { backupStorageUuids: [backupStorages.imageStore] };

interface Refusal {
  readonly what: string;
  readonly volume?: string;
  readonly params: Record<string, unknown>;
  readonly more?: Parameters<TestEmulator['createTemplate']>[2];
  readonly code: string;
  readonly details: string;
}

const UNKNOWN = '00000000000040008000000000000000';

const REFUSALS: readonly Refusal[] = [
  {
    what: 'a missing name',
    params: {},
    code: 'SYS.1007',
    details: `field[name] of message[${VALIDATOR}] is mandatory, can not be null`,
  },
  {
    what: 'a name that is too long',
    params: { name: 'x'.repeat(256) },
    code: 'SYS.1007',
    details: `field[name] of message[${VALIDATOR}] exceeds max length of string. expected was <= 255, actual was 256`,
  },
  {
    what: 'a description that is too long, before a missing name',
    params: { description: 'x'.repeat(2049) },
    code: 'SYS.1007',
    details: `field[description] of message[${VALIDATOR}] exceeds max length of string. expected was <= 2048, actual was 2049`,
  },
  {
    what: 'an unknown platform',
    params: { name: 'x', platform: 'BeOS' },
    code: 'SYS.1007',
    details: `valid value for field[platform] of message[${VALIDATOR}] are [Linux, Windows, Other, Paravirtualization, WindowsVirtio], but BeOS found`,
  },
  {
    what: 'an empty list of storages',
    params: { name: 'x', backupStorageUuids: [] },
    code: 'SYS.1007',
    details: 'field[backupStorageUuids] must be a nonempty list',
  },
  {
    what: 'a null in the list of storages',
    params: { name: 'x', backupStorageUuids: [null] },
    code: 'SYS.1007',
    details: 'field[backupStorageUuids] cannot contain a NULL element',
  },
  {
    what: 'an unknown volume',
    volume: UNKNOWN,
    params: { name: 'x' },
    code: 'SYS.1003',
    details: `invalid field[rootVolumeUuid], resource[uuid:${UNKNOWN}, type:VolumeVO] not found`,
  },
  {
    what: 'an unknown storage',
    params: { name: 'x', backupStorageUuids: [backupStorages.imageStore, UNKNOWN] },
    code: 'SYS.1003',
    details: `invalid field[backupStorageUuids], resource[uuids:[${UNKNOWN}], type:BackupStorageVO] not found`,
  },
  {
    what: 'an unknown tag pattern',
    params: { name: 'x', tagUuids: [UNKNOWN] },
    code: 'SYS.1003',
    details: `invalid field[tagUuids], resource[uuids:[${UNKNOWN}], type:TagPatternVO] not found`,
  },
  {
    what: 'an unknown session',
    params: { name: 'x' },
    more: { session: UNKNOWN },
    code: 'ID.1001',
    details: 'Session expired',
  },
  {
    what: 'an empty session',
    params: { name: 'x' },
    more: { headers: { Authorization: 'OAuth' } },
    code: 'ID.1001',
    details: 'session uuid is null',
  },
  {
    what: 'a missing name before an unknown session',
    params: {},
    more: { session: UNKNOWN },
    code: 'SYS.1007',
    details: `field[name] of message[${VALIDATOR}] is mandatory, can not be null`,
  },
  {
    what: "another account's volume",
    params: { name: 'x' },
    more: { session: ALICE_SESSION },
    code: 'SYS.1006',
    details: `the account[uuid:a11ce000000040008000000000000001] has no access to the resources[uuid:[${volumes.runningLinux}], type:VolumeVO]`,
  },
  {
    what: 'a resourceUuid that is no uuid',
    params: { name: 'x', resourceUuid: 'nope' },
    code: 'SYS.1007',
    details:
      "resourceUuid[nope] is not a valid uuid. A valid uuid is a UUID(v4 recommended) with '-' stripped. see http://en.wikipedia.org/wiki/Universally_unique_identifier for format of UUID, the regular expression uses to validate a UUID is '[0-9a-f]{8}[0-9a-f]{4}[1-5][0-9a-f]{3}[89ab][0-9a-f]{3}[0-9a-f]{12}'",
  },
  {
    what: 'a resourceUuid that an image has',
    params: { name: 'x', resourceUuid: SEED.image },
    code: 'SYS.1000',
    details: `Duplicate entry '${SEED.image}' for key 'PRIMARY'`,
  },
  {
    what: 'an Sftp storage for a running VM',
    params: { name: 'x', backupStorageUuids: [backupStorages.sftp] },
    code: 'SYS.1007',
    details: `Please stop the vm before create volume template to sftp backup storage ${backupStorages.sftp}`,
  },
  {
    what: 'an Sftp storage for a paused VM',
    volume: volumes.paused,
    params: { name: 'x', backupStorageUuids: [backupStorages.sftp] },
    code: 'SYS.1007',
    details: `Please stop the vm before create volume template to sftp backup storage ${backupStorages.sftp}`,
  },
  {
    what: 'a data volume',
    volume: volumes.data,
    params: { name: 'x' },
    code: 'SYS.1007',
    details: `volume[uuid:${volumes.data}] is not Root, it's Data`,
  },
  {
    what: 'a Disabled volume',
    volume: volumes.disabled,
    params: { name: 'x' },
    code: 'SYS.1006',
    details: `volume[uuid:${volumes.disabled}] is not Enabled, it's Disabled`,
  },
  {
    what: 'an unknown system tag',
    params: { name: 'x', ...imageStore },
    more: { body: { systemTags: ['no::such::tag'] } },
    code: 'SYS.1007',
    details: 'no system tag matches no::such::tag',
  },
  {
    what: 'two boot modes',
    params: { name: 'x', ...imageStore },
    more: { body: { systemTags: ['bootMode::UEFI', 'bootMode::Legacy'] } },
    code: 'SYS.1007',
    details: 'only one bootMode system tag is allowed, but 2 got',
  },
  {
    what: 'an unknown boot mode',
    params: { name: 'x', ...imageStore },
    more: { body: { systemTags: ['bootMode::Floppy'] } },
    code: 'SYS.1007',
    details: '[Floppy] specified in system tag [bootMode::Floppy] is not a valid boot mode',
  },
  {
    what: 'a system tag of another type of resource',
    params: { name: 'x', ...imageStore },
    more: { body: { systemTags: ['extraips::10.0.0.1'] } },
    code: 'SYS.1007',
    details: 'no system tag matches[extraips::10.0.0.1] for resourceType[ImageVO]',
  },
  {
    what: 'a VM state that allows no template',
    volume: volumes.starting,
    params: { name: 'x', ...imageStore },
    code: 'SYS.1006',
    details: `failed to create image from root volume[uuid:${volumes.starting}] on all backup storage, see cause for one of errors`,
  },
  {
    what: 'a primary storage in maintenance',
    volume: volumes.inMaintenance,
    params: { name: 'x', ...imageStore },
    code: 'SYS.1006',
    details: `failed to create image from root volume[uuid:${volumes.inMaintenance}] on all backup storage, see cause for one of errors`,
  },
];

test.each(REFUSALS)(
  'refuses $what and leaves the world as it was',
  async ({ volume, params, more, code, details }) => {
    const emulator = await TestEmulator.start();
    const before = emulator.world();

    const answer = await emulator.createTemplate(volume ?? volumes.runningLinux, params, more);

    expect(answer.status).toBe(503);
    expect(answer.body).toEqual({ error: expect.objectContaining({ code, details }) });
    expect(emulator.world()).toEqual(before);
  },
);

test.each([
  [
    'Disabled',
    backupStorages.disabled,
    volumes.stoppedWindows,
    'can not satisfy one or more conditions[available capacity >',
  ],
  [
    'Disconnected',
    backupStorages.disconnected,
    volumes.runningLinux,
    'can not satisfy one or more conditions[available capacity >',
  ],
  [
    'too full',
    backupStorages.nearlyFull,
    volumes.runningLinux,
    'can not satisfy one or more conditions[available capacity >',
  ],
  [
    'in no zone',
    backupStorages.elsewhere,
    volumes.runningLinux,
    `is not attached to zone[uuid:${SEED.zone}]`,
  ],
  [
    'for Ceph only',
    backupStorages.ceph,
    volumes.runningLinux,
    'no LocalStorageBackupStorageMediator supporting hypervisor[KVM] and backup storage type[Ceph] ',
  ],
])(
  'refuses a storage that is %s, and leaves the world as it was',
  async (_what, storage, volume, text) => {
    const emulator = await TestEmulator.start();
    const before = emulator.world();

    const answer = await emulator.createTemplate(volume, {
      name: 'x',
      backupStorageUuids: [storage],
    });

    expect(answer.status).toBe(503);
    expect(answer.body.error).toMatchObject({
      code: 'SYS.1006',
      details: expect.stringContaining(
        `unable to allocate backup storage specified by uuids[${storage}], list errors are: `,
      ),
      location: 'select-backup-storage',
    });
    expect(JSON.stringify(answer.body.error.cause)).toContain(text);
    expect(emulator.world()).toEqual(before);
  },
);

test('the allocator says why when no storage of the zone can be had', async () => {
  const emulator = await TestEmulator.start();
  emulator.environment.database.exec("update backup_storages set status = 'Disconnected'");
  const before = emulator.world();

  const answer = await emulator.createTemplate(volumes.runningLinux, { name: 'x' });

  expect(answer.body.error).toMatchObject({
    code: 'BS.1003',
    details: 'unable to allocate a backup storage',
    cause: {
      code: 'SYS.1006',
      details: `no backup storage that satisfies conditions[available capacity > ${3 * 2 ** 30} bytes, status = Connected, state = Enabled, attached zone uuid=${SEED.zone}] found`,
    },
  });
  expect(emulator.world()).toEqual(before);
});

test('the reserved capacity is kept free, by a strict comparison', async () => {
  const emulator = await TestEmulator.start();
  const { database } = emulator.environment;
  const params = { name: 'x', backupStorageUuids: [backupStorages.nearlyFull] };
  const holds = (bytes: number) =>
    database
      .prepare('update volumes set actual_size = ? where uuid = ?')
      .run(bytes, volumes.runningLinux);

  holds(2 ** 30);
  const refused = await emulator.createTemplate(volumes.runningLinux, params);
  holds(2 ** 30 - 1);
  const taken = await emulator.createTemplate(volumes.runningLinux, params);

  expect(refused.body.error.details).toContain(
    `after subtracting reserved capacity, no backup storage has required capacity[${2 ** 30} bytes]`,
  );
  expect(taken.status).toBe(200);
});

test('a VM state that allows no template is told by the causes', async () => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.createTemplate(volumes.starting, { name: 'x', ...imageStore });

  const details =
    "current vm instance state[Starting] doesn't allow to proceed message[org.zstack.header.vm.CreateTemplateFromRootVolumeVmMsg], allowed states are [Stopped, Running, Paused]";
  expect(answer.body.error).toMatchObject({
    location: 'start-creating-template',
    cause: { code: 'SYS.1006', details, cause: { code: 'VM.1010' } },
  });
});

test('a primary storage in maintenance is told by the causes', async () => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.createTemplate(volumes.inMaintenance, { name: 'x', ...imageStore });

  expect(answer.body.error.cause).toMatchObject({
    code: 'SYS.1006',
    details: `failed to create template from root volume[uuid:${volumes.inMaintenance}] on primary storage[uuid:b5000000000040008000000000000004]`,
    cause: {
      code: 'PS.1000',
      description: 'Operation is not permitted',
      details:
        "Operation is not permitted when primary storage status is 'Maintenance', please check primary storage status",
    },
  });
});

test('user tags that stand twice are refused', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  const answer = await emulator.createTemplate(
    volumes.runningLinux,
    { name: 'x', ...imageStore },
    { body: { userTags: ['a', 'a'] } },
  );
  expect(answer.body.error.code).toBe('SYS.1006');
  expect(answer.body.error.details).toMatch(
    /^Duplicated Tag\[tag:a, type:User, resourceType:ImageVO, resourceUuid:[0-9a-f]{32}\]$/,
  );
  expect(emulator.world()).toEqual(before);
});

describe('with native checks, as the real system,', () => {
  test('a data volume of a VM becomes a template', async () => {
    const emulator = await TestEmulator.start({ settings: { checks: 'native' } });
    const answer = await emulator.createTemplate(volumes.data, { name: 'x', ...imageStore });
    expect(answer.status).toBe(200);
  });

  test('a volume of no VM fails inside, and nothing is left', async () => {
    const emulator = await TestEmulator.start({ settings: { checks: 'native' } });
    const before = emulator.world();
    const answer = await emulator.createTemplate(volumes.spareData, { name: 'x', ...imageStore });
    expect(answer.body.error.code).toBe('SYS.1000');
    expect(emulator.world()).toEqual(before);
  });

  test('a storage outside the zone fails during the copy, and its capacity comes back', async () => {
    const emulator = await TestEmulator.start({ settings: { checks: 'native' } });
    const before = emulator.world();
    const answer = await emulator.createTemplate(volumes.runningLinux, {
      name: 'x',
      backupStorageUuids: [backupStorages.elsewhere],
    });
    expect(answer.body.error.location).toBe('start-creating-template');
    expect(answer.body.error.cause.cause.details).toContain('is not attached to zone');
    expect(emulator.world()).toEqual(before);
  });
});

test('a volume on Ceph becomes no template in another cluster', async () => {
  const emulator = await TestEmulator.start();
  const other = await emulator.make('POST', '/backup-storage/ceph', {
    params: { name: 'far', monUrls: ['root:p@10.9.9.9'] },
  });
  await emulator.make('POST', `/zones/${SEED.zone}/backup-storage/${other.uuid}`, { params: {} });
  const volume = await emulator.find(
    `/volumes?q=primaryStorageUuid=${SEED.primaryStorages.ceph}&q=type=Root&limit=1`,
  );
  const { fsid } = await emulator.find(`/primary-storage/ceph?q=uuid=${SEED.primaryStorages.ceph}`);
  const error = await emulator.refused(
    'POST',
    `/images/root-volume-templates/from/volumes/${volume.uuid}`,
    { params: { name: 'x', backupStorageUuids: [other.uuid] } },
  );
  expect(JSON.stringify(error)).toContain(
    `the backup storage[uuid:${other.uuid}, name:far, fsid:${other.fsid}] is not in the same ceph cluster with the primary storage[uuid:${SEED.primaryStorages.ceph}, name:ceph-1, fsid:${fsid}]`,
  );
});
