/** What an OVF descriptor says of a VM, as ParseOvf answers it. Sizes are bytes. */
export interface OvfInfo {
  readonly vmName: string | null;
  readonly disks: readonly OvfDisk[];
  readonly networks: readonly { readonly name: string }[];
  readonly cpu: OvfCpu;
  readonly memory: { readonly instanceId: string; readonly quantity: number };
  readonly os: OvfOs | null;
  readonly systemInfo: OvfSystem;
  readonly nics: readonly OvfNic[];
  readonly cdDrivers: readonly OvfCdDriver[];
  readonly volumes: readonly OvfVolume[];
}

export interface OvfDisk {
  readonly index: number;
  readonly diskId: string;
  readonly fileRef: string | null;
  readonly fileName: string | null;
  readonly format: string | null;
  readonly populatedSize: number | null;
  readonly capacity: number;
}

interface OvfCpu {
  readonly instanceId: string;
  readonly quantity: number;
  readonly coresPerSocket: number | null;
}

interface OvfOs {
  /** By the CIM's list of operating systems. */
  readonly id: number | null;
  readonly version: string | null;
  readonly osType: string | null;
  readonly description: string | null;
}

interface OvfSystem {
  readonly virtualSystemType: string | null;
  readonly firmwareType: string | null;
}

interface OvfNic {
  readonly networkName: string;
  readonly nicModel: string | null;
  readonly nicName: string | null;
  readonly autoAllocation: boolean | null;
}

interface OvfCdDriver {
  readonly autoAllocation: boolean | null;
  readonly driverType: string | null;
  readonly subType: string | null;
  readonly name: string | null;
}

interface OvfVolume {
  readonly name: string | null;
  readonly diskId: string;
  readonly driverType: string | null;
}

/** Numbers of the CIM's kinds of resources. */
export const RESOURCE_TYPES = {
  cpu: '3',
  memory: '4',
  ide: '5',
  scsi: '6',
  ethernet: '10',
  cd: '15',
  dvd: '16',
  disk: '17',
  sata: '20',
} as const;

export const NAMESPACES = {
  ovf: 'http://schemas.dmtf.org/ovf/envelope/1',
  rasd: 'http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData',
  vssd: 'http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData',
  vmw: 'http://www.vmware.com/schema/ovf',
} as const;
