import type { AppErrorData } from '../../domain/app-error.ts';
import { errorMessages } from '../../contract/messages/error-messages.ts';
import type { Language } from './language.ts';
import { staleLines } from './stale-detail.ts';
import type { OutputStream } from './terminal.ts';

/** An error as `--json` gives it; docs/cli.md describes it. */
export interface ErrorJson {
  readonly code: string;
  readonly subject: string;
  readonly detail: string;
  readonly sentence: string;
  readonly nextStep: string;
}

/** An error with the sentence and the next step of its code. */
export function toErrorJson(error: AppErrorData, language: Language): ErrorJson {
  const { code, subject, detail } = error;
  const { sentence, nextStep } = errorMessages(language)[code];
  return { code, subject, detail, sentence, nextStep };
}

/** Says on stderr what went wrong and what to do, in words or as one line of JSON. */
export function printError(
  error: AppErrorData,
  output: { readonly stderr: OutputStream; readonly language: Language; readonly isJson: boolean },
): void {
  const json = toErrorJson(error, output.language);
  if (output.isJson) {
    output.stderr.write(`${JSON.stringify({ error: json })}\n`);
    return;
  }
  const lines = [`ballast: ${json.sentence}`];
  if (json.subject !== '') lines.push(`  ${json.subject}`);
  lines.push(...detailLines(error).map((line) => `  ${line}`));
  lines.push(json.nextStep);
  output.stderr.write(`${lines.join('\n')}\n`);
}

function detailLines({ code, detail }: AppErrorData): readonly string[] {
  if (detail === '') return [];
  const changes = code === 'plan.stale' ? staleLines(detail) : null;
  return changes ?? detail.split('\n');
}
