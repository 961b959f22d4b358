import { CLUSTER_STATES } from '../../domain/cluster/cluster.js';
import { HOST_LOG_IN, HOST_STATES, HOST_STATUSES, USUAL_HOST } from '../../domain/host/host.js';
import { ARCHITECTURES } from '../../domain/image/image.js';
import type { Cloud } from './cloud.js';
import { datesOf, numberOf, textOf, type Row } from './rows.js';
import { tagsOf } from './tags.js';

/** Undefined for a cluster in a zone that is not there. */
export function clusterOf(cloud: Cloud, row: Row) {
  const { keys, report } = cloud;
  const naming = keys.naming('cluster', row);
  const zone = keys.of('zone', textOf(row, 'zoneUuid'));
  if (zone === undefined) {
    report.note('clusters of no zone', naming.name);
    return undefined;
  }
  const architecture = textOf(row, 'architecture');
  return {
    ...naming,
    zone,
    hypervisorType: textOf(row, 'hypervisorType') ?? undefined,
    state: report.oneOf(
      'states of clusters',
      textOf(row, 'state'),
      CLUSTER_STATES,
      'Enabled',
      naming.name,
    ),
    architecture: ARCHITECTURES.find((one) => one === architecture) ?? null,
    ...tagsOf(cloud, 'ClusterVO', naming.uuid),
    ...datesOf(row),
  };
}

/** Undefined for a host in a cluster that is not there. */
export function hostOf(cloud: Cloud, row: Row) {
  const { keys, report } = cloud;
  const naming = keys.naming('host', row);
  const cluster = keys.of('cluster', textOf(row, 'clusterUuid'));
  if (cluster === undefined) {
    report.note('hosts of no cluster', naming.name);
    return undefined;
  }
  const say = (field: string) => textOf(row, field);
  return {
    ...naming,
    cluster,
    managementIp: say('managementIp') ?? undefined,
    hypervisorType: say('hypervisorType') ?? undefined,
    state: report.oneOf('states of hosts', say('state'), HOST_STATES, 'Enabled', naming.name),
    status: report.oneOf(
      'statuses of hosts',
      say('status'),
      HOST_STATUSES,
      'Connected',
      naming.name,
    ),
    cpuNum: numberOf(row, 'cpuNum') || USUAL_HOST.cpuNum,
    cpuSockets: numberOf(row, 'cpuSockets') || USUAL_HOST.cpuSockets,
    memory: numberOf(row, 'totalMemoryCapacity') || USUAL_HOST.memorySize,
    architecture: report.oneOf(
      'architectures of hosts',
      say('architecture'),
      ARCHITECTURES,
      'x86_64',
      naming.name,
    ),
    username: say('username') === HOST_LOG_IN.username ? null : say('username'),
    sshPort: [0, HOST_LOG_IN.sshPort].includes(numberOf(row, 'sshPort'))
      ? null
      : numberOf(row, 'sshPort'),
    ...tagsOf(cloud, 'HostVO', naming.uuid),
    ...datesOf(row),
  };
}
