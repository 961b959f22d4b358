import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { addHost, answers, movableVm } from '../../support/hosts';
import { GIB, put } from '../../support/volumes';

const { clusters, hosts, images, vms, zone } = SEED;
const change = (uuid: string, stateEvent: string) =>
  ['PUT', `/hosts/${uuid}/actions`, { changeHostState: { stateEvent } }] as const;
const reconnect = (uuid: string) =>
  ['PUT', `/hosts/${uuid}/actions`, { reconnectHost: {} }] as const;
const statusOf = async (emulator: TestEmulator, uuid: string) =>
  (await emulator.find(`/hosts/${uuid}`)).status;
const later = (emulator: TestEmulator) =>
  emulator.control('PUT', '/progression', { mode: 'manual' });

/** A cluster of hosts that are only pretended, with one that has so much memory. */
async function pretended(emulator: TestEmulator, memoryCapacity = GIB): Promise<Json> {
  const cluster = { name: 'c', zoneUuid: zone, hypervisorType: 'Simulator' };
  const { uuid: clusterUuid } = await emulator.make('POST', '/clusters', { params: cluster });
  const params = { name: 's', managementIp: 's.example', clusterUuid, memoryCapacity };
  return emulator.make('POST', '/hosts/simulators', { params });
}

describe('a host that does not answer', () => {
  test('fails to be reconnected with the words of its kind, in two layers', async () => {
    const emulator = await TestEmulator.start();
    const kvm = await addHost(emulator, 'k', { sshPort: 2222 });
    const other = await pretended(emulator);
    for (const [uuid, details] of [
      [kvm.uuid, 'the host[k.example] ssh port[2222] not open after 300 seconds, connect timeout'],
      [other.uuid, 'unable to connect to the host[s.example]'],
    ] as const) {
      await answers(emulator, uuid, false);
      const { body } = await emulator.call(...reconnect(uuid));
      expect(body.error).toMatchObject({
        code: 'HOST.1002',
        details,
        cause: { code: 'HOST.1002', details, cause: { code: 'SYS.1006', details } },
      });
      expect(body.error.cause.cause.cause ?? null).toBeNull();
      expect(await statusOf(emulator, uuid)).toBe('Disconnected');
    }
  });

  test('is not found by a ping of before, nor in maintenance, nor by one more call', async () => {
    const emulator = await TestEmulator.start();
    const host = await addHost(emulator);
    for (const reachable of [false, true, false]) await answers(emulator, host.uuid, reachable);
    emulator.advance(3_600_000);
    expect(await statusOf(emulator, host.uuid)).toBe('Disconnected');
    for (const state of ['PreMaintenance', 'Maintenance']) {
      put(emulator, `update hosts set state = '${state}' where uuid = '${host.uuid}'`);
      await answers(emulator, host.uuid, true);
      emulator.advance(3_600_000);
      expect([state, await statusOf(emulator, host.uuid)]).toEqual([state, 'Disconnected']);
    }
    put(emulator, `update hosts set state = 'Enabled' where uuid = '${host.uuid}'`);
    await answers(emulator, host.uuid, true);
    // Somebody else is at it when the ping comes.
    put(emulator, `update hosts set status = 'Connecting' where uuid = '${host.uuid}'`);
    emulator.advance(3_600_000);
    expect(await statusOf(emulator, host.uuid)).toBe('Connecting');
  });

  test('that answered all the time is not asked for', async () => {
    const emulator = await TestEmulator.start();
    const chores = () =>
      emulator.environment.database.prepare('select count(*) from tasks').pluck().get();
    const before = chores();
    await answers(emulator, hosts.linux, true);
    expect([await statusOf(emulator, hosts.linux), chores()]).toEqual(['Connected', before]);
    await answers(emulator, hosts.linux, false);
    for (let i = 0; i < 2; i++) await answers(emulator, hosts.linux, true);
    expect(chores()).toBe(Number(before) + 1);
  });
});

test('a host that comes out of maintenance is Connecting, and then what it is', async () => {
  for (const state of ['PreMaintenance', 'Maintenance', 'Disabled']) {
    for (const event of ['enable', 'disable']) {
      for (const isReachable of [1, 0]) {
        const emulator = await TestEmulator.start();
        const { uuid } = await addHost(emulator);
        await later(emulator);
        put(
          emulator,
          `update hosts set state = '${state}', is_reachable = ${isReachable} where uuid = '${uuid}'`,
        );
        await emulator.call(...change(uuid, event));
        const during = await statusOf(emulator, uuid);
        await emulator.control('PUT', '/progression', { mode: 'immediate' });
        emulator.advance(3_600_000);
        const end = isReachable ? 'Connected' : 'Disconnected';
        expect([state, event, during, await statusOf(emulator, uuid)]).toEqual([
          state,
          event,
          ...(state === 'Disabled' ? ['Connected', 'Connected'] : ['Connecting', end]),
        ]);
        await emulator.stop();
      }
    }
  }
});

