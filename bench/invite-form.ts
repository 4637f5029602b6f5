import { usersGroupId } from "../src/services/groups/groups.ts";
import { ids } from "../src/slack/kit/ids.ts";

const { emails, groups, expiry, message, form } = ids.invite;
const option = (value: string) => ({ value, text: { type: "plain_text", text: value } });

/** Fills in *Invite people* with these addresses. */
export function inviteForm(addresses: string) {
  return {
    callback_id: form,
    private_metadata: "{}",
    values: {
      [emails]: { [emails]: { type: "plain_text_input", value: addresses } },
      [groups]: { [groups]: { type: "multi_static_select", selected_options: [option(usersGroupId)] } },
      [expiry]: { [expiry]: { type: "static_select", selected_option: option("7") } },
      [message]: { [message]: { type: "plain_text_input", value: null } },
    },
  };
}
