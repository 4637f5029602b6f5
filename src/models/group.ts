import { model, Schema, Types } from "mongoose";
import { announceWrites } from "./access-writes.ts";
import { type ActorRecord, actorRecordSchema } from "./actor-record.ts";

/** "all", or a list of names. */
export type Scope = "all" | string[];

/** An identity provider's data about a group, as received. */
export interface ProvisionedGroup {
  displayName?: string | undefined;
  externalId?: string | undefined;
  /** Whether it asked to manage the group; false once an admin took it back. */
  managed?: boolean | undefined;
}

/** Who gets a group without an answer: the members of another group, for at most this many hours. */
export interface AtOnce {
  group: Types.ObjectId;
  hours: number;
}

/** Whether and how people can request a group. */
export interface AccessRules {
  open: boolean;
  /** The group whose members decide; missing where admins do. */
  deciders?: Types.ObjectId | undefined;
  /** How many different people must approve. */
  answers: 1 | 2;
  /** The longest time it can be given for; missing where there is no limit. */
  longestHours?: number | undefined;
  /** Approvers confirm through a link they are emailed. Missing for no. */
  confirmByMail?: boolean | undefined;
  /** Who gets it at once; the deciders are told. Missing for nobody. */
  preApproved?: AtOnce | undefined;
  /** Who gets it at once in an emergency; the admins are asked afterwards. Missing for nobody. */
  emergency?: AtOnce | undefined;
}

/** The operator's settings for putting people into Admin, where one person's word isn't enough. */
export interface AdminApproval {
  /** Ids of accounts named in IAM_OWNERS, who can also approve. */
  owners: string[];
  lapseDays: number;
}

export interface GroupDocument {
  _id: Types.ObjectId;
  name: string;
  /** The folded name that uniqueness and sorting use, see `groupNameKey`. */
  nameKey: string;
  /** The name's search terms, see `groupTerms`. Missing where an older version wrote it, until migrated. */
  words?: string[] | undefined;
  description: string;
  builtIn: boolean;
  services: Scope;
  projects: Scope;
  regions: Scope;
  /** The actions allowed on them; missing means all. */
  actions?: Scope | undefined;
  /** Missing means: not open, one admin decides, for any length of time. */
  requests?: AccessRules | undefined;
  /** Admin only: putting someone in needs another admin's approval. Missing means one person's word is enough. */
  approval?: AdminApproval | undefined;
  /** Written by every change to the group's members: rules over all members (the last Admin) lock it. */
  membersVersion: number;
  /** When that was last written; missing where it hasn't been yet, or only by a version that didn't record it. */
  membersChangedAt?: Date | undefined;
  /** +1 at each edit; an edit names the version that it was made on. */
  version: number;
  /** What identity providers store with it. */
  provisioned?: ProvisionedGroup | undefined;
  /** The API client whose provider alone decides who is in it. */
  managedBy?: { clientId: string; name: string } | undefined;
  /** Who created or last edited it, and when; missing while it is as seeded. */
  changedBy?: ActorRecord | undefined;
  changedAt?: Date | undefined;
}

/** The groups every installation has; their ids are fixed, so that two processes seed the same ones. */
export const builtInGroupIds = {
  users: new Types.ObjectId("000000000000000000000001"),
  admin: new Types.ObjectId("000000000000000000000002"),
  auditors: new Types.ObjectId("000000000000000000000003"),
} as const;

/** Whether membership gives rights here: to decide, or to read what deciders read. */
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
// Prefix search, in the order of the term found.
schema.index({ words: 1, _id: 1 }, { name: "by_word" });

// A provider's own id for it.
schema.index(
  { "provisioned.externalId": 1 },
  {
    partialFilterExpression: { "provisioned.externalId": { $exists: true } },
    name: "by_external_id",
  },
);

/** The actions a group allows. */
export const actionsOf = ({ actions = "all" }: Pick<GroupDocument, "actions">): Scope => actions;

// Groups that can be requested, and groups that the members of a given group decide about.
schema.index(
  { "requests.open": 1, nameKey: 1 },
  { partialFilterExpression: { "requests.open": true }, name: "open_to_requests" },
);
schema.index(
  { "requests.deciders": 1 },
  { partialFilterExpression: { "requests.deciders": { $exists: true } }, name: "by_deciders" },
);

// Groups that the members of a given group get at once.
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
