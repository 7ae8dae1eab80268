import type { Icicle } from './icicle-layout.ts';

/** What a key does to the place of the reader. */
export interface IciclePlace {
  /** The node that is described and outlined. */
  readonly focus: number;
  /** The node that fills the width. */
  readonly zoom: number;
}

/** Where a key leads; null when the key means nothing here. Focus never leaves what the zoom shows. */
export function movePlace(icicle: Icicle, place: IciclePlace, key: string): IciclePlace | null {
  const { focus, zoom } = place;
  const node = icicle.nodes[focus];
  if (node === undefined) return { focus: 0, zoom: 0 };
  switch (key) {
    case 'ArrowUp':
      return { focus: focus === zoom ? focus : Math.max(node.parent, 0), zoom };
    case 'ArrowDown':
      return { focus: node.children.find((child) => isDrawn(icicle, child)) ?? focus, zoom };
    case 'ArrowLeft':
      return { focus: sibling(icicle, place, -1), zoom };
    case 'ArrowRight':
      return { focus: sibling(icicle, place, 1), zoom };
    case 'Home':
      return { focus: zoom, zoom };
    case 'Enter':
    case ' ':
      return { focus, zoom: focus };
    case 'Escape':
    case 'Backspace':
      return zoom === 0 ? null : { focus: zoom, zoom: Math.max(icicle.nodes[zoom]!.parent, 0) };
    default:
      return null;
  }
}

/** Whether a node has any width; layers of unknown size and of no bytes have none. */
function isDrawn(icicle: Icicle, at: number): boolean {
  return at === 0 || (icicle.nodes[at]?.span ?? 0) > 0;
}

function sibling(icicle: Icicle, { focus, zoom }: IciclePlace, step: 1 | -1): number {
  const node = icicle.nodes[focus]!;
  if (focus === zoom || node.parent < 0) return focus;
  const siblings = icicle.nodes[node.parent]!.children;
  const next = siblings[siblings.indexOf(focus) + step];
  return next !== undefined && isDrawn(icicle, next) ? next : focus;
}

/** The nodes from the disk down to this one, this one last. */
export function pathTo(icicle: Icicle, at: number): readonly number[] {
  const path: number[] = [];
  for (let node = at; node >= 0; node = icicle.nodes[node]!.parent) path.unshift(node);
  return path;
}

/** Where a node went after a refresh: found by key, the disk when it is gone. */
export function findByKey(icicle: Icicle, key: string): number {
  return Math.max(
    icicle.nodes.findIndex((node) => node.key === key),
    0,
  );
}
