import { ADMIN_ACCOUNT, ALICE, makeAccount } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../../support/emulator';

const UNKNOWN = 'ffffffffffff4fff8fffffffffffffff';
const { linux, iso, windows } = SEED.images;

let emulator: TestEmulator;
let bob: { uuid: string; session: string };
beforeEach(async () => {
  emulator = await TestEmulator.start();
  bob = await makeAccount(emulator, 'bob');
});

const ACTIONS = '/accounts/resources/actions';
const share = (params: object) => emulator.call('PUT', ACTIONS, { shareResource: params });
const revoke = (params: object) => emulator.call('PUT', ACTIONS, { revokeResourceSharing: params });
const give = (accountUuid: string, resourceUuid: string) =>
  emulator.call('POST', `/account/${accountUuid}/resources`, { params: { resourceUuid } });
const images = async (session: string): Promise<string[]> =>
  (await emulator.call('GET', '/images?sort=name', undefined, session)).body.inventories.map(
    ({ name }: Json) => name,
  );
/** Those of images: networks and offerings of the seed are everybody's. */
const shares = async (): Promise<Json[]> =>
  (await emulator.call('GET', '/accounts/resources?q=resourceType=ImageVO')).body.inventories;
/** An image of alice's own. */
const hers = async (): Promise<string> =>
  (await emulator.createTemplate(SEED.volumes.alice, { name: 'hers' }, { session: ALICE_SESSION }))
    .body.inventory.uuid;

describe('sharing', () => {
  test('shows an image to the named accounts only', async () => {
    const answer = await share({ resourceUuids: [linux, iso], accountUuids: [ALICE] });
    expect([answer.status, answer.body]).toEqual([200, { success: true, error: null }]);
    expect(await images(ALICE_SESSION)).toEqual(['centos-7.9', 'ubuntu-22.04-live.iso']);
    expect(await images(bob.session)).toEqual([]);
    expect(await shares()).toEqual(
      [linux, iso].map((resourceUuid) => ({
        ownerAccountUuid: ADMIN_ACCOUNT,
        receiverAccountUuid: ALICE,
        toPublic: false,
        resourceType: 'ImageVO',
        resourceUuid,
        createDate: 'Nov 14, 2017 10:20:57 PM',
        lastOpDate: 'Nov 14, 2017 10:20:57 PM',
      })),
    );
  });

  test('with the public shows it to everybody, also to accounts that come later', async () => {
    await share({ resourceUuids: [linux], toPublic: true });
    const carol = await makeAccount(emulator, 'carol');
    for (const session of [ALICE_SESSION, bob.session, carol.session]) {
      expect(await images(session)).toEqual(['centos-7.9']);
    }
    expect(await shares()).toMatchObject([{ toPublic: true, receiverAccountUuid: null }]);
  });

  test('twice is the same as once', async () => {
    for (let i = 0; i < 2; i++) {
      await share({ resourceUuids: [linux, linux], accountUuids: [ALICE, ALICE] });
      await share({ resourceUuids: [linux], toPublic: true });
    }
    expect(await shares()).toHaveLength(2);
  });

  test('lets the receiver use an image, and not change it', async () => {
    await share({ resourceUuids: [iso], accountUuids: [ALICE] });
    const attached = await emulator.call(
      'POST',
      `/vm-instances/a0000000000040008000000000000007/iso/${iso}`,
      {},
      ALICE_SESSION,
    );
    expect(attached.status).toBe(200);
    const attempts = [
      ['PUT', `/images/${iso}/actions`, { updateImage: { name: 'mine' } }, 'ImageVO'],
      ['DELETE', `/images/${iso}`, undefined, 'ImageVO'],
    ] as const;
    for (const [method, path, body, type] of attempts) {
      expect(await emulator.refused(method, path, body, ALICE_SESSION)).toMatchObject({
        code: 'SYS.1006',
        details: `permission denied, the account[uuid:${ALICE}] is not the owner of the resource[uuid:${iso}, type:${type}]`,
      });
    }
  });

  test('of what an account owns is noted as admin’s, who shared it', async () => {
    const image = await hers();
    expect((await share({ resourceUuids: [image], accountUuids: [bob.uuid] })).status).toBe(200);
    expect(await images(bob.session)).toEqual(['hers']);
    expect(await shares()).toMatchObject([
      { ownerAccountUuid: ADMIN_ACCOUNT, receiverAccountUuid: bob.uuid },
    ]);
  });

  test('ends with the image: an expunged one leaves no record', async () => {
    await share({ resourceUuids: [linux], accountUuids: [ALICE] });
    await emulator.make('DELETE', `/images/${linux}`);
    expect(await images(ALICE_SESSION)).toEqual(['centos-7.9']);
    expect(await shares()).toHaveLength(1);
    await emulator.make('PUT', `/images/${linux}/actions`, { expungeImage: {} });
    expect(await shares()).toEqual([]);
    expect(await images(ALICE_SESSION)).toEqual([]);
  });
});

