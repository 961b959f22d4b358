import { ADMIN_SESSION, SEED, TestEmulator } from '../../support/emulator';
import { attachment, makePattern } from '../../support/tag-patterns';

const { linux } = SEED.images;

describe('the answer of AttachTagToResources', () => {
  const raw = async (wire: string) => {
    const emulator = await TestEmulator.start({ settings: { wire } });
    await emulator.configure('tag2/tag.resource.attached', '0');
    const { uuid } = await makePattern(emulator);
    return (await emulator.call(...attachment(uuid, [linux]))).text;
  };

  test('says success itself in the native form, as the real system’s does', async () => {
    const text = await raw('native');
    expect(text).toMatch(/^\{"success":true,"results":\[\{"success":false,"error":\{/);
    expect(JSON.parse(text)).not.toHaveProperty('error');
    expect(JSON.parse(text).results[0].error).toMatchObject({
      code: 'TAG.1001',
      opaque: { 'tag.count.limit': 0 },
    });
  });

  test('says success once in the documented form', async () => {
    const text = await raw('documented');
    expect(text).toMatch(/^\{"success":true,"error":null,"results":\[\{"success":false,/);
    expect(text.match(/"success":true/g)).toHaveLength(1);
  });

  test.each(['native', 'documented'])(
    'is the same when it is polled, and names classes where they are asked for: %s',
    async (wire) => {
      const emulator = await TestEmulator.start({ settings: { wire } });
      const { uuid } = await makePattern(emulator);
      const job = '0123456789abcdef0123456789abcdef';
      const [, path, body] = attachment(uuid, [linux]);
      const sent = emulator.anonymous
        .post(`/zstack/v1${path}`)
        .set('Authorization', `OAuth ${ADMIN_SESSION}`)
        .set('X-Job-UUID', job);
      expect((await sent.send(body)).status).toBe(202);
      emulator.advance(0);
      const polled = await emulator.get(`/zstack/v1/api-jobs/${job}`).set('X-JSON-Schema', 'true');
      expect(polled.text.match(/"success":true,/g)).toHaveLength(2);
      expect(polled.body).toMatchObject({
        success: true,
        results: [{ success: true, inventory: { tag: 'production' } }],
        schema: {
          'results[0].inventory': 'org.zstack.header.tag.UserTagInventory',
          'results[0].inventory.tagPattern': 'org.zstack.header.tag.TagPatternInventory',
        },
      });
    },
  );
});
