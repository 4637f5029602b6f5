import * as z from "zod";
import { ApiError } from "../api-error.ts";
import type { Breach } from "../block-kit/cross-checks.ts";
import { inSlacksWords } from "../block-kit/issue-words.ts";
import type { Workspace } from "../workspace.ts";

/** What a method answers beside `ok`. */
export type Answer = Record<string, unknown>;

/** What a method needs from the server that it is called on. */
export interface Server {
  /** Returns where people open it in a browser. */
  origin(): string;
  /** Returns the address that Socket Mode connects to, good for one connection. */
  socketUrl(): string;
}

/** One method of the Web API. */
export interface Method {
  /** The OAuth scope that the token must have; none for some. */
  scope: string | undefined;
  token: "bot" | "app";
  /** Checks the arguments and does it. */
  call(args: Record<string, unknown>, workspace: Workspace, server: Server): Answer;
}

/** Describes a method: its scope, the shape of its arguments, what it does. */
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

/** An argument that is an object or a list, which comes as JSON inside a form. */
export const json = z.unknown().transform((sent, context): unknown => {
  if (typeof sent !== "string") return sent;
  try {
    return JSON.parse(sent);
  } catch {
    context.addIssue({ code: "custom", message: "must provide valid JSON" });
    return z.NEVER;
  }
});

/** A yes or no, which comes as a word inside a form. */
export const flag = z.union([z.boolean(), z.stringbool()]);

function inOneLine({ rule, path }: Breach): string {
  return path.length > 0 ? `[ERROR] ${rule} [json-pointer:/${path.join("/")}]` : `[ERROR] ${rule}`;
}
