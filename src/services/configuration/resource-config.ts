import { ApiError, apiError } from '../../core/api-error.js';
import {
  configIdentity,
  findGlobalConfig,
  GLOBAL_CONFIG_ENTRIES,
  type GlobalConfigEntry,
  type ResourceConfig,
} from '../../domain/global-config.js';
import { globalConfigEntryOf } from './change-global-config.js';
import { resourceTypeOf } from '../resources/resource-type-of.js';
import type { World } from '../../domain/world.js';

/** An entry for one resource. */
export interface ConfigPlace {
  readonly category: string;
  readonly name: string;
  readonly resourceUuid: string;
}

type ConfigName = Pick<ConfigPlace, 'category' | 'name'>;

/** Entries that resources may have a value of their own for: of this category, or of all. */
export const bindableConfigs = (category: string | null): readonly GlobalConfigEntry[] =>
  GLOBAL_CONFIG_ENTRIES.filter(
    (entry) => entry.bindsTo.length > 0 && (category === null || entry.category === category),
  );

/** @throws SYS.1007 for no such entry, or one that resources cannot have */
export function checkBindable({ category, name }: ConfigName): GlobalConfigEntry {
  const entry = findGlobalConfig(category, name);
  // The real system names the identity, category and name, where its text says name.
  const of = `config[category:${category}, name:${configIdentity({ category, name })}]`;
  if (!entry) throw apiError('SYS.1007', `no global ${of} found`);
  if (entry.bindsTo.length === 0) throw apiError('SYS.1007', `global ${of} cannot bind resource`);
  return entry;
}

/**
 * Whether a resource may have a value, and this one.
 * @throws SYS.1007 as `checkBindable`; SYS.1006 for a wrong type of resource, or a wrong value
 */
export function checkResourceConfig(world: World, place: ConfigPlace, value?: string): void {
  const entry = checkBindable(place);
  const { category, name, resourceUuid } = place;
  const resourceType = resourceTypeOf(world, resourceUuid) ?? '';
  if (!entry.bindsTo.includes(resourceType)) {
    throw apiError(
      'SYS.1006',
      `ResourceConfig [category:${category}, name:${name}] cannot bind to resourceType: ${resourceType}`,
    );
  }
  if (value !== undefined) checkValue(entry, value, 'SYS.1006');
}

/** @throws the given code with the words of the entry's validator */
export function checkValue(
  entry: GlobalConfigEntry,
  value: string,
  code: 'SYS.1000' | 'SYS.1006',
): void {
  const refusal = refusalOf(entry, value);
  if (refusal !== undefined) throw apiError(code, refusal);
}

/** Why the entry does not take a value, in its validator's words; undefined where it does. */
function refusalOf(entry: GlobalConfigEntry, value: string): string | undefined {
  try {
    entry.validate(value);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.errorCode.details;
    throw error;
  }
}

/** Gives a resource a value of its own. */
export function setResourceConfig(
  world: World,
  place: ConfigPlace,
  value: string,
  now: number,
): void {
  const { resourceConfigs } = world.repositories;
  const { category, name, resourceUuid } = place;
  const known = resourceConfigs.find(category, name, resourceUuid);
  if (known) {
    resourceConfigs.update(known, { value }, now);
    return;
  }
  resourceConfigs.insert({
    uuid: world.chance.uuid(),
    category,
    name,
    resourceUuid,
    resourceType: resourceTypeOf(world, resourceUuid) ?? '',
    value,
    createDate: now,
    lastOpDate: now,
  });
}

/** Gives a resource a value that was checked, if it is of a type that may have one; says nothing otherwise. */
export function tryResourceConfig(
  world: World,
  place: ConfigPlace,
  value: string,
  now: number,
): void {
  const entry = checkBindable(place);
  const type = resourceTypeOf(world, place.resourceUuid) ?? '';
  if (entry.bindsTo.includes(type)) setResourceConfig(world, place, value, now);
}

/**
 * The values that are set for a resource, its own first and then those of what it is part of, as far as the entry
 * binds to them; none for a resource of a type that the entry does not bind to.
 */
export function effectiveConfigs(world: World, place: ConfigPlace): readonly ResourceConfig[] {
  const { category, name, resourceUuid } = place;
  const types = globalConfigEntryOf(category, name).bindsTo;
  const at = types.indexOf(resourceTypeOf(world, resourceUuid) ?? '');
  if (at < 0) return [];
  const [own = '', ...parents] = types.slice(at);
  const uuids = [resourceUuid, ...parents.map((type) => partOf(world, own, resourceUuid, type))];
  const { resourceConfigs } = world.repositories;
  return uuids.flatMap((uuid) =>
    uuid === null ? [] : (resourceConfigs.find(category, name, uuid) ?? []),
  );
}

/** The value that holds for a resource: of the first of its values, or the global one. */
export function effectiveConfig(world: World, place: ConfigPlace): string {
  return effectiveConfigs(world, place)[0]?.value ?? globalValueOf(world, place);
}

/** `effectiveConfig` for many resources of one entry: where none has a value of its own, none is looked for. */
export function effectiveConfigsOfMany(
  world: World,
  { category, name }: ConfigName,
): (resourceUuid: string) => string {
  if (world.repositories.resourceConfigs.isSetAnywhere(category, name)) {
    return (resourceUuid) => effectiveConfig(world, { category, name, resourceUuid });
  }
  const value = globalValueOf(world, { category, name });
  return () => value;
}

const globalValueOf = (world: World, { category, name }: ConfigName): string =>
  world.repositories.globalConfig.find(category, name) ??
  globalConfigEntryOf(category, name).defaultValue;

/** What of the other type a resource is part of, or lies on. */
function partOf({ repositories }: World, type: string, uuid: string, other: string): string | null {
  const { volumes, vmInstances, hosts, clusters } = repositories;
  const field = `${type} ${other}`;
  switch (field) {
    case 'VolumeVO PrimaryStorageVO':
      return volumes.find(uuid)?.primaryStorageUuid ?? null;
    case 'VolumeVO VmInstanceVO':
      return volumes.find(uuid)?.vmInstanceUuid ?? null;
    case 'VmInstanceVO HostVO':
      return vmInstances.find(uuid)?.hostUuid ?? null;
    case 'VmInstanceVO ClusterVO':
      return vmInstances.find(uuid)?.clusterUuid ?? null;
    case 'HostVO ClusterVO':
      return hosts.find(uuid)?.clusterUuid ?? null;
    case 'HostVO ZoneVO':
      return hosts.find(uuid)?.zoneUuid ?? null;
    case 'ClusterVO ZoneVO':
      return clusters.find(uuid)?.zoneUuid ?? null;
    default:
      return null;
  }
}
