import { uuidFromName } from '../../src/core/uuid';
import { keyInExportAddress } from '../../src/domain/image/export-address';
import { ADMIN_SESSION, ALICE_SESSION, SEED, TestEmulator } from '../support/emulator';
import {
  Client,
  create,
  environmentOf,
  exportIn,
  openUploadIn,
  uploadIn,
} from '../support/environments';
import { EmulatorProcess, temporaryFolder } from '../support/process';
import { upload } from '../support/upload';

const { imageStore } = SEED.backupStorages;
const BYTES = Buffer.from('somebody else’s bytes');
const keyOf = (url: string) => keyInExportAddress(url) ?? '';

test('the key of an export cannot be computed from what is known of the image', async () => {
  const emulator = await TestEmulator.start({ settings: { controlToken: 'correct-horse' } });
  const client = new Client(emulator, 'default');
  const image = await uploadIn(client, BYTES);
  const { imageUrl } = await exportIn(client, image);
  const key = keyOf(imageUrl);
  expect(key).toMatch(/^[0-9a-f]{40}$/);
  for (const guess of [
    uuidFromName(`export/${image}`),
    uuidFromName(`export/${imageStore}/${image}`),
    '0'.repeat(40),
    image,
    '',
    key.slice(0, -1),
    `${key}0`,
    key.toUpperCase(),
  ]) {
    const { status } = await fetch(imageUrl.replace(key, guess));
    expect([guess, status < 400]).toEqual([guess, guess === key]);
  }
  expect(Buffer.from(await (await fetch(imageUrl)).arrayBuffer()).equals(BYTES)).toBe(true);
});

test('each world has its own keys, and keeps them over a restart; its copies have them, too', async () => {
  const folder = temporaryFolder();
  const keysOfWorlds: string[] = [];
  for (const dataDir of [folder, folder, temporaryFolder()]) {
    const emulator = await TestEmulator.start({
      settings: { dataDir },
      ...(dataDir === folder ? { chanceSeed: 7 } : { chanceSeed: 8 }),
    });
    const { imageUrl } = await exportIn(new Client(emulator, 'default'), SEED.images.linux);
    keysOfWorlds.push(keyOf(imageUrl));
    await create(emulator, { name: 'copy', from: { environment: 'default' } });
    const [{ backupStorageRefs }] = await new Client(emulator, 'copy').list(
      `/images/${SEED.images.linux}`,
    );
    const { exportUrl } = backupStorageRefs.find(
      (ref: { exportUrl: string | null }) => ref.exportUrl !== null,
    );
    // It was handed out before the restart, at another port.
    const here = exportUrl.replace(/^http:\/\/[^/]+/, emulator.url);
    expect((await fetch(here)).status).toBe(200);
    await emulator.stop();
  }
  expect(keysOfWorlds[0]).toBe(keysOfWorlds[1]);
  expect(keysOfWorlds[0]).not.toBe(keysOfWorlds[2]);
});

test('two worlds of which nobody chose the chance have different keys', async () => {
  const keys: string[] = [];
  for (let world = 0; world < 2; world++) {
    const emulator = await EmulatorProcess.start(':memory:');
    const answer = await fetch(`${emulator.url}/v1/backup-storage/${imageStore}/actions`, {
      method: 'PUT',
      headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
      body: JSON.stringify({ exportImageFromBackupStorage: { imageUuid: SEED.images.linux } }),
    });
    const { imageUrl } = (await answer.json()) as { imageUrl: string };
    keys.push(keyOf(imageUrl));
  }
  expect(new Set(keys).size).toBe(2);
});

test('bytes for an upload are taken at the address that was handed out for it, and nowhere else', async () => {
  const emulator = await TestEmulator.start();
  const client = new Client(emulator, 'default');
  const { uuid, address } = await openUploadIn(client);
  const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': BYTES.length };
  const place = address.slice(0, address.lastIndexOf('/'));
  for (const wrong of [
    place,
    `${place}/`,
    `${place}/${uuid}`,
    `${place}/${'0'.repeat(32)}`,
    `${address}0`,
  ]) {
    const answer = await upload(wrong, { bytes: BYTES, headers });
    expect([wrong, answer]).toMatchObject([wrong, { status: 404 }]);
  }
  const [pending] = await client.list(`/images/${uuid}`);
  expect(pending).toMatchObject({ status: 'Downloading', actualSize: 0 });
  expect(await upload(address, { bytes: BYTES, headers })).toMatchObject({ status: 200 });
  expect(await upload(address, { bytes: BYTES, headers })).toMatchObject({ status: 409 });
  expect(await upload(place, { bytes: BYTES, headers })).toMatchObject({ status: 404 });
});

