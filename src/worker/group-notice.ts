import { groupNames } from "../services/groups/groups.ts";
import type { LeasedJob } from "../services/leases.ts";
import type { Card } from "../slack/kit/card.ts";
import { takenBackCard } from "../slack/messages/provisioning-summary.ts";
import { renamedCard } from "../slack/messages/renamed.ts";
import { looserRulesCard } from "../slack/messages/request-card.ts";
import { writeToAdmin, written } from "./direct-message.ts";
import { done, type HandlerContext, type HandlerResult } from "./handler.ts";
import type { SpecOf } from "./jobs.ts";
import { allAdmins } from "./recipients.ts";
import { tellEach } from "./tell-each.ts";

/** Tells every other admin what someone did to a group, with one job each. */
const groupNotice = (cardOf: (group: string, by: string) => Card) => ({
  async handle(
    spec: SpecOf<"rules-notice" | "taken-back-notice" | "renamed-notice">,
    _job: LeasedJob,
    context: HandlerContext,
  ): Promise<HandlerResult> {
    const { groupId, by, to, except } = spec;
    const name = (await groupNames([groupId])).get(String(groupId));
    if (name === undefined) return done;
    if (to) return written(await writeToAdmin(context, to, cardOf(name, by)));
    const admins = (await allAdmins(context.settings.owners)).filter((id) => id !== except);
    return tellEach(spec, admins);
  },
});

/** Tells admins that the access rules of a group were loosened. */
export const rulesNotice = groupNotice(looserRulesCard);

/** Tells admins that a group was taken back from its identity provider. */
export const takenBackNotice = groupNotice(takenBackCard);

/** Tells admins that a group was renamed because a built-in group now has its name. */
export const renamedNotice = groupNotice(renamedCard);
