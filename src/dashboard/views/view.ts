import type { ComponentType } from 'preact';

/** One of the page's views: its name is the first word of the address's fragment. */
export interface View {
  readonly name: string;
  /** What the navigation and the title of the tab say. */
  readonly title: string;
  readonly group: 'World' | 'Work' | 'Clients' | 'Emulator';
  /** `id` is what follows the view's name in the address: one thing of it. */
  readonly component: ComponentType<{ readonly id: string | undefined }>;
}
