// Runs a TypeScript file of the project on a Node.js that can: `node with-node.js FILE [arguments]`.
// Plain JavaScript on purpose: on an older Node.js it must still be able to say what is missing.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const required = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < required) {
  process.stderr.write(
    `Ballast needs Node.js ${required} or newer, and this is ${process.version}. ` +
      'Run "npm ci" first, which brings a fitting one on Linux and Windows, and start it with "npm start"; ' +
      'on macOS install Node.js 24 from nodejs.org.\n',
  );
  process.exit(2);
}

const [file, ...rest] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('usage: node with-node.js FILE [arguments]\n');
  process.exit(2);
}
const entry = resolve(file);
process.argv.splice(1, process.argv.length - 1, entry, ...rest);
await import(pathToFileURL(entry).href);
