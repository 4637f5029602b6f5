import { isDeepStrictEqual } from "node:util";
import type { IndexDefinition, IndexOptions } from "mongoose";
import * as z from "zod";

/** An index as a model defines it. */
export interface IndexSpecification {
  name: string;
  keys: IndexDefinition;
  options: IndexOptions;
}

/** An index as MongoDB lists it. */
export const builtIndex = z.looseObject({ name: z.string(), key: z.record(z.string(), z.unknown()) });

export type BuiltIndex = z.output<typeof builtIndex>;

/** MongoDB's defaults for a collation. */
const USUAL_COLLATION = {
  caseLevel: false,
  caseFirst: "off",
  strength: 3,
  numericOrdering: false,
  alternate: "non-ignorable",
  maxVariable: "punct",
  normalization: false,
  backwards: false,
};

/** Describes how an index differs from the one a model defines, such as "it is not unique"; null if it doesn't. */
export function difference({ keys, options }: IndexSpecification, built: BuiltIndex): string | null {
  // The order of the keys is part of the index.
  if (JSON.stringify(Object.entries(keys)) !== JSON.stringify(Object.entries(built.key)))
    return `its keys are ${JSON.stringify(built.key)}`;
  if (Boolean(built.unique) !== Boolean(options.unique))
    return options.unique ? "it is not unique" : "it is unique";
  if (!isDeepStrictEqual({ ...options.partialFilterExpression }, plain(built.partialFilterExpression)))
    return built.partialFilterExpression
      ? `it is for ${JSON.stringify(built.partialFilterExpression)} alone`
      : "it is for all documents";
  if (!isDeepStrictEqual(collationOf(options.collation), collationOf(built.collation)))
    return "its collation is another";
  if (options.expireAfterSeconds !== built.expireAfterSeconds)
    return `it removes documents after ${built.expireAfterSeconds ?? "an infinite number of"} seconds`;
  if (built.sparse) return "it is sparse";
  return built.hidden ? "it is hidden" : null;
}

/** Describes how an index unknown to the app affects what it writes: "it refuses …"; null when it doesn't. */
export function harm({ unique, expireAfterSeconds, key }: BuiltIndex): string | null {
  if (expireAfterSeconds !== undefined) return `it removes documents after ${expireAfterSeconds} seconds`;
  return unique ? `it refuses documents that share ${Object.keys(key).join(" and ")}` : null;
}

const plain = (value: unknown) => ({ ...(typeof value === "object" && value) });

function collationOf(collation: unknown): Record<string, unknown> | null {
  if (!collation) return null;
  const { version, ...chosen }: Record<string, unknown> = plain(collation);
  return { ...USUAL_COLLATION, ...chosen };
}
