import * as z from "zod";

const parameter = z.object({
  type: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  is_required: z.boolean().default(false),
});

/** A manifest's description of a custom step. */
export const functionDescription = z.object({
  title: z.string(),
  description: z.string().default(""),
  input_parameters: z.record(z.string(), parameter).default({}),
  output_parameters: z.record(z.string(), parameter).default({}),
});

export type FunctionDescription = z.output<typeof functionDescription>;

/** How a step ended: with its outputs, or with a sentence for the person who runs the workflow. */
type Ending = { outputs: Record<string, unknown> } | { error: string };

/** One run of a custom step in a workflow. */
export class Execution {
  readonly id: string;
  readonly step: FunctionDescription;
  ended: Ending | undefined;

  constructor(id: string, step: FunctionDescription) {
    this.id = id;
    this.step = step;
  }

  /** Whether these outputs don't match the step's description. */
  refuses(outputs: Record<string, unknown>): boolean {
    return !matches(this.step.output_parameters, outputs);
  }

  end(ending: Ending): void {
    this.ended = ending;
  }
}

/** Whether values match parameters: the required ones, of the right types, and no others. */
export function matches(
  parameters: FunctionDescription["input_parameters"],
  values: Record<string, unknown>,
): boolean {
  const isFine = ([name, { type, is_required: isRequired }]: [string, z.output<typeof parameter>]) => {
    const value = values[name];
    if (value === undefined) return !isRequired;
    if (type === "integer") return Number.isInteger(value);
    return type === "boolean" ? typeof value === "boolean" : typeof value === "string";
  };
  return (
    Object.keys(values).every((name) => Object.hasOwn(parameters, name)) &&
    Object.entries(parameters).every(isFine)
  );
}
