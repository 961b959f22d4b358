import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { put } from '../../support/volumes';

/* EIPs of NICs that have several, or hardly anything that an EIP could stand for. */

const { l3Network, publicNetwork } = SEED;
const RUNNING = SEED.vms.runningLinux;
const RUNNING_NIC = 'e1c00000000040008000000000000001';
const STOPPED_NIC = 'e1c00000000040008000000000000002';
const wrong = (details: string) => ({ code: 'SYS.1007', details });
const refusedWith = (details: string) => ({ code: 'SYS.1006', details });

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const newVip = async (): Promise<Json> =>
  emulator.make('POST', '/vips', { params: { name: 'vip', l3NetworkUuid: publicNetwork } });
const create = (vipUuid: string, params: object = {}) =>
  ['POST', '/eips', { params: { name: 'eip', vipUuid, ...params } }] as const;
const attach = (eip: string, nic: string) =>
  ['POST', `/eips/${eip}/vm-instances/nics/${nic}`, { params: {} }] as const;
const newEip = async (): Promise<Json> => emulator.make(...create((await newVip()).uuid));
const nicOn = async (l3: string): Promise<Json> =>
  (await emulator.find(`/vm-instances/${RUNNING}`)).vmNics.find(
    (one: Json) => one.l3NetworkUuid === l3,
  );
/** A network that gives no addresses by itself, on which a provider does EIPs; the VM is on it. */
const silentNetwork = async (provider: string): Promise<string> => {
  const params = { name: 'r', l2NetworkUuid: SEED.l2Networks.usual, enableIPAM: false };
  const { uuid } = await emulator.make('POST', '/l3-networks', { params });
  const services = { networkServices: { [provider]: ['Eip'] } };
  await emulator.make('POST', `/l3-networks/${uuid}/network-services`, { params: services });
  await emulator.make('POST', `/vm-instances/${RUNNING}/l3-networks/${uuid}`, { params: {} });
  return uuid;
};
const setIp = (l3NetworkUuid: string, params: object) =>
  emulator.make('PUT', `/vm-instances/${RUNNING}/actions`, {
    setVmStaticIp: { l3NetworkUuid, netmask: '255.255.255.0', ...params },
  });

/** An EIP for the NIC of a VM in this state. */
const forVmThatIs = async (state: string) => {
  const { uuid } = await newEip();
  const { stoppedWindows } = SEED.vms;
  put(emulator, `update vm_instances set state = '${state}' where uuid = '${stoppedWindows}'`);
  return attach(uuid, STOPPED_NIC);
};

test.each(['Running', 'Paused', 'Pausing', 'Resuming', 'Stopped', 'VolumeMigrating'])(
  'a NIC of a VM that is %s is given one',
  async (state) => {
    const asked = await forVmThatIs(state);
    expect(await emulator.make(...asked)).toMatchObject({ vmNicUuid: STOPPED_NIC });
  },
);

test.each(['Created', 'Starting', 'Stopping', 'Rebooting', 'Migrating', 'Unknown', 'Crashed'])(
  'a NIC of a VM that is %s is given none',
  async (state) => {
    const asked = await forVmThatIs(state);
    expect(await emulator.refused(...asked)).toMatchObject(
      refusedWith(
        `vm state[${state}] is not allowed to operate eip, maybe you should wait the vm process complete`,
      ),
    );
  },
);

test('an address without a gateway is none for an EIP of a flat network, and one in no range has no subnet', async () => {
  const l3 = await silentNetwork('Flat');
  await setIp(l3, { ip: '192.168.7.7' });
  const nic = await nicOn(l3);
  expect(nic).toMatchObject({ ip: '192.168.7.7', gateway: '' });
  const { uuid } = await newEip();
  expect(await emulator.refused(...attach(uuid, nic.uuid))).toMatchObject(
    wrong(`could not attach eip because there is no gateway for nic[uuid:${nic.uuid}]`),
  );
  await setIp(l3, { ip: '192.168.7.8', gateway: '192.168.7.1' });
  expect(await emulator.make(...attach(uuid, nic.uuid))).toMatchObject({ guestIp: '192.168.7.8' });
});

