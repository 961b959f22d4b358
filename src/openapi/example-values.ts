import type { ResourceType } from '../api/params.js';

/*
 * What the document offers to try, in the world of seed/default.yaml: every example is called by
 * test/contract/examples.test.ts in a fresh one.
 */

const SHA512_OF_PASSWORD =
  'b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb980b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86';
const GIB = 2 ** 30;

export const LINUX_IMAGE = '1a000000000040008000000000000001';
const DELETED_IMAGE = '1a000000000040008000000000000005';
const ISO = '1a000000000040008000000000000003';
const ADMIN = '36c27e8ff05c4780bf6d2fa65700f22e';
const ALICE = 'a11ce000000040008000000000000001';
const SESSION = '5e55000000004000800000000000ad01';
const IMAGE_STORE = 'bac00000000040008000000000000001';
const SFTP = 'bac00000000040008000000000000002';
const CEPH_STORE = 'bac00000000040008000000000000003';
const ZONE = '20ae0000000040008000000000000001';
const CLUSTER = 'c1005700000040008000000000000001';
const EMPTY_CLUSTER = 'c1005700000040008000000000000002';
const HOST = '05700000000040008000000000000001';
const ARM_HOST = '05700000000040008000000000000002';
const LOCAL = 'b5000000000040008000000000000001';
const NFS = 'b5000000000040008000000000000002';
const CEPH = 'b5000000000040008000000000000003';
const RUNNING_VM = 'a0000000000040008000000000000001';
const STOPPED_VM = 'a0000000000040008000000000000002';
const PAUSED_VM = 'a0000000000040008000000000000004';
const ROOT = 'd0000000000040008000000000000001';
const DATA = 'd0000000000040008000000000000101';
const SPARE_DATA = 'd0000000000040008000000000000102';
const SMALL = '10f0000000004000800000000000001a';
const L2 = '12000000000040008000000000000001';
const VLAN = '12000000000040008000000000000002';
const L3 = '13000000000040008000000000000001';
const PUBLIC_L3 = '13000000000040008000000000000002';

const ELSEWHERE = 'bac00000000040008000000000000007';
const OTHER_NIC = 'e1c00000000040008000000000000002';

/** A descriptor with one disk, two processors and 2 GiB. */
const OVF = Buffer.from(
  `<?xml version="1.0"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
  xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData">
<References><File ovf:id="file1" ovf:href="disk1.vmdk" ovf:size="1024"/></References>
<DiskSection><Info/><Disk ovf:diskId="disk1" ovf:fileRef="file1" ovf:capacity="40" ovf:capacityAllocationUnits="byte * 2^30"/></DiskSection>
<VirtualSystem ovf:id="vm"><Info/><Name>example</Name><VirtualHardwareSection><Info/>
<Item><rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceType>3</rasd:ResourceType><rasd:VirtualQuantity>2</rasd:VirtualQuantity></Item>
<Item><rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:InstanceID>2</rasd:InstanceID><rasd:ResourceType>4</rasd:ResourceType><rasd:VirtualQuantity>2048</rasd:VirtualQuantity></Item>
<Item><rasd:Address>0</rasd:Address><rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceType>5</rasd:ResourceType></Item>
<Item><rasd:HostResource>ovf:/disk/disk1</rasd:HostResource><rasd:InstanceID>4</rasd:InstanceID><rasd:Parent>3</rasd:Parent><rasd:ResourceType>17</rasd:ResourceType></Item>
</VirtualHardwareSection></VirtualSystem></Envelope>`,
).toString('base64');

/** What the default world has none of: a uuid to be filled in, of what an earlier call has made. */
const NONE_YET = '00000000000040008000000000000001';