describe('revoking', () => {
  beforeEach(async () => {
    await share({ resourceUuids: [linux, windows], accountUuids: [ALICE, bob.uuid] });
    await share({ resourceUuids: [iso], toPublic: true });
  });

  test('takes an image back from the named accounts', async () => {
    await revoke({ resourceUuids: [linux], accountUuids: [ALICE] });
    expect(await images(ALICE_SESSION)).toEqual(['ubuntu-22.04-live.iso', 'windows-2019']);
    expect(await images(bob.session)).toHaveLength(3);
  });

  test('takes it back from the public', async () => {
    await revoke({ resourceUuids: [iso], toPublic: true, all: true });
    expect(await images(ALICE_SESSION)).toEqual(['centos-7.9', 'windows-2019']);
  });

  test('from the public or from accounts goes before from all', async () => {
    await share({ resourceUuids: [linux], toPublic: true });
    await revoke({ resourceUuids: [linux], all: true, toPublic: true });
    expect(await images(ALICE_SESSION)).toContain('centos-7.9');
    await revoke({ resourceUuids: [linux], all: true, accountUuids: [ALICE] });
    expect(await images(ALICE_SESSION)).not.toContain('centos-7.9');
    expect(await images(bob.session)).toContain('centos-7.9');
  });

  test('takes it back from all', async () => {
    await share({ resourceUuids: [linux], toPublic: true });
    await revoke({ resourceUuids: [linux, iso], all: true });
    expect(await images(ALICE_SESSION)).toEqual(['windows-2019']);
    expect(await images(bob.session)).toEqual(['windows-2019']);
  });

  test('what was never shared changes nothing', async () => {
    const before = emulator.world();
    for (const resourceUuid of [SEED.images.disabled, SEED.zone]) {
      const answer = await revoke({ resourceUuids: [resourceUuid], accountUuids: [ALICE] });
      expect([answer.status, emulator.world()]).toEqual([200, before]);
    }
  });
});

describe('a change of owner', () => {
  test('moves an image and forgets with whom it was shared', async () => {
    await share({ resourceUuids: [linux], accountUuids: [bob.uuid] });
    emulator.advance(60_000);
    const { body } = await give(ALICE, linux);
    expect(body.inventory).toEqual({
      accountUuid: ALICE,
      resourceUuid: linux,
      resourceType: 'ImageVO',
      concreteResourceType: 'ImageVO',
      createDate: expect.any(String),
      lastOpDate: 'Nov 14, 2017 10:21:57 PM',
    });
    expect(await images(ALICE_SESSION)).toEqual(['centos-7.9']);
    expect(await images(bob.session)).toEqual([]);
    const renamed = await emulator.call(
      'PUT',
      `/images/${linux}/actions`,
      { updateImage: { name: 'hers now' } },
      ALICE_SESSION,
    );
    expect(renamed.status).toBe(200);
  });

  test('of a VM takes its volumes and their snapshots along', async () => {
    await emulator.make('POST', `/volumes/${SEED.volumes.data}/volume-snapshots`, {
      params: { name: 'before' },
    });
    await give(bob.uuid, SEED.vms.runningLinux);
    const count = async (path: string) =>
      (await emulator.call('GET', `${path}?count=true`, undefined, bob.session)).body.total;
    expect(await count('/vm-instances')).toBe(1);
    expect(await count('/volumes')).toBe(2);
    expect(await count('/volume-snapshots')).toBe(1);
    expect(await count('/volume-snapshots/trees')).toBe(1);
  });

  test('to the owner itself is refused', async () => {
    expect(
      await emulator.refused('POST', `/account/${ALICE}/resources`, {
        params: { resourceUuid: SEED.volumes.alice },
      }),
    ).toMatchObject({
      code: 'ID.1004',
      details: `Invalid ChangeResourceOwner operation.Original owner is the same as target owner.Current account is [uuid: ${ADMIN_ACCOUNT}].The resource target owner account[uuid: ${ALICE}].The resource original owner account[uuid:${ALICE}].`,
    });
  });

  test('to admin, who owns it, is none', async () => {
    expect((await give(ADMIN_ACCOUNT, linux)).body.inventory.accountUuid).toBe(ADMIN_ACCOUNT);
  });

  test('is seen by who asks who owns what', async () => {
    const refs = async (session?: string) =>
      (
        await emulator.call(
          'GET',
          `/accounts/resources/refs?q=resourceUuid=${linux}`,
          undefined,
          session,
        )
      ).body.inventories;
    expect(await refs()).toMatchObject([{ accountUuid: ADMIN_ACCOUNT }]);
    expect(await refs(bob.session)).toEqual([]);
    await give(bob.uuid, linux);
    expect(await refs(bob.session)).toMatchObject([{ accountUuid: bob.uuid }]);
  });
});

