import * as z from "zod";
import { ApiError } from "../api-error.ts";
import { checkWorkspace, inWorkspace } from "./in-workspace.ts";
import { json, type Method, method } from "./method.ts";

const completed = z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1);

/** The `files.*` methods. */
export const fileMethods: Record<string, Method> = {
  "files.getUploadURLExternal": method(
    "files:write",
    z.object({ filename: z.string().min(1), length: z.coerce.number().int(), ...inWorkspace }),
    ({ filename, length, team_id }, workspace) => {
      checkWorkspace(workspace, team_id, undefined, "channel_not_found");
      if (length < 1) throw new ApiError("invalid_arguments");
      return { ...workspace.files.ticket(filename, length) };
    },
  ),

  "files.completeUploadExternal": method(
    "files:write",
    z.object({
      files: json,
      channel_id: z.string().optional(),
      initial_comment: z.string().optional(),
      ...inWorkspace,
    }),
    ({ files: sent, channel_id: channelId, initial_comment: comment = "", team_id }, workspace) => {
      checkWorkspace(workspace, team_id, undefined, "channel_not_found");
      const conversation = channelId === undefined ? undefined : workspace.conversations.find(channelId);
      if (channelId !== undefined && (!conversation?.withUser || conversation.people))
        throw new ApiError("channel_not_found");
      const files = completed
        .parse(sent)
        .map(({ id, title }) => workspace.files.complete(id, { title, channelId }));
      if (conversation) {
        const names = files.map(({ title }) => title).join(", ");
        const text = [comment, `Attached: ${names}`].filter(Boolean).join("\n");
        workspace.conversations.post({ text }, { channelId: conversation.id, author: workspace.bot.id });
      }
      return { files };
    },
  ),

  "files.info": method("files:read", z.object({ file: z.string() }), ({ file: id }, workspace) => {
    const file = workspace.files.described(id);
    if (!file) throw new ApiError("file_not_found");
    return { file };
  }),
};
