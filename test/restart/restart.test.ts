import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ADMIN_SESSION, SEED } from '../support/emulator';
import { pass, seededDirectory } from '../support/data-directory';
import { EmulatorProcess, eventually, temporaryFolder } from '../support/process';

const { runningLinux } = SEED.volumes;
const { imageStore } = SEED.backupStorages;
const on = { backupStorageUuids: [imageStore] };

/** Storages whose available capacity is not total less system less taken, read from the file itself. */
function brokenCapacities(folder: string): unknown[] {
  const database = new Database(join(folder, 'default.sqlite'));
  try {
    return database
      .prepare(
        `select b.name from backup_storages b
         where b.available_capacity <> b.total_capacity - b.system_used_capacity - (
           select coalesce(sum(taken_bytes), 0) from image_backup_storage_refs r
           where r.backup_storage_uuid = b.uuid)`,
      )
      .all();
  } finally {
    database.close();
  }
}

/** Makes the copy to the ImageStore take so long, in the file of a stopped emulator. */
function copyTakes(folder: string, milliseconds: number): void {
  const database = new Database(join(folder, 'default.sqlite'));
  database
    .prepare('update backup_storages set latency_milliseconds = ?, bandwidth_bytes_per_second = ?')
    .run(milliseconds, 2 ** 52);
  database.close();
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'after %s and a start everything is as it was',
  async (signal) => {
    const folder = temporaryFolder();
    const first = await EmulatorProcess.start(folder);
    await first.createTemplate(runningLinux, { name: 'kept', ...on });
    const before = await (await first.get('/v1/images')).text();

    expect(await first.end(signal)).toBe(0);
    const second = await EmulatorProcess.start(folder);

    expect(before).toContain('"name":"kept"');
    expect(await (await second.get('/v1/images')).text()).toBe(before);
  },
);

test('a kill loses no creation that was acknowledged', async () => {
  const folder = temporaryFolder();
  const acknowledged: string[] = [];
  for (let round = 0; round < 3; round++) {
    const emulator = await EmulatorProcess.start(folder);
    const clients = Array.from({ length: 8 }, async () => {
      for (;;) {
        const answer = await emulator
          .createTemplate(SEED.volumes.paused, { name: 'x', ...on })
          .then((response) => response.json() as Promise<{ inventory: { uuid: string } }>)
          .catch(() => undefined);
        if (!answer) return;
        acknowledged.push(answer.inventory.uuid);
        if (acknowledged.length === (round + 1) * 150) void emulator.end('SIGKILL');
      }
    });
    await Promise.all(clients);
  }
  expect(brokenCapacities(folder)).toEqual([]);
  const emulator = await EmulatorProcess.start(folder);
  const { inventories } = (await (
    await emulator.get('/v1/images?limit=100000&fields=uuid,status')
  ).json()) as { inventories: { uuid: string; status: string }[] };
  const ready = new Set(inventories.filter((i) => i.status === 'Ready').map((i) => i.uuid));
  expect(acknowledged.filter((uuid) => !ready.has(uuid))).toEqual([]);
});

test('timed work goes on after kills in its middle, and ends once', async () => {
  const folder = await seededDirectory();
  copyTakes(folder, 4_000);
  const timed = { EMULATOR_PROGRESSION: 'timed' };
  const job = '0123456789abcdef0123456789abcdef';

  const first = await EmulatorProcess.start(folder, timed);
  await first.stopClock();
  const accepted = await first.createTemplate(
    runningLinux,
    { name: 'slow', ...on },
    { 'X-Job-UUID': job },
  );
  expect(accepted.status).toBe(202);
  await eventually(async () => {
    const text = await (await first.get('/v1/images?q=name=slow')).text();
    return text.includes('"status":"Creating"') ? true : undefined;
  });
  await first.end('SIGKILL');
  expect(brokenCapacities(folder)).toEqual([]);
  const second = await EmulatorProcess.start(folder, timed);
  expect((await second.get(`/v1/api-jobs/${job}`)).status).toBe(202);
  await second.end('SIGKILL');
  const third = await EmulatorProcess.start(folder, timed);
  await third.advance('1h');
  const done = await eventually(async () => {
    const response = await third.get(`/v1/api-jobs/${job}`);
    return response.status === 202 ? undefined : response;
  });

  expect(done.status).toBe(200);
  const images = (await (await third.get('/v1/images?q=name=slow')).json()) as {
    inventories: { status: string; backupStorageRefs: unknown[] }[];
  };
  expect(images.inventories).toMatchObject([{ status: 'Ready', backupStorageRefs: [{}] }]);
  await third.end('SIGTERM');
  expect(brokenCapacities(folder)).toEqual([]);
});

