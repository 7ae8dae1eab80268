import { shortenId } from '../../domain/image/hashes.ts';

/**
 * The detail of `plan.stale` in lines to read. It comes as JSON: a list of what changed, each with its kind.
 * null when it is something else; then it is shown as it is.
 */
export function staleLines(detail: string): readonly string[] | null {
  const changes = parseList(detail);
  return changes?.map(changeLine) ?? null;
}

function changeLine(change: unknown): string {
  if (typeof change !== 'object' || change === null) return String(change);
  const facts = new Map<string, unknown>(Object.entries(change));
  const [kind, id, reference] = ['kind', 'id', 'reference'].map((key) => facts.get(key));
  const about = [reference, typeof id === 'string' ? shortenId(id) : undefined].filter(
    (part) => typeof part === 'string',
  );
  return [String(kind), ...about].join(' ');
}

function parseList(text: string): readonly unknown[] | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? (parsed as unknown[]) : null;
  } catch {
    return null;
  }
}
