import { ADMIN_ACCOUNT as ADMIN, ALICE, digest } from '../support/accounts';
import { ADMIN_SESSION, ALICE_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { takeSnapshot, writeTo } from '../support/volumes';

/*
 * Slow work is held by hand, something happens to what it works on, then the work goes on to its end. Each cell of
 * the table says what the disturbance came to, what the work came to, and what is left of its image. Every law is
 * looked at after every call, and whatever happened: no job is left running, and no task waits for one.
 */

const { imageStore, sftp } = SEED.backupStorages;
const { volumes, images, vms } = SEED;
const BOTH = [imageStore, sftp];
const BOBS_ACTIONS = ['org.zstack.header.image.APICreateRootVolumeTemplateFromRootVolumeMsg'];
const FAR = 200 * 3_600_000;

type Answer = { status: number; body: Json };
type Act = (emulator: TestEmulator) => Promise<Answer | undefined>;

const act = (path: string, name: string, params: object = {}) =>
  ['PUT', `${path}/actions`, { [name]: params }] as const;
const made = async (emulator: TestEmulator): Promise<Json> => emulator.find('/images?q=name=made');
const ofMade =
  (call: (path: string) => readonly ['PUT' | 'DELETE', string, object?]): Act =>
  async (emulator) => {
    const image = await made(emulator);
    return image && emulator.call(...call(`/images/${image.uuid}`));
  };

/** Makes an image called `made` on two storages. */
const WORKS: Record<string, Act> = {
  'a download': (emulator) =>
    emulator.call('POST', '/images', {
      params: {
        name: 'made',
        url: 'http://x/made.qcow2#size=4G&actualSize=1G',
        format: 'qcow2',
        backupStorageUuids: BOTH,
      },
    }),
  'a template of a root volume': (emulator) =>
    emulator.createTemplate(volumes.stoppedWindows, { name: 'made', backupStorageUuids: BOTH }),
  'a template of a data volume': (emulator) =>
    emulator.call('POST', `/images/data-volume-templates/from/volumes/${volumes.spareData}`, {
      params: { name: 'made', backupStorageUuids: BOTH },
    }),
  'a template of a snapshot': async (emulator) => {
    const { uuid } = await emulator.find('/volume-snapshots?q=name=frozen');
    return emulator.call('POST', `/images/data-volume-templates/from/volume-snapshots/${uuid}`, {
      params: { name: 'made', backupStorageUuids: BOTH },
    });
  },
};

const onSource =
  (call: (volume: string, vm: string) => Parameters<TestEmulator['call']>): Act =>
  (emulator) =>
    emulator.call(...call(volumes.spareData, vms.stoppedWindows));
const tasksOf = async (emulator: TestEmulator): Promise<Json[]> => {
  const { inventories } = (await emulator.control('GET', '/tasks')).body;
  return inventories.filter(({ jobUuid }: Json) => jobUuid !== null);
};
const step: Act = async (emulator) => {
  const [task] = await tasksOf(emulator);
  return emulator.control('POST', `/tasks/${task.id}/step`);
};
const inOrder =
  (...acts: readonly Act[]): Act =>
  async (emulator) => {
    let answer: Answer | undefined;
    for (const one of acts) answer = await one(emulator);
    return answer;
  };
const removed = ofMade((path) => ['DELETE', path]);
const storageDeleted =
  (uuid: string): Act =>
  (emulator) =>
    emulator.call('DELETE', `/backup-storage/${uuid}`);
const silent: Act = (emulator) =>
  emulator.control('PUT', `/backup-storage/${sftp}/agent`, { reachable: false });

const DISTURBANCES: Record<string, Act> = {
  nothing: () => Promise.resolve(undefined),
  'its image is deleted': removed,
  'one storage has it, then it is deleted': inOrder(step, removed),
  'one storage has it, then it is deleted and recovered': inOrder(
    step,
    removed,
    ofMade((path) => act(path, 'recoverImage')),
  ),
  'one storage has it, then it is deleted and expunged': inOrder(
    step,
    removed,
    ofMade((path) => act(path, 'expungeImage')),
  ),
  'it is deleted on one storage': ofMade((path) => [
    'DELETE',
    `${path}?backupStorageUuids=${sftp}`,
  ]),
  'it is disabled': ofMade((path) => act(path, 'changeImageState', { stateEvent: 'disable' })),
  'one storage is deleted': storageDeleted(sftp),
  'both storages are deleted': inOrder(storageDeleted(sftp), storageDeleted(imageStore)),
  'one storage falls silent': silent,
  'one storage is disabled': (emulator) =>
    emulator.call(
      ...act(`/backup-storage/${sftp}`, 'changeBackupStorageState', { stateEvent: 'disable' }),
    ),
  'one storage leaves the zone': (emulator) =>
    emulator.call('DELETE', `/zones/${SEED.zone}/backup-storage/${sftp}`),
  'its source is written': async (emulator) => {
    await writeTo(emulator, 2 ** 30, volumes.stoppedWindows);
    return writeTo(emulator, 2 ** 30, volumes.spareData);
  },
  'its volume is deleted': onSource((volume) => ['DELETE', `/volumes/${volume}`]),
  'its VM is destroyed': onSource((_volume, vm) => ['DELETE', `/vm-instances/${vm}`]),
  'its VM starts': onSource((_volume, vm) => [...act(`/vm-instances/${vm}`, 'startVmInstance')]),
  'its snapshot is deleted': async (emulator) => {
    const { uuid } = await emulator.find('/volume-snapshots?q=name=frozen');
    return emulator.call('DELETE', `/volume-snapshots/${uuid}`);
  },
  'its job fails by hand': async (emulator) => {
    const [task] = await tasksOf(emulator);
    return emulator.control('POST', `/tasks/${task.id}/fail`, { details: 'a rat' });
  },
  'its time is up': (emulator) =>
    Promise.resolve(emulator.advance(72 * 3_600_000)).then(() => undefined),
};

/** What an answer came to: `ok`, `on its way`, or the code and the cause of the refusal. */
function outcome(answer: { status: number; body: Json } | undefined): string {
  if (answer === undefined || answer.status === 200) return 'ok';
  if (answer.status === 202) return 'on its way';
  const { code, cause } = answer.body.error;
  return cause ? `${code} < ${cause.code}` : code;
}

async function left(emulator: TestEmulator): Promise<string> {
  const image = await made(emulator);
  if (!image) return 'gone';
  const refs = image.backupStorageRefs.map(({ status }: Json) => status);
  return `${image.status} on ${refs.join(', ')}`;
}

/** All in which an image and its bytes stand. */
function ofImages(emulator: TestEmulator) {
  const world = emulator.world();
  const room = (world['backup_storages'] as Json[]).map((row) => [
    row.uuid,
    row.available_capacity,
  ]);
  const { images: all, image_backup_storage_refs: refs } = world;
  const { backup_storage_reservations: reserved, uploads, blobs } = world;
  return { all, refs, room, reserved, uploads, blobs };
}

/** Begins the work, disturbs it and lets it go on to its end, and time pass: the cell of the table. */
async function disturbed(
  begin: Act,
  disturb: Act,
  look: (emulator: TestEmulator) => Promise<string>,
): Promise<string> {
  const emulator = await TestEmulator.start();
  await takeSnapshot(emulator, 'frozen');
  const before = ofImages(emulator);
  await emulator.control('PUT', '/progression', { mode: 'manual' });
  const begun = await begin(emulator);
  expect(begun?.status).toBe(202);
  const disturbance = outcome(await disturb(emulator));
  for (let i = 0; i < 20 && (await tasksOf(emulator)).length > 0; i++) await step(emulator);
  expect(await tasksOf(emulator)).toEqual([]);
  const polled = await fetch(begun?.body.location, {
    headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
  });
  const text = await polled.text();
  // A job that ended long ago is known no more.
  const work =
    polled.status === 404 ? text : outcome({ status: polled.status, body: JSON.parse(text) });
  const remains = await look(emulator);
  const now = ofImages(emulator);
  // What is gone has given back what it took.
  const isAsBefore = remains === 'gone' && now.room.length === before.room.length;
  expect(now).toEqual(isAsBefore ? before : now);
  await emulator.control('PUT', '/progression', { mode: 'immediate' });
  emulator.advance(FAR);
  expect(emulator.brokenLaws()).toEqual({});
  return `${disturbance} | ${work} | ${remains}`;
}

const DONE = 'ok | ok | Ready on Ready, Ready';
const ON_ONE = 'ok | ok | Ready on Ready';
const DELETED = 'ok | SYS.1006 | gone';

/** What nearly every work comes to. */
const USUAL: Readonly<Record<string, string>> = {
  nothing: DONE,
  'its image is deleted': DELETED,
  'one storage has it, then it is deleted': 'ok | ok | Deleted on Deleted, Deleted',
  'one storage has it, then it is deleted and recovered': DONE,
  'one storage has it, then it is deleted and expunged': 'on its way | ok | gone',
  'it is deleted on one storage': DELETED,
  'it is disabled': DONE,
  'one storage is deleted': ON_ONE,
  'both storages are deleted': DELETED,
  'one storage falls silent': ON_ONE,
  'one storage is disabled': ON_ONE,
  'one storage leaves the zone': ON_ONE,
  'its source is written': DONE,
  'its volume is deleted': DONE,
  'its VM is destroyed': DONE,
  'its VM starts': `on its way${DONE.slice(2)}`,
  'its snapshot is deleted': DONE,
  'its job fails by hand': DELETED,
  'its time is up': 'ok | the job has been expired | gone',
};

/** And where it differs. */
const ENDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a download': {
    // It is there when all storages have it.
    'one storage is deleted': 'ok | SYS.1002 < SYS.1006 | gone',
    'one storage falls silent': 'ok | SYS.1002 < SYS.1006 | gone',
    'one storage is disabled': 'ok | SYS.1002 < SYS.1006 | gone',
    'one storage leaves the zone': DONE,
  },
  'a template of a root volume': {
    'its VM is destroyed': 'ok | SYS.1006 < SYS.1006 | gone',
    'its VM starts': 'on its way | SYS.1006 < SYS.1006 | gone',
  },
  'a template of a data volume': {},
  'a template of a snapshot': {
    // What is expunged is what was there; the other copy is deleted, and waits for its time.
    'one storage has it, then it is deleted and expunged': 'on its way | ok | Deleted on Deleted',
    'its snapshot is deleted': 'ok | SYS.1000 | gone',
  },
};

