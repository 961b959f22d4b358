import type { Cloud } from './cloud.js';
import { ownerOf, sharedWith } from './common.js';
import { datesOf, textOf, type Row } from './rows.js';
import { tagsOf } from './tags.js';

export function tagPatternOf(cloud: Cloud, row: Row) {
  const naming = cloud.keys.naming('tag-pattern', row);
  return {
    ...naming,
    account: ownerOf(cloud, naming.uuid),
    sharedWith: sharedWith(cloud, naming.uuid),
    value: textOf(row, 'value'),
    color: textOf(row, 'color'),
    type: textOf(row, 'type'),
    ...tagsOf(cloud, 'TagPatternVO', naming.uuid),
    ...datesOf(row),
  };
}
