/** Where a floating box goes. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How a floating box stands to what it belongs to. */
export interface PlaceOptions {
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'below' | 'above';
  readonly gap?: number;
}

const edge = 8;

/** Below or above its anchor, whichever has room, and never outside the window. */
export function placeNear(
  anchor: Box,
  sizes: { readonly box: Size; readonly room: Size },
  options: PlaceOptions = {},
): Place {
  const { box, room } = sizes;
  const { align = 'start', side = 'below', gap = 4 } = options;
  const below = anchor.bottom + gap;
  const above = anchor.top - gap - box.height;
  const fitsBelow = below + box.height <= room.height - edge;
  const fitsAbove = above >= edge;
  const y =
    side === 'below' ? (fitsBelow || !fitsAbove ? below : above) : fitsAbove || !fitsBelow ? above : below;
  const xs = {
    start: anchor.left,
    center: (anchor.left + anchor.right - box.width) / 2,
    end: anchor.right - box.width,
  };
  return { x: clamp(xs[align], room.width - box.width), y: clamp(y, room.height - box.height) };
}

function clamp(value: number, room: number): number {
  return Math.round(Math.max(edge, Math.min(value, room - edge)));
}
