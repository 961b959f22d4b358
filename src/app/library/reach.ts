import { notFound } from '../../core/control-error.js';
import type { Environment } from '../../environment/environment.js';
import type { Environments } from '../../environment/environments.js';

/** How to reach the world of one environment. */
export interface Reach {
  /**
   * Looks at the world as it is now.
   * @throws when it is not there, or is being changed as a whole
   */
  readonly look: <T>(look: (environment: Environment) => T) => T;
  /** Works in the world: meanwhile it is not changed as a whole. */
  readonly work: <T>(work: (environment: Environment) => Promise<T>) => Promise<T>;
}

export function reach(environments: () => Environments, name: string): Reach {
  return {
    look(look) {
      const environment = environments().find(name);
      if (environment instanceof Promise) {
        throw new Error(
          `the environment '${name}' is being changed as a whole: wait for that before you look at it`,
        );
      }
      const world = there(environment, name);
      world.lease.enter();
      try {
        return look(world);
      } finally {
        world.lease.leave();
      }
    },
    async work(work) {
      const environment = there(await environments().find(name), name);
      environment.lease.enter();
      try {
        return await work(environment);
      } finally {
        environment.lease.leave();
      }
    },
  };
}

function there(environment: Environment | undefined, name: string): Environment {
  if (environment) return environment;
  throw notFound(`there is no environment '${name}'`);
}
