import * as z from 'zod';
import { bytes, inventory, optionalText, text } from './inventory.js';

const PACKAGE = 'org.zstack.ovf.datatype';
const count = z.int();

const disk = inventory(`${PACKAGE}.OvfDiskInfo`, {
  index: count,
  diskId: text,
  fileRef: optionalText,
  fileName: optionalText,
  format: optionalText,
  populatedSize: bytes.nullable(),
  capacity: bytes,
});

const cpu = inventory(`${PACKAGE}.OvfCpuInfo`, {
  instanceId: text,
  quantity: count,
  coresPerSocket: count.nullable(),
});

const nic = inventory(`${PACKAGE}.OvfEthernetAdapterInfo`, {
  networkName: text,
  nicModel: optionalText,
  nicName: optionalText,
  autoAllocation: z.boolean().nullable(),
});

const cdDriver = inventory(`${PACKAGE}.OvfCdDriverInfo`, {
  autoAllocation: z.boolean().nullable(),
  driverType: optionalText,
  subType: optionalText,
  name: optionalText,
});

const volume = inventory(`${PACKAGE}.OvfVolumeInfo`, {
  name: optionalText,
  diskId: text,
  driverType: optionalText,
});

const operatingSystem = inventory(`${PACKAGE}.OvfOSInfo`, {
  id: count.nullable(),
  version: optionalText,
  osType: optionalText,
  description: optionalText,
});

const system = inventory(`${PACKAGE}.OvfSystemInfo`, {
  virtualSystemType: optionalText,
  firmwareType: optionalText,
});

/** What ParseOvf answers; the fields are those of the domain's `OvfInfo`. */
export const ovfInfo = inventory(`${PACKAGE}.OvfInfo`, {
  disks: disk.array(),
  networks: inventory(`${PACKAGE}.OvfNetworkInfo`, { name: text }).array(),
  cpu,
  memory: inventory(`${PACKAGE}.OvfMemoryInfo`, { instanceId: text, quantity: bytes }),
  vmName: optionalText,
  os: operatingSystem.nullable(),
  systemInfo: system,
  nics: nic.array(),
  cdDrivers: cdDriver.array(),
  volumes: volume.array(),
});
