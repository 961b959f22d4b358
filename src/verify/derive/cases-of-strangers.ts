import type { CallStep, Case } from '../cases/case.js';
import type { Facts } from '../facts/facts.js';

const NAME = 'a parameter that nobody knows is ignored';

/** For each operation the first case in which it succeeds, once more with a parameter that no release has. */
export function casesOfStrangers(facts: Facts, cases: readonly Case[]): Case[] {
  const seen = new Set<string>();
  return cases.flatMap((one): Case[] => {
    const operation = facts.operations.get(one.operation);
    const isCall = (step: Case['steps'][number]): step is CallStep =>
      'call' in step && step.call === one.operation && !step.refused;
    if (!operation || seen.has(one.operation) || !one.steps.some(isCall)) return [];
    seen.add(one.operation);
    return [
      {
        ...one,
        name: NAME,
        source: { code: 'RestServer (Gson reads what it knows)' },
        isDerived: true,
        steps: one.steps.map((step) =>
          isCall(step) ? { ...step, with: { ...step.with, nobodyKnowsThis: 'at all' } } : step,
        ),
      },
    ];
  });
}
