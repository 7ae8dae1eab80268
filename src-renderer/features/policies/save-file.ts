/** Hands a text to the person as a file. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the data by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A name for the file of these policies that every system takes. */
export function policyFileName(names: readonly string[]): string {
  const [only] = names;
  const name = names.length === 1 && only !== undefined ? only : 'ballast-policies';
  return `${name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+/, '') || 'policy'}.json`;
}
