import { count } from '../format.js';
import { place, refine, viewHref } from '../place.js';
import { resources } from '../resources.js';
import { Notice } from '../ui/said.js';
import { SnapshotTree, type Tree } from '../ui/snapshot-tree.js';
import { useLoaded } from '../use-loaded.js';
import type { View } from './view.js';

const A_PAGE = 20;

function Snapshots() {
  const page = Math.max(1, Math.trunc(Number(place.value.params.get('page') ?? 1)) || 1);
  const { value, error } = useLoaded(async (signal) => {
    const start = (page - 1) * A_PAGE;
    const wanted = { sort: '-createDate', start, limit: A_PAGE, total: true };
    const trees = await resources<Tree>('volumeSnapshotTree', wanted, signal);
    const uuids = [...new Set(trees.inventories.map(({ volumeUuid }) => volumeUuid))];
    const volumes =
      uuids.length === 0
        ? []
        : (await resources('volume', { q: [`uuid?=${uuids.join(',')}`] }, signal)).inventories;
    return { trees, names: new Map(volumes.map(({ uuid, name }) => [uuid, String(name)])) };
  }, `snapshots ${page}`);
  const { trees, names } = value ?? {};
  const total = trees?.total ?? 0;
  return (
    <>
      <h1>Snapshots {trees && <span class="count">{count(total)} trees</span>}</h1>
      {error !== undefined && <Notice bad>{error}</Notice>}
      {trees?.inventories.length === 0 && (
        <Notice>There are no snapshots yet: CreateVolumeSnapshot takes one of a volume.</Notice>
      )}
      <ul class="cards">
        {trees?.inventories.map((tree) => (
          <li key={tree.uuid} class="card">
            <h3>
              <a href={viewHref('volumes', tree.volumeUuid)}>
                {names?.get(tree.volumeUuid) ?? tree.volumeUuid}
              </a>
              {tree.current && <span class="tag">current</span>}
            </h3>
            <SnapshotTree tree={tree} />
          </li>
        ))}
      </ul>
      {total > A_PAGE && (
        <nav class="pages" aria-label="Pages">
          <button
            type="button"
            disabled={page <= 1}
            onClick={() => refine({ page: String(page - 1) })}
          >
            Previous
          </button>
          <span>
            {page} of {Math.ceil(total / A_PAGE)}
          </span>
          <button
            type="button"
            disabled={page * A_PAGE >= total}
            onClick={() => refine({ page: String(page + 1) })}
          >
            Next
          </button>
        </nav>
      )}
    </>
  );
}

export const snapshots: View = {
  name: 'snapshots',
  title: 'Snapshots',
  group: 'World',
  component: Snapshots,
};
