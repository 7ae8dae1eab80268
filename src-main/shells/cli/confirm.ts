import { createInterface } from 'node:readline/promises';

import { AppError } from '../../domain/app-error.ts';
import type { Session } from './session.ts';

/**
 * Asks before something is removed.
 * Errors:  `usage.invalid` where nobody can be asked, `cancelled` when the answer is not yes.
 */
export async function confirm(
  session: Session,
  question: string,
  { cannotAsk }: { readonly cannotAsk: boolean },
): Promise<void> {
  const { stdin, stderr, signal } = session.options;
  if (cannotAsk || stdin.isTTY !== true) {
    throw new AppError('usage.invalid', { detail: 'nobody can be asked here: say --yes' });
  }
  const reader = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await reader.question(`${question} [y/N] `, { signal });
    if (!/^y(es)?$/i.test(answer.trim())) throw new AppError('cancelled', { detail: 'nothing was removed' });
  } finally {
    reader.close();
  }
}
