import { apiError } from '../../core/api-error.js';
import type { NicPolicy, VmNicSecurityPolicy } from '../../domain/security-group/security-group.js';
import type { World } from '../../domain/world.js';

const refused = (why: string) =>
  apiError('SYS.1007', `could no change vm nic security policy, because ${why}`);

/** @throws SYS.1007 for a NIC that never was in a group */
export function policyOf({ repositories }: World, vmNicUuid: string): VmNicSecurityPolicy {
  const policy = repositories.securityGroups.findPolicy(vmNicUuid);
  if (policy) return policy;
  throw refused(`vm nic[uuid:${vmNicUuid}] has no security policy`);
}

interface PolicyChange {
  readonly vmNicUuid: string;
  readonly ingressPolicy: NicPolicy | null;
  readonly egressPolicy: NicPolicy | null;
}

/** @throws SYS.1007 without a change, or for a NIC that never was in a group */
export function checkPolicyChange(world: World, change: PolicyChange): void {
  if (change.ingressPolicy === null && change.egressPolicy === null) {
    throw refused('ingress policy and egress policy cannot be both null');
  }
  policyOf(world, change.vmNicUuid);
}

export function changePolicy(world: World, change: PolicyChange, now: number): void {
  const policy = policyOf(world, change.vmNicUuid);
  const ingressPolicy = change.ingressPolicy ?? policy.ingressPolicy;
  const egressPolicy = change.egressPolicy ?? policy.egressPolicy;
  const isSame = ingressPolicy === policy.ingressPolicy && egressPolicy === policy.egressPolicy;
  if (isSame) return;
  world.repositories.securityGroups.updatePolicy(policy, { ingressPolicy, egressPolicy }, now);
}
