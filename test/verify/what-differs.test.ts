import { verify } from '../../src/verify';
import { TestEmulator } from '../support/emulator';
import { Proxy, type Change } from './proxy';
import { choose, targetAt, unseen } from './target';

type Body = Record<string, unknown> & {
  inventories?: Record<string, unknown>[];
  inventory?: Record<string, unknown>;
  error?: Record<string, unknown>;
  total?: number;
};

/** A change of the JSON that is answered to some requests. */
const changing =
  (wanted: (method: string, path: string) => boolean, change: (body: Body) => void): Change =>
  (method, path, _status, text) => {
    if (!wanted(method, path) || !text.startsWith('{')) return text;
    const body = JSON.parse(text) as Body;
    change(body);
    return JSON.stringify(body);
  };

const isZones = (method: string, path: string) => method === 'GET' && path.startsWith('/v1/zones');
const isImages = (_method: string, path: string) => path.startsWith('/v1/images');

const DEFECTS: readonly (readonly [string, readonly string[], string, Change])[] = [
  [
    'a field of another type',
    ['QueryZone'],
    'every row has the fields and types of its inventory',
    changing(isZones, (body) => body.inventories?.forEach((row) => (row['name'] = 1))),
  ],
  [
    'a field that nobody knows',
    ['QueryZone'],
    'every row has the fields and types of its inventory',
    changing(isZones, (body) => body.inventories?.forEach((row) => (row['colour'] = 'red'))),
  ],
  [
    'a date of another form',
    ['QueryZone'],
    'every row has the fields and types of its inventory',
    changing(isZones, (body) =>
      body.inventories?.forEach((row) => (row['createDate'] = '2026-11-29T08:00:00Z')),
    ),
  ],
  [
    'a count that is one too many',
    ['QueryZone'],
    'a page and its count agree',
    changing(
      (method, path) => isZones(method, path) && path.includes('count=true'),
      (body) => {
        body.total = (body.total ?? 0) + 1;
      },
    ),
  ],
  [
    'a condition that is not looked at',
    ['QueryZone'],
    'state finds its row',
    changing(
      (method, path) => isZones(method, path) && path.includes('state!%3D'),
      (body) => {
        body.inventories?.push({ uuid: uuidIn() });
      },
    ),
  ],
  [
    'another code',
    ['QueryZone'],
    'a field that it does not have is refused',
    changing(isZones, (body) => {
      if (body.error) body.error['code'] = 'SYS.1007';
    }),
  ],
  [
    'other words',
    ['UpdateZone'],
    'name has 255 characters at most',
    changing(
      () => true,
      (body) => {
        if (body.error) body.error['details'] = 'no';
      },
    ),
  ],
  [
    'a state that did not change',
    ['ChangeImageState'],
    'it is disabled and enabled again, each as often as one likes',
    changing(isImages, (body) => {
      if (body.inventory) body.inventory['state'] = 'Enabled';
    }),
  ],
  [
    'a field of the page that is missing',
    ['CreateRootVolumeTemplateFromRootVolume'],
    'every field of the page is answered',
    changing(isImages, (body) => {
      if (body.inventory) delete body.inventory['mediaType'];
    }),
  ],
  [
    'capacity that is not taken',
    ['CreateRootVolumeTemplateFromRootVolume'],
    'a storage gives as much as the image takes',
    changing(
      (_method, path) => path.startsWith('/v1/backup-storage'),
      (body) => body.inventories?.forEach((row) => (row['availableCapacity'] = 5_000_000_000_000)),
    ),
  ],
  [
    'a deleted thing that is still found',
    ['DeleteZone'],
    'a zone that was removed is gone from every query',
    changing(
      (method, path) => isZones(method, path) && path.includes('count=true'),
      (body) => {
        body.total = 1;
      },
    ),
  ],
];

const uuidIn = () => remembered.uuid;
const remembered = { uuid: '20ae0000000040008000000000000001' };

test.each(DEFECTS)('%s is seen', async (_what, only, name, change) => {
  const emulator = await TestEmulator.start({ realTime: true });
  const proxy = await Proxy.start(emulator.url, change);
  const choice = choose({ writes: true, only });
  const target = { ...targetAt(proxy.url), patience: 200 };
  const { verdicts } = await verify(target, choice, unseen);
  const differ = verdicts
    .filter(({ state }) => state === 'differs')
    .map(({ case: one }) => one.name);
  expect(differ).toContain(name);

  const whole = await Proxy.start(emulator.url);
  const again = await verify({ ...target, url: whole.url }, choice, unseen);
  expect(again.verdicts.filter(({ state }) => state === 'differs')).toEqual([]);
});

test('an operation that the target does not have is unknown, not different', async () => {
  const emulator = await TestEmulator.start({ realTime: true });
  const choice = choose({ writes: true, only: ['TakeVmConsoleScreenshot', 'QueryZone'] });
  const { operations } = await verify(targetAt(`${emulator.url}/zstack`), choice, unseen);
  expect(operations).toMatchObject([
    { operation: 'QueryZone', state: 'proven', counts: { differs: 0, unknown: 0 } },
    {
      operation: 'TakeVmConsoleScreenshot',
      state: 'unknown',
      reason: 'the target does not have TakeVmConsoleScreenshot',
    },
  ]);
});

test('who is not let in is told so', async () => {
  const emulator = await TestEmulator.start({ realTime: true });
  const target = targetAt(`${emulator.url}/zstack`);
  const wrong = { ...target, identity: { account: 'admin', password: 'wrong' } };
  await expect(verify(wrong, choose(), unseen)).rejects.toThrow(/does not let admin in: 503 /);
});
