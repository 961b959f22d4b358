import { environments } from '../api.js';
import { useLoaded } from '../live.js';
import { worldHref } from '../place.js';
import type { View } from './view.js';

interface Environment {
  readonly name: string;
}

function Worlds() {
  const { value } = useLoaded(() => environments<{ inventories: Environment[] }>('GET'), 'worlds');
  return (
    <>
      <h1>Worlds</h1>
      <ul>
        {value?.inventories.map(({ name }) => (
          <li key={name}>
            <a href={worldHref(name)}>{name}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

export const worlds: View = {
  name: 'worlds',
  title: 'Worlds',
  group: 'Emulator',
  component: Worlds,
};