describe('refused are', () => {
  test('sharing, revoking and giving away by a normal account, of what it owns, too', async () => {
    const image = await hers();
    const calls = [
      ['PUT', ACTIONS, { shareResource: { resourceUuids: [image], toPublic: true } }],
      ['PUT', ACTIONS, { revokeResourceSharing: { resourceUuids: [image], all: true } }],
      ['POST', `/account/${bob.uuid}/resources`, { params: { resourceUuid: image } }],
      ['GET', '/accounts/resources'],
    ] as const;
    const before = emulator.world();
    for (const [method, path, body] of calls) {
      expect(await emulator.refused(method, path, body, ALICE_SESSION)).toMatchObject({
        code: 'ID.1002',
        details: expect.stringContaining('is admin only'),
      });
    }
    expect(emulator.world()).toEqual(before);
  });

  test('what belongs to no account', async () => {
    const calls = [
      [
        'PUT',
        ACTIONS,
        { shareResource: { resourceUuids: [SEED.zone], toPublic: true } },
        `the account[uuid: ${ADMIN_ACCOUNT}] doesn't have a resource[uuid: ${SEED.zone}]`,
      ],
      [
        'POST',
        `/account/${ADMIN_ACCOUNT}/resources`,
        { params: { resourceUuid: SEED.zone } },
        `cannot find the resource[uuid:${SEED.zone}]; wrong resourceUuid or the resource is admin resource`,
      ],
    ] as const;
    for (const [method, path, body, details] of calls) {
      expect(await emulator.refused(method, path, body)).toMatchObject({
        code: 'SYS.1007',
        details,
      });
    }
  });

  test.each([
    [
      'shareResource',
      { resourceUuids: [linux] },
      'toPublic is set to false, accountUuids cannot be null or empty',
    ],
    [
      'shareResource',
      { resourceUuids: [linux], accountUuids: [] },
      'toPublic is set to false, accountUuids cannot be null or empty',
    ],
    [
      'revokeResourceSharing',
      { resourceUuids: [linux], toPublic: true },
      'all is set to false, accountUuids cannot be null or empty',
    ],
    [
      'revokeResourceSharing',
      { resourceUuids: [linux] },
      'all is set to false, accountUuids cannot be null or empty',
    ],
    [
      'shareResource',
      { resourceUuids: [], toPublic: true },
      'field[resourceUuids] must be a nonempty list',
    ],
    [
      'revokeResourceSharing',
      { resourceUuids: [], all: true },
      'field[resourceUuids] must be a nonempty list',
    ],
    [
      'shareResource',
      { toPublic: true },
      'field[resourceUuids] of message[org.zstack.header.message.ApiMessageParamValidator] is mandatory, can not be null',
    ],
  ])('%s of %j', async (action, params, details) => {
    expect(await emulator.refused('PUT', ACTIONS, { [action]: params })).toMatchObject({
      code: 'SYS.1007',
      details,
    });
  });

  test.each([
    [
      'shareResource',
      { resourceUuids: [linux, UNKNOWN], toPublic: true },
      `invalid field[resourceUuids], resource[uuids:[${UNKNOWN}], type:ResourceVO] not found`,
    ],
    [
      'shareResource',
      { resourceUuids: [linux], accountUuids: [UNKNOWN] },
      `invalid field[accountUuids], resource[uuids:[${UNKNOWN}], type:AccountVO] not found`,
    ],
    [
      'revokeResourceSharing',
      { resourceUuids: [linux], accountUuids: [UNKNOWN] },
      `invalid field[accountUuids], resource[uuids:[${UNKNOWN}], type:AccountVO] not found`,
    ],
  ])('%s of %j, which is not there', async (action, params, details) => {
    expect(await emulator.refused('PUT', ACTIONS, { [action]: params })).toMatchObject({
      code: 'SYS.1003',
      details,
    });
  });

  test.each([
    [
      UNKNOWN,
      linux,
      `invalid field[accountUuid], resource[uuid:${UNKNOWN}, type:AccountVO] not found`,
    ],
    [
      ALICE,
      UNKNOWN,
      `invalid field[resourceUuid], resource[uuid:${UNKNOWN}, type:ResourceVO] not found`,
    ],
  ])('giving to %s what is %s', async (account, resourceUuid, details) => {
    expect(
      await emulator.refused('POST', `/account/${account}/resources`, { params: { resourceUuid } }),
    ).toMatchObject({ code: 'SYS.1003', details });
  });
});
