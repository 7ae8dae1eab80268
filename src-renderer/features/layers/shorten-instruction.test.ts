import { expect, it } from 'vitest';

import { gistOfInstruction, shortenInstruction } from './shorten-instruction.ts';

const rows: readonly (readonly [string, string])[] = [
  [
    'RUN /bin/sh -c apt-get update && apt-get install -y curl # buildkit',
    'RUN apt-get update && apt-get install -y curl',
  ],
  ['/bin/sh -c apt-get update', 'RUN apt-get update'],
  ['/bin/bash -o pipefail -c make', 'RUN make'],
  ['RUN |1 VERSION=1.2 /bin/sh -c make # buildkit', 'RUN make'],
  ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
  ['/bin/sh -c #(nop) ADD file:0123456789abcdef0123 in / ', 'ADD file in /'],
  ['/bin/sh -c #(nop) COPY dir:0123456789abcdef0123 in /app ', 'COPY in /app'],
  ['COPY package.json   ./ # buildkit', 'COPY package.json ./'],
  ['', ''],
];

it.each(rows)('%j becomes %j', (createdBy, expected) => {
  expect(shortenInstruction(createdBy)).toBe(expected);
});

const gists: readonly (readonly [string, string])[] = [
  [
    'RUN /bin/sh -c apt-get update && apt-get install -y --no-install-recommends curl git && rm -rf /var/lib/apt/lists/* # buildkit',
    'RUN apt-get install curl git',
  ],
  ['RUN /bin/sh -c set -eux; apk add --no-cache tzdata # buildkit', 'RUN apk add tzdata'],
  ['RUN pip3 install --no-cache-dir torch==2.5.1', 'RUN pip3 install torch==2.5.1'],
  ['COPY app-y /srv', 'COPY app-y /srv'],
];

it.each(gists)('the gist of %j is %j', (createdBy, expected) => {
  expect(gistOfInstruction(createdBy)).toBe(expected);
});
