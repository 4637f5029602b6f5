import type { ValidConfig } from "../../config/config.ts";
import { type Finding, ok, warning } from "./finding.ts";

/** Says how many people it takes to add somebody to Admin. */
export async function checkApprovals({ ADMIN_APPROVALS, IAM_OWNERS = [] }: ValidConfig): Promise<Finding[]> {
  if (ADMIN_APPROVALS === undefined) return [];
  const about = "ADMIN_APPROVALS";
  if (ADMIN_APPROVALS === 1)
    return [ok(about, "One admin can add somebody to Admin. With 2, another admin has to approve.")];
  return [
    IAM_OWNERS.length === 1
      ? warning(
          about,
          "Another admin has to approve new members of Admin. While only one person is in Admin and IAM_OWNERS names one owner, nobody can. Name a second owner.",
        )
      : ok(about, "Another admin has to approve new members of Admin."),
  ];
}
