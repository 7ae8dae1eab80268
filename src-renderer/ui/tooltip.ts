import type { Attachment } from 'svelte/attachments';

import { placeNear } from './place-near.ts';

const delayMs = 450;

/**
 * A short text on hover and on focus. Names nothing by itself: what it is put on has its own label, or shows the text in
 * full elsewhere. The same as the attribute `data-tip`, which costs less in a table.
 */
export function tooltip(text: string | undefined): Attachment<HTMLElement> {
  return (node) => {
    if (text === undefined || text === '') return;
    node.dataset['tip'] = text;
    return () => delete node.dataset['tip'];
  };
}

/** Shows the texts of `data-tip` everywhere below an element: one listener for all, one bubble for all. */
export function showTooltips(root: HTMLElement): () => void {
  const bubble = new Bubble();
  const listeners = {
    pointerover: (event: Event) => bubble.offer(ownerOf(event.target), 'pointer'),
    pointerdown: () => bubble.hide(),
    focusin: (event: Event) => {
      const target = event.target as HTMLElement;
      bubble.offer(target.matches(':focus-visible') ? ownerOf(target) : null, 'focus');
    },
    focusout: () => bubble.hide(),
    scroll: () => bubble.hide(),
    // WCAG 1.4.13: what appears on hover can be sent away.
    keydown: (event: Event) => (event as KeyboardEvent).key === 'Escape' && bubble.hide(),
  };
  for (const [name, listener] of Object.entries(listeners)) root.addEventListener(name, listener, true);
  return () => {
    bubble.hide();
    for (const [name, listener] of Object.entries(listeners)) root.removeEventListener(name, listener, true);
  };
}

function ownerOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
}

class Bubble {
  #box: HTMLElement | null = null;
  #owner: HTMLElement | null = null;
  #by: 'pointer' | 'focus' = 'pointer';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The pointer or the focus is on this owner now, or on none. A pointer over nothing does not end what the focus shows. */
  offer(owner: HTMLElement | null, by: 'pointer' | 'focus'): void {
    if (owner === this.#owner || (owner === null && by !== this.#by)) return;
    this.hide();
    this.#owner = owner;
    this.#by = by;
    if (owner !== null) this.#timer = setTimeout(() => this.#show(owner), delayMs);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.#owner = null;
    if (this.#box?.matches(':popover-open') === true) this.#box.hidePopover();
  }

  #show(owner: HTMLElement): void {
    const text = owner.dataset['tip'];
    if (text === undefined || !owner.isConnected) return;
    const box = (this.#box ??= makeBox());
    // A modal dialog is in the top layer: a bubble outside of it would lie below.
    const home = owner.closest('dialog[open]') ?? document.body;
    if (box.parentElement !== home) home.append(box);
    box.textContent = text;
    box.showPopover();
    const room = { width: innerWidth, height: innerHeight };
    const sizes = { box: box.getBoundingClientRect(), room };
    const place = placeNear(owner.getBoundingClientRect(), sizes, { align: 'center', gap: 6 });
    box.style.translate = `${place.x}px ${place.y}px`;
  }
}

function makeBox(): HTMLElement {
  const box = document.createElement('div');
  box.className = 'tooltip';
  box.setAttribute('role', 'tooltip');
  box.popover = 'manual';
  return box;
}
