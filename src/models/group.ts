import { model, Schema, Types } from "mongoose";

/** "all", or a list of names. */
export type Scope = "all" | string[];

export interface GroupDocument {
  _id: Types.ObjectId;
  name: string;
  /** Lower-cased: names are unique whatever the case. */
  nameKey: string;
  description: string;
  builtIn: boolean;
  services: Scope;
  projects: Scope;
  regions: Scope;
  /** Written by whoever changes who is in the group: what a rule over all members (the last Admin) locks. */
  membersVersion: number;
}

/** The groups that every installation has; their ids are fixed, so that two processes seed the same ones. */
export const builtInGroupIds = {
  users: new Types.ObjectId("000000000000000000000001"),
  admin: new Types.ObjectId("000000000000000000000002"),
} as const;

const scope = {
  type: Schema.Types.Mixed,
  required: true,
  validate: (value: unknown) =>
    value === "all" || (Array.isArray(value) && value.every((name) => typeof name === "string")),
};

const schema = new Schema<GroupDocument>(
  {
    name: { type: String, required: true },
    nameKey: { type: String, required: true },
    description: { type: String, default: "" },
    builtIn: { type: Boolean, required: true, default: false },
    services: scope,
    projects: scope,
    regions: scope,
    membersVersion: { type: Number, required: true, default: 0 },
  },
  { strictQuery: "throw", autoIndex: false },
);

schema.index({ nameKey: 1 }, { unique: true, name: "one_group_per_name" });

/** A named set of users, with its access. */
export const Group = model<GroupDocument>("Group", schema);
