import * as z from "zod";
import { ApiError } from "../api-error.ts";
import type { Breach } from "../block-kit/cross-checks.ts";
import { readMessage, readView } from "../limits.ts";
import { json, type Method, method } from "./method.ts";

const message = z.looseObject({ blocks: z.unknown() });

/** Slack requires no text here: it only checks what is drawn. */
const inMessage = (sent: unknown) => readMessage({ text: "…", blocks: message.safeParse(sent).data?.blocks });

/** What can be checked, one per call, and the name of the refusal. */
const kinds = {
  blocks: { error: "invalid_blocks", read: (blocks: unknown) => readMessage({ text: "…", blocks }) },
  message: { error: "invalid_message", read: inMessage },
  view: { error: "invalid_view", read: readView },
} as const;

/** The `blocks.*` methods. */
export const blockMethods: Record<string, Method> = {
  "blocks.validate": method(
    undefined,
    z.object({ blocks: json.optional(), message: json.optional(), view: json.optional() }),
    (sent) => {
      const given = (["blocks", "message", "view"] as const).filter((kind) => sent[kind] !== undefined);
      const [kind] = given;
      if (!kind || given.length > 1)
        throw ApiError.of("invalid_arguments", [
          "[ERROR] must provide exactly one of `blocks`, `view`, or `message`",
        ]);
      const { error, read } = kinds[kind];
      const { broken } = read(sent[kind]);
      // Pointers start at what was given: at the list itself if that was a list.
      const skipped = kind === "blocks" ? 1 : 0;
      if (broken.length > 0)
        throw new ApiError(error, { errors: broken.map((breach) => described(breach, skipped)) });
      return {};
    },
  ),
};

function described({ rule, path }: Breach, skipped: number) {
  return { pointer: ["", ...path.slice(skipped)].join("/"), code: "failed_constraint", message: rule };
}
