import * as v from 'valibot';

import { AppError } from '../../domain/app-error.ts';
import { toImageId } from '../../domain/image/hashes.ts';
import { readText } from './read-text.ts';

const planSchema = v.object({
  fingerprint: v.pipe(v.string(), v.minLength(1)),
  remove: v.array(
    v.object({
      id: v.pipe(
        v.string(),
        v.regex(/^sha256:[0-9a-f]{64}$/, 'an image ID is sha256: and 64 hex digits'),
        v.transform(toImageId),
      ),
      // A wrong effect changes the fingerprint, so a plan without it can only be refused, never do something else.
      effect: v.optional(v.picklist(['remove', 'untag', 'park', 'remove-platforms']), 'remove'),
      references: v.array(v.string()),
      platforms: v.optional(v.array(v.string()), []),
      reasons: v.optional(v.array(v.string()), []),
      recoverable: v.optional(v.string(), 'unknown'),
    }),
  ),
  freesBytes: v.optional(v.union([v.object({ exact: v.number() }), v.object({ atLeast: v.number() })])),
});

/** A plan as a file holds it: what it removes, and the fingerprint of what was shown. */
export type PlanFile = v.InferOutput<typeof planSchema>;

/**
 * Reads the JSON that `ballast plan --json` printed; `-` is stdin.
 * Errors:  `usage.invalid`, naming the file and the field that is wrong.
 */
export async function readPlanFile(path: string, stdin: NodeJS.ReadableStream): Promise<PlanFile> {
  const subject = path === '-' ? 'stdin' : path;
  const json = parseJson(await readText(path, stdin), subject);
  const parsed = v.safeParse(planSchema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue);
  throw new AppError('usage.invalid', {
    subject,
    detail: field === null ? issue.message : `${field}: ${issue.message}`,
  });
}

function parseJson(content: string, subject: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    const detail = `not JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw new AppError('usage.invalid', { subject, detail, cause: error });
  }
}
