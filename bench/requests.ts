import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { sign } from "../dev/emulators/slack/delivery/signature.ts";

export const signingSecret = "bench-signing-secret";
const agent = new Agent({ keepAlive: true, maxSockets: 100 });
let count = 0;

/** Returns a number unique to a request. */
export const fresh = (): string => `${Date.now()}.${++count}`;

export interface Answer {
  status: number;
  body: string;
  /** From the first byte sent to the last one received, in milliseconds. */
  ms: number;
  /** When it was sent, by `performance.now()`. */
  sentAt: number;
}

async function send(url: string, headers: Record<string, string>, body: string | null): Promise<Answer> {
  const sentAt = performance.now();
  const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const asked = request(url, { agent, headers, method: body === null ? "GET" : "POST" }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    asked.on("error", reject);
    asked.end(body ?? undefined);
  });
  return { ...answer, ms: performance.now() - sentAt, sentAt };
}

/** Fetches a page. @throws if the answer is not 200 */
export async function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return checked(await send(url, headers, null));
}

/** Posts JSON. @throws if the answer is not 200 */
export async function postJson(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return checked(await send(url, { "content-type": "application/json", ...headers }, JSON.stringify(body)));
}

function checked(answer: Answer): Answer {
  if (answer.status !== 200)
    throw new Error(`the app answered ${answer.status}: ${answer.body.slice(0, 300)}`);
  return answer;
}

/** The fields of a request from Slack, before it is signed. */
type Fields = Record<string, string>;

/** Signs a request as Slack does, now. */
export function signed(fields: Fields): { headers: Record<string, string>; body: string } {
  const body = new URLSearchParams(fields).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": String(timestamp),
    "x-slack-signature": sign(signingSecret, timestamp, body),
  };
  return { headers, body };
}

async function post(app: string, fields: Fields): Promise<Answer> {
  const { headers, body } = signed(fields);
  return checked(await send(`${app}/slack/events`, headers, body));
}

const interaction = (fields: Record<string, unknown>) => ({
  payload: JSON.stringify({
    user: { id: "UMIA", username: "mia", name: "mia", team_id: "T1" },
    api_app_id: "A1",
    token: "t",
    team: { id: "T1", domain: "acme" },
    enterprise: null,
    is_enterprise_install: false,
    ...fields,
  }),
});

/** Types a slash command as Mia. */
export async function command(
  app: string,
  words: string,
  trigger: string,
  responseUrl = "",
): Promise<Answer> {
  return post(app, aCommand(words, trigger, responseUrl));
}

/** Returns the fields of a slash command by Mia. */
export function aCommand(words: string, trigger: string, responseUrl = ""): Fields {
  return {
    team_id: "T1",
    team_domain: "acme",
    channel_id: "C1",
    channel_name: "general",
    user_id: "UMIA",
    user_name: "mia",
    command: "/iam",
    text: words,
    api_app_id: "A1",
    is_enterprise_install: "false",
    response_url: responseUrl,
    trigger_id: trigger,
  };
}

/** Presses a button of a message as Mia. */
export async function press(app: string, actionId: string, trigger: string, value = ""): Promise<Answer> {
  return post(app, aPress(actionId, trigger, value));
}

/** Returns the fields of a press by Mia. */
export function aPress(actionId: string, trigger: string, value = ""): Fields {
  const action = { type: "button", action_id: actionId, block_id: "b", value, action_ts: "1.1" };
  return interaction({
    type: "block_actions",
    trigger_id: trigger,
    response_url: "",
    container: { type: "message", message_ts: "1.1", channel_id: "D1" },
    channel: { id: "D1", name: "directmessage" },
    message: { ts: "1.1", text: "", blocks: [] },
    actions: [action],
  });
}

interface SubmittedView {
  callback_id: string;
  private_metadata: string;
  values: unknown;
}

/** Submits a view as Mia. The answer's body contains the app's reaction. */
export async function submit(app: string, view: SubmittedView): Promise<Answer> {
  return post(app, aSubmit(view));
}

/** Returns the fields of a submit by Mia. */
export function aSubmit({ values, ...rest }: SubmittedView): Fields {
  const text = (words: string) => ({ type: "plain_text", text: words });
  return interaction({
    type: "view_submission",
    trigger_id: fresh(),
    view: {
      id: "V1",
      team_id: "T1",
      type: "modal",
      title: text("Bench"),
      blocks: [],
      hash: "1.1",
      state: { values },
      app_id: "A1",
      bot_id: "BBOT",
      ...rest,
    },
    response_urls: [],
  });
}