test.each(Object.keys(WORKS))('%s comes to its end, whatever happens meanwhile', async (name) => {
  const ends: Record<string, string> = {};
  for (const [what, disturb] of Object.entries(DISTURBANCES)) {
    ends[what] = await disturbed(WORKS[name] as Act, disturb, left);
  }
  expect(ends).toEqual({ ...USUAL, ...ENDS[name] });
});

const LINUX = `/images/${images.linux}`;
const linux = async (emulator: TestEmulator): Promise<string> => {
  const image = await emulator.find(LINUX);
  if (!image) return 'gone for good';
  const refs = image.backupStorageRefs.map(
    ({ status, exportUrl }: Json) => `${status}${exportUrl === null ? '' : ', exported'}`,
  );
  return `${image.status} on ${refs.join('; ')}`;
};
const snapshots = async (emulator: TestEmulator): Promise<string> => {
  const all = (await emulator.call('GET', '/volume-snapshots?sort=+createDate')).body.inventories;
  const volume = await emulator.find(`/volumes/${volumes.spareData}`);
  const texts = all
    .map(
      ({ name, status, latest, distance }: Json) =>
        `${name} ${status} ${distance}${latest ? ' latest' : ''}`,
    )
    .toSorted();
  return `${volume?.status ?? 'no volume'}: ${texts.join('; ')}`;
};
const vm = async (emulator: TestEmulator): Promise<string> =>
  (await emulator.find(`/vm-instances/${vms.runningLinux}`))?.state ?? 'gone for good';
