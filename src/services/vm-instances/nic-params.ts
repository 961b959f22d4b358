import { apiError } from '../../core/api-error.js';
import { isPlainObject } from '../../core/plain-object.js';
import { NIC_DRIVERS as DRIVERS, type VmNicState } from '../../domain/network/vm-nic.js';

const STATES = ['enable', 'disable'];

const wrong = (details: string) => apiError('SYS.1007', details);

/** What is made of the description of a NIC: how much it may carry is looked at alone. */
export interface NicParams {
  readonly l3NetworkUuid: string;
  readonly state: VmNicState;
  readonly driverType: string | null;
}

const toParams = (nic: Record<string, unknown>): NicParams => ({
  l3NetworkUuid: textOf(nic['l3NetworkUuid']),
  state: textOf(nic['state']) === 'disable' ? 'disable' : 'enable',
  driverType: textOf(nic['driverType']) || null,
});

/** What the description of the NICs of a new VM says, checked before. */
export const nicParamsOf = (json: string | null): NicParams[] =>
  json === null || json === '' ? [] : readNics(json).map(toParams);

/**
 * The description of one NIC, on the one network that it may be on; undefined for none.
 * @throws SYS.1006 for what is no object, SYS.1007 for a NIC that cannot be
 */
export function nicParamOf(json: string | null, l3NetworkUuid: string): NicParams | undefined {
  if (json === null || json === '') return undefined;
  const [nic] = readNics(`[${json}]`);
  if (!nic) return undefined;
  checkNic(nic, [l3NetworkUuid]);
  return toParams(nic);
}

/**
 * Looks at the description of the NICs of a new VM (`vmNicParams`), a text of JSON.
 * @throws SYS.1006 for what is no list of objects, SYS.1007 for a NIC that cannot be
 */
export function checkNicParams(json: string, l3NetworkUuids: readonly string[]): void {
  const nics = readNics(json);
  const networks = nics.map((nic) => nic['l3NetworkUuid']);
  if (new Set(networks).size !== nics.length) throw wrong('duplicate nic params');
  for (const nic of nics) checkNic(nic, l3NetworkUuids);
}

function readNics(json: string): Record<string, unknown>[] {
  try {
    const nics: unknown = JSON.parse(json);
    if (Array.isArray(nics) && nics.every(isPlainObject)) return nics;
    throw new Error('Expected BEGIN_ARRAY of objects');
  } catch (error) {
    throw apiError('SYS.1006', `invalid json format, causes: ${(error as Error).message}`);
  }
}

function checkNic(nic: Record<string, unknown>, l3NetworkUuids: readonly string[]): void {
  const network = textOf(nic['l3NetworkUuid']);
  if (network === '') throw wrong('l3NetworkUuid of vm nic can not be null');
  if (!l3NetworkUuids.includes(network)) {
    throw wrong(`l3NetworkUuid of vm nic is not in l3[[${l3NetworkUuids.join(', ')}]]`);
  }
  checkRange(nic['outboundBandwidth'], 'outbound bandwidth', [8192, 32212254720], ', ');
  checkRange(nic['inboundBandwidth'], 'inbound bandwidth', [8192, 32212254720], ', ');
  checkRange(nic['multiQueueNum'], 'multi queue num', [1, 256], ',');
  const state = textOf(nic['state'] ?? 'enable');
  if (!STATES.includes(state)) {
    throw wrong(`vm nic of l3[uuid:${network}] state[${state}] is not enable or disable `);
  }
  const driver = textOf(nic['driverType']);
  if (driver !== '' && !DRIVERS.includes(driver)) {
    throw wrong(`vm nic driver ${driver} not support yet`);
  }
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function checkRange(
  value: unknown,
  what: string,
  [least, most]: readonly [number, number],
  separator: string,
): void {
  if (value === undefined || value === null) return;
  const number = Number(value);
  if (number >= least && number <= most) return;
  throw wrong(`${what}[${String(number)}] of vm nic is out of [${least}${separator}${most}]`);
}
