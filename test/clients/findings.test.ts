import { digest } from '../support/accounts';
import { SEED, TestEmulator, type Json } from '../support/emulator';

/** What real clients once tripped over: the Go SDK, Terraform, Packer, the Java SDK and their own tests. */

const vm = (more: object = {}, params: object = {}) => ({
  params: {
    name: 'made',
    imageUuid: SEED.images.linux,
    cpuNum: 1,
    memorySize: 1073741824,
    l3NetworkUuids: [SEED.l3Network],
    ...params,
  },
  ...more,
});

test.each([
  'cdroms::Empty::None::None',
  'cleanTraffic::false',
  'userdata::YQ==',
  'sshkey::ssh-rsa AAAA',
  'hostname::web-1',
  `staticIp::${SEED.l3Network}::10.1.3.20`,
  'packer',
  'driver::virtio',
  'vmPriority::High',
  'usbRedirect::true',
  'marketplace::true',
  'xmlHook::x',
  'ha::NeverStop',
  'consoleMode::vnc',
  'resourceConfig::vm::vm.clock.track::guest',
  'createWithoutCdRom::true',
])('Packer and Terraform create a VM with the tag %s', async (tag) => {
  const emulator = await TestEmulator.start();
  expect(
    (await emulator.call('POST', '/vm-instances', vm({ systemTags: [tag] }))).body,
  ).toMatchObject({ inventory: { name: 'made' } });
});

test('a VM has the NIC, the drive and the network that plans compare', async () => {
  const emulator = await TestEmulator.start();
  const made = await emulator.make('POST', '/vm-instances', vm());
  expect(made).toMatchObject({
    defaultL3NetworkUuid: SEED.l3Network,
    vmNics: [{ l3NetworkUuid: SEED.l3Network, netmask: '255.255.252.0', gateway: '10.1.0.1' }],
    vmCdRoms: [{ deviceId: 0, isoUuid: null, description: null, protocol: null }],
    cpuSpeed: 0,
    allocatorStrategy: null,
    reservedMemorySize: 0,
  });
  const { installPath } = await emulator.find(`/volumes/${made.rootVolumeUuid}`);
  expect(installPath).toMatch(
    new RegExp(`/rootVolumes/acct-36c27e8ff05c4780bf6d2fa65700f22e/vol-${made.rootVolumeUuid}/`),
  );
  expect(
    await emulator.refused('POST', '/vm-instances', vm({}, { l3NetworkUuids: ['deadbeef'] })),
  ).toMatchObject({
    code: 'SYS.1003',
    details:
      'invalid field[l3NetworkUuids], resource[uuids:[deadbeef], type:L3NetworkVO] not found',
  });
});

test.each([
  ['/vm-instances/nics', 'vmInstanceUuid'],
  ['/vm-instances/cdroms', 'isoInstallPath'],
  ['/primary-storage/ceph/pools', 'poolName'],
  ['/accounts/policies', 'statements'],
  ['/clusters', 'hypervisorType'],
  ['/hosts', 'managementIp'],
  ['/l3-networks', 'l2NetworkUuid'],
  ['/instance-offerings', 'memorySize'],
  ['/disk-offerings', 'diskSize'],
  ['/management-nodes', 'heartBeat'],
])('%s is its own query', async (path, field) => {
  const { inventories } = (await (await TestEmulator.start()).call('GET', path)).body;
  expect(inventories[0]).toHaveProperty(field);
});

test('two slashes are one, and a slash at the end is another path', async () => {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.call('GET', `/zones//${SEED.zone}`);
  expect(body.inventories[0].uuid).toBe(SEED.zone);
  const { status, text } = await emulator.call('GET', '/images/');
  expect([status, text]).toEqual([404, 'no api mapping to /v1/images/']);
});

test('storages of Ceph need no url', async () => {
  const emulator = await TestEmulator.start();
  const mon = (host: number) => [`root:pw@10.0.0.${host}:22/?monPort=6789`];
  const added = await emulator.make('POST', '/backup-storage/ceph', {
    params: { name: 'c', monUrls: mon(1) },
  });
  const other = await emulator.make('POST', '/primary-storage/ceph', {
    params: { name: 'c', zoneUuid: SEED.zone, monUrls: mon(2) },
  });
  expect([added.url, other.url]).toEqual(['not used', 'not used']);
  expect([added.mons.length, other.mons.length, other.pools.length > 0]).toEqual([1, 1, true]);
});

test('a method that an address has not deletes nothing', async () => {
  const emulator = await TestEmulator.start();
  for (const method of ['POST', 'PUT'] as const) {
    const path = `/primary-storage/${SEED.primaryStorages.nfs}`;
    expect((await emulator.call(method, path, { params: { name: 'x' } })).status).toBe(405);
  }
});

