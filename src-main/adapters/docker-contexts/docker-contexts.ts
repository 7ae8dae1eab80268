import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import * as v from 'valibot';

import { AppError } from '../../domain/app-error.ts';
import { dockerConfigDirectory } from './endpoint-search.ts';
import type { EndpointSearch } from './endpoint-search.ts';
import { normalizeUrl } from './normalize-url.ts';

/** A context of the Docker command line: a name for an engine. */
export interface DockerContext {
  readonly name: string;
  /** Empty when its description could not be read. */
  readonly url: string;
  /** Where its certificates are, if it has any. */
  readonly certificateDirectory: string;
  readonly problem: AppError | null;
}

/** What the Docker command line would use. */
export interface DockerContexts {
  /** Name of the context in use; null for the default one, which is no context. */
  readonly current: string | null;
  /** Sorted by name. */
  readonly contexts: readonly DockerContext[];
  /** `config.json` could not be read: which context is in use is then unknown. */
  readonly problem: AppError | null;
}

const configFile = v.object({ currentContext: v.nullish(v.string()) });
const metaFile = v.object({
  Name: v.string(),
  Endpoints: v.nullish(v.object({ docker: v.nullish(v.object({ Host: v.nullish(v.string()) })) })),
});

/** Reads `config.json` and `contexts/meta/<sha256 of the name>/meta.json`. What is broken is named, not left out. */
export async function readDockerContexts(search: EndpointSearch): Promise<DockerContexts> {
  const directory = dockerConfigDirectory(search);
  const config = await readJson(join(directory, 'config.json'), configFile);
  const chosen = search.environment['DOCKER_CONTEXT'] || config.value?.currentContext || 'default';
  const current = chosen === 'default' ? null : chosen;
  const contexts = await readContexts(directory);
  const isKnown = current === null || contexts.some(({ name }) => name === current);
  const all = isKnown ? contexts : await nameMissing(directory, contexts, current);
  return { current, contexts: all.toSorted((a, b) => (a.name < b.name ? -1 : 1)), problem: config.problem };
}

async function readContexts(directory: string): Promise<readonly DockerContext[]> {
  const folders = await listFolder(join(directory, 'contexts', 'meta'));
  const contexts = await Promise.all(folders.map((id) => readContext(directory, id)));
  return contexts.filter((context) => context !== null);
}

/** null for a folder without a description, and for a context that is about something else than an engine. */
async function readContext(directory: string, id: string): Promise<DockerContext | null> {
  const { value, problem } = await readJson(join(directory, 'contexts', 'meta', id, 'meta.json'), metaFile);
  const certificateDirectory = join(directory, 'contexts', 'tls', id, 'docker');
  if (problem !== null) return { name: shortName(id), url: '', certificateDirectory, problem };
  const url = normalizeUrl(value?.Endpoints?.docker?.Host ?? '');
  return value === null || url === '' ? null : { name: value.Name, url, certificateDirectory, problem: null };
}

/** The context in use is none of those that could be read: its description is broken, or there is none. */
async function nameMissing(
  directory: string,
  contexts: readonly DockerContext[],
  name: string,
): Promise<readonly DockerContext[]> {
  const id = createHash('sha256').update(name).digest('hex');
  const path = join(directory, 'contexts', 'meta', id, 'meta.json');
  const { problem } = await readJson(path, metaFile);
  const detail = problem?.detail ?? `the Docker context ${name} is in use but does not exist`;
  const error = new AppError('usage.invalid', { subject: path, detail, cause: problem });
  const others = contexts.filter((context) => context.name !== shortName(id));
  return [...others, { name, url: '', certificateDirectory: '', problem: error }];
}

/** Stands for a name that could not be read. */
function shortName(id: string): string {
  return id.slice(0, 12);
}

interface Read<T> {
  readonly value: T | null;
  readonly problem: AppError | null;
}

async function readJson<T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<Read<T>> {
  try {
    return { value: v.parse(schema, JSON.parse(await readFile(path, 'utf8'))), problem: null };
  } catch (thrown) {
    if (isMissing(thrown)) return { value: null, problem: null };
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    return { value: null, problem: new AppError('usage.invalid', { subject: path, detail, cause: thrown }) };
  }
}

async function listFolder(path: string): Promise<readonly string[]> {
  try {
    return (await readdir(path)).toSorted();
  } catch (thrown) {
    if (isMissing(thrown)) return [];
    throw new AppError('usage.invalid', { subject: path, detail: String(thrown), cause: thrown });
  }
}

function isMissing(thrown: unknown): boolean {
  return (
    thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR')
  );
}
