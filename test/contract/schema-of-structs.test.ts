import { ALICE } from '../support/accounts';
import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';
import { makePattern } from '../support/tag-patterns';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const schemaOf = async (
  method: 'get' | 'post' | 'put',
  path: string,
  body: object = {},
): Promise<Record<string, string>> => {
  const request = emulator.anonymous[method](`/zstack/v1${path}`)
    .set('Authorization', `OAuth ${ADMIN_SESSION}`)
    .set('X-JSON-Schema', 'true');
  const answer = await (method === 'get' ? request : request.send(body));
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.body.schema;
};

const snapshot = (name: string) =>
  emulator.make('POST', `/volumes/${SEED.volumes.data}/volume-snapshots`, { params: { name } });

test.each([
  [`/accounts/quota/${ALICE}/usages`, 'usages[0]', 'org.zstack.header.identity.Quota$QuotaUsage'],
  [
    '/volumes/formats',
    'formats[3]',
    'org.zstack.header.volume.APIGetVolumeFormatReply$VolumeFormatReplyStruct',
  ],
  ['/zql?zql=query%20zone', 'results[0]', 'org.zstack.zql.ZQLQueryReturn'],
  [
    '/global-configurations/image/deletionPolicy',
    'options',
    'org.zstack.core.config.GlobalConfigOptions',
  ],
])('%s names the class of %s', async (path, place, javaClass) => {
  expect(await schemaOf('get', path)).toMatchObject({ [place]: javaClass });
});

test('a tree of snapshots names its leaves, children and their children', async () => {
  await snapshot('a');
  await snapshot('b');
  await snapshot('c');
  const leaf = 'org.zstack.header.storage.snapshot.VolumeSnapshotTree$SnapshotLeafInventory';
  const one = 'org.zstack.header.storage.snapshot.VolumeSnapshotInventory';
  expect(
    await schemaOf('get', `/volume-snapshots/trees?q=volumeUuid=${SEED.volumes.data}`),
  ).toMatchObject({
    'inventories[0].tree': leaf,
    'inventories[0].tree.inventory': one,
    'inventories[0].tree.children[0]': leaf,
    'inventories[0].tree.children[0].children[0]': leaf,
    'inventories[0].tree.children[0].children[0].inventory': one,
  });
});

test('a batch names its results', async () => {
  const { uuid } = await snapshot('a');
  expect(
    await schemaOf('put', '/volume-snapshots/batch-delete', {
      batchDeleteVolumeSnapshot: { uuids: [uuid] },
    }),
  ).toMatchObject({
    'results[0]': 'org.zstack.header.storage.snapshot.BatchDeleteVolumeSnapshotStruct',
  });
});

test('attached tags name their results', async () => {
  const { uuid } = await makePattern(emulator);
  expect(
    await schemaOf('post', `/tags/${uuid}/resources`, { params: { resourceUuids: [SEED.image] } }),
  ).toMatchObject({
    'results[0]': 'org.zstack.tag2.AttachTagResult',
    'results[0].inventory': 'org.zstack.header.tag.UserTagInventory',
  });
});

test('an upload that waits names its details', async () => {
  const image = await emulator.make('POST', '/images', {
    params: {
      name: 'u',
      url: 'upload://u.qcow2',
      format: 'qcow2',
      backupStorageUuids: [SEED.backupStorages.imageStore],
    },
  });
  expect(await schemaOf('get', `/images/upload-job/details/${image.uuid}`)).toMatchObject({
    'existingJobDetails[0]': 'org.zstack.header.image.APIGetUploadImageJobDetailsReply$JobDetails',
  });
});

test('a policy names its statements', async () => {
  const schema = await schemaOf('get', '/accounts/policies?limit=1');
  expect(schema).toMatchObject({
    'inventories[0]': 'org.zstack.header.identity.PolicyInventory',
    'inventories[0].statements[0]': 'org.zstack.header.identity.PolicyStatement',
  });
});
