import type { ErrorMessages } from './error-messages.ts';

/** Error messages in English. `docs/errors.md` shows the same. */
export const errorsEn: ErrorMessages = {
  'usage.invalid': {
    sentence: 'This request could not be understood.',
    nextStep: 'Check what was entered and try again.',
  },
  'reference.invalid': {
    sentence: 'This is not a valid image reference.',
    nextStep: 'Correct the marked part, for example app:1.0 or registry.example/team/app:1.0.',
  },
  'engine.unreachable': {
    sentence: 'The engine does not answer.',
    nextStep: 'Start the engine, or choose another one.',
  },
  'engine.denied': {
    sentence: 'The engine is there, but you may not use it.',
    nextStep: 'Add your user to the group that owns the socket (often “docker”), then sign in again.',
  },
  'engine.not-found': {
    sentence: 'The engine does not have this any more.',
    nextStep: 'Refresh to see what is there now.',
  },
  'engine.conflict': {
    sentence: 'The engine refuses because something still uses this.',
    nextStep: 'Remove the container or the image that uses it first, then try again.',
  },
  'engine.unsupported': {
    sentence: 'This engine cannot do that.',
    nextStep: 'Update the engine, or use another one.',
  },
  'engine.bad-answer': {
    sentence: 'The engine answered with something that could not be read.',
    nextStep: 'Check that the address belongs to a container engine and that its version is supported.',
  },
  'engine.failed': {
    sentence: 'The engine reported an error of its own.',
    nextStep: 'Read what the engine said, then try again.',
  },
  'engine.timeout': {
    sentence: 'The engine took too long to answer.',
    nextStep: 'Wait until the engine is less busy, then try again.',
  },
  'registry.unauthorized': {
    sentence: 'The registry does not accept the sign-in.',
    nextStep: 'Sign in to the registry with “docker login”, then try again.',
  },
  'registry.not-found': {
    sentence: 'The registry does not have this image.',
    nextStep: 'Check the name and the tag.',
  },
  'registry.rate-limited': {
    sentence: 'The registry allows no more requests for now.',
    nextStep: 'Wait a while, or sign in for a higher limit.',
  },
  'registry.unreachable': {
    sentence: 'The registry does not answer.',
    nextStep: 'Check the network and the name of the registry, then try again.',
  },
  'transfer.failed': {
    sentence: 'The transfer broke off.',
    nextStep: 'Try again: layers that arrived are not transferred twice.',
  },
  'plan.stale': {
    sentence: 'Something changed since the plan was made, so nothing was removed.',
    nextStep: 'Look at the plan again and confirm it.',
  },
  'plan.invalid': {
    sentence: 'This plan would break a rule of safe clean-up, so nothing was removed.',
    nextStep: 'Make a new plan. To remove an image with its last tag, use Clean-up.',
  },
  'undo.impossible': {
    sentence: 'This cannot be brought back.',
    nextStep: 'Build it again, or pull it by the name the journal shows.',
  },
  'credential.unavailable': {
    sentence: 'The credential helper gave no sign-in.',
    nextStep: 'Check the credential helper in the Docker configuration, or sign in again.',
  },
  'store.corrupt': {
    sentence: 'Ballast’s own state file could not be read.',
    nextStep: 'The file was kept under another name and a fresh one started: history begins anew.',
  },
  'store.unavailable': {
    sentence: 'Ballast could not use its own state file.',
    nextStep: 'Check that the data folder can be written and the disk is not full, then start Ballast again.',
  },
  cancelled: {
    sentence: 'Cancelled.',
    nextStep: 'Nothing more to do. What was done until then stays done.',
  },
  bug: {
    sentence: 'Something went wrong inside Ballast.',
    nextStep: 'Please report this with the details below.',
  },
};
