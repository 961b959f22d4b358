import { apiError } from '../../core/api-error.js';
import { formatOfUri } from './disk-formats.js';
import { RESOURCE_TYPES, type OvfDisk, type OvfInfo } from './ovf.js';
import { readXml, XmlError, type XmlElement } from './xml.js';

/** The largest descriptor that is read, in bytes of its XML. */
export const MOST_OVF_BYTES = 2 ** 19;

const MIB = 2 ** 20;
const UNITS: ReadonlyMap<string, number> = new Map([
  ['kilobytes', 2 ** 10],
  ['megabytes', MIB],
  ['gigabytes', 2 ** 30],
  ['terabytes', 2 ** 40],
]);

const invalid = (details: string) => apiError('OVF.1002', details);

/**
 * The descriptor that a call brings as Base64.
 * @throws OVF.1001 where it is no XML, OVF.1002 where it says no VM
 */
export function readOvf(xmlBase64: string): OvfInfo {
  const compact = xmlBase64.replaceAll(/\s/g, '');
  if (compact === '' || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 === 1) {
    throw apiError('OVF.1001', 'Failed to read ovf file.');
  }
  const bytes = Buffer.from(compact, 'base64');
  if (bytes.length > MOST_OVF_BYTES) {
    throw apiError('OVF.1001', `the ovf file is larger than ${MOST_OVF_BYTES} bytes`);
  }
  try {
    return infoOf(readXml(bytes.toString('utf8').replace(/^\uFEFF/, '')));
  } catch (error) {
    if (error instanceof XmlError) throw apiError('OVF.1001', error.message);
    throw error;
  }
}

function infoOf(envelope: XmlElement): OvfInfo {
  if (envelope.name !== 'Envelope') throw invalid(`Envelope not found, but ${envelope.name}`);
  const system = child(envelope, 'VirtualSystem');
  const hardware = system && child(system, 'VirtualHardwareSection');
  if (!system || !hardware) throw invalid('VirtualSystem with a VirtualHardwareSection not found');
  const disks = disksOf(envelope);
  const items = hardware.children.filter(({ name }) =>
    /^(?:Storage|Ethernet)?(?:Port)?Item$/.test(name),
  );
  const ofType = (...types: readonly string[]) =>
    items.filter((item) => types.includes(value(item, 'ResourceType') ?? ''));
  const byId = new Map(items.toReversed().map((item) => [value(item, 'InstanceID'), item]));
  const diskIds = new Set(disks.map(({ diskId }) => diskId));
  const operatingSystem = child(system, 'OperatingSystemSection');
  const described = child(hardware, 'System');
  return {
    vmName: value(system, 'Name') ?? system.attributes.get('id') ?? null,
    disks,
    networks: all(child(envelope, 'NetworkSection'), 'Network').flatMap(({ attributes }) => {
      const name = attributes.get('name');
      return name === undefined ? [] : [{ name }];
    }),
    cpu: cpuOf(ofType(RESOURCE_TYPES.cpu)[0]),
    memory: memoryOf(ofType(RESOURCE_TYPES.memory)[0]),
    os: operatingSystem ? osOf(operatingSystem) : null,
    systemInfo: {
      virtualSystemType: described ? value(described, 'VirtualSystemType') : null,
      firmwareType: firmwareOf(hardware),
    },
    nics: ofType(RESOURCE_TYPES.ethernet).map(nicOf),
    cdDrivers: ofType(RESOURCE_TYPES.cd, RESOURCE_TYPES.dvd).map((item) => ({
      autoAllocation: flagOf(item),
      driverType: controllerOf(byId, item, 'CD Driver controller not found.'),
      subType: value(item, 'ResourceSubType'),
      name: value(item, 'ElementName'),
    })),
    volumes: ofType(RESOURCE_TYPES.disk).map((item) => ({
      name: value(item, 'ElementName'),
      diskId: diskOf(item, diskIds),
      driverType: controllerOf(byId, item, 'Volume controller not found.'),
    })),
  };
}

function disksOf(envelope: XmlElement): OvfDisk[] {
  const files = new Map(
    all(child(envelope, 'References'), 'File').map(({ attributes }) => [
      attributes.get('id') ?? '',
      attributes.get('href') ?? '',
    ]),
  );
  const seen = new Set<string>();
  return all(child(envelope, 'DiskSection'), 'Disk').map(({ attributes }, index) => {
    const diskId = attributes.get('diskId') ?? '';
    if (diskId === '' || seen.has(diskId)) throw invalid(`Illegal disk id: ${diskId}`);
    seen.add(diskId);
    const fileRef = attributes.get('fileRef') ?? null;
    const fileName = fileRef === null ? null : (files.get(fileRef) ?? '');
    if (fileName === '') throw invalid(`File reference not fount for disk ${diskId}`);
    const capacity = attributes.get('capacity') ?? '';
    const size = scaled(capacity, attributes.get('capacityAllocationUnits') ?? 'byte');
    if (size === null || size === 0) throw invalid(`Illegal disk capacity: ${capacity}`);
    const populated = attributes.get('populatedSize') ?? null;
    const populatedSize = populated === null ? null : scaled(populated, 'byte');
    if (populated !== null && populatedSize === null) {
      throw invalid(`Illegal disk populated size: ${populated}`);
    }
    const format = formatOfUri(attributes.get('format') ?? null, fileName ?? '');
    return { index, diskId, fileRef, fileName, format, populatedSize, capacity: size };
  });
}

