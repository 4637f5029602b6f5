import { cutOff } from "../cut-off.ts";
import { InvalidFields } from "../errors.ts";
import { groupNameKey } from "../groups/group-name.ts";
import { withoutUnseen } from "../invites/plain-text.ts";
import { oneLine } from "../one-line.ts";
import { clientPermissions, isClientPermission } from "../permissions.ts";

/** The maximum length of a client's name. */
export const LONGEST_CLIENT_NAME = 60;
const LONGEST_KEY = 200;
/** The token lifetimes offered, in days. */
export const expiryChoices: readonly number[] = [30, 90, 365];
const LONGEST_EXPIRY = 365;

/** The requested settings of a client. */
export interface ClientRequest {
  name: string;
  permissions: readonly string[];
  /** Null for a token that doesn't expire. */
  expiryDays: number | null;
  /** Its decisions say yes or no, but not why. */
  withoutReasons?: boolean | undefined;
  /** People it registers are invited first. */
  sendsInvites?: boolean | undefined;
}

/** Checks a request. @throws InvalidFields with a sentence for each field */
export function clientFields({ permissions, expiryDays, ...request }: ClientRequest) {
  // Invisible characters could make two names look the same, and write to terminals.
  const name = oneLine(withoutUnseen(request.name));
  const errors = {
    name: nameError(name),
    permissions: permissionsError(permissions),
    expiry: expiryError(expiryDays),
  };
  const wrong = Object.entries(errors).flatMap(([field, error]) => (error ? [[field, error]] : []));
  if (wrong.length > 0) throw new InvalidFields(Object.fromEntries(wrong));
  return { name, permissions: clientPermissions.filter((each) => permissions.includes(each)), expiryDays };
}

/** Tells whether a client with these permissions can change something, or see what grants access. */
export function changesThings(permissions: readonly string[]): boolean {
  return permissions.some((each) => each !== "decisions" && !each.endsWith(":read"));
}

function nameError(name: string): string | null {
  const key = groupNameKey(name);
  if (key === "") return "Enter a name.";
  return name.length > LONGEST_CLIENT_NAME || key.length > LONGEST_KEY
    ? `Use at most ${LONGEST_CLIENT_NAME} characters.`
    : null;
}

function permissionsError(permissions: readonly string[]): string | null {
  if (permissions.length === 0) return "Choose at least one permission.";
  const unknown = permissions.find((name) => !isClientPermission(name));
  return unknown === undefined
    ? null
    : `There is no permission “${cutOff(unknown, 60)}”. Choose from: ${clientPermissions.join(", ")}.`;
}

function expiryError(days: number | null): string | null {
  const isValid = days === null || (Number.isInteger(days) && days >= 1 && days <= LONGEST_EXPIRY);
  return isValid ? null : `Choose 1 to ${LONGEST_EXPIRY} days, or no expiry.`;
}
