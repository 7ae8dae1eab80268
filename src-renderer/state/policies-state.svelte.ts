import type { PinRow, PolicyFileProblem, PolicyRow } from '#main/contract/views/policy-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import type { Pin } from '#main/domain/cleanup/pin.ts';
import type { RulePolicy } from '#main/domain/cleanup/policy.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';
import { PolicyDraft } from './policy-draft.svelte.ts';

/** What a policy file holds, before anything of it is kept. */
export interface PolicyFile {
  readonly fileName: string;
  readonly text: string;
  readonly policies: readonly PolicyRow[];
  readonly problems: readonly PolicyFileProblem[];
}

/** Saved policies and pins, the policy that is edited, and the file that is imported. */
export class PoliciesState {
  readonly #client: Pick<BallastClient, 'policies'>;
  #rows = $state.raw<readonly PolicyRow[] | null>(null);
  #pins = $state.raw<readonly PinRow[]>([]);
  #error = $state.raw<AppErrorData | null>(null);
  #saveError = $state.raw<AppErrorData | null>(null);
  #isSaving = $state(false);
  #draft = $state.raw<PolicyDraft | null>(null);
  #file = $state.raw<PolicyFile | null>(null);

  constructor(client: Pick<BallastClient, 'policies'>) {
    this.#client = client;
  }

  /** By name; null before the first answer. */
  get rows(): readonly PolicyRow[] | null {
    return this.#rows;
  }

  get pins(): readonly PinRow[] {
    return this.#pins;
  }

  /** Why they could not be read. */
  get error(): AppErrorData | null {
    return this.#error;
  }

  /** Why the last change was not kept. */
  get saveError(): AppErrorData | null {
    return this.#saveError;
  }

  get isSaving(): boolean {
    return this.#isSaving;
  }

  /** The policy in the editor; null while the list is shown. */
  get draft(): PolicyDraft | null {
    return this.#draft;
  }

  /** The file that was chosen for import; null when none is. */
  get file(): PolicyFile | null {
    return this.#file;
  }

  async load(): Promise<void> {
    try {
      [this.#rows, this.#pins] = await Promise.all([
        this.#client.policies.list({}),
        this.#client.policies.pins({}),
      ]);
      this.#error = null;
    } catch (thrown) {
      this.#error = appErrorOf(thrown);
    }
  }

  /** Opens the editor with a new policy, which has this to begin with. */
  create(name = '', policy: RulePolicy = { kind: 'rules', match: 'all', rules: [], pins: [] }): void {
    this.#saveError = null;
    this.#draft = new PolicyDraft({ formerName: null, name, policy }, this.#names());
  }

  edit(row: PolicyRow): void {
    this.#saveError = null;
    this.#draft = new PolicyDraft({ formerName: row.name, ...row }, this.#names());
  }

  /** Closes the editor; what is not saved is lost. */
  leave(): void {
    this.#draft = null;
    this.#saveError = null;
  }

  /** Saves what is in the editor and closes it; false when it could not be. */
  async save(): Promise<boolean> {
    const draft = this.#draft;
    if (draft === null || !draft.trySave() || draft.policy === null) return false;
    const { formerName, policy } = draft;
    const isSaved = await this.#change(async () => {
      this.#rows = await this.#client.policies.save({
        name: draft.name.trim(),
        policy: plain(policy),
        ...(formerName === null ? {} : { formerName }),
      });
    });
    if (isSaved) this.#draft = null;
    return isSaved;
  }

  async remove(name: string): Promise<boolean> {
    return this.#change(async () => {
      this.#rows = await this.#client.policies.remove({ name });
    });
  }

  /** The text of a policy file of these policies; of all when none is named. Null when it could not be had. */
  async export(names: readonly string[]): Promise<string | null> {
    let text: string | null = null;
    await this.#change(async () => {
      ({ text } = await this.#client.policies.export({ names: [...names] }));
    });
    return text;
  }

  /** Reads a policy file; nothing of it is kept yet. */
  async readFile(fileName: string, text: string): Promise<void> {
    await this.#change(async () => {
      const said = await this.#client.policies.import({ text, save: false });
      this.#file = { fileName, text, ...said };
    });
  }

  /** Keeps what is in the file that was read. */
  async keepFile(): Promise<boolean> {
    const file = this.#file;
    if (file === null || file.problems.length > 0) return false;
    let isKept = false;
    await this.#change(async () => {
      const said = await this.#client.policies.import({ text: file.text, save: true });
      isKept = said.problems.length === 0;
      this.#file = isKept ? null : { ...file, ...said };
      this.#rows = await this.#client.policies.list({});
    });
    return isKept;
  }

  dropFile(): void {
    this.#file = null;
    this.#saveError = null;
  }

  async pin(pin: Pin): Promise<boolean> {
    return this.#change(async () => {
      this.#pins = await this.#client.policies.pin({ pin });
    });
  }

  async unpin(pin: Pin): Promise<boolean> {
    return this.#change(async () => {
      this.#pins = await this.#client.policies.unpin({ pin });
    });
  }

  async #change(run: () => Promise<void>): Promise<boolean> {
    this.#isSaving = true;
    try {
      await run();
      this.#saveError = null;
      return true;
    } catch (thrown) {
      this.#saveError = appErrorOf(thrown);
      return false;
    } finally {
      this.#isSaving = false;
    }
  }

  #names(): readonly string[] {
    return (this.#rows ?? []).map(({ name }) => name);
  }
}

type PolicyInput = Parameters<BallastClient['policies']['save']>[0]['policy'];

/** The contract takes plain arrays. */
function plain(policy: RulePolicy): PolicyInput {
  return { ...policy, rules: [...policy.rules], pins: [...policy.pins] };
}
