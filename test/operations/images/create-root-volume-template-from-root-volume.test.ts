import { SEED, TestEmulator } from '../../support/emulator';

const { volumes, backupStorages } = SEED;

test('answers 200 with every published field of the image', async () => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.createTemplate(volumes.runningLinux, {
    name: 'golden',
    backupStorageUuids: [backupStorages.imageStore],
  });

  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ success: true, error: null });
  expect(answer.body.inventory).toEqual({
    uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
    name: 'golden',
    description: null,
    state: 'Enabled',
    status: 'Ready',
    size: 40 * 2 ** 30,
    actualSize: 3 * 2 ** 30,
    md5Sum: expect.stringMatching(/^[0-9a-f]{32}$/),
    url: `volume://${volumes.runningLinux}`,
    mediaType: 'RootVolumeTemplate',
    guestOsType: 'CentOS 7',
    type: 'zstack',
    platform: 'Linux',
    architecture: 'x86_64',
    format: 'qcow2',
    system: false,
    virtio: true,
    createDate: 'Nov 14, 2017 10:20:57 PM',
    lastOpDate: 'Nov 14, 2017 10:20:57 PM',
    backupStorageRefs: [
      {
        id: expect.any(Number),
        imageUuid: answer.body.inventory.uuid,
        backupStorageUuid: backupStorages.imageStore,
        installPath: expect.stringMatching(/^zstore:\/\//),
        exportUrl: null,
        exportMd5Sum: null,
        status: 'Ready',
        createDate: 'Nov 14, 2017 10:20:57 PM',
        lastOpDate: 'Nov 14, 2017 10:20:57 PM',
      },
    ],
  });
  expect(emulator.brokenCapacities()).toEqual([]);
});
