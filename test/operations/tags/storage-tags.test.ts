import { SEED, TestEmulator, type Json } from '../../support/emulator';

/** One tag of each format that the real system registers for these types, its plugins' included. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  BackupStorageVO: [
    'backupStorage::data::network::cidr::10.0.0.0/24',
    'extraips::10.0.0.7',
    'iscsiInitiatorName::iqn',
    'ceph::predefinedPool',
  ],
  PrimaryStorageVO: [
    'capability:snapshot',
    'capability::snapshot::hypervisor::KVM',
    'primaryStorage::allocator::uuid::x',
    'primaryStorage::allocator::userTag::x',
    'primaryStorage::allocator::userTag::x::required',
    'primaryStorage::gateway::cidr::10.0.0.0/24',
    'primaryStorage::vendor::x',
    'primaryStorage::migrate::network::cidr::10.0.0.0/24',
    'primaryStorageVolumeProvisioningStrategy::ThinProvisioning',
    'nfs::mount::options::nfsvers=3',
    'ceph::predefinedImageCachePool',
    'ceph::predefinedRootVolumePool',
    'ceph::predefinedDataVolumePool',
    'ceph::default::dataVolumePoolName::a',
    'ceph::default::rootVolumePoolName::a',
    'ceph::default::imageCachePoolName::a',
    'ceph::kvm::secret::a',
    'ceph::nocephx',
    'ceph::manufacturer::a',
    'ceph::thirdPartyPlatform::a',
    'ceph::customInitializationPoolName::a',
  ],
  ZoneVO: ['host::reservedCpu::1', 'host::reservedMemory::1G'],
  ClusterVO: [
    'host::reservedCpu::1',
    'host::reservedMemory::1G',
    'check::cluster::cpu::model::false',
  ],
  HostVO: [
    'reservedCpu::1',
    'reservedMemory::1G',
    'capability::liveSnapshot',
    'os::distribution::a',
    'os::release::a',
    'os::version::a',
    'extraips::a',
    'hostCpuModelName::a',
    'systemProductName::a',
    'systemSerialNumber::a',
    'cpuGHz::2',
    'cpuProcessorNum::2',
    'cpuCache::a',
    'powerSupplyModelName::a',
    'powerSupplyMaxPowerCapacity::1',
    'powerSupplyManufacturer::a',
    'ipmiAddress::a',
    'iscsiInitiatorName::a',
    'pageTableExtensionDisabled',
    'GuestTools::1',
    'GuestToolsLinux::1',
    'ConnectedTime::1',
    'systemManufacturer::a',
    'systemUUID::a',
    'biosVendor::a',
    'biosVersion::a',
    'biosReleaseDate::a',
    'bmcVersion::a',
    'uptime::a',
    'memorySlotsMaximum::1',
    'qemu-img::version::1',
    'libvirt::version::1',
    'hvm::vmx',
    'ept::ept',
    'cpuModelName::a',
    'capability:virtio-scsi',
    'libvirtCapabilities::a',
    'localStorage::a::initialized',
  ],
};

const PATHS: Readonly<Record<string, string>> = {
  BackupStorageVO: '/backup-storage',
  PrimaryStorageVO: '/primary-storage',
  ZoneVO: '/zones',
  ClusterVO: '/clusters',
  HostVO: '/hosts',
};

/** What two tags of one format have in common: the last part is a value. */
const shapeOf = (tag: string) => tag.split('::').slice(0, -1).join('::') || tag;

const create = (resourceType: string, resourceUuid: string, tag: string) =>
  ['POST', '/system-tags', { params: { resourceType, resourceUuid, tag } }] as const;

test.each(Object.keys(FORMATS))(
  '%s takes a tag of each of its formats, and no other',
  async (type) => {
    const emulator = await TestEmulator.start();
    const { uuid } = await emulator.find(`${PATHS[type]}?limit=1`);
    const own = FORMATS[type] ?? [];
    for (const tag of own) {
      expect(await emulator.make(...create(type, uuid, tag))).toMatchObject({ tag });
    }
    const { inventories } = (await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`))
      .body;
    expect(inventories.map(({ tag }: Json) => tag)).toEqual(own);
    for (const tag of Object.values(FORMATS).flat()) {
      if (own.some((one) => shapeOf(one) === shapeOf(tag))) continue;
      const { status, body } = await emulator.call(...create(type, uuid, tag));
      expect([status, body.error.details]).toEqual([
        503,
        `no system tag matches[${tag}] for resourceType[${type}]`,
      ]);
    }
  },
);

describe('a tag that stands for configuration', () => {
  const add = (systemTags: readonly string[]) =>
    [
      'POST',
      '/backup-storage/sftp',
      {
        params: {
          name: 'new',
          url: '/new',
          hostname: '10.0.0.99',
          username: 'root',
          password: 'x',
          systemTags,
        },
      },
    ] as const;
  const reserved = 'resourceConfig::backupStorage::reservedCapacity::3G';

  test('gives what a call makes a value of its own, and is kept as no tag', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await emulator.make(...add([reserved, 'extraips::10.0.0.7']));
    const path = `/resource-configurations/${uuid}/backupStorage/reservedCapacity`;
    expect((await emulator.call('GET', path)).body.value).toBe('3G');
    const tags = await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`);
    expect(tags.body.inventories).toMatchObject([{ tag: 'extraips::10.0.0.7' }]);
  });

  test.each([
    [
      'resourceConfig::backupStorage::reservedCapacity::much',
      'SYS.1000',
      'much is not a size string',
    ],
    ['resourceConfig::image::deletionPolicy::Direct', 'SYS.1000', 'NullPointerException'],
    ['resourceConfig::no::such::1', 'SYS.1000', 'NullPointerException'],
    ['resourceConfig::backupStorage::reservedCapacity', 'SYS.1007', 'no system tag matches'],
    ['resourceConfig::vm::numa::true', 'SYS.1006', 'cannot bind to resourceType: BackupStorageVO'],
  ])('%s is refused with all that it came with', async (tag, code, details) => {
    const emulator = await TestEmulator.start();
    const error = await emulator.refused(...add([tag]));
    expect([error.code, error.details]).toEqual([code, expect.stringContaining(details)]);
  });

  test('is no tag of what is there', async () => {
    const emulator = await TestEmulator.start();
    const { imageStore } = SEED.backupStorages;
    expect(
      await emulator.refused(...create('BackupStorageVO', imageStore, reserved)),
    ).toMatchObject({
      code: 'SYS.1007',
      details: `no system tag matches[${reserved}] for resourceType[BackupStorageVO]`,
    });
  });

  test('ephemeral tags alone are not looked at', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await emulator.make(...add(['ephemeral::unheard-of']));
    const tags = await emulator.call('GET', `/system-tags?q=resourceUuid=${uuid}`);
    expect(tags.body.inventories).toEqual([]);
  });
});

