import type { Statement } from 'better-sqlite3';
import { EIP_SERVICE, type Vip, type VipInUse } from '../../domain/network/vip.js';
import { SERVICE_PROVIDERS } from '../../domain/network/service-provider.js';
import type { Database } from '../database.js';

/** States of VMs that no provider does anything for. */
const OFF = `('Created', 'Stopped', 'Destroying', 'Destroyed', 'VolumeMigrating')`;

/** The type of a provider by its uuid. */
const TYPE_OF = `case r."network_service_provider_uuid" ${SERVICE_PROVIDERS.map(
  ({ uuid, type }) => `when '${uuid}' then '${type}'`,
).join(' ')} end`;

/** EIPs whose VMs are on, with the networks of their NICs and who does it there. */
const BEHIND = `"eips" e join "vm_nics" n on n."uuid" = e."vm_nic_uuid"
  join "vm_instances" v on v."uuid" = n."vm_instance_uuid" and v."state" not in ${OFF}
  join "network_service_refs" r on r."l3_network_uuid" = n."l3_network_uuid" and r."network_service_type" = '${EIP_SERVICE}'`;

/** Who does the service of a VIP. */
export const providerOfVip = (alias: string) =>
  `(select ${TYPE_OF} from ${BEHIND} where e."vip_uuid" = ${alias}."uuid")`;

export const useOfVip = (alias: string) =>
  `(select '${EIP_SERVICE}' from "eips" e where e."vip_uuid" = ${alias}."uuid")`;

/** The networks that VIPs are used for, as a table. */
export const PEERS_OF_VIPS = `(select e."vip_uuid" as "vipUuid", n."l3_network_uuid" as "l3NetworkUuid", e."last_op_date" as "createDate", e."last_op_date" as "lastOpDate" from ${BEHIND})`;

/** What VIPs are used for, as a table. */
export const SERVICES_OF_VIPS = `(select e."uuid" as "uuid", '${EIP_SERVICE}' as "serviceType", e."vip_uuid" as "vipUuid", e."create_date" as "createDate", e."create_date" as "lastOpDate" from "eips" e)`;

interface Use {
  readonly vip: string;
  readonly uuid: string;
  readonly createDate: number;
  readonly lastOpDate: number;
  readonly provider: string | null;
  readonly peer: string | null;
}

const TEXT = `select o."vip_uuid" as vip, o."uuid" as uuid, o."create_date" as createDate, o."last_op_date" as lastOpDate,
    (select ${TYPE_OF} from ${BEHIND} where e."uuid" = o."uuid") as provider,
    (select n."l3_network_uuid" from ${BEHIND} where e."uuid" = o."uuid") as peer
  from "eips" o where o."vip_uuid" in (select value from json_each(?))`;

const prepared = new WeakMap<Database, Statement<[string], Use>>();

/** VIPs, each with what uses it. */
export function vipsInUse(database: Database, vips: readonly Vip[]): VipInUse[] {
  if (vips.length === 0) return [];
  const statement = prepared.get(database) ?? database.prepare<[string], Use>(TEXT);
  prepared.set(database, statement);
  const uses = statement.all(JSON.stringify(vips.map(({ uuid }) => uuid)));
  const byVip = new Map(uses.map((use) => [use.vip, use]));
  return vips.map((vip) => {
    const use = byVip.get(vip.uuid);
    return {
      ...vip,
      serviceProvider: use?.provider ?? null,
      peerL3NetworkUuid: use?.peer ?? null,
      eip: use ? { uuid: use.uuid, createDate: use.createDate, lastOpDate: use.lastOpDate } : null,
    };
  });
}
