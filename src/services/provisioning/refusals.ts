import { DomainError } from "../errors.ts";

/** The name that an identity provider gives a user or group belongs to another one. */
export class IdentifierTaken extends DomainError<{
  what: "userName" | "address" | "displayName";
  value: string;
}> {
  readonly code = "identifier_taken";
  sentence(): string {
    const { what, value } = this.facts;
    return what === "displayName"
      ? `Another group has the name ${value} (capitals and accents make no difference). Nothing was changed.`
      : `Another user has the ${what} ${value}. Nothing was changed.`;
  }
}

/** A filter or an order that no index answers would search too many. */
export class FilterTooWide extends DomainError<{ most: number; of: "users" | "groups" | "members" }> {
  readonly code = "filter_too_wide";
  sentence(): string {
    const { most, of } = this.facts;
    return `This would search more than ${most.toLocaleString("en")} ${of}. Narrow it down by comparing an attribute with ${of === "users" ? "eq or sw" : "eq"} as well.`;
  }
}
