import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { realPathOf } from './endpoint-search.ts';
import type { EndpointSearch } from './endpoint-search.ts';

/** A place where a product usually listens. */
export interface UsualSocket {
  readonly url: string;
  readonly label: string;
}

/** One `*` in a path stands for any folder: a profile or a machine. */
type Place = readonly [path: string, label: string];

/** What is there, best first, and the engine's own default in any case: its absence is worth saying. */
export async function listUsualSockets(search: EndpointSearch): Promise<readonly UsualSocket[]> {
  if (search.platform === 'win32') return windowsPipes;
  const found = await Promise.all(unixPlaces(search).map((place) => existing(search, place)));
  const [first] = unixPlaces(search);
  const all = found.flat();
  const hasDefault = first === undefined || all.some(({ url }) => url === `unix://${first[0]}`);
  return hasDefault ? all : [{ url: `unix://${first[0]}`, label: first[1] }, ...all];
}

const windowsPipes: readonly UsualSocket[] = [
  { url: 'npipe:////./pipe/docker_engine', label: 'Docker' },
  { url: 'npipe:////./pipe/dockerDesktopLinuxEngine', label: 'Docker Desktop' },
  { url: 'npipe:////./pipe/podman-machine-default', label: 'Podman' },
];

function unixPlaces({ environment, home, userId = process.getuid?.() }: EndpointSearch): readonly Place[] {
  const runtime = environment['XDG_RUNTIME_DIR'];
  const temporary = environment['TMPDIR'];
  const runtimes = [runtime, userId === undefined ? undefined : `/run/user/${userId}`];
  const colima = environment['COLIMA_HOME'] || join(home, '.colima');
  const machines = join(home, '.local/share/containers/podman/machine');
  const inRuntimes = (socket: string, label: string): readonly Place[] =>
    runtimes.flatMap((folder) => (folder ? [[join(folder, socket), label] as const] : []));
  return [
    ['/var/run/docker.sock', 'Docker'],
    [join(home, '.docker/run/docker.sock'), 'Docker Desktop'],
    [join(home, '.docker/desktop/docker.sock'), 'Docker Desktop'],
    ...inRuntimes('docker.sock', 'Docker, rootless'),
    [join(colima, 'default/docker.sock'), 'Colima'],
    [join(colima, '*/docker.sock'), 'Colima'],
    [join(home, '.rd/docker.sock'), 'Rancher Desktop'],
    [join(home, '.orbstack/run/docker.sock'), 'OrbStack'],
    [join(home, '.lima/*/sock/docker.sock'), 'Lima'],
    ['/run/podman/podman.sock', 'Podman'],
    ...inRuntimes('podman/podman.sock', 'Podman, rootless'),
    [join(machines, 'podman.sock'), 'Podman machine'],
    [join(machines, '*/podman.sock'), 'Podman machine'],
    ...(temporary
      ? [[join(temporary, 'podman/podman-machine-default-api.sock'), 'Podman machine'] as const]
      : []),
  ];
}

async function existing(search: EndpointSearch, [pattern, label]: Place): Promise<readonly UsualSocket[]> {
  const sockets = await Promise.all(
    (await expand(pattern)).map(async ({ path, folder }) => {
      const isThere = (await realPathOf(search, path)) !== null;
      return isThere
        ? [{ url: `unix://${path}`, label: folder === '' ? label : `${label} (${folder})` }]
        : [];
    }),
  );
  return sockets.flat();
}

async function expand(
  pattern: string,
): Promise<readonly { readonly path: string; readonly folder: string }[]> {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return [{ path: pattern, folder: '' }];
  try {
    const folders = (await readdir(before)).toSorted();
    return folders.map((folder) => ({ path: `${before}${folder}${after}`, folder }));
  } catch {
    return []; // The product is not here.
  }
}
