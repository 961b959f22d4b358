import type { World } from '../../../domain/world.js';
import { addRange, checkRange, type WantedRange } from '../../../services/networks/ip-ranges.js';
import { newUuid } from '../../../services/resources/lookup.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import type { Command } from '../../define-operation.js';
import type { NEW_RESOURCE_PARAMS } from '../../new-resource.js';
import type { Params, ParamValues } from '../../params.js';

type Told = ParamValues<typeof NEW_RESOURCE_PARAMS> & { readonly l3NetworkUuid: string };

type Adding<T> = { readonly params: T } & Pick<
  Command<Params>,
  'world' | 'caller' | 'systemTags' | 'userTags' | 'tagUuids' | 'now'
>;

/** How a call adds one range to a network, in whatever way it tells the range. */
export const addingRange = <T extends Told>(rangeOf: (told: T) => WantedRange) => ({
  check: (world: World, { params }: { readonly params: T }) => checkRange(world, rangeOf(params)),
  run({ world, params: told, caller, systemTags, userTags, tagUuids, now }: Adding<T>) {
    const wanted = rangeOf(told);
    // Another call of the same moment may have taken some of them.
    checkRange(world, wanted);
    const uuid = newUuid(world, told.resourceUuid);
    addRange(world, uuid, told, wanted, caller.accountUuid, now);
    // The real system puts the tags of the call on the network.
    const tags = { systemTags, userTags, tagUuids };
    writeTags(world, 'L3NetworkVO', told.l3NetworkUuid, tags, now);
    return { uuid };
  },
});
