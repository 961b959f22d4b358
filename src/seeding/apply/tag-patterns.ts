import { checkNewPattern } from '../../services/tags/tag-patterns.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import type { Filling } from './filling.js';
import { own } from './owning.js';
import { tag } from './tags.js';

export function fillTagPattern(filling: Filling, made: Made<EntryOf<'tagPatterns'>>): void {
  const { world } = filling;
  const uuid = filling.uuidOf('tag-pattern', made);
  const dates = filling.datesOf(made);
  const { name, value, description, color, type } = made;
  checkNewPattern(world, made, filling.find('account', made.account));
  filling.write(() =>
    world.repositories.tagPatterns.insert({
      uuid,
      name,
      value,
      description,
      color,
      type,
      ...dates,
    }),
  );
  own(filling, 'TagPatternVO', uuid, made, dates.createDate);
  tag(filling, 'TagPatternVO', uuid, made, dates.createDate);
}