/** One of each kind. */
export const OF_TYPE: Readonly<Record<ResourceType, string>> = {
  AccessKey: NONE_YET,
  Account: ALICE,
  BackupStorage: IMAGE_STORE,
  CephBackupStorage: CEPH_STORE,
  CephBackupStorageMon: NONE_YET,
  CephPrimaryStorage: CEPH,
  CephPrimaryStorageMon: NONE_YET,
  CephPrimaryStoragePool: NONE_YET,
  Cluster: CLUSTER,
  DiskOffering: 'd10f0000000040008000000000000001',
  Eip: '1e000000000040008000000000000001',
  GarbageCollector: NONE_YET,
  Host: HOST,
  Image: LINUX_IMAGE,
  ImageGroup: NONE_YET,
  ImagePackage: NONE_YET,
  ImageReplicationGroup: NONE_YET,
  ImageStoreBackupStorage: IMAGE_STORE,
  InstanceOffering: SMALL,
  IpRange: '13a00000000040008000000000000001',
  L2Network: L2,
  L3Network: L3,
  LongJob: NONE_YET,
  Policy: NONE_YET,
  PrimaryStorage: LOCAL,
  ReservedIpRange: NONE_YET,
  Resource: LINUX_IMAGE,
  SecurityGroup: NONE_YET,
  SecurityGroupRule: NONE_YET,
  Session: SESSION,
  SftpBackupStorage: SFTP,
  SshKeyPair: NONE_YET,
  SystemTag: NONE_YET,
  TagPattern: NONE_YET,
  UsedIp: NONE_YET,
  User: NONE_YET,
  UserGroup: NONE_YET,
  Vip: '17000000000040008000000000000001',
  VmCdRom: NONE_YET,
  VmInstance: RUNNING_VM,
  VmNic: 'e1c00000000040008000000000000001',
  Volume: ROOT,
  VolumeBackup: NONE_YET,
  VolumeSnapshot: NONE_YET,
  VolumeSnapshotGroup: NONE_YET,
  Webhook: NONE_YET,
  Zone: ZONE,
};

/** What is not there yet, of which a message or a job asks. */
export const ANY_UUID = NONE_YET;

/** What parameters are called, whatever the operation. */
export const BY_NAME: Readonly<Record<string, unknown>> = {
  name: 'example',
  description: 'an example',
  accountName: 'admin',
  username: 'admin',
  password: SHA512_OF_PASSWORD,
  sessionUuid: SESSION,
  userUuid: NONE_YET,
  resourceType: 'ImageVO',
  category: 'image',
  hostname: '192.168.1.50',
  managementIp: '192.168.1.50',
  monUrls: ['root:password@192.168.1.51:22/?monPort=6789'],
  monHostnames: ['192.168.1.41'],
  physicalInterface: 'eth1',
  url: '/zstack_example',
  loginType: 'account',
  apiId: NONE_YET,
  apiNames: ['org.zstack.header.image.APIAddImageMsg'],
  ip: '10.1.0.100',
  file: 'example.qcow2',
  key: NONE_YET,
  id: 1,
  snapshot: 'before',
  environment: 'default',
  service: 'DHCP',
  securityGroupUuid: NONE_YET,
  ruleUuids: [NONE_YET],
  dns: '223.6.6.6',
  l3NetworkUuid: L3,
  l2NetworkUuid: L2,
  publicKey: 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 me@here',
};

type Values = Readonly<Record<string, unknown>>;

const RESERVED = { category: 'backupStorage', name: 'reservedCapacity', resourceUuid: IMAGE_STORE };
const AS_ROOT = { username: 'root', password: 'password' };
const SIZED = { cpuNum: 1, memorySize: GIB };
const CREATED = { ...SIZED, zoneUuid: ZONE, strategy: 'CreateStopped' };

