import type { Book, CallStep, Case } from '../cases/case.js';
import type { Facts } from '../facts/facts.js';

/** What holds for everything that can be made and removed. */
export function casesOfKinds(facts: Facts, book: Book): Case[] {
  return Object.entries(book.kinds).flatMap(([inventory, kind]): Case[] => {
    const { query, remove, thing } = kind;
    const operation = facts.operations.get(query);
    if (thing === undefined || !operation) return [];
    const by = kind.by ?? 'uuid';
    const told = kind.untold === undefined ? '${it}' : { $like: '${it}', $but: kind.untold };
    const uuid = `\${it.${by}}`;
    const hasPath = operation.paths.length > 1;
    const ask = (given: Record<string, unknown>, holds: unknown, until = false): CallStep => ({
      call: query,
      path: 0,
      with: given,
      holds,
      ...(until ? { until: true as const } : {}),
    });
    const common = { effect: 'makes', isDerived: true, makes: { it: thing } } as const;
    const place = (name: string) =>
      /\{(\w+)\}/.exec(facts.operations.get(name)?.paths[0] ?? '')?.[1] ?? 'uuid';
    const makers = (book.things[thing]?.steps ?? []).flatMap((step) =>
      'call' in step && facts.operations.get(step.call)?.answer['inventory'] === inventory
        ? [step]
        : [],
    );
    const [maker] = makers.filter(
      (step) => 'resourceUuid' in (facts.operations.get(step.call)?.params ?? {}),
    );
    const body = book.things[thing];
    return [
      ...(maker && body && !kind.nameless
        ? [
            {
              operation: maker.call,
              source: { facts: 'wider-operations.json' },
              name: `a ${thing} is made, with the uuid that was said`,
              effect: 'makes' as const,
              isDerived: true,
              ...(body.needs ? { needs: body.needs } : {}),
              ...(body.makes ? { makes: body.makes } : {}),
              steps: [
                {
                  ...maker,
                  with: { ...maker.with, resourceUuid: '${uuid}' },
                  holds: { inventory: { [by]: '${uuid}', [kind.name ?? 'name']: '${own}' } },
                },
                {
                  call: query,
                  path: 0,
                  with: { q: [`${by}=\${uuid}`] },
                  holds: { inventories: [{ [by]: '${uuid}' }] },
                },
              ],
            },
          ]
        : []),
      {
        ...common,
        operation: query,
        source: { facts: 'wider-operations.json' },
        name: `it answers what making a ${thing} answered`,
        steps: [ask({ q: [`${by}=${uuid}`] }, { inventories: [told] }, true)],
      },
      {
        ...common,
        operation: remove.at(-1) ?? query,
        source: { code: inventory },
        name: `a ${thing} that was removed is gone from every query`,
        steps: [
          ask({ q: [`${by}=${uuid}`] }, { inventories: [{ [by]: uuid }] }),
          ...remove.map((name) => ({ call: name, with: { [place(name)]: uuid } })),
          ask({ q: [`${by}=${uuid}`] }, { inventories: [] }, true),
          ask({ q: [`${by}=${uuid}`], count: true }, { total: 0 }),
          ...(hasPath
            ? [{ call: query, path: 1, with: { uuid }, holds: { inventories: [] } }]
            : []),
        ],
      },
    ];
  });
}
