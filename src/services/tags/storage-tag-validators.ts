import { apiError } from '../../core/api-error.js';
import { CPU_MODEL, CHECK_CPU_MODELS } from '../../domain/tag/host-tags.js';
import { checkDataNetworkTags, checkGatewayTags } from '../../domain/tag/network-tags.js';
import { DATA_NETWORK_TAG, GATEWAY_TAG } from '../../domain/tag/storage-tags.js';
import { tokenOf } from '../../domain/tag/tag-format.js';
import type { World } from '../../domain/world.js';

type Validator = (world: World, resourceUuid: string, tag: string) => void;

/** What must hold before tags of storages and clusters are put on them. */
export const STORAGE_TAG_VALIDATORS: Readonly<Record<string, Validator>> = {
  [GATEWAY_TAG]: (_world, _uuid, tag) => checkGatewayTags([tag]),
  [DATA_NETWORK_TAG]: (_world, _uuid, tag) => checkDataNetworkTags([tag]),
  [CHECK_CPU_MODELS]: checkSameCpuModel,
};

/** A cluster that is to take hosts of one model only has such hosts already. */
function checkSameCpuModel({ repositories }: World, clusterUuid: string, tag: string): void {
  if (tokenOf(CHECK_CPU_MODELS, tag)?.toLowerCase() !== 'true') return;
  const hostsByModel = new Map<string, string>();
  for (const { uuid } of repositories.hosts.listByCluster(clusterUuid)) {
    const model = repositories.tags
      .listSystemTags(uuid)
      .flatMap((text) => tokenOf(CPU_MODEL, text) ?? [])[0];
    if (model === undefined) {
      throw apiError(
        'SYS.1006',
        `host[uuid:${uuid}] does not have cpu model information, you can reconnect the host to fix it`,
      );
    }
    if (!hostsByModel.has(model)) hostsByModel.set(model, uuid);
  }
  if (hostsByModel.size <= 1) return;
  const found = [...hostsByModel].map(
    ([model, uuid]) => `host[uuid:${uuid}]'s cpu model is ${model} ;\n`,
  );
  throw apiError(
    'SYS.1006',
    `there are still hosts not have the same cpu model, details: ${found.join('')}`,
  );
}
