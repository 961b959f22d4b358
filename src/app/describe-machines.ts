import type { StateMachine } from '../core/state-machine.js';
import {
  backupStorageStateMachine,
  backupStorageStatusMachine,
} from '../domain/backup-storage/backup-storage.js';
import { clusterStateMachine } from '../domain/cluster/cluster.js';
import { garbageJobStatusMachine } from '../domain/garbage/garbage.js';
import {
  imageRefStatusMachine,
  imageStateMachine,
  imageStatusMachine,
} from '../domain/image/image.js';
import { imagePackageStateMachine } from '../domain/image-package/image-package.js';
import { hostStateMachine, hostStatusMachine } from '../domain/host/host.js';
import { jobStateMachine } from '../domain/job/job.js';
import { eipStateMachine } from '../domain/network/eip.js';
import { l3StateMachine } from '../domain/network/l3-network.js';
import { vipStateMachine } from '../domain/network/vip.js';
import { offeringStateMachine } from '../domain/offering/offering.js';
import {
  primaryStorageStateMachine,
  primaryStorageStatusMachine,
} from '../domain/primary-storage/primary-storage.js';
import { securityGroupStateMachine } from '../domain/security-group/security-group.js';
import { vmStateMachine } from '../domain/vm-instance/vm-instance.js';
import {
  snapshotStateMachine,
  snapshotStatusMachine,
} from '../domain/volume-snapshot/volume-snapshot.js';
import { imageGroupStatusMachine } from '../domain/image-group/image-group.js';
import { backupStatusMachine } from '../domain/volume-backup/volume-backup.js';
import { volumeStateMachine, volumeStatusMachine } from '../domain/volume/volume.js';
import { zoneStateMachine } from '../domain/zone/zone.js';

type AnyMachine = StateMachine<string, string>;

const MACHINES = [
  imageStateMachine,
  imageStatusMachine,
  imageRefStatusMachine,
  imageGroupStatusMachine,
  backupStorageStateMachine,
  backupStorageStatusMachine,
  primaryStorageStateMachine,
  primaryStorageStatusMachine,
  volumeStateMachine,
  volumeStatusMachine,
  snapshotStateMachine,
  snapshotStatusMachine,
  backupStatusMachine,
  imagePackageStateMachine,
  vmStateMachine,
  zoneStateMachine,
  clusterStateMachine,
  hostStateMachine,
  hostStatusMachine,
  l3StateMachine,
  vipStateMachine,
  eipStateMachine,
  securityGroupStateMachine,
  offeringStateMachine,
  garbageJobStatusMachine,
  jobStateMachine,
] as unknown as readonly AnyMachine[];

/** docs/state-machines.md: every machine as the code runs it, drawn by mermaid. */
export function describeMachines(): string {
  const introduction = `# State and status machines

Generated from the transition tables in \`src/domain\` by \`npm run docs\`: do not edit. A transition
that is not drawn here cannot happen. States that nothing leads to or from are declared by the real
system and can be seeded.
`;
  return [introduction, ...MACHINES.map(describe)].join('\n');
}

function describe({ name, states, transitions }: AnyMachine): string {
  const drawn = states.flatMap((state) =>
    Object.entries(transitions[state] ?? {}).map(
      ([event, next]) => `  ${state} --> ${next}: ${event}`,
    ),
  );
  const touched = new Set(
    states.flatMap((state) => {
      const nexts = Object.values(transitions[state] ?? {});
      return nexts.length === 0 ? [] : [state, ...nexts];
    }),
  );
  const alone = states.filter((state) => !touched.has(state)).map((state) => `  ${state}`);
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  return `## ${title}\n\n\`\`\`mermaid\nstateDiagram-v2\n${[...drawn, ...alone].join('\n')}\n\`\`\`\n`;
}
