import { TestEmulator, type Json } from '../../support/emulator';

/**
 * Every entry that the emulator and the real system have: name, type, default, the values that it takes (a set, or
 * least and largest number, or a range that is refused in one sentence), the types of resources that may have their own.
 */
const ENTRIES = `
host/load.all | Boolean | true |  |
host/connection.autoReconnectOnError | Boolean | true |  |
host/load.parallelismDegree | Integer | 100 | 0.. |
host/ping.parallelismDegree | Integer | 100 | 0.. |
host/ping.interval | Integer | 60 | 1.. |
host/ping.maxFailure | Integer | 3 | 0.. |
host/ping.sleepPeriodAfterFailure | Integer | 1 | -1.. |
host/ping.timeout | Integer | 10 | 1.. |
host/maintenanceMode.ignoreError | Boolean | false |  |
host/cpu.overProvisioning.ratio | Integer | 10 | 1..1000 | HostVO ClusterVO ZoneVO
host/reconnectAllOnBoot | Boolean | true |  |
host/update.os.parallelismDegree | Integer | 10 |  |
host/add.batchLimit | Integer | 500 | ..4096 |
host/host.maintenance.policy | String | StopVmOnMigrationFailure | {JustMigrate StopVmOnMigrationFailure} |
host/connection.autoReconnectOnError.maxAttemptsNum | Integer | 0 | 0.. |
host/reportHostCapacityInterval | Integer | 30 | 0.. |
host/host.port.allocate.start.port | Integer | 10000 | 0..65535 |
host/host.power.refresh.interval | Integer | 60 | 0.. |
host/sync.host.hw.monitor.interval | Integer | 60 | 1.. |
primaryStorage/imageCache.garbageCollector.interval | Integer | 86400 | 1.. |
primaryStorage/primarystorage.delete.bits.garbageCollector.interval | Long | 600 | 0.. |
primaryStorage/primarystorage.delete.bits.times | Integer | 50 | 0.. |
primaryStorage/primarystorage.delete.bits.garbage.on | Boolean | true |  |
primaryStorage/primarystorage.auto.delete.trash.interval | Long | 0 | 0.. | PrimaryStorageVO
primaryStorage/reservedCapacity | String | 1G |  |
primaryStorage/ping.interval | Integer | 60 | 1.. |
primaryStorage/ping.parallelismDegree | Integer | 50 | 0.. |
primaryStorage/trash.expiration.time | Integer | 604800 | 0.. | PrimaryStorageVO
primaryStorage/primarystorage.host.status.refresh.interval | Integer | 60 | 0.. |
volumeSnapshot/incrementalSnapshot.maxNum | Integer | 64 | 0..120 |
volumeSnapshot/delete.parallelismDegree | Integer | 1 | 0.. |
volumeSnapshot/backup.parallelismDegree | Integer | 5 | 0.. |
l3Network/ipAllocateStrategy | String | RandomIpAllocatorStrategy | {FirstAvailableIpAllocatorStrategy RandomIpAllocatorStrategy AscDelayRecycleIpAllocatorStrategy} | L3NetworkVO
l3Network/ipv6AllocateStrategy | String | RandomIpv6AllocatorStrategy | {FirstAvailableIpv6AllocatorStrategy RandomIpv6AllocatorStrategy} | L3NetworkVO
networkService/defaultDhcpMtu.l2NoVlanNetwork | Integer | 1500 |  | L2NetworkVO
networkService/defaultDhcpMtu.l2VlanNetwork | Integer | 1500 |  | L2NetworkVO
securityGroup/host.failureWorkerInterval | Integer | 60 | 1.. |
securityGroup/host.failureResolvePerTime | Integer | 100 | 0.. |
securityGroup/refresh.delayInterval | Integer | 1000 | -1.. |
securityGroup/ingress.defaultPolicy | String | drop | {accept deny drop} |
securityGroup/egress.defaultPolicy | String | accept | {accept deny} |
quota/l3.num | Long | 20 | 0.. |
quota/securityGroup.num | Long | 20 | 0.. |
quota/ssh_key_pair.num | Integer | 20 | 0.. |
quota/snapshot.volume.num | Long | 200 | 0.. |
volumeSnapshot/snapshot.before.revertvolume | Boolean | false |  |
identity/session.maxConcurrent | Integer | 500 | 0.. |
identity/session.timeout | Integer | 7200 | 0..31536000 |
identity/session.cleanup.interval | Integer | 3600 | 1.. |
identity/admin.showAllResource | Boolean | true |  |
identity/account.api.control | String | org.zstack.header.storage.backup.APIQueryBackupStorageMsg, org.zstack.storage.backup.sftp.APIQuerySftpBackupStorageMsg, org.zstack.header.image.APIAddImageMsg, org.zstack.header.host.APIQueryHostMsg |  |
identity/enable.unique.session | String | false | {true false} |
longJob/longJob.api.timeout | Long | 259200 |  |
sftp/sftp.allow.ports | String | 7171 |  |
rest/completedApi.expiredPeriod | Integer | 10800 |  |
rest/expiredApi.scanInterval | Integer | 3600 | 1.. |
rest/checkTimeZone | Boolean | false | {true false} |
ceph/backupStorage.image.download.timeout | Long | 3600 |  |
ceph/imageCache.cleanup.interval | Long | 43200 | 1.. |
ceph/trash.cleanup.interval | Long | 43200 | 1.. |
ceph/image.expiration.time | Long | 604800 | 0.. |
ceph/primaryStorage.deletePool | Boolean | false |  |
ceph/primaryStorage.mon.reconnectDelay | Integer | 30 | 0.. |
ceph/backupStorage.mon.reconnectDelay | Integer | 30 | 0.. |
ceph/primaryStorage.mon.autoReconnect | Boolean | true |  |
ceph/backupStorage.mon.autoReconnect | Boolean | true |  |
ceph/deletion.gcInterval | Integer | 3600 |  |
ceph/cephbs.allow.ports | String | 7761 |  |
ceph/cephps.allow.ports | String | 7762 |  |
ceph/ceph.syncLevel | Long | 30 | 1..128 |
ceph/primaryStorage.mon.ping.maxFailure | Integer | 3 | 0.. |
ceph/ping.sleepPeriodAfterFailure | Integer | 1 | -1.. |
query/batchQuery.debug | Boolean | false |  |
query/zql.returnWith.concurrency | Integer | 10 |  |
query/slow.zql.cost.time | Integer | 10 |  |
query/zql.statistics.on | Boolean | false |  |
nfsPrimaryStorage/mount.base | String | /opt/zstack/nfsprimarystorage |  |
nfsPrimaryStorage/deletion.gcInterval | Integer | 3600 |  |
nfsPrimaryStorage/qcow2.allocation | String | none | {none metadata falloc full} | PrimaryStorageVO
localStoragePrimaryStorage/liveMigrationWithStorage.allow | Boolean | false |  |
localStoragePrimaryStorage/qcow2.allocation | String | none | {none metadata falloc full} | PrimaryStorageVO
cluster/update.os.parallelismDegree | Integer | 10 |  |
progress/progress.on | Boolean | true |  |
progress/progress.ttl | Integer | 86400 | 0.. |
progress/progress.cleanupThreadInterval | Integer | 300 | 1.. |
kvm/vm.migrationQuantity | Integer | 2 | 0.. |
kvm/migrate.autoConverge | Boolean | false |  | VmInstanceVO
kvm/reservedCpu | String | 512 | -1.. |
kvm/reservedMemory | String | 1G |  | HostVO ClusterVO ZoneVO
kvm/dataVolume.maxNum | Integer | 24 | [0, 24] |
kvm/vm.createConcurrency | Integer | 1 | [1, 10] |
kvm/redhat.liveSnapshotOn | Boolean | false |  |
kvm/vm.cacheMode | String | none | {none writethrough writeback} | VolumeVO VmInstanceVO
kvm/vm.cpuMode | String | none | {none host-model host-passthrough Dhyana EPYC EPYC-IBPB Haswell Haswell-noTSX Broadwell Broadwell-noTSX SandyBridge IvyBridge Conroe Penryn Nehalem Westmere Opteron_G1 Opteron_G2 Opteron_G3 Opteron_G4 pentium pentium2 pentium3 Kunpeng-920 FT-2000+ Tengyun-S2500 Loongson-3A5000 Loongson-3A4000-COMP} | VmInstanceVO ClusterVO
kvm/vmSyncOnHostPing | Boolean | true |  |
kvm/ignoreMsrs | Boolean | false |  | ClusterVO
kvm/auto.set.vm.nic.multiqueue | Boolean | true | {true false} | ClusterVO
kvm/redirect.vm.log.to.file | Boolean | false | {true false} | VmInstanceVO
kvm/vm.cpu.hypervisor.feature | Boolean | true | {true false} | VmInstanceVO ClusterVO
kvm/vm.hyperv.clock.feature | Boolean | true | {true false} | VmInstanceVO
kvm/vm.suspend.to.ram | Boolean | false | {true false} | VmInstanceVO
kvm/vm.suspend.to.disk | Boolean | false | {true false} | VmInstanceVO
volume/diskOffering.setNullWhenDeleting | Boolean | true |  |
volume/deletionPolicy | String | Delay | {Direct Delay Never} |
volume/expungePeriod | Long | 259200 | 0.. |
volume/expungeInterval | Long | 3600 | 1.. |
volume/refreshVolumeSizeInterval | Long | 3600 | 600.. |
volume/auto.snapshot.before.change | Boolean | false |  |
volume/refreshVolumeSize.scope | String | AllActive | {AllActive Monitored None} |
volume/refreshVolumeSize.hostCountPerBatch | Integer | 10 | 1..100 |
sharedMountPointPrimaryStorage/deletion.gcInterval | Integer | 3600 |  |
sharedMountPointPrimaryStorage/qcow2.allocation | String | none | {none metadata falloc full} | PrimaryStorageVO
gc/orphanJobScanInterval | Integer | 60 | 1.. |
gc/cleanUpCompletedJobInterval | Integer | 24 | 1.. |
gc/retentionTime | String | 14d |  |
vm/dataVolume.deleteOnVmDestroy | Boolean | false |  |
vm/instanceOffering.setNullWhenDeleting | Boolean | true |  |
vm/deletionPolicy | String | Delay | {Direct Delay Never} |
vm/expungePeriod | Long | 604800 | 0.. |
vm/expungeInterval | Long | 3600 | 1.. |
vm/cleanTraffic | Boolean | false | {true false} |
vm/multivNic.support | Boolean | false | {true false} |
vm/spiceStreamingMode | String | off | {off all filter} | VmInstanceVO
vm/videoType | String | virtio | {cirrus vga qxl virtio} | VmInstanceVO ClusterVO
vm/soundType | String | ich6 | {ich6 ich9 ac97} | VmInstanceVO ClusterVO
vm/numa | Boolean | false |  | VmInstanceVO ClusterVO
vm/vm.max.vcpu | Integer | 128 |  | VmInstanceVO ClusterVO
vm/bootMenu | Boolean | true |  |
vm/bootMenuSplashTimeout | Integer | 3000 | 0..65535 | VmInstanceVO
vm/kvmHiddenState | Boolean | false | {true false} | VmInstanceVO ClusterVO
vm/emulateHyperV | Boolean | false | {true false} | VmInstanceVO ClusterVO
vm/additionalQmp | Boolean | true | {true false} |
vm/vmPortOff | Boolean | false | {true false} | VmInstanceVO
vm/pciePortNums | Integer | 28 | [0, 28] |
quota/vm.totalNum | Long | 20 | 0.. |
quota/vm.num | Long | 20 | 0.. |
quota/vm.memorySize | Long | 85899345920 | 0.. |
quota/vm.cpuNum | Long | 80 | 0.. |
quota/volume.data.num | Long | 40 | 0.. |
quota/volume.capacity | Long | 10995116277760 | 0.. |
vm/vmDefaultCdRomNum | Long | 1 | 0..3 |
vm/maximumCdRomNum | Long | 3 | 1..3 |
vm/chassisAssetTag | String | Default |  |
vm/resourceBinding.strategy | String | Hard | {Hard Soft} | VmInstanceVO
vm/resourceBinding.Scene | String | Auto | {Auto All} | VmInstanceVO ClusterVO
vm/crash.strategy | String | None | {None Preserve Reboot Shutdown} | VmInstanceVO ClusterVO
vm/crash.rebootThreshold.duration | Integer | 1800 | 0.. |
vm/crash.rebootThreshold.times | Integer | 5 | 0.. |
vm/nicMultiQueueNum | Integer | 1 | [1, 256] | VmNicVO VmInstanceVO ClusterVO
vm/set.unknown.gc.interval | Long | 30 | 1.. |
vm/vm.clock.track | String | host | {guest host} | VmInstanceVO
vm/enable.uefi.secure.boot | Boolean | true | {true false} |
vm/enable.vm.address.recording | Boolean | true | {true false} |
vm/enable.vm.internal.ip.overwrite | Boolean | false | {true false} |
vm/uniqueVmName | Boolean | false | {true false} |
image/deletionPolicy | String | Delay | {Direct Delay Never} |
image/expungePeriod | Long | 259200 | 0.. |
image/deletion.gcInterval | Long | 3600 | 0.. |
image/expungeInterval | Long | 3600 | 1.. |
quota/image.num | Long | 20 | 0.. |
quota/image.size | Long | 10995116277760 | 0.. |
image/download.localPath.blacklist | String | /**/.*/**;/**/~*/**;/etc/**;/usr/local/zstack/**;/var/log/**;/dev/**;/proc/**;/sys/** |  |
image/download.localPath.whitelist | String | /home/**;/mnt/**;/opt/**;/root/**; |  |
image/download.localPath.customFilter | String | blacklist |  |
image/upload.failure.tolerance.count | Long | 3 | 0.. |
image/upload.max.idle.duration.in.seconds | Long | 30 | 0.. |
backupStorage/ping.interval | Integer | 60 | 1.. |
backupStorage/ping.parallelismDegree | Integer | 50 | 0.. |
backupStorage/reservedCapacity | String | 1G |  | BackupStorageVO
backupStorage/connection.autoReconnectOnError | Boolean | true |  |
backupStorage/connection.autoReconnectOnError.maxAttemptsNum | Integer | 0 | 0.. |
backupStorage/ping.maxFailure | Integer | 3 | 0.. |
backupStorage/ping.sleepPeriodAfterFailure | Integer | 1 | -1.. |
vm/vendorId | String | Microsoft Hv |  | VmInstanceVO ClusterVO
vm/vm.clock.sync.interval.in.seconds | Integer | 0 | {0 60 600 1800 3600 7200 21600 43200 86400} | VmInstanceVO
vm/vm.clock.sync.after.vm.resume | Boolean | false | {true false} | VmInstanceVO
vm/vm.ha.across.clusters | Boolean | true | {true false} | VmInstanceVO ClusterVO
vm/vm.cpuid.vendor | String | AuthenticAMD | {None AuthenticAMD} | VmInstanceVO
cluster/zstack.experimental.repo | Boolean | false | {true false} | ClusterVO
cluster/zstack.experimental.update.dependency | String |  |  | ClusterVO
cluster/zstack.experimental.exclude.dependency | String |  |  | ClusterVO
kvm/memory.auto.balloon | Boolean | false | {true false} | VmInstanceVO HostVO ClusterVO
kvm/host.ksm | String | none | {true false none} | HostVO
kvm/reconnect.host.restart.libvirtd.service | String | false | {true false} | HostVO ClusterVO
ceph/checkImageWatcherBeforeStartVm | Boolean | true |  |
ceph/thirdPartySdkTimeout | Integer | 30 |  |
volumeSnapshot/effectiveCount.withDetachedVolumes | Boolean | false | {true false} |
primaryStorage/allocate.primaryStore.Concurrency | Integer | 10 | [1, 255] |
primaryStorage/primaryStorage.used.physicalCapacity.forecast.threshold | Double | 0.9 |  | PrimaryStorageVO
primaryStorage/undo.tempSnapshot | Boolean | false | {true false} | PrimaryStorageVO
primaryStorage/collect.forecast.interval | Long | 1 | 1.. |
volume/physical.block.size | Integer | 0 | {0 512 4096} | VolumeVO PrimaryStorageVO
`;

