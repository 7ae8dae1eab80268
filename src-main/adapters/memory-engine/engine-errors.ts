import { AppError } from '../../domain/app-error.ts';
import type { ReferenceProblemCode } from '../../domain/reference/reference.ts';

/** 404 of the real engines. */
export function noSuchImage(text: string): AppError {
  return new AppError('engine.not-found', { subject: text, detail: `No such image: ${text}` });
}

/** 404 of the real engines, about a container. */
export function noSuchContainer(text: string): AppError {
  return new AppError('engine.not-found', { subject: text, detail: `No such container: ${text}` });
}

/** A stream that broke off, or that carried an error: `detail` is the engine's text. */
export function transferFailed(subject: string, detail: string, cause?: unknown): AppError {
  return new AppError('transfer.failed', { subject, detail, cause });
}

/** 409 of the real engines: `detail` is their text. */
export function conflict(subject: string, detail: string): AppError {
  return new AppError('engine.conflict', { subject, detail: `conflict: ${detail}` });
}

/** 400 of the real engines, which explain one of the ways to be wrong. */
export function invalidReference(text: string, code: ReferenceProblemCode): AppError {
  const why = code === 'repository-uppercase' ? ': repository name must be lowercase' : '';
  return new AppError('reference.invalid', { subject: text, detail: `invalid reference format${why}` });
}

/** Nobody answers: stopped, closed, or cut in the middle of an answer. */
export function unreachable(detail: string): AppError {
  return new AppError('engine.unreachable', { detail });
}

/** The caller's own signal was aborted. */
export function cancelled(subject: string): AppError {
  return new AppError('cancelled', { subject });
}
