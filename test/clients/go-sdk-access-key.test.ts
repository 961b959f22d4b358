import { SEED, TestEmulator } from '../support/emulator';
import { GoError, GoQuery, GoSdk, InvalidAccessKey, type GoOptions } from './go-sdk';
import { worldOf, WIRES_AND_MODES } from './wire';

const ADMIN = { accountName: 'admin', password: 'password' };
const MINUTE = 60_000;

/** A client that signs with a key that it made by its session. */
async function signing(settings: Record<string, string> = {}, options: GoOptions = {}) {
  const emulator = await TestEmulator.start({ settings });
  const world = worldOf(emulator, settings['apiMode']);
  const owner = new GoSdk(world, ADMIN, options);
  const { accountUuid, userUuid } = await owner.login();
  const key = await owner.post('v1/accesskeys', { params: { accountUuid, userUuid } });
  const { AccessKeyID: accessKeyId, AccessKeySecret: accessKeySecret } = key;
  const with_ = (credentials: object, clock = world.now) =>
    new GoSdk(
      { ...world, now: clock, exchanges: [] },
      { accessKeyId, accessKeySecret, ...credentials },
      options,
    );
  return { emulator, owner, key, world, client: with_({}), with_ };
}

const template = (client: GoSdk, name: string) =>
  client.post(`v1/images/root-volume-templates/from/volumes/${SEED.volumes.runningLinux}`, {
    params: { name, backupStorageUuids: [SEED.backupStorages.imageStore] },
  });

test.each(WIRES_AND_MODES)(
  'a key signs everything that a session allows: $wire wire, $apiMode mode',
  async ({ wire, apiMode }) => {
    const { client } = await signing({ wire, apiMode, progression: 'timed' });
    const image = await template(client, 'signed for');
    // The signature leaves the query out.
    const query = new GoQuery().q('name=signed for');
    expect(await client.list('v1/images', query)).toMatchObject([{ uuid: image.uuid }]);
    await client.put('v1/images', image.uuid, { updateImage: { name: 'updated' } });
    await client.delete('v1/images', image.uuid, 'Enforcing');
    await client.put('v1/images', image.uuid, { expungeImage: {} });
    expect(await client.list('v1/images', query)).toEqual([]);
    expect(client.world.exchanges[0]?.headers).not.toHaveProperty('X-Session-Id');
  },
);

test('what is under way is polled with the first signature, however old it gets', async () => {
  const { emulator, client } = await signing({ apiMode: 'async', progression: 'timed' });
  const slow = { ...client.world, pause: () => emulator.advance(20 * MINUTE) };
  const patient = new GoSdk(slow, client.credentials);
  expect(await template(patient, 'late')).toMatchObject({ status: 'Ready' });
  const [first, ...polls] = client.world.exchanges;
  for (const { headers } of polls) {
    expect(headers['Authorization']).toBe(first?.headers['Authorization']);
    expect(headers['Date']).toBe(first?.headers['Date']);
  }
  expect(polls.length).toBeGreaterThan(1);
});

test.each(['UTC', 'CST', 'MMT', '+06:30'])(
  'the zone %s behind the local time is not looked at',
  async (zone) => {
    const { client } = await signing({}, { zone });
    expect(await client.get('v1/images', SEED.image)).toMatchObject({ uuid: SEED.image });
  },
);

test('a zone without a name is one that the real system does not read', async () => {
  const { client } = await signing({}, { zone: '+0630' });
  await expect(client.get('v1/images', SEED.image)).rejects.toMatchObject({
    code: 400,
    details: expect.stringContaining('Date'),
  });
});

test('the signature leaves out the context path, whichever it is', async () => {
  const { client } = await signing({}, { contextPath: 'environments/default/zstack' });
  expect(await client.get('v1/images', SEED.image)).toMatchObject({ uuid: SEED.image });
});

describe('is refused', () => {
  const refusal = (client: GoSdk): Promise<Error> =>
    client.list('v1/images', new GoQuery()).then(
      () => Promise.reject(new Error('it was not refused')),
      (error: unknown) => error as Error,
    );

  test('a wrong secret, in words that the client looks for', async () => {
    const { with_ } = await signing();
    const error = await refusal(with_({ accessKeySecret: 'x'.repeat(40) }));
    expect(error).toBeInstanceOf(InvalidAccessKey);
    expect(error.message).toContain('wrong accessKey signature');
  });

  test('an unknown key, and one that was disabled or deleted', async () => {
    const { owner, key, client, with_ } = await signing();
    expect(await refusal(with_({ accessKeyId: 'nobodys-key-00000000' }))).toBeInstanceOf(
      InvalidAccessKey,
    );
    await owner.put('v1/accesskeys', key.uuid, {
      changeAccessKeyState: { stateEvent: 'disable' },
    });
    expect(await refusal(client)).toBeInstanceOf(InvalidAccessKey);
    await owner.put('v1/accesskeys', key.uuid, {
      changeAccessKeyState: { stateEvent: 'enable' },
    });
    expect(await client.list('v1/images', new GoQuery())).not.toEqual([]);
    await owner.delete('v1/accesskeys', key.uuid, 'Permissive');
    expect(await refusal(client)).toBeInstanceOf(InvalidAccessKey);
  });

  test.each([15 * MINUTE + 1_000, -15 * MINUTE - 1_000])(
    'a date that is off by more than 15 minutes: %d ms',
    async (skew) => {
      const { world, with_ } = await signing();
      const error = await refusal(with_({}, () => world.now() + skew));
      expect(error).toBeInstanceOf(GoError);
      expect(error).toMatchObject({ code: 403, details: 'requestTimeTooSkewed' });
    },
  );
});

test.each([15 * MINUTE, -15 * MINUTE])('a date that is off by %d ms is good', async (skew) => {
  const { world, with_ } = await signing();
  const client = with_({}, () => world.now() + skew);
  expect(await client.list('v1/images', new GoQuery())).not.toEqual([]);
});
