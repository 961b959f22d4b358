import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { BASE, startSeed } from '../../support/seeds';

const { vms, images } = SEED;
const GIB = 2 ** 30;
const VM_STATES = [
  'Created',
  'Starting',
  'Running',
  'Stopping',
  'Stopped',
  'Rebooting',
  'Destroying',
  'Destroyed',
  'Migrating',
  'Expunging',
  'Pausing',
  'Paused',
  'Resuming',
  'VolumeMigrating',
  'VolumeRecovering',
  'Error',
  'NoState',
  'Unknown',
  'Crashed',
] as const;
type State = (typeof VM_STATES)[number];

const ISO = '15000000000040008000000000000001';
const ALL_STATES = [
  BASE,
  'images:',
  `  - { name: iso, uuid: '${ISO}', url: 'http://x/i.iso', mediaType: ISO, format: iso, size: 1G, backupStorages: [a] }`,
  'vmInstances:',
  ...VM_STATES.map(
    (state) =>
      `  - { name: ${state}, zone: z, state: ${state}, progress: none, rootVolume: { primaryStorage: p, size: 1G } }`,
  ),
].join('\n');

/** In which states a call is obeyed, what the VM is then, and what refuses it in the others. */
const TABLE: readonly {
  readonly call: string;
  readonly message: string;
  readonly code: string;
  /** The code between that of the call and the state's, where there is one. */
  readonly within?: string;
  readonly to: Partial<Record<State, string>>;
  /** The states in the order in which Java prints the set. */
  readonly printed: string;
}[] = [
  {
    call: 'startVmInstance',
    message: 'APIStartVmInstanceMsg',
    code: 'VM.1001',
    to: { Created: 'Running', Running: 'Running', Stopped: 'Running', Crashed: 'Running' },
    printed: 'Crashed, Stopped, Running, Created',
  },
  {
    call: 'stopVmInstance',
    message: 'APIStopVmInstanceMsg',
    code: 'VM.1002',
    to: {
      Running: 'Stopped',
      Stopped: 'Stopped',
      Paused: 'Stopped',
      NoState: 'Stopped',
      Unknown: 'Stopped',
      Crashed: 'Stopped',
    },
    printed: 'Crashed, Unknown, Stopped, NoState, Running, Paused',
  },
  {
    call: 'rebootVmInstance',
    message: 'RebootVmInstanceMsg',
    code: 'VM.1003',
    within: 'VM.1003',
    to: { Running: 'Running', NoState: 'Running', Crashed: 'Running' },
    printed: 'Crashed, NoState, Running',
  },
  {
    call: 'pauseVmInstance',
    message: 'APIPauseVmInstanceMsg',
    code: 'VM.1012',
    to: { Running: 'Paused' },
    printed: 'Running',
  },
  {
    call: 'resumeVmInstance',
    message: 'APIResumeVmInstanceMsg',
    code: 'VM.1013',
    to: { Paused: 'Running' },
    printed: 'Paused',
  },
  {
    call: 'recoverVmInstance',
    message: 'APIRecoverVmInstanceMsg',
    code: 'SYS.1006',
    to: { Destroyed: 'Stopped' },
    printed: 'Destroyed',
  },
  {
    call: 'expungeVmInstance',
    message: 'APIExpungeVmInstanceMsg',
    code: 'SYS.1006',
    to: { Destroyed: 'gone' },
    printed: 'Destroyed',
  },
  {
    call: 'attachIso',
    message: 'AttachIsoToVmInstanceMsg',
    code: 'SYS.1006',
    to: { Running: 'Running', Stopped: 'Stopped', Paused: 'Paused' },
    printed: 'Stopped, Running, Paused',
  },
  {
    call: 'detachIso',
    message: 'APIDetachIsoFromVmInstanceMsg',
    code: 'SYS.1006',
    to: { Running: 'Running', Stopped: 'Stopped', Paused: 'Paused' },
    printed: 'Stopped, Running, Paused',
  },
];

const callOf = (
  call: string,
  uuid: string,
): readonly ['POST' | 'PUT' | 'DELETE', string, object?] => {
  const path = `/vm-instances/${uuid}`;
  if (call === 'attachIso') return ['POST', `${path}/iso/${ISO}`, {}];
  if (call === 'detachIso') return ['DELETE', `${path}/iso`];
  return ['PUT', `${path}/actions`, { [call]: {} }];
};

