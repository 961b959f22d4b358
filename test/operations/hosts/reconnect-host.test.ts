import { SEED, TestEmulator } from '../../support/emulator';
import { addHost, answers, movableVm } from '../../support/hosts';
import { put } from '../../support/volumes';

const { hosts } = SEED;
const reconnect = (uuid: string) =>
  ['PUT', `/hosts/${uuid}/actions`, { reconnectHost: {} }] as const;

test('VMs of a host that falls silent are Unknown, and run again when it answers', async () => {
  const emulator = await TestEmulator.start();
  const host = await addHost(emulator);
  const vm = await movableVm(emulator, host.uuid);
  const stateOf = async () => (await emulator.find(`/vm-instances/${vm.uuid}`)).state;
  await answers(emulator, host.uuid, false);
  expect(await emulator.find(`/hosts/${host.uuid}`)).toMatchObject({ status: 'Disconnected' });
  expect(await stateOf()).toBe('Unknown');
  const refusal = await emulator.call(...reconnect(host.uuid));
  expect(refusal.status).toBe(503);
  expect(refusal.body.error).toMatchObject({
    code: 'HOST.1002',
    details: 'the host[host-4.example] ssh port[22] not open after 300 seconds, connect timeout',
    cause: { code: 'HOST.1002', cause: { code: 'SYS.1006' } },
  });
  expect(await emulator.find(`/hosts/${host.uuid}`)).toMatchObject({ status: 'Disconnected' });
  // It is found by the next ping.
  await answers(emulator, host.uuid, true);
  expect(await emulator.find(`/hosts/${host.uuid}`)).toMatchObject({ status: 'Disconnected' });
  emulator.advance(60_000);
  expect(await emulator.find(`/hosts/${host.uuid}`)).toMatchObject({ status: 'Connected' });
  expect(await stateOf()).toBe('Running');
});

test('without automatic reconnecting a call connects a host', async () => {
  const emulator = await TestEmulator.start();
  const host = await addHost(emulator);
  await emulator.configure('host/connection.autoReconnectOnError', 'false');
  await answers(emulator, host.uuid, false);
  await answers(emulator, host.uuid, true);
  emulator.advance(3_600_000);
  expect(await emulator.find(`/hosts/${host.uuid}`)).toMatchObject({ status: 'Disconnected' });
  expect(await emulator.make(...reconnect(host.uuid))).toMatchObject({ status: 'Connected' });
});

test('a host in maintenance is not reconnected', async () => {
  const emulator = await TestEmulator.start();
  put(emulator, `update hosts set state = 'Maintenance' where uuid = '${hosts.linux}'`);
  const { name } = await emulator.find(`/hosts/${hosts.linux}`);
  expect(await emulator.refused(...reconnect(hosts.linux))).toMatchObject({
    code: 'HOST.1002',
    details: `host[uuid:${hosts.linux}, name:${name}] is in state[Maintenance], cannot perform required operation`,
  });
});
