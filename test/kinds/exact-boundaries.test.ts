import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RanTasks } from '../../src/control/ran-tasks';
import type { Task } from '../../src/domain/task/task';
import { SEED, TEST_TIME, TestEmulator, type Json } from '../support/emulator';
import { GIB, put } from '../support/volumes';

/*
 * Where a limit is exactly met, and one step on either side of it: room, periods, numbers, lengths. A comparison
 * that lets one too many pass, or one too few, shows at one of the two.
 */

const { imageStore, nearlyFull } = SEED.backupStorages;
const { images, volumes, vms, primaryStorages } = SEED;
const ALICE = 'a11ce000000040008000000000000001';
const HOUR = 3_600_000;
const MIB = 2 ** 20;

type Call = Parameters<TestEmulator['call']>;

/** Leaves a storage so much room, by what the system itself uses of it: its capacity adds up as before. */
const leave = (emulator: TestEmulator, kind: 'backup' | 'primary', uuid: string, bytes: number) =>
  put(
    emulator,
    `update ${kind}_storages set system_used_capacity = system_used_capacity + available_capacity - ${bytes},
      ${kind === 'primary' ? `available_physical_capacity = available_physical_capacity - available_capacity + ${bytes},` : ''}
      available_capacity = ${bytes} where uuid = '${uuid}'`,
  );

describe('room', () => {
  const image = (url: string, storage: string): Call => [
    'POST',
    '/images',
    { params: { name: 'x', url, format: 'qcow2', backupStorageUuids: [storage] } },
  ];
  const volume = (diskSize: number): Call => [
    'POST',
    '/volumes/data',
    { params: { name: 'v', diskSize, primaryStorageUuid: primaryStorages.nfs } },
  ];
  const vm: Call = [
    'POST',
    '/vm-instances',
    {
      params: {
        name: 'vm',
        cpuNum: 1,
        memorySize: GIB,
        imageUuid: images.windows,
        zoneUuid: SEED.zone,
        primaryStorageUuidForRootVolume: primaryStorages.nfs,
      },
    },
  ];
  const template: Call = [
    'POST',
    `/images/data-volume-templates/from/volumes/${volumes.spareData}`,
    { params: { name: 't', backupStorageUuids: [imageStore] } },
  ];
  const asItIs = () => Promise.resolve();
  const noReserve = (emulator: TestEmulator) =>
    emulator.configure('primaryStorage/reservedCapacity', '0');
  const attach: Call = [
    'POST',
    `/volumes/${volumes.notInstantiated}/vm-instances/${vms.runningLinux}`,
    {},
  ];
  const onlyNfs = async (emulator: TestEmulator) => {
    await noReserve(emulator);
    const { local, ceph } = primaryStorages;
    put(
      emulator,
      `update primary_storages set state = 'Disabled' where uuid in ('${local}', '${ceph}')`,
    );
  };

  /** What is asked, of which storage, and the least room with which it is had. */
  const LEAST: readonly (readonly [
    what: string,
    call: Call,
    kind: 'backup' | 'primary',
    storage: string,
    least: number,
    prepare: (emulator: TestEmulator) => Promise<void>,
  ])[] = [
    [
      'an image, beside the reserve',
      image('http://x/a#actualSize=1G', imageStore),
      'backup',
      imageStore,
      2 * GIB,
      asItIs,
    ],
    [
      'a template, beside the reserve',
      template,
      'backup',
      imageStore,
      GIB + 200 * 1024 + 1,
      asItIs,
    ],
    [
      'a template',
      template,
      'backup',
      imageStore,
      200 * 1024 + 1,
      (emulator) => emulator.configure('backupStorage/reservedCapacity', '0'),
    ],
    ['a volume, beside the reserve', volume(GIB), 'primary', primaryStorages.nfs, 2 * GIB, asItIs],
    ['a volume', volume(GIB), 'primary', primaryStorages.nfs, GIB + 1, noReserve],
    ['a volume that comes to a VM', attach, 'primary', primaryStorages.nfs, 10 * GIB + 1, onlyNfs],
    ['a VM and the copy of its image', vm, 'primary', primaryStorages.nfs, 91 * GIB, noReserve],
    [
      'a VM and the copy of its image, beside the reserve',
      vm,
      'primary',
      primaryStorages.nfs,
      91 * GIB,
      asItIs,
    ],
  ];

  test.each(LEAST)(
    'for %s is just enough, or a byte too little',
    async (_what, call, kind, storage, least, prepare) => {
      const emulator = await TestEmulator.start();
      await prepare(emulator);
      leave(emulator, kind, storage, least - 1);
      const error = await emulator.refused(...call);
      expect(JSON.stringify(error)).toMatch(/capacity/);
      leave(emulator, kind, storage, least);
      expect((await emulator.call(...call)).status).toBe(200);
    },
  );

  test('of no byte makes a storage none that is usable for an image; one byte makes it too small', async () => {
    const emulator = await TestEmulator.start();
    const call = image('http://x/a#actualSize=2M', imageStore);
    leave(emulator, 'backup', imageStore, 0);
    expect((await emulator.refused(...call)).details).toContain('no backup storage specified');
    leave(emulator, 'backup', imageStore, 1);
    expect((await emulator.refused(...call)).code).toBe('SYS.1002');
  });

  test('is offered where there is a byte more than the volume needs', async () => {
    const emulator = await TestEmulator.start();
    const offered = async () =>
      (await emulator.call('GET', `/volumes/${volumes.notInstantiated}/candidate-vm-instances`))
        .body.inventories.length;
    const all = Object.values(primaryStorages);
    for (const uuid of all) leave(emulator, 'primary', uuid, 10 * GIB);
    expect(await offered()).toBe(0);
    leave(emulator, 'primary', primaryStorages.nfs, 10 * GIB + 1);
    expect(await offered()).toBeGreaterThan(0);
  });

  test('of an image must be a MiB where it comes from a web address', async () => {
    const emulator = await TestEmulator.start();
    const small = await emulator.refused(...image(`http://x/a#actualSize=${MIB - 1}`, nearlyFull));
    expect(small.cause?.details).toContain("it's too small for an image");
    expect((await emulator.call(...image(`http://x/a#actualSize=${MIB}`, nearlyFull))).status).toBe(
      200,
    );
  });
});

