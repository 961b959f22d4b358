import { request } from '../api.js';
import { backupStorages } from '../storages.js';
import { Dialog, textOf } from './dialog.js';

/** How long a call may take before nobody waits for its answer any more, in ms: work that goes on is shown. */
const PATIENCE = 1500;

/** Adds an image as a client does. */
export const AddImage = () => (
  <Dialog title="Add image" kind="main" does="The image" submit="Add" work={add}>
    <label>
      Name
      <input name="name" required maxLength={255} placeholder="web" />
    </label>
    <label>
      URL
      <input name="url" required defaultValue="http://images.test/web.qcow2" />
    </label>
    <div class="pair">
      <label>
        Format
        <select name="format">
          <option>qcow2</option>
          <option>raw</option>
          <option>iso</option>
          <option>vmdk</option>
        </select>
      </label>
      <label>
        Media type
        <select name="mediaType">
          <option>RootVolumeTemplate</option>
          <option>DataVolumeTemplate</option>
          <option>ISO</option>
        </select>
      </label>
    </div>
    <fieldset>
      <legend>Backup storages</legend>
      {[...backupStorages.value.values()].map((storage, i) => (
        <label key={storage.uuid} class="check">
          <input type="checkbox" name="storage" value={storage.uuid} defaultChecked={i === 0} />
          <span>
            {String(storage['name'])} <span class="soft">{String(storage['type'])}</span>
          </span>
        </label>
      ))}
    </fieldset>
  </Dialog>
);

async function add(given: FormData): Promise<string> {
  const name = textOf(given, 'name') ?? '';
  const answer = request('POST', '/images', {
    body: {
      params: {
        name,
        url: textOf(given, 'url'),
        format: textOf(given, 'format'),
        mediaType: textOf(given, 'mediaType'),
        backupStorageUuids: given.getAll('storage'),
      },
    },
  });
  const isLong = Symbol('long');
  const late = new Promise<typeof isLong>((resolve) => setTimeout(() => resolve(isLong), PATIENCE));
  const first = await Promise.race([answer, late]);
  const isGoingOn = first === isLong || Object.hasOwn(Object(first), 'location');
  // What comes of it later stands in the list, and in the journal.
  if (first === isLong) answer.catch(() => undefined);
  return isGoingOn ? `${name}: its work goes on` : `${name}: added`;
}
