import { fits } from './tag-format.js';

/** The name that the guest takes. */
export const HOSTNAME = 'hostname::{hostname}';
/** Devices that the guest boots from, in this order. */
export const BOOT_ORDER = 'bootOrder::{bootOrder}';
/** That order holds for one start only. */
export const BOOT_ORDER_ONCE = 'bootOrderOnce::{bootOrderOnce}';
export const CD_ROM_BOOT_ONCE = 'cdromBootOnce::{cdromBootOnce}';
export const BOOT_MODE = 'bootMode::{bootMode}';
export const SSH_KEY = 'sshkey::{sshkey}';
/** The guest has an agent that the host can talk to. */
export const QGA = 'qemuga';
/** The version of the guest tools that the guest has. */
export const GUEST_TOOLS = 'GuestTools::{guestToolsVersion}';
/** What the guest is told at its first start, as Base64. */
export const USERDATA = 'userdata::{userdata}';
export const CONSOLE_PASSWORD = 'consolePassword::{consolePassword}';
/** The drives of a new VM: each the uuid of an ISO, `Empty` or `None`. */
export const CREATE_CD_ROMS = 'cdroms::{cdrom0}::{cdrom1}::{cdrom2}';
/** A new VM that has no drive but its own ISO's. */
export const CREATE_WITHOUT_CD_ROM = 'createWithoutCdRom::{createWithoutCdRom}';
/** The drive that an ISO is to be put into; goes along with AttachIsoToVmInstance. */
export const CD_ROM = 'cdromUuid::{cdromUuid}';
/** The ISO that is to be first; goes along with UpdateVmInstance. */
export const ISO = 'iso::{iso}::{deviceId}';
/** The storage of the data volumes of a new VM. */
export const DATA_VOLUME_STORAGE =
  'primaryStorageUuidForDataVolume::{primaryStorageUuidForDataVolume}';
export const CUSTOM_MAC = 'customMac::{l3NetworkUuid}::{customMac}';
export const CUSTOM_NIC_UUID = 'customNicUuid::{l3NetworkUuid}::{customNicUuid}';
/** The address that the NIC of a VM on a network is to have, or has. */
export const STATIC_IP = 'staticIp::{l3NetworkUuid}::{staticIp}';
export const IPV4_GATEWAY = 'ipv4Gateway::{l3NetworkUuid}::{ipv4Gateway}';
export const IPV4_NETMASK = 'ipv4Netmask::{l3NetworkUuid}::{ipv4Netmask}';
export const IPV6_GATEWAY = 'ipv6Gateway::{l3NetworkUuid}::{ipv6Gateway}';
export const IPV6_PREFIX = 'ipv6Prefix::{l3NetworkUuid}::{ipv6Prefix}';
/** Tags of a VM that say something of its address on a network. */
export const NETWORK_TAGS_OF_VMS = [
  STATIC_IP,
  IPV4_GATEWAY,
  IPV4_NETMASK,
  IPV6_GATEWAY,
  IPV6_PREFIX,
] as const;
/** The groups that the NIC of a VM on a network is to come into, and what becomes of its other traffic. */
export const GROUPS_OF_NIC = 'l3::{l3Uuid}::SecurityGroupUuids::{securityGroupUuids}';
export const POLICIES_OF_NIC =
  'l3::{l3Uuid}::securityGroupIngressPolicy::{securityGroupIngressPolicy}::securityGroupEgressPolicy::{securityGroupEgressPolicy}';
export const CLEAN_TRAFFIC = 'cleanTraffic::{cleanTraffic}';
export const MACHINE_TYPE = 'vmMachineType::{vmMachineType}';
export const SECURITY_ELEMENT = 'securityElementEnable::{securityElementEnable}';
export const USB_REDIRECT = 'usbRedirect::{usbRedirect}';
export const CPU_SOCKETS = 'cpuSockets::{cpuSockets}';
export const CPU_CORES = 'cpuCores::{cpuCores}';
export const CPU_THREADS = 'cpuThreads::{cpuThreads}';
export const PCI_BRIDGES = 'vm::pci::bridge::num::{number}';
/** The guest has virtio drivers. */
export const VIRTIO = 'driver::virtio';
/** A VM that was paused when it went to another host: it is resumed before it goes again. */
export const PAUSED_AFTER_MIGRATION = 'vmPausedAfterMigrate';
export const SYNC_PORTS = 'syncPorts::{syncPorts}';
/** The ISO of the guest tools was put into a drive since the VM began to run. */
export const GUEST_TOOLS_ATTACHED = 'guestToolsHasAttached';

