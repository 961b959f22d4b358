import * as z from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { optionalChoice, optionalText, requiredChoice, wholeNumber } from '../../api/params.js';
import { conflict, invalid } from '../../core/control-error.js';
import {
  MOST_PACE_RULES,
  MOST_POLLS,
  withRule,
  WORK_KINDS,
} from '../../domain/progression/progression.js';
import type { EnvironmentControl } from '../../simulation/environment-control.js';
import { checkUuid } from '../find-named.js';

const MODES = ['immediate', 'timed', 'manual'] as const;

const pace = {
  mode: z.enum(MODES),
  jitterPercent: z.int().describe('of timed: work takes up to so much more or less'),
  polls: z.int().nullable().describe('of manual: polls of its job; null: only by hand'),
};
const progressionShape = z.object({
  ...pace,
  rules: z
    .array(
      z.object({
        kind: z.enum(WORK_KINDS).nullable(),
        resourceUuid: z.string().nullable(),
        ...pace,
      }),
    )
    .describe('what differs from it; a resource goes before a kind'),
});

const describe = ({ world }: EnvironmentControl): z.infer<typeof progressionShape> => {
  const { pace: own, rules } = world.progression.state;
  return { ...own, rules: [...rules] };
};

export const getProgression = defineControl({
  name: 'GetProgression',
  method: 'GET',
  paths: ['/v1/progression'],
  summary: 'How slow work goes on',
  params: {},
  returns: { inventory: progressionShape },
  run: (environment) => ({ inventory: describe(environment) }),
});

export const setProgression = defineControl({
  name: 'SetProgression',
  method: 'PUT',
  paths: ['/v1/progression'],
  bodyKey: 'params',
  summary: 'Sets how slow work goes on: all of it, of one kind, on one resource, or both',
  params: {
    mode: requiredChoice(MODES),
    kind: optionalChoice(WORK_KINDS, { description: 'default: every kind' }),
    resourceUuid: optionalText({
      description: 'an image, volume, snapshot, VM or storage; default: every one',
    }),
    jitterPercent: wholeNumber('int', { numberRange: [0, 100], description: 'of timed' }, 0),
    polls: wholeNumber('Integer', {
      numberRange: [1, MOST_POLLS],
      description: 'of manual: it goes on after so many polls of its job; default: only by hand',
    }),
  },
  returns: { inventory: progressionShape },
  async run(environment, rule, origin) {
    const { state } = environment.world.progression;
    checkUuid(environment.world, 'resourceUuid', rule.resourceUuid);
    if (rule.polls !== null && rule.mode !== 'manual') {
      throw invalid('polls go with the mode manual');
    }
    if (rule.jitterPercent > 0 && rule.mode !== 'timed') {
      throw invalid('jitterPercent goes with the mode timed');
    }
    if (state.rules.length >= MOST_PACE_RULES) {
      throw conflict(`there are ${MOST_PACE_RULES} rules already`);
    }
    await environment.setProgression(withRule(state, rule), origin);
    return { inventory: describe(environment) };
  },
});

export const resetProgression = defineControl({
  name: 'ResetProgression',
  method: 'DELETE',
  paths: ['/v1/progression'],
  summary: 'Lets slow work go on as the settings at the start say',
  params: {},
  returns: { inventory: progressionShape },
  async run(environment, _params, origin) {
    await environment.resetProgression(origin);
    return { inventory: describe(environment) };
  },
});
