import type { RecoveryCheck } from '../../contract/views/cleanup-view.ts';
import { AppError } from '../../domain/app-error.ts';
import type { Recovery } from '../../domain/cleanup/recoverability.ts';
import { recoveryLookup, withFormerNames } from '../../domain/cleanup/recovery-of.ts';
import type { EngineImage } from '../../domain/image/engine-snapshot.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import type { RegistryAnswer, RegistryAsker } from './ask-registries.ts';
import { namesBeforeParked } from './parked-items.ts';
import { currentState } from './plan-facts.ts';
import { askableReferences } from './references-to-check.ts';

type Answers = ReadonlyMap<string, RegistryAnswer>;

/** Best first: what one reference of an image says is true for the image. */
const answersByWorth = [
  'same',
  'moved',
  'unknown',
  'gone',
] as const satisfies readonly RecoveryCheck['answer'][];

/**
 * Asks registries whether images can be pulled again, also where they said so a moment ago, and keeps what they say.
 * Shape:   one answer for each image, in the order asked. `same` when any of its references, or its own digest, still
 *          gives this image; `moved` when a tag names another one and the digest is not served either.
 * Errors:  `engine.not-found` for an image the engine does not hold; those of the engine.
 */
export async function checkRecovery(
  session: EngineSession,
  ids: readonly ImageId[],
  { clock, store, registries }: Pick<CoreDeps, 'clock' | 'store'> & { readonly registries: RegistryAsker },
): Promise<readonly RecoveryCheck[]> {
  const { snapshot } = await currentState(session, clock);
  const beforeParked = namesBeforeParked(store, snapshot);
  const byId = new Map(snapshot.images.map((image) => [image.id, withFormerNames(image, { beforeParked })]));
  const images = ids.map((id) => {
    const image = byId.get(id);
    if (image === undefined) {
      throw new AppError('engine.not-found', { subject: id, detail: 'the engine does not hold it' });
    }
    return image;
  });
  const byTag = await registries.ask(session, images.flatMap(askableReferences), { anew: true });
  // A tag that moved on says nothing about the digest: the registry may still serve it.
  const open = images.filter((image) => bestOf(image, byTag)?.answer !== 'same');
  const byDigest = await registries.ask(
    session,
    open.flatMap(({ digests }) => digests),
    { anew: true },
  );
  const answers: Answers = new Map([...byTag, ...byDigest]);
  const registryChecks = store.registryChecks(snapshot.engineId);
  const recoveryOf = recoveryLookup(snapshot.store, { registryChecks });
  return images.map((image) => toCheck(image, answers, recoveryOf(image)));
}

interface Verdict {
  readonly reference: string;
  readonly answer: RecoveryCheck['answer'];
  readonly detail: string;
}

function toCheck(image: EngineImage, answers: Answers, recovery: Recovery): RecoveryCheck {
  const best = bestOf(image, answers);
  return {
    id: image.id,
    reference: best?.reference ?? null,
    answer: best?.answer ?? 'unknown',
    detail: best?.detail ?? '',
    recovery,
  };
}

function bestOf(image: EngineImage, answers: Answers): Verdict | undefined {
  const verdicts = [...askableReferences(image), ...image.digests].flatMap(
    (reference): readonly Verdict[] => {
      const answer = answers.get(reference);
      return answer === undefined ? [] : [{ reference, ...judge(image, reference, answer) }];
    },
  );
  return answersByWorth.flatMap((worth) => verdicts.filter(({ answer }) => answer === worth))[0];
}

function judge(
  image: EngineImage,
  reference: string,
  answer: RegistryAnswer,
): Pick<Verdict, 'answer' | 'detail'> {
  if ('error' in answer) return { answer: 'unknown', detail: answer.error.detail || answer.error.code };
  if (answer.digest === null) return { answer: 'gone', detail: '' };
  const at = reference.includes('@') ? reference.lastIndexOf('@') : reference.lastIndexOf(':');
  const isSame = image.digests.includes(`${reference.slice(0, at)}@${answer.digest}`);
  return { answer: isSame ? 'same' : 'moved', detail: '' };
}
