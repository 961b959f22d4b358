import { isIpv6 } from '../../core/ip.js';
import { usedIpOf } from '../../services/networks/addresses.js';
import { IP_RANGE_TYPES } from '../../domain/network/l3-network.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import { Refused, type Filling } from './filling.js';
import { addressFor } from './networks.js';
import { own } from './owning.js';
import { tag } from './tags.js';

export function fillVip(filling: Filling, made: Made<EntryOf<'vips'>>): void {
  const { vips, usedIps } = filling.world.repositories;
  const uuid = filling.uuidOf('vip', made);
  const l3NetworkUuid = filling.find('l3-network', made.l3Network);
  const dates = filling.datesOf(made);
  const { name, description, state, system } = made;
  filling.write(() => {
    // One that is told may be of a pool, which gives nothing by itself.
    const kinds = made.ip === undefined ? undefined : IP_RANGE_TYPES;
    const [range, number] = addressFor(filling, l3NetworkUuid, made.ip, kinds);
    const address = usedIpOf(range, number, dates.createDate);
    usedIps.insert(address);
    vips.insert({
      uuid,
      name,
      description,
      state,
      l3NetworkUuid,
      ipRangeUuid: range.uuid,
      usedIpUuid: address.uuid,
      ip: address.ip,
      netmask: range.netmask,
      gateway: range.gateway,
      prefixLen: range.prefixLen,
      system,
      ...dates,
    });
  });
  own(filling, 'VipVO', uuid, made, dates.createDate);
  tag(filling, 'VipVO', uuid, made, dates.createDate);
}

export function fillEip(filling: Filling, made: Made<EntryOf<'eips'>>): void {
  const { vips, eips, vmNics, usedIps } = filling.world.repositories;
  const uuid = filling.uuidOf('eip', made);
  const vipUuid = filling.find('vip', made.vip);
  const dates = filling.datesOf(made);
  const { name, description, state } = made;
  const vmNicUuid = made.nic ?? null;
  filling.write(() => {
    const vip = vips.find(vipUuid);
    const nic = vmNicUuid === null ? undefined : vmNics.find(vmNicUuid);
    if (vmNicUuid !== null && !nic) throw new Refused(`no NIC has the uuid ${vmNicUuid}`);
    const guest =
      nic && usedIps.listByNic(nic.uuid).find(({ ip }) => isIpv6(ip) === isIpv6(vip?.ip ?? ''));
    if (nic && !guest) throw new Refused('the NIC has no address of the version of its VIP');
    if (nic?.l3NetworkUuid === vip?.l3NetworkUuid) {
      throw new Refused('the NIC is on the network of its VIP');
    }
    if (eips.findByVip(vipUuid)) throw new Refused('its VIP has another EIP');
    eips.insert({
      uuid,
      name,
      description,
      state,
      vipUuid,
      vipIp: vip?.ip ?? '',
      vmNicUuid,
      guestIp: guest?.ip ?? null,
      ...dates,
    });
  });
  own(filling, 'EipVO', uuid, made, dates.createDate);
  tag(filling, 'EipVO', uuid, made, dates.createDate);
}
