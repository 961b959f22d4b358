import { domainToASCII } from 'node:url';
import type { YAMLException } from 'js-yaml';
import { apiError } from '../../core/api-error.js';
import { decodeBase64 } from '../../core/java-base64.js';
import { userdataIn } from '../../domain/tag/sensitive-tags.js';
import { isTopLevelDomain } from '../../domain/tag/top-level-domains.js';
import { fits, tokenOf, tokensOf } from '../../domain/tag/tag-format.js';
import {
  BOOT_ORDER,
  CLEAN_TRAFFIC,
  CPU_CORES,
  CPU_SOCKETS,
  CPU_THREADS,
  GROUPS_OF_NIC,
  HOSTNAME,
  MACHINE_TYPE,
  PCI_BRIDGES,
  SECURITY_ELEMENT,
  USB_REDIRECT,
  USERDATA,
  VIRTIO,
} from '../../domain/tag/vm-tags.js';
import { BOOT_DEVICES } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { hasGroups } from '../security-groups/nics-in-groups.js';

const wrong = (details: string) => apiError('SYS.1007', details);
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const HOST = new RegExp(`^${LABEL}$`, 'i');
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+([a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)\\.?$`, 'i');
const MACHINE_TYPES = ['q35', 'pc', 'virt'];

/** A name of one part, or of several whose last one is a top-level domain. */
function checkHostname(tag: string): void {
  const hostname = tokenOf(HOSTNAME, tag) ?? '';
  const ascii = /^[\x20-\x7e]*$/.test(hostname) ? hostname : domainToASCII(hostname);
  const last = DOMAIN.exec(ascii)?.[1];
  const isValid = last === undefined ? HOST.test(ascii) : isTopLevelDomain(last);
  if (isValid && ascii.length <= 253) return;
  throw wrong(`hostname[${hostname}] specified in system tag[${tag}] is not a valid domain name`);
}

/**
 * The real system stumbles over what is no Base64 or no YAML.
 * @throws SYS.1000 with the words of the decoder or the parser
 */
function checkUserdata(tag: string): void {
  try {
    decodeBase64(tokenOf(USERDATA, tag) ?? '');
  } catch (error) {
    throw apiError('SYS.1000', (error as Error).message);
  }
  try {
    userdataIn(tag);
  } catch (error) {
    throw apiError('SYS.1000', (error as YAMLException).reason);
  }
}

function checkMachineType(tag: string): void {
  const type = tokenOf(MACHINE_TYPE, tag) ?? '';
  if (MACHINE_TYPES.includes(type)) return;
  throw wrong(`vm machine type requires [q35, pc, virt], but get [${type}]`);
}

const integer = (format: string, name: string) => (_world: World, _uuid: string, tag: string) => {
  const text = tokenOf(format, tag) ?? '';
  if (/^[+-]?\d{1,10}$/.test(text) && Math.abs(Number(text)) < 2 ** 31) return;
  throw wrong(`${name} must be an integer`);
};

const flag = (format: string, name: string) => (_world: World, _uuid: string, tag: string) => {
  const value = tokenOf(format, tag) ?? '';
  if (/^(true|false)$/i.test(value)) return;
  throw wrong(`invalid ${name}[${tag}], ${value} is not boolean class`);
};

/** What must hold of a VM before it gets a tag of this format. */
export const VM_TAG_VALIDATORS: Readonly<
  Record<string, (world: World, vmUuid: string, tag: string) => void>
> = {
  [HOSTNAME]: (_world, _uuid, tag) => checkHostname(tag),
  [BOOT_ORDER]: (_world, _uuid, tag) => {
    const order = tokenOf(BOOT_ORDER, tag) ?? '';
    const unknown = order.split(',').find((device) => !BOOT_DEVICES.includes(device));
    if (unknown !== undefined) {
      throw wrong(`invalid boot device[${unknown}] in boot order[${order}]`);
    }
  },
  [USERDATA]({ repositories }, vmUuid, tag) {
    const has = repositories.tags.listSystemTags(vmUuid).some((one) => fits(USERDATA, one));
    if (has) throw wrong(`Already have one userdata systemTag for vm[uuid: ${vmUuid}].`);
    checkUserdata(tag);
  },
  [MACHINE_TYPE]: (_world, _uuid, tag) => checkMachineType(tag),
  [CLEAN_TRAFFIC]({ repositories }, vmUuid) {
    checkCleanTraffic(repositories.vmInstances.find(vmUuid)?.type ?? null);
  },
  [GROUPS_OF_NIC](world, _uuid, tag) {
    const [l3Uuid = ''] = tokensOf(GROUPS_OF_NIC, tag) ?? [];
    if (world.repositories.l3Networks.find(l3Uuid) && hasGroups(world, l3Uuid)) return;
    throw wrong(
      `the netwotk service[type:SecurityGroup] not enabled on the l3Network[uuid:${l3Uuid}]`,
    );
  },
  [SECURITY_ELEMENT]: flag(SECURITY_ELEMENT, 'securityElementEnable'),
  [USB_REDIRECT]: flag(USB_REDIRECT, 'usbRedirect'),
  [CPU_SOCKETS]: integer(CPU_SOCKETS, 'cpuSockets'),
  [CPU_CORES]: integer(CPU_CORES, 'cpuCores'),
  [CPU_THREADS]: integer(CPU_THREADS, 'cpuThreads'),
  [PCI_BRIDGES]: (_world, _uuid, tag) => {
    const text = tokenOf(PCI_BRIDGES, tag) ?? '';
    if (!/^[+-]?\d{1,10}$/.test(text)) throw wrong('number must be a number');
    if (Number(text) <= 0 || Number(text) > 31) {
      throw wrong('pci bridge need a value greater than 0 and lower than 32');
    }
  },
  [VIRTIO]({ repositories }, vmUuid) {
    const state = repositories.vmInstances.find(vmUuid)?.state;
    if (state !== 'Running' && state !== 'Unknown') return;
    throw wrong(`vm current state[${state}], modify virtio requires the vm state[Stopped]`);
  },
};

function checkCleanTraffic(type: string | null): void {
  if (type !== 'UserVm') throw wrong(`clean traffic is not supported for vm type [${type}]`);
}

/**
 * What the real system looks at of the system tags of a new VM: less than of one that is put on it later.
 * @throws SYS.1007
 */
export function checkNewVmTags(systemTags: readonly string[], type: string): void {
  const hostnames = systemTags.filter((tag) => fits(HOSTNAME, tag));
  for (const [i, tag] of hostnames.entries()) {
    if (i > 0) throw wrong(`only one hostname system tag is allowed, but ${i + 1} got`);
    checkHostname(tag);
  }
  const userdata = systemTags.filter((tag) => fits(USERDATA, tag));
  for (const [i, tag] of userdata.entries()) {
    if (i > 0) throw wrong("Shouldn't be more than one userdata systemTag for one vm.");
    checkUserdata(tag);
  }
  if (systemTags.some((tag) => fits(CLEAN_TRAFFIC, tag))) checkCleanTraffic(type);
  for (const tag of systemTags) if (fits(MACHINE_TYPE, tag)) checkMachineType(tag);
}
