const made = new Map<string, CanvasPattern | null>();
const size = 8;

/** Strokes of a pattern on a tile that repeats; the same pictures as `.family-fill` in styles/base.css. */
const strokes: readonly ((tile: OffscreenCanvasRenderingContext2D) => void)[] = [
  () => undefined,
  (tile) => diagonal(tile, false),
  (tile) => tile.fillRect(0, 0, 2, size),
  (tile) => dots(tile),
  (tile) => diagonal(tile, true),
  (tile) => tile.fillRect(0, 0, size, 1.5),
];

/** The pattern of a family to lay over its colour; null for the plain one. */
export function patternFill(
  context: CanvasRenderingContext2D,
  pattern: number,
  stripe: string,
): CanvasPattern | null {
  if (pattern === 0) return null;
  const scale = context.getTransform().a;
  const key = `${pattern} ${stripe} ${scale}`;
  const found = made.get(key);
  if (found !== undefined) return found;
  const tile = new OffscreenCanvas(Math.ceil(size * scale), Math.ceil(size * scale)).getContext('2d');
  if (tile === null) return null;
  tile.scale(scale, scale);
  tile.fillStyle = stripe;
  tile.strokeStyle = stripe;
  strokes[pattern]?.(tile);
  const fill = context.createPattern(tile.canvas, 'repeat');
  // The tile is drawn in device pixels, so that it is crisp; the pattern is laid in CSS pixels.
  fill?.setTransform(new DOMMatrix().scale(1 / scale));
  made.set(key, fill);
  return fill;
}

function diagonal(tile: OffscreenCanvasRenderingContext2D, rising: boolean): void {
  tile.lineWidth = 2;
  tile.beginPath();
  for (const shift of [-size, 0, size]) {
    tile.moveTo(shift - 2, rising ? size + 2 : -2);
    tile.lineTo(shift + size + 2, rising ? -2 : size + 2);
  }
  tile.stroke();
}

function dots(tile: OffscreenCanvasRenderingContext2D): void {
  for (const [x, y] of [
    [2, 2],
    [6, 6],
  ] as const) {
    tile.beginPath();
    tile.arc(x, y, 1.2, 0, 2 * Math.PI);
    tile.fill();
  }
}
