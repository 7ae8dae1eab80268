import { dockerHub, shortenHubRepository } from './docker-hub.ts';
import { defaultTag, type Reference } from './reference.ts';
import { namesRegistry } from './scan-reference.ts';

/** The one full form: registry, repository, and `latest` where neither tag nor digest is given. */
export function formatCanonical(reference: Reference): string {
  const isBare = reference.tag === null && reference.digest === null;
  const tag = isBare ? defaultTag : reference.tag;
  return `${reference.registry}/${reference.repository}${suffix(tag, reference.digest)}`;
}

/**
 * The short form people read and type: without `docker.io/` and `library/`.
 * `docker.io/` stays where the name would be read differently without it: `docker.io/my.org/app`.
 */
export function formatFamiliar(reference: Reference): string {
  const end = suffix(reference.tag, reference.digest);
  if (reference.registry !== dockerHub) return `${reference.registry}/${reference.repository}${end}`;
  const short = shortenHubRepository(reference.repository);
  return (readsAsItself(short, end) ? short : `${dockerHub}/${short}`) + end;
}

function suffix(tag: string | null, digest: string | null): string {
  return (tag === null ? '' : `:${tag}`) + (digest === null ? '' : `@${digest}`);
}

/** Whether a Docker Hub repository is understood without its registry. */
function readsAsItself(short: string, end: string): boolean {
  const slash = short.indexOf('/');
  if (slash >= 0) return !namesRegistry(short.slice(0, slash));
  return end !== '' || !/^[0-9a-f]{64}$/.test(short);
}
