import { CommandFailed, Interrupted } from './exit-codes.js';

/** Lets Ctrl-C end work in good order: nothing half done is left. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, interrupt);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    if (controller.signal.aborted) throw new CommandFailed('interrupted');
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}
