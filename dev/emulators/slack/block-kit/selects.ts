import * as z from "zod";
import { confirmable, fillable, menuOption, optionGroup } from "./objects.ts";

/** The fields that every menu has. */
export const menu = { ...confirmable, ...fillable };
const several = { max_selected_items: z.int().min(1).optional() };
const listed = {
  options: z.array(menuOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};
const fetched = { min_query_length: z.int().min(0).optional() };
const filter = z.strictObject({
  include: z.array(z.enum(["im", "mpim", "private", "public"])).optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
});
const inConversations = {
  filter: filter.optional(),
  default_to_current_conversation: z.boolean().optional(),
};
const answered = { response_url_enabled: z.boolean().optional() };
const ids = z.array(z.string());

/** The ten select menus. */
export const selects = [
  z.strictObject({
    ...menu,
    ...listed,
    type: z.literal("static_select"),
    initial_option: menuOption.optional(),
  }),
  z.strictObject({
    ...menu,
    ...listed,
    ...several,
    type: z.literal("multi_static_select"),
    initial_options: z.array(menuOption).optional(),
  }),
  z.strictObject({
    ...menu,
    ...fetched,
    type: z.literal("external_select"),
    initial_option: menuOption.optional(),
  }),
  z.strictObject({
    ...menu,
    ...fetched,
    ...several,
    type: z.literal("multi_external_select"),
    initial_options: z.array(menuOption).optional(),
  }),
  z.strictObject({ ...menu, type: z.literal("users_select"), initial_user: z.string().optional() }),
  z.strictObject({
    ...menu,
    ...several,
    type: z.literal("multi_users_select"),
    initial_users: ids.optional(),
  }),
  z.strictObject({
    ...menu,
    ...inConversations,
    ...answered,
    type: z.literal("conversations_select"),
    initial_conversation: z.string().optional(),
  }),
  z.strictObject({
    ...menu,
    ...inConversations,
    ...several,
    type: z.literal("multi_conversations_select"),
    initial_conversations: ids.optional(),
  }),
  z.strictObject({
    ...menu,
    ...answered,
    type: z.literal("channels_select"),
    initial_channel: z.string().optional(),
  }),
  z.strictObject({
    ...menu,
    ...several,
    type: z.literal("multi_channels_select"),
    initial_channels: ids.optional(),
  }),
] as const;