describe('a tag that names a network', () => {
  const { nfs } = SEED.primaryStorages;
  const { imageStore } = SEED.backupStorages;
  const GATEWAY = 'primaryStorage::gateway::cidr::';
  const NETWORK = 'backupStorage::data::network::cidr::';
  const put = (resourceType: string, resourceUuid: string, tag: string) =>
    ['POST', '/system-tags', { params: { resourceType, resourceUuid, tag } }] as const;

  test.each([
    [
      'PrimaryStorageVO',
      nfs,
      `${GATEWAY}10.0.0.0/33`,
      'SYS.1007',
      'cidr[10.0.0.0/33] Input Format Error',
    ],
    ['PrimaryStorageVO', nfs, `${GATEWAY}x`, 'SYS.1007', 'cidr[x] Input Format Error'],
    [
      'BackupStorageVO',
      imageStore,
      `${NETWORK}10.0.0.7/24`,
      'SYS.1007',
      '[10.0.0.7/24] is not a standard cidr, do you mean [10.0.0.0/24]?',
    ],
    [
      'BackupStorageVO',
      imageStore,
      `${NETWORK}10.1.2.3/9`,
      'SYS.1007',
      '[10.1.2.3/9] is not a standard cidr, do you mean [10.0.0.0/9]?',
    ],
    ['BackupStorageVO', imageStore, `${NETWORK}x`, 'SYS.1000', 'x is not a cidr'],
  ])('must name one: %s %s %s is refused', async (type, uuid, tag, code, details) => {
    const emulator = await TestEmulator.start();
    const before = emulator.world();
    expect(await emulator.refused(...put(type, uuid, tag))).toMatchObject({ code, details });
    expect(emulator.world()).toEqual(before);
  });

  test.each([
    [[`${NETWORK}10.0.0.7/24`], '[10.0.0.7/24] is not a standard cidr, do you mean [10.0.0.0/24]?'],
    [
      [`${NETWORK}10.0.0.0/24`, `${NETWORK}10.0.1.0/24`],
      'only one backup storage data network system tag is allowed, but 2 got',
    ],
  ])('of a new backup storage, too: %j', async (systemTags, details) => {
    const emulator = await TestEmulator.start();
    const params = { name: 's', monUrls: ['root:p@10.0.0.9'] };
    expect(
      await emulator.refused('POST', '/backup-storage/ceph', { params, systemTags }),
    ).toMatchObject({ code: 'SYS.1007', details });
  });
});

describe('a cluster of hosts of one CPU model', () => {
  const { used } = SEED.clusters;
  const { linux, arm } = SEED.hosts;
  const tag = (resourceType: string, resourceUuid: string, text: string) =>
    ['POST', '/system-tags', { params: { resourceType, resourceUuid, tag: text } }] as const;
  const check = tag('ClusterVO', used, 'check::cluster::cpu::model::true');

  test('has such hosts when it is asked for', async () => {
    const emulator = await TestEmulator.start();
    expect(await emulator.refused(...check)).toMatchObject({
      code: 'SYS.1006',
      details: `host[uuid:${linux}] does not have cpu model information, you can reconnect the host to fix it`,
    });
    await emulator.make(...tag('HostVO', linux, 'cpuModelName::Haswell'));
    await emulator.make(...tag('HostVO', arm, 'cpuModelName::Kunpeng'));
    expect(await emulator.refused(...check)).toMatchObject({
      code: 'SYS.1006',
      details: `there are still hosts not have the same cpu model, details: host[uuid:${linux}]'s cpu model is Haswell ;\nhost[uuid:${arm}]'s cpu model is Kunpeng ;\n`,
    });
    await emulator.make(...tag('ClusterVO', used, 'check::cluster::cpu::model::false'));
  });

  test('and is then asked for without a word', async () => {
    const emulator = await TestEmulator.start();
    for (const host of [linux, arm]) {
      await emulator.make(...tag('HostVO', host, 'cpuModelName::Haswell'));
    }
    expect(await emulator.make(...check)).toMatchObject({ resourceUuid: used });
  });
});
