import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { startEmulator } from 'zstack-image-emulator';

const SESSION = '5e55000000004000800000000000ad01';
const VOLUME = 'd0000000000040008000000000000001';

let zstack;
before(async () => {
  zstack = await startEmulator();
});
after(() => zstack.stop());
beforeEach(() => zstack.reset());

test('an image of a root volume has the bytes that its MD5 says', async () => {
  const { url, controlUrl } = zstack;
  const answer = await fetch(`${url}/v1/images/root-volume-templates/from/volumes/${VOLUME}`, {
    method: 'POST',
    headers: { Authorization: `OAuth ${SESSION}` },
    body: JSON.stringify({ params: { name: 'web' } }),
  });
  const { inventory } = await answer.json();

  assert.deepEqual(zstack.images.get(inventory.uuid), inventory);
  assert.deepEqual(zstack.jobs.unfinished(), []);
  const artifact = await fetch(`${controlUrl}/images/${inventory.uuid}/artifact`);
  const md5 = createHash('md5').update(Buffer.from(await artifact.arrayBuffer()));
  assert.equal(md5.digest('hex'), inventory.md5Sum);
});

test('the next test begins with the world of the seed', () => {
  assert.equal(zstack.images.count({ name: 'web' }), 0);
});
