import * as z from "zod";
import { ApiError } from "../api-error.ts";
import type { Breach } from "../block-kit/cross-checks.ts";
import { inSlacksWords } from "../block-kit/issue-words.ts";
import type { Workspace } from "../workspace.ts";

/** What a method answers besides `ok`. */
export type Answer = Record<string, unknown>;

/** What a method needs from its server. */
export interface Server {
  /** Returns the address that people open in a browser. */
  origin(): string;
  /** Returns an address for one Socket Mode connection. */
  socketUrl(): string;
}

/** One method of the Web API. */
export interface Method {
  /** The OAuth scope that the token must have, if any. */
  scope: string | undefined;
  token: "bot" | "app";
  /** Checks the arguments and carries out the call. */
  call(args: Record<string, unknown>, workspace: Workspace, server: Server): Answer;
}

/** Defines a method: its scope, the shape of its arguments, and what it does. */
export function method<Schema extends z.ZodType>(
  scope: string | undefined,
  schema: Schema,
  run: (args: z.output<Schema>, workspace: Workspace, server: Server) => Answer,
): Method {
  return {
    scope,
    token: scope === "connections:write" ? "app" : "bot",
    call(args, workspace, server) {
      const parsed = schema.safeParse(args, { reportInput: true });
      if (!parsed.success)
        throw ApiError.of("invalid_arguments", parsed.error.issues.flatMap(inSlacksWords).map(inOneLine));
      return run(parsed.data, workspace, server);
    },
  };
}

/** An argument that is an object or a list, sent as JSON inside a form. */
export const json = z.unknown().transform((sent, context): unknown => {
  if (typeof sent !== "string") return sent;
  try {
    return JSON.parse(sent);
  } catch {
    context.addIssue({ code: "custom", message: "must provide valid JSON" });
    return z.NEVER;
  }
});

/** A boolean, sent as a word inside a form. */
export const flag = z.union([z.boolean(), z.stringbool()]);

function inOneLine({ rule, path }: Breach): string {
  return path.length > 0 ? `[ERROR] ${rule} [json-pointer:/${path.join("/")}]` : `[ERROR] ${rule}`;
}
