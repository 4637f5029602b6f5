/** The emoji that messages use most; any other stays as written. */
const known: Record<string, string> = {
  "+1": "👍",
  bell: "🔔",
  bulb: "💡",
  calendar: "📆",
  email: "✉️",
  envelope: "✉️",
  eyes: "👀",
  heavy_check_mark: "✔️",
  hourglass: "⌛",
  house: "🏠",
  information_source: "ℹ️",
  key: "🔑",
  lock: "🔒",
  mag: "🔍",
  no_entry: "⛔",
  no_entry_sign: "🚫",
  pencil2: "✏️",
  raised_hands: "🙌",
  rocket: "🚀",
  rotating_light: "🚨",
  smile: "😄",
  tada: "🎉",
  thumbsup: "👍",
  thinking_face: "🤔",
  warning: "⚠️",
  wave: "👋",
  white_check_mark: "✅",
  x: "❌",
};

/** Replaces emoji names in a text with emoji. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+-]+):/g, (written, name: string) => known[name] ?? written);
}
