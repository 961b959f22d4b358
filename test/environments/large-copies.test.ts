import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { startEmulator, type Emulator } from '../../src';

const SEED = {
  version: 1,
  zones: [{ name: 'zone-1' }],
  backupStorages: [
    {
      name: 'bs',
      type: 'ImageStoreBackupStorage',
      url: '/bs',
      zones: ['zone-1'],
      totalCapacity: '100T',
    },
  ],
  images: [
    {
      name: 'image-{n}',
      count: 1000,
      url: 'http://x/{n}.qcow2',
      size: '1G',
      actualSize: '1M',
      backupStorages: [{ name: 'bs' }],
    },
  ],
};

const files = () =>
  readdirSync(tmpdir()).filter(
    (name) => name.startsWith(`zstack-image-emulator-${process.pid}-`) && name.endsWith('.sqlite'),
  );

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator({ seed: 'none' });
});
afterEach(() => emulator.stop());

/** Deletes one image of a world over HTTP, as admin. */
async function deleteOne(url: string): Promise<void> {
  const session = await fetch(`${url}/v1/accounts/login`, {
    method: 'PUT',
    body: JSON.stringify({ logInByAccount: { accountName: 'admin', password: PASSWORD } }),
  });
  const { inventory } = (await session.json()) as { inventory: { uuid: string } };
  const headers = { Authorization: `OAuth ${inventory.uuid}` };
  const page = await fetch(`${url}/v1/images?limit=1`, { headers });
  const [image] = ((await page.json()) as { inventories: { uuid: string }[] }).inventories;
  const deleted = await fetch(`${url}/v1/images/${image?.uuid}`, { method: 'DELETE', headers });
  expect(deleted.status).toBe(200);
}
const PASSWORD =
  'b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb980b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86';

test('copies of a large world are worlds of their own, also copies of copies, and leave no file behind', async () => {
  const before = files();
  const template = await emulator.create({ seed: SEED });
  const [one, other] = [await template.fork(), await template.fork()];
  await deleteOne(one.url);
  const copy = await one.fork();
  const deleted = { status: 'Deleted' } as const;
  expect([template, one, other, copy].map((world) => world.images.count(deleted))).toEqual([
    0, 1, 0, 1,
  ]);
  await deleteOne(copy.url);
  expect([one, copy].map((world) => world.images.count(deleted))).toEqual([1, 1]);
  await one.reset();
  expect(one.images.count(deleted)).toBe(0);
  expect([template, one, other, copy].map((world) => world.laws())).toEqual([[], [], [], []]);
  expect(files()).toEqual(before);
});
