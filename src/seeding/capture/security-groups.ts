import {
  RULE_ACTIONS,
  RULE_PROTOCOLS,
  RULE_STATES,
  RULE_TYPES,
  SECURITY_GROUP_STATES,
} from '../../domain/security-group/security-group.js';
import { isValidUrl } from '../../domain/webhook/valid-url.js';
import type { Cloud } from './cloud.js';
import { ownerOf, sharedWith } from './common.js';
import { datesOf, numberOf, rowsOf, textOf, textsOf, wordOf, type Row } from './rows.js';
import { tagsOf } from './tags.js';

export function securityGroupOf(cloud: Cloud, row: Row) {
  const naming = cloud.keys.naming('security-group', row);
  const { report } = cloud;
  const state = textOf(row, 'state');
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    state: report.oneOf(
      'states of security groups',
      state,
      SECURITY_GROUP_STATES,
      'Enabled',
      naming.name,
    ),
    l3Networks: textsOf(row, 'attachedL3NetworkUuids').flatMap(
      (uuid) => cloud.keys.of('l3-network', uuid) ?? [],
    ),
    rules: rowsOf(row, 'rules')
      .filter((rule) => numberOf(rule, 'priority') > 0)
      .toSorted((a, b) => numberOf(a, 'priority') - numberOf(b, 'priority'))
      .flatMap((rule) => ruleOf(cloud, rule, naming.name) ?? []),
    ...tagsOf(cloud, 'SecurityGroupVO', naming.uuid),
    ...datesOf(row),
  };
}

/** A rule; undefined for one that is about a group that is not there, or that has what rules here have not. */
function ruleOf({ keys, report }: Cloud, row: Row, group: string) {
  const type = RULE_TYPES.find((known) => known === textOf(row, 'type'));
  const protocol = RULE_PROTOCOLS.find((known) => known === textOf(row, 'protocol'));
  const action = RULE_ACTIONS.find((known) => known === textOf(row, 'action'));
  const remoteUuid = textOf(row, 'remoteSecurityGroupUuid');
  const remoteSecurityGroup = keys.of('security-group', remoteUuid);
  const isLost = remoteUuid !== null && remoteSecurityGroup === undefined;
  if (!type || !protocol || !action || isLost) {
    report.note('rules of security groups that the emulator cannot have', group);
    return undefined;
  }
  const given = (field: string) => textOf(row, field) ?? undefined;
  return {
    type,
    protocol,
    action,
    state: RULE_STATES.find((known) => known === textOf(row, 'state')) ?? 'Enabled',
    ipVersion: numberOf(row, 'ipVersion') === 6 ? (6 as const) : (4 as const),
    description: given('description'),
    srcIpRange: given('srcIpRange'),
    dstIpRange: given('dstIpRange'),
    dstPortRange: given('dstPortRange'),
    remoteSecurityGroup,
  };
}

/** A web hook; undefined where its address is none, which no call would have taken. */
export function webhookOf({ keys, report }: Cloud, row: Row) {
  const naming = keys.naming('webhook', row);
  const url = wordOf(row, 'url');
  if (!isValidUrl(url)) {
    report.note('web hooks with an address that is none', naming.name);
    return undefined;
  }
  return {
    ...naming,
    url,
    type: textOf(row, 'type') ?? 'CanonicalEvent',
    opaque: textOf(row, 'opaque'),
    ...datesOf(row),
  };
}
