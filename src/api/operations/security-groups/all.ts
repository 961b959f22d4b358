import type { Operation } from '../../define-operation.js';
import { addSecurityGroupRule } from './add-security-group-rule.js';
import { changeSecurityGroupRuleState } from './change-security-group-rule-state.js';
import { changeSecurityGroupRule } from './change-security-group-rule.js';
import { changeSecurityGroupState } from './change-security-group-state.js';
import { createSecurityGroup } from './create-security-group.js';
import { deleteSecurityGroupRule } from './delete-security-group-rule.js';
import { deleteSecurityGroup } from './delete-security-group.js';
import { querySecurityGroupRule } from './query-security-group-rule.js';
import { querySecurityGroup } from './query-security-group.js';
import { queryVmNicInSecurityGroup } from './query-vm-nic-in-security-group.js';
import { addVmNicToSecurityGroup } from './add-vm-nic-to-security-group.js';
import { attachSecurityGroupToL3Network } from './attach-security-group-to-l3-network.js';
import { changeVmNicSecurityPolicy } from './change-vm-nic-security-policy.js';
import { deleteVmNicFromSecurityGroup } from './delete-vm-nic-from-security-group.js';
import { detachSecurityGroupFromL3Network } from './detach-security-group-from-l3-network.js';
import { getCandidateVmNicForSecurityGroup } from './get-candidate-vm-nic-for-security-group.js';
import { queryVmNicSecurityPolicy } from './query-vm-nic-security-policy.js';
import { setVmNicSecurityGroup } from './set-vm-nic-security-group.js';
import { updateSecurityGroupRulePriority } from './update-security-group-rule-priority.js';
import { updateSecurityGroup } from './update-security-group.js';
import { validateSecurityGroupRule } from './validate-security-group-rule.js';

/** The operations of this family. */
export const SECURITY_GROUPS_OPERATIONS: readonly Operation[] = [
  addSecurityGroupRule,
  changeSecurityGroupRuleState,
  changeSecurityGroupRule,
  changeSecurityGroupState,
  createSecurityGroup,
  deleteSecurityGroupRule,
  deleteSecurityGroup,
  querySecurityGroupRule,
  querySecurityGroup,
  queryVmNicInSecurityGroup,
  updateSecurityGroupRulePriority,
  updateSecurityGroup,
  validateSecurityGroupRule,
  addVmNicToSecurityGroup,
  attachSecurityGroupToL3Network,
  changeVmNicSecurityPolicy,
  deleteVmNicFromSecurityGroup,
  detachSecurityGroupFromL3Network,
  getCandidateVmNicForSecurityGroup,
  queryVmNicSecurityPolicy,
  setVmNicSecurityGroup,
];
