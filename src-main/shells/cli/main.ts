#!/usr/bin/env node
// The command `ballast`. Nothing is imported before the version is checked: an older Node.js must still be able to
// say what is missing (with Node.js 20, better-sqlite3 crashes without a word).
export {};

const required = 24;

if (Number(process.versions.node.split('.')[0]) < required) {
  process.stderr.write(
    `Ballast needs Node.js ${required} or newer, and this is ${process.version}. ` +
      'Inside the checkout, "npm ci" brings a fitting one: use "npm start" or "npm run -s ballast -- …".\n',
  );
  process.exit(2);
}

const { runAsProcess } = await import('./run-as-process.ts');
await runAsProcess(async (options) => {
  const { compose } = await import('../../compose.ts');
  return compose(options);
});
