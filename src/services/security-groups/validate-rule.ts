import { apiError } from '../../core/api-error.js';
import {
  everywhere,
  isSameRule,
  type RuleAction,
  type RuleProtocol,
  type RuleType,
} from '../../domain/security-group/security-group.js';
import type { World } from '../../domain/world.js';
import { checkIps, checkPorts } from './rule-fields.js';

/** A rule that somebody asks about before adding it. */
export interface AskedRule {
  readonly securityGroupUuid: string;
  readonly type: RuleType;
  readonly protocol: RuleProtocol;
  readonly remoteSecurityGroupUuid: string | null;
  readonly ipVersion: number | null;
  readonly srcIpRange: string | null;
  readonly dstIpRange: string | null;
  readonly dstPortRange: string | null;
  readonly action: RuleAction | null;
  readonly startPort: number | null;
  readonly endPort: number | null;
  readonly allowedCidr: string | null;
}

const ports = (details: string) => apiError('SG.1005', details);
const conflict = (details: string) => apiError('SG.1003', details);
const unsupported = (details: string) => apiError('SG.1004', details);
const INVALID = 'invalid security group rule, because';

/** @throws SG.1002 to SG.1006 for a rule that could not be added, in other words than adding it has */
export function validateRule(world: World, asked: AskedRule): void {
  const { protocol, remoteSecurityGroupUuid: remote, srcIpRange: src, dstIpRange: dst } = asked;
  const ipVersion = asked.ipVersion ?? 4;
  const { startPort, endPort } = { startPort: asked.startPort ?? -1, endPort: asked.endPort ?? -1 };
  const allowedCidr = asked.allowedCidr ?? everywhere(ipVersion);
  if (asked.allowedCidr !== null) checkIps(asked.allowedCidr, ipVersion);
  if (src !== null) checkIps(src, ipVersion);
  if (dst !== null) checkIps(dst, ipVersion);
  if (asked.dstPortRange !== null) checkPorts(asked.dstPortRange);
  const hasNoPorts = protocol === 'ALL' || protocol === 'ICMP';
  checkPortNumbers(protocol, startPort, endPort);
  const isNarrow = allowedCidr !== everywhere(4) && allowedCidr !== everywhere(6);
  if (remote !== null) {
    if (src !== null || dst !== null) {
      throw conflict(
        `remoteSecurityGroupUuid[${remote}] and srcIpRange/dstIpRange cannot be set at the same time`,
      );
    }
    if (isNarrow) {
      throw conflict(
        `remoteSecurityGroupUuid[${remote}] and allowedCidr[${allowedCidr}] cannot be set at the same time`,
      );
    }
  }
  checkSides(asked);
  if (asked.dstPortRange !== null) {
    if (hasNoPorts) {
      throw unsupported('dstPortRange cannot be set when rule protocol is ALL or ICMP');
    }
    if (startPort !== -1 || endPort !== -1) {
      throw conflict('dstPortRange and startPort/endPort cannot be set at the same time');
    }
  }
  if (isNarrow && (src !== null || dst !== null)) {
    throw conflict('allowCidr and srcIpRange/dstIpRange cannot be set at the same time');
  }
  const ofPorts = startPort === endPort ? String(startPort) : `${startPort}-${endPort}`;
  checkUnknown(world, asked, {
    ipVersion,
    srcIpRange: isNarrow && asked.type === 'Ingress' ? allowedCidr : src,
    dstIpRange: isNarrow && asked.type === 'Egress' ? allowedCidr : dst,
    dstPortRange: asked.dstPortRange ?? (startPort >= 0 ? ofPorts : null),
  });
}

function checkPortNumbers(protocol: RuleProtocol, startPort: number, endPort: number): void {
  if (protocol === 'ALL' || protocol === 'ICMP') {
    if (startPort === -1 && endPort === -1) return;
    throw ports(`${INVALID} startPort and endPort must be -1 when protocol is ALL or ICMP`);
  }
  if (startPort > endPort) {
    throw ports(
      `${INVALID} invalid endPort[${endPort}], endPort must be greater than or equal to startPort[${startPort}]`,
    );
  }
  if (startPort > 65_535) {
    throw ports(
      `${INVALID} startPort[${startPort}] must less than 65535 when protocol is[${protocol}]`,
    );
  }
}

function checkSides({ type, srcIpRange: src, dstIpRange: dst }: AskedRule): void {
  if (src !== null && dst !== null) {
    throw conflict(`srcIpRange[${src}] and dstIpRange[${dst}] cannot be set at the same time`);
  }
  if (src !== null && type === 'Egress') {
    throw unsupported('srcIpRange cannot be set in Egress rule');
  }
  if (dst !== null && type === 'Ingress') {
    throw unsupported('dstIpRange cannot be set in Ingress rule');
  }
}

function checkUnknown(
  { repositories }: World,
  { securityGroupUuid, type, protocol, action, remoteSecurityGroupUuid }: AskedRule,
  rest: {
    readonly ipVersion: number;
    readonly srcIpRange: string | null;
    readonly dstIpRange: string | null;
    readonly dstPortRange: string | null;
  },
): void {
  const content = { type, protocol, action: action ?? 'ACCEPT', remoteSecurityGroupUuid, ...rest };
  const same = repositories.securityGroups
    .listRules(securityGroupUuid)
    .find((rule) => isSameRule(content, rule));
  if (same) throw apiError('SG.1002', `duplicated to rule[uuid:${same.uuid}] in datebase`);
}
