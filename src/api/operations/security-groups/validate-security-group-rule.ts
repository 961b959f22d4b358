import * as z from 'zod';
import { RULE_TYPES } from '../../../domain/security-group/security-group.js';
import { validateRule } from '../../../services/security-groups/validate-rule.js';
import { defineSync } from '../../define-operation.js';
import {
  optionalChoice,
  optionalText,
  requiredChoice,
  requiredText,
  wholeNumber,
} from '../../params.js';

export const validateSecurityGroupRule = defineSync({
  name: 'ValidateSecurityGroupRule',
  family: 'security-groups',
  method: 'GET',
  paths: ['/v1/security-groups/{securityGroupUuid}/rules/validation'],
  auth: true,
  summary: 'Tells whether a rule could be added',
  params: {
    securityGroupUuid: requiredText({
      resourceType: 'SecurityGroup',
      checkAccount: true,
      nonempty: true,
    }),
    type: requiredChoice(RULE_TYPES, { nonempty: true }),
    protocol: requiredChoice(['TCP', 'UDP', 'ICMP', 'ALL'], { nonempty: true }),
    remoteSecurityGroupUuid: optionalText({ resourceType: 'SecurityGroup', nonempty: true }),
    ipVersion: wholeNumber('Integer', { validValues: ['4', '6'] }),
    srcIpRange: optionalText(),
    dstIpRange: optionalText(),
    dstPortRange: optionalText(),
    action: optionalChoice(['ACCEPT', 'DROP'], { nonempty: true }),
    startPort: wholeNumber('Integer'),
    endPort: wholeNumber('Integer'),
    allowedCidr: optionalText(),
  },
  returns: {
    available: z.boolean(),
    code: z.string(),
    reason: z.string().nullable().describe('never set, as in the real system'),
  },
  run(world, params) {
    validateRule(world, params);
    return { available: true, code: 'SG.2000', reason: null };
  },
});
