import { setTimeout } from "node:timers/promises";
import * as z from "zod";
import { ApiError } from "./api-error.ts";
import { type Fault, type Faults, isFailure } from "./faults.ts";
import type { Answer, Server } from "./methods/method.ts";
import { methods } from "./methods.ts";
import type { RequestLog } from "./request-log.ts";
import type { Workspace } from "./workspace.ts";

/** A call of the app, and its answer. */
export interface Call {
  method: string;
  args: Record<string, unknown>;
  status: number;
  answer: Answer;
}

/** The HTTP answer to a call. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  answer: Answer;
  /** A page to send instead of the answer. */
  page?: string | undefined;
  /** Drops the connection instead. */
  reset?: boolean;
}

/** The Web API, apart from HTTP: a method's name and form in, an answer out. */
export class WebApi {
  /** Every call so far, oldest first. */
  readonly calls: Call[] = [];
  readonly #workspace: Workspace;
  readonly #server: Server;
  readonly #faults: Faults;
  readonly #requestLog: RequestLog;

  constructor(
    workspace: Workspace,
    server: Server,
    { faults, requestLog }: { faults: Faults; requestLog: RequestLog },
  ) {
    this.#workspace = workspace;
    this.#server = server;
    this.#faults = faults;
    this.#requestLog = requestLog;
  }

  /** Carries out a call, or the fault that was planned for it. */
  async call(method: string, token: string | undefined, args: Record<string, unknown>): Promise<Reply> {
    const end = this.#requestLog.begin({
      direction: "from-app",
      kind: "web_api",
      name: method,
      userId: undefined,
      sent: args,
    });
    const fault = this.#faults.take(method);
    if (fault?.delayMs) await setTimeout(fault.delayMs, undefined, { ref: false });
    await fault?.until;

    const failing = fault && isFailure(fault);
    const real = failing && !fault.carriedOut ? undefined : this.#carryOut(method, token, args);
    const reply = failing || !real ? faulty(fault ?? {}) : real;
    end({ status: reply.status, answer: reply.answer }, callProblems(reply));
    this.calls.push({ method, args, status: reply.status, answer: reply.answer });
    this.#workspace.changes.tell({ kind: "call", method });
    return reply;
  }

  #carryOut(name: string, token: string | undefined, args: Record<string, unknown>): Reply {
    const method = methods[name];
    const scope = method?.scope;
    const headers: Record<string, string> = {
      date: new Date(Date.now() + this.#workspace.clockAheadMs).toUTCString(),
      "x-oauth-scopes": this.#workspace.scopes.join(","),
      ...(scope ? { "x-accepted-oauth-scopes": scope } : {}),
    };
    try {
      if (!method) throw new ApiError("unknown_method", { req_method: name });
      this.#admit(method.token, token, scope);
      return {
        status: 200,
        headers,
        answer: { ok: true, ...method.call(args, this.#workspace, this.#server) },
      };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: 200, headers, answer: { ok: false, error: error.code, ...error.details } };
    }
  }

  #admit(needed: "bot" | "app", token: string | undefined, scope: string | undefined): void {
    const { botToken, appToken, scopes, deadToken } = this.#workspace;
    if (!token) throw new ApiError("not_authed");
    if (token !== botToken && token !== appToken) throw new ApiError("invalid_auth");
    if (token === botToken && deadToken) throw new ApiError(deadToken);
    if (token !== (needed === "app" ? appToken : botToken)) throw new ApiError("not_allowed_token_type");
    if (needed === "bot" && scope && !scopes.includes(scope)) {
      throw new ApiError("missing_scope", { needed: scope, provided: scopes.join(",") });
    }
  }
}

/** Returns the answer of a fault. */
export function faulty({ status = 200, retryAfter = 1, error, page, reset = false }: Fault): Reply {
  const limited = status === 429;
  const fallback = limited ? "ratelimited" : "internal_error";
  return {
    status,
    headers: limited && retryAfter !== null ? { "retry-after": String(retryAfter) } : {},
    answer: page === undefined ? { ok: false, error: error ?? fallback } : { page },
    page,
    reset,
  };
}

const failure = z.object({
  ok: z.literal(false),
  error: z.string(),
  needed: z.string().optional(),
  response_metadata: z.object({ messages: z.array(z.string()) }).optional(),
});

/** Returns the reasons why a call failed, each in a sentence. */
function callProblems({ status, headers, answer }: Reply): string[] {
  const failed = failure.safeParse(answer).data;
  if (!failed) return [];
  const { error, needed, response_metadata: more } = failed;
  const retry = headers["retry-after"];
  const first = [
    status === 200 ? "" : `HTTP ${status}: `,
    needed ? `${error}, the scope ${needed} is missing` : error,
    retry ? `, to be tried again after ${retry} s` : "",
  ];
  return [first.join(""), ...(more?.messages ?? [])];
}