describe('a period', () => {
  test.each([
    ['image', `/images/${images.linux}`, 72],
    ['data volume', `/volumes/${volumes.spareData}`, 72],
    ['VM', `/vm-instances/${vms.stoppedWindows}`, 168],
  ])('of a deleted %s ends in its last millisecond', async (_what, path, hours) => {
    const emulator = await TestEmulator.start();
    await emulator.call('DELETE', path);
    emulator.advance(hours * HOUR - 1);
    expect(await emulator.find(path)).toBeDefined();
    emulator.advance(1);
    expect(await emulator.find(path)).toBeUndefined();
  });

  test('of a session ends in its last millisecond, and begins anew with each use', async () => {
    const emulator = await TestEmulator.start();
    const logIn = async () =>
      (
        await emulator.anonymous.put('/zstack/v1/accounts/login').send({
          logInByAccount: {
            accountName: 'admin',
            password:
              'b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb980b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86',
          },
        })
      ).body.inventory.uuid as string;
    const isValid = async (uuid: string) =>
      (await emulator.anonymous.get(`/zstack/v1/accounts/sessions/${uuid}/valid`)).body.valid;
    const [used, idle] = [await logIn(), await logIn()];
    emulator.advance(2 * HOUR - 1);
    expect([await isValid(used), await isValid(idle)]).toEqual([true, true]);
    expect((await emulator.get('/zstack/v1/zones', used)).status).toBe(200);
    emulator.advance(1);
    expect([await isValid(used), await isValid(idle)]).toEqual([true, false]);
    expect((await emulator.get('/zstack/v1/zones', idle)).body.error.code).toBe('ID.1001');
    emulator.advance(2 * HOUR - 1);
    expect((await emulator.get('/zstack/v1/zones', used)).body.error.code).toBe('ID.1001');
  });

  test('sessions of an account may be as many as are allowed, and not one more', async () => {
    const emulator = await TestEmulator.start();
    const account = await emulator.make('POST', '/accounts', {
      params: { name: 'many', password: 'b'.repeat(128) },
    });
    const logIn = () =>
      emulator.anonymous.put('/zstack/v1/accounts/login').send({
        logInByAccount: { accountName: account.name, password: 'b'.repeat(128) },
      });
    await emulator.configure('identity/session.maxConcurrent', '3');
    const codes = [];
    for (let i = 0; i < 4; i++) codes.push((await logIn()).body.error?.code);
    expect(codes).toEqual([undefined, undefined, undefined, 'ID.1006']);
    // One that ends makes room for another.
    emulator.advance(2 * HOUR);
    expect((await logIn()).status).toBe(200);
  });

  test('of a long job is the shorter of what the call asks for and what jobs may take', async () => {
    const emulator = await TestEmulator.start();
    await emulator.control('PUT', '/progression', { mode: 'manual' });
    const submit = async (hours: number) => {
      const jobData = JSON.stringify({
        name: `made-${hours}`,
        rootVolumeUuid: volumes.stoppedWindows,
        backupStorageUuids: [imageStore],
      });
      const params = { jobName: 'APICreateRootVolumeTemplateFromRootVolumeMsg', jobData };
      const answer = await emulator.anonymous
        .post('/zstack/v1/longjobs')
        .set('Authorization', 'OAuth 5e55000000004000800000000000ad01')
        .set('X-API-Timeout', String(hours * 3600))
        .send({ params });
      return answer.body.inventory.uuid as string;
    };
    const stateOf = async (uuid: string) => (await emulator.find(`/longjobs/${uuid}`)).state;
    const [short, long] = [await submit(10), await submit(1000)];
    emulator.advance(10 * HOUR - 1);
    expect(await stateOf(short)).toBe('Running');
    emulator.advance(1);
    expect([await stateOf(short), await stateOf(long)]).toEqual(['Failed', 'Running']);
    emulator.advance(62 * HOUR - 1);
    expect(await stateOf(long)).toBe('Running');
    emulator.advance(1);
    expect(await stateOf(long)).toBe('Failed');
  });
});

