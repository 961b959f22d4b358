import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { Client, create, environmentOf, exportIn, openUploadIn } from '../support/environments';
import { digest } from '../support/accounts';
import { upload } from '../support/upload';

const { runningLinux } = SEED.volumes;
const { imageStore } = SEED.backupStorages;

async function started(settings = {}) {
  const emulator = await TestEmulator.start({ settings });
  await create(emulator, { name: 'x' });
  return { emulator, x: new Client(emulator, 'x'), other: new Client(emulator, 'default') };
}

const pathsOf = (emulator: TestEmulator, address: string) => {
  expect(address.startsWith(`${emulator.url}/`)).toBe(true);
  return address.slice(emulator.url.length);
};

test('a client that is given the address of an environment lives there alone', async () => {
  const { emulator, x, other } = await started();
  const logInByAccount = { accountName: 'admin', password: digest('password') };
  const session: string = (await x.make('PUT', '/accounts/login', { logInByAccount })).uuid;
  expect((await new Client(emulator, 'x', session).call('GET', '/zones')).status).toBe(200);
  const elsewhere = await new Client(emulator, 'default', session).call('GET', '/zones');
  expect(elsewhere.body.error.code).toBe('ID.1001');
  const image = await x.template(runningLinux, { name: 'mine' });
  expect(await x.list(`/images/${image.uuid}`)).toHaveLength(1);
  expect(await other.list(`/images/${image.uuid}`)).toEqual([]);
});

test('the location of a job leads back into the environment', async () => {
  const { emulator, x, other } = await started();
  const path = `/images/root-volume-templates/from/volumes/${runningLinux}`;
  const answer = await x.call('POST', path, { params: { name: 'a' } }, { Prefer: 'respond-async' });
  const location = pathsOf(emulator, answer.body.location);
  expect(location).toMatch(/^\/environments\/x\/zstack\/v1\/api-jobs\/[0-9a-f]{32}$/);
  const job = await emulator.get(location);
  expect([job.status, job.body.inventory.name]).toEqual([200, 'a']);
  const elsewhere = await other.call('GET', `/api-jobs/${location.split('/').at(-1)}`);
  expect([elsewhere.status, elsewhere.text]).toEqual([404, 'the job has been expired']);
});

test('the control API answers with what it did, also where the image API answers with jobs', async () => {
  const { x } = await started({ apiMode: 'async' });
  const answer = await x.control('PUT', `/backup-storage/${imageStore}/agent`, {
    reachable: false,
  });
  expect(answer.status).toBe(200);
  expect(answer.text).not.toContain('location');
});

test('pages of a query are those of the environment', async () => {
  const { x, other } = await started();
  for (let i = 0; i < 5; i++) await x.template(runningLinux, { name: `p${i}` });
  const page = await x.call(
    'GET',
    '/images?q=name~=p%25&sort=%2Bname&start=2&limit=2&replyWithCount=true',
  );
  expect(page.body).toMatchObject({ total: 5, inventories: [{ name: 'p2' }, { name: 'p3' }] });
  const elsewhere = await other.call('GET', '/images?q=name~=p%25&count=true');
  expect(elsewhere.body.total).toBe(0);
});

