/** Freezes plain data and everything in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const parts: readonly unknown[] = Object.values(value);
  Object.freeze(value);
  for (const part of parts) deepFreeze(part);
  return value;
}
