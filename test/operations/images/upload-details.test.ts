import {
  ADMIN_SESSION,
  ALICE_SESSION,
  SEED,
  TestEmulator,
  type Json,
} from '../../support/emulator';

/* Which uploads are told to whom who asks where one goes on: each with all that is said of it. */

const { imageStore, ceph } = SEED.backupStorages;
const ID = 'my-disk';
const JOB = '30b00000000040008000000000000001';
const keyOf = (number: number) => `feedfeedfeed4eedaeedfeedfeedfee${number}`;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const details = async (id: string, session = ADMIN_SESSION): Promise<Json> =>
  (await emulator.call('GET', `/images/upload-job/details/${id}`, undefined, session)).body;

const addresses = async (imageUuid: string): Promise<string[]> => {
  const { backupStorageRefs } = await emulator.find(`/images/${imageUuid}`);
  return backupStorageRefs.map(({ installPath }: Json) => installPath);
};

/** Submits an upload as a long job with the tag; answers the job. */
async function submit(number: number, session = ADMIN_SESSION): Promise<Json> {
  const jobData = {
    name: `image-${number}`,
    url: `upload://${keyOf(number)}/x`,
    format: 'raw',
    backupStorageUuids: [imageStore],
    resourceUuid: `1a00000000004000800000000000f00${number}`,
  };
  const body = {
    params: { jobName: 'APIAddImageMsg', jobData: JSON.stringify(jobData) },
    systemTags: [`uploadImage::${ID}`],
  };
  const answer = await emulator.call('POST', '/longjobs', body, session);
  emulator.advance(1_000);
  return answer.body.inventory;
}

const toldOf = async ({ uuid, targetResourceUuid }: Json) => ({
  longJobUuid: uuid,
  longJobState: 'Running',
  imageUuid: targetResourceUuid,
  imageUploadUrl: (await addresses(targetResourceUuid))[0],
  offset: 0,
});

test('the upload of a plain call is told with the job that the call became', async () => {
  const uuid = '1a00000000004000800000000000f000';
  await emulator.anonymous
    .post('/zstack/v1/images')
    .set({ Authorization: `OAuth ${ADMIN_SESSION}`, 'X-Job-UUID': JOB })
    .send({
      params: {
        name: 'x',
        url: `upload://${keyOf(0)}/x`,
        format: 'raw',
        backupStorageUuids: [imageStore, ceph],
        resourceUuid: uuid,
      },
    });
  const told = (await addresses(uuid)).map((imageUploadUrl) => ({
    longJobUuid: JOB,
    longJobState: 'Running',
    imageUuid: uuid,
    imageUploadUrl,
    offset: 0,
  }));
  expect(await details(uuid)).toEqual({ success: true, error: null, existingJobDetails: told });
});

test('uploads of one name are all told, each to whom it belongs and as long as it goes on', async () => {
  const [first, second, alices] = [
    await submit(1),
    await submit(2),
    await submit(3, ALICE_SESSION),
  ];
  const every = [await toldOf(first), await toldOf(second), await toldOf(alices)];
  expect((await details(ID)).existingJobDetails).toEqual(every);
  expect((await details(ID, ALICE_SESSION)).existingJobDetails).toEqual([every[2]]);
  await emulator.make('PUT', `/longjobs/${first.uuid}/actions`, { cancelLongJob: {} });
  expect((await details(ID)).existingJobDetails).toEqual([every[1], every[2]]);
  // The image of the job that was canceled comes by another call: the name was not given to that.
  await emulator.call('POST', '/images', {
    params: {
      name: 'again',
      url: `upload://${keyOf(9)}/x`,
      format: 'raw',
      backupStorageUuids: [imageStore],
      resourceUuid: first.targetResourceUuid,
    },
  });
  expect((await details(ID)).existingJobDetails).toEqual([every[1], every[2]]);
  expect((await details(first.targetResourceUuid)).existingJobDetails).toHaveLength(1);
  emulator.advance(40_000);
  // Of what nobody has sent anything for so long nothing is left.
  expect(await details(ID)).toEqual({ success: true, error: null });
  expect(await details(`${ID}2`)).toEqual({ success: true, error: null });
});

test('a long job of that name that makes no image is none', async () => {
  const jobData = JSON.stringify({ uuid: SEED.volumes.stoppedWindows });
  await emulator.make('POST', '/longjobs', {
    params: { jobName: 'APIFlattenVolumeMsg', jobData },
    systemTags: [`uploadImage::${ID}`],
  });
  expect(await details(ID)).toEqual({ success: true, error: null });
});