describe('maintenance', () => {
  test('leaves VMs of hosts of other kinds alone, and those that nobody knows of', async () => {
    const emulator = await TestEmulator.start();
    const host = await pretended(emulator);
    put(
      emulator,
      `update vm_instances set host_uuid = '${host.uuid}', cluster_uuid = '${host.clusterUuid}' where name = 'arm-1'`,
    );
    await emulator.make(...change(host.uuid, 'maintain'));
    expect(await emulator.find(`/vm-instances/${vms.runningArmOnCeph}`)).toMatchObject({
      state: 'Running',
      hostUuid: host.uuid,
    });
    put(emulator, `update vm_instances set state = 'Unknown' where uuid = '${vms.runningLinux}'`);
    await emulator.make(...change(hosts.linux, 'maintain'));
    expect(await emulator.find(`/vm-instances/${vms.runningLinux}`)).toMatchObject({
      state: 'Unknown',
      hostUuid: hosts.linux,
    });
  });

  test('names all VMs that cannot go, and the reasons of all that cannot be stopped', async () => {
    const emulator = await TestEmulator.start();
    const host = await addHost(emulator);
    const [one, two] = [await movableVm(emulator, host.uuid), await movableVm(emulator, host.uuid)];
    for (const uuid of [hosts.linux, hosts.arm]) await emulator.make(...change(uuid, 'disable'));
    const named = `[uuids:[${one.uuid}, ${two.uuid}]] on host[uuid:${host.uuid}, name:host-4, ip:host-4.example]`;
    await emulator.configure('host/host.maintenance.policy', 'JustMigrate');
    expect(await emulator.refused(...change(host.uuid, 'maintain'))).toMatchObject({
      code: 'HOST.1001',
      details: `failed to migrate vm${named}, will try stopping it.`,
    });
    await emulator.configure('host/host.maintenance.policy', 'StopVmOnMigrationFailure');
    put(emulator, `update vm_instances set state = 'Error' where name = 'movable'`);
    const details = `failed to stop vm${named}`;
    expect(await emulator.refused(...change(host.uuid, 'maintain'))).toMatchObject({
      code: 'HOST.1001',
      details,
      cause: {
        code: 'SYS.1006',
        details,
        causes: [{ code: 'VM.1010' }, { code: 'VM.1010' }],
      },
    });
  });
});

describe('capacity', () => {
  const capacity = async (emulator: TestEmulator, query: string) =>
    (await emulator.call('GET', `/hosts/capacities/cpu-memory?${query}`)).body;

  test('of a place that is named twice counts once, of two kinds of hosts apart', async () => {
    const emulator = await TestEmulator.start();
    const other = await pretended(emulator, 3 * GIB);
    const own = await capacity(emulator, `hostUuids=${other.uuid}`);
    // Hosts of other kinds keep nothing for themselves.
    expect(own).toMatchObject({ totalMemory: 3 * GIB, availableMemory: 3 * GIB });
    const twice = await capacity(emulator, `hostUuids=${other.uuid}&hostUuids=${other.uuid}`);
    expect(twice).toEqual(own);
    const kvm = await capacity(emulator, `zoneUuids=${zone}&hypervisorType=KVM`);
    const all = await capacity(emulator, `zoneUuids=${zone}`);
    for (const field of [
      'totalCpu',
      'availableCpu',
      'totalMemory',
      'availableMemory',
      'managedCpuNum',
    ]) {
      expect([field, all[field]]).toEqual([field, kvm[field] + own[field]]);
    }
    expect(own.managedCpuNum).toBe(other.cpuNum);
  });

  test('is never below nothing', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('kvm/reservedMemory', '100T');
    expect(await capacity(emulator, `hostUuids=${hosts.linux}`)).toMatchObject({
      availableMemory: 0,
    });
  });

  test('is exactly enough for a VM, or a byte too little; for a new host it is its reserve', async () => {
    const emulator = await TestEmulator.start();
    const host = await addHost(emulator);
    const most = host.totalMemoryCapacity - GIB;
    const create = (memorySize: number) =>
      [
        'POST',
        '/vm-instances',
        {
          params: {
            name: 'v',
            imageUuid: images.linux,
            hostUuid: host.uuid,
            cpuNum: 1,
            memorySize,
          },
        },
      ] as const;
    expect((await emulator.refused(...create(most + 1))).details).toBe(
      `no host having cpu[1], memory[${most + 1} bytes] found`,
    );
    expect(await emulator.make(...create(most))).toMatchObject({ hostUuid: host.uuid });
    await emulator.configure('kvm/reservedMemory', `${host.totalMemoryCapacity}`);
    expect(await addHost(emulator, 'same')).toMatchObject({ status: 'Connected' });
    await emulator.configure('kvm/reservedMemory', `${host.totalMemoryCapacity + 1}`);
    const params = {
      name: 'less',
      managementIp: 'less.example',
      clusterUuid: clusters.used,
      username: 'root',
      password: 'p',
    };
    expect((await emulator.refused('POST', '/hosts/kvm', { params })).details).toContain(
      `available memory capacity[${host.totalMemoryCapacity}] is lower than the reserved capacity[${host.totalMemoryCapacity + 1}]`,
    );
  });
});
