/** Freezes plain data and everything in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  if (Array.isArray(value)) {
    const parts: readonly unknown[] = value;
    for (const part of parts) deepFreeze(part);
  } else {
    for (const key in value) deepFreeze(value[key]);
  }
  return value;
}
