const { currentEnvironment } = require('zstack-image-emulator/jest');

const SESSION = '5e55000000004000800000000000ad01';
const VOLUME = 'd0000000000040008000000000000001';

/** Stands for the code under test: it knows ZStack by an address and a session. */
async function callZStack(url, method, path, body) {
  const answer = await fetch(`${url}/v1${path}`, {
    method,
    headers: { Authorization: `OAuth ${SESSION}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.json();
}

test('an image of a root volume is made, and goes when it is deleted', async () => {
  const zstack = currentEnvironment();
  const path = `/images/root-volume-templates/from/volumes/${VOLUME}`;
  const { inventory } = await callZStack(zstack.url, 'POST', path, { params: { name: 'web' } });

  expect(await zstack.images.get(inventory.uuid)).toMatchObject({ name: 'web', status: 'Ready' });
  expect(await zstack.laws()).toEqual([]);

  await callZStack(zstack.url, 'DELETE', `/images/${inventory.uuid}`);
  expect((await zstack.images.get(inventory.uuid)).status).toBe('Deleted');
});
