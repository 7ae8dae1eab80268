import { ORPCError, implement } from '@orpc/server';

import { contract } from '../contract/contract.ts';
import { AppError, toAppError } from '../domain/app-error.ts';

/**
 * The contract, with every thrown thing on its way out turned into `APP_ERROR`. With the job runner the only place that
 * catches everything: whatever is thrown below leaves as `APP_ERROR` with an `AppError` as data.
 */
export const os = implement(contract).use(async ({ next }) => {
  try {
    return await next();
  } catch (thrown) {
    throw toWireError(thrown);
  }
});

function toWireError(thrown: unknown): ORPCError<string, unknown> {
  if (thrown instanceof ORPCError && thrown.code === 'BAD_REQUEST') {
    const issues = (thrown.data as { issues?: readonly WireIssue[] } | undefined)?.issues;
    const detail = issues?.map((issue) => issue.message).join('; ') ?? thrown.message;
    return wire(new AppError('usage.invalid', { detail }));
  }
  return wire(toAppError(thrown));
}

interface WireIssue {
  readonly message: string;
  readonly path?: readonly unknown[];
}

function wire(error: AppError): ORPCError<string, unknown> {
  return new ORPCError('APP_ERROR', { defined: true, message: error.code, data: error.toData() });
}
