import { DomainError } from "../errors.ts";

/** Two people are needed to put someone into Admin, and nobody else is there to approve. */
export class NoOtherAdmin extends DomainError<{ person: string }> {
  readonly code = "no_other_admin";
  sentence(): string {
    return `Another admin has to approve Admin for ${this.facts.person}, and nobody else can, so nothing was changed. Whoever runs iam-bot can name another owner in IAM_OWNERS, or set ADMIN_APPROVALS=1.`;
  }
}

/** Two people are needed to put someone into Admin, and the one asking here can't ask another. */
export class AdminNeedsApproval extends DomainError {
  readonly code = "admin_needs_approval";
  constructor() {
    super({});
  }
  sentence(): string {
    return "Another admin has to approve whoever gets into Admin here, so nothing was changed. Have an admin add them.";
  }
}
