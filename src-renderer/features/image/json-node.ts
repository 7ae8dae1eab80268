/** One line of a JSON tree: a key with its plain value, or a key with what is inside. */
export interface JsonNode {
  /** Path from the root, unique: `Config.Env.0`. */
  readonly path: string;
  readonly key: string;
  /** The value as JSON; null for an object or array with something inside. */
  readonly text: string | null;
  readonly isList: boolean;
  readonly children: readonly JsonNode[];
  /** Whether the key or the value itself holds what is searched. */
  readonly isMatch: boolean;
}

/** A JSON value as a tree; with something typed, only what holds it and what leads there. */
export function jsonTree(value: unknown, typed: string): readonly JsonNode[] {
  return childrenOf(value, '', typed.trim().toLowerCase());
}

/** How many lines hold what is searched. */
export function countMatches(nodes: readonly JsonNode[]): number {
  return nodes.reduce((sum, node) => sum + (node.isMatch ? 1 : 0) + countMatches(node.children), 0);
}

function childrenOf(value: unknown, path: string, wanted: string): JsonNode[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => {
    const node = nodeOf(key, inside, { path: path === '' ? key : `${path}.${key}`, wanted });
    return wanted === '' || node.isMatch || node.children.length > 0 ? [node] : [];
  });
}

function nodeOf(
  key: string,
  value: unknown,
  at: { readonly path: string; readonly wanted: string },
): JsonNode {
  const isNested = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  const text = isNested ? null : JSON.stringify(value);
  const isMatch = at.wanted !== '' && `${key}\n${text ?? ''}`.toLowerCase().includes(at.wanted);
  // Inside a key that was found everything is shown: people search for a section by its name.
  const children = childrenOf(value, at.path, isMatch && isNested ? '' : at.wanted);
  return { path: at.path, key, text, isList: Array.isArray(value), children, isMatch };
}
