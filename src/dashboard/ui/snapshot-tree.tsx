import { bytes, text } from '../format.js';
import type { Inventory } from '../resources.js';
import { Status } from './status.js';
import { tasksOf, Way } from './work.js';

interface Node {
  readonly inventory: Inventory;
  readonly children: readonly Node[];
}

/** A tree of snapshots of a volume. */
export interface Tree extends Inventory {
  readonly volumeUuid: string;
  readonly current: boolean;
  readonly tree: Node | null;
}

/** Snapshots, each below what it was taken after. */
export const SnapshotTree = ({ tree: { tree, current } }: { tree: Tree }) => (
  <ul class={current ? 'tree current' : 'tree'}>{tree && <Branch node={tree} />}</ul>
);

function Branch({ node: { inventory, children } }: { node: Node }) {
  const [task] = tasksOf(inventory.uuid);
  return (
    <li>
      <span class="node">
        <b>{text(inventory['name'])}</b> <Status of={inventory['status']} />{' '}
        <span class="soft">
          {bytes(inventory['size'])}, {text(inventory['createDate'])}
        </span>{' '}
        {inventory['latest'] === true && <span class="tag">latest</span>}
        {task && <Way task={task} />}
      </span>
      {children.length > 0 && (
        <ul>
          {children.map((child) => (
            <Branch key={child.inventory.uuid} node={child} />
          ))}
        </ul>
      )}
    </li>
  );
}
