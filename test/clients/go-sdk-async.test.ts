import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';

const params = {
  name: 'x',
  url: 'http://example.com/x.qcow2',
  format: 'qcow2',
  backupStorageUuids: [SEED.backupStorages.sftp],
};

/** A call as the Go SDK makes it: without X-Job-UUID. */
const add = (emulator: TestEmulator, userAgent: string) =>
  emulator.anonymous
    .post('/zstack/v1/images')
    .set('Authorization', `OAuth ${ADMIN_SESSION}`)
    .set('User-Agent', userAgent)
    .send({ params });

test('AddImageAsync of the Go SDK gets the place where its job is looked for', async () => {
  const emulator = await TestEmulator.start();
  const { status, body } = await add(emulator, 'zstack-sdk-go/202206');
  expect(status).toBe(202);
  expect(body.location).toMatch(/\/zstack\/v1\/api-jobs\/[0-9a-f]{32}$/);
  emulator.advance(60_000);
  const polled = await emulator.get(new URL(body.location).pathname);
  expect([polled.status, polled.body.inventory.name]).toEqual([200, 'x']);
});

test('others who add an image wait for it, and the SDK waits for everything else', async () => {
  const emulator = await TestEmulator.start();
  expect((await add(emulator, 'curl/8')).status).toBe(200);
  const tag = await emulator.anonymous
    .post('/zstack/v1/user-tags')
    .set('Authorization', `OAuth ${ADMIN_SESSION}`)
    .set('User-Agent', 'zstack-sdk-go/202206')
    .send({ params: { resourceType: 'ImageVO', resourceUuid: SEED.image, tag: 'a' } });
  expect([tag.status, tag.body.inventory.tag]).toEqual([200, 'a']);
});

test('where every call waits, the SDK waits, too', async () => {
  const emulator = await TestEmulator.start({ settings: { apiMode: 'sync' } });
  expect((await add(emulator, 'zstack-sdk-go/202206')).status).toBe(200);
});