interface Entry {
  readonly category: string;
  readonly name: string;
  readonly type: string;
  readonly byDefault: string;
  readonly set: readonly string[] | undefined;
  readonly limits: readonly [least: number | undefined, most: number | undefined] | undefined;
  readonly range: readonly [number, number] | undefined;
  readonly bindsTo: readonly string[];
}

const entries: readonly Entry[] = ENTRIES.trim().split('\n').map(read);

function read(line: string): Entry {
  const [path = '', type = '', byDefault = '', rule = '', binds = ''] = line
    .split('|')
    .map((cell) => cell.trim());
  const [category = '', ...rest] = path.split('/');
  const number = (text: string | undefined) => (text ? Number(text) : undefined);
  const set = /\{(.*)\}/.exec(rule)?.[1]?.split(' ');
  const limits = /(-?\d*)\.\.(-?\d*)/.exec(rule);
  const range = /\[(-?\d+), (-?\d+)\]/.exec(rule);
  return {
    category,
    name: rest.join('/'),
    type,
    byDefault,
    set,
    limits: limits ? [number(limits[1]), number(limits[2])] : undefined,
    range: range ? [Number(range[1]), Number(range[2])] : undefined,
    bindsTo: binds === '' ? [] : binds.split(' '),
  };
}

const update = ({ category, name }: Entry, value?: string) =>
  [
    'PUT',
    `/global-configurations/${category}/${name}/actions`,
    { updateGlobalConfig: value === undefined ? {} : { value } },
  ] as const;

