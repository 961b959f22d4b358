import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { addHost, answers, movableVm } from '../../support/hosts';
import { GIB, put } from '../../support/volumes';

const { clusters, hosts, vms } = SEED;
const ALICES = 'a0000000000040008000000000000007';
const ALICE = 'a11ce000000040008000000000000001';

const update = (vm: string, params: object) =>
  ['PUT', `/vm-instances/${vm}/actions`, { updateVmInstance: params }] as const;
const configure = (emulator: TestEmulator, entry: string, uuid: string, value: string) =>
  emulator.call('PUT', `/resource-configurations/${entry}/${uuid}/actions`, {
    updateResourceConfig: { value },
  });
const inState = (emulator: TestEmulator, vm: string, state: string) =>
  put(emulator, `update vm_instances set state = '${state}' where uuid = '${vm}'`);

describe('a VM that runs grows by what is said of it alone, then of its cluster, then of all', () => {
  test.each([
    ['false', null, null, false],
    ['true', null, null, true],
    ['false', 'true', null, true],
    ['true', 'false', null, false],
    ['false', 'true', 'false', false],
    ['true', 'false', 'true', true],
  ])('all: %s, its cluster: %s, itself: %s', async (ofAll, ofCluster, own, grows) => {
    const emulator = await TestEmulator.start();
    await emulator.configure('vm/numa', ofAll);
    if (ofCluster !== null) await configure(emulator, 'vm/numa', clusters.used, ofCluster);
    if (own !== null) await configure(emulator, 'vm/numa', vms.runningLinux, own);
    const { status } = await emulator.call(...update(vms.runningLinux, { cpuNum: 8 }));
    expect(status).toBe(grows ? 200 : 503);
  });
});

test('what a VM has already is no change of it, whatever it is doing', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('vm/numa', 'false');
  const { cpuNum, memorySize } = await emulator.find(`/vm-instances/${vms.runningLinux}`);
  const same = { name: 'n', cpuNum, memorySize, reservedMemorySize: memorySize };
  expect(await emulator.make(...update(vms.runningLinux, same))).toMatchObject(same);
  const more = { reservedMemorySize: memorySize + 1 };
  expect(await emulator.refused(...update(vms.runningLinux, more))).toMatchObject({
    code: 'SYS.1007',
    details: `reservedMemorySize[${memorySize + 1}] is greater than memorySize[${memorySize}]`,
  });
});

test.each([
  [{ cpuNum: 8 }, 7, 0],
  [{ memorySize: 2 ** 40 }, 0, 2 ** 40 - 2 * GIB],
  [{ cpuNum: 3, memorySize: 2 ** 40 }, 2, 2 ** 40 - 2 * GIB],
])('growth by %j beyond a quota says by how much', async (params, cpus, memory) => {
  const emulator = await TestEmulator.start();
  await emulator.configure('vm/numa', 'true');
  put(
    emulator,
    `update vm_instances set cpu_num = 1, memory_size = ${2 * GIB} where uuid = '${ALICES}'`,
  );
  for (const [name, value] of [
    ['vm.cpuNum', 1],
    ['vm.memorySize', 2 * GIB],
  ] as const) {
    const updateQuota = { identityUuid: ALICE, name, value };
    await emulator.make('PUT', '/accounts/quotas/actions', { updateQuota });
  }
  const details = `host[uuid:${ALICES}] capacity is not enough to offer cpu[${cpus}], memory[${memory} bytes]`;
  expect(await emulator.refused(...update(ALICES, params))).toMatchObject({
    code: 'SYS.1006',
    details: `failed to update vm[uuid=${ALICES}] on hypervisor`,
    cause: { code: 'SYS.1006', details, cause: { code: 'SYS.1000' } },
  });
});

