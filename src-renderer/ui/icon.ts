import type { LucideIcon } from '@lucide/svelte';

/** An icon component; import one by its deep path: `@lucide/svelte/icons/trash-2`. */
export type IconComponent = LucideIcon;
