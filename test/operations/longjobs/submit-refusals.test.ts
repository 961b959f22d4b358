import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';
import { JOB_DATA, submission, work, type JobName } from '../../support/long-jobs';

const ALICE = 'a11ce000000040008000000000000001';
const M = 'org.zstack.header.message.ApiMessageParamValidator';
const NOWHERE = 'b'.repeat(12) + '4' + 'b'.repeat(19);
const { imageStore, sftp } = SEED.backupStorages;

describe('the pipeline of the inner API is the submit’s: refused, and nothing stays', () => {
  const root = 'APICreateRootVolumeTemplateFromRootVolumeMsg';
  test.each<[string, JobName, object, string | undefined, string, string]>([
    [
      'a missing parameter',
      'APIAddImageMsg',
      { url: undefined },
      undefined,
      'SYS.1007',
      `field[url] of message[${M}] is mandatory, can not be null`,
    ],
    [
      'a wrong platform',
      'APIAddImageMsg',
      { platform: 'Solaris' },
      undefined,
      'SYS.1007',
      `valid value for field[platform] of message[${M}] are [Linux, Windows, Other, Paravirtualization, WindowsVirtio], but Solaris found`,
    ],
    [
      'a storage that is not there',
      'APIAddImageMsg',
      { backupStorageUuids: [NOWHERE] },
      undefined,
      'SYS.1003',
      `invalid field[backupStorageUuids], resource[uuids:[${NOWHERE}], type:BackupStorageVO] not found`,
    ],
    ['a format', 'APIAddImageMsg', { format: 'zip' }, undefined, 'SYS.1007', 'unknown format[zip]'],
    [
      'a tag of no type of resource',
      'APIAddImageMsg',
      { systemTags: ['nonsense'] },
      undefined,
      'SYS.1007',
      'no system tag matches nonsense',
    ],
    [
      'a boot mode',
      root,
      { systemTags: ['bootMode::BIOS'] },
      undefined,
      'SYS.1007',
      '[BIOS] specified in system tag [bootMode::BIOS] is not a valid boot mode',
    ],
    [
      'a tag pattern',
      'APIAddImageMsg',
      { tagUuids: [NOWHERE] },
      undefined,
      'SYS.1003',
      `invalid field[tagUuids], resource[uuids:[${NOWHERE}], type:TagPatternVO] not found`,
    ],
    [
      'a running VM on Sftp',
      root,
      { rootVolumeUuid: SEED.volumes.runningLinux, backupStorageUuids: [sftp] },
      undefined,
      'SYS.1007',
      `Please stop the vm before create volume template to sftp backup storage ${sftp}`,
    ],
    [
      'a volume that is not there yet',
      'APICreateDataVolumeTemplateFromVolumeMsg',
      { volumeUuid: SEED.volumes.notInstantiated },
      undefined,
      'SYS.1006',
      `volume[uuid:${SEED.volumes.notInstantiated}] is not Ready, it's NotInstantiated`,
    ],
    [
      'an image that is not there',
      'APIExportImageFromBackupStorageMsg',
      { imageUuid: NOWHERE },
      undefined,
      'SYS.1003',
      `invalid field[imageUuid], resource[uuid:${NOWHERE}, type:ImageVO] not found`,
    ],
    [
      'somebody else’s volume',
      root,
      {},
      ALICE_SESSION,
      'SYS.1006',
      `the account[uuid:${ALICE}] has no access to the resources[uuid:[${SEED.volumes.stoppedWindows}], type:VolumeVO]`,
    ],
  ])('%s', async (_what, jobName, changes, session, code, details) => {
    const emulator = await TestEmulator.start();
    const body = submission(jobName, { ...JOB_DATA[jobName], ...changes });
    const error = await emulator.refused('POST', '/longjobs', body, session);
    expect(error).toMatchObject({ code, details });
    expect(await work(emulator)).toEqual([]);
  });

  test.each([
    ['image.num', '0', 1],
    ['image.size', '10', 10 * 2 ** 30],
  ])('the quota %s', async (name, value, asked) => {
    const emulator = await TestEmulator.start();
    const bob = await emulator.make('POST', '/accounts', {
      params: { name: 'bob', password: 'secret' },
    });
    await emulator.make('PUT', '/accounts/quotas/actions', {
      updateQuota: { identityUuid: bob.uuid, name, value },
    });
    await emulator.make('POST', `/account/${bob.uuid}/resources`, {
      params: {
        resourceUuid: (await emulator.find(`/volumes/${SEED.volumes.alice}`))?.vmInstanceUuid,
      },
    });
    const session = await emulator.anonymous
      .put('/zstack/v1/accounts/login')
      .send({ logInByAccount: { accountName: 'bob', password: 'secret' } });
    const body = submission(root, {
      ...JOB_DATA[root],
      rootVolumeUuid: SEED.volumes.alice,
    });
    const { uuid } = session.body.inventory;
    expect(await emulator.refused('POST', '/longjobs', body, uuid)).toMatchObject({
      code: 'ID.1003',
      details: `quota exceeding.The resource owner(or target resource owner) account[uuid: ${bob.uuid} name: bob] exceeds a quota[name: ${name}, value: ${value}], Current used:0, Request:${asked}. Please contact the administrator.`,
    });
  });
});

