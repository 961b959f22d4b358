import { SEED, TestEmulator, type Json } from '../../support/emulator';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

async function names(path: string, ...q: string[]): Promise<string[]> {
  const search = q.map((condition) => `q=${encodeURIComponent(condition)}`).join('&');
  const answer = await emulator.get(`/zstack/v1${path}?${search}&sort=name`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.inventories.map(({ name }: Json) => name);
}

const ALL = ['centos-7.9', 'deleted-yesterday', 'retired', 'ubuntu-22.04-live.iso', 'windows-2019'];

test.each([
  ['size=4', []],
  ['size=4e0', []],
  ['size=42949672960.0', ['centos-7.9']],
  ['size=42949672960abc', ['centos-7.9']],
  ['size>Infinity', ALL],
  ['size<1e999', ALL],
  ['size!?=1e999,0', ALL],
  ['size~=429%', ['centos-7.9']],
  ['virtio=0', ['windows-2019']],
  ['virtio!=TRUE', ['windows-2019']],
])('numbers and booleans: %s finds %j', async (condition, expected) => {
  expect(await names('/images', condition)).toEqual(expected);
});

test.each([
  ['=2017-11-14 22:20:57', 1],
  ['=2017-11-14T22:20:57Z', 1],
  ['?=Nov 14, 2017 10:20:57 PM', 0],
  ['?=2017-11-14 22:20:57,2017-11-14 22:20:58', 1],
  ['!=2017-11-14 22:20:57', 1],
  ['!?=2017-11-14 22:20:57', 1],
  ['>2017-11-14 22:20:57', 1],
  ['>=2017-11-14 22:20:57', 2],
  ['<=2017-11-14 22:20:57', 1],
  ['<2017-11-14 22:20:57', 0],
  ['~=2017-11-14%', 1],
  ['!~=2017-11-14%', 1],
  ['=no date', 0],
  // As MySQL reads dates: any signs between the numbers, or none, years of two digits, and what follows is nothing.
  ['=20171114222057', 1],
  ['=171114222057', 1],
  ['=17-11-14 22:20:57', 1],
  ['=2017/11/14 22.20.57', 1],
  ['=2017@11@14T22*20*57', 1],
  ['= 2017-11-14   22:20:57', 1],
  ['=2017-11-14 22:20:57 and more', 1],
  ['=20171114T222057', 1],
  ['>20171115', 1],
  ['>171115', 1],
  ['>2017-11-15', 1],
  ['>17-11-15 22', 1],
  ['>2017-1-1', 2],
  ['>69-01-01', 0],
  ['>70-01-01', 2],
  ['>=20171114222057.5', 1],
  ['>0000-00-00 00:00:00', 2],
  ['>00000000000000', 2],
  // What is no date to MySQL, as the form of answers, is a text before or after all dates.
  ['=Nov 14, 2017 10:20:57 PM', 0],
  ['>Nov 14, 2017 10:20:57 PM', 0],
  ['<Nov 14, 2017 10:20:57 PM', 2],
  ['>', 2],
  ['<', 0],
  ['>2017-11-31', 0],
  ['<2017-11-31', 2],
  ['>2017-13-01', 0],
  ['>2017-10-32', 2],
  ['=2017-11-14 24:20:57', 0],
  ['<2017-11-14 24:20:57', 1],
  ['?=soon,20171114222057', 1],
])(
  'of a date the second counts, which is what clients see: createDate%s finds %i',
  async (condition, total) => {
    for (const milliseconds of [998, 86_400_000]) {
      emulator.advance(milliseconds);
      await emulator.make('POST', '/zones', { params: { name: `after ${milliseconds} ms` } });
    }
    expect(await names('/zones', `createDate${condition}`, 'name!=zone-1')).toHaveLength(total);
  },
);

test.each([
  ['tag~=100\\%', ['100%']],
  ['tag~=100%', ['100%', '100x']],
  ['tag~=a\\_b', ['a_b']],
  ['tag~=a_b', ['a_b', 'axb']],
  ['tag~=back\\\\slash', ['back\\slash']],
  ['tag~=end\\', ['end\\']],
  ["tag=it's", ["it's"]],
  ['tag=中文😀', ['中文😀']],
  ['tag~=__😀', ['中文😀']],
])('patterns and odd names: %s finds %j', async (condition, expected) => {
  const odd = ['100%', '100x', 'a_b', 'axb', 'back\\slash', 'end\\', "it's", '中文😀'];
  for (const tag of odd) {
    await emulator.make('POST', '/user-tags', {
      params: { resourceType: 'ImageVO', resourceUuid: SEED.image, tag },
    });
  }
  const { body } = await emulator.get(
    `/zstack/v1/user-tags?q=${encodeURIComponent(condition)}&sort=tag`,
  );
  expect(body.inventories.map(({ tag }: Json) => tag)).toEqual(expected);
});
