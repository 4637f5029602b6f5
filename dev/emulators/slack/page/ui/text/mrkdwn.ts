/** A piece of a line of text. */
export type Piece =
  | { kind: "text" | "code"; text: string }
  | { kind: "break" }
  | { kind: "bold" | "italic" | "strike"; inside: Piece[] }
  | { kind: "link"; url: string; label: string }
  | { kind: "user"; id: string; label: string | undefined }
  | { kind: "mention"; text: string }
  | { kind: "date"; timestamp: number; format: string; url: string | undefined; fallback: string };

/** A part of a text; parts are drawn below each other. */
export type Part = { kind: "lines" | "quote"; inside: Piece[] } | { kind: "pre"; text: string };

const emphases = { "*": "bold", _: "italic", "~": "strike" } as const;
const word = /[\p{L}\p{N}]/u;

/** Reads Slack's markup: code blocks first, then quoted lines, then what is in a line. */
export function parseMrkdwn(text: string, verbatim = false): Part[] {
  return text.split(/```\n?([\s\S]+?)\n?```\n?/).flatMap((part, index): Part[] => {
    if (index % 2 === 1) return [{ kind: "pre", text: unescaped(part) }];
    return quotes(part).map(({ quoted, lines }) => ({
      kind: quoted ? "quote" : "lines",
      inside: pieces(lines, verbatim),
    }));
  });
}

function quotes(text: string): { quoted: boolean; lines: string }[] {
  if (text === "") return [];
  const found: { quoted: boolean; lines: string[] }[] = [];
  for (const line of text.split("\n")) {
    const quoted = /^(&gt;|>)/.test(line);
    const last = found.at(-1);
    const bare = quoted ? line.replace(/^(&gt;|>) ?/, "") : line;
    if (last?.quoted === quoted) last.lines.push(bare);
    else found.push({ quoted, lines: [bare] });
  }
  return found.map(({ quoted, lines }) => ({ quoted, lines: lines.join("\n") }));
}

function pieces(text: string, verbatim: boolean): Piece[] {
  const found: Piece[] = [];
  let plain = "";
  let at = 0;
  const flush = () => {
    if (plain) found.push({ kind: "text", text: unescaped(plain) });
    plain = "";
  };
  while (at < text.length) {
    const next = special(text, at, verbatim);
    if (next) {
      flush();
      found.push(next.piece);
      at = next.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return found;
}

function special(text: string, at: number, verbatim: boolean): { piece: Piece; end: number } | undefined {
  const rest = text.slice(at);
  const before = text[at - 1] ?? "";
  if (rest.startsWith("\n")) return { piece: { kind: "break" }, end: at + 1 };
  const angle = /^<([^<>\n]+)>/.exec(rest);
  if (angle?.[1] !== undefined) return { piece: inAngles(angle[1]), end: at + angle[0].length };
  const code = /^`([^`\n]+)`/.exec(rest);
  if (code?.[1] !== undefined)
    return { piece: { kind: "code", text: unescaped(code[1]) }, end: at + code[0].length };
  const url = verbatim || word.test(before) ? null : /^https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"*_~`]/.exec(rest);
  if (url) {
    const address = unescaped(url[0]);
    return { piece: { kind: "link", url: address, label: address }, end: at + url[0].length };
  }
  return emphasised(text, at, verbatim);
}

/**
 * Reads an emphasis: its mark opens after anything but a word and before anything but a space, and closes the other way
 * round.
 */
function emphasised(text: string, at: number, verbatim: boolean): { piece: Piece; end: number } | undefined {
  const mark = text[at];
  if (mark !== "*" && mark !== "_" && mark !== "~") return undefined;
  if (word.test(text[at - 1] ?? "") || /^(\s|$)/.test(text.slice(at + 1))) return undefined;
  const line = text.slice(at + 1).split("\n", 1)[0] ?? "";
  const bare = line.replace(/<[^<>]+>|`[^`]+`/g, (whole) => "x".repeat(whole.length));
  for (let end = bare.indexOf(mark); end >= 0; end = bare.indexOf(mark, end + 1)) {
    if (end === 0 || /\s/.test(bare[end - 1] ?? "") || word.test(bare[end + 1] ?? "")) continue;
    const inside = pieces(line.slice(0, end), verbatim);
    return { piece: { kind: emphases[mark], inside }, end: at + end + 2 };
  }
  return undefined;
}

function inAngles(inside: string): Piece {
  const [target = "", ...rest] = inside.split("|");
  const label = rest.length > 0 ? unescaped(rest.join("|")) : undefined;
  if (target.startsWith("@")) return { kind: "user", id: target.slice(1), label };
  if (target.startsWith("#")) return { kind: "mention", text: `#${label ?? target.slice(1)}` };
  if (target.startsWith("!date^")) {
    const [, timestamp = "", format = "", url] = target.split("^");
    return { kind: "date", timestamp: Number(timestamp), format, url, fallback: label ?? "" };
  }
  if (target.startsWith("!")) return { kind: "mention", text: label ?? `@${target.slice(1)}` };
  const url = unescaped(target);
  return { kind: "link", url, label: label ?? url.replace(/^mailto:/, "") };
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