describe('a submit is refused for itself', () => {
  const add = JOB_DATA.APIAddImageMsg;
  test.each<[string, Json, string, string]>([
    [
      'an API that is none',
      { jobName: 'APIQueryImageMsg' },
      'SYS.1007',
      'APIQueryImageMsg is not an API',
    ],
    [
      'templates of snapshots',
      { jobName: 'APICreateRootVolumeTemplateFromVolumeSnapshotMsg' },
      'SYS.1007',
      'APICreateRootVolumeTemplateFromVolumeSnapshotMsg is not an API',
    ],
    [
      'no name of an API',
      { jobName: undefined },
      'SYS.1007',
      `field[jobName] of message[${M}] is mandatory, can not be null`,
    ],
    [
      'no data',
      { jobData: undefined },
      'SYS.1007',
      `field[jobData] of message[${M}] is mandatory, can not be null`,
    ],
    [
      'a long name',
      { name: 'x'.repeat(256) },
      'SYS.1007',
      `field[name] of message[${M}] exceeds max length of string. expected was <= 255, actual was 256`,
    ],
    [
      'a long description',
      { description: 'x'.repeat(2049) },
      'SYS.1007',
      `field[description] of message[${M}] exceeds max length of string. expected was <= 2048, actual was 2049`,
    ],
    [
      'a target that is not there',
      { targetResourceUuid: NOWHERE },
      'SYS.1003',
      `invalid field[targetResourceUuid], resource[uuid:${NOWHERE}, type:ResourceVO] not found`,
    ],
    [
      'a target too long',
      { targetResourceUuid: 'x'.repeat(33) },
      'SYS.1007',
      `field[targetResourceUuid] of message[${M}] exceeds max length of string. expected was <= 32, actual was 33`,
    ],
    [
      'a tag pattern',
      { tagUuids: [NOWHERE] },
      'SYS.1003',
      `invalid field[tagUuids], resource[uuids:[${NOWHERE}], type:TagPatternVO] not found`,
    ],
    [
      'a tag of no type',
      { systemTags: ['nonsense'] },
      'SYS.1007',
      'no system tag matches nonsense',
    ],
    [
      'a tag of images',
      { systemTags: ['packer'] },
      'SYS.1007',
      'no system tag matches[packer] for resourceType[LongJobVO]',
    ],
    [
      'a tag twice',
      { userTags: ['a', 'a'], resourceUuid: NOWHERE },
      'SYS.1006',
      `Duplicated Tag[tag:a, type:User, resourceType:LongJobVO, resourceUuid:${NOWHERE}]`,
    ],
    [
      'a uuid that is taken',
      { resourceUuid: imageStore },
      'SYS.1000',
      `Duplicate entry '${imageStore}' for key 'PRIMARY'`,
    ],
  ])('%s', async (_what, more, code, details) => {
    const emulator = await TestEmulator.start();
    const body = submission('APIAddImageMsg', add, more);
    expect(await emulator.refused('POST', '/longjobs', body)).toMatchObject({ code, details });
    expect(await work(emulator)).toEqual([]);
  });

  test('a target that the account has no access to', async () => {
    const emulator = await TestEmulator.start();
    const body = submission('APIAddImageMsg', add, { targetResourceUuid: SEED.volumes.data });
    expect(await emulator.refused('POST', '/longjobs', body, ALICE_SESSION)).toMatchObject({
      code: 'SYS.1006',
      details: expect.stringContaining(SEED.volumes.data),
    });
  });

  test.each([
    '',
    'x',
    '[]',
    'null',
    '7',
    '"x"',
    '{"name":',
    '{"backupStorageUuids":{}}',
    '{"virtio":[[]]}',
  ])('data that is %j, without a crash', async (jobData) => {
    const emulator = await TestEmulator.start();
    const body = { params: { jobName: 'APIAddImageMsg', jobData } };
    const error = await emulator.refused('POST', '/longjobs', body);
    expect(error.code).toMatch(/^SYS\.10(00|07)$/);
    expect(error.details).not.toMatch(/\n|undefined|Cannot read/);
    expect(await work(emulator)).toEqual([]);
  });
});
