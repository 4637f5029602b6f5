/** Makes an element with text or children in it; text stays text. */
export function element(tag, content = [], className = "") {
  const made = document.createElement(tag);
  made.append(...(Array.isArray(content) ? content : [content]));
  if (className) made.className = className;
  return made;
}

const emphasis = [
  ["*", "b"],
  ["_", "i"],
  ["~", "s"],
  ["`", "code"],
];

/** Slack's markup as nodes: mentions, dates and links first, emphasis in what is left. */
function marked(text, names) {
  return text.split(/(<[^<>]+>)/).flatMap((piece) => {
    if (!piece.startsWith("<")) return emphasised(piece);
    const [target, label] = piece.slice(1, -1).split("|");
    if (target.startsWith("@")) return [element("b", `@${names[target.slice(1)] ?? label ?? target}`)];
    if (target.startsWith("!")) return [label ?? target];
    const link = element("a", label ?? target);
    if (/^(https?|mailto):/.test(target)) link.href = target;
    link.target = "_blank";
    link.rel = "noreferrer";
    return [link];
  });
}

function emphasised(text) {
  const found = text.match(/(?<=^|[\s(])([*_~`])(?=\S)([^\n]*?\S)\1(?=$|[\s).,;:!?])/);
  if (!found) return [unescaped(text)];
  const tag = emphasis.find(([mark]) => mark === found[1])[1];
  return [
    unescaped(text.slice(0, found.index)),
    element(tag, emphasised(found[2])),
    ...emphasised(text.slice(found.index + found[0].length)),
  ];
}

const unescaped = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** A text object as an element. */
export function textOf(text, names, tag = "div") {
  if (!text) return element(tag);
  return element(tag, text.type === "mrkdwn" ? marked(text.text, names) : text.text, "text");
}
