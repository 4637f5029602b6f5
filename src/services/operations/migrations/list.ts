import { pauseCodes } from "./001-pause-codes.ts";
import { inviteDeliveryCodes } from "./002-invite-delivery-codes.ts";
import { testMailDeliveryCodes } from "./003-test-mail-delivery-codes.ts";
import { userSearchTerms } from "./004-user-search-terms.ts";
import { inviteSearchTerms } from "./005-invite-search-terms.ts";
import { groupNames } from "./006-group-names.ts";
import { canonicalEmails } from "./007-canonical-emails.ts";
import { inviteHandlers } from "./008-invite-handlers.ts";
import { type AccountKeys, accountKeys } from "./009-account-keys.ts";
import type { Migration } from "./migration.ts";

/** Every migration, in running order. Once released, none is removed or changed. */
export const migrations: readonly Migration[] = [
  pauseCodes,
  inviteDeliveryCodes,
  testMailDeliveryCodes,
  userSearchTerms,
  inviteSearchTerms,
  groupNames,
  canonicalEmails,
  inviteHandlers,
];

/**
 * Lists every migration, and those that follow a change of installation.
 *
 * @param moved what accounts are stored under now, and were before; null outside of a Grid
 */
export function migrationsFor(moved: AccountKeys | null): readonly Migration[] {
  return moved ? [...migrations, ...accountKeys(moved)] : migrations;
}
