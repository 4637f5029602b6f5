import type { Changes } from "./changes.ts";

/** One request between Slack and the app, with its answer once there is one. */
export interface Exchange {
  /** Counts from 1. */
  number: number;
  direction: "to-app" | "from-app";
  kind: "slash_commands" | "interactive" | "events_api" | "web_api" | "response_url";
  /** The payload's type, the command, or the Web API's method. */
  name: string;
  /** When it began, in milliseconds since 1970. */
  at: number;
  /** On whose behalf, if known. */
  userId: string | undefined;
  sent: unknown;
  /** Undefined while it is awaited. */
  ended?: Ending;
  /** Its problems, each in a sentence. */
  problems: string[];
}

/** How an exchange ended. */
export interface Ending {
  /** The HTTP status; none over a socket, or if nobody answered. */
  status: number | undefined;
  answer: unknown;
  ms: number;
}

/** How many exchanges it remembers. */
const capacity = 500;

/** Remembers the latest requests between Slack and the app, for the inspector. */
export class RequestLog {
  readonly #changes: Changes;
  #exchanges: Exchange[] = [];
  #last = 0;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  /** Returns the latest exchanges, oldest first. */
  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  /** Notes the start of a request; the returned function notes how it ended. */
  begin(
    request: Pick<Exchange, "direction" | "kind" | "name" | "sent" | "userId">,
  ): (ended: Omit<Ending, "ms">, problems?: string[]) => void {
    this.#last += 1;
    const exchange: Exchange = { ...request, number: this.#last, at: Date.now(), problems: [] };
    const started = performance.now();
    this.#exchanges = [...this.#exchanges, exchange].slice(-capacity);
    this.#tell(exchange);
    return (ended, problems = []) => {
      exchange.ended = { ...ended, ms: Math.round(performance.now() - started) };
      exchange.problems.push(...problems);
      this.#tell(exchange);
    };
  }

  /** Adds Slack's complaint about the app's answer to someone's last action. */
  flag(userId: string, problem: string): void {
    const exchange = this.#exchanges.findLast(
      (one) => one.direction === "to-app" && one.userId === userId && one.ended,
    );
    if (!exchange || exchange.problems.length > 0) return;
    exchange.problems.push(problem);
    this.#tell(exchange);
  }

  #tell({ number }: Exchange): void {
    this.#changes.tell({ kind: "exchange", number });
  }
}
