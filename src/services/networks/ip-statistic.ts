import { LIKE, matchesWildcards } from '../../core/matches-wildcards.js';
import { EIP_SERVICE, type Vip } from '../../domain/network/vip.js';
import type { UsedIp } from '../../domain/network/l3-network.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { mayUse } from '../accounts/may-use.js';
import type { Caller } from '../accounts/sessions.js';

/** What an address is of: of nothing that its reader may know, where the list is empty. */
export type AddressUse = 'Vip' | 'VM' | 'Other';

/** One address of a network that is taken. Dates are ms since 1970; undefined is what this kind of list does not tell. */
export interface IpStatistic {
  readonly ip: string;
  readonly vip?: Pick<Vip, 'uuid' | 'name'>;
  readonly vm?: Pick<VmInstance, 'uuid' | 'name' | 'type'>;
  /** The addresses of the VM on its default network. */
  readonly vmDefaultIp?: readonly string[];
  readonly resourceTypes: readonly AddressUse[];
  readonly state?: string;
  readonly useFor?: string | null;
  readonly createDate?: number;
  readonly ownerName?: string | null;
}

/** What is asked for: which addresses, in which order, and which part of them. */
export interface IpStatisticQuestion {
  readonly l3NetworkUuid: string;
  readonly resourceType: 'All' | 'Vip' | 'VM';
  /** A pattern as SQL's LIKE has them; null or empty: all. */
  readonly ip: string | null;
  readonly sortBy: 'Ip' | 'CreateDate';
  readonly sortDirection: 'asc' | 'desc';
  readonly start: number;
  readonly limit: number;
}

export interface IpStatisticAnswer {
  readonly statistics: readonly IpStatistic[];
  /** Of all that fit, whatever part is asked for. */
  readonly total: number;
}

/** The addresses of a network that are taken, and by what. A normal account sees names only of what it may use. */
export function ipStatistic(
  world: World,
  question: IpStatisticQuestion,
  caller: Caller,
): IpStatisticAnswer {
  switch (question.resourceType) {
    case 'All':
      return ofAll(world, question, caller);
    case 'Vip':
      return ofVips(world, question, caller);
    case 'VM':
      return ofVms(world, question, caller);
  }
}

/** Sorted, and the part that is asked for. Where two are alike, they stay in their order. */
function partOf<Row>(
  { sortBy, sortDirection, start, limit }: IpStatisticQuestion,
  rows: readonly Row[],
  keys: { readonly ip: (row: Row) => string; readonly date: (row: Row) => number },
): Row[] {
  const sign = sortDirection === 'asc' ? 1 : -1;
  const compare = (one: Row, other: Row) => {
    if (sortBy === 'CreateDate') return keys.date(one) - keys.date(other);
    const [a, b] = [keys.ip(one), keys.ip(other)];
    return a < b ? -1 : Number(a > b);
  };
  return [...rows].sort((a, b) => sign * compare(a, b)).slice(start, start + limit);
}

const fits = ({ ip: pattern }: IpStatisticQuestion, ip: string): boolean =>
  pattern === null || pattern === '' || matchesWildcards(ip, pattern, LIKE);

const takenOf = ({ repositories }: World, question: IpStatisticQuestion): UsedIp[] =>
  repositories.usedIps.listByL3(question.l3NetworkUuid).filter(({ ip }) => fits(question, ip));

function vmOfNic({ repositories }: World, vmNicUuid: string | null): VmInstance | undefined {
  const nic = vmNicUuid === null ? undefined : repositories.vmNics.find(vmNicUuid);
  if (!nic || nic.vmInstanceUuid === null) return undefined;
  return repositories.vmInstances.find(nic.vmInstanceUuid);
}

const isOwn = ({ repositories }: World, { accountUuid, isAdmin }: Caller, uuid: string): boolean =>
  isAdmin || repositories.accounts.findOwner(uuid) === accountUuid;