/** Values that an entry refuses, each with the real system's words. */
function refusals({ category, name, type, set, limits, range }: Entry): [string, string][] {
  const known = `GlobalConfig[category:${category}, name:${name}]`;
  const canonical = `Global config[category: ${category}, name: ${name}]`;
  const wrong: [string, string][] = [];
  if (type === 'Long' || type === 'Integer' || type === 'Double') {
    const beyond = type === 'Integer' ? ['2147483648'] : ['9223372036854775808'];
    const none = type === 'Double' ? ['many', ''] : ['many', '1.5', '', '1e3', '0x10', ...beyond];
    for (const value of none) {
      const why = `${known} is of type java.lang.${type}, the value[${value}] cannot be converted to that type, null`;
      wrong.push([value, why]);
    }
  }
  if (type === 'Boolean') {
    for (const value of ['yes', '1', '']) {
      wrong.push([value, `${known}'s value[${value}] is not a valid boolean string[true, false].`]);
    }
  }
  if (type === 'String' && set) wrong.push(['', `${canonical} cannot be empty string`]);
  if (set) {
    const odd = type === 'Boolean' ? 'TRUE' : type === 'Integer' ? '7' : 'odd';
    wrong.push([odd, `${odd} is not a valid value. Valid values are [${set.join(', ')}]`]);
  }
  const [least, most] = limits ?? [];
  if (least !== undefined) {
    wrong.push([
      String(least - 1),
      `${canonical} should not less than ${least}, but got ${least - 1}`,
    ]);
  }
  if (most !== undefined) {
    wrong.push([
      String(most + 1),
      `${canonical} should not greater than ${most}, but got ${most + 1}`,
    ]);
  }
  if (range) {
    const [from, to] = range;
    for (const value of [from - 1, to + 1]) {
      wrong.push([String(value), `${canonical} must in range of [${from}, ${to}]`]);
    }
  }
  return wrong;
}

