import { ALICE_SESSION, TestEmulator, type Json } from '../../support/emulator';

const BLACKLIST =
  '/**/.*/**;/**/~*/**;/etc/**;/usr/local/zstack/**;/var/log/**;/dev/**;/proc/**;/sys/**';

type Range = readonly [least: number, most: number];
type Rule = 'policy' | 'boolean' | 'size' | 'paths' | 'filters' | 'timeout' | number | Range;

/** Every entry with its default and what it takes: a number is the least one, two are a range. */
const ENTRIES: readonly (readonly [entry: string, byDefault: string, rule: Rule])[] = [
  ['image/deletionPolicy', 'Delay', 'policy'],
  ['image/expungePeriod', '259200', 0],
  ['image/expungeInterval', '3600', 1],
  ['image/deletion.gcInterval', '3600', 0],
  ['image/download.localPath.blacklist', BLACKLIST, 'paths'],
  ['image/download.localPath.whitelist', '/home/**;/mnt/**;/opt/**;/root/**;', 'paths'],
  ['image/download.localPath.customFilter', 'blacklist', 'filters'],
  ['image/upload.failure.tolerance.count', '3', 0],
  ['image/upload.max.idle.duration.in.seconds', '30', 0],
  ['quota/image.num', '20', 0],
  ['quota/image.size', '10995116277760', 0],
  ['backupStorage/ping.interval', '60', 1],
  ['backupStorage/ping.parallelismDegree', '50', 1],
  ['backupStorage/ping.maxFailure', '3', 1],
  ['backupStorage/ping.sleepPeriodAfterFailure', '1', 0],
  ['backupStorage/reservedCapacity', '1G', 'size'],
  ['backupStorage/connection.autoReconnectOnError', 'true', 'boolean'],
  ['backupStorage/connection.autoReconnectOnErrorMaxAttemptsNum', '0', 0],
  ['rest/completedApi.expiredPeriod', '10800', 0],
  ['rest/expiredApi.scanInterval', '3600', 1],
  ['rest/checkTimeZone', 'false', 'boolean'],
  ['identity/session.timeout', '7200', 1],
  ['identity/session.maxConcurrent', '500', 0],
  ['identity/session.cleanup.interval', '3600', 1],
  ['volume/deletionPolicy', 'Delay', 'policy'],
  ['volume/expungePeriod', '259200', 0],
  ['volume/expungeInterval', '3600', 1],
  ['longJob/longJob.api.timeout', '259200', 'timeout'],
  ['progress/progress.ttl', '86400', 1],
  ['tag2/tag.resource.attached', '20', [0, 200]],
];

const partsOf = (entry: string): [category: string, name: string] => {
  const [category = '', name = ''] = entry.split('/');
  return [category, name];
};

/** Values that an entry takes, and wrong ones with the validator's words. */
function values(
  entry: string,
  rule: Rule,
): { good: readonly string[]; bad: readonly (readonly [string, string])[] } {
  const [category, name] = partsOf(entry);
  if (typeof rule === 'number') {
    const noNumber = (value: string) =>
      [value, `${value} is not a number or out of range of a Long type`] as const;
    return {
      good: [String(rule), '2147483648'],
      bad: [
        [
          String(rule - 1),
          `Global config[category: ${category}, name: ${name}] should not less than ${rule}, but got ${rule - 1}`,
        ],
        ...['many', '1.5', '', '9223372036854775808', '0x10', '1e3'].map(noNumber),
      ],
    };
  }
  if (typeof rule !== 'string') {
    const [least, most] = rule;
    const tooMuch = (value: number) =>
      [
        String(value),
        `Global config[category: ${category}, name: ${name}] should not greater than ${most}, but got ${value}`,
      ] as const;
    return {
      good: [String(least), String(most)],
      bad: [...values(entry, least).bad, tooMuch(most + 1), tooMuch(2_147_483_648)],
    };
  }
  switch (rule) {
    case 'policy': {
      const wrong = (value: string) =>
        [value, `${value} is not a valid value. Valid values are [Direct, Delay, Never]`] as const;
      return {
        good: ['Direct', 'Never', 'Delay'],
        bad: ['direct', 'DeleteReference', ''].map(wrong),
      };
    }
    case 'boolean': {
      const wrong = (value: string) =>
        [
          value,
          `GlobalConfig[category:${category}, name:${name}]'s value[${value}] is not a valid boolean string[true, false].`,
        ] as const;
      return { good: ['true', 'false', 'TRUE'], bad: ['yes', '1', ''].map(wrong) };
    }
    case 'size': {
      const wrong = (value: string) =>
        [
          value,
          `${value} is not a size string; a size string consists of a number ending with suffix B/K/M/G/T or without suffix; for example, 512M, 1G`,
        ] as const;
      return { good: ['0', '512M', '2T', '1B'], bad: ['much', '1X', '-1G', 'G', ''].map(wrong) };
    }
    case 'paths': {
      const wrong = (value: string) =>
        [value, `invalid value: ${value}, path must separated by ';' and start with '/'`] as const;
      return { good: ['/a/**', '/a/**;/b', '/a;'], bad: ['a', '/a;b', '/a, b;c'].map(wrong) };
    }
    case 'filters': {
      const wrong = (value: string, element: string) =>
        [value, `${element} is not in [blacklist, whitelist]`] as const;
      return {
        good: ['whitelist', 'blacklist;whitelist'],
        bad: [wrong('greylist', 'greylist'), wrong('blacklist;x', 'x')],
      };
    }
    case 'timeout':
      return {
        good: ['10800', '2147483648'],
        bad: [
          ['10799', 'long job timeout must be larger than 10800s'],
          ['long', 'long is not a number or out of range of a Long type'],
        ],
      };
  }
}

