import type { IconComponent } from './icon.ts';

/** One line of a menu. */
export interface MenuAction {
  readonly label: string;
  readonly onselect: () => void;
  readonly icon?: IconComponent;
  /** It removes something. */
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Why it is disabled, or which keys do the same. */
  readonly hint?: string;
  /** A thing that is on or off. */
  readonly checked?: boolean;
}

/** A line of a menu, or a rule between groups. */
export type MenuItem = MenuAction | 'line';
