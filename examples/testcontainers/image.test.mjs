// node --test: a ZStack in a container for this file, a world of its own for each test.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { GenericContainer, Wait } from 'testcontainers';

const TOKEN = randomUUID();
// Of the seed; in a container it is kept only because the test says so.
const SESSION = '5e55000000004000800000000000ad01';
const ROOT_VOLUME = 'd0000000000040008000000000000001';

let container;
let base;

before(async () => {
  container = await new GenericContainer('zstack-image-emulator')
    .withExposedPorts(8080)
    .withEnvironment({
      EMULATOR_CONTROL_TOKEN: TOKEN,
      EMULATOR_SEED_SECRETS: 'kept',
      EMULATOR_DATA_DIR: ':memory:',
    })
    .withWaitStrategy(Wait.forHttp('/readyz', 8080))
    .start();
  base = `http://${container.getHost()}:${container.getMappedPort(8080)}`;
});
after(() => container?.stop());

/** A copy of the default world, for one test. */
async function fork() {
  const answer = await fetch(`${base}/emulator/v1/environments`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ from: { environment: 'default' } }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()).inventory;
}

test('an image is made of a root volume', async () => {
  const { url } = await fork();
  const answer = await fetch(`${url}/v1/images/root-volume-templates/from/volumes/${ROOT_VOLUME}`, {
    method: 'POST',
    headers: { Authorization: `OAuth ${SESSION}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ params: { name: 'mine' } }),
  });
  const { inventory } = await answer.json();
  assert.equal(inventory.status, 'Ready');
});
