import { shorten } from "../../locales/shorten.ts";
import { nameOf } from "../../models/actor-record.ts";
import type { ClientNews, OwnerAnswer } from "../../services/clients/client-news.ts";
import { day, moment } from "../../services/format.ts";
import { actions, bold, button, date, paragraph, text } from "../kit/blocks.ts";
import type { Card } from "../kit/card.ts";
import { clientRef } from "../kit/client-ref.ts";
import { ids } from "../kit/ids.ts";
import { joinedWords, permissionLines } from "../kit/permission-words.ts";
import { isolated } from "../kit/phrase.ts";

const viewButton = ({ clientId, name }: ClientNews) =>
  button(ids.clients.open, "View Client", { value: clientId, label: `View the API client ${name}` });

/** Tells that someone created a client that can change things. 2 blocks. */
export function newClientCard(news: ClientNews): Card {
  const { name, createdBy, permissions, expiresAt } = news;
  const maker = isolated(nameOf(createdBy), 100);
  const who = createdBy.kind === "operator" ? "The operator" : maker;
  const may = permissionLines(permissions).map((line) => `${line.area}: ${joinedWords(line.may)}`);
  const until = expiresAt ? `Its token expires ${day(expiresAt)}.` : "Its token never expires.";
  const rest = ` created the API client ${isolated(name, 60)}, which can change things. ${until}`;
  const what = `\n${shorten(may.join("\n"), 1_000)}`;
  return {
    text: `${who}${rest}${what}`,
    blocks: [paragraph(bold(who), text(rest), text(what)), actions(viewButton(news))],
  };
}

/** Asks what to do with a client whose owner can no longer answer for it. 2 blocks. */
export function ownerLeftCard(news: ClientNews): Card {
  const { clientId, tokenId, name, owner } = news;
  const what = isolated(name, 60);
  const who = owner ? `${isolated(owner.name, 100)} (${shorten(owner.email, 200)})` : "Its owner";
  const question = `Who answers for ${what}?`;
  const why = `${who} owned this API client and is no longer an active admin. The client keeps working until somebody revokes it.`;
  const value = clientRef.encode({ clientId, tokenId, ownerId: owner?.userId ?? null });
  return {
    text: `${question} ${why}`,
    blocks: [
      paragraph(bold(question), text(`\n${why}`)),
      actions(
        button(ids.clients.keep, "Keep", { value, label: `Keep ${name} as it is` }),
        button(ids.clients.handOver, "Hand Over", { value, label: `Hand over ${name}` }),
        button(ids.clients.revoke, "Revoke", { value, label: `Revoke ${name}`, style: "danger" }),
        viewButton(news),
      ),
    ],
  };
}

/** Says on that card who has answered, and how. 1 block. */
export function ownerAnswerCard({ name, answer, by, at }: OwnerAnswer): Card {
  const [what, who] = [isolated(name, 60), isolated(by, 100)];
  const did = {
    kept: `${who} kept the API client ${what} as it is, `,
    handed_over: `${who} handed over the API client ${what}, `,
    revoked: `${who} revoked the API client ${what}, `,
    returned: `${who} is an active admin again and answers for the API client ${what}, `,
  }[answer];
  return { text: `${did}${moment(at)}.`, blocks: [paragraph(text(did), date(at), text("."))] };
}