const storage = async (emulator: TestEmulator): Promise<string> =>
  (await emulator.find(`/backup-storage/${sftp}`))?.status ?? 'gone for good';

const call =
  (...args: Parameters<TestEmulator['call']>): Act =>
  (emulator) =>
    emulator.call(...args);
const deleteLinux = call('DELETE', LINUX);
const expunge = call(...act(LINUX, 'expungeImage'));
const recover = call(...act(LINUX, 'recoverImage'));
const exporting = call(
  ...act(`/backup-storage/${imageStore}`, 'exportImageFromBackupStorage', {
    imageUuid: images.linux,
  }),
);
const configured =
  (entry: string, value: string): Act =>
  (emulator) =>
    emulator.configure(entry, value).then(() => undefined);
const direct: Act = async (emulator) => {
  await emulator.configure('image/deletionPolicy', 'Direct');
  return deleteLinux(emulator);
};
const snapshot = (name: string) =>
  call('POST', `/volumes/${volumes.spareData}/volume-snapshots`, { params: { name } });
const stop = call(...act(`/vm-instances/${vms.runningLinux}`, 'stopVmInstance'));
const start = call(...act(`/vm-instances/${vms.stoppedWindows}`, 'startVmInstance'));
const stopped = async (emulator: TestEmulator): Promise<string> =>
  (await emulator.find(`/vm-instances/${vms.stoppedWindows}`))?.state;
