import * as z from "zod";
import type { AccountKeys } from "../../services/operations/migrations/009-account-keys.ts";

/**
 * Where the app is installed: in a standalone workspace, in one of an Enterprise Grid, or in a whole Grid organisation.
 */
export type Installation =
  | { kind: "workspace"; teamId: string }
  | { kind: "grid_workspace"; teamId: string; enterpriseId: string }
  | { kind: "organisation"; enterpriseId: string };

const named = z.string().min(1).nullish();
const authTest = z.object({
  team_id: named,
  enterprise_id: named,
  is_enterprise_install: z.boolean().default(false),
});

/** Reads the installation from an answer of `auth.test`; null if that names neither a workspace nor an organisation. */
export function readInstallation(answer: unknown): Installation | null {
  const read = authTest.safeParse(answer);
  if (!read.success) return null;
  const { team_id: teamId, enterprise_id: enterpriseId, is_enterprise_install: whole } = read.data;
  if (whole) return enterpriseId ? { kind: "organisation", enterpriseId } : null;
  if (!teamId) return null;
  return enterpriseId ? { kind: "grid_workspace", teamId, enterpriseId } : { kind: "workspace", teamId };
}

/** Returns the id that accounts of this installation are kept under, whatever team payloads name. */
export function keyOf(installation: Installation): string {
  return installation.kind === "organisation" ? installation.enterpriseId : installation.teamId;
}

/** Returns the key of accounts, and their key under another installation in the same Grid; null outside a Grid. */
export function movedKeys(installation: Installation): AccountKeys | null {
  const key = keyOf(installation);
  switch (installation.kind) {
    case "workspace":
      return null;
    case "grid_workspace":
      return { key, earlier: installation.enterpriseId };
    case "organisation":
      return { key, earlier: /^T/ };
  }
}
