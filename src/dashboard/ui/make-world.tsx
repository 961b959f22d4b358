import { environments } from '../api.js';
import { Dialog, textOf } from './dialog.js';

/** Makes a world of a seed, a snapshot or another world. */
export const MakeWorld = () => (
  <Dialog title="Make a world" kind="main" does="The world" submit="Make" work={make}>
    <label>
      Name
      <input name="name" pattern="[a-z0-9][a-z0-9_\-]*" placeholder="made up" />
    </label>
    <div class="pair">
      <label>
        From
        <select name="kind">
          <option value="environment">a world as it is now</option>
          <option value="seed">a seed</option>
          <option value="snapshot">a snapshot</option>
        </select>
      </label>
      <label>
        its name
        <input name="from" placeholder="default" />
      </label>
    </div>
    <div class="pair">
      <label>
        Storage
        <select name="storage">
          <option value="memory">in memory</option>
          <option value="file">in a file</option>
        </select>
      </label>
      <label>
        Port of its own
        <input name="port" type="number" min={0} max={65_535} placeholder="none" />
      </label>
    </div>
  </Dialog>
);

async function make(given: FormData): Promise<string> {
  const kind = textOf(given, 'kind') ?? 'environment';
  const name = textOf(given, 'name');
  const port = textOf(given, 'port');
  const { inventory } = await environments<{ inventory: { name: string; url: string } }>(
    'POST',
    '',
    {
      from: { [kind]: textOf(given, 'from') ?? 'default' },
      storage: textOf(given, 'storage'),
      ...(name === undefined ? {} : { name }),
      ...(port === undefined ? {} : { port: Number(port) }),
    },
  );
  return `${inventory.name} is there: ${inventory.url}`;
}
