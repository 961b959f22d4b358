import { useState } from 'preact/hooks';
import { environments } from '../api.js';
import { bytes, count } from '../format.js';
import { worldHref } from '../place.js';
import { Button } from '../ui/button.js';
import { Dialog, textOf } from '../ui/dialog.js';
import { MakeWorld } from '../ui/make-world.js';
import { Notice } from '../ui/said.js';
import { Snapshots } from '../ui/world-snapshots.js';
import { useLoaded } from '../use-loaded.js';
import { worldName } from '../world.js';
import type { View } from './view.js';

interface Environment {
  readonly name: string;
  readonly storage: string;
  readonly origin: string;
  readonly bytes: number;
  readonly images: number;
  readonly snapshots: number;
  readonly port: number | null;
  readonly release: string;
  readonly problem: string | null;
  readonly createDate: string;
  readonly url: string;
}

function Worlds() {
  const { value, error } = useLoaded(
    () => environments<{ inventories: Environment[] }>('GET'),
    'worlds',
  );
  return (
    <>
      <div class="title">
        <h1>Worlds {value && <span class="count">{count(value.inventories.length)}</span>}</h1>
        <MakeWorld />
      </div>
      {error !== undefined && <Notice bad>{error}</Notice>}
      <ul class="cards">
        {value?.inventories.map((one) => (
          <World key={one.name} of={one} />
        ))}
      </ul>
    </>
  );
}

function World({ of }: { of: Environment }) {
  const { name } = of;
  const [isOpen, setOpen] = useState(false);
  const isHere = name === worldName.value;
  return (
    <li class={isHere ? 'card here' : 'card'}>
      <h3>
        <a href={worldHref(name)} aria-current={isHere ? 'true' : undefined}>
          {name}
        </a>
        {isHere && <span class="tag">looked at</span>}
        {of.port !== null && <span class="tag">port {of.port}</span>}
        <span class="soft">
          {of.origin}, {of.release}, {of.storage}
        </span>
      </h3>
      {of.problem !== null && <Notice bad>{of.problem}</Notice>}
      <p>
        {count(of.images)} images, {bytes(of.bytes)}
        <span class="soft"> made {of.createDate.slice(0, 16).replace('T', ' ')}</span>
        <br />
        <code class="soft">{of.url}</code>
      </p>
      <span class="buttons">
        <Fork name={name} />
        <TakeSnapshot name={name} />
        <Button
          does={`${name}: reset`}
          label={`Reset ${name}`}
          twice
          work={() => environments('POST', `/${name}/reset`)}
        >
          Reset
        </Button>
        <Button
          does={`${name}: deleted`}
          label={`Delete ${name}`}
          twice
          because={
            name === 'default'
              ? 'the default world is not deleted, but reset'
              : isHere
                ? 'it is looked at: go to another world first'
                : undefined
          }
          work={() => environments('DELETE', `/${name}`)}
        >
          Delete
        </Button>
        {of.snapshots > 0 && (
          <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            Snapshots ({of.snapshots})
          </button>
        )}
      </span>
      {isOpen && <Snapshots of={name} />}
    </li>
  );
}

const Fork = ({ name }: { name: string }) => (
  <Dialog
    title="Fork"
    label={`Fork ${name}`}
    does="The fork"
    submit="Fork"
    work={async (given) => {
      const copy = textOf(given, 'name');
      const { inventory } = await environments<{ inventory: { name: string } }>('POST', '', {
        from: { environment: name },
        ...(copy === undefined ? {} : { name: copy }),
      });
      return `${inventory.name} is ${name} as it is now`;
    }}
  >
    <label>
      Name of the copy of {name}
      <input name="name" pattern="[a-z0-9][a-z0-9_\-]*" placeholder="made up" />
    </label>
  </Dialog>
);

const TakeSnapshot = ({ name }: { name: string }) => (
  <Dialog
    title="Snapshot"
    label={`Snapshot of ${name}`}
    does={`${name}: snapshot taken`}
    submit="Take it"
    work={(given) =>
      environments('POST', `/${name}/snapshots`, { name: textOf(given, 'name') ?? '' })
    }
  >
    <label>
      Name of the snapshot
      <input name="name" required placeholder="before" />
    </label>
  </Dialog>
);

export const worlds: View = {
  name: 'worlds',
  title: 'Worlds',
  group: 'Emulator',
  component: Worlds,
};
