/**
 * The platform's modal dialog: it keeps the focus, makes the rest inert and closes on Escape. The focus goes back by hand:
 * the element leaves the document before the platform could give it back.
 */
export function showModal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement;
  dialog.showModal();
  return () => {
    dialog.close();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
}
