// node --test: one ZStack for this file, a world of its own for each test.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fork, startZstack } from './worlds.mjs';

// Of the default seed.
const SESSION = '5e55000000004000800000000000ad01';
const ROOT_VOLUME = 'd0000000000040008000000000000001';

let zstack;
before(async () => {
  zstack = await startZstack();
});
after(() => zstack?.stop());

/** Stands for the code under test: it knows ZStack by an address and a session. */
function makeTemplate(url) {
  return fetch(`${url}/v1/images/root-volume-templates/from/volumes/${ROOT_VOLUME}`, {
    method: 'POST',
    headers: { Authorization: `OAuth ${SESSION}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ params: { name: 'mine' } }),
  });
}

test('an image is made of a root volume', async () => {
  const { url } = await fork(zstack);
  const { inventory } = await (await makeTemplate(url)).json();
  assert.equal(inventory.status, 'Ready');
});

test('a storage is lost while it is made', async () => {
  const { url, controlUrl, headers } = await fork(zstack);
  const point = 'create-root-volume-template/start-creating-template';
  const fault = await fetch(`${controlUrl}/faults`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ kind: 'disconnect', point }),
  });
  assert.equal(fault.status, 200, await fault.text());
  assert.equal((await makeTemplate(url)).status, 503);
});
