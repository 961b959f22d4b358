import type { Book, CallStep, Case, Kind } from '../cases/case.js';
import type { Facts, OperationFacts } from '../facts/facts.js';

/** Calls that need more than what their one parameter names, and are refused without it: written cases have them. */
const NEEDS_MORE: ReadonlySet<string> = new Set([
  'GetCandidateL3NetworksForChangeVmNicNetwork',
  'GetInterdependentL3NetworksBackupStorages',
  'GetInterdependentL3NetworksImages',
  'GetVmNicAttachableEips',
  'GetVmStartingCandidateClustersHosts',
]);

/** What every operation of a form does: those that only tell, that change a name, that switch a state. */
export function casesOfSuccesses(facts: Facts, book: Book): Case[] {
  const kinds = Object.values(book.kinds);
  const kindOf = (type: string | undefined) =>
    kinds.find((kind) => kind.type === type && kind.thing !== undefined);
  return [...facts.operations.values()].flatMap((operation): Case[] => {
    if (operation.kind === 'query' || NEEDS_MORE.has(operation.name)) return [];
    const params = Object.entries(operation.params);
    const required = params.filter(([, { required: isRequired }]) => isRequired);
    if (operation.kind === 'sync' && params.length === 0) return [itTells(operation)];
    const [first] = required;
    if (!first) return [];
    const [target, { resourceType }] = first;
    const kind = kindOf(resourceType);
    if (!kind) return [];
    if (required.length === 1 && operation.kind === 'sync' && operation.method === 'GET') {
      return [itTellsOf(operation, target, kind)];
    }
    const isOfKind = operation.kind === 'async' && 'inventory' in operation.answer;
    if (!isOfKind) return [];
    const { name, stateEvent } = operation.params;
    if (stateEvent?.validValues?.includes('disable') && required.length === 2) {
      return [itSwitches(operation, target, kind)];
    }
    if (operation.name.startsWith('Update') && name && required.length === 1) {
      return [itRenames(operation, target, kind)];
    }
    return [];
  });
}

const SOURCE = { facts: 'wider-operations.json' };

function itTells({ name, method }: OperationFacts): Case {
  return {
    operation: name,
    name: 'it answers what its reply has',
    source: SOURCE,
    isDerived: true,
    effect: method === 'GET' ? 'reads' : 'makes',
    steps: [{ call: name }],
  };
}

const made = (kind: Kind) => ({ it: String(kind.thing) });
const uuidOf = (kind: Kind) => `\${it.${kind.by ?? 'uuid'}}`;
const found = (kind: Kind, row: object): CallStep => ({
  call: kind.query,
  path: 0,
  with: { q: [`${kind.by ?? 'uuid'}=${uuidOf(kind)}`] },
  holds: { inventories: [row] },
});

function itTellsOf({ name }: OperationFacts, target: string, kind: Kind): Case {
  return {
    operation: name,
    name: `it answers what its reply has, of a ${kind.thing}`,
    source: SOURCE,
    isDerived: true,
    effect: 'makes',
    makes: made(kind),
    steps: [{ call: name, with: { [target]: uuidOf(kind) } }],
  };
}

function itSwitches({ name }: OperationFacts, target: string, kind: Kind): Case {
  const say = (stateEvent: string, state: string): CallStep[] => [
    { call: name, with: { [target]: uuidOf(kind), stateEvent }, holds: { inventory: { state } } },
    found(kind, { state }),
  ];
  return {
    operation: name,
    name: `a ${kind.thing} is disabled and enabled again`,
    source: SOURCE,
    isDerived: true,
    effect: 'makes',
    makes: made(kind),
    steps: [
      ...say('disable', 'Disabled'),
      ...say('disable', 'Disabled'),
      ...say('enable', 'Enabled'),
    ],
  };
}

function itRenames({ name, params }: OperationFacts, target: string, kind: Kind): Case {
  const more = params['description'] ? { description: 'another one' } : {};
  return {
    operation: name,
    name: `the name of a ${kind.thing} is what was said last`,
    source: SOURCE,
    isDerived: true,
    effect: 'makes',
    makes: made(kind),
    steps: [
      {
        call: name,
        with: { [target]: uuidOf(kind), name: '${own}', ...more },
        holds: { inventory: { name: '${own}', ...more } },
      },
      found(kind, { name: '${own}', ...more }),
    ],
  };
}
