import { effect, signal } from '@preact/signals';

/** What the emulator tells a page that it serves. */
interface Start {
  /** The session of the seeds that everybody knows, where it opens the default world. */
  readonly session: string | null;
  /** The world that addresses without a name mean here. */
  readonly home: string;
  /** Whether the emulator's own API asks for a token. */
  readonly needsToken: boolean;
}

const TOKEN = 'emulator.token';
const SESSION = 'emulator.session';

/** What the viewer typed: it stays in this tab, and goes with it. */
export const token = signal(sessionStorage.getItem(TOKEN) ?? '');
/** What calls of the image API carry. */
export const session = signal(sessionStorage.getItem(SESSION) ?? '');
/** The name of the world that the page's own address means where it names none. */
export const home = signal('default');

/** Why nothing can be changed here; undefined: it can. */
export const closedBecause = signal<string | undefined>(undefined);
export const NEEDS_TOKEN = 'type the token of EMULATOR_CONTROL_TOKEN under Access';

const keep = (name: string, value: string) => {
  if (value === '') sessionStorage.removeItem(name);
  else sessionStorage.setItem(name, value);
};
effect(() => keep(TOKEN, token.value));

/** Takes the session that the viewer gave. */
export function useSession(text: string): void {
  session.value = text;
  keep(SESSION, text);
}

/** Asks for what the emulator fills in, as the page of the documentation does. */
export async function start(): Promise<void> {
  const response = await fetch('/page/start.json', { cache: 'no-store' });
  if (!response.ok) return;
  const told = (await response.json()) as Start;
  home.value = told.home;
  if (told.needsToken && token.value === '') closedBecause.value = NEEDS_TOKEN;
  if (session.value === '') session.value = told.session ?? '';
}