/** How it stands against other VMs of its host. */
export const VM_PRIORITY = 'vmPriority::{vmPriority}';
export const SOUND_TYPE = 'soundType::{soundType}';
/** Memory of its display adapter, in KiB. */
export const QXL_MEMORY = 'qxlMemory::{ram}::{vram}::{vgamem}';

/** What VMs of aarch64 are. */
export const MACHINE_OF_ARM = 'vmMachineType::virt';

/**
 * Whether the real system writes such a tag by itself, so that clients cannot remove it. (A VM of another processor may
 * be told to be a `virt`, too; a seed does not tell the two apart.)
 */
export const isInherentOfVm = (tag: string): boolean =>
  tag === MACHINE_OF_ARM || fits(SYNC_PORTS, tag);

/** Tags of VMs: the real system's own, and those of its modules for KVM, virtual routers and guest tools. */
export const VM_TAGS = [
  HOSTNAME,
  SYNC_PORTS,
  'syncHostname::{syncHostname}',
  STATIC_IP,
  IPV4_GATEWAY,
  IPV6_GATEWAY,
  IPV4_NETMASK,
  IPV6_PREFIX,
  CUSTOM_MAC,
  CUSTOM_NIC_UUID,
  'windows::virtioVolume',
  USERDATA,
  SSH_KEY,
  'rootPassword::{rootPassword}',
  ISO,
  BOOT_ORDER,
  CD_ROM_BOOT_ONCE,
  BOOT_ORDER_ONCE,
  CONSOLE_PASSWORD,
  USB_REDIRECT,
  SECURITY_ELEMENT,
  'RDPEnable::{RDPEnable}',
  'VDIMonitorNumber::{VDIMonitorNumber}',
  'instanceOfferingOnlinechange::{instanceOfferingOnliechange}',
  'pendingCapacityChange::cpuNum::{cpuNum}::cpuSpeed::{cpuSpeed}::memory::{memory}',
  QGA,
  DATA_VOLUME_STORAGE,
  'vmSystemSerialNumber::{vmSystemSerialNumber}',
  'releaseVmNicAfterDetachVmNic::{releaseVmNicAfterDetachVmNic}',
  BOOT_MODE,
  'bootVolume::{bootVolume}',
  'maxInstancePerHost::{maxInstancePerHost}',
  'additionalQmp',
  CLEAN_TRAFFIC,
  'autoScalingGroupUuid::{autoScalingGroupUuid}',
  CREATE_CD_ROMS,
  CREATE_WITHOUT_CD_ROM,
  CD_ROM,
  'nicMultiQueueNum::{l3Uuid}::{nicMultiQueueNum}',
  'v2vVmCdroms::{v2vVmCdroms}',
  MACHINE_TYPE,
  'packer',
  VM_PRIORITY,
  SOUND_TYPE,
  QXL_MEMORY,
  'vmMultipleGateway::{vmMultipleGateway}',
  GUEST_TOOLS,
  'resourceBindings::{resourceUUids}',
  'vRingBufferSize::{rxBufferSize}::{txBufferSize}',
  VIRTIO,
  'numa',
  'ipChanged::{ipChanged}',
  GROUPS_OF_NIC,
  POLICIES_OF_NIC,
  'directoryUuid::{directoryUuid}',
  'usbDeviceUuid::{usbDeviceUuid}::attachType::{attachType}',
  'xmlHook::{xmlHook}',
  'ha::{haLevel}',
  'consoleMode::{consoleMode}',
  'marketplace::true',
  PAUSED_AFTER_MIGRATION,
  GUEST_TOOLS_ATTACHED,
  CPU_SOCKETS,
  CPU_CORES,
  CPU_THREADS,
  'virtio::diskOffering::{diskOfferingUuid}::num::{number}',
  PCI_BRIDGES,
  'role::DHCP',
  'role::DNS',
  'role::SNAT',
  'role::EIP',
  'role::PortForwarding',
  'role::LoadBalancer',
  'dedicatedRole',
] as const;
