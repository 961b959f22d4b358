import { EIP_STATES } from '../../domain/network/eip.js';
import { VIP_STATES } from '../../domain/network/vip.js';
import type { Cloud } from './cloud.js';
import { ownerOf, sharedWith } from './common.js';
import { datesOf, flagOf, rowsOf, textOf, uuidOf, wordOf, type Row } from './rows.js';
import { tagsOf } from './tags.js';

const kept = (cloud: Cloud, row: Row, kind: 'vip' | 'eip') => {
  const naming = cloud.keys.naming(kind, row);
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    ...tagsOf(cloud, kind === 'vip' ? 'VipVO' : 'EipVO', naming.uuid),
    ...datesOf(row),
  };
};

/** A VIP; undefined for one on a network that was not told. */
export function vipOf(cloud: Cloud, row: Row) {
  const { keys, report } = cloud;
  const vip = kept(cloud, row, 'vip');
  const l3Network = keys.of('l3-network', textOf(row, 'l3NetworkUuid'));
  const ip = wordOf(row, 'ip');
  if (l3Network === undefined) {
    report.note('VIPs on networks that were not told', vip.name);
    return undefined;
  }
  return {
    ...vip,
    l3Network,
    ip,
    state: report.oneOf('states of VIPs', textOf(row, 'state'), VIP_STATES, 'Enabled', vip.name),
    system: flagOf(row, 'system'),
  };
}

/** An EIP; undefined for one whose VIP is left out. It is for no NIC where that was not told. */
export function eipOf(cloud: Cloud, row: Row, vip: ReturnType<typeof vipOf>) {
  const { report } = cloud;
  const eip = kept(cloud, row, 'eip');
  if (!vip) {
    report.note('EIPs of VIPs that were not told', eip.name);
    return undefined;
  }
  const nic = textOf(row, 'vmNicUuid') ?? undefined;
  const isKnown = cloud.vms.some((vm) => rowsOf(vm, 'vmNics').some((one) => uuidOf(one) === nic));
  if (nic !== undefined && !isKnown) report.note('NICs of EIPs that were not told', eip.name);
  return {
    ...eip,
    vip: vip.key ?? vip.name,
    nic: isKnown ? nic : undefined,
    state: report.oneOf('states of EIPs', textOf(row, 'state'), EIP_STATES, 'Enabled', eip.name),
  };
}
