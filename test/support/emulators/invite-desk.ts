import type { App } from "@slack/bolt";
import type { KnownBlock, ModalView } from "@slack/types";

/** The modal that the small app below opens. */
export const inviteModal: ModalView = {
  type: "modal",
  callback_id: "invite",
  notify_on_close: true,
  title: { type: "plain_text", text: "Invite people" },
  submit: { type: "plain_text", text: "Send Invites" },
  close: { type: "plain_text", text: "Close" },
  blocks: [
    {
      type: "input",
      block_id: "emails",
      label: { type: "plain_text", text: "Email addresses" },
      element: { type: "plain_text_input", action_id: "value", multiline: true },
    },
    {
      type: "input",
      block_id: "groups",
      label: { type: "plain_text", text: "Groups" },
      element: {
        type: "multi_static_select",
        action_id: "value",
        options: ["Users", "Admin"].map((text) => ({
          text: { type: "plain_text", text },
          value: text.toLowerCase(),
        })),
      },
    },
    {
      type: "input",
      block_id: "message",
      optional: true,
      label: { type: "plain_text", text: "Message" },
      element: { type: "plain_text_input", action_id: "value", max_length: 20 },
    },
  ],
};

/** Draws a row with a menu and a button that asks for confirmation. */
function row(email: string): KnownBlock[] {
  return [
    {
      type: "section",
      block_id: `row ${email}`,
      text: { type: "mrkdwn", text: `*${email}* · Users` },
      accessory: {
        type: "overflow",
        action_id: "more",
        options: ["Edit groups", "Show link"].map((text) => ({
          text: { type: "plain_text", text },
          value: text,
        })),
      },
    },
    {
      type: "actions",
      block_id: `actions ${email}`,
      elements: [
        { type: "button", action_id: "resend", text: { type: "plain_text", text: "Resend" }, value: email },
        {
          type: "button",
          action_id: "cancel",
          text: { type: "plain_text", text: "Cancel Invite" },
          style: "danger",
          value: email,
          confirm: {
            title: { type: "plain_text", text: "Cancel this invite?" },
            text: { type: "plain_text", text: "The link stops working." },
            confirm: { type: "plain_text", text: "Cancel Invite" },
            deny: { type: "plain_text", text: "Keep Invite" },
          },
        },
      ],
    },
  ];
}

/** Draws a modal that says something, above these blocks. */
export function saying(title: string, text: string, blocks: KnownBlock[] = []): ModalView {
  return {
    type: "modal",
    callback_id: "saying",
    title: { type: "plain_text", text: title },
    close: { type: "plain_text", text: "Close" },
    blocks: [{ type: "section", text: { type: "mrkdwn", text } }, ...blocks],
  };
}

/** Registers a small app: `/iam invite` opens a form, `/iam pending` a list, anything else is answered with help. */
export function inviteDesk(app: App): void {
  app.command("/iam", async ({ ack, command, client }) => {
    if (command.text.startsWith("invite")) {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: inviteModal });
    } else if (command.text.startsWith("pending")) {
      await ack();
      const view = saying("Pending invites", "Two.", [...row("eve@acme.io"), ...row("bob@acme.io")]);
      await client.views.open({ trigger_id: command.trigger_id, view });
    } else {
      await ack(`Try \`/iam invite\`, <@${command.user_id}>.`);
    }
  });

  app.view("invite", async ({ ack, view, body, client }) => {
    const emails = view.state.values.emails?.value?.value ?? "";
    if (!emails.includes("@")) {
      await ack({ response_action: "errors", errors: { emails: `${emails} is no address` } });
      return;
    }
    const groups =
      view.state.values.groups?.value?.selected_options?.map((option) => option.value).join() ?? "";
    await ack({ response_action: "update", view: saying("Result", `Invited ${emails} to ${groups}`) });
    await client.chat.postMessage({ channel: body.user.id, text: `You invited ${emails}` });
  });

  app.action("resend", async ({ ack, body, client, action }) => {
    await ack();
    if (body.type !== "block_actions" || action.type !== "button" || !body.view) return;
    await client.views.update({
      view_id: body.view.id,
      hash: body.view.hash,
      view: saying("Pending invites", `Resent ${action.value}`, row("bob@acme.io")),
    });
  });
}