const reconnect = call(...act(`/backup-storage/${sftp}`, 'reconnectBackupStorage'));
const named =
  (name: string, verb: (path: string) => Parameters<TestEmulator['call']>): Act =>
  async (emulator) => {
    const { uuid } = await emulator.find(`/volume-snapshots?q=name=${name}`);
    return emulator.call(...verb(`/volume-snapshots/${uuid}`));
  };
const failed = DISTURBANCES['its job fails by hand'] as Act;

/** What is left of the VM that is made, or of the one that starts or stops: its state, place and addresses. */
const guest =
  (q: string): ((emulator: TestEmulator) => Promise<string>) =>
  async (emulator) => {
    const found = await emulator.find(`/vm-instances?q=${q}`);
    const database = emulator.environment.database;
    const taken = database
      .prepare<[], number>('select count(*) from used_ips where vm_nic_uuid is not null')
      .pluck()
      .get();
    const its = await emulator.find(`/hosts/${SEED.hosts.linux}`);
    const hosts = its === undefined || its.state === 'Enabled' ? '' : `, host in ${its.state}`;
    if (!found) return `gone, ${taken} addresses taken${hosts}`;
    const host = found.hostUuid === SEED.hosts.linux ? 'its host' : (found.hostUuid ?? 'no host');
    return `${found.state} on ${host} with ${found.vmNics.length} NICs, ${taken} addresses taken${hosts}`;
  };
const newVm = guest('name=new');
const running = guest(`uuid=${vms.runningLinux}`);
const windows = guest(`uuid=${vms.stoppedWindows}`);
const makeVm = (more: object = {}) =>
  call('POST', '/vm-instances', {
    params: {
      name: 'new',
      cpuNum: 1,
      memorySize: 2 ** 30,
      imageUuid: images.linux,
      l3NetworkUuids: [SEED.l3Network],
      hostUuid: SEED.hosts.linux,
      primaryStorageUuidForRootVolume: SEED.primaryStorages.local,
      ...more,
    },
  });