describe('a length', () => {
  test.each([
    [1024 * 1024, 200],
    [1024 * 1024 + 1, 413],
  ])('of %d bytes of a body is answered with %d', async (length, status) => {
    const emulator = await TestEmulator.start();
    const start = '{"params":{"name":"x","description":"';
    const answer = await emulator.anonymous
      .post('/zstack/v1/zones')
      .set('Authorization', 'OAuth 5e55000000004000800000000000ad01')
      .set('Content-Type', 'application/json')
      .send(`${start}x"}}${' '.repeat(length - start.length - 4)}`);
    expect(answer.status).toBe(status);
  });

  test.each([
    [5, 'Ready'],
    [6, undefined],
  ])('of %d redirects leads to an image that is %s', async (count, status) => {
    const server = createServer((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left > 0) response.writeHead(302, { Location: `/${left - 1}` }).end();
      else {
        const bytes = Buffer.alloc(MIB);
        response.setHeader('Content-Length', bytes.length);
        response.end(request.method === 'HEAD' ? undefined : bytes);
      }
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${count}`;
      const settings = { fetch: 'allow', fetchHosts: '127.0.0.1' };
      const emulator = await TestEmulator.start({ settings });
      const params = { name: 'x', url, format: 'raw', backupStorageUuids: [imageStore] };
      const { body } = await emulator.call('POST', '/images', { params });
      expect(body.inventory?.status).toBe(status);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test('of a report of a jump is a thousand, whatever happened, and the last thousand', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('image/expungeInterval', '60');
    await emulator.call('DELETE', `/images/${images.linux}`);
    const { body } = await emulator.control('POST', '/clock/advance', { by: '48h' });
    expect(body.count).toBeGreaterThan(1000);
    const { body: short } = await emulator.control('POST', '/clock/advance', { by: '5m' });
    expect([short.count, short.ran, short.chores]).toEqual([
      5,
      [],
      [{ chore: 'expunge-deleted-images', count: 5 }],
    ]);
    const task: Task = {
      id: 0,
      jobUuid: images.linux,
      flow: 'add-image',
      step: 'take-room',
      subject: null,
      dueDate: 0,
      createDate: 0,
      length: null,
      pollsLeft: null,
      faultUuid: null,
    };
    const ran = new RanTasks(emulator.environment.world);
    for (let id = 0; id < 1000; id++) ran.add({ ...task, id });
    expect(ran.told().ran.map(({ id }) => id)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    ran.add({ ...task, id: 1000 });
    expect(ran.told().ran.map(({ id }) => id)).toEqual(
      Array.from({ length: 1000 }, (_, i) => i + 1),
    );
  });
});

test('memory may be reserved whole, and no byte more', async () => {
  const emulator = await TestEmulator.start();
  const { memorySize } = await emulator.find(`/vm-instances/${vms.stoppedWindows}`);
  const reserve = (reservedMemorySize: number): Call => [
    'PUT',
    `/vm-instances/${vms.stoppedWindows}/actions`,
    { updateVmInstance: { reservedMemorySize } },
  ];
  await emulator.refused(...reserve(memorySize + 1));
  expect((await emulator.call(...reserve(memorySize))).status).toBe(200);
});

test('an account has a hundred access keys at most', async () => {
  const emulator = await TestEmulator.start();
  const create: Call = ['POST', '/accesskeys', { params: { accountUuid: ALICE, userUuid: ALICE } }];
  for (let i = 0; i < 100; i++) expect((await emulator.call(...create)).status).toBe(200);
  expect((await emulator.refused(...create)).details).toContain('exceeds the max');
});

test('the first and the last address of a network are in it, its own and that of all are not', async () => {
  const emulator = await TestEmulator.start();
  const add = (address: string): Call => [
    'POST',
    '/primary-storage/nfs',
    {
      params: { name: 'n', url: `${address}:/x`, zoneUuid: SEED.zone },
      systemTags: ['primaryStorage::gateway::cidr::10.0.1.0/24'],
    },
  ];
  for (const outside of ['10.0.1.0', '10.0.1.255']) {
    expect((await emulator.refused(...add(outside))).details).toContain('is not in CIDR');
  }
  for (const inside of ['10.0.1.1', '10.0.1.254']) {
    const { body } = await emulator.call(...add(inside));
    expect(body.error?.details ?? '').not.toContain('CIDR');
  }
});

test('what a quota leaves is what is used, and not a byte less', async () => {
  const emulator = await TestEmulator.start();
  const identityUuid = ALICE;
  const { usages } = (await emulator.call('GET', `/accounts/quota/${identityUuid}/usages`)).body;
  const { name, used } = usages.find((one: Json) => one.used > 1);
  const set = (value: number): Call => [
    'PUT',
    '/accounts/quotas/actions',
    { updateQuota: { identityUuid, name, value } },
  ];
  expect((await emulator.call(...set(used))).status).toBe(200);
  expect((await emulator.call(...set(used - 1))).status).not.toBe(200);
});

test.each<
  [
    what: string,
    call: (value: never) => Call,
    inside: readonly unknown[],
    outside: readonly unknown[],
  ]
>([
  [
    'a name',
    (name) => ['PUT', `/images/${images.linux}/actions`, { updateImage: { name } }],
    ['x', 'x'.repeat(255)],
    ['x'.repeat(256)],
  ],
  [
    'the id of an access key',
    (AccessKeyID) => [
      'POST',
      '/accesskeys',
      {
        params: {
          accountUuid: ALICE,
          userUuid: ALICE,
          AccessKeyID,
          AccessKeySecret: 'x'.repeat(40),
        },
      },
    ],
    ['x'.repeat(10), 'x'.repeat(20)],
    ['x'.repeat(9), 'x'.repeat(21)],
  ],
  [
    'a number of processors',
    (cpuNum) => [
      'PUT',
      `/vm-instances/${vms.stoppedWindows}/actions`,
      { updateVmInstance: { cpuNum } },
    ],
    [1, 1024],
    [0, 1025],
  ],
  [
    'what a new backup storage has left',
    (availableCapacity) => [
      'POST',
      '/backup-storage/simulators',
      { params: { name: 'x', url: '/x', totalCapacity: 1000, availableCapacity } },
    ],
    [0, 1000],
    [-1, 1001],
  ],
  [
    'what a new primary storage has left',
    (left) => [
      'POST',
      '/primary-storage/simulators',
      {
        params: {
          name: 'x',
          url: '/x',
          zoneUuid: SEED.zone,
          totalCapacity: 1000,
          availableCapacity: left,
          totalPhysicalCapacity: 1000,
          availablePhysicalCapacity: left,
        },
      },
    ],
    [0, 1000],
    [-1, 1001],
  ],
])(
  '%s may be the least and the most that it may be, and no more',
  async (_what, call, inside, outside) => {
    const emulator = await TestEmulator.start();
    for (const value of outside) await emulator.refused(...call(value as never));
    for (const value of inside) {
      expect([value, (await emulator.call(...call(value as never))).status]).toEqual([value, 200]);
    }
  },
);

test('a clock may be moved to where it stands, and not a second back', async () => {
  const emulator = await TestEmulator.start();
  const to = (time: number) =>
    emulator.control('POST', '/clock/advance', { to: new Date(time).toISOString() });
  expect((await to(TEST_TIME)).status).toBe(200);
  expect((await to(TEST_TIME - 1000)).status).not.toBe(200);
});
