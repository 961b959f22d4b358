import type { FaultSite } from '../../domain/fault/fault.js';
import type { Job } from '../../domain/job/job.js';
import { BY_HAND } from '../../domain/task/task.js';
import type { World } from '../../domain/world.js';
import type { DueStep } from '../../jobs/due-step.js';
import type { StepFault, StepFaults } from '../../jobs/step-faults.js';
import { actAtStep, firingRule, uuidsIn } from './meet-fault.js';

/** The fault rules of a world, as far as they are about the steps of flows. */
export class FaultsAtSteps implements StepFaults {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  get isQuiet(): boolean {
    return this.#world.repositories.faults.list().length === 0;
  }

  early(job: Job, step: DueStep, context: string) {
    if (this.isQuiet) return undefined;
    const rule = firingRule(this.#world, siteOf(job, step, context), 'before its end');
    return rule && { uuid: rule.uuid, share: (rule.action.atProgress ?? 100) / 100 };
  }

  at(job: Job, step: DueStep, context: string): StepFault | undefined {
    const rules = this.#world.repositories.faults.list();
    if (rules.length === 0) return undefined;
    const site = siteOf(job, step, context);
    const early = rules.find(({ uuid }) => uuid === step.faultUuid);
    // Slow work met the rules with a share when it began.
    const wasAsked = typeof step.length === 'number' && step.dueDate !== BY_HAND;
    const rule = early ?? firingRule(this.#world, site, wasAsked ? 'at its end' : 'at any time');
    if (!rule) return undefined;
    const { kind } = rule.action;
    return {
      uuid: rule.uuid,
      delay: kind === 'delay' ? rule.action.milliseconds : undefined,
      isFailure: kind === 'fail',
      corrupts: kind === 'corrupt',
      fills: kind === 'fill',
      act: (now) => actAtStep(this.#world, rule, site, now),
    };
  }
}

const siteOf = (job: Job, { flow, step, subject }: DueStep, context: string): FaultSite => ({
  operation: job.operation,
  point: `${flow}/${step}`,
  accountUuid: job.accountUuid,
  subject,
  resourceUuids: uuidsIn(`${context} ${subject}`),
});
