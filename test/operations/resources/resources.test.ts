import { ADMIN_ACCOUNT, ALICE } from '../../support/accounts';
import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const NOBODY = 'ffffffffffff4fff8fffffffffffffff';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const list = (name: string, uuids: readonly string[]) =>
  uuids.map((uuid) => `${name}=${uuid}`).join('&');

describe('GetResourceNames', () => {
  test('tells names and types by uuid, each once, and nothing of what is not there', async () => {
    const uuids = [SEED.zone, SEED.image, SEED.image, SEED.backupStorages.sftp, ALICE, NOBODY];
    const { body } = await emulator.call('GET', `/resources/names?${list('uuids', uuids)}`);
    expect(body.inventories).toEqual(
      [
        {
          uuid: SEED.image,
          resourceName: 'centos-7.9',
          resourceType: 'ImageVO',
          concreteResourceType: 'org.zstack.header.image.ImageVO',
        },
        {
          uuid: SEED.zone,
          resourceName: 'zone-1',
          resourceType: 'ZoneVO',
          concreteResourceType: 'org.zstack.header.zone.ZoneVO',
        },
        {
          uuid: SEED.backupStorages.sftp,
          resourceName: 'sftp-1',
          resourceType: 'BackupStorageVO',
          concreteResourceType: 'org.zstack.storage.backup.sftp.SftpBackupStorageVO',
        },
        {
          uuid: ALICE,
          resourceName: 'alice',
          resourceType: 'AccountVO',
          concreteResourceType: 'org.zstack.header.identity.AccountVO',
        },
      ].toSorted((a, b) => (a.uuid < b.uuid ? -1 : 1)),
    );
  });

  test.each([
    [
      '',
      'field[uuids] of message[org.zstack.header.message.ApiMessageParamValidator] is mandatory, can not be null',
    ],
  ])('?%s is refused', async (search, details) => {
    expect(await emulator.refused('GET', `/resources/names?${search}`)).toMatchObject({
      code: 'SYS.1007',
      details,
    });
  });

  test('answers whoever asks, whatever it asks for', async () => {
    const { body } = await emulator.call(
      'GET',
      `/resources/names?uuids=${SEED.image}`,
      undefined,
      ALICE_SESSION,
    );
    expect(body.inventories).toHaveLength(1);
  });
});

describe('GetResourceAccount', () => {
  test('tells the account of each, and the first admin of what belongs to nobody', async () => {
    const uuids = [SEED.volumes.alice, SEED.image, SEED.zone, NOBODY];
    const answer = await emulator
      .get(`/zstack/v1/resources/accounts?${list('resourceUuids', uuids)}`)
      .set('X-JSON-Schema', 'true');
    const { inventories, schema } = answer.body;
    expect(Object.fromEntries(uuids.map((uuid) => [uuid, inventories[uuid].uuid]))).toEqual({
      [SEED.volumes.alice]: ALICE,
      [SEED.image]: ADMIN_ACCOUNT,
      [SEED.zone]: ADMIN_ACCOUNT,
      [NOBODY]: ADMIN_ACCOUNT,
    });
    expect(schema).toMatchObject({
      [`inventories.${SEED.image}`]: 'org.zstack.header.identity.AccountInventory',
    });
  });
});
