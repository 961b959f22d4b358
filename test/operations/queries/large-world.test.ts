import {
  ADMIN_SESSION,
  ALICE_SESSION,
  SEED,
  TEST_TIME,
  TestEmulator,
  type Json,
} from '../../support/emulator';

const IMAGES = 5_000;
const ADMIN = '36c27e8ff05c4780bf6d2fa65700f22e';
const ALICE = 'a11ce000000040008000000000000001';
const name = (i: number) => `Image-${String(i).padStart(4, '0')}`;
const numbers = Array.from({ length: IMAGES }, (_, i) => i);

let emulator: TestEmulator;
/** Every 7th image is alice's, every 50th lies on Ceph, every 100th is tagged, every 1000th shared. */
beforeEach(async () => {
  emulator = await TestEmulator.start();
  const { repositories, chance, unitOfWork } = emulator.environment.world;
  const { images, accounts, tags, sharing } = repositories;
  unitOfWork.run(() => {
    for (const i of numbers) {
      const uuid = chance.uuid();
      const dates = { createDate: TEST_TIME + i * 1000, lastOpDate: TEST_TIME };
      images.insert({
        uuid,
        name: name(i),
        description: null,
        state: 'Enabled',
        status: i % 10 === 0 ? 'Deleted' : 'Ready',
        size: i,
        actualSize: 0,
        md5Sum: null,
        url: 'http://example.com/image',
        mediaType: 'DataVolumeTemplate',
        guestOsType: null,
        type: 'zstack',
        platform: 'Linux',
        architecture: 'x86_64',
        format: 'qcow2',
        system: false,
        virtio: true,
        contentId: null,
        ...dates,
      });
      const owner = i % 7 === 0 ? ALICE : ADMIN;
      accounts.own(owner, uuid, 'ImageVO');
      const { ceph, elsewhere } = SEED.backupStorages;
      images.insertRef({
        imageUuid: uuid,
        backupStorageUuid: i % 50 === 0 ? ceph : elsewhere,
        installPath: '',
        status: 'Ready',
        exportUrl: null,
        exportMd5Sum: null,
        takenBytes: 0,
        exportBytes: 0,
        exportFormat: null,
        ...dates,
      });
      const about = { resourceType: 'ImageVO', resourceUuid: uuid } as const;
      if (i % 100 === 0) {
        const tag = `hundred-${i}`;
        tags.insertUserTag({ uuid: chance.uuid(), ...about, tagPatternUuid: null, tag, ...dates });
      }
      if (i % 1_000 === 0) {
        const everybody = { receiverAccountUuid: null, toPublic: true };
        sharing.insert({ ownerAccountUuid: owner, ...everybody, ...about, ...dates });
      }
    }
  });
});

const isAlices = (i: number) => i % 7 === 0 || i % 1_000 === 0;

test.each<[string, (i: number) => boolean]>([
  ['name~=image-00%', (i) => i < 100],
  ['name=IMAGE-4321', (i) => i === 4_321],
  ['name!=image-0000', (i) => i !== 0],
  ['backupStorage.name=ceph-bs-1', (i) => i % 50 === 0],
  ['backupStorage.name=imagestore-elsewhere', (i) => i % 50 !== 0],
  ['__userTag__~=hundred-%', (i) => i % 100 === 0],
  ['__userTag__?=HUNDRED-300,hundred-4900', (i) => i === 300 || i === 4_900],
  ['__userTag__!~=hundred-%', (i) => i % 100 !== 0],
  ['__userTag__ is null', () => false],
  ['__userTag__ not null', (i) => i % 100 === 0],
  ['status=Deleted', (i) => i % 10 === 0],
  ['size<=70', (i) => i <= 70],
  ['createDate<2017-11-14 22:21:57', (i) => i < 60],
  ['volume.name~=%', () => false],
])('a few of many, or most of them: %s finds exactly those', async (condition, isMeant) => {
  // The few images of the default world are of other media types.
  const search = `q=mediaType=DataVolumeTemplate&q=${encodeURIComponent(condition)}`;
  for (const [session, isSeen] of [
    [ADMIN_SESSION, () => true],
    [ALICE_SESSION, isAlices],
  ] as const) {
    const expected = numbers.filter((i) => isMeant(i) && isSeen(i)).map(name);
    for (const [sort, order] of [
      ['', expected],
      ['sort=-name&', expected.toReversed()],
      ['sort=-createDate&', expected.toReversed()],
      ['sort=size&', expected],
    ] as const) {
      const page = `${sort}start=3&limit=20&replyWithCount=true&fields=name`;
      const { body } = await emulator.get(`/zstack/v1/images?${search}&${page}`, session);
      const found = body.inventories.map((image: Json) => image.name);
      expect([sort, found]).toEqual([sort, order.slice(3, 23)]);
      expect(body.total).toBe(expected.length);
    }
  }
});

test('restrictions and sets of ZQL find the same few', async () => {
  const restricted = "restrict by (__userTag__ = 'hundred-300')";
  const joined = "__userTag__ has ('hundred-300') and backupStorage.name = 'ceph-bs-1'";
  for (const rest of [
    restricted,
    `where ${joined}`,
    "where name = 'image-0300' restrict by (backupstorage.name like 'ceph%')",
  ]) {
    const zql = encodeURIComponent(`query image.name ${rest} return with (total)`);
    const { body } = await emulator.get(`/zstack/v1/zql?zql=${zql}`);
    expect(body.results).toEqual([{ inventories: [{ name: 'Image-0300' }], total: 1 }]);
  }
});
