import type { ModalView } from "@slack/types";
import { day, moment } from "../../services/format.ts";
import { alert, contextBlock, paragraph, plain, text, title } from "../kit/blocks.ts";
import { isolated } from "../kit/phrase.ts";

interface NewToken {
  name: string;
  token: string;
  expiresAt: Date | null;
  /** After a rotation: until when the previous one works; null if it has ended. */
  olderEndsAt?: Date | null;
}

/** Draws a token, the only time it is shown. 4 blocks. */
export function tokenView({ name, token, expiresAt, olderEndsAt }: NewToken, timeZone: string): ModalView {
  const who = isolated(name, 60);
  const until = expiresAt ? `It expires ${day(expiresAt, timeZone)}.` : "It never expires.";
  const before =
    olderEndsAt === undefined
      ? ""
      : olderEndsAt
        ? ` The previous token works until ${moment(olderEndsAt, timeZone)}.`
        : " The previous token no longer works.";
  return {
    type: "modal",
    title: title("API token"),
    close: plain("Close"),
    blocks: [
      alert(olderEndsAt === undefined ? `Created ${who}.` : `Made a new token for ${who}.`, "success"),
      paragraph(text("Copy the token now. It is shown only this once, and nobody can look it up later.")),
      {
        type: "rich_text",
        elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: token }] }],
      },
      contextBlock(`${until}${before}`),
    ],
  };
}
