import { ADMIN_ACCOUNT_UUID } from '../../domain/account/account.js';
import { GARBAGE_COLLECTOR } from '../../domain/garbage/garbage.js';
import { MANAGEMENT_NODE, MANAGEMENT_NODE_UUID } from '../../domain/management-node.js';
import * as schema from '../schema/index.js';
import { entity, text, type Entity } from './entity.js';

const IDENTITY = 'org.zstack.header.identity';
const SECURITY_GROUPS = 'org.zstack.network.securitygroup';

/** A constant of every row. */
const constant = (value: string) => ({ column: () => `'${value}'`, kind: 'text' }) as const;

/** The JSON of what a job of garbage knows, with the keys in the order of the real system's map. */
const contextOfGarbage = (alias: string) =>
  `('{"backupStorageUuid":' || json_quote(${alias}."backup_storage_uuid") || ',"NEXT_TIME":' || ${alias}."interval" || ',"NEXT_TIME_UNIT":"SECONDS","installPath":' || json_quote(${alias}."install_path") || ',"imageUuid":' || json_quote(${alias}."image_uuid") || '}')`;

/** Ports that a rule does not have are -1. */
const port = (column: string) =>
  ({ column: (alias: string) => `coalesce(${alias}."${column}", -1)`, kind: 'number' }) as const;

/** There is one management node, which joined when the world began and whose heart beats. */
const MANAGEMENT_NODE_ROW = `(select '${MANAGEMENT_NODE_UUID}' as "uuid", '${MANAGEMENT_NODE.hostName}' as "host_name", a."create_date" as "join_date", world_now() as "heart_beat" from "accounts" a where a."uuid" = '${ADMIN_ACCOUNT_UUID}')`;

