import { clientPermissions } from "../../../services/permissions.ts";
import { handOverView, revocationView, rotationView } from "../../../slack/clients/change-views.ts";
import { clientView } from "../../../slack/clients/client-view.ts";
import { clientForm } from "../../../slack/clients/form-view.ts";
import { clientsView } from "../../../slack/clients/list-view.ts";
import { clientReviewView } from "../../../slack/clients/review-view.ts";
import { tokenView } from "../../../slack/clients/token-view.ts";
import { newClientCard, ownerAnswerCard, ownerLeftCard } from "../../../slack/messages/client-notices.ts";
import { provisioningCard, takenBackCard } from "../../../slack/messages/provisioning-summary.ts";
import type { Facts } from "./facts.ts";
import type { Screen } from "./screen.ts";

const timeZone = "America/Argentina/ComodRivadavia";
const permissionsOf = (f: Facts) => (f.all ? [...clientPermissions, "later:write"] : ["users:read"]);

function clientOf(f: Facts) {
  return {
    clientId: f.id,
    name: f.groupName,
    permissions: permissionsOf(f),
    withoutReasons: f.all,
    sendsInvites: f.all,
    owner: f.yes ? { userId: f.id, name: f.name, email: f.email, answers: !f.all } : null,
    createdBy: f.by,
    createdAt: f.at,
    token: { id: f.id, createdAt: f.at, expiresAt: f.all ? null : f.at, ended: f.yes && !f.all },
    olderEndsAt: f.all ? f.at : null,
    expiryDays: f.all ? null : 90,
    lastUsed: f.yes ? { day: "2026-03-03", address: "2001:0db8:85a3:0000:0000:8a2e:0370:7334" } : null,
  };
}

function newsOf(f: Facts) {
  return {
    clientId: f.id,
    tokenId: f.id,
    name: f.groupName,
    status: "active" as const,
    permissions: permissionsOf(f),
    expiresAt: f.yes ? f.at : null,
    createdBy: f.yes
      ? { kind: "slack" as const, name: f.by }
      : { kind: "operator" as const, name: "the operator" },
    owner: f.yes ? { userId: f.id, name: f.name, email: f.email, accountId: "U1" } : null,
    asking: true,
  };
}

function draftOf(f: Facts) {
  return {
    name: f.groupName,
    permissions: permissionsOf(f),
    expiryDays: f.yes ? 90 : null,
    withoutReasons: f.all,
    sendsInvites: f.all,
  };
}

const answers = ["kept", "handed_over", "revoked", "returned"] as const;

export const clientScreens: Record<string, Screen> = {
  clientForm: (f) => clientForm(draftOf(f), f.all ? f.long : undefined),
  clientReviewView: (f) => clientReviewView(draftOf(f)),
  clientsView: (f) =>
    clientsView({ page: f.page(clientOf(f)), state: { cursor: f.pageCursor }, timeZone, flash: f.flash }),
  clientView: (f) => clientView(clientOf(f), timeZone, f.flash),
  handOverView: (f) => handOverView(clientOf(f), f.all ? f.long : undefined),
  newClientCard: (f) => newClientCard(newsOf(f)),
  ownerAnswerCard: (f) =>
    ownerAnswerCard({
      name: f.groupName,
      answer: answers[(f.yes ? 2 : 0) + (f.all ? 1 : 0)] ?? "kept",
      by: f.by,
      at: f.at,
    }),
  ownerLeftCard: (f) => ownerLeftCard(newsOf(f)),
  provisioningCard: (f) => {
    const count = f.all ? 999_999 : 1;
    const changes = {
      registered: count,
      invited: count,
      suspended: count,
      reactivated: count,
      detailsChanged: count,
    };
    const groups = { groupsChanged: count, groupsCreated: count, groupsDeleted: count };
    return provisioningCard({ clientId: "0".repeat(24), name: f.groupName, ...changes, ...groups });
  },
  revocationView: (f) => revocationView(clientOf(f)),
  rotationView: (f) => rotationView(clientOf(f), timeZone),
  takenBackCard: (f) => takenBackCard(f.groupName, f.by),
  tokenView: (f) =>
    tokenView(
      {
        name: f.groupName,
        token: `iam_${"0".repeat(96)}`,
        expiresAt: f.yes ? f.at : null,
        ...(f.all && { olderEndsAt: f.yes ? f.at : null }),
      },
      timeZone,
    ),
};
