import { describe, expect, it } from 'vitest';

import { imageRow } from './image-row-samples.ts';
import { groupImages, groupLines, repositoryOf } from './images-groups.ts';

it.each([
  ['ubuntu:24.04', 'ubuntu'],
  ['host:5000/team/app:1', 'host:5000/team/app'],
  ['docker.io/library/node:22', 'node'],
  ['not a reference', 'not a reference'],
])('the repository of %s is %s', (reference, repository) => expect(repositoryOf(reference)).toBe(repository));

describe('grouping', () => {
  const rows = [
    imageRow('a', { tags: ['app:2', 'other:2'] }),
    imageRow('b', { tags: ['db:1'] }),
    imageRow('c', { tags: [], formerReferences: ['app:1'] }),
    imageRow('d', { tags: [] }),
  ];
  const groups = groupImages(rows);

  it('puts each image once under its first name, a nameless one under its former name', () => {
    expect(groups.map((group) => [group.repository, group.rows.map((row) => row.id.slice(7))])).toEqual([
      ['app', ['a', 'c']],
      ['db', ['b']],
      ['', ['d']],
    ]);
  });

  it('heads groups of several only, and hides the members of a closed one', () => {
    const shape = (closed: string[]): string[] =>
      groupLines(groups, new Set(closed)).map((line) =>
        line.kind === 'group'
          ? `# ${line.group.repository}`
          : `${line.isMember ? '- ' : ''}${line.row.id.slice(7)}`,
      );
    expect(shape([])).toEqual(['# app', '- a', '- c', 'b', 'd']);
    expect(shape(['app'])).toEqual(['# app', 'b', 'd']);
  });
});