test('bytes are uploaded to, and exports read from, addresses of the environment', async () => {
  const { emulator, x, other } = await started();
  const { uuid, address } = await openUploadIn(x);
  expect(pathsOf(emulator, address)).toMatch(
    new RegExp(`^/emulator/v1/environments/x/backup-storage/${imageStore}/image-uploads/\\w{32}$`),
  );
  const bytes = Buffer.alloc(100_000, 'x');
  const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': bytes.length };
  const misled = address.replace('/environments/x', '');
  expect(await upload(misled, { bytes, headers })).toMatchObject({ status: 404 });
  expect(await upload(address, { bytes, headers })).toMatchObject({ status: 200 });
  const { imageUrl } = await exportIn(x, uuid);
  expect(pathsOf(emulator, imageUrl)).toMatch(/^\/emulator\/v1\/environments\/x\//);
  const read = await fetch(imageUrl);
  expect(Buffer.from(await read.arrayBuffer()).equals(bytes)).toBe(true);
  expect((await fetch(imageUrl.replace('/environments/x', ''))).status).toBe(404);
  expect(await other.list(`/images/${uuid}`)).toEqual([]);
});

test('in a copy, addresses of uploads and exports lead to the copy', async () => {
  const { emulator, x } = await started();
  const { inventories } = (await x.call('GET', '/images?limit=1&q=status=Ready')).body;
  const [image] = inventories;
  const storage = image.backupStorageRefs[0].backupStorageUuid;
  await exportIn(x, image.uuid, storage);
  const open = await openUploadIn(x);
  await create(emulator, { name: 'y', from: { environment: 'x' } });
  const y = new Client(emulator, 'y');
  const [exported] = await y.list(`/images/${image.uuid}`);
  const { exportUrl } = exported.backupStorageRefs.find(
    (ref: Json) => ref.backupStorageUuid === storage,
  );
  expect(pathsOf(emulator, exportUrl)).toMatch(
    /^\/emulator\/v1\/environments\/y\/backup-storage\//,
  );
  expect((await fetch(exportUrl)).status).toBe(200);
  const [pending] = await y.list(`/images/${open.uuid}`);
  const address: string = pending.backupStorageRefs[0].installPath;
  expect(address).toBe(open.address.replace('/environments/x/', '/environments/y/'));
  const details = await y.call('GET', `/images/upload-job/details/${open.uuid}`);
  expect(details.body.existingJobDetails[0].imageUploadUrl).toBe(address);
  const bytes = Buffer.alloc(2_000, 'y');
  const headers = { 'X-IMAGE-UUID': open.uuid, 'X-IMAGE-SIZE': bytes.length };
  expect(await upload(address, { bytes, headers })).toMatchObject({ status: 200 });
  expect((await y.list(`/images/${open.uuid}`))[0].status).toBe('Ready');
  expect((await x.list(`/images/${open.uuid}`))[0].status).toBe('Downloading');
});

test('web hooks are called by the environment that the job ran in, and by no other', async () => {
  const { emulator, x } = await started();
  const called: string[] = [];
  const server = createServer((request, response) => {
    called.push(String(request.headers['x-job-uuid']));
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const job = '0123456789abcdef0123456789abcdef';
  const path = `/images/root-volume-templates/from/volumes/${runningLinux}`;
  const headers = { 'X-Web-Hook': hook, 'X-Job-UUID': job };
  await x.call('POST', path, { params: { name: 'hooked' } }, headers);
  await create(emulator, { name: 'y', from: { environment: 'x' } });
  await environmentOf(emulator, 'y').runner.idle();
  await environmentOf(emulator, 'x').runner.idle();
  server.close();
  expect(called).toEqual([job]);
});

test('every part of the control API is there for each environment', async () => {
  const { emulator, x } = await started();
  await x.template(runningLinux, { name: 'seen' });
  const paths = [
    '/clock',
    '/progression',
    '/tasks',
    '/faults',
    '/faults/points',
    '/events',
    '/invariants',
    '/journal',
    '/journal/har',
    '/client-report',
    '/garbage-jobs',
    '/metrics',
  ];
  for (const path of paths) {
    const answer = await x.control('GET', path);
    expect([path, answer.status]).toEqual([path, 200]);
  }
  const journal = await x.control('GET', '/journal');
  expect(journal.text).toContain('/environments/x/zstack/v1/images/root-volume-templates');
  const artifact = (await x.list('/images?q=name=seen'))[0].uuid;
  const own = `/emulator/v1/environments/x/images/${artifact}/artifact`;
  expect((await emulator.get(own)).status).toBe(200);
  expect((await emulator.get(`/emulator/v1/images/${artifact}/artifact`)).status).toBe(404);
});

test('a path that no API has is not found, with or without an environment', async () => {
  const { emulator, x } = await started();
  expect((await x.call('GET', '/nothing')).text).toBe('no api mapping to /v1/nothing');
  for (const path of [
    '/environments/x',
    '/environments/x/zstack',
    '/environments/x/other/v1/images',
  ]) {
    expect([path, (await emulator.get(path)).status]).toEqual([path, 404]);
  }
});

test('work that waits in a copy makes addresses of the copy', async () => {
  const { emulator, x } = await started();
  await x.control('PUT', '/progression', { mode: 'manual' });
  const image = SEED.images.linux;
  const body = { exportImageFromBackupStorage: { imageUuid: image } };
  await x.call('PUT', `/backup-storage/${imageStore}/actions`, body, { Prefer: 'respond-async' });
  await create(emulator, { name: 'y', from: { environment: 'x' } });
  const y = new Client(emulator, 'y');
  await y.control('DELETE', '/progression');
  const [{ backupStorageRefs }] = await y.list(`/images/${image}`);
  expect(backupStorageRefs.map(({ exportUrl }: Json) => exportUrl)).toContainEqual(
    expect.stringContaining('/emulator/v1/environments/y/backup-storage/'),
  );
});
