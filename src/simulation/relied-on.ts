import type { ReliedOn } from '../contract/relied-on.js';
import { shortName } from '../core/releases.js';
import type { EnvironmentControl } from './environment-control.js';
import { messageOf, objectIn } from './message-entry.js';

const UUID = /\b[0-9a-f]{32}\b/g;

/**
 * What the clients of an environment rely on, from what the journal still holds: operations, how they call them, and
 * which of their parameters they give. Which fields of answers they read nobody sees.
 */
export function reliedOn({ world, journal, operations }: EnvironmentControl): ReliedOn {
  const found = new Map<string, { calls: Set<string>; parameters: Set<string> }>();
  for (const entry of journal.list()) {
    const { operation, method, url, parameters, requestBody } = entry;
    if (operation === null || operation === 'PollJob') continue;
    const one = found.get(operation) ?? { calls: new Set(), parameters: new Set() };
    found.set(operation, one);
    const message = messageOf(entry);
    const declared = operations.get(operation);
    if (!message) one.calls.add(`${method} ${pathOf(url)}`);
    const body = objectIn(requestBody)?.[declared?.bodyKey ?? 'params'];
    const given = message ? message.fields : body;
    for (const name of [...Object.keys(parameters), ...Object.keys(given ?? {})]) {
      if (declared && Object.hasOwn(declared.params, name)) one.parameters.add(name);
    }
  }
  return {
    release: shortName(world.release),
    operations: Object.fromEntries(
      [...found]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, { calls, parameters }]) => [
          name,
          { calls: [...calls].toSorted(), parameters: [...parameters].toSorted() },
        ]),
    ),
  };
}

/** Of an address the path below the context path, with what differs from resource to resource left out. */
function pathOf(url: string): string {
  const [path = ''] = url.split('?', 1);
  return path.replace(/^.*?(?=\/v1\/)/, '').replaceAll(UUID, '{uuid}');
}
