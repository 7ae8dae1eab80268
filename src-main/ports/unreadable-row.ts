/** A row that could not be read and was left out. It stays in the file. */
export interface UnreadableRow {
  readonly kind: 'policy' | 'day';
  /** Name of the policy, or the engine and the start of the day in Unix milliseconds. */
  readonly name: string;
  readonly why: string;
}
