/**
 * A function whose answer is worked out once for each object it is asked about, and kept as long as that object is.
 * Shape:   for objects that never change, and answers that nobody changes.
 */
export function oncePerObject<Key extends object, Answer>(build: (key: Key) => Answer): (key: Key) => Answer {
  const answers = new WeakMap<Key, { readonly answer: Answer }>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known.answer;
    const answer = build(key);
    answers.set(key, { answer });
    return answer;
  };
}
