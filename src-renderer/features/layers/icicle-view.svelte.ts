import type { LayerRow } from '#main/contract/views/layers-view.ts';

import { windowOf, type ByteWindow } from './icicle-hit.ts';
import { layOutIcicle, type Icicle } from './icicle-layout.ts';
import { findByKey, movePlace, pathTo } from './icicle-navigation.ts';

/** Where a reader is in the icicle. Kept by key, so that a refresh does not throw them back to the start. */
export class IcicleView {
  readonly #layers: () => readonly LayerRow[];
  #focusKey = $state('');
  #zoomKey = $state('');
  #hover = $state.raw<number | null>(null);

  constructor(layers: () => readonly LayerRow[]) {
    this.#layers = layers;
  }

  readonly icicle: Icicle = $derived.by(() => layOutIcicle(this.#layers()));
  readonly focus = $derived(findByKey(this.icicle, this.#focusKey));
  readonly zoom = $derived(findByKey(this.icicle, this.#zoomKey));
  readonly window: ByteWindow = $derived(windowOf(this.icicle, this.zoom));
  /** From the disk down to what fills the width. */
  readonly path = $derived(pathTo(this.icicle, this.zoom));
  /** What is described: under the pointer, or else in focus. */
  readonly shown = $derived(this.#hover ?? this.focus);

  get layers(): readonly LayerRow[] {
    return this.#layers();
  }

  get hover(): number | null {
    return this.#hover;
  }

  set hover(at: number | null) {
    this.#hover = at;
  }

  /** Does what a key asks for; false when it means nothing here. */
  press(key: string): boolean {
    const place = movePlace(this.icicle, { focus: this.focus, zoom: this.zoom }, key);
    if (place === null) return false;
    this.#hover = null;
    this.#take(place.focus, place.zoom);
    return true;
  }

  /** Fills the width with a node; the same node again goes one step back. */
  zoomTo(at: number): void {
    const back = at === this.zoom ? Math.max(this.icicle.nodes[at]?.parent ?? 0, 0) : at;
    this.#take(at, back);
  }

  /** Shows the block a layer is part of. */
  showLayer(chainId: string): void {
    const at = this.icicle.nodes.findIndex((node) =>
      node.layers.some((layer) => this.layers[layer]?.chainId === chainId),
    );
    if (at > 0) this.#take(at, at);
  }

  #take(focus: number, zoom: number): void {
    this.#focusKey = this.icicle.nodes[focus]?.key ?? '';
    this.#zoomKey = this.icicle.nodes[zoom]?.key ?? '';
  }
}