const networkDeleted = call('DELETE', `/l3-networks/${SEED.l3Network}`);
const l2Detached = call(
  'DELETE',
  `/l2-networks/${SEED.l2Networks.usual}/clusters/${SEED.clusters.used}`,
);
const nicOf =
  (q: string, verb: (path: string) => Parameters<TestEmulator['call']>): Act =>
  async (emulator) => {
    const { vmNics } = await emulator.find(`/vm-instances?q=${q}`);
    return emulator.call(...verb(vmNics[0].uuid));
  };
const detach = (nic: string): Parameters<TestEmulator['call']> => [
  'DELETE',
  `/vm-instances/nics/${nic}`,
];
const maintain = call(
  ...act(`/hosts/${SEED.hosts.linux}`, 'changeHostState', { stateEvent: 'maintain' }),
);
/** The host's work is done before that of its VM. */
const maintained: Act = async (emulator) => {
  const answer = await maintain(emulator);
  const tasks = await tasksOf(emulator);
  await emulator.control('POST', `/tasks/${tasks.at(-1)?.id}/step`);
  return answer;
};
const hostDeleted = call('DELETE', `/hosts/${SEED.hosts.linux}`);
const hostSilent: Act = (emulator) =>
  emulator.control('PUT', `/hosts/${SEED.hosts.linux}/agent`, { reachable: false });

type Pair = readonly [
  what: string,
  begin: Act,
  disturb: Act,
  look: (emulator: TestEmulator) => Promise<string>,
  end: string,
];

const PAIRS: readonly Pair[] = [
  [
    'a download, deleted at once by the policy',
    WORKS['a download'] as Act,
    inOrder(configured('image/deletionPolicy', 'Direct'), removed),
    left,
    'ok | SYS.1006 | gone',
  ],
  [
    'an expunge, recovered',
    inOrder(deleteLinux, expunge),
    recover,
    linux,
    'ok | ok | Ready on Ready; Ready',
  ],
  [
    'an expunge, expunged again',
    inOrder(deleteLinux, expunge),
    expunge,
    linux,
    'on its way | ok | gone for good',
  ],
  [
    'an expunge that fails',
    inOrder(deleteLinux, expunge),
    failed,
    linux,
    'ok | SYS.1006 | Deleted on Deleted; Deleted',
  ],
  [
    'an expunge, its storage deleted',
    inOrder(deleteLinux, expunge),
    storageDeleted(imageStore),
    linux,
    'ok | ok | gone for good',
  ],
  [
    'a direct deletion, deleted again',
    direct,
    deleteLinux,
    linux,
    'on its way | ok | gone for good',
  ],
  [
    'a direct deletion, its storage disabled',
    direct,
    call('PUT', `/backup-storage/${imageStore}/actions`, {
      changeBackupStorageState: { stateEvent: 'disable' },
    }),
    linux,
    'ok | ok | Ready on Ready',
  ],
  ['a direct deletion that fails', direct, failed, linux, 'ok | SYS.1006 | Ready on Ready; Ready'],
  [
    'an export, its image deleted',
    exporting,
    deleteLinux,
    linux,
    'ok | ok | Deleted on Deleted, exported; Deleted',
  ],
  [
    'an export, its image expunged',
    exporting,
    inOrder(deleteLinux, expunge, step, step),
    linux,
    'ok | ok | gone for good',
  ],
  [
    'an export, exported again',
    exporting,
    exporting,
    linux,
    'on its way | ok | Ready on Ready, exported; Ready',
  ],
  [
    'an export, its storage deleted',
    exporting,
    storageDeleted(imageStore),
    linux,
    'ok | SYS.1000 | Ready on Ready',
  ],
  [
    'a snapshot, its volume deleted',
    snapshot('x'),
    call('DELETE', `/volumes/${volumes.spareData}`),
    snapshots,
    'ok | ok | Deleted: frozen Ready 1; x Ready 2 latest',
  ],
  [
    'a snapshot, deleted',
    snapshot('x'),
    named('x', (path) => ['DELETE', path]),
    snapshots,
    'ok | SYS.1006 | Ready: frozen Ready 1 latest',
  ],
  [
    'a snapshot, another one taken',
    snapshot('x'),
    snapshot('y'),
    snapshots,
    'on its way | ok | Ready: frozen Ready 1; x Ready 2; y Ready 3 latest',
  ],
  [
    'a snapshot that fails',
    snapshot('x'),
    failed,
    snapshots,
    'ok | SYS.1006 | Ready: frozen Ready 1 latest',
  ],
  [
    'a snapshot that fails after another',
    snapshot('x'),
    inOrder(snapshot('y'), failed),
    snapshots,
    'ok | SYS.1006 | Ready: frozen Ready 1 latest',
  ],
  [
    'a snapshot, its volume reverted',
    snapshot('x'),
    named('frozen', (path) => [...act(path, 'revertVolumeFromSnapshot')]),
    snapshots,
    'ok | ok | Ready: frozen Ready 1 latest; x Ready 2',
  ],
  [
    'a VM that stops, destroyed',
    stop,
    call('DELETE', `/vm-instances/${vms.runningLinux}`),
    vm,
    'ok | ok | Destroyed',
  ],
  [
    'a VM that stops, started',
    stop,
    call(...act(`/vm-instances/${vms.runningLinux}`, 'startVmInstance')),
    vm,
    'VM.1001 < VM.1010 | ok | Stopped',
  ],
  ['a VM that fails to stop', stop, failed, vm, 'ok | SYS.1006 | Running'],
  ['a VM that fails to start', start, failed, stopped, 'ok | SYS.1006 | Stopped'],
  [
    'a storage that reconnects, falls silent',
    reconnect,
    silent,
    storage,
    'ok | BS.1500 | Disconnected',
  ],
  [
    'a storage that reconnects, deleted',
    reconnect,
    storageDeleted(sftp),
    storage,
    'ok | SYS.1000 | gone for good',
  ],
];

