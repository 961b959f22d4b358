/** Whether a cluster takes hosts of one CPU model only. */
export const CHECK_CPU_MODELS = 'check::cluster::cpu::model::{enable}';
export const CPU_MODEL = 'cpuModelName::{name}';

const RESERVED_OF_HOSTS = ['host::reservedCpu::{capacity}', 'host::reservedMemory::{capacity}'];

export const ZONE_TAGS: readonly string[] = RESERVED_OF_HOSTS;

export const CLUSTER_TAGS: readonly string[] = [...RESERVED_OF_HOSTS, CHECK_CPU_MODELS];

/** Tags of hosts: the real system's own, and those of its plugins for KVM and LocalStorage. */
export const HOST_TAGS = [
  'reservedCpu::{capacity}',
  'reservedMemory::{capacity}',
  'capability::liveSnapshot',
  'os::distribution::{distribution}',
  'os::release::{release}',
  'os::version::{version}',
  'extraips::{extraips}',
  'hostCpuModelName::{hostCpuModelName}',
  'systemProductName::{systemProductName}',
  'systemSerialNumber::{systemSerialNumber}',
  'cpuGHz::{cpuGHz}',
  'cpuProcessorNum::{cpuProcessorNum}',
  'cpuCache::{cpuCache}',
  'powerSupplyModelName::{powerSupplyModelName}',
  'powerSupplyMaxPowerCapacity::{powerSupplyMaxPowerCapacity}',
  'powerSupplyManufacturer::{powerSupplyManufacturer}',
  'ipmiAddress::{ipmiAddress}',
  'iscsiInitiatorName::{iscsiInitiatorName}',
  'pageTableExtensionDisabled',
  'GuestTools::{guestToolsVersion}',
  'GuestToolsLinux::{guestToolsLinuxVersion}',
  'ConnectedTime::{hostConnectedTime}',
  'systemManufacturer::{systemManufacturer}',
  'systemUUID::{systemUUID}',
  'biosVendor::{biosVendor}',
  'biosVersion::{biosVersion}',
  'biosReleaseDate::{biosReleaseDate}',
  'bmcVersion::{bmcVersion}',
  'uptime::{uptime}',
  'memorySlotsMaximum::{memorySlotsMaximum}',
  'qemu-img::version::{version}',
  'libvirt::version::{version}',
  'hvm::{flag}',
  'ept::{ept}',
  CPU_MODEL,
  'capability:virtio-scsi',
  'libvirtCapabilities::{libvirtCapabilities}',
  'localStorage::{primaryStorageUuid}::initialized',
] as const;
