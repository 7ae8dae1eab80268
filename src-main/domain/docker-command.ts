import type { CleanupPlan, PlannedRemoval } from './cleanup/cleanup-plan.ts';
import { binReference } from './cleanup/recycle-bin.ts';

/** Something Ballast does that the `docker` command can do as well. */
export type DockerAction =
  | { readonly kind: 'list-images' }
  | { readonly kind: 'list-dangling' }
  | { readonly kind: 'list-containers' }
  | { readonly kind: 'disk-usage' }
  | { readonly kind: 'inspect'; readonly image: string; readonly platform?: string }
  | { readonly kind: 'history'; readonly image: string; readonly platform?: string }
  | { readonly kind: 'tag'; readonly source: string; readonly target: string }
  /** Drops one reference; with the last one the image goes. */
  | { readonly kind: 'untag'; readonly reference: string }
  | { readonly kind: 'remove'; readonly id: string }
  | { readonly kind: 'remove-platform'; readonly id: string; readonly platform: string }
  /** A stopped container; without force and without its volumes. */
  | { readonly kind: 'remove-container'; readonly id: string }
  | { readonly kind: 'pull'; readonly reference: string };

/**
 * The command line that does the same, ready to paste into a POSIX shell.
 * Shape:   `host` is the engine's URL when it is not the one `docker` uses by itself.
 *          Removals carry `--no-prune`, as ours do: only what is named goes.
 */
export function dockerCommand(action: DockerAction, host: string | null = null): string {
  const words = ['docker', ...(host === null ? [] : ['--host', host]), ...wordsOf(action)];
  return words.map(quote).join(' ');
}

/**
 * The commands that do what a plan does, in its order.
 * Shape:   one line for each container, then for each reference; one for the image where it has none, and one for each
 *          platform. A parked image is tagged for the bin before its references are dropped.
 */
export function removalCommands(
  { containers, remove }: Pick<CleanupPlan, 'containers'> & { readonly remove: readonly CommandedRemoval[] },
  { host, nowMs }: { readonly host: string | null; readonly nowMs: number },
): readonly string[] {
  const first = containers.map(({ id }): DockerAction => ({ kind: 'remove-container', id }));
  const actions = [...first, ...remove.flatMap((item) => removalActions(item, nowMs))];
  return actions.map((action) => dockerCommand(action, host));
}

type CommandedRemoval = Pick<PlannedRemoval, 'id' | 'effect' | 'references' | 'platforms'>;

function removalActions(item: CommandedRemoval, nowMs: number): readonly DockerAction[] {
  const { id, effect, references, platforms } = item;
  if (effect === 'remove-platforms')
    return platforms.map((platform) => ({ kind: 'remove-platform', id, platform }));
  if (effect === 'remove' && references.length === 0) return [{ kind: 'remove', id }];
  const untags = references.map((reference): DockerAction => ({ kind: 'untag', reference }));
  if (effect !== 'park') return untags;
  return [{ kind: 'tag', source: id, target: binReference(id, nowMs) }, ...untags];
}

function wordsOf(action: DockerAction): readonly string[] {
  switch (action.kind) {
    case 'list-images':
      return ['image', 'ls', '--all'];
    case 'list-dangling':
      return ['image', 'ls', '--filter', 'dangling=true'];
    case 'list-containers':
      return ['container', 'ls', '--all'];
    case 'disk-usage':
      return ['system', 'df', '--verbose'];
    case 'inspect':
      return ['image', 'inspect', ...platformWords(action.platform), action.image];
    case 'history':
      return ['image', 'history', '--no-trunc', ...platformWords(action.platform), action.image];
    case 'tag':
      return ['image', 'tag', action.source, action.target];
    case 'untag':
      return ['image', 'rm', '--no-prune', action.reference];
    case 'remove':
      return ['image', 'rm', '--no-prune', action.id];
    case 'remove-platform':
      return ['image', 'rm', '--no-prune', '--platform', action.platform, action.id];
    case 'remove-container':
      return ['container', 'rm', action.id];
    case 'pull':
      return ['image', 'pull', action.reference];
  }
}

function platformWords(platform: string | undefined): readonly string[] {
  return platform === undefined || platform === '' ? [] : ['--platform', platform];
}

/** A word as a POSIX shell reads it back. */
function quote(word: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