/** What an operation needs beside or in place of that. */
export const OF_OPERATION: Readonly<Record<string, Values>> = {
  AddImage: {
    name: 'ubuntu-24.04',
    url: 'http://mirror.example/ubuntu-24.04-server-cloudimg-amd64.img',
    format: 'qcow2',
  },
  CreateRootVolumeTemplateFromRootVolume: {
    name: 'my-first-image',
    backupStorageUuids: [IMAGE_STORE],
  },
  CreateDataVolumeTemplateFromVolume: { volumeUuid: DATA, backupStorageUuids: [IMAGE_STORE] },
  ExpungeImage: { imageUuid: DELETED_IMAGE },
  RecoverImage: { imageUuid: DELETED_IMAGE },
  ChangeImageState: { stateEvent: 'disable' },
  UpdateImage: { name: 'centos' },
  GetCandidateVmForAttachingIso: { isoUuid: ISO },
  GetUploadImageJobDetails: { imageId: LINUX_IMAGE },
  GetCandidateBackupStorageForCreatingImage: { volumeUuid: ROOT },
  CreateAccessKey: { accountUuid: ADMIN, userUuid: ADMIN },
  UpdateAccount: { description: 'an example' },
  UpdateQuota: { name: 'image.num', value: 100 },
  ShareResource: { accountUuids: [ALICE] },
  RevokeResourceSharing: { accountUuids: [ALICE] },
  AddImageStoreBackupStorage: AS_ROOT,
  AddSftpBackupStorage: AS_ROOT,
  AddKVMHost: AS_ROOT,
  AttachPrimaryStorageToCluster: { clusterUuid: EMPTY_CLUSTER, primaryStorageUuid: NFS },
  DetachPrimaryStorageFromCluster: { primaryStorageUuid: NFS },
  CreateCluster: { hypervisorType: 'KVM' },
  CreateDiskOffering: { diskSize: 10 * GIB },
  CreateInstanceOffering: SIZED,
  CreateEip: { name: 'eip-2', vipUuid: NONE_YET },
  CreateDataVolumeFromVolumeTemplate: { imageUuid: NONE_YET },
  UpdateGlobalConfig: { name: 'deletionPolicy', value: 'Direct' },
  GetGlobalConfigOptions: { name: 'deletionPolicy' },
  ResetGlobalConfig: { category: 'image' },
  AttachL2NetworkToCluster: { l2NetworkUuid: VLAN },
  DetachL2NetworkFromCluster: { l2NetworkUuid: L2 },
  ChangeL2NetworkVlanId: { l2NetworkUuid: VLAN, type: 'L2VlanNetwork', vlan: 200 },
  CreateL2VlanNetwork: { vlan: 300 },
  CreateL3Network: { l2NetworkUuid: L2 },
  AddHostRouteToL3Network: { prefix: '10.9.0.0/16', nexthop: '10.1.0.2' },
  RemoveHostRouteFromL3Network: { prefix: '10.9.0.0/16' },
  AddIpRange: {
    startIp: '10.1.3.251',
    endIp: '10.1.3.253',
    netmask: '255.255.252.0',
    gateway: '10.1.0.1',
  },
  AddReservedIpRange: { startIp: '10.1.0.200', endIp: '10.1.0.210' },
  AttachNetworkServiceToL3Network: { networkServices: { Flat: ['DNS'] } },
  DetachNetworkServiceFromL3Network: { service: 'Userdata' },
  GetIpAddressCapacity: { l3NetworkUuids: [L3] },
  GetFreeIp: { l3NetworkUuid: L3 },
  RemoveDnsFromL3Network: { dns: '223.5.5.5' },
  SetL3NetworkMtu: { mtu: 1450 },
  SetL3NetworkRouterInterfaceIp: { l3NetworkUuid: PUBLIC_L3, routerInterfaceIp: '172.20.0.2' },
  SubmitLongJob: {
    jobName: 'APIAddImageMsg',
    jobData: JSON.stringify({
      name: 'ubuntu',
      url: 'http://mirror.example/ubuntu.qcow2',
      format: 'qcow2',
      backupStorageUuids: [IMAGE_STORE],
    }),
  },
  AttachL3NetworkToVm: { vmInstanceUuid: STOPPED_VM, l3NetworkUuid: PUBLIC_L3 },
  CreateVmNic: { l3NetworkUuid: L3 },
  SetVmStaticIp: { l3NetworkUuid: L3, ip: '10.1.0.100', vmInstanceUuid: STOPPED_VM },
  DeleteVmStaticIp: { l3NetworkUuid: L3 },
  UpdateVmNicDriver: { driverType: 'virtio' },
  AddNfsPrimaryStorage: { url: '192.168.1.50:/exports/example' },
  AddLocalPrimaryStorage: { url: '/zstack_example' },
  AddSharedMountPointPrimaryStorage: { url: '/mnt/example' },
  ChangePrimaryStorageState: { stateEvent: 'disable' },
  AddCephPrimaryStoragePool: { primaryStorageUuid: CEPH, poolName: 'pool-example', isCreate: true },
  AddSecurityGroupRule: {
    rules: [{ type: 'Ingress', protocol: 'TCP', dstPortRange: '22', allowedCidr: '0.0.0.0/0' }],
  },
  GetResourceAccount: { resourceUuids: [LINUX_IMAGE] },
  GetResourceNames: { uuids: [LINUX_IMAGE] },
  CreateSystemTag: { tag: 'bootMode::UEFI' },
  CreateSystemTags: { tags: ['bootMode::UEFI'] },
  CreateUserTag: { tag: 'for-tests' },
  CreateTag: { name: 'os', value: 'os::centos' },
  CreatePolicy: { statements: [{ effect: 'Allow', actions: ['org.zstack.header.image:read'] }] },
  UpdateZone: { description: 'an example' },
  CreateWebhook: { url: 'http://127.0.0.1:9000/hook', type: 'EventData' },
  CreateVmInstance: { ...CREATED, imageUuid: LINUX_IMAGE, l3NetworkUuids: [L3] },
  CreateVmInstanceFromVolume: { ...CREATED, volumeUuid: SPARE_DATA },
  CreateVmInstanceFromVolumeSnapshot: CREATED,
  CreateVmInstanceFromVolumeSnapshotGroup: CREATED,
  CreateDataVolume: { diskSize: 10 * GIB },
  AttachDataVolumeToVm: { volumeUuid: SPARE_DATA },
  DetachDataVolumeFromVm: { uuid: DATA },
  ZQLQuery: { zql: "query image where status = 'Ready' order by size desc limit 10" },
  BatchQuery: { script: "put('images', query('QueryImage', [:]))" },
  UpdateUser: { uuid: NONE_YET, name: 'example' },
  LogInByUser: { accountName: 'admin', userName: 'example' },
  GetBackupStorageCapacity: { all: true },
  GetPrimaryStorageCapacity: { all: true },
  GetCpuMemoryCapacity: { all: true },
  GetInterdependentL3NetworksBackupStorages: { backupStorageUuid: IMAGE_STORE },
  GetInterdependentL3NetworksImages: { imageUuid: LINUX_IMAGE },
  AttachBackupStorageToZone: { backupStorageUuid: ELSEWHERE },
  AttachEip: { vmNicUuid: OTHER_NIC },
  AttachVmNicToVm: { vmInstanceUuid: STOPPED_VM },
  AttachIsoToVmInstance: { isoUuid: ISO },
  ChangeVmNicNetwork: { vmNicUuid: OTHER_NIC, destL3NetworkUuid: PUBLIC_L3 },
  ChangeVmNicSecurityPolicy: { ingressPolicy: 'DENY', egressPolicy: 'ALLOW' },
  CheckVipPortAvailability: { port: 8080 },
  GetCandidateZonesClustersHostsForCreatingVm: { ...SIZED, zoneUuid: ZONE },
  GetVmsCapabilities: { vmUuids: [RUNNING_VM] },
  CreateVmCdRom: { vmInstanceUuid: STOPPED_VM },
  DeleteVmSshKey: { uuid: RUNNING_VM },
  GetVmStartingCandidateClustersHosts: { uuid: STOPPED_VM },
  SetVmBootMode: { bootMode: 'UEFI' },
  SetVmHostname: { hostname: 'web-1' },
  UpdateVmPriority: { priority: 'High' },
  SetVmBootVolume: { volumeUuid: ROOT },
  ResizeDataVolume: { uuid: DATA, size: 200 * GIB },
  ResizeRootVolume: { size: 80 * GIB },
  DeleteDataVolume: { uuid: SPARE_DATA },
  ChangeVolumeState: { uuid: DATA, stateEvent: 'disable' },
  ExpungeDataVolume: { uuid: SPARE_DATA },
  RecoverDataVolume: { uuid: SPARE_DATA },
  SetVolumeQos: { volumeBandwidth: 100 * 2 ** 20 },
  GetDataVolumeAttachableVm: { volumeUuid: SPARE_DATA },
  AddIpRangeByNetworkCidr: { networkCidr: '10.1.0.0/22' },
  ChangeInstanceOffering: { vmInstanceUuid: STOPPED_VM },
  ChangeVmImage: { vmInstanceUuid: STOPPED_VM },
  ReimageVmInstance: { vmInstanceUuid: STOPPED_VM },
  MigrateVm: { vmInstanceUuid: PAUSED_VM },
  RemoveMonFromCephPrimaryStorage: { uuid: CEPH },
  GetResourceConfig: RESERVED,
  GetResourceConfigs: { ...RESERVED, names: ['reservedCapacity'] },
  DeleteResourceConfig: RESERVED,
  UpdateResourceConfig: { ...RESERVED, value: '2G' },
  UpdateResourceConfigs: {
    resourceUuid: IMAGE_STORE,
    resourceConfigs: [{ category: 'backupStorage', name: 'reservedCapacity', value: '2G' }],
  },
  UpdateSecurityGroupRulePriority: { rules: [{ ruleUuid: NONE_YET, priority: 1 }] },
  SetVmNicSecurityGroup: { refs: [{ securityGroupUuid: NONE_YET, priority: 1 }] },
  DetachTagFromResources: { resourceUuids: [LINUX_IMAGE] },
  SetImageStoreBackupStorageQuota: { maxCapacity: 2 ** 40 },
  SyncImageFromImageStoreBackupStorage: {
    srcBackupStorageUuid: IMAGE_STORE,
    dstBackupStorageUuid: ELSEWHERE,
  },
  RecoveryImageFromImageStoreBackupStorage: {
    srcBackupStorageUuid: IMAGE_STORE,
    dstBackupStorageUuid: ELSEWHERE,
  },
  GetMemorySnapshotGroupReference: { resourceUuid: L3, resourceType: 'L3NetworkVO' },
  AddIpv6Range: {
    startIp: 'fd00:1::10',
    endIp: 'fd00:1::ff',
    gateway: 'fd00:1::1',
    prefixLen: 64,
    addressMode: 'Stateful-DHCP',
  },
  AddIpv6RangeByNetworkCidr: { networkCidr: 'fd00:1::/64', addressMode: 'SLAAC' },
  ExportVmOvaPackage: { vmUuid: STOPPED_VM, backupStorageUuid: IMAGE_STORE },
  ParseOvf: { xmlBase64: OVF },
  CreateVmInstanceFromOvf: {
    xmlBase64: OVF,
    jsonImageInfos: JSON.stringify([{ ovfId: 'disk1', type: 'ImageUuid', uuid: LINUX_IMAGE }]),
    jsonCreateVmParam: JSON.stringify({ zoneUuid: ZONE }),
    backupStorageUuid: IMAGE_STORE,
  },
  // The emulator's own.
  Bisect: { zql: "query image where status = 'Ready'" },
  Rewind: { to: '-5m', replay: 'end' },
  AdvanceClock: { by: '1h' },
  CreateFault: { kind: 'fail', operation: 'AddImage', times: 1 },
  ExplainResource: { uuid: LINUX_IMAGE },
  SetBackupStorageAgent: { reachable: false },
  SetHostAgent: { reachable: false },
  SetClock: { mode: 'run' },
  SetProgression: { mode: 'immediate' },
  VerifyJournal: { operation: 'AddImage', atMost: 10 },
  WriteVolume: { bytes: GIB },
  DeleteFault: { uuid: NONE_YET },
  DownloadExport: { uuid: IMAGE_STORE },
  CreateEnvironment: { name: 'mine', from: { environment: 'default' } },
  DeleteEnvironment: { name: 'mine' },
  ExportEnvironment: { name: 'default' },
  ImportEnvironment: { name: 'mine' },
  KeepFleetExport: { name: 'default', source: 'golden' },
  KeepFleetSeed: { source: 'mine', seed: 'version: 1\nzones: [{ name: mine }]' },
  DeleteFleetSource: { source: 'mine' },
  QueryFleetSource: { source: 'mine' },
  QueryEnvironment: { name: 'default' },
  ListResources: { kind: 'image' },
  ResetEnvironment: { name: 'default' },
  TakeEnvironmentSnapshot: { name: 'before' },
  LogIn: { username: 'admin' },
  StartVmInstance: { uuid: STOPPED_VM },
  ResumeVmInstance: { uuid: PAUSED_VM },
  ReconnectHost: { uuid: ARM_HOST },
};