describe('data of version 0.1.0', () => {
  /** An export and an upload as that version wrote them; it knew no secret. */
  async function left() {
    const dataDir = temporaryFolder();
    const emulator = await TestEmulator.start({ settings: { dataDir } });
    const client = new Client(emulator, 'default');
    const { imageUrl } = await exportIn(client, SEED.images.linux);
    const { uuid, address } = await openUploadIn(client);
    const oldToken = uuidFromName(`export/${SEED.images.linux}`);
    const oldAddress = address.slice(0, address.lastIndexOf('/'));
    const { database } = environmentOf(emulator, 'default');
    const file = `linux-${SEED.images.linux}?token=${oldToken}`;
    const oldUrl = imageUrl.replace(/exports\/.*/, `exports/${file}`);
    database
      .prepare('update image_backup_storage_refs set export_url = ? where export_url = ?')
      .run(oldUrl, imageUrl);
    database.prepare('update uploads set upload_url = ?').run(oldAddress);
    database.prepare("delete from settings where name = 'secret'").run();
    await emulator.stop();
    return { dataDir, oldToken, uuid, oldAddress };
  }

  const exportUrlOf = async (emulator: TestEmulator) => {
    const [{ backupStorageRefs }] = await new Client(emulator, 'default').list(
      `/images/${SEED.images.linux}`,
    );
    const { exportUrl } = backupStorageRefs.find(
      (ref: { exportUrl: string | null }) => ref.exportUrl,
    );
    return exportUrl.replace(/^http:\/\/[^/]+/, emulator.url) as string;
  };

  test('keeps its addresses on loopback', async () => {
    const { dataDir, oldToken, uuid, oldAddress } = await left();
    const emulator = await TestEmulator.start({ settings: { dataDir } });
    const exportUrl = await exportUrlOf(emulator);
    expect(exportUrl).toContain(oldToken);
    expect((await fetch(exportUrl)).status).toBe(200);
    const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': BYTES.length };
    const here = oldAddress.replace(/^http:\/\/[^/]+/, emulator.url);
    expect(await upload(here, { bytes: BYTES, headers })).toMatchObject({ status: 200 });
    // What is exported from now on has a key.
    const made = await exportIn(new Client(emulator, 'default'), uuid);
    expect(made.imageUrl).not.toContain(uuidFromName(`export/${uuid}`));
  });

  test('gets other keys of exports where others can reach them', async () => {
    const { dataDir, oldToken } = await left();
    const settings = { dataDir, host: '0.0.0.0', control: 'open', seedSecrets: 'kept' };
    const emulator = await TestEmulator.start({ settings });
    const exportUrl = await exportUrlOf(emulator);
    expect(exportUrl).not.toContain(oldToken);
    expect((await fetch(exportUrl)).status).toBe(200);
    expect((await fetch(exportUrl.replace(keyOf(exportUrl), oldToken))).status).toBe(403);
  });
});

test('sessions and secrets of access keys do not follow from other ids of the world', async () => {
  const emulator = await TestEmulator.start();
  const { world } = emulator.environment;
  const login = () =>
    emulator.anonymous.put('/zstack/v1/accounts/login').send({
      logInByAccount: {
        accountName: 'admin',
        // SHA-512 of `password`.
        password:
          'b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb980b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86',
      },
    });
  // Whoever knows the stream of chance knows what it gives next.
  const { state } = world.chance;
  const next = world.chance.uuid();
  world.chance.restore(state);
  const session: string = (await login()).body.inventory.uuid;
  expect(session).toMatch(/^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  expect(session).not.toBe(next);
  const account = await emulator.call('GET', '/accounts?q=name=alice', undefined, ALICE_SESSION);
  const { uuid } = account.body.inventories[0];
  const made = await emulator.make('POST', '/accesskeys', {
    params: { accountUuid: uuid, userUuid: uuid },
  });
  expect(made.AccessKeySecret).toMatch(/^[0-9a-f]{40}$/);
});
