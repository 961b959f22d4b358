import { ALICE } from '../../support/accounts';
import { TEST_TIME, TestEmulator } from '../../support/emulator';
import { dateHeader, signedCall } from '../../support/sign';

/* Every name of a zone, month and day that the date of a signed request may say. */

const KEY = { id: 'alices-key', secret: 'alices-secret' };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
  const { id, secret } = KEY;
  await emulator.make('POST', '/accesskeys', {
    params: { accountUuid: ALICE, userUuid: ALICE, AccessKeyID: id, AccessKeySecret: secret },
  });
});

const statusOf = async (date: string) =>
  (await signedCall(emulator, { ...KEY, date }, 'GET', '/images?limit=1')).status;
const checkTimeZone = () => emulator.configure('rest/checkTimeZone', 'true');

/** Hours that zones are ahead of UTC in the middle of November. */
const AHEAD: Readonly<Record<string, number>> = {
  AEDT: 11,
  AEST: 11,
  AKDT: -9,
  AKST: -9,
  BST: 0,
  CDT: -6,
  CEST: 1,
  CST: -6,
  EDT: -5,
  EEST: 2,
  EST: -5,
  GMT: 0,
  HKT: 8,
  HST: -10,
  JST: 9,
  KST: 9,
  MDT: -7,
  MMT: 6.5,
  MSK: 3,
  MST: -7,
  NZDT: 13,
  NZST: 13,
  PDT: -8,
  PST: -8,
  SGT: 8,
  UT: 0,
  UTC: 0,
  WEST: 0,
  Z: 0,
  '+00:30': 0.5,
  '-00:30': -0.5,
  'GMT-01:45': -1.75,
  'UT+18:00': 18,
  '-18:00': -18,
  'Asia/Kathmandu': 5.75,
  'Etc/GMT+7': -7,
};

test('every zone has its place beside UTC', async () => {
  await checkTimeZone();
  for (const [zone, hours] of Object.entries(AHEAD)) {
    const at = (time: number) => statusOf(dateHeader(time).replace('GMT', zone));
    const there = TEST_TIME + hours * HOUR;
    // A quarter of an hour on either side is still good.
    const around = [-901_000, -900_000, 0, 900_000, 901_000].map((off) => at(there + off));
    expect([zone, ...(await Promise.all(around))]).toEqual([zone, 403, 200, 200, 200, 403]);
  }
});

test.each([
  '+18:01',
  '-18:01',
  '+19:00',
  'UTC+24:00',
  '+0800',
  '+08',
  '+8:00',
  'x+08:00',
  '+08:000',
  'Mars/Base',
  '',
])('there is no zone %j, whether zones count or not', async (zone) => {
  const date = dateHeader().replace('GMT', zone);
  expect(await statusOf(date)).toBe(400);
  await checkTimeZone();
  expect(await statusOf(date)).toBe(400);
});

test('a time is that of its month and day, and is of its weekday', async () => {
  const names = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');
  for (let month = 0; month < 14; month += 1) {
    const now = TEST_TIME + month * 31 * DAY + (month % 2) * HOUR;
    emulator.advance(now - emulator.environment.world.clock.now());
    const date = dateHeader(now);
    const weekday = date.slice(0, 3);
    const said = names.map((name) => statusOf(date.replace(weekday, name)));
    expect([date, await Promise.all(said)]).toEqual([
      date,
      names.map((name) => (name === weekday ? 200 : 400)),
    ]);
  }
});

test.each([
  ['Thu, 31 Nov 2017', Date.UTC(2017, 10, 30)],
  ['Thu, 30 Nov 2017', Date.UTC(2017, 10, 30)],
  ['Wed, 28 Feb 2018', Date.UTC(2018, 1, 28)],
  ['Wed, 31 Feb 2018', Date.UTC(2018, 1, 28)],
  ['Thu, 29 Feb 2024', Date.UTC(2024, 1, 29)],
  ['Thu, 30 Feb 2024', Date.UTC(2024, 1, 29)],
  ['Sun, 31 Dec 2017', Date.UTC(2017, 11, 31)],
  ['Mon, 01 Jan 2018', Date.UTC(2018, 0, 1)],
])('%s is a day', async (date, time) => {
  emulator.advance(time - TEST_TIME + 10 * HOUR);
  expect(await statusOf(`${date} 10:00:00 GMT`)).toBe(200);
  expect(await statusOf(`${date} 10:15:00 GMT`)).toBe(200);
  expect(await statusOf(`${date} 10:15:01 GMT`)).toBe(403);
  expect(await statusOf(`${date} 11:00:00 GMT`)).toBe(403);
});

test.each([
  ['Tue, 32 Nov 2017 22:20:57 GMT', 400],
  ['Tue, 00 Nov 2017 22:20:57 GMT', 400],
  ['Fri, 00 Dec 2017 22:20:57 GMT', 400],
  ['Tue, 14 Nov 2017 23:59:59 GMT', 403],
  ['Tue, 14 Nov 2017 22:60:57 GMT', 400],
  ['Tue, 14 Nov 2017 22:20:60 GMT', 400],
  ['Tue, 14 Nov 17 22:20:57 GMT', 400],
  ['Tue,  14 Nov 2017 22:20:57 GMT', 400],
  ['xTue, 14 Nov 2017 22:20:57 GMT', 400],
  ['Tue, 14 Nov 2017 22:20:57 GMT x', 400],
])('%j is answered with %i', async (date, status) => {
  expect(await statusOf(date)).toBe(status);
});
