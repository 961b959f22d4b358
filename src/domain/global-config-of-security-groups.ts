import { entry, integer, long, oneOf, unread } from './global-config-rules.js';

/** Of security groups, and how many of them an account may have. */
export const SECURITY_GROUP_CONFIG = {
  securityGroupRules: entry(
    'securityGroup',
    'rules.num.limit',
    '100',
    integer({ within: [100, 1000] }),
    'security group rules num limit',
  ),
  quotaSecurityGroups: entry(
    'quota',
    'securityGroup.num',
    '20',
    long({ least: 0 }),
    'security groups that a new account may have',
  ),
  securityGroupFailureWorkerInterval: unread(
    'securityGroup',
    'host.failureWorkerInterval',
    '60',
    integer({ least: 1 }),
    'seconds between two attempts to put rules on hosts that did not take them',
  ),
  securityGroupFailureResolvePerTime: unread(
    'securityGroup',
    'host.failureResolvePerTime',
    '100',
    integer({ least: 0 }),
    'hosts of one such attempt',
  ),
  securityGroupRefreshDelay: unread(
    'securityGroup',
    'refresh.delayInterval',
    '1000',
    integer({ least: -1 }),
    'milliseconds before the rules of a host are put on it anew',
  ),
  securityGroupIngressPolicy: unread(
    'securityGroup',
    'ingress.defaultPolicy',
    'drop',
    oneOf('accept', 'deny', 'drop'),
    'what becomes of traffic to a NIC that no rule is about',
  ),
  securityGroupEgressPolicy: unread(
    'securityGroup',
    'egress.defaultPolicy',
    'accept',
    oneOf('accept', 'deny'),
    'what becomes of traffic from a NIC that no rule is about',
  ),
} as const;