/** VMs on their way, and what they stand on goes: networks, NICs and hosts. */
const VM_PAIRS: readonly Pair[] = [
  [
    'a VM that is made, its network deleted',
    makeVm(),
    networkDeleted,
    newVm,
    'ok | ok | Running on its host with 0 NICs, 0 addresses taken',
  ],
  [
    'a VM that is made, its network taken from the cluster',
    makeVm(),
    l2Detached,
    newVm,
    'ok | ok | Running on its host with 0 NICs, 0 addresses taken',
  ],
  [
    'a VM that is made, its NIC detached',
    makeVm(),
    nicOf('name=new', detach),
    newVm,
    'SYS.1006 | ok | Running on its host with 1 NICs, 3 addresses taken',
  ],
  [
    'a VM that is made, which fails',
    makeVm(),
    failed,
    newVm,
    'ok | SYS.1006 | gone, 2 addresses taken',
  ],
  [
    'a VM that is made, its host maintained',
    makeVm(),
    maintain,
    newVm,
    'on its way | ok | Stopped on no host with 1 NICs, 3 addresses taken, host in Maintenance',
  ],
  [
    'a VM that is made, its host deleted',
    makeVm(),
    hostDeleted,
    newVm,
    'ok | ok | Destroyed on no host with 1 NICs, 1 addresses taken',
  ],
  [
    'a VM that is made, its host silent',
    makeVm(),
    hostSilent,
    newVm,
    'ok | ok | Unknown on its host with 1 NICs, 3 addresses taken',
  ],
  [
    'a VM that stops, its network deleted',
    stop,
    networkDeleted,
    running,
    'ok | ok | Stopped on no host with 0 NICs, 0 addresses taken',
  ],
  [
    'a VM that stops, its NIC detached',
    stop,
    nicOf(`uuid=${vms.runningLinux}`, detach),
    running,
    'SYS.1006 | ok | Stopped on no host with 1 NICs, 2 addresses taken',
  ],
  [
    'a VM that stops, its host maintained',
    stop,
    maintain,
    running,
    'on its way | ok | Stopped on no host with 1 NICs, 2 addresses taken, host in Maintenance',
  ],
  [
    'a VM that stops, its host deleted',
    stop,
    hostDeleted,
    running,
    'ok | ok | Destroyed on no host with 1 NICs, 1 addresses taken',
  ],
  [
    'a VM that stops, its host silent',
    stop,
    hostSilent,
    running,
    'ok | ok | Unknown on its host with 1 NICs, 2 addresses taken',
  ],
  [
    'a VM that starts, its network deleted',
    start,
    networkDeleted,
    windows,
    'ok | ok | Running on its host with 0 NICs, 0 addresses taken',
  ],
  [
    'a VM that starts, its host maintained',
    start,
    maintain,
    windows,
    'on its way | ok | Running on 05700000000040008000000000000002 with 1 NICs, 2 addresses taken, host in Maintenance',
  ],
  [
    'a VM that starts, its host deleted',
    start,
    hostDeleted,
    windows,
    'ok | VM.1001 < SYS.1003 | Stopped on no host with 1 NICs, 1 addresses taken',
  ],
  [
    'a VM that is made on shared storage, its host deleted',
    makeVm({ primaryStorageUuidForRootVolume: SEED.primaryStorages.nfs }),
    hostDeleted,
    newVm,
    'ok | SYS.1006 < SYS.1003 | gone, 1 addresses taken',
  ],
  [
    'a VM that is made on shared storage, its host maintained',
    makeVm({ primaryStorageUuidForRootVolume: SEED.primaryStorages.nfs }),
    maintain,
    newVm,
    'on its way | ok | Running on 05700000000040008000000000000002 with 1 NICs, 3 addresses taken, host in Maintenance',
  ],
  [
    'a VM that is made, its host left meanwhile',
    makeVm(),
    maintained,
    newVm,
    'on its way | ok | Running on its host with 1 NICs, 3 addresses taken',
  ],
  [
    'a VM that stops, its host left meanwhile',
    stop,
    maintained,
    running,
    'on its way | ok | Stopped on no host with 1 NICs, 2 addresses taken',
  ],
  [
    'a VM that starts, its host left meanwhile',
    start,
    maintained,
    windows,
    'on its way | ok | Running on its host with 1 NICs, 2 addresses taken',
  ],
];