function cpuOf(item: XmlElement | undefined): OvfInfo['cpu'] {
  const instanceId = item && value(item, 'InstanceID');
  if (!item || !instanceId) throw invalid("CPU 'InstanceID' not found");
  const told = value(item, 'VirtualQuantity');
  if (told === null) throw invalid("CPU 'VirtualQuantity' not found");
  const quantity = counted(told);
  if (quantity === null) throw invalid(`Illegal CPU 'VirtualQuantity' value: ${told}`);
  const cores = value(item, 'CoresPerSocket');
  const coresPerSocket = cores === null ? null : counted(cores);
  if (cores !== null && coresPerSocket === null) {
    throw invalid(`Illegal CPU 'CoresPerSocket' value: ${cores}`);
  }
  return { instanceId, quantity, coresPerSocket };
}

function memoryOf(item: XmlElement | undefined): OvfInfo['memory'] {
  const instanceId = item && value(item, 'InstanceID');
  if (!item || !instanceId) throw invalid("Memory 'InstanceID' not found");
  const told = value(item, 'VirtualQuantity');
  if (told === null) throw invalid("Memory 'VirtualQuantity' not found");
  const quantity = scaled(told, value(item, 'AllocationUnits') ?? 'MegaBytes');
  if (quantity === null || quantity === 0) {
    throw invalid(`Illegal Memory 'VirtualQuantity' value: ${told}`);
  }
  return { instanceId, quantity };
}

function osOf(section: XmlElement): NonNullable<OvfInfo['os']> {
  const { attributes } = section;
  return {
    id: counted(attributes.get('id') ?? ''),
    version: attributes.get('version') ?? null,
    osType: attributes.get('osType') ?? null,
    description: value(section, 'Description'),
  };
}

function nicOf(item: XmlElement): OvfInfo['nics'][number] {
  const nicName = value(item, 'ElementName');
  const networkName = value(item, 'Connection');
  if (networkName === null) {
    throw invalid(`Ethernet Adapter: ${nicName} do not connect to a network.`);
  }
  return {
    networkName,
    nicModel: value(item, 'ResourceSubType'),
    nicName,
    autoAllocation: flagOf(item),
  };
}

/** The disk that a drive holds: `ovf:/disk/<id>`, or `/disk/<id>` as older writers have it. */
function diskOf(item: XmlElement, diskIds: ReadonlySet<string>): string {
  const resource = value(item, 'HostResource') ?? '';
  const diskId = /^(?:ovf:)?\/disk\/(.+)$/.exec(resource)?.[1] ?? '';
  if (diskIds.has(diskId)) return diskId;
  throw invalid(`Illegal host resource of a disk: ${resource}`);
}

const CONTROLLERS: ReadonlyMap<string, string> = new Map([
  [RESOURCE_TYPES.ide, 'IDE'],
  [RESOURCE_TYPES.scsi, 'SCSI'],
  [RESOURCE_TYPES.sata, 'SATA'],
]);

function controllerOf(
  byId: ReadonlyMap<string | null, XmlElement>,
  item: XmlElement,
  missing: string,
): string | null {
  const parent = value(item, 'Parent');
  const controller = parent === null ? undefined : byId.get(parent);
  if (!controller) throw invalid(missing);
  return (
    CONTROLLERS.get(value(controller, 'ResourceType') ?? '') ?? value(controller, 'ResourceSubType')
  );
}

function firmwareOf(hardware: XmlElement): string | null {
  const config = hardware.children.find(
    ({ name, attributes }) => name === 'Config' && attributes.get('key') === 'firmware',
  );
  return config?.attributes.get('value') ?? null;
}

const child = (element: XmlElement, name: string) =>
  element.children.find((one) => one.name === name);

const all = (element: XmlElement | undefined, name: string) =>
  element?.children.filter((one) => one.name === name) ?? [];

/** The text of a child; null where there is none, or nothing in it. */
const value = (element: XmlElement, name: string): string | null =>
  child(element, name)?.text || null;

function flagOf(item: XmlElement): boolean | null {
  const told = value(item, 'AutomaticAllocation')?.toLowerCase();
  return told === 'true' || told === '1' ? true : told === 'false' || told === '0' ? false : null;
}

function counted(text: string): number | null {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(count) && count > 0 ? count : null;
}

/** A number of units in bytes: `byte`, `byte * 2^20` and the like, or the names that older writers have. */
function scaled(text: string, units: string): number | null {
  if (!/^\d+$/.test(text)) return null;
  const size = Number(text) * unitOf(units.trim());
  return Number.isSafeInteger(size) ? size : null;
}

function unitOf(units: string): number {
  const [, base, exponent] = /^bytes?\s*\*\s*(\d{1,4})\s*\^\s*(\d{1,3})$/i.exec(units) ?? [];
  if (base !== undefined) return Number(base) ** Number(exponent);
  if (/^bytes?$/i.test(units)) return 1;
  return UNITS.get(units.toLowerCase()) ?? Number.NaN;
}