const update = (entry: string, value?: string) =>
  [
    'PUT',
    `/global-configurations/${entry}/actions`,
    { updateGlobalConfig: value === undefined ? {} : { value } },
  ] as const;
const find = (emulator: TestEmulator, entry: string): Promise<Json> => {
  const [category, name] = partsOf(entry);
  return emulator.find(`/global-configurations?q=category=${category}&q=name=${name}`);
};

describe.each(ENTRIES)('%s', (entry, byDefault, rule) => {
  const [category, name] = partsOf(entry);
  const { good, bad } = values(entry, rule);

  test('has its default, and takes what its validator takes', async () => {
    const emulator = await TestEmulator.start();
    const inventory = { category, name, defaultValue: byDefault, value: byDefault };
    expect(await find(emulator, entry)).toMatchObject(inventory);
    for (const value of good) {
      const answer = await emulator.call(...update(entry, value));
      expect(answer.body.inventory).toMatchObject({ ...inventory, value });
      expect(await find(emulator, entry)).toMatchObject({ ...inventory, value });
    }
  });

  test('refuses other values in the words of its validator, and stays', async () => {
    const emulator = await TestEmulator.start();
    for (const [value, details] of bad) {
      expect(await emulator.refused(...update(entry, value))).toMatchObject({
        code: 'SYS.1007',
        details,
      });
    }
    expect(await find(emulator, entry)).toMatchObject({ value: byDefault });
  });
});

describe('the options of an entry', () => {
  test.each([
    ['image/deletionPolicy', { validValue: ['Direct', 'Delay', 'Never'] }],
    ['rest/checkTimeZone', { validValue: ['true', 'false'] }],
    ['image/expungeInterval', { numberGreaterThan: 1 }],
    ['tag2/tag.resource.attached', { numberGreaterThan: 0, numberLessThan: 200 }],
  ])('%s', async (entry, options) => {
    const emulator = await TestEmulator.start();
    const { body } = await emulator.call('GET', `/global-configurations/${entry}`);
    expect(body.options).toEqual(expect.objectContaining(options));
  });
});

test('an unknown entry is neither set nor explained', async () => {
  const emulator = await TestEmulator.start();
  for (const entry of ['image/nothing', 'nothing/deletionPolicy', 'image/constructor']) {
    const [category, name] = partsOf(entry);
    const error = {
      code: 'SYS.1007',
      details: `Unable to find GlobalConfig[category: ${category}, name: ${name}]`,
    };
    expect(await emulator.refused(...update(entry, '1'))).toMatchObject(error);
    expect(await emulator.refused('GET', `/global-configurations/${entry}`)).toMatchObject(error);
    expect(await find(emulator, entry)).toBeUndefined();
  }
});

test('entries are found by what they say, like everything else', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('image/expungePeriod', '60');
  const names = async (query: string) =>
    (await emulator.call('GET', `/global-configurations?${query}`)).body.inventories.map(
      ({ name }: Json) => name,
    );
  expect(await names('q=value=60&sort=+category')).toEqual(['ping.interval', 'expungePeriod']);
  expect(await names('q=category=image&q=name~=%25localPath%25&limit=2')).toHaveLength(2);
  const all = await emulator.call('GET', '/global-configurations?replyWithCount=true&limit=1');
  expect(all.body.total).toBeGreaterThanOrEqual(ENTRIES.length);
});

test('without a value an entry gets its default back', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('image/expungePeriod', '60');
  const { body } = await emulator.call(...update('image/expungePeriod'));
  expect(body.inventory).toMatchObject({ value: '259200' });
});

test('a reset brings every entry back to its default', async () => {
  const emulator = await TestEmulator.start();
  const before = (await emulator.call('GET', '/global-configurations')).body.inventories;
  await emulator.configure('image/expungePeriod', '60');
  await emulator.configure('image/deletionPolicy', 'Direct');
  await emulator.configure('identity/session.timeout', '60');
  const answer = await emulator.call('PUT', '/global-configurations/actions', {
    resetGlobalConfig: {},
  });
  expect([answer.status, answer.body]).toEqual([200, { success: true, error: null }]);
  expect((await emulator.call('GET', '/global-configurations')).body.inventories).toEqual(before);
});

test('a normal account reads the configuration and does not change it', async () => {
  const emulator = await TestEmulator.start();
  const path = '/global-configurations';
  expect((await emulator.call('GET', path, undefined, ALICE_SESSION)).status).toBe(200);
  const refused = {
    code: 'ID.1002',
    details: expect.stringContaining('is admin only, can not be executed by current user'),
  };
  for (const call of [
    update('image/expungePeriod', '1'),
    ['PUT', `${path}/actions`, { resetGlobalConfig: {} }] as const,
  ]) {
    const [method, target, body] = call;
    const error = await emulator.refused(method, target, body, ALICE_SESSION);
    expect(error).toMatchObject(refused);
  }
});

test.each([
  [{ value: 'x'.repeat(100_000) }, 503],
  [{ value: { a: 1 } }, 500],
  [{ value: ['1'] }, 500],
  [{ value: 60 }, 503],
])('odd values never crash: %#', async (params, status) => {
  const emulator = await TestEmulator.start();
  const path = '/global-configurations/image/expungePeriod/actions';
  const answer = await emulator.call('PUT', path, { updateGlobalConfig: params });
  expect([answer.status, answer.text.includes('\n')]).toEqual([status, false]);
});
