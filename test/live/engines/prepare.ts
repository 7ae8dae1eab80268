import { ensureEngineTree } from './engine-tree.ts';

// Makes the tree of the newer engine when it is missing, so that no test has to wait for it.
process.stdout.write(`${ensureEngineTree()}\n`);