test('a data volume of a local storage says on which host it is', async () => {
  const emulator = await TestEmulator.start();
  const volume = (more: object) => ({
    params: {
      name: 'v',
      diskSize: 1073741824,
      primaryStorageUuid: SEED.primaryStorages.local,
      ...more,
    },
  });
  const systemTags = [`localStorage::hostUuid::${SEED.hosts.linux}`];
  expect(await emulator.make('POST', '/volumes/data', volume({ systemTags }))).toMatchObject({
    primaryStorageUuid: SEED.primaryStorages.local,
  });
  const { details } = await emulator.refused('POST', '/volumes/data', volume({}));
  expect(details).toContain('you must specify the host');
});

test('a query of one type answers its own class, and its fields can be asked for', async () => {
  const emulator = await TestEmulator.start();
  const path = '/backup-storage?q=type=SftpBackupStorage&q=hostname=192.168.1.31';
  expect((await emulator.call('GET', path)).body.inventories).toHaveLength(1);
  for (const query of [
    '/backup-storage/ceph?q=poolAvailableCapacity>=0',
    '/backup-storage/ceph?q=poolSecurityPolicy=x',
    '/volume-snapshots/trees?q=status=x',
    '/accounts/resources/refs?q=concreteResourceType=x',
  ]) {
    expect([query, (await emulator.call('GET', query)).status]).toEqual([query, 200]);
  }
});

test('snapshots on Ceph stand alone, and a template of a volume leaves one', async () => {
  const emulator = await TestEmulator.start();
  const volume = SEED.volumes.runningArmOnCeph;
  const made: Json[] = [];
  for (const name of ['1', '2', '3']) {
    const params = { name };
    made.push(await emulator.make('POST', `/volumes/${volume}/volume-snapshots`, { params }));
  }
  expect(made.map(({ parentUuid }) => parentUuid)).toEqual([null, null, null]);
  await emulator.make('DELETE', `/volume-snapshots/${made[0].uuid}`);
  const params = { name: 't', backupStorageUuids: [SEED.backupStorages.ceph] };
  expect((await emulator.createTemplate(volume, params)).status).toBe(200);
  const { inventories } = (await emulator.call('GET', `/volume-snapshots?q=volumeUuid=${volume}`))
    .body;
  expect(inventories.map((each: Json) => each.name).toSorted()).toEqual([
    '2',
    '3',
    `Snapshot-${volume}`,
  ]);
});

test('a volume that goes back to a snapshot leaves trash', async () => {
  const emulator = await TestEmulator.start();
  const snapshots = `/volumes/${SEED.volumes.stoppedWindows}/volume-snapshots`;
  const { uuid, primaryStorageUuid } = await emulator.make('POST', snapshots, {
    params: { name: 's' },
  });
  const body = { revertVolumeFromSnapshot: {} };
  await emulator.make('PUT', `/volume-snapshots/${uuid}/actions`, body);
  const trash = await emulator.call('GET', `/primary-storage/trash?uuid=${primaryStorageUuid}`);
  expect(trash.body.inventories).toMatchObject([{ trashType: 'RevertVolume' }]);
});

test('the configuration of a resource is asked for by the resource first', async () => {
  const emulator = await TestEmulator.start();
  const path = `/resource-configurations/${SEED.backupStorages.imageStore}/backupStorage/reservedCapacity`;
  expect((await emulator.call('GET', path)).body).toMatchObject({
    value: '1G',
    effectiveConfigs: [],
  });
});

test('an answer has each of its members once', async () => {
  const { text } = await (
    await TestEmulator.start()
  ).call('GET', '/images/upload-job/details/none');
  expect(text).toBe('{"success":true,"error":null}');
});

test('a refusal is told in its words by either form of answers', async () => {
  for (const wire of ['documented', 'native']) {
    const emulator = await TestEmulator.start({ settings: { wire } });
    const { text } = await emulator.call('GET', '/images?q=nothing=1');
    expect(text).toMatch(/^\{"error":\{"code":"SYS\.1000",.*not having field\[nothing\]/);
  }
});

test('a session is of an account, and a long job that ran of a node', async () => {
  const emulator = await TestEmulator.start();
  const session = await emulator.make('PUT', '/accounts/login', {
    logInByAccount: { accountName: 'admin', password: digest('password') },
  });
  // The real system never sets the type in its answer, whatever its table says.
  expect(session.userType).toBeNull();
  const jobData = JSON.stringify({
    name: 'x',
    url: 'http://a/b.qcow2',
    format: 'qcow2',
    backupStorageUuids: [SEED.backupStorages.sftp],
  });
  const job = await emulator.make('POST', '/longjobs', {
    params: { jobName: 'APIAddImageMsg', jobData },
  });
  const [node] = (await emulator.call('GET', '/management-nodes')).body.inventories;
  expect(job.managementNodeUuid).toBe(node.uuid);
});
