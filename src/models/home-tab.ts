import { model, Schema } from "mongoose";

/** Which Home someone gets: an admin's, an owner's before the first Admin exists, or their own profile. */
const homes = ["overview", "setup", "profile"] as const;
type HomeKind = (typeof homes)[number];

/** The kind of notice on a Home: done, not done, something only others can do, or an outgoing email. */
const noticeKinds = ["done", "not_done", "not_permitted", "mail"] as const;
type NoticeKind = (typeof noticeKinds)[number];

/** The email a notice announces: an invite's, or the test email to an account. */
interface NoticedMail {
  of: "invite" | "test";
  id: string;
  generation: number;
}

export interface HomeTabDocument {
  /** The account: `team:user`. */
  _id: string;
  openedAt: Date;
  /** The workspace where it was last opened, when the app is installed in a whole organisation. */
  openedIn?: string | undefined;
  shows?: HomeKind | undefined;
  /** The hash of what was last published, and when that was read. */
  hash?: string | undefined;
  drawnAt?: Date | undefined;
  /** The outcome of the last press on it. */
  said?: { words: string; at: Date; kind?: NoticeKind; mail?: NoticedMail } | undefined;
}

const schema = new Schema<HomeTabDocument>(
  {
    _id: { type: String, required: true },
    openedAt: { type: Date, required: true },
    openedIn: String,
    shows: { type: String, enum: homes },
    hash: String,
    drawnAt: Date,
    said: {
      type: {
        words: String,
        at: Date,
        kind: { type: String, enum: noticeKinds },
        mail: { type: { of: String, id: String, generation: Number }, _id: false },
      },
      _id: false,
    },
  },
  { strictQuery: "throw", autoIndex: false },
);

// Anyone away for this long gets a new one when they next look.
schema.index({ openedAt: 1 }, { expireAfterSeconds: 30 * 24 * 60 * 60 });
schema.index({ shows: 1 });

/** The Home tab of an account that has opened it: only these are published again. */
export const HomeTab = model<HomeTabDocument>("HomeTab", schema);
