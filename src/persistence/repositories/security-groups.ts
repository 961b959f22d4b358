import { and, asc, eq, getTableColumns, ne, sql } from 'drizzle-orm';
import type { SecurityGroupRepository } from '../../domain/security-group/security-group.js';
import type { Database } from '../database.js';
import {
  securityGroupL3Networks,
  securityGroupRules,
  securityGroups,
  vmNicSecurityGroups,
  vmNicSecurityPolicies,
} from '../schema/index.js';
import { queries, ReadStatement } from '../statement.js';
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

const refStore = defineRowStore(vmNicSecurityGroups, ['priority']);
const policyStore = defineRowStore(vmNicSecurityPolicies, ['ingressPolicy', 'egressPolicy']);
const l3Store = defineRowStore(securityGroupL3Networks);
const uuid = sql.placeholder('uuid');
const refsOfGroup = rowsWhere(vmNicSecurityGroups, eq(vmNicSecurityGroups.securityGroupUuid, uuid));
const refsOfNic = new ReadStatement(getTableColumns(vmNicSecurityGroups), () =>
  queries
    .select()
    .from(vmNicSecurityGroups)
    .where(eq(vmNicSecurityGroups.vmNicUuid, uuid))
    .orderBy(asc(vmNicSecurityGroups.priority)),
);
const policyOfNic = rowsWhere(vmNicSecurityPolicies, eq(vmNicSecurityPolicies.vmNicUuid, uuid));
const l3sOfGroup = rowsWhere(
  securityGroupL3Networks,
  eq(securityGroupL3Networks.securityGroupUuid, uuid),
);

export function createSecurityGroupRepository(database: Database): SecurityGroupRepository {
  const rules = ruleStore.open(database);
  const refs = refStore.open(database);
  const policies = policyStore.open(database);
  const l3s = l3Store.open(database);
  return {
    ...store.open(database),
    insertRule: rules.insert,
    findRule: rules.find,
    listRules: (securityGroupUuid) => rulesOfGroup.all(database, { securityGroupUuid }),
    listRulesNaming: (securityGroupUuid) => rulesNaming.all(database, { securityGroupUuid }),
    updateRule: (rule, change, now) => rules.update(rule, change, now),
    removeRule: (ruleUuid) => rules.remove(ruleUuid),
    listRefs: (of) => refsOfGroup.all(database, { uuid: of }),
    listRefsOfNic: (of) => refsOfNic.all(database, { uuid: of }),
    insertRef: refs.insert,
    updateRef: (ref, change, now) => refs.update(ref, change, now),
    removeRef: (of) => refs.remove(of),
    findPolicy: (of) => policyOfNic.get(database, { uuid: of }),
    insertPolicy: policies.insert,
    updatePolicy: (policy, change, now) => policies.update(policy, change, now),
    listL3s: (of) => l3sOfGroup.all(database, { uuid: of }),
    attachL3: l3s.insert,
    detachL3: (of) => l3s.remove(of),
  };
}
