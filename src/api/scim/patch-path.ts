import type { Filter } from "../../services/profiles/filter.ts";
import { namesNotKept } from "../../services/profiles/not-kept.ts";
import type { Attribute, ResourceType, Schema } from "../../services/profiles/schema.ts";
import { attributeAt, extensionNamed, subAttributeAt } from "./attribute-path.ts";
import { parseElementFilter } from "./parse-filter.ts";
import { quoted, ScimError } from "./scim-error.ts";

/** What an operation of a PATCH changes: an attribute, a part of it, or values of a list that match a filter. */
export interface AttributeTarget {
  kind: "attribute";
  extension?: Schema | undefined;
  attribute: Attribute;
  sub?: Attribute | undefined;
  filter?: Filter | undefined;
}

export type PatchTarget =
  | AttributeTarget
  | { kind: "extension"; extension: Schema }
  /** An attribute of RFC 7643 that is not stored here: anything sent for it is ignored. */
  | { kind: "not kept" };

const notKept = new Set([...namesNotKept, "password", "schemas"]);

/** Finds the target of a path (RFC 7644, 3.5.2). @throws ScimError (invalidPath, invalidFilter) with a sentence */
export function patchTarget(type: ResourceType, path: string): PatchTarget {
  const extension = extensionNamed(type, path);
  if (extension) return { kind: "extension", extension };
  const [, notation = "", filterText, subName] = /^([^[]*)(?:\[(.*)\](?:\.([^.[\]]+))?)?$/s.exec(path) ?? [];
  const found = attributeAt(type, notation.trim());
  if (isNotKept(type, notation.trim())) return { kind: "not kept" };
  if (!found) throw new ScimError(400, "invalidPath", `There is no attribute ${quoted(path)}.`);
  if (filterText === undefined) return { kind: "attribute", ...found };
  const { attribute } = found;
  if (found.sub || !attribute.multiValued || !attribute.subAttributes)
    throw new ScimError(400, "invalidPath", `${quoted(notation)} takes no brackets.`);
  const sub = subName === undefined ? undefined : subAttributeAt(attribute, subName)?.attribute;
  if (subName !== undefined && !sub)
    throw new ScimError(
      400,
      "invalidPath",
      `There is no attribute ${quoted(subName)} in ${quoted(notation)}.`,
    );
  return { kind: "attribute", ...found, sub, filter: parseElementFilter(found, filterText) };
}

function isNotKept({ schema }: ResourceType, notation: string): boolean {
  const prefix = `${schema.id}:`;
  const bare =
    notation.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase()
      ? notation.slice(prefix.length)
      : notation;
  const [name = ""] = bare.toLowerCase().split(".", 1);
  return notKept.has(name);
}