function ownerNameOf({ repositories }: World, uuid: string): string | null {
  const owner = repositories.accounts.findOwner(uuid);
  return owner === undefined ? null : (repositories.accounts.find(owner)?.name ?? null);
}

function ofAll(world: World, question: IpStatisticQuestion, caller: Caller): IpStatisticAnswer {
  const taken = takenOf(world, question);
  const vips = new Map(
    world.repositories.vips.listByL3(question.l3NetworkUuid).map((vip) => [vip.usedIpUuid, vip]),
  );
  const part = partOf(question, taken, {
    ip: ({ ipKey }) => ipKey,
    date: ({ createDate }) => createDate,
  });
  const statistics = part.map(({ uuid, ip, vmNicUuid }): IpStatistic => {
    const behind = vmOfNic(world, vmNicUuid);
    const ofVip = vips.get(uuid);
    const vip = ofVip && mayUse(world, caller, ofVip.uuid) ? ofVip : undefined;
    const vm = behind && mayUse(world, caller, behind.uuid) ? behind : undefined;
    const resourceTypes: AddressUse[] = vip ? ['Vip'] : [];
    // An address of a VM that its reader may not know is of no type at all.
    if (!vip && !behind) resourceTypes.push('Other');
    if (vm) resourceTypes.push('VM');
    return { ip, ...(vip && { vip }), ...(vm && { vm }), resourceTypes };
  });
  return { statistics, total: taken.length };
}

function ofVips(world: World, question: IpStatisticQuestion, caller: Caller): IpStatisticAnswer {
  const { vips, usedIps } = world.repositories;
  const found = vips
    .listByL3(question.l3NetworkUuid)
    .filter(({ uuid, ip }) => fits(question, ip) && isOwn(world, caller, uuid));
  const part = partOf(question, found, {
    ip: ({ usedIpUuid, ip }) => usedIps.find(usedIpUuid)?.ipKey ?? ip,
    date: ({ createDate }) => createDate,
  });
  const statistics = vips.inUse(part).map((vip): IpStatistic => ({
    ip: vip.ip,
    vip,
    resourceTypes: ['Vip'],
    state: vip.state,
    useFor: vip.eip === null ? null : EIP_SERVICE,
    createDate: vip.createDate,
    ownerName: ownerNameOf(world, vip.uuid),
  }));
  return { statistics, total: found.length };
}

function ofVms(world: World, question: IpStatisticQuestion, caller: Caller): IpStatisticAnswer {
  const found = takenOf(world, question).flatMap((address) => {
    const { vmNicUuid } = address;
    const vm = vmOfNic(world, vmNicUuid);
    return vm && vmNicUuid !== null && isOwn(world, caller, vmNicUuid)
      ? [{ address, vm, vmNicUuid }]
      : [];
  });
  const part = partOf(question, found, {
    ip: ({ address }) => address.ipKey,
    date: ({ vm }) => vm.createDate,
  });
  const statistics = part.map(({ address, vm, vmNicUuid }): IpStatistic => {
    const vmDefaultIp = defaultIpsOf(world, vm);
    return {
      ip: address.ip,
      vm,
      ...(vmDefaultIp && { vmDefaultIp }),
      resourceTypes: ['VM'],
      state: vm.state,
      createDate: vm.createDate,
      ownerName: ownerNameOf(world, vmNicUuid),
    };
  });
  return { statistics, total: found.length };
}

/** Of its first NIC on its default network; undefined where it has none there. */
function defaultIpsOf({ repositories }: World, vm: VmInstance): readonly string[] | undefined {
  const { vmNics, usedIps } = repositories;
  const [first] = vmNics
    .listByVm(vm.uuid)
    .filter(({ l3NetworkUuid }) => l3NetworkUuid === vm.defaultL3NetworkUuid)
    .sort((a, b) => a.createDate - b.createDate);
  return first && usedIps.listByNic(first.uuid).map(({ ip }) => ip);
}