test('work that fell due while the process was down is done at the start', async () => {
  const folder = await seededDirectory();
  copyTakes(folder, 300);
  const timed = { EMULATOR_PROGRESSION: 'timed' };
  const first = await EmulatorProcess.start(folder, timed);
  await first.stopClock();
  const accepted = await first.createTemplate(
    runningLinux,
    { name: 'slow', ...on },
    { Prefer: 'respond-async' },
  );
  const { location } = (await accepted.json()) as { location: string };
  const under = `/v1/api-jobs/${location.split('/').at(-1)}`;
  await eventually(async () => ((await first.get(under)).status === 202 ? true : undefined));
  await first.end('SIGKILL');
  pass(folder, 400);
  const second = await EmulatorProcess.start(folder, timed);
  const job = await second.get(`/v1/api-jobs/${location.split('/').at(-1)}`);
  expect(job.status).toBe(200);
});

test('a client that waits for timed work at the end of the process gets its location', async () => {
  const folder = await seededDirectory();
  copyTakes(folder, 3_600_000);
  const timed = { EMULATOR_PROGRESSION: 'timed' };
  const first = await EmulatorProcess.start(folder, timed);
  const waiting = first.createTemplate(runningLinux, { name: 'slow', ...on });
  await eventually(async () => {
    const text = await (await first.get('/v1/images?q=name=slow')).text();
    return text.includes('"status":"Creating"') ? true : undefined;
  });
  expect(await first.end('SIGTERM')).toBe(0);
  const answer = await waiting;
  expect(answer.status).toBe(202);
  const { location } = (await answer.json()) as { location: string };
  const second = await EmulatorProcess.start(folder, timed);
  expect((await second.get(`/v1/api-jobs/${location.split('/').at(-1)}`)).status).toBe(202);
});

test('tag patterns and what they are attached to outlast a kill', async () => {
  const folder = await seededDirectory();
  const first = await EmulatorProcess.start(folder);
  const post = async (path: string, params: object) => {
    const response = await fetch(`${first.url}/v1${path}`, {
      method: 'POST',
      headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
      body: JSON.stringify({ params }),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as { inventory: { uuid: string } };
  };
  const made = { name: 'os', value: 'os::{name}', type: 'withToken', color: '#FF00FF' };
  const { inventory } = await post('/tags', made);
  const resourceUuids = [SEED.images.linux, SEED.zone];
  await post(`/tags/${inventory.uuid}/resources`, { resourceUuids, tokens: { name: 'centos' } });
  const seen = async (emulator: EmulatorProcess) =>
    Promise.all(
      ['/v1/tags', '/v1/user-tags'].map(async (path) => (await emulator.get(path)).text()),
    );
  const before = await seen(first);
  expect(before[0]).toContain('"value":"os::{name}"');
  expect(before[1]?.match(/"tag":"os::centos"/g)).toHaveLength(2);
  await first.end('SIGKILL');
  expect(await seen(await EmulatorProcess.start(folder))).toEqual(before);
});

test('a seed is for an empty database only', async () => {
  const folder = temporaryFolder();
  await (await EmulatorProcess.start(folder, { EMULATOR_SEED: 'none' })).end('SIGTERM');
  const second = await EmulatorProcess.start(folder);
  const answer = await fetch(`${second.url}/v1/accounts/sessions/${'0'.repeat(32)}/valid`);
  expect(await answer.json()).toMatchObject({ valid: false });
  // The never-ending session of the default seed is not there.
  expect((await second.get('/v1/zones')).status).toBe(503);
});
