import * as z from "zod";
import {
  type GroupRequest,
  type ListKind,
  namesIn,
  type ScopeKind,
  scopeKinds,
} from "../../services/groups/group-fields.ts";
import type { GroupDetail } from "../../services/groups/open-group.ts";
import { ids } from "../kit/ids.ts";
import { readValues } from "../kit/state-codec.ts";
import { inParts } from "../kit/text.ts";

/** A field of 3,000 characters starts with at most this many, to leave room for more. */
const IN_A_FIELD = 2_000;

/** The form's contents, as typed. */
export interface GroupDraft {
  /** Null if the name can't be changed. */
  name: string | null;
  description: string;
  all: ScopeKind[];
  /** What one field can't hold continues in further ones. */
  names: Record<ListKind, string[]>;
}

/** The empty form. */
export const blankDraft: GroupDraft = {
  name: "",
  description: "",
  all: [],
  names: { services: [""], projects: [""], regions: [""], actions: [""] },
};

/** Fills in the form with a group as it is. */
export function draftOf(group: GroupDetail): GroupDraft {
  const parts = (kind: ListKind) => {
    const scope = group[kind];
    const fields = scope === "all" ? [] : inParts(scope, IN_A_FIELD).map((names) => names.join("\n"));
    return fields.length > 0 ? fields : [""];
  };
  return {
    name: group.may.rename ? group.name : null,
    description: group.description,
    all: scopeKinds.filter((kind) => group[kind] === "all"),
    names: {
      services: parts("services"),
      projects: parts("projects"),
      regions: parts("regions"),
      actions: parts("actions"),
    },
  };
}

/** Returns the action id of one of the fields for names. */
export const namesField = (kind: ListKind, index: number): string => `${ids.groups[kind]}.${index}`;

const submitted = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      value: z.string().nullish(),
      selected_options: z.array(z.object({ value: z.enum(scopeKinds) })).optional(),
    }),
  ),
);

/** Reads a submitted form. */
export function readGroupDraft(values: unknown): GroupDraft {
  const fields = new Map(
    Object.values(readValues(submitted, values)).flatMap((block) => Object.entries(block)),
  );
  const typed = (actionId: string) => fields.get(actionId)?.value ?? "";
  const names = (kind: ListKind) => {
    const count = [...fields.keys()].filter((id) => id.startsWith(`${ids.groups[kind]}.`)).length;
    return Array.from({ length: count }, (_, index) => typed(namesField(kind, index)));
  };
  return {
    name: fields.has(ids.groups.name) ? typed(ids.groups.name) : null,
    description: typed(ids.groups.description),
    all: fields.get(ids.groups.all)?.selected_options?.map(({ value }) => value) ?? [],
    names: {
      services: names("services"),
      projects: names("projects"),
      regions: names("regions"),
      actions: names("actions"),
    },
  };
}

/** Reads what a form asks for. */
export function requestOf(draft: GroupDraft): GroupRequest {
  const names = (kind: ListKind) => namesIn(draft.names[kind].join("\n"));
  const scope = (kind: ScopeKind) => ({ all: draft.all.includes(kind), names: names(kind) });
  const actions = names("actions");
  return {
    name: draft.name,
    description: draft.description,
    services: scope("services"),
    projects: scope("projects"),
    regions: scope("regions"),
    actions: { all: actions.length === 0, names: actions },
  };
}