test('all EIPs of an address that a NIC has no more stand for its new one', async () => {
  const l3 = await silentNetwork('vrouter');
  await setIp(l3, { ip: '192.168.7.7', gateway: '192.168.7.1' });
  const nic = await nicOn(l3);
  const eips = [await newEip(), await newEip()];
  for (const { uuid } of eips) await emulator.make(...attach(uuid, nic.uuid));
  const guests = () =>
    Promise.all(eips.map(async ({ uuid }) => (await emulator.find(`/eips/${uuid}`)).guestIp));
  expect(await guests()).toEqual(['192.168.7.7', '192.168.7.7']);
  await setIp(l3, { ip: '192.168.7.9', gateway: '192.168.7.1' });
  expect(await guests()).toEqual(['192.168.7.9', '192.168.7.9']);
});

test('an address alone is looked at, and is nothing to an EIP without a NIC', async () => {
  const [running] = (await emulator.find(`/vm-instances/nics/${RUNNING_NIC}`)).usedIps;
  const eip = await emulator.make(...create((await newVip()).uuid, { usedIpUuid: running.uuid }));
  expect(eip).toMatchObject({ vmNicUuid: null, guestIp: null });
  const inside = await emulator.make('POST', '/vips', {
    params: { name: 'inside', l3NetworkUuid: l3Network },
  });
  expect(
    await emulator.refused(...create(inside.uuid, { usedIpUuid: running.uuid })),
  ).toMatchObject(
    refusedWith(`Vip[${inside.ip}] is in the guest ip range [10.1.0.10, 10.1.3.250]`),
  );
});

test('the VIP of a NIC of a running VM, or of none, stays where the service is gone', async () => {
  const eip = await newEip();
  await emulator.make(...attach(eip.uuid, STOPPED_NIC));
  await emulator.make(
    'DELETE',
    `/l3-networks/${l3Network}/network-services?networkServices.Flat=Eip`,
  );
  const missing = `L3Network[uuid:${l3Network}] doesn't have network service[type:Eip] enabled or no provider provides this network service`;
  put(emulator, `update vm_nics set vm_instance_uuid = null where uuid = '${STOPPED_NIC}'`);
  expect((await emulator.refused('DELETE', `/vips/${eip.vipUuid}`)).details).toBe(missing);
  put(
    emulator,
    `update vm_nics set vm_instance_uuid = '${SEED.vms.stoppedWindows}' where uuid = '${STOPPED_NIC}'`,
  );
  await emulator.make('DELETE', `/vips/${eip.vipUuid}`);
  // One that stands for nothing needs no service.
  const loose = await newEip();
  await emulator.make('DELETE', `/eips/${loose.uuid}`);
  expect(await emulator.find(`/eips/${loose.uuid}`)).toBeUndefined();
});

test('EIPs of a NIC whose address is taken stand for nothing, and can be given again', async () => {
  const l3 = await silentNetwork('vrouter');
  const told = { ip: '192.168.7.7', gateway: '192.168.7.1' };
  await setIp(l3, told);
  const nic = await nicOn(l3);
  const { uuid } = await newEip();
  await emulator.make(...attach(uuid, nic.uuid));
  const nothing = { setVmStaticIp: { l3NetworkUuid: l3 } };
  await emulator.make('PUT', `/vm-instances/${RUNNING}/actions`, nothing);
  expect(await nicOn(l3)).toMatchObject({ ip: null, usedIps: [] });
  expect(await emulator.find(`/eips/${uuid}`)).toMatchObject({ vmNicUuid: null, guestIp: null });
  // That of its other NIC is what it was.
  expect(await emulator.find(`/eips/${SEED.eip}`)).toMatchObject({ vmNicUuid: RUNNING_NIC });
  await setIp(l3, told);
  expect(await emulator.make(...attach(uuid, nic.uuid))).toMatchObject({ guestIp: told.ip });
});
