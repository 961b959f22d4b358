import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';

const { volumes, vms, zone } = SEED;

describe('what clients seldom send', () => {
  let emulator: TestEmulator;
  beforeEach(async () => {
    emulator = await TestEmulator.start();
  });

  test('HEAD is a method that the REST layer knows: it looks for the path first', async () => {
    const ask = async (method: string, path: string) =>
      (
        await fetch(`${emulator.url}/zstack/v1${path}`, {
          method,
          headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
        })
      ).status;
    expect(await ask('HEAD', '/nowhere')).toBe(404);
    expect(await ask('HEAD', '/zones')).toBe(405);
    expect(await ask('PATCH', '/nowhere')).toBe(405);
  });

  test.each(['/', '/environments/default'])(
    'a browser gets the page at %s, and a program what it found there before',
    async (path) => {
      const asked = async (Accept: string) => {
        const answer = await fetch(`${emulator.url}${path}`, { headers: { Accept } });
        return [answer.headers.get('vary'), answer.headers.get('content-type')?.split(';')[0]];
      };
      expect(await asked('text/html')).toEqual([expect.stringContaining('Accept'), 'text/html']);
      expect((await asked('application/json'))[1]).not.toBe('text/html');
    },
  );

  test('values of entries may be texts, numbers and booleans; anything else is the text of a null', async () => {
    const set = (value: unknown, name = 'numa') =>
      [
        'POST',
        `/resource-configurations/${vms.stoppedWindows}/resource-configs/actions`,
        { params: { resourceConfigs: [{ category: 'vm', name, value }] } },
      ] as const;
    for (const [value, is] of [
      [true, 'true'],
      [false, 'false'],
      ['true', 'true'],
    ] as const) {
      const { body } = await emulator.call(...set(value));
      expect(body.inventories).toMatchObject([{ name: 'numa', value: is }]);
    }
    for (const value of [null, {}, ['true'], undefined]) {
      const { code, details } = await emulator.refused(...set(value));
      expect([code, details]).toEqual([
        'SYS.1000',
        expect.stringContaining('value[null] is not a valid boolean string[true, false]'),
      ]);
    }
  });

  test('a VM of a snapshot or volume is one of users where its call does not say so', async () => {
    const snapshot = await emulator.make(
      'POST',
      `/volumes/${volumes.stoppedWindows}/volume-snapshots`,
      {
        params: { name: 's' },
      },
    );
    const making = (type: object) =>
      [
        'POST',
        `/vm-instances/from/volume-snapshots/${snapshot.uuid}`,
        {
          params: {
            name: 'v',
            zoneUuid: zone,
            cpuNum: 1,
            memorySize: 2 ** 30,
            ...type,
          },
          systemTags: ['cleanTraffic::true'],
        },
      ] as const;
    expect((await emulator.call(...making({}))).status).toBe(200);
  });
});
