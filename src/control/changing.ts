import type { World } from '../domain/world.js';
import type { EnvironmentControl } from '../simulation/environment-control.js';

/** Changes a world by hand: all of it holds or none, and what it makes due is looked for. */
export function changing<T>(
  { world, runner }: Pick<EnvironmentControl, 'world' | 'runner'>,
  change: (world: World, now: number) => T,
): T {
  const result = world.unitOfWork.run(() => change(world, world.clock.now()));
  runner.settleSoon();
  return result;
}
