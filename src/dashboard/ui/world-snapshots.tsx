import { environments } from '../api.js';
import { bytes } from '../format.js';
import { useLoaded } from '../use-loaded.js';
import { Button } from './button.js';

interface Snapshot {
  readonly name: string;
  readonly bytes: number;
  readonly createDate: string;
}

/** The snapshots of a world. */
export function Snapshots({ of }: { of: string }) {
  const { value } = useLoaded(
    () => environments<{ inventories: Snapshot[] }>('GET', `/${of}/snapshots`),
    of,
  );
  return (
    <ul class="plain">
      {value?.inventories.map(({ name, bytes: size, createDate }) => {
        const at = `/${of}/snapshots/${encodeURIComponent(name)}`;
        return (
          <li key={name} class="row">
            <span>
              <b>{name}</b>{' '}
              <span class="soft">
                {bytes(size)}, {createDate.slice(0, 19).replace('T', ' ')}
              </span>
            </span>
            <span class="buttons">
              <Button
                does={`${of}: back to ${name}`}
                label={`Restore ${name} of ${of}`}
                twice
                work={() => environments('POST', `${at}/restore`)}
              >
                Restore
              </Button>
              <Button
                does={`${name}: forgotten`}
                label={`Forget ${name} of ${of}`}
                twice
                work={() => environments('DELETE', at)}
              >
                Forget
              </Button>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
