import { familyColours } from '#renderer/ui/family-colour.ts';

import { visibleRange, type ByteWindow } from './icicle-hit.ts';
import type { Icicle, IcicleNode } from './icicle-layout.ts';
import { patternFill } from './family-pattern.ts';

/** Height of a row with the gap below it. */
export const rowHeight = 30;
const gap = 2;
const textInset = 8;
/** Narrower than this, in px, nothing can be told apart. */
const hair = 0.5;
const corner = 4;

/** Colours and letters of the page around the canvas. */
export interface IcicleLook {
  readonly theme: 'light' | 'dark';
  readonly font: string;
  readonly ink: string;
  readonly diskFill: string;
  readonly accent: string;
  readonly stripe: string;
}

/** Where and how anything is drawn. */
interface IcicleFrame {
  readonly icicle: Icicle;
  readonly window: ByteWindow;
  readonly width: number;
  readonly look: IcicleLook;
}

/** What the blocks are drawn from. */
export interface IcicleScene extends IcicleFrame {
  readonly familyOf: (at: number) => { readonly hue: number; readonly pattern: number } | null;
  readonly nameOf: (at: number) => string;
  readonly bytesOf: (at: number) => string;
}

/** What the marks are drawn from. */
export interface IcicleMarks extends IcicleFrame {
  readonly focus: number | null;
  readonly hover: number | null;
}

/** A node's place in pixels. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** How far its solid part reaches from `x`. */
  readonly solid: number;
}

/** Draws what the window shows; neighbours thinner than a hair melt into one light block, a lone hair is not drawn. */
export function drawIcicle(context: CanvasRenderingContext2D, scene: IcicleScene): void {
  const { icicle, window, width, look } = scene;
  context.clearRect(0, 0, width, icicle.rows.length * rowHeight);
  context.font = look.font;
  context.textBaseline = 'middle';
  for (const row of icicle.rows.keys()) {
    const [from, to] = visibleRange(icicle, row, window);
    let hairs: Box | null = null;
    for (let index = from; index < to; index += 1) {
      const at = icicle.rows[row]![index]!;
      const box = boxOf(icicle.nodes[at]!, scene);
      if (box.width <= 0) continue;
      if (box.width >= hair) drawNode(context, scene, { at, box });
      else hairs = addHair(context, scene, { hairs, box, at });
    }
  }
}

/** Adds a hair to those beside it, and draws them all once they are thick enough to be seen. */
function addHair(
  context: CanvasRenderingContext2D,
  scene: IcicleScene,
  { hairs, box, at }: { readonly hairs: Box | null; readonly box: Box; readonly at: number },
): Box {
  if (hairs === null || box.x - (hairs.x + hairs.width) > 1) return box;
  const bundle = { ...hairs, width: box.x + box.width - hairs.x, solid: 0 };
  if (bundle.width < 2 * hair) return bundle;
  const family = scene.familyOf(at);
  context.fillStyle = family ? familyColours(family.hue, scene.look.theme).soft : scene.look.diskFill;
  context.fillRect(bundle.x, bundle.y, bundle.width, rowHeight - gap);
  return { ...bundle, x: bundle.x + bundle.width, width: 0 };
}

function boxOf(node: IcicleNode, { window, width }: IcicleFrame): Box {
  const scale = width / (window.to - window.from);
  const left = Math.max((node.start - window.from) * scale, 0);
  const right = Math.min((node.start + node.span - window.from) * scale, width);
  const solidTo = Math.min((node.start + node.bytes - window.from) * scale, width);
  return { x: left, y: node.depth * rowHeight, width: right - left, solid: Math.max(solidTo - left, 0) };
}

function drawNode(
  context: CanvasRenderingContext2D,
  scene: IcicleScene,
  { at, box }: { readonly at: number; readonly box: Box },
): void {
  const family = scene.familyOf(at);
  const { look } = scene;
  const colours = family && familyColours(family.hue, look.theme);
  fillBlock(context, box, { color: colours?.soft ?? look.diskFill, width: box.width });
  if (family && colours && box.solid > 0) {
    fillBlock(context, box, { color: colours.solid, width: box.solid });
    const pattern = box.solid > 3 ? patternFill(context, family.pattern, look.stripe) : null;
    if (pattern !== null) fillBlock(context, box, { color: pattern, width: box.solid });
  }
  label(context, scene, { at, box, knockout: colours?.solid ?? null });
}

