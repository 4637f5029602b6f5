import { DomainError } from "../errors.ts";

/** What an identity provider calls somebody, or a group, belongs to another one. */
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

/** A filter or an order that no index answers means too many to look through them all. */
export class FilterTooWide extends DomainError<{ most: number; of: "users" | "groups" | "members" }> {
  readonly code = "filter_too_wide";
  sentence(): string {
    const { most, of } = this.facts;
    return `This would look through more than ${most.toLocaleString("en")} ${of}. Compare an attribute by eq or sw as well, so that fewer are meant.`;
  }
}
