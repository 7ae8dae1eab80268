import type { StepSpec } from './image-spec.ts';

const buildkit = 'buildkit.dockerfile.v0';

/** `RUN command`: a layer. The content defaults to the command, so that the same command gives the same layer. */
export function run(command: string, bytes: number, content: string = command): StepSpec {
  return {
    createdBy: `RUN /bin/sh -c ${command} # buildkit`,
    layer: { content, bytes },
    comment: buildkit,
    createdAtMs: null,
  };
}

/** `COPY what`: a layer. The content tells one version of the files from another. */
export function copy(what: string, bytes: number, content: string = what): StepSpec {
  return {
    createdBy: `COPY ${what} # buildkit`,
    layer: { content, bytes },
    comment: buildkit,
    createdAtMs: null,
  };
}

/** `WORKDIR path`: with BuildKit a layer that holds nothing but a directory. */
export function workdir(path: string): StepSpec {
  return {
    createdBy: `WORKDIR ${path}`,
    layer: { content: `dir ${path}`, bytes: 0 },
    comment: buildkit,
    createdAtMs: null,
  };
}

/** A step that only changes settings: `ENV A=b`, `CMD ["node"]` … */
export function setting(instruction: string): StepSpec {
  return { createdBy: instruction, layer: null, comment: buildkit, createdAtMs: null };
}

/** The same step as the legacy builder writes it; a `WORKDIR` makes no layer there. */
export function asLegacyStep(step: StepSpec): StepSpec {
  const command = /^RUN (\/bin\/sh -c .*) # buildkit$/s.exec(step.createdBy)?.[1];
  const instruction = step.createdBy.replace(/ # buildkit$/, '');
  return {
    ...step,
    createdBy: command ?? `/bin/sh -c #(nop) ${instruction}`,
    layer: step.createdBy.startsWith('WORKDIR ') ? null : step.layer,
    comment: '',
  };
}
