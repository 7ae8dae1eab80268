import * as v from 'valibot';

const placeSchema = v.object({
  x: v.pipe(v.number(), v.integer()),
  y: v.pipe(v.number(), v.integer()),
  width: v.pipe(v.number(), v.integer(), v.minValue(1)),
  height: v.pipe(v.number(), v.integer(), v.minValue(1)),
  isMaximized: v.boolean(),
});

/** Where a window stands on the desktop. */
export type WindowPlace = v.InferOutput<typeof placeSchema>;

/** A rectangle of the desktop. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a new window gets. Without `x` and `y` the system centres it. */
export interface InitialPlace {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
}

/** Smallest window in which every screen works. */
export const smallestWindow = { width: 820, height: 520 } as const;
const preferredWindow = { width: 1240, height: 820 } as const;

/** The place a file holds; null for anything that is none. */
export function parsePlace(text: string): WindowPlace | null {
  try {
    return v.parse(placeSchema, JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Where to open the window: where it was, as long as that is still on a screen. A monitor may be gone, or smaller.
 * Shape:   `displays` are the work areas, the main one first.
 */
export function placeWindow(saved: WindowPlace | null, displays: readonly Area[]): InitialPlace {
  const home = saved === null ? undefined : displays.find((area) => isReachable(saved, area));
  const area = home ?? displays[0];
  const wanted = saved ?? preferredWindow;
  const width = clamp(wanted.width, smallestWindow.width, area?.width);
  const height = clamp(wanted.height, smallestWindow.height, area?.height);
  const isMaximized = saved?.isMaximized ?? false;
  if (saved === null || home === undefined) return { width, height, isMaximized };
  return {
    x: clamp(saved.x, home.x, home.x + home.width - width),
    y: clamp(saved.y, home.y, home.y + home.height - height),
    width,
    height,
    isMaximized,
  };
}

/** Whether enough of the title bar is on a display to take hold of it. */
function isReachable(place: Area, display: Area): boolean {
  const visible = Math.min(place.x + place.width, display.x + display.width) - Math.max(place.x, display.x);
  return visible >= 100 && place.y >= display.y - 10 && place.y <= display.y + display.height - 40;
}

function clamp(value: number, low: number, high = Number.POSITIVE_INFINITY): number {
  return Math.max(low, Math.min(value, high));
}
