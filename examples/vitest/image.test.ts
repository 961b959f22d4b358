import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startEmulator, type Emulator, type Environment } from 'zstack-image-emulator';

const SESSION = '5e55000000004000800000000000ad01';
const VOLUME = 'd0000000000040008000000000000001';

let emulator: Emulator;
let zstack: Environment;

beforeAll(async () => {
  emulator = await startEmulator({ clock: 'stopped' });
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  zstack = await emulator.fork();
  return () => zstack.remove();
});

async function call(method: string, path: string, body?: object) {
  const answer = await fetch(`${zstack.url}/v1${path}`, {
    method,
    headers: { Authorization: `OAuth ${SESSION}` },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as { inventory: { uuid: string } };
}

test('an image of a root volume takes room on its storage until it is expunged', async () => {
  const [storage] = zstack.backupStorages.list({ name: 'imagestore-1' });
  const free = () => zstack.capacity(storage?.uuid ?? '').availableCapacity;
  const before = free();

  const { inventory } = await call('POST', `/images/root-volume-templates/from/volumes/${VOLUME}`, {
    params: { name: 'web', backupStorageUuids: [storage?.uuid] },
  });
  const image = zstack.images.get(inventory.uuid);
  expect(image).toMatchObject({ name: 'web', status: 'Ready' });
  expect(free()).toBe(before - (image?.actualSize ?? 0));

  await call('DELETE', `/images/${inventory.uuid}`);
  await zstack.clock.advance('7d');
  expect(zstack.images.get(inventory.uuid)).toBeUndefined();
  expect(free()).toBeGreaterThanOrEqual(before);
});

test('the next test begins with the world of the seed', () => {
  expect(zstack.images.list({ name: 'web' })).toEqual([]);
});
