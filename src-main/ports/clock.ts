/** Where the time comes from, so that tests can hold it. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
}
