import { request } from '../api.js';
import { useLoaded } from '../live.js';
import type { View } from './view.js';

interface Image {
  readonly uuid: string;
  readonly name: string;
  readonly status: string;
}

function Images() {
  const { value } = useLoaded(
    (signal) =>
      request<{ inventories: Image[] }>('GET', '/images', { query: { limit: 50 }, signal }),
    'images',
  );
  return (
    <>
      <h1>Images</h1>
      <ul>
        {value?.inventories.map(({ uuid, name, status }) => (
          <li key={uuid}>
            {name} {status}
          </li>
        ))}
      </ul>
    </>
  );
}

export const images: View = { name: 'images', title: 'Images', group: 'World', component: Images };
