import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';

const uuid = SEED.backupStorages.imageStore;
const update = (params: object) =>
  [
    'PUT',
    `/backup-storage/image-store/${uuid}/actions`,
    { updateImageStoreBackupStorage: params },
  ] as const;

test('an ImageStore backup storage is changed; its password is told nowhere', async () => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.call(
    ...update({
      name: 'n',
      hostname: '10.3.3.3',
      username: 'u',
      password: 'a secret',
      sshPort: 23,
    }),
  );
  expect(answer.body.inventory).toMatchObject({
    uuid,
    name: 'n',
    hostname: '10.3.3.3',
    username: 'u',
    sshPort: 23,
  });
  expect(answer.text).not.toContain('a secret');
  expect(JSON.stringify(emulator.world())).not.toContain('a secret');
});

test('what cannot be is refused', async () => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...update({ sshPort: 0 }))).toMatchObject({ code: 'SYS.1007' });
  expect((await emulator.refused(...update({ hostname: 'no host!' }))).code).toBe('SYS.1007');
  expect(await emulator.refused(...update({ name: 'n' }), ALICE_SESSION)).toMatchObject({
    code: 'ID.1002',
  });
});
