import { resources } from '../resources.js';
import { text } from '../format.js';
import { useLoaded } from '../use-loaded.js';

/** The tags of a resource: the system's, and those of users. */
export function Tags({ uuid }: { uuid: string }) {
  const { value } = useLoaded(async (signal) => {
    const q = [`resourceUuid=${uuid}`];
    const [system, user] = await Promise.all([
      resources('systemTag', { q }, signal),
      resources('userTag', { q }, signal),
    ]);
    return [...system.inventories, ...user.inventories];
  }, uuid);
  return (
    <section aria-label="Tags">
      <h2>Tags</h2>
      {value?.length === 0 && <p class="soft">none</p>}
      <ul class="chips">
        {value?.map((tag) => (
          <li key={tag.uuid}>
            <code>{text(tag['tag'])}</code> <span class="soft">{text(tag['type'])}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
