import type { Scope } from "../../models/group.ts";
import { cutOff } from "../cut-off.ts";
import { InvalidFields } from "../errors.ts";
import { inLines, oneLine } from "../one-line.ts";
import { builtInLookalike, groupNameKey, groupTerms, LONGEST_GROUP_NAME } from "./group-name.ts";

export const scopeKinds = ["services", "projects", "regions"] as const;
export type ScopeKind = (typeof scopeKinds)[number];

/** What a group lists by name: what it gives, and what people may do with it. */
export const listKinds = [...scopeKinds, "actions"] as const;
export type ListKind = (typeof listKinds)[number];

/** The longest description of a group. */
export const LONGEST_DESCRIPTION = 200;
/** Some characters are written out in the key: one of them can become eighteen. */
const LONGEST_KEY = 200;
/** The most names that a list can have. */
export const MAX_NAMES = 100;
/** The longest name in a list. */
export const LONGEST_NAME = 60;

/** `all` and names exclude each other. */
interface ScopeRequest {
  all: boolean;
  names: readonly string[];
}

/** What someone wants a group to be. */
export interface GroupRequest extends Record<ScopeKind, ScopeRequest> {
  /** Absent leaves the actions as they are: all, for a new group. */
  actions?: ScopeRequest | undefined;
  /** Null leaves the name as it is. */
  name: string | null;
  description: string;
}

/** The part of a group that a request decides. */
export interface GroupFields extends Record<ScopeKind, Scope> {
  description: string;
  actions?: Scope;
  name?: string;
  nameKey?: string;
  words?: string[];
}

/** Reads the names in a text, one per line or separated by commas; keeps each once, whatever its case. */
export function namesIn(text: string): string[] {
  const names = new Map<string, string>();
  for (const each of text.split(/[\n,]/u).map(oneLine)) {
    const key = groupNameKey(each);
    if (key !== "" && !names.has(key)) names.set(key, each);
  }
  return [...names.values()];
}

/** Checks a request. @throws InvalidFields with a sentence for each field */
export function groupFields(request: GroupRequest): GroupFields {
  const name = request.name === null ? null : oneLine(request.name);
  const description = inLines(request.description);
  const { actions } = request;
  const errors = [
    ["name", name === null ? null : nameError(name)] as const,
    [
      "description",
      description.length > LONGEST_DESCRIPTION ? `Use at most ${LONGEST_DESCRIPTION} characters.` : null,
    ] as const,
    ...listKinds.map((kind) => [kind, listError(kind, request[kind])] as const),
  ].filter(([, error]) => error !== null);
  if (errors.length > 0)
    throw new InvalidFields(Object.fromEntries(errors.map(([field, error]) => [field, error ?? ""])));
  return {
    ...(name !== null && { name, nameKey: groupNameKey(name), words: groupTerms(name) }),
    description,
    services: scopeOf(request.services),
    projects: scopeOf(request.projects),
    regions: scopeOf(request.regions),
    ...(actions && { actions: scopeOf(actions) }),
  };
}

const scopeOf = ({ all, names }: ScopeRequest): Scope => (all ? "all" : [...names]);

function nameError(name: string): string | null {
  const key = groupNameKey(name);
  if (key === "") return "Enter a name.";
  const builtIn = builtInLookalike(name);
  if (builtIn) return `This looks like the name of the group ${builtIn}. Choose another.`;
  return name.length > LONGEST_GROUP_NAME || key.length > LONGEST_KEY
    ? `Use at most ${LONGEST_GROUP_NAME} characters.`
    : null;
}

function listError(kind: ListKind, request: ScopeRequest | undefined): string | null {
  if (!request) return null;
  const { all, names } = request;
  if (kind === "actions" && !all && names.length === 0)
    return "Name at least one action, or give all of them: without any, the group gives nothing.";
  if (all && names.length > 0)
    return `“All ${kind}” is ticked, so this list has no effect. Clear it, or untick “All ${kind}”.`;
  if (names.some((name) => groupNameKey(name) === "all"))
    return `To give all of them, tick “All ${kind}” instead of writing “all”.`;
  if (names.length > MAX_NAMES) return `That’s ${names.length} ${kind}. A group can give up to ${MAX_NAMES}.`;
  const long = names.find((name) => name.length > LONGEST_NAME);
  return long === undefined
    ? null
    : `Names can have up to ${LONGEST_NAME} characters. This one has ${long.length}: ${cutOff(long, LONGEST_NAME)}`;
}
