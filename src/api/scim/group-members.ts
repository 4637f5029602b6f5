import type { Filter } from "../../services/profiles/filter.ts";
import { isComplex, type Value } from "../../services/profiles/schema.ts";
import type { MemberChange } from "../../services/provisioning/change-members.ts";
import type { AttributeTarget } from "./patch-path.ts";
import type { PatchStep } from "./read-patch.ts";
import { readValue } from "./read-resource.ts";
import { badValue, ScimError } from "./scim-error.ts";

/** A step about the members of a group. */
interface MemberStep extends PatchStep {
  target: AttributeTarget;
}

/** Tells steps about members, of which a group may have many, from those about its attributes. */
export function isAboutMembers(step: PatchStep): step is MemberStep {
  return (
    step.target.kind === "attribute" && !step.target.extension && step.target.attribute.name === "members"
  );
}

/** Reads the ids of users from a list of members in a body. @throws ScimError (invalidValue) */
export function memberIds(members: Value | undefined): string[] {
  return (Array.isArray(members) ? members : []).map((member: Value) => {
    const { value, $ref, type } = isComplex(member) ? member : {};
    if (String(type).toLowerCase() === "group" || /\/groups\/[^/]*$/i.test(String($ref)))
      throw badValue("A group can't be a member of another. Name its users.");
    if (typeof value === "string") return value;
    if (typeof $ref === "string") return $ref.slice($ref.lastIndexOf("/") + 1);
    throw badValue("Each of “members” needs a “value”, the id of a user.");
  });
}

/** Sums up what steps change about the members, in order. @throws ScimError */
export function memberChange(steps: readonly MemberStep[]): MemberChange {
  let all: Set<string> | null = null;
  const [add, remove] = [new Set<string>(), new Set<string>()];
  for (const { op, target, value } of steps) {
    const named = idsNamed(target, value);
    if (op === "add" && named === null) continue;
    if (op === "replace" || named === null) {
      if (target.filter)
        throw new ScimError(
          400,
          "mutability",
          "A member can't become another. Remove one and add the other.",
        );
      all = new Set(op === "remove" ? [] : named);
      add.clear();
      remove.clear();
      continue;
    }
    for (const id of named) {
      if (all && op === "add") all.add(id);
      else if (all) all.delete(id);
      else {
        (op === "add" ? add : remove).add(id);
        (op === "add" ? remove : add).delete(id);
      }
    }
  }
  return { all: all && [...all], add: [...add], remove: [...remove] };
}

/** Reads the ids that a step names, by its path or its value; null for everyone. */
function idsNamed({ attribute, sub, filter }: AttributeTarget, value: unknown): string[] | null {
  if (sub)
    throw new ScimError(
      400,
      "invalidPath",
      'Name members as a whole, by “members” or “members[value eq "…"]”.',
    );
  if (filter) return idsIn(filter);
  if (value === undefined || value === null) return null;
  return memberIds(readValue(attribute, value));
}

function idsIn(filter: Filter): string[] {
  if (filter.kind === "or") return filter.filters.flatMap(idsIn);
  const { kind } = filter;
  if (kind === "compare" && filter.comparison === "eq" && typeof filter.operand === "string") {
    const { name } = filter.path.attribute;
    if (name === "value" || name === "$ref")
      return [filter.operand.slice(filter.operand.lastIndexOf("/") + 1)];
  }
  throw new ScimError(400, "invalidFilter", "Name members by “value eq”, with “or” between several.");
}
