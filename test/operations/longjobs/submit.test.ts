import { ALICE_SESSION, SEED, TEST_TIME, TestEmulator } from '../../support/emulator';
import { ADMIN_ACCOUNT } from '../../support/accounts';
import {
  JOB_DATA,
  longJob,
  pace,
  submission,
  submit,
  work,
  type JobName,
} from '../../support/long-jobs';

const NOWHERE = 'b'.repeat(12) + '4' + 'b'.repeat(19);
const { sftp } = SEED.backupStorages;

/** What every message has beside its parameters; of the session all but what it could be used with. */
const WHOLE = {
  session: {
    accountUuid: ADMIN_ACCOUNT,
    userUuid: ADMIN_ACCOUNT,
    noSessionEvaluation: false,
  },
  timeout: -1,
  messageDeadline: -1,
  headers: {},
  createdTime: 0,
};

const images = async (emulator: TestEmulator): Promise<number> =>
  (await emulator.call('GET', '/images?count=true')).body.total;

describe.each(Object.keys(JOB_DATA) as JobName[])('%s', (jobName) => {
  test('is answered Running at once, and Succeeded later', async () => {
    const emulator = await TestEmulator.start();
    const submitted = await submit(emulator, jobName);
    expect(submitted).toMatchObject({
      name: jobName,
      jobName,
      description: null,
      state: 'Running',
      jobResult: null,
      executeTime: null,
      managementNodeUuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      createDate: 'Nov 14, 2017 10:20:57 PM',
      lastOpDate: 'Nov 14, 2017 10:20:57 PM',
    });
    const done = await longJob(emulator, submitted.uuid);
    expect(done).toMatchObject({ state: 'Succeeded', executeTime: 1 });
    expect(JSON.parse(done.jobResult)).toMatchObject({ success: true });
  });

  test('goes on while time passes, and counts the seconds that it took', async () => {
    const emulator = await TestEmulator.start();
    await pace(emulator, 'timed');
    const { uuid } = await submit(emulator, jobName);
    expect(await longJob(emulator, uuid)).toMatchObject({ state: 'Running', executeTime: null });
    const [{ due }] = await work(emulator);
    const length = Date.parse(due) - TEST_TIME;
    expect(length).toBeGreaterThan(2_000);
    emulator.advance(length - 1);
    expect(await longJob(emulator, uuid)).toMatchObject({ state: 'Running' });
    emulator.advance(1);
    // Whole seconds, as the real system divides.
    const executeTime = Math.floor(length / 1000);
    expect(await longJob(emulator, uuid)).toMatchObject({ state: 'Succeeded', executeTime });
  });
});

test.each([
  'APIAddImageMsg',
  'APICreateRootVolumeTemplateFromRootVolumeMsg',
  'APICreateDataVolumeTemplateFromVolumeMsg',
] as const)('%s has the result of its event: the image', async (jobName) => {
  const emulator = await TestEmulator.start();
  const { uuid } = await submit(emulator, jobName);
  const inventory = await emulator.find('/images?q=name=made');
  expect(inventory.status).toBe('Ready');
  const { jobResult } = await longJob(emulator, uuid);
  expect(JSON.parse(jobResult)).toEqual({ inventory, success: true });
});

test('an export has the result of its event: address and sum', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await submit(emulator, 'APIExportImageFromBackupStorageMsg');
  const { backupStorageRefs } = await emulator.find(`/images/${SEED.images.linux}`);
  const { exportUrl, exportMd5Sum } = backupStorageRefs[0];
  const { jobResult } = await longJob(emulator, uuid);
  expect(exportUrl).toContain('/exports/');
  expect(JSON.parse(jobResult)).toEqual({ imageUrl: exportUrl, exportMd5Sum, success: true });
});

test('the uuid of the image of AddImage is written into its data and is its target', async () => {
  const emulator = await TestEmulator.start();
  const { targetResourceUuid, jobData } = await submit(emulator, 'APIAddImageMsg');
  expect(targetResourceUuid).toMatch(/^[0-9a-f]{32}$/);
  expect(JSON.parse(jobData)).toEqual({
    ...JOB_DATA.APIAddImageMsg,
    resourceUuid: targetResourceUuid,
    ...WHOLE,
    system: false,
    virtio: true,
  });
  expect(await emulator.find(`/images/${targetResourceUuid}`)).toMatchObject({ name: 'made' });
});

test('an image that AddImage is to have a uuid for has it', async () => {
  const emulator = await TestEmulator.start();
  const job = await submit(emulator, 'APIAddImageMsg', { resourceUuid: NOWHERE });
  expect(job.targetResourceUuid).toBe(NOWHERE);
  expect(await emulator.find(`/images/${NOWHERE}`)).toMatchObject({ name: 'made' });
});

