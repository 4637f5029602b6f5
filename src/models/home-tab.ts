import { model, Schema } from "mongoose";

/** Which Home someone gets: an admin's, an owner's before the first Admin exists, or their own profile. */
const homes = ["overview", "setup", "profile"] as const;
type HomeKind = (typeof homes)[number];

/** What a notice on a Home is: of what is done, of what was not done, of what is for others alone, of a mail that leaves. */
const noticeKinds = ["done", "not_done", "not_permitted", "mail"] as const;
type NoticeKind = (typeof noticeKinds)[number];

/** The mail that a notice announces: of an invite, or the test email to an account. */
interface NoticedMail {
  of: "invite" | "test";
  id: string;
  generation: number;
}

export interface HomeTabDocument {
  /** The account: `team:user`. */
  _id: string;
  openedAt: Date;
  /** The workspace where it was opened last, where the app is installed in a whole organisation. */
  openedIn?: string | undefined;
  shows?: HomeKind | undefined;
  /** The hash of what was published last, and when that was read. */
  hash?: string | undefined;
  drawnAt?: Date | undefined;
  /** What came of the last press on it. */
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

// Whoever has not looked for so long gets a new one when they do.
schema.index({ openedAt: 1 }, { expireAfterSeconds: 30 * 24 * 60 * 60 });
schema.index({ shows: 1 });

/** The Home tab of an account that has opened it: only those are published again. */
export const HomeTab = model<HomeTabDocument>("HomeTab", schema);