test.each(TABLE)(
  '$call is obeyed in its states, and refused with the state as its cause in all others',
  async ({ call, message, code, within, to, printed }) => {
    const emulator = await startSeed(ALL_STATES);
    const { inventories } = (await emulator.call('GET', '/vm-instances')).body;
    expect(inventories).toHaveLength(VM_STATES.length);
    const outcomes: Record<string, unknown> = {};
    for (const { uuid, name } of inventories as Json[]) {
      const asked = callOf(call, uuid);
      const isObeyed = to[name as State] !== undefined;
      outcomes[name] = isObeyed
        ? await stateAfter(emulator, uuid, asked)
        : await emulator.refused(...asked);
    }
    const refusal = (state: State) => {
      const details = `current vm instance state[${state}] doesn't allow to proceed message[org.zstack.header.vm.${message}], allowed states are [${printed}]`;
      const cause = { code: 'VM.1010', details };
      return { code, details, cause: within ? { code: within, details, cause } : cause };
    };
    expect(outcomes).toMatchObject(
      Object.fromEntries(VM_STATES.map((state) => [state, to[state] ?? refusal(state)])),
    );
  },
);

/** Where a call that is obeyed leaves a VM: its state, or `gone`. */
async function stateAfter(
  emulator: TestEmulator,
  uuid: string,
  asked: ReturnType<typeof callOf>,
): Promise<string> {
  const { status } = await emulator.call(...asked);
  const vm = await emulator.find(`/vm-instances/${uuid}`);
  return status === 200 ? (vm?.state ?? 'gone') : `${status}`;
}

test('a VM is destroyed whatever it does, and one that is destroyed already stays so', async () => {
  const emulator = await startSeed(ALL_STATES);
  const { inventories } = (await emulator.call('GET', '/vm-instances')).body;
  for (const { uuid } of inventories as Json[]) {
    for (const _again of [1, 2]) {
      expect((await emulator.call('DELETE', `/vm-instances/${uuid}`)).status).toBe(200);
      expect((await emulator.find(`/vm-instances/${uuid}`)).state).toBe('Destroyed');
    }
  }
});

test('a VM does not start while its storage is in maintenance', async () => {
  const emulator = await TestEmulator.start();
  await emulator.call('PUT', `/primary-storage/${SEED.primaryStorages.nfs}/actions`, {
    changePrimaryStorageState: { stateEvent: 'maintain' },
  });
  const start = callOf('startVmInstance', vms.stoppedWindows);
  expect(await emulator.refused(...start)).toMatchObject({
    code: 'VM.1001',
    details: expect.stringContaining('storage is in a state of maintenance'),
    cause: { code: 'SYS.1006' },
  });
});

test('data volumes of a destroyed VM go with it where the configuration says so', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('vm/dataVolume.deleteOnVmDestroy', 'true');
  await emulator.call('DELETE', `/vm-instances/${vms.runningLinux}`);
  expect(await emulator.find(`/volumes/${SEED.volumes.data}`)).toMatchObject({
    status: 'Deleted',
    vmInstanceUuid: null,
  });
});

describe('other processors and memory', () => {
  const update = (uuid: string, params: object) =>
    ['PUT', `/vm-instances/${uuid}/actions`, { updateVmInstance: params }] as const;
  const hotPlug = (what: string) =>
    `the VM cannot do ${what} hot plug because of disabling ${what} hot plug. Please stop the VM then do the ${what} hot plug again`;

  test.each([
    [{ cpuNum: 7 }, 'SYS.1007', hotPlug('cpu')],
    [{ memorySize: 7 * GIB }, 'SYS.1007', hotPlug('memory')],
    [
      { memorySize: GIB, reservedMemorySize: GIB + 1 },
      'SYS.1007',
      `reservedMemorySize[${GIB + 1}] is greater than memorySize[${GIB}]`,
    ],
  ])('a running VM does not get by %j', async (params, code, details) => {
    const emulator = await TestEmulator.start();
    const error = await emulator.refused(...update(vms.runningLinux, params));
    expect(error).toMatchObject({ code, details });
  });

  test('a VM that runs gets more where numa is on for it, never less; a stopped one what it is told', async () => {
    const emulator = await TestEmulator.start();
    const { cpuNum, memorySize } = await emulator.find(`/vm-instances/${vms.runningLinux}`);
    await emulator.call('PUT', `/resource-configurations/vm/numa/${vms.runningLinux}/actions`, {
      updateResourceConfig: { value: 'true' },
    });
    const [less, more] = [{ cpuNum: cpuNum - 1 }, { cpuNum: cpuNum + 1 }];
    expect((await emulator.refused(...update(vms.runningLinux, less))).details).toBe(
      `can't decrease cpu of vm[uuid:${vms.runningLinux}] when it is running`,
    );
    const half = { memorySize: memorySize / 2 };
    expect((await emulator.refused(...update(vms.runningLinux, half))).details).toBe(
      `can't decrease memory size of vm[uuid:${vms.runningLinux}] when it is running`,
    );
    expect(await emulator.make(...update(vms.runningLinux, more))).toMatchObject(more);
    expect(await emulator.make(...update(vms.stoppedWindows, half))).toMatchObject(half);
    await emulator.configure('vm/numa', 'true');
    const paused = 'a0000000000040008000000000000004';
    expect((await emulator.refused(...update(paused, { cpuNum: 1 }))).details).toMatch(
      /^The state of vm\[uuid:\w+\] is Paused\. Only these state\[Running,Stopped\] is allowed/,
    );
  });
});

