import * as v from 'valibot';

import type { PolicyFileProblem } from './views/policy-view.ts';

/** The value of each field of an object. */
export type Fields = Readonly<Record<string, unknown>>;

/** Fields an object may have; those of `must` have to be there. */
export interface KnownFields {
  readonly must: readonly string[];
  readonly may?: readonly string[];
}

/** A fault that makes a file unreadable reports so much that nobody reads it to its end. */
const mostProblems = 50;

/** Everything that is wrong with a file, collected while it is read: reading goes on after a problem, to find the next. */
export class FileProblems {
  readonly #found: PolicyFileProblem[] = [];

  /** In the order of the file. */
  get list(): readonly PolicyFileProblem[] {
    return this.#found.slice(0, mostProblems);
  }

  add(field: string, problem: string): void {
    this.#found.push({ field, problem });
  }

  /** The known fields of an object; none when it is no object. */
  fields(field: string, value: unknown, { must, may = [] }: KnownFields): Fields {
    if (!isFields(value)) {
      this.add(field, `it must be an object, not ${show(value)}`);
      return {};
    }
    const known = [...must, ...may];
    for (const key of Object.keys(value)) {
      if (known.includes(key)) continue;
      this.add(under(field, key), `there is no such field here; there is ${known.join(', ')}`);
    }
    for (const key of must) if (!Object.hasOwn(value, key)) this.add(under(field, key), 'it is missing');
    return Object.fromEntries(Object.entries(value).filter(([key]) => known.includes(key)));
  }

  /** The elements of a list with the field of each; none when it is no list. A missing one was told before. */
  elements(
    field: string,
    value: unknown,
    most: number,
  ): readonly (readonly [field: string, value: unknown])[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.add(field, `it must be a list, not ${show(value)}`);
      return [];
    }
    if (value.length > most) this.add(field, `it must have at most ${most} elements, not ${value.length}`);
    return value.slice(0, most).map((element: unknown, at) => [`${field}[${at}]`, element] as const);
  }

  /** What a schema makes of a value; null when it does not fit. A missing one was told before. */
  parse<T>(field: string, value: unknown, schema: v.GenericSchema<unknown, T>): T | null {
    const parsed = v.safeParse(schema, value);
    if (parsed.success) return parsed.output;
    for (const issue of parsed.issues) {
      if (issue.input === undefined) continue;
      const at = (issue.path ?? []).reduce((path, { key }) => under(path, String(key)), field);
      this.add(at, `${issue.message}, not ${show(issue.input)}`);
    }
    return null;
  }
}

/** `policies[0]` and `name` are `policies[0].name`. */
function under(field: string, key: string): string {
  return field === '' ? key : `${field}.${key}`;
}

/** A value as it stands in the file, cut where it is long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** Whether a value is an object that is no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
