import { DomainError } from "../errors.ts";
import { moment } from "../format.ts";

/** Someone edited the group since the actor last saw it; `by` is null for a group that nobody has edited. */
export class GroupChanged extends DomainError<{ name: string; by: string | null; at: Date | null }> {
  readonly code = "group_changed";
  sentence(timeZone?: string): string {
    const { name, by, at } = this.facts;
    const what =
      by && at
        ? `${by} changed the group ${name} on ${moment(at, timeZone)}.`
        : `The group ${name} is not as it was.`;
    return `${what} Your changes were not saved.`;
  }
}

/** Someone deleted the group. */
export class GroupDeleted extends DomainError<{ name: string; by: string; at: Date }> {
  readonly code = "group_deleted";
  sentence(timeZone?: string): string {
    const { name, by, at } = this.facts;
    return `${by} deleted the group ${name} on ${moment(at, timeZone)}.`;
  }
}

/** The group is built in, and this can't be done to it. */
export class GroupBuiltIn extends DomainError<{
  name: string;
  refused: "edited" | "renamed" | "deleted" | "managed";
}> {
  readonly code = "group_built_in";
  sentence(): string {
    const { name, refused } = this.facts;
    return `The group ${name} is built in and can’t be ${refused}.`;
  }
}

/** An identity provider alone decides who is in a group. */
export class GroupManaged extends DomainError<{ groups: readonly { name: string; by: string }[] }> {
  readonly code = "group_managed";
  sentence(): string {
    const managed = this.facts.groups.map(({ name, by }) => `${name} (by ${by})`).join(", ");
    return `Managed by an identity provider: ${managed}. Who is in is decided there. An admin can take a group back on its page.`;
  }
}