test('a VM that is off has no host, and starts on its last one', async () => {
  const emulator = await TestEmulator.start();
  const path = `/vm-instances/${vms.runningLinux}/actions`;
  const { hostUuid } = await emulator.find(`/vm-instances/${vms.runningLinux}`);
  const off = await emulator.make('PUT', path, { stopVmInstance: {} });
  expect(off).toMatchObject({ state: 'Stopped', hostUuid: null, lastHostUuid: hostUuid });
  const on = await emulator.make('PUT', path, { startVmInstance: {} });
  expect(on).toMatchObject({ state: 'Running', hostUuid, lastHostUuid: hostUuid });
});

describe('memory of a VM that runs', () => {
  const MIB = 2 ** 20;
  test.each([
    [1, 128],
    [63, 128],
    [64, 128],
    [128, 128],
    [191, 128],
    [192, 256],
    [256, 256],
  ])('grows by %d MiB as by %d', async (asked, given) => {
    const emulator = await TestEmulator.start();
    await emulator.configure('vm/numa', 'true');
    const { memorySize } = await emulator.find(`/vm-instances/${vms.runningLinux}`);
    const params = { memorySize: memorySize + asked * MIB };
    const path = `/vm-instances/${vms.runningLinux}/actions`;
    expect(await emulator.make('PUT', path, { updateVmInstance: params })).toMatchObject({
      memorySize: memorySize + given * MIB,
    });
  });
});

describe("quotas of a VM's owner", () => {
  const ALICE = 'a11ce000000040008000000000000001';
  const vm = 'a0000000000040008000000000000007';
  const fill = async (name: string) => {
    const emulator = await TestEmulator.start();
    const { usages } = (await emulator.call('GET', `/accounts/quota/${ALICE}/usages`)).body;
    const { used } = usages.find((one: Json) => one.name === name);
    const updateQuota = { identityUuid: ALICE, name, value: used };
    await emulator.make('PUT', '/accounts/quotas/actions', { updateQuota });
    return emulator;
  };
  const UNEXPECTED =
    'org.zstack.header.apimediator.ApiMessageInterceptionException: {"code":"ID.1003"';

  test.each([
    ['vm.cpuNum', { cpuNum: 8 }],
    ['vm.memorySize', { memorySize: 2 ** 36 }],
  ])('bound its growth (%s)', async (name, params) => {
    const emulator = await fill(name);
    await emulator.configure('vm/numa', 'true');
    const path = `/vm-instances/${vm}/actions`;
    expect(await emulator.refused('PUT', path, { updateVmInstance: params })).toMatchObject({
      code: 'SYS.1006',
      details: `failed to update vm[uuid=${vm}] on hypervisor`,
      cause: {
        code: 'SYS.1006',
        details: expect.stringContaining(`host[uuid:${vm}] capacity is not enough to offer cpu[`),
        cause: { code: 'SYS.1000', details: expect.stringContaining(UNEXPECTED) },
      },
    });
  });

  test('bound its start, whoever starts it', async () => {
    const emulator = await TestEmulator.start();
    await emulator.call('PUT', `/vm-instances/${vm}/actions`, { stopVmInstance: {} });
    const updateQuota = { identityUuid: ALICE, name: 'vm.num', value: 0 };
    await emulator.make('PUT', '/accounts/quotas/actions', { updateQuota });
    const start = ['PUT', `/vm-instances/${vm}/actions`, { startVmInstance: {} }] as const;
    expect(await emulator.refused(...start)).toMatchObject({
      code: 'VM.1001',
      cause: { code: 'SYS.1000', details: expect.stringContaining(UNEXPECTED) },
    });
  });
});

