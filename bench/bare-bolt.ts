// The floor: the cost of any Bolt app that acknowledges, and opens the same modal each time.
import { App, type BlockAction, ExpressReceiver } from "@slack/bolt";
import type { ModalView } from "@slack/types";

const { SLACK_SIGNING_SECRET = "", SLACK_BOT_TOKEN = "", SLACK_API_URL = "", PORT } = process.env;
const receiver = new ExpressReceiver({ signingSecret: SLACK_SIGNING_SECRET, endpoints: "/slack/events" });
const app = new App({ token: SLACK_BOT_TOKEN, receiver, clientOptions: { slackApiUrl: SLACK_API_URL } });
const text = { type: "plain_text", text: "Bare" } as const;
const view: ModalView = { type: "modal", title: text, blocks: [{ type: "section", text }] };

app.command("/iam", async ({ ack, body, client }) => {
  await ack();
  await client.views.open({ trigger_id: body.trigger_id, view });
});
app.action<BlockAction>(/./, async ({ ack, body, client }) => {
  await ack();
  await client.views.open({ trigger_id: body.trigger_id, view });
});
app.view(/./, ({ ack }) => ack({ response_action: "errors", errors: { "invite.emails": "No address." } }));

await app.start(Number(PORT));
console.log('{"msg":"ready"}');