/** Values that it takes and that do not end the session of the test. */
function rightValues({ category, type, set, limits, range, byDefault }: Entry): readonly string[] {
  if (category === 'identity') return [byDefault];
  if (set) return set;
  if (type === 'Boolean') return ['false', 'true', 'TRUE'];
  // What Java reads as a double.
  if (type === 'Double') return ['5', '5.', '.5', '0.25', '1e1', '+1d', '2F'];
  const bounds = [...(limits ?? []), ...(range ?? [])].filter((bound) => bound !== undefined);
  return bounds.map(String);
}

test('every entry has its default, and what resources may have for themselves is told', async () => {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.call('GET', '/global-configurations?limit=10000');
  const found = new Map<string, Json>(
    body.inventories.map((each: Json) => [`${each.category}/${each.name}`, each]),
  );
  const { bindableConfigs } = (await emulator.call('GET', '/resource-configurations/bindable'))
    .body;
  const binds = new Map<string, Json>(
    bindableConfigs.map((each: Json) => [`${each.category}/${each.name}`, each.bindResourceTypes]),
  );
  for (const { category, name, byDefault, bindsTo } of entries) {
    const path = `${category}/${name}`;
    expect(found.get(path)).toMatchObject({ defaultValue: byDefault, value: byDefault });
    expect([path, binds.get(path) ?? []]).toEqual([path, bindsTo]);
  }
  expect(bindableConfigs).toHaveLength(entries.filter(({ bindsTo }) => bindsTo.length > 0).length);
});

