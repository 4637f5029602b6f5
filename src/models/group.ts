import { model, Schema, Types } from "mongoose";
import { announceWrites } from "./access-writes.ts";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

/** "all", or a list of names. */
export type Scope = "all" | string[];

/** What an identity provider says of a group, as it came. */
export interface ProvisionedGroup {
  displayName?: string | undefined;
  externalId?: string | undefined;
  /** Whether it asked to manage the group; false once an admin took it back. */
  managed?: boolean | undefined;
}

/** Who gets a group without an answer: the members of another one, for so many hours at most. */
export interface AtOnce {
  group: Types.ObjectId;
  hours: number;
}

/** Whether and how people can ask for a group. */
export interface AccessRules {
  open: boolean;
  /** The group whose members decide; missing where admins do. */
  deciders?: Types.ObjectId | undefined;
  /** How many different people have to approve. */
  answers: 1 | 2;
  /** The longest time that is given; missing where there is none. */
  longestHours?: number | undefined;
  /** Whoever approves confirms it by a link that they are mailed. Missing for no. */
  confirmByMail?: boolean | undefined;
  /** Who gets it at once; the deciders are told. Missing for nobody. */
  preApproved?: AtOnce | undefined;
  /** Who gets it at once in an emergency; the admins are asked afterwards. Missing for nobody. */
  emergency?: AtOnce | undefined;
}

/** What the operator set of putting people into Admin, where one person's word is not enough. */
export interface AdminApproval {
  /** Ids of accounts named in IAM_OWNERS, who can approve, too. */
  owners: string[];
  lapseDays: number;
}

export interface GroupDocument {
  _id: Types.ObjectId;
  name: string;
  /** What names are unique by and sorted by: folded, see `groupNameKey`. */
  nameKey: string;
  /** The search terms of the name, see `groupTerms`. Missing where a version before them wrote it, until that is migrated. */
  words?: string[] | undefined;
  description: string;
  builtIn: boolean;
  services: Scope;
  projects: Scope;
  regions: Scope;
  /** What may be done with them; missing means all. */
  actions?: Scope | undefined;
  /** Missing means: not open, admins decide, one of them, for any time. */
  requests?: AccessRules | undefined;
  /** Of Admin alone: whoever puts somebody in needs another admin's approval. Missing means: one person's word is enough. */
  approval?: AdminApproval | undefined;
  /** Written by whoever changes who is in the group: what a rule over all members (the last Admin) locks. */
  membersVersion: number;
  /** When that was written last; missing where it was not yet, or by a version before this was kept. */
  membersChangedAt?: Date | undefined;
  /** +1 at each edit; an edit names the version that it was made on. */
  version: number;
  /** What identity providers keep with it. */
  provisioned?: ProvisionedGroup | undefined;
  /** The API client by whose provider alone it is decided who is in it. */
  managedBy?: { clientId: string; name: string } | undefined;
  /** Who created or last edited it, and when; missing while it is as it was seeded. */
  changedBy?: ActorRecord | undefined;
  changedAt?: Date | undefined;
}

/** The groups that every installation has; their ids are fixed, so that two processes seed the same ones. */
export const builtInGroupIds = {
  users: new Types.ObjectId("000000000000000000000001"),
  admin: new Types.ObjectId("000000000000000000000002"),
  auditors: new Types.ObjectId("000000000000000000000003"),
} as const;

/** Whether being in a group gives rights here: to decide, or to read what those who decide read. */
export function givesRights(groupId: Types.ObjectId): boolean {
  const { admin, auditors } = builtInGroupIds;
  return groupId.equals(admin) || groupId.equals(auditors);
}

const isScope = (value: unknown) =>
  value === "all" || (Array.isArray(value) && value.every((name) => typeof name === "string"));

const atOnce = { type: { group: Schema.Types.ObjectId, hours: Number }, _id: false };

const scope = { type: Schema.Types.Mixed, required: true, validate: isScope };

const schema = new Schema<GroupDocument>(
  {
    name: { type: String, required: true },
    nameKey: { type: String, required: true },
    words: { type: [String], default: undefined },
    description: { type: String, default: "" },
    builtIn: { type: Boolean, required: true, default: false },
    services: scope,
    projects: scope,
    regions: scope,
    actions: {
      type: Schema.Types.Mixed,
      validate: (value: unknown) => value === undefined || isScope(value),
    },
    requests: {
      type: {
        open: { type: Boolean, required: true },
        deciders: Schema.Types.ObjectId,
        answers: { type: Number, enum: [1, 2], required: true },
        longestHours: Number,
        confirmByMail: Boolean,
        preApproved: atOnce,
        emergency: atOnce,
      },
      _id: false,
    },
    approval: { type: { owners: [String], lapseDays: Number }, _id: false },
    membersVersion: { type: Number, required: true, default: 0 },
    membersChangedAt: Date,
    version: { type: Number, required: true, default: 1 },
    provisioned: { type: { displayName: String, externalId: String, managed: Boolean }, _id: false },
    managedBy: { type: { clientId: String, name: String }, _id: false },
    changedBy: actorRecordSchema,
    changedAt: Date,
  },
  { strictQuery: "throw", autoIndex: false },
);

announceWrites(schema);

schema.index({ nameKey: 1 }, { unique: true, name: "one_group_per_name" });
// Search by prefix, in the order of the term found.
schema.index({ words: 1, _id: 1 }, { name: "by_word" });

// A provider's own id of it.
schema.index(
  { "provisioned.externalId": 1 },
  {
    partialFilterExpression: { "provisioned.externalId": { $exists: true } },
    name: "by_external_id",
  },
);

/** The actions that a group gives. */
export const actionsOf = ({ actions = "all" }: Pick<GroupDocument, "actions">): Scope => actions;

// Groups that can be asked for, and those that the members of a group decide about.
schema.index(
  { "requests.open": 1, nameKey: 1 },
  { partialFilterExpression: { "requests.open": true }, name: "open_to_requests" },
);
schema.index(
  { "requests.deciders": 1 },
  { partialFilterExpression: { "requests.deciders": { $exists: true } }, name: "by_deciders" },
);

// Those that the members of a group get at once.
for (const rule of ["preApproved", "emergency"] as const)
  schema.index(
    { [`requests.${rule}.group`]: 1 },
    {
      partialFilterExpression: { [`requests.${rule}.group`]: { $exists: true } },
      name: rule === "preApproved" ? "by_pre_approved" : "by_emergency",
    },
  );

/** A named set of users, with its access. */
export const Group = model<GroupDocument>("Group", schema);
