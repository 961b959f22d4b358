import { SEED, TestEmulator } from '../support/emulator';

const { runningLinux, starting } = SEED.volumes;

test('native answers leave nulls out and carry no envelope', async () => {
  const emulator = await TestEmulator.start({ settings: { wire: 'native' } });
  const answer = await emulator.createTemplate(runningLinux, { name: "a=b & 'c' <d>" });
  expect(Object.keys(answer.body)).toEqual(['inventory']);
  expect(answer.body.inventory).not.toHaveProperty('description');
  expect(answer.body.inventory.backupStorageRefs[0]).not.toHaveProperty('exportUrl');
  // Gson escapes what HTML gives a meaning.
  expect(answer.text).toContain('a\\u003db \\u0026 \\u0027c\\u0027 \\u003cd\\u003e');
  expect(answer.body.inventory.name).toBe("a=b & 'c' <d>");
});

test('native errors carry the cost of leaves only', async () => {
  const emulator = await TestEmulator.start({ settings: { wire: 'native' } });
  const answer = await emulator.createTemplate(starting, { name: 'x' });
  expect(Object.keys(answer.body)).toEqual(['error']);
  expect(answer.body.error).not.toHaveProperty('cost');
  expect(answer.body.error.cause.cause).toMatchObject({ code: 'VM.1010', cost: '0ms' });
});

test('documented errors carry every documented field', async () => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.createTemplate(runningLinux, {});
  expect(answer.body).toEqual({
    error: {
      code: 'SYS.1007',
      description: 'One or more API argument is invalid',
      details: expect.any(String),
      elaboration: null,
      opaque: null,
      cause: null,
    },
  });
});

test('queries tell the class of each inventory, other answers when they are asked', async () => {
  const emulator = await TestEmulator.start();
  const query = await emulator.get(`/zstack/v1/images/${SEED.image}`);
  expect(query.body.schema).toEqual({
    'inventories[0]': 'org.zstack.header.image.ImageInventory',
    'inventories[0].backupStorageRefs[0]': 'org.zstack.header.image.ImageBackupStorageRefInventory',
    'inventories[0].backupStorageRefs[1]': 'org.zstack.header.image.ImageBackupStorageRefInventory',
  });
  const asked = await emulator.createTemplate(
    runningLinux,
    { name: 'x' },
    { headers: { 'X-JSON-Schema': 'true' } },
  );
  expect(asked.body.schema).toMatchObject({
    inventory: 'org.zstack.header.image.ImageInventory',
  });
  const plain = await emulator.createTemplate(runningLinux, { name: 'y' });
  expect(plain.body).not.toHaveProperty('schema');
});