test('every entry takes what its validator takes, up to the limits', async () => {
  const emulator = await TestEmulator.start();
  for (const entry of entries) {
    for (const value of [...rightValues(entry), entry.byDefault]) {
      const { body } = await emulator.call(...update(entry, value));
      expect(body.inventory).toMatchObject({ name: entry.name, value });
    }
  }
});

test('every entry refuses the rest in the words of its validator, and stays', async () => {
  const emulator = await TestEmulator.start();
  const before = await emulator.call('GET', '/global-configurations');
  for (const entry of entries) {
    for (const [value, details] of refusals(entry)) {
      const { status, body } = await emulator.call(...update(entry, value));
      expect([status, body.error]).toMatchObject([503, { code: 'SYS.1007', details }]);
    }
  }
  expect((await emulator.call('GET', '/global-configurations')).body).toEqual(before.body);
});

test('every entry says which values it takes', async () => {
  const emulator = await TestEmulator.start();
  const widest = (type: string) =>
    type === 'Integer' ? [-(2 ** 31), 2 ** 31 - 1] : [-(2 ** 63), 2 ** 63];
  for (const { category, name, type, set, limits, range } of entries) {
    const { body } = await emulator.call('GET', `/global-configurations/${category}/${name}`);
    const [from, to] = range ?? limits ?? [];
    const [first, last] = widest(type);
    const numbers = {
      numberGreaterThanOrEqual: from ?? first,
      numberLessThanOrEqual: to ?? last,
    };
    const expected = set ? { validValue: set } : range || limits ? numbers : {};
    expect([name, body.options]).toEqual([name, expect.objectContaining(expected)]);
  }
});

test('without a value nothing is set, and that is an error', async () => {
  const emulator = await TestEmulator.start();
  for (const entry of entries.slice(0, 5)) {
    expect((await emulator.refused(...update(entry))).code).toBe('SYS.1000');
  }
});
