import * as z from "zod";
import { languageCodes } from "../../locales/languages.ts";
import { readReason } from "../../models/delivery-reason.ts";
import {
  type DeliveryStep,
  deliveryStates,
  type InviteDocument,
  inviteStatuses,
} from "../../models/invite.ts";
import { inviteVersion } from "../../services/invites/expected-invite.ts";
import { mailLanguageOf } from "../../services/invites/languages-of.ts";
import type { InviteSurroundings } from "../../services/invites/read-invites.ts";
import { documented, moment, objectId } from "../schemas.ts";
import { groupRef, presentGroupRefs } from "./group-resource.ts";
import { presentWho, who } from "./who.ts";

const delivery = z
  .strictObject({
    state: z.enum(deliveryStates),
    at: moment,
    reason: z.string().nullable().register(documented, {
      description: "A code, such as `mailbox_unknown`; null if nothing went wrong.",
    }),
    fact: z.string().nullable().register(documented, {
      description: "Its detail, such as the status `5.1.1` from the server that refused the email.",
    }),
    permanent: z.boolean().register(documented, { description: "No other email can reach the address." }),
  })
  .register(documented, { id: "Delivery", description: "Whether the last email was delivered." });

export const invite = z
  .strictObject({
    id: objectId,
    email: z.string(),
    status: z.enum(inviteStatuses).register(documented, { description: "An overdue one is `expired`." }),
    generation: z.int().register(documented, { description: "How many times it was sent." }),
    groups: z.array(groupRef),
    createdAt: moment,
    invitedBy: who,
    expiresAt: moment,
    until: moment.nullable().register(documented, {
      description: "When the memberships it gives end; null if they have no end or `hours` is set.",
    }),
    hours: z.int().nullable().register(documented, {
      description: "How long they last from acceptance, as approved with a request; null if there was none.",
    }),
    language: z.enum(languageCodes).nullable().register(documented, {
      description: "The language of its emails; null if an older version created it.",
    }),
    sentAt: moment.nullable().register(documented, { description: "When its last email was sent." }),
    delivery,
    settledAt: moment.nullable().register(documented, {
      description: "When it was accepted, declined or cancelled, or expired; null while it is pending.",
    }),
    settledBy: who.nullable(),
    version: z.int().register(documented, {
      description: "Goes up by one each time it is sent again or edited; for If-Match.",
    }),
  })
  .register(documented, { id: "Invite", description: "One email address that was asked to join." });

/** Presents an invite. Neither its link nor the message to the invitee is part of it. */
export function presentInvite(
  document: InviteDocument,
  { groups, now }: InviteSurroundings,
): z.output<typeof invite> {
  const { _id, email, status, generation, groupIds, createdAt, expiresAt, sentAt, settledAt, settledBy } =
    document;
  const overdue = status === "pending" && expiresAt <= now;
  return {
    id: String(_id),
    email,
    status: overdue ? "expired" : status,
    generation,
    groups: presentGroupRefs(groupIds, groups),
    createdAt: createdAt.toISOString(),
    invitedBy: presentWho(document.invitedBy),
    expiresAt: expiresAt.toISOString(),
    until: document.groupsUntil?.toISOString() ?? null,
    hours: document.groupsHours ?? null,
    language: mailLanguageOf(document) ?? null,
    sentAt: sentAt?.toISOString() ?? null,
    delivery: presentDelivery(document.delivery),
    settledAt: (overdue ? expiresAt : settledAt)?.toISOString() ?? null,
    settledBy: settledBy ? presentWho(settledBy) : null,
    version: inviteVersion(document),
  };
}

function presentDelivery({ state, at, reason, permanent = false }: DeliveryStep): z.output<typeof delivery> {
  const { code = null, fact = null } = reason === undefined ? {} : readReason(reason);
  return { state, at: at.toISOString(), reason: code, fact, permanent };
}