/** The inventories of the cloud itself, its users and its security groups. */
export const CLOUD_ENTITIES = {
  managementNode: {
    javaClass: 'org.zstack.header.managementnode.ManagementNodeInventory',
    from: MANAGEMENT_NODE_ROW,
    columns: {},
    key: 'uuid',
    rowKey: 'uuid',
    order: ['uuid'],
    fields: {
      uuid: { column: 'uuid', kind: 'uuid' },
      hostName: text('host_name'),
      joinDate: { column: 'join_date', kind: 'date' },
      heartBeat: { column: 'heart_beat', kind: 'date' },
    },
    relations: {},
    shortcuts: {},
    visibleTo: 'everybody',
  },
  garbageCollector: entity('org.zstack.core.gc.GarbageCollectorInventory', schema.garbageJobs, {
    hidden: ['imageUuid', 'backupStorageUuid', 'installPath', 'interval'],
    fields: {
      runnerClass: constant(GARBAGE_COLLECTOR.runnerClass),
      context: { column: contextOfGarbage, kind: 'text' },
      managementNodeUuid: { column: () => `'${MANAGEMENT_NODE_UUID}'`, kind: 'uuid' },
      type: constant(GARBAGE_COLLECTOR.type),
    },
  }),
  webhook: entity('org.zstack.header.core.webhooks.WebhookInventory', schema.webhooks),
  user: entity(`${IDENTITY}.UserInventory`, schema.users, {
    ownedAs: 'UserVO',
    hidden: ['passwordHash'],
    relations: {
      account: ['account', 'account_uuid', 'uuid'],
      groupRef: ['userGroupUserRef', 'uuid', 'user_uuid'],
      policyRef: ['userPolicyRef', 'uuid', 'user_uuid'],
    },
    shortcuts: { group: 'groupRef.group', policy: 'policyRef.policy' },
  }),
  userGroup: entity(`${IDENTITY}.UserGroupInventory`, schema.userGroups, {
    ownedAs: 'UserGroupVO',
    relations: {
      account: ['account', 'account_uuid', 'uuid'],
      userRef: ['userGroupUserRef', 'uuid', 'group_uuid'],
      policyRef: ['userGroupPolicyRef', 'uuid', 'group_uuid'],
    },
    shortcuts: { user: 'userRef.user', policy: 'policyRef.policy' },
  }),
  policy: entity(`${IDENTITY}.PolicyInventory`, schema.policies, {
    ownedAs: 'PolicyVO',
    hidden: ['statements', 'createDate', 'lastOpDate'],
    relations: {
      account: ['account', 'account_uuid', 'uuid'],
      groupRef: ['userGroupPolicyRef', 'uuid', 'policy_uuid'],
      userRef: ['userPolicyRef', 'uuid', 'policy_uuid'],
    },
    shortcuts: { group: 'groupRef.group', user: 'userRef.user' },
  }),
  userGroupUserRef: entity(`${IDENTITY}.UserGroupUserRefInventory`, schema.userGroupUsers, {
    key: 'id',
    hidden: ['id'],
    visibleTo: { resource: 'user_uuid' },
    relations: {
      user: ['user', 'user_uuid', 'uuid'],
      group: ['userGroup', 'group_uuid', 'uuid'],
    },
  }),
  userPolicyRef: entity(`${IDENTITY}.UserPolicyRefInventory`, schema.userPolicies, {
    key: 'id',
    hidden: ['id'],
    visibleTo: { resource: 'user_uuid' },
    relations: {
      user: ['user', 'user_uuid', 'uuid'],
      policy: ['policy', 'policy_uuid', 'uuid'],
    },
  }),
  userGroupPolicyRef: entity(`${IDENTITY}.UserGroupPolicyRefInventory`, schema.userGroupPolicies, {
    key: 'id',
    hidden: ['id'],
    visibleTo: { resource: 'group_uuid' },
    relations: {
      group: ['userGroup', 'group_uuid', 'uuid'],
      policy: ['policy', 'policy_uuid', 'uuid'],
    },
  }),
  securityGroup: entity(`${SECURITY_GROUPS}.SecurityGroupInventory`, schema.securityGroups, {
    ownedAs: 'SecurityGroupVO',
    fields: { ipVersion: { column: () => 'null', kind: 'number' } },
    relations: {
      rules: ['securityGroupRule', 'uuid', 'security_group_uuid'],
      vmNicRef: ['vmNicSecurityGroupRef', 'uuid', 'security_group_uuid'],
      l3NetworkRef: ['securityGroupL3NetworkRef', 'uuid', 'security_group_uuid'],
    },
    shortcuts: {
      vmNic: 'vmNicRef.vmNic',
      l3Network: 'l3NetworkRef.l3Network',
      attachedL3NetworkUuids: 'l3NetworkRef.l3NetworkUuid',
    },
  }),
  securityGroupRule: entity(
    `${SECURITY_GROUPS}.SecurityGroupRuleInventory`,
    schema.securityGroupRules,
    {
      visibleTo: { resource: 'security_group_uuid' },
      fields: { startPort: port('start_port'), endPort: port('end_port') },
      relations: { securityGroup: ['securityGroup', 'security_group_uuid', 'uuid'] },
    },
  ),
  vmNicSecurityGroupRef: entity(
    `${SECURITY_GROUPS}.VmNicSecurityGroupRefInventory`,
    schema.vmNicSecurityGroups,
    {
      visibleTo: { resource: 'security_group_uuid' },
      hidden: ['uuid'],
      relations: {
        vmNic: ['vmNic', 'vm_nic_uuid', 'uuid'],
        securityGroup: ['securityGroup', 'security_group_uuid', 'uuid'],
      },
    },
  ),
  securityGroupL3NetworkRef: entity(
    `${SECURITY_GROUPS}.SecurityGroupL3NetworkRefInventory`,
    schema.securityGroupL3Networks,
    {
      visibleTo: { resource: 'security_group_uuid' },
      relations: {
        l3Network: ['l3Network', 'l3_network_uuid', 'uuid'],
        securityGroup: ['securityGroup', 'security_group_uuid', 'uuid'],
      },
    },
  ),
  vmNicSecurityPolicy: entity(
    `${SECURITY_GROUPS}.VmNicSecurityPolicyInventory`,
    schema.vmNicSecurityPolicies,
    {
      hidden: ['uuid'],
      relations: { vmNic: ['vmNic', 'vm_nic_uuid', 'uuid'] },
    },
  ),
} as const satisfies Record<string, Entity>;