/** Fills a block from its left edge; corners are round where the block has room for them. */
function fillBlock(
  context: CanvasRenderingContext2D,
  box: Box,
  fill: { readonly color: string | CanvasPattern; readonly width: number },
): void {
  context.fillStyle = fill.color;
  const inset = box.width > 3 ? 0.5 : 0;
  const width = Math.min(fill.width, box.width - inset) - inset;
  if (box.width < 6) {
    context.fillRect(box.x + inset, box.y, Math.max(width, hair), rowHeight - gap);
    return;
  }
  const right = fill.width >= box.width - corner ? corner : 0;
  context.beginPath();
  context.roundRect(box.x + inset, box.y, Math.max(width, hair), rowHeight - gap, [
    corner,
    right,
    right,
    corner,
  ]);
  context.fill();
}

interface Label {
  readonly at: number;
  readonly box: Box;
  /** Colour behind letters on the solid part, so that no stripe runs through them. */
  readonly knockout: string | null;
}

/** The name stands on the solid part when it has room there, otherwise on the light one; bytes follow when both fit. */
function label(context: CanvasRenderingContext2D, scene: IcicleScene, { at, box, knockout }: Label): void {
  const room = Math.max(box.solid, box.width - box.solid) - 2 * textInset;
  if (room < 28) return;
  const isSolid = box.solid - 2 * textInset >= Math.min(room, 140);
  const x = (isSolid ? box.x : box.x + box.solid) + textInset;
  const available = (isSolid ? box.solid : box.width - box.solid) - 2 * textInset;
  const name = fit(context, scene.nameOf(at), available);
  if (name === '') return;
  const nameWidth = context.measureText(name).width;
  const bytes = scene.bytesOf(at);
  const both = nameWidth + 8 + context.measureText(bytes).width <= available;
  const textWidth = both ? nameWidth + 8 + context.measureText(bytes).width : nameWidth;
  const middle = box.y + (rowHeight - gap) / 2;
  if (isSolid && knockout !== null) {
    context.fillStyle = knockout;
    context.fillRect(x - 4, box.y, textWidth + 8, rowHeight - gap);
  }
  context.fillStyle = isSolid && knockout !== null ? 'oklch(0.16 0.02 255)' : scene.look.ink;
  context.fillText(name, x, middle + 0.5);
  if (!both) return;
  context.globalAlpha = isSolid && knockout !== null ? 0.86 : 0.8;
  context.fillText(bytes, x + nameWidth + 8, middle + 0.5);
  context.globalAlpha = 1;
}

/** As much of a text as fits, with an ellipsis; empty when not even a few letters do. */
function fit(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let low = 0;
  let high = Math.min(text.length, Math.ceil(room / 3));
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (context.measureText(`${text.slice(0, middle)}…`).width <= room) low = middle;
    else high = middle - 1;
  }
  return low < 3 ? '' : `${text.slice(0, low).trimEnd()}…`;
}

/** Draws what is under the pointer and what has the focus, on a canvas of their own above the blocks. */
export function drawMarks(context: CanvasRenderingContext2D, scene: IcicleMarks): void {
  const { icicle, width, look } = scene;
  context.clearRect(0, 0, width, icicle.rows.length * rowHeight);
  const hover = scene.hover === null ? undefined : icicle.nodes[scene.hover];
  if (hover !== undefined) {
    const box = boxOf(hover, scene);
    const color = look.theme === 'light' ? 'oklch(0.3 0.03 250 / 0.12)' : 'oklch(1 0 0 / 0.14)';
    if (box.width > 0) fillBlock(context, box, { color, width: box.width });
  }
  const focus = scene.focus === null ? undefined : icicle.nodes[scene.focus];
  if (focus === undefined) return;
  const box = boxOf(focus, scene);
  if (box.width <= 0) return;
  context.strokeStyle = look.accent;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(box.x + 1, box.y + 1, Math.max(box.width - 2, 1), rowHeight - gap - 2, corner);
  context.stroke();
}
