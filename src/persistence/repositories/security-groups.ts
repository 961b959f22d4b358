import { and, eq, ne, sql } from 'drizzle-orm';
import type { SecurityGroupRepository } from '../../domain/security-group/security-group.js';
import type { Database } from '../database.js';
import { securityGroupRules, securityGroups } from '../schema/index.js';
import { defineRowStore, rowsWhere } from '../table-statements.js';

const store = defineRowStore(securityGroups, ['name', 'description', 'state']);
const ruleStore = defineRowStore(securityGroupRules, [
  'state',
  'priority',
  'description',
  'protocol',
  'action',
  'srcIpRange',
  'dstIpRange',
  'dstPortRange',
  'remoteSecurityGroupUuid',
  'allowedCidr',
  'startPort',
  'endPort',
]);
const rulesOfGroup = rowsWhere(
  securityGroupRules,
  eq(securityGroupRules.securityGroupUuid, sql.placeholder('securityGroupUuid')),
);
const rulesNaming = rowsWhere(
  securityGroupRules,
  and(
    eq(securityGroupRules.remoteSecurityGroupUuid, sql.placeholder('securityGroupUuid')),
    ne(securityGroupRules.securityGroupUuid, sql.placeholder('securityGroupUuid')),
  ),
);

export function createSecurityGroupRepository(database: Database): SecurityGroupRepository {
  const rules = ruleStore.open(database);
  return {
    ...store.open(database),
    insertRule: rules.insert,
    findRule: rules.find,
    listRules: (securityGroupUuid) => rulesOfGroup.all(database, { securityGroupUuid }),
    listRulesNaming: (securityGroupUuid) => rulesNaming.all(database, { securityGroupUuid }),
    updateRule: (rule, change, now) => rules.update(rule, change, now),
    removeRule: (ruleUuid) => rules.remove(ruleUuid),
  };
}
