import type { LineFaultCode } from "../../models/run-line.ts";

/** What a file can say about each person, by column name. */
export const columns = ["email", "name", "groups", "until", "expires", "message", "language"] as const;
export type Column = (typeof columns)[number];

/** Why a line isn't imported. */
export interface LineFault {
  code: LineFaultCode;
  /** Where it is, if in one cell. */
  column?: string | undefined;
  /** What else the sentence names: the first line with the address, a group. */
  fact?: string | undefined;
}

/** Explains in a sentence what is wrong with a line. */
export function faultText({ code, column = "email", fact = "" }: LineFault): string {
  switch (code) {
    case "too_few_cells":
      return "The row has fewer cells than the first line.";
    case "too_many_cells":
      return "The row has more cells than the first line.";
    case "not_json":
      return "The line is not a JSON object whose values are text, each name once.";
    case "no_address":
      return "The email address is missing.";
    case "several_addresses":
      return "There is more than one email address.";
    case "malformed_address":
      return "The email address can’t be read.";
    case "beside_address":
      return "There is something else beside the email address.";
    case "date":
      return `${column} is not a date such as 2026-12-31.`;
    case "too_long":
      return `${column} is too long.`;
    case "language":
      return "language is not a code such as en or pt-BR.";
    case "duplicate":
      return `The address is already in line ${fact}.`;
    case "domain":
      return "The domain is not allowed.";
    case "group_unknown":
      return `There is no group ${fact}.`;
    case "group_managed":
      return `${fact} is managed by an identity provider.`;
    case "not_permitted":
      return "Only people who may make admins can invite people into Admin or Auditors.";
    case "admin_end":
      return "Nobody is in Admin for good, so this membership of Admin can’t end.";
    case "no_approver":
      return "Another admin has to approve Admin, and nobody else can.";
    case "waits_for_admin":
      return "This address is already waiting for Admin: another admin has to approve it.";
    case "past":
      return `${column} is in the past.`;
    case "too_late":
      return `${column} is more than ${fact} days ahead.`;
  }
}
