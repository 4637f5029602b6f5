import { type DomainError, InvalidFields, NotAdmin, NotFound, NotRegistered } from "../../services/errors.ts";
import { GroupDeleted, GroupManaged } from "../../services/groups/refusals.ts";
import {
  ConfirmationNeeded,
  InvalidRequest,
  OwnRequest,
  RequestSettled,
  refusalTexts,
} from "../../services/requests/refusals.ts";
import { LastAdmin } from "../../services/users/refusals.ts";
import { inOneParagraph, say } from "./phrase.ts";
import type { Reader } from "./reader.ts";

/**
 * Returns the reason for a refusal in the reader's language. Admins read the error's own sentence; for others, only the
 * errors that non-admins can meet are translated.
 */
export function errorText(error: Exclude<DomainError, { code: "try_again" }>, reader: Reader): string {
  const { words, timeZone } = reader;
  if (words.language.code === "en") return error.sentence(timeZone);
  const { refusals, slack } = words;
  if (error instanceof NotAdmin) return slack.onlyAdmins;
  if (error instanceof NotRegistered) return slack.notLinked;
  if (error instanceof InvalidRequest)
    return inOneParagraph(words, ...Object.values(refusalTexts(error.faults, words)));
  if (error instanceof InvalidFields) return error.sentence();
  if (error instanceof NotFound) {
    const { what } = error.facts;
    return what === "request" ? slack.requestGone : what === "draft" ? slack.formExpired : slack.gone;
  }
  if (error instanceof OwnRequest) return refusals.ownRequest;
  if (error instanceof ConfirmationNeeded) return say(words, refusals.confirmation(error.facts));
  if (error instanceof GroupManaged) {
    const names = error.facts.groups.map(({ name, by }) => `${name} (${by})`);
    return say(words, refusals.managed({ groups: say(words, words.list(names)) }));
  }
  if (error instanceof LastAdmin) return say(words, refusals.lastAdmin(error.facts));
  if (error instanceof GroupDeleted) {
    const { name: group, by, at } = error.facts;
    return say(words, refusals.groupDeleted({ group, by, at: words.moment(at, timeZone) }));
  }
  if (error instanceof RequestSettled) return settledText(error, reader);
  return error.sentence(timeZone);
}

function settledText(error: RequestSettled, { words, timeZone }: Reader): string {
  const { person, group, status, by, at } = error.facts;
  // Only admins act on emergency access afterwards.
  if (status === "seen" || status === "taken_away") return error.sentence(timeZone);
  const when = at ? words.moment(at, timeZone) : "…";
  return say(words, words.refusals.settled({ person, group, status, by: by ?? "…", at: when }));
}
