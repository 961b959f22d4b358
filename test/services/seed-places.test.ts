import { BASE, startSeed } from '../support/seeds';

const volume = (fields: string) =>
  `${BASE}\nvolumes: [{ name: v, type: Data, size: 1G, ${fields} }]`;

describe('where a volume lies', () => {
  test.each(['Creating', 'Deleted', 'NotInstantiated'])(
    'nowhere, when it is %s',
    async (status) => {
      const emulator = await startSeed(volume(`status: ${status}`));
      const [found] = (await emulator.call('GET', '/volumes')).body.inventories;
      expect(found).toMatchObject({ name: 'v', status, size: 2 ** 30 });
      expect(found.primaryStorageUuid).toBeNull();
    },
  );

  test.each([
    ['status: Ready', /a volume that is Ready lies on a primaryStorage/],
    ['status: NotInstantiated, primaryStorage: p', /its primaryStorage 'p' is one too many/],
    [
      'status: NotInstantiated, actualSize: 1',
      /a volume that is NotInstantiated holds no data yet/,
    ],
  ])('not as %s', async (fields, reason) => {
    await expect(startSeed(volume(fields))).rejects.toThrow(reason);
  });
});

const NETWORK = `${BASE}
l2Networks: [{ name: l2, zone: z, physicalInterface: eth0 }]
l3Networks:
  - name: l3
    l2Network: l2
    ipRanges: [{ startIp: 10.0.0.2, endIp: 10.0.0.4, netmask: 255.255.255.0, gateway: 10.0.0.1 }]`;
const vips = (...all: string[]) =>
  `${NETWORK}\nvips: [${all.map((more, i) => `{ name: v${i}, l3Network: l3${more} }`).join(', ')}]`;

describe('an address of a seed', () => {
  test('is the first free one where none is named, around those that are', async () => {
    const emulator = await startSeed(vips(', ip: 10.0.0.3', '', ''));
    const { inventories } = (await emulator.call('GET', '/vips?sort=%2Bname')).body;
    expect(inventories.map(({ ip }: { ip: string }) => ip)).toEqual([
      '10.0.0.3',
      '10.0.0.2',
      '10.0.0.4',
    ]);
  });

  test.each([
    [[', ip: 10.0.0.1'], /the address 10\.0\.0\.1 is in no range of its network/],
    [[', ip: 10.0.0.5'], /the address 10\.0\.0\.5 is in no range of its network/],
    [[', ip: 10.0.0.3', ', ip: 10.0.0.3'], /the address 10\.0\.0\.3 is taken already/],
    [['', '', '', ''], /its network has no free address/],
    [[', ip: nowhere'], /nowhere/],
  ])('%j is refused', async (all, reason) => {
    await expect(startSeed(vips(...all))).rejects.toThrow(reason);
  });
});