describe('a VM is said', () => {
  const notTo = (state: string, allowed: string) =>
    `current vm instance state[${state}] doesn't allow to proceed message[org.zstack.header.vm.APIUpdateVmInstanceMsg], allowed states are [${allowed}]`;

  test.each([
    ['Running', 'Stopped'],
    ['Running', 'Running'],
    ['Stopped', 'Running'],
    ['Stopped', 'Stopped'],
    ['Paused', 'Stopped'],
  ])('that is %s, to be %s', async (former, state) => {
    const emulator = await TestEmulator.start();
    inState(emulator, vms.runningArmOnCeph, former);
    expect(await emulator.make(...update(vms.runningArmOnCeph, { state }))).toMatchObject({
      state,
    });
  });

  test.each([
    ['Migrating', 'Stopped'],
    ['Destroyed', 'Stopped'],
    ['Destroyed', 'Running'],
    ['Paused', 'Running'],
  ])('that is %s, not to be %s', async (former, state) => {
    const emulator = await TestEmulator.start();
    put(
      emulator,
      `update vm_instances set host_uuid = null, state = '${former}' where uuid = '${vms.stoppedWindows}'`,
    );
    const { code, details } = await emulator.refused(...update(vms.stoppedWindows, { state }));
    const allowed = /allowed states are \[(.*)\]$/.exec(details)?.[1] ?? '';
    expect([code, details]).toEqual(['SYS.1006', notTo(former, allowed)]);
    expect(allowed.split(', ')).toContain(state === 'Running' ? 'Stopped' : 'Running');
    expect(allowed.split(', ')).not.toContain(former);
  });
});

describe('the level of a VM', () => {
  const set = (vm: string, priority: string) =>
    ['PUT', `/vm-instances/${vm}/actions`, { updateVmPriority: { priority } }] as const;
  const levelOf = async (emulator: TestEmulator, vm: string) =>
    (
      await emulator.call('GET', `/system-tags?q=resourceUuid=${vm}&q=tag~=vmPriority::%`)
    ).body.inventories.map(({ tag }: Json) => tag);

  test('is one of a few, and the host of one that is on must be told of a change', async () => {
    const emulator = await TestEmulator.start();
    const vm = vms.runningLinux;
    for (const level of ['CpuHigh', 'MemoryHigh', 'High', 'ApplianceVmHigh', 'Normal']) {
      expect((await emulator.call(...set(vm, level))).status).toBe(200);
      expect(await levelOf(emulator, vm)).toEqual([`vmPriority::${level}`]);
    }
    const none = await emulator.call(...set(vm, 'Low'));
    expect(none.status).not.toBe(200);
    await answers(emulator, hosts.linux, false);
    const { name } = await emulator.find(`/hosts/${hosts.linux}`);
    for (const state of ['Running', 'Paused', 'Pausing', 'Resuming']) {
      inState(emulator, vm, state);
      const refusal = await emulator.refused(...set(vm, 'High'));
      const cause = {
        code: 'HOST.1011',
        description: expect.any(String),
        details: 'unable to do the operation because the host is in status of Disconnected',
        cause: {
          code: 'HOST.1010',
          description: expect.any(String),
          details: `host[uuid:${hosts.linux}, name:${name}] is in status[Disconnected], cannot perform required operation`,
        },
      };
      const begin = `update vm[${vm}] priority to [High] failed,because `;
      expect([state, refusal.code, refusal.details.slice(0, begin.length)]).toEqual([
        state,
        'SYS.1006',
        begin,
      ]);
      expect(JSON.parse(refusal.details.slice(begin.length))).toEqual(cause);
    }
    // What it has already is no news for its host; nor is anything of a VM that is on its way.
    inState(emulator, vm, 'Running');
    expect((await emulator.call(...set(vm, 'Normal'))).status).toBe(200);
    inState(emulator, vm, 'Unknown');
    expect((await emulator.call(...set(vm, 'High'))).status).toBe(200);
    expect(await levelOf(emulator, vm)).toEqual(['vmPriority::High']);
  });
});

test('each VM of a host has a port of its own for its console', async () => {
  const emulator = await TestEmulator.start();
  const host = await addHost(emulator);
  const ports = [];
  for (let i = 0; i < 3; i++) {
    const { uuid } = await movableVm(emulator, host.uuid);
    const { body } = await emulator.call('GET', `/vm-instances/${uuid}/console-addresses`);
    expect(body).toMatchObject({
      hostIp: 'host-4.example',
      protocol: 'vnc',
      port: 5900 + i,
      vdiPortInfo: { vncPort: 5900 + i },
    });
    ports.push(body.port);
  }
  expect(new Set(ports).size).toBe(3);
});