test.each([
  'APICreateRootVolumeTemplateFromRootVolumeMsg',
  'APICreateDataVolumeTemplateFromVolumeMsg',
] as const)('the uuid of the image of %s is written into its data only', async (jobName) => {
  const emulator = await TestEmulator.start();
  const { targetResourceUuid, jobData } = await submit(emulator, jobName);
  expect(targetResourceUuid).toBeNull();
  const { resourceUuid } = JSON.parse(jobData);
  expect(await emulator.find(`/images/${resourceUuid}`)).toMatchObject({ name: 'made' });
});

test('what the submit says of the job is kept: name, description, uuid, target, tags, apiId', async () => {
  const emulator = await TestEmulator.start();
  const headers = { 'X-Job-UUID': '0123456789abcdef0123456789abcdef' };
  const body = submission(
    'APICreateDataVolumeTemplateFromVolumeMsg',
    JOB_DATA.APICreateDataVolumeTemplateFromVolumeMsg,
    {
      name: 'nightly',
      description: 'a copy',
      resourceUuid: NOWHERE,
      targetResourceUuid: SEED.volumes.data,
      userTags: ['mine'],
    },
  );
  await emulator.anonymous
    .post('/zstack/v1/longjobs')
    .set({ Authorization: `OAuth 5e55000000004000800000000000ad01`, ...headers })
    .send({ ...body, systemTags: [`uploadImage::${NOWHERE}`] });
  expect(await longJob(emulator, NOWHERE)).toMatchObject({
    name: 'nightly',
    description: 'a copy',
    targetResourceUuid: SEED.volumes.data,
    apiId: headers['X-Job-UUID'],
  });
  const tagged = `resourceUuid=${NOWHERE}`;
  expect(await emulator.find(`/system-tags?q=${tagged}`)).toMatchObject({
    tag: `uploadImage::${NOWHERE}`,
    resourceType: 'LongJobVO',
  });
  expect(await emulator.find(`/user-tags?q=${tagged}`)).toMatchObject({ tag: 'mine' });
});

test('an image of a job has the tags of its data, and belongs to who submitted it', async () => {
  const emulator = await TestEmulator.start();
  const { targetResourceUuid: uuid } = await submit(
    emulator,
    'APIAddImageMsg',
    { systemTags: ['bootMode::UEFI'], userTags: ['mine'] },
    {},
    ALICE_SESSION,
  );
  expect(await emulator.find(`/system-tags?q=resourceUuid=${uuid}`)).toMatchObject({
    tag: 'bootMode::UEFI',
  });
  expect(await emulator.find(`/user-tags?q=resourceUuid=${uuid}`)).toMatchObject({ tag: 'mine' });
  const mine = await emulator.call('GET', `/images/${uuid}`, undefined, ALICE_SESSION);
  expect(mine.body.inventories).toHaveLength(1);
});

describe('a failed job', () => {
  test.each<[string, JobName, object, string, string]>([
    [
      'has the error of its event, with the cause',
      'APIAddImageMsg',
      { url: 'zstore://x/y', backupStorageUuids: [sftp] },
      `Failed to download image[name:made] on all backup storage[${sftp}].`,
      "SftpBackupStorage doesn't support scheme[zstore] in url[zstore://x/y]",
    ],
    [
      'has the error of a tag of another type of resource',
      'APIAddImageMsg',
      { systemTags: ['uploadImage::x'] },
      'no system tag matches[uploadImage::x] for resourceType[ImageVO]',
      '',
    ],
    [
      'has the error of an export that the storage does not know',
      'APIExportImageFromBackupStorageMsg',
      { backupStorageUuid: sftp },
      'No service deals with message: org.zstack.header.storage.backup.APIExportImageFromBackupStorageMsg',
      '',
    ],
  ])('%s, and leaves nothing behind', async (_what, jobName, changes, detail, cause) => {
    const emulator = await TestEmulator.start();
    const before = await images(emulator);
    const free = emulator.available('backup', sftp);
    const { uuid } = await submit(emulator, jobName, changes);
    const job = await longJob(emulator, uuid);
    expect(job).toMatchObject({ state: 'Failed', executeTime: 1 });
    const { message, ...result } = JSON.parse(job.jobResult);
    expect(result).toEqual(cause === '' ? { detail } : { detail, cause });
    expect(message).toEqual(expect.any(String));
    expect([await images(emulator), emulator.available('backup', sftp)]).toEqual([before, free]);
    expect(await work(emulator)).toEqual([]);
  });
});
