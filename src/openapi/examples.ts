import type { Operation } from '../api/define-operation.js';
import type { Param } from '../api/params.js';
import { ANY_UUID, BY_NAME, OF_OPERATION, OF_TYPE } from './example-values.js';

/** What can be tried with an operation, in the world of the default seed: a value for each parameter that needs one. */
export function examplesOf(operation: Operation, variables: readonly string[]): Example {
  const own = OF_OPERATION[operation.name] ?? {};
  const given = Object.entries(operation.params).filter(
    ([name, { rules }]) => rules.required || Object.hasOwn(own, name) || variables.includes(name),
  );
  const values = Object.fromEntries(
    given
      .map(([name, param]) => [name, Object.hasOwn(own, name) ? own[name] : valueOf(name, param)])
      .filter(([, value]) => value !== undefined),
  ) as Record<string, unknown>;
  // Variables that the declaration has no parameter for: of queries, the uuid of what they are about.
  for (const name of variables)
    values[name] ??= own[name] ?? OF_QUERY[operation.name] ?? BY_NAME[name] ?? ANY_UUID;
  return values;
}

type Example = Readonly<Record<string, unknown>>;

function valueOf(name: string, { type, rules, default: usual }: Param<unknown>): unknown {
  const { resourceType, validValues, numberRange } = rules;
  if (resourceType !== undefined) {
    const uuid = OF_TYPE[resourceType];
    return type === 'List<String>' ? [uuid] : uuid;
  }
  if (validValues) return validValues[0];
  if (Object.hasOwn(BY_NAME, name)) return BY_NAME[name];
  if (usual !== undefined && usual !== null) return usual;
  if (numberRange) return numberRange[0];
  switch (type) {
    case 'boolean':
    case 'Boolean':
      return true;
    case 'int':
    case 'Integer':
    case 'long':
    case 'Long':
      return 1;
    case 'List<String>':
      return ['example'];
    default:
      return type.startsWith('List<') ? [] : type.startsWith('Map<') ? {} : 'example';
  }
}

/** What queries by a uuid ask for, where the default world has it. */
const OF_QUERY: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    QueryImage: OF_TYPE.Image,
    QueryVolume: OF_TYPE.Volume,
    QueryVmInstance: OF_TYPE.VmInstance,
    QueryBackupStorage: OF_TYPE.BackupStorage,
    QuerySftpBackupStorage: OF_TYPE.SftpBackupStorage,
    QueryCephBackupStorage: OF_TYPE.CephBackupStorage,
    QueryImageStoreBackupStorage: OF_TYPE.ImageStoreBackupStorage,
    QueryPrimaryStorage: OF_TYPE.PrimaryStorage,
    QueryCephPrimaryStorage: OF_TYPE.CephPrimaryStorage,
    QueryZone: OF_TYPE.Zone,
    QueryCluster: OF_TYPE.Cluster,
    QueryHost: OF_TYPE.Host,
    QueryAccount: OF_TYPE.Account,
    QueryDiskOffering: OF_TYPE.DiskOffering,
    QueryInstanceOffering: OF_TYPE.InstanceOffering,
    QueryL2Network: OF_TYPE.L2Network,
    QueryL2VlanNetwork: '12000000000040008000000000000002',
    QueryL3Network: OF_TYPE.L3Network,
    QueryIpRange: OF_TYPE.IpRange,
    QueryVip: OF_TYPE.Vip,
    QueryEip: OF_TYPE.Eip,
    QueryVmNic: OF_TYPE.VmNic,
    QueryVmNicSecurityPolicy: OF_TYPE.VmNic,
  }),
);
