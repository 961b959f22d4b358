import { addRules, rulesToAdd } from '../../services/security-groups/new-rules.js';
import { defaultRules } from '../../services/security-groups/security-groups.js';
import { LOWEST_PRIORITY } from '../../domain/security-group/security-group.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import type { Filling } from './filling.js';
import { own } from './owning.js';
import { tag } from './tags.js';

export function fillSecurityGroup(filling: Filling, made: Made<EntryOf<'securityGroups'>>): void {
  const { world } = filling;
  const { securityGroups } = world.repositories;
  const uuid = filling.uuidOf('security-group', made);
  const dates = filling.datesOf(made);
  const { name, description, state } = made;
  const uuidOf = (place: string) => filling.derive('security-group-rule', `${uuid}/${place}`);
  filling.write(() => {
    securityGroups.insert({ uuid, name, description, state, ...dates });
    for (const rule of defaultRules(uuid, dates.createDate, uuidOf)) {
      securityGroups.insertRule(rule);
    }
  });
  own(filling, 'SecurityGroupVO', uuid, made, dates.createDate);
  tag(filling, 'SecurityGroupVO', uuid, made, dates.createDate);
  if (made.l3Networks.length > 0) {
    filling.later(() => {
      for (const name of made.l3Networks) {
        const l3NetworkUuid = filling.find('l3-network', name);
        securityGroups.attachL3({
          uuid: filling.derive('security-group-network', `${uuid}/${l3NetworkUuid}`),
          securityGroupUuid: uuid,
          l3NetworkUuid,
          ...dates,
        });
      }
    });
  }
  if (made.rules.length === 0) return;
  // Rules may be about groups that stand behind this one.
  filling.later(() => {
    const rules = made.rules.map(({ remoteSecurityGroup: remote, ...rule }) => ({
      ...rule,
      remoteSecurityGroupUuid:
        remote === undefined ? undefined : filling.find('security-group', remote),
    }));
    const wanted = {
      securityGroupUuid: uuid,
      rules,
      remoteSecurityGroupUuids: null,
      priority: null,
    };
    const checked = rulesToAdd(world, wanted);
    addRules(world, uuid, checked, LOWEST_PRIORITY, dates.createDate, uuidOf);
  });
}
