import { ALICE_SESSION, TestEmulator, type Json } from '../../support/emulator';

const BLACKLIST =
  '/**/.*/**;/**/~*/**;/etc/**;/usr/local/zstack/**;/var/log/**;/dev/**;/proc/**;/sys/**';

const API_CONTROL =
  'org.zstack.header.storage.backup.APIQueryBackupStorageMsg, org.zstack.storage.backup.sftp.APIQuerySftpBackupStorageMsg, org.zstack.header.image.APIAddImageMsg, org.zstack.header.host.APIQueryHostMsg';

type Rule = 'size' | 'paths' | 'filters' | 'timeout' | 'range' | 'folder' | 'apis';

/** Entries with a validator of their own, their defaults, and what they take. */
const ENTRIES: readonly (readonly [entry: string, byDefault: string, rule: Rule])[] = [
  ['image/download.localPath.blacklist', BLACKLIST, 'paths'],
  ['image/download.localPath.whitelist', '/home/**;/mnt/**;/opt/**;/root/**;', 'paths'],
  ['image/download.localPath.customFilter', 'blacklist', 'filters'],
  ['backupStorage/reservedCapacity', '1G', 'size'],
  ['primaryStorage/reservedCapacity', '1G', 'size'],
  ['kvm/reservedMemory', '1G', 'size'],
  ['nfsPrimaryStorage/mount.base', '/opt/zstack/nfsprimarystorage', 'folder'],
  ['longJob/longJob.api.timeout', '259200', 'timeout'],
  ['tag2/tag.resource.attached', '20', 'range'],
  ['identity/account.api.control', API_CONTROL, 'apis'],
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
  const canonical = `Global config[category: ${category}, name: ${name}]`;
  const empty = ['', `${canonical} cannot be empty string`] as const;
  switch (rule) {
    case 'range':
      return {
        good: ['0', '200'],
        bad: [
          ['-1', `${canonical} should not less than 0, but got -1`],
          ['201', `${canonical} should not greater than 200, but got 201`],
          ['many', 'many is not a number or out of range of a Long type'],
        ],
      };
    case 'folder': {
      const wrong = (value: string) =>
        [value, `${canonical} must be an absolute path starting with '/'`] as const;
      return { good: ['/', '/nfs'], bad: [...['nfs', './nfs'].map(wrong), empty] };
    }
    case 'apis': {
      const wrong = (value: string, name: string) => [value, `no API found for ${name}`] as const;
      return {
        good: ['', 'org.zstack.header.image.APIAddImageMsg', API_CONTROL],
        bad: [
          wrong('AddImage', 'AddImage'),
          wrong('org.zstack.header.image.APIAddImageMsg, org.zstack.No', 'org.zstack.No'),
        ],
      };
    }
    case 'size': {
      const wrong = (value: string) =>
        [
          value,
          `${value} is not a size string; a size string consists of a number ending with suffix B/K/M/G/T or without suffix; for example, 512M, 1G`,
        ] as const;
      return {
        good: ['0', '512M', '2T', '1B'],
        bad: [...['much', '1X', '-1G', 'G'].map(wrong), empty],
      };
    }
    case 'paths': {
      const wrong = (value: string) =>
        [value, `invalid value: ${value}, path must separated by ';' and start with '/'`] as const;
      return {
        good: ['/a/**', '/a/**;/b', '/a;'],
        bad: [...['a', '/a;b', '/a, b;c', '/a;;/b'].map(wrong), empty],
      };
    }
    case 'filters': {
      const wrong = (value: string) =>
        [value, `${value} is not in [blacklist, whitelist]`] as const;
      return {
        good: ['whitelist', 'blacklist;whitelist', 'whitelist;'],
        bad: [...['greylist', 'blacklist;x', 'blacklist;;whitelist'].map(wrong), empty],
      };
    }
    case 'timeout':
      return {
        good: ['10800', '2147483648'],
        bad: [
          ['10799', 'long job timeout must be larger than 10800s'],
          [
            'long',
            'GlobalConfig[category:longJob, name:longJob.api.timeout] is of type java.lang.Long, the value[long] cannot be converted to that type, null',
          ],
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
  await emulator.configure('image/expungePeriod', '61');
  const names = async (query: string) =>
    (await emulator.call('GET', `/global-configurations?${query}`)).body.inventories.map(
      ({ name }: Json) => name,
    );
  expect(await names('q=value=61&sort=+category')).toEqual(['expungePeriod']);
  expect(await names('q=category=image&q=name~=%25localPath%25&limit=2')).toHaveLength(2);
  const all = await emulator.call('GET', '/global-configurations?replyWithCount=true&limit=1');
  expect(all.body.total).toBeGreaterThanOrEqual(ENTRIES.length);
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
  [{ value: 60 }, 200],
  [{ value: 60.5 }, 503],
])('odd values never crash: %#', async (params, status) => {
  const emulator = await TestEmulator.start();
  const path = '/global-configurations/image/expungePeriod/actions';
  const answer = await emulator.call('PUT', path, { updateGlobalConfig: params });
  expect([answer.status, answer.text.includes('\n')]).toEqual([status, false]);
});

test('a value that holds is set again without a look', async () => {
  const emulator = await TestEmulator.start();
  const { globalConfig } = emulator.environment.world.repositories;
  // As a value of an older release may be.
  emulator.environment.world.unitOfWork.run(() => globalConfig.save('vm', 'videoType', 'old'));
  expect((await emulator.call(...update('vm/videoType', 'old'))).status).toBe(200);
  expect((await emulator.call(...update('vm/videoType', 'older'))).status).toBe(503);
});
