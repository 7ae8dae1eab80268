/** Digests for tests, told apart by a number. */
export function toChainId(number: number): string {
  return `sha256:${number.toString(16).padStart(64, 'c')}`;
}

export function toDiffId(number: number): string {
  return `sha256:${number.toString(16).padStart(64, 'd')}`;
}
