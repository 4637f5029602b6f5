import type { ProvisioningNews } from "../../services/provisioning/provisioned-since.ts";
import { bold, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { isolated } from "../kit/phrase.ts";

/** Summarises what an identity provider changed within an hour. 1 block. */
export function provisioningCard(news: ProvisioningNews): Card {
  const lines = [
    [news.registered, "person registered", "people registered"],
    [news.invited, "person invited", "people invited"],
    [news.suspended, "person suspended", "people suspended"],
    [news.reactivated, "person reactivated", "people reactivated"],
    [news.detailsChanged, "change to details", "changes to details"],
    [news.groupsChanged, "change to somebody’s groups", "changes to people’s groups"],
    [news.groupsCreated, "group created", "groups created"],
    [news.groupsDeleted, "group deleted", "groups deleted"],
  ] as const;
  const name = isolated(news.name, 60);
  const what = lines
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`)
    .join(", ");
  const rest = ` changed things here in the last hour: ${what}. The audit log says who and when.`;
  return { text: `${name}${rest}`, blocks: [paragraph(bold(name), text(rest))] };
}

/** Tells the other admins that they decide again who is in a group. 1 block. */
export function takenBackCard(group: string, by: string): Card {
  const sentence = `${isolated(by, 100)} took the group ${isolated(group, 60)} back from its identity provider: from now on, admins decide who is in it.`;
  return { text: sentence, blocks: [paragraph(text(sentence))] };
}