test('a VM that is only created has no host on which it could be changed', async () => {
  const emulator = await TestEmulator.start();
  const { uuid } = await emulator.make('POST', '/vm-instances', {
    params: {
      name: 'vm',
      imageUuid: images.linux,
      cpuNum: 1,
      memorySize: GIB,
      zoneUuid: SEED.zone,
      strategy: 'JustCreate',
    },
  });
  const update = { updateVmInstance: { name: 'other' } };
  expect(await emulator.refused('PUT', `/vm-instances/${uuid}/actions`, update)).toMatchObject({
    code: 'SYS.1006',
    details: `failed to find host of vm[uuid=${uuid}]`,
  });
});

describe('an ISO', () => {
  const withDrives = async (tag: string) => {
    const emulator = await TestEmulator.start();
    const { uuid, vmCdRoms } = await emulator.make('POST', '/vm-instances', {
      params: {
        name: 'vm',
        imageUuid: images.linux,
        cpuNum: 1,
        memorySize: GIB,
        zoneUuid: SEED.zone,
        primaryStorageUuidForRootVolume: SEED.primaryStorages.local,
      },
      systemTags: [tag],
    });
    return { emulator, uuid, drives: vmCdRoms.map((drive: Json) => drive.uuid) };
  };
  const heldBy = (vm: Json) => vm.vmCdRoms.map(({ isoUuid }: Json) => isoUuid);

  test('is put into the drive that a tag names', async () => {
    const { emulator, uuid, drives } = await withDrives('cdroms::Empty::Empty::None');
    const attach = (drive: string, vm = uuid) =>
      [
        'POST',
        `/vm-instances/${vm}/iso/${images.iso}`,
        { systemTags: [`cdromUuid::${drive}`] },
      ] as const;
    expect(await emulator.refused(...attach(uuid))).toMatchObject({
      code: 'SYS.1006',
      details: `The cdRom[uuid:${uuid}] does not exist`,
    });
    expect((await emulator.refused(...attach(drives[1], vms.runningLinux))).details).toContain(
      'does not belong to the vm',
    );
    expect(heldBy(await emulator.make(...attach(drives[1])))).toEqual([null, images.iso]);
    expect((await emulator.refused(...attach(drives[1]))).details).toContain('already has an ISO');
  });

  test('is not put into a drive that holds one', async () => {
    const { emulator, uuid, drives } = await withDrives(`cdroms::${images.iso}::Empty::None`);
    const { uuid: other } = await emulator.make('POST', '/images', {
      params: {
        name: 'other',
        url: 'http://x/other.iso',
        mediaType: 'ISO',
        backupStorageUuids: [SEED.backupStorages.imageStore],
      },
    });
    const systemTags = [`cdromUuid::${drives[0]}`];
    const path = `/vm-instances/${uuid}/iso/${other}`;
    expect(await emulator.refused('POST', path, { systemTags })).toMatchObject({
      code: 'SYS.1006',
      details: `VM[uuid:${uuid}] cdRom[uuid:${drives[0]}] has mounted the ISO`,
    });
  });

  test('becomes the first one by a tag of an update', async () => {
    const { emulator, uuid } = await withDrives(`cdroms::Empty::${images.iso}::None`);
    const first = (iso: string) =>
      [
        'PUT',
        `/vm-instances/${uuid}/actions`,
        { updateVmInstance: {}, systemTags: [`iso::${iso}::0`] },
      ] as const;
    expect(await emulator.refused(...first(images.linux))).toMatchObject({
      code: 'SYS.1006',
      details: `ISO[uuid:${images.linux}] is not attached to VM[uuid:${uuid}]`,
    });
    expect(heldBy(await emulator.make(...first(images.iso)))).toEqual([images.iso, null]);
  });

  test('that is not in the VM may be taken out of it', async () => {
    const { emulator, uuid } = await withDrives(`cdroms::${images.iso}::None::None`);
    const path = `/vm-instances/${uuid}/iso?isoUuid=${images.linux}`;
    expect(heldBy(await emulator.make('DELETE', path))).toEqual([images.iso]);
  });
});
