import { isInherentOfVm } from '../../domain/tag/vm-tags.js';
import {
  assertTagOf,
  checkBootModes,
  isBootModeTag,
  isEphemeral,
} from '../../domain/tag/system-tag-formats.js';
import { attachPatterns, type Attached } from './attaching.js';
import { Refused, type Filling } from './filling.js';

interface Tagged {
  readonly systemTags: readonly string[];
  readonly userTags: readonly string[];
  readonly tags: readonly Attached[];
}

/** Writes the tags of a resource; their uuids follow from it. */
export function tag(
  filling: Filling,
  resourceType: string,
  resourceUuid: string,
  { systemTags, userTags, tags: attached }: Tagged,
  createDate: number,
): void {
  if (systemTags.length + userTags.length + attached.length === 0) return;
  for (const text of systemTags) {
    if (isEphemeral(text)) throw new Refused(`the system tag ${text} is kept nowhere`);
    assertTagOf(resourceType, text);
  }
  checkBootModes(systemTags.filter(isBootModeTag));
  const { tags } = filling.world.repositories;
  const written = (kind: string, text: string) => ({
    uuid: filling.derive(kind, `${resourceUuid}/${text}`),
    resourceUuid,
    resourceType,
    tag: text,
    createDate,
    lastOpDate: createDate,
  });
  filling.write(() => {
    for (const text of once(systemTags)) {
      const inherent = resourceType === 'VmInstanceVO' && isInherentOfVm(text);
      tags.insertSystemTag({ ...written('system-tag', text), inherent });
    }
    for (const text of once(userTags)) {
      tags.insertUserTag({ ...written('user-tag', text), tagPatternUuid: null });
    }
  });
  attachPatterns(filling, resourceType, resourceUuid, attached, createDate);
}

function once(texts: readonly string[]): readonly string[] {
  const twice = texts.find((text, i) => texts.indexOf(text) !== i);
  if (twice !== undefined) throw new Refused(`it has the tag '${twice}' twice`);
  return texts;
}
