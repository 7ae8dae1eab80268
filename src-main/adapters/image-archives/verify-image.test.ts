import { Readable } from 'node:stream';

import { describe, expect, test } from 'vitest';

import {
  packSaved,
  savedByDocker20,
  savedByDocker28,
  type SavedEntry,
  type SavedImage,
  savedIndex,
} from '#test/support/saved-archives.ts';

import { type ImageId, toImageId } from '../../domain/image/hashes.ts';
import { scanArchive } from './scan-archive.ts';
import { verifyImage } from './verify-image.ts';

/** The same archive with some entries changed; null leaves one out. */
function changed(
  { entries }: SavedImage,
  change: (entry: SavedEntry) => SavedEntry | null,
): readonly SavedEntry[] {
  return entries.flatMap((entry) => change(entry) ?? []);
}

const without =
  (name: string | undefined) =>
  (entry: SavedEntry): SavedEntry | null =>
    entry.name === name ? null : entry;

const filled =
  (name: string | undefined, content: string) =>
  (entry: SavedEntry): SavedEntry =>
    entry.name === name ? { ...entry, content } : entry;

describe('is refused', () => {
  const docker20 = savedByDocker20();
  const classic = savedByDocker28('classic');
  const containerd = savedByDocker28('containerd');
  const other = toImageId(`sha256:${'0'.repeat(64)}`);
  const rows: readonly (readonly [string, readonly SavedEntry[], ImageId, RegExp])[] = [
    [
      '20.10: a layer is missing',
      changed(docker20, without(docker20.layers[0])),
      docker20.of,
      /lacks layer 1/,
    ],
    [
      '20.10: a layer is damaged',
      changed(docker20, filled(docker20.layers[1], 'x')),
      docker20.of,
      /layer 2 .* is not what/,
    ],
    [
      '20.10: the config is missing',
      changed(docker20, without(docker20.config)),
      docker20.of,
      /lacks .*\.json/,
    ],
    [
      '20.10: the config is damaged',
      changed(docker20, filled(docker20.config, '{}')),
      docker20.of,
      /is damaged/,
    ],
    [
      '20.10: the manifest is missing',
      changed(docker20, without('manifest.json')),
      docker20.of,
      /other images/,
    ],
    [
      '20.10: the manifest is no JSON',
      changed(docker20, filled('manifest.json', '[')),
      docker20.of,
      /manifest\.json .* understood/,
    ],
    [
      '20.10: the manifest is something else',
      changed(docker20, filled('manifest.json', '{}')),
      docker20.of,
      /manifest\.json .* understood/,
    ],
    ['20.10: another image', docker20.entries, other, /other images/],
    [
      '20.10: the manifest names fewer layers',
      changed(
        docker20,
        filled(
          'manifest.json',
          JSON.stringify([{ Config: docker20.config, RepoTags: [], Layers: docker20.layers.slice(1) }]),
        ),
      ),
      docker20.of,
      /names 2 layers, but the image has 3/,
    ],
    [
      '20.10: a link leads in a circle',
      docker20.entries.map((entry) =>
        entry.linkTo === undefined ? entry : { ...entry, linkTo: 'layer.tar' },
      ),
      docker20.of,
      /lacks layer 3/,
    ],
    [
      'classic: a layer is missing',
      changed(classic, without(classic.layers[1])),
      classic.of,
      /lacks layer 2/,
    ],
    [
      'classic: a blob is damaged',
      changed(classic, filled(classic.layers[1], 'second lay3r')),
      classic.of,
      /is damaged/,
    ],
    ['classic: another image', classic.entries, other, /other images/],
    [
      'containerd: a layer is missing',
      changed(containerd, without(containerd.layers[1])),
      containerd.of,
      /lacks layer 2/,
    ],
    [
      'containerd: a blob is damaged',
      changed(containerd, filled(containerd.layers[0], 'x')),
      containerd.of,
      /is damaged/,
    ],
    [
      'containerd: the config is missing',
      changed(containerd, without(containerd.config)),
      containerd.of,
      /lacks|no platform/,
    ],
    [
      'containerd: the index is missing',
      changed(containerd, without('index.json')),
      containerd.of,
      /other images/,
    ],
    [
      'containerd: the index is no index',
      changed(containerd, filled('index.json', '{"a":1}')),
      containerd.of,
      /index\.json/,
    ],
    [
      'an index: no platform is there',
      savedIndex('manifest', 'nothing').entries,
      savedIndex('manifest', 'nothing').of,
      /no platform/,
    ],
    [
      'an index: a platform lacks a layer, the other is whole',
      savedIndex('without-a-layer', 'whole').entries,
      savedIndex('without-a-layer', 'whole').of,
      /lacks layer 1/,
    ],
    [
      'an index: a platform is only begun',
      savedIndex('config-only', 'whole').entries,
      savedIndex('config-only', 'whole').of,
      /lacks layer 1/,
    ],
    ['nothing in it', [], docker20.of, /other images/],
  ];
  test.each(rows)('%s', async (_, entries, of, words) => {
    const source = Readable.from([await packSaved(entries)]);
    const scanned = await scanArchive(source, of);
    expect(() => verifyImage(scanned, of)).toThrow(
      expect.objectContaining({ code: 'transfer.failed', detail: expect.stringMatching(words) as string }),
    );
  });
});