/** Who begins slow work, and then may not: [who, what happens, its next call is refused with, whose the image is]. */
const LEAVING = [
  [
    'a user that is deleted',
    (user: string): Act =>
      (emulator) =>
        emulator.call('DELETE', `/accounts/users/${user}`, undefined, ALICE_SESSION),
    'ID.1001',
    ALICE,
  ],
  [
    'a user that loses its policy',
    (user: string, policy: string): Act =>
      (emulator) =>
        emulator.call(
          'DELETE',
          `/accounts/users/${user}/policies/${policy}`,
          undefined,
          ALICE_SESSION,
        ),
    'SYS.1006',
    ALICE,
  ],
  ['a user whose account is deleted', () => call('DELETE', `/accounts/${ALICE}`), 'ID.1001', ADMIN],
] as const;

test.each(LEAVING)(
  'the work of %s comes to its end, and it begins no other',
  async (_who, leave, refusal, owner) => {
    const emulator = await TestEmulator.start();
    const make = async (path: string, params: object): Promise<Json> =>
      (await emulator.call('POST', path, { params }, ALICE_SESSION)).body.inventory;
    const password = digest('bob');
    const user = await make('/accounts/users', { name: 'bob', password });
    const statements = [{ effect: 'Allow', actions: BOBS_ACTIONS }];
    const policy = await make('/accounts/policies', { name: 'p', statements });
    await make(`/accounts/users/${user.uuid}/policies`, { policyUuid: policy.uuid });
    const { body } = await emulator.anonymous
      .put('/zstack/v1/accounts/users/login')
      .send({ logInByUser: { accountName: 'alice', userName: 'bob', password } });
    const session = body.inventory.uuid;
    await emulator.control('PUT', '/progression', { mode: 'manual' });
    const params = { name: 'made', backupStorageUuids: [imageStore] };
    const begin = () =>
      emulator.call(
        'POST',
        `/images/root-volume-templates/from/volumes/${volumes.alice}`,
        { params },
        session,
      );
    expect((await begin()).status).toBe(202);
    expect((await leave(user.uuid, policy.uuid)(emulator))?.status).toBe(200);
    for (let i = 0; i < 20 && (await tasksOf(emulator)).length > 0; i++) await step(emulator);
    expect(await left(emulator)).toBe('Ready on Ready');
    expect((await begin()).body.error.code).toBe(refusal);
    const { uuid } = await made(emulator);
    const owners = await emulator.call('GET', `/resources/accounts?resourceUuids=${uuid}`);
    expect(owners.body.inventories[uuid].uuid).toBe(owner);
  },
);

