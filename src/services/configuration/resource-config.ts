import { apiError } from '../../core/api-error.js';
import {
  findGlobalConfig,
  GLOBAL_CONFIG,
  type GlobalConfigEntry,
  type ResourceConfig,
} from '../../domain/global-config.js';
import { globalConfigEntryOf } from './change-global-config.js';
import { resourceTypeOf } from '../resources/resource-type-of.js';
import type { World } from '../../domain/world.js';

/** The entries that a resource may have a value of its own for, and of which type it is. */
const BINDABLE: readonly {
  readonly entry: GlobalConfigEntry;
  readonly resourceTypes: readonly string[];
}[] = [
  { entry: GLOBAL_CONFIG.reservedCapacity, resourceTypes: ['BackupStorageVO'] },
  { entry: GLOBAL_CONFIG.undoTempSnapshot, resourceTypes: ['PrimaryStorageVO'] },
  { entry: GLOBAL_CONFIG.physicalBlockSize, resourceTypes: ['VolumeVO', 'PrimaryStorageVO'] },
  ...[
    GLOBAL_CONFIG.vmVideoType,
    GLOBAL_CONFIG.vmSoundType,
    GLOBAL_CONFIG.vmNuma,
    GLOBAL_CONFIG.vmMostCpus,
    GLOBAL_CONFIG.vmHiddenState,
    GLOBAL_CONFIG.vmHyperV,
    GLOBAL_CONFIG.vmCrashStrategy,
    GLOBAL_CONFIG.vmBindingScene,
    GLOBAL_CONFIG.vmNicQueues,
    GLOBAL_CONFIG.vmVendor,
    GLOBAL_CONFIG.vmHaAcrossClusters,
  ].map((entry) => ({ entry, resourceTypes: ['VmInstanceVO', 'ClusterVO'] })),
  ...[
    GLOBAL_CONFIG.vmSpiceStreaming,
    GLOBAL_CONFIG.vmBootMenuTimeout,
    GLOBAL_CONFIG.vmPortOff,
    GLOBAL_CONFIG.vmBindingStrategy,
    GLOBAL_CONFIG.vmClockTrack,
    GLOBAL_CONFIG.vmClockSync,
    GLOBAL_CONFIG.vmClockSyncAfterResume,
    GLOBAL_CONFIG.vmCpuVendor,
  ].map((entry) => ({ entry, resourceTypes: ['VmInstanceVO'] })),
];

/** An entry for one resource. */
export interface ConfigPlace {
  readonly category: string;
  readonly name: string;
  readonly resourceUuid: string;
}

/** @throws SYS.1007 for no such entry, one that resources cannot have, or a wrong value; SYS.1006 for a wrong type of resource */
export function checkResourceConfig(world: World, place: ConfigPlace, value?: string): void {
  const { category, name, resourceUuid } = place;
  const entry = findGlobalConfig(category, name);
  if (!entry) {
    throw apiError('SYS.1007', `no global config[category:${category}, name:${name}] found`);
  }
  const bindable = BINDABLE.find((each) => each.entry === entry);
  if (!bindable) {
    throw apiError(
      'SYS.1007',
      `global config[category:${category}, name:${name}] cannot bind resource`,
    );
  }
  const resourceType = resourceTypeOf(world, resourceUuid);
  if (!bindable.resourceTypes.some((type) => type === resourceType)) {
    throw apiError(
      'SYS.1006',
      `ResourceConfig [category:${category}, name:${name}] cannot bind to resourceType: ${resourceType}`,
    );
  }
  if (value !== undefined) entry.validate(entry, value);
}

/** Gives a resource a value of its own. */
export function setResourceConfig(
  { repositories, chance }: World,
  place: ConfigPlace,
  resourceType: string,
  value: string,
  now: number,
): void {
  const { resourceConfigs } = repositories;
  const { category, name, resourceUuid } = place;
  const known = resourceConfigs.find(category, name, resourceUuid);
  if (known) {
    resourceConfigs.update(known, { value }, now);
    return;
  }
  const config: ResourceConfig = {
    uuid: chance.uuid(),
    category,
    name,
    resourceUuid,
    resourceType,
    value,
    createDate: now,
    lastOpDate: now,
  };
  resourceConfigs.insert(config);
}

/** The value that holds for a resource: its own, or the global one. */
export function effectiveConfig({ repositories }: World, place: ConfigPlace): string {
  const { category, name, resourceUuid } = place;
  return (
    repositories.resourceConfigs.find(category, name, resourceUuid)?.value ??
    repositories.globalConfig.find(category, name) ??
    globalConfigEntryOf(category, name).defaultValue
  );
}
