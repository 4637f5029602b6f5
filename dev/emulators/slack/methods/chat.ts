import * as z from "zod";
import { ApiError } from "../api-error.ts";
import type { MessageContent } from "../block-kit/surfaces.ts";
import type { Conversation } from "../conversations.ts";
import { checkMessage } from "../limits.ts";
import { messagePayload } from "../payloads.ts";
import type { Workspace } from "../workspace.ts";
import { checkWorkspace, inWorkspace } from "./in-workspace.ts";
import { flag, json, type Method, method } from "./method.ts";

const content = { ...inWorkspace, text: z.string().optional(), blocks: json.optional() };

/** The `chat.*` and `conversations.*` methods. */
export const chatMethods: Record<string, Method> = {
  "chat.postMessage": method(
    "chat:write",
    z.object({ channel: z.string(), thread_ts: z.string().optional(), ...content }),
    ({ channel, thread_ts: threadTs, team_id: team, ...rest }, workspace) => {
      const { id, withUser } = conversationOf(workspace, channel);
      if (!withUser) throw new ApiError("not_in_channel");
      checkWorkspace(workspace, team, workspace.account(withUser), "channel_not_found");
      const message = workspace.conversations.post(checked(rest), {
        channelId: id,
        author: workspace.bot.id,
        threadTs,
      });
      return { channel: id, ts: message.ts, message: messagePayload(workspace, message) };
    },
  ),

  "chat.postEphemeral": method(
    "chat:write",
    z.object({ channel: z.string(), user: z.string(), thread_ts: z.string().optional(), ...content }),
    ({ channel, user, thread_ts: threadTs, ...rest }, workspace) => {
      const { id, withUser } = conversationOf(workspace, channel);
      if (!workspace.account(user) || (withUser && withUser !== user))
        throw new ApiError("user_not_in_channel");
      const message = workspace.conversations.post(checked(rest), {
        channelId: id,
        author: workspace.bot.id,
        onlyFor: user,
        threadTs,
      });
      return { message_ts: message.ts };
    },
  ),

  "chat.update": method(
    "chat:write",
    z.object({ channel: z.string(), ts: z.string(), ...content }),
    ({ channel, ts, team_id: team, ...rest }, workspace) => {
      const conversation = workspace.conversations.find(channel);
      if (!conversation) throw new ApiError("channel_not_found");
      checkWorkspace(workspace, team, workspace.account(conversation.withUser ?? ""), "channel_not_found");
      const message = workspace.conversations.message(channel, ts);
      if (!message) throw new ApiError("message_not_found");
      if (message.author !== workspace.bot.id) throw new ApiError("cant_update_message");
      workspace.conversations.edit(message, checked(rest));
      return { channel, ts, text: message.text, message: messagePayload(workspace, message) };
    },
  ),

  "conversations.open": method(
    "im:write",
    z.object({
      ...inWorkspace,
      users: z.string().optional(),
      channel: z.string().optional(),
      return_im: flag.optional(),
    }),
    ({ users, channel, return_im: whole, team_id: team }, workspace) => {
      const userId = users ?? (channel && workspace.conversations.find(channel)?.withUser);
      if (!userId) throw new ApiError(channel ? "channel_not_found" : "users_list_not_supplied");
      if (userId.includes(",")) throw new ApiError("not_enough_users");
      const account = workspace.account(userId);
      if (!account) throw new ApiError("user_not_found");
      checkWorkspace(workspace, team, account, "user_not_found");
      if (account.deactivated) throw new ApiError("user_disabled");
      if (account.bot) throw new ApiError("cannot_dm_bot");
      const { conversation, isNew } = workspace.conversations.withPerson(userId);
      const described = whole ? { created: 0, is_im: true, is_open: true, user: userId } : {};
      return {
        ...(isNew ? {} : { no_op: true, already_open: true }),
        channel: { id: conversation.id, ...described },
      };
    },
  ),
};

/** Returns a channel by its id, or the direct messages with a person by the person's id. */
function conversationOf(workspace: Workspace, channel: string): Conversation {
  const account = workspace.account(channel);
  if (account && !account.deactivated && !account.bot)
    return workspace.conversations.withPerson(channel).conversation;
  const conversation = workspace.conversations.find(channel);
  if (!conversation || conversation.people) throw new ApiError("channel_not_found");
  return conversation;
}

function checked(sent: { text?: string | undefined; blocks?: unknown }): MessageContent {
  const hasBlocks = Array.isArray(sent.blocks) ? sent.blocks.length > 0 : sent.blocks !== undefined;
  if (!sent.text && !hasBlocks) throw new ApiError("no_text");
  if (sent.text && sent.text.length > 40_000) throw new ApiError("msg_too_long");
  const result = checkMessage(sent);
  if (result.value) return result.value;
  const tooLong = result.breaches.some((breach) => breach.includes("msg_blocks_too_long"));
  throw ApiError.of(tooLong ? "msg_blocks_too_long" : "invalid_blocks", result.breaches);
}