test.each([...PAIRS, ...VM_PAIRS])('%s', async (_what, begin, disturb, look, end) => {
  expect(await disturbed(begin, disturb, look)).toBe(end);
});

test.each([
  ['a snapshot that fails leaves its volume in the file that it had', snapshot('x'), 'former'],
  [
    'one that fails after another leaves it in the newest',
    inOrder(snapshot('x'), snapshot('y')),
    'now',
  ],
] as const)('%s', async (_what, begin, place) => {
  const emulator = await TestEmulator.start();
  await emulator.control('PUT', '/progression', { mode: 'manual' });
  const path = async () => (await emulator.find(`/volumes/${volumes.spareData}`)).installPath;
  const former = await path();
  await begin(emulator);
  const now = await path();
  expect(now).not.toBe(former);
  await failed(emulator);
  expect(await path()).toBe({ former, now }[place]);
});

test('what was recovered while time deletes its bits stays, and is not deleted later', async () => {
  const emulator = await TestEmulator.start();
  await emulator.control('PUT', '/progression', { mode: 'manual', kind: 'deletion' });
  await deleteLinux(emulator);
  emulator.advance(100 * 3_600_000);
  const all = (await emulator.control('GET', '/tasks')).body.inventories;
  const bits = all.filter(({ flow }: Json) => flow === 'delete-bits');
  expect(bits.length).toBeGreaterThan(0);
  await recover(emulator);
  for (const { id } of bits) await emulator.control('POST', `/tasks/${id}/step`);
  expect(await linux(emulator)).toMatch(/^Ready on Ready/);
  emulator.advance(FAR);
  expect(await linux(emulator)).toMatch(/^Ready on Ready/);
});

test.each([
  ['root', volumes.stoppedWindows, WORKS['a template of a root volume'] as Act],
  ['data', volumes.spareData, WORKS['a template of a data volume'] as Act],
])(
  'a template of a %s volume holds what the volume held when its copying began',
  async (_kind, volume, begin) => {
    const sumOf = async (isWritten: boolean) => {
      const emulator = await TestEmulator.start();
      await emulator.control('PUT', '/progression', { mode: 'manual' });
      await begin(emulator);
      if (isWritten) await writeTo(emulator, 2 ** 20, volume);
      for (let i = 0; i < 2; i++) await step(emulator);
      const { uuid, md5Sum } = await made(emulator);
      await emulator.control('PUT', '/progression', { mode: 'immediate' });
      await emulator.call(...act(`/images/${uuid}`, 'updateImage', { name: 'first' }));
      await begin(emulator);
      return { first: md5Sum as string, next: (await made(emulator)).md5Sum as string };
    };
    const [untouched, written] = [await sumOf(false), await sumOf(true)];
    expect(written.first).toBe(untouched.first);
    // What is made of it from then on is another one.
    expect(written.next).not.toBe(written.first);
    expect(untouched.next).toBe(untouched.first);
  },
);
