import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { SEED, TestEmulator } from '../support/emulator';

const { imageStore, sftp } = SEED.backupStorages;

/** What one client does in a world whose time stands still; answers all that it was told. */
async function live(emulator: TestEmulator): Promise<string[]> {
  const told: string[] = [];
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => {
    const { text } = await emulator.call(method, path, body);
    told.push(text);
    return JSON.parse(text || '{}') as { inventory?: { uuid: string } };
  };
  await emulator.control('PUT', '/progression', { mode: 'timed', jitterPercent: 30 });
  await emulator.control('POST', '/faults', {
    kind: 'fail',
    point: 'create-root-volume-template/start-creating-template',
    percent: 40,
  });
  for (let i = 0; i < 10; i++) {
    const storages = i % 2 === 0 ? [imageStore] : [imageStore, sftp];
    await call(
      'POST',
      `/images/root-volume-templates/from/volumes/${SEED.volumes.stoppedWindows}`,
      {
        params: { name: `t${i}`, backupStorageUuids: storages },
        systemTags: ['qemuga'],
      },
    );
    emulator.advance(7_000);
  }
  await call('POST', '/images', {
    params: { name: 'a', url: 'http://x/a.qcow2', format: 'qcow2', backupStorageUuids: [sftp] },
  });
  await call('PUT', '/accounts/login', {
    logInByAccount: {
      accountName: 'admin',
      password: createHash('sha512').update('password').digest('hex'),
    },
  });
  await call('POST', `/volumes/${SEED.volumes.data}/volume-snapshots`, { params: { name: 's' } });
  await call('POST', '/vm-instances', {
    params: {
      name: 'v',
      imageUuid: SEED.images.linux,
      cpuNum: 1,
      memorySize: 2 ** 30,
      zoneUuid: SEED.zone,
    },
  });
  await call('DELETE', `/images/${SEED.images.windows}`);
  await call('PUT', `/images/${SEED.images.linux}/actions`, { expungeImage: {} });
  await emulator.control('POST', '/clock/advance', { by: '80h' });
  await call('GET', '/images?sort=+createDate');
  return told;
}

/** One port for all runs: addresses of jobs and exports name it. */
async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

/** The whole database, byte by byte. */
async function run(port: string, chanceSeed = 1): Promise<{ told: string[]; bytes: string }> {
  const emulator = await TestEmulator.start({ chanceSeed, settings: { port } });
  const told = await live(emulator);
  const bytes = createHash('sha256')
    .update(emulator.environment.database.serialize())
    .digest('hex');
  await emulator.stop();
  return { told, bytes };
}

test('the same seed, a stopped clock and one client give the same answers and the same bytes', async () => {
  const port = await freePort();
  const first = await run(port);
  expect(first.told.length).toBeGreaterThan(15);
  expect(await run(port)).toEqual(first);
  // Negative control: chance is what identifiers and jitter come from.
  expect((await run(port, 2)).bytes).not.toBe(first.bytes);
});
