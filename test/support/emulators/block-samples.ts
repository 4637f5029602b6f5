/** Makes plain text of some length. */
export const text = (length: number) => ({ type: "plain_text", text: "x".repeat(length) });

/** Makes a string of some length. */
export const letters = (length: number) => "x".repeat(length);

/** Makes the same thing several times. */
export const times = <T>(count: number, item: T) => Array.from({ length: count }, () => item);

/** Makes a list of different options. */
export const options = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    text: { type: "plain_text", text: `o${index}` },
    value: `o${index}`,
  }));

/** Makes a section. */
export const section = (more: object = {}) => ({ type: "section", text: text(1), ...more });

/** Makes a button. */
export const button = (more: object = {}) => ({ type: "button", text: text(1), ...more });

/** Makes a confirmation dialog. */
export const confirmation = (more: object = {}) => ({
  title: text(1),
  text: text(1),
  confirm: text(1),
  deny: text(1),
  ...more,
});

/** Makes a select menu. */
export const menu = (more: object = {}) => ({ type: "static_select", options: options(2), ...more });

/** Makes a text field. */
export const field = (more: object = {}) => ({ type: "plain_text_input", ...more });

/** An input block. */
export const input = (element: object, more: object = {}) => ({
  type: "input",
  label: text(1),
  element,
  ...more,
});

/** Makes a modal with these blocks. */
export const modal = (blocks: object[], more: object = {}) => ({
  type: "modal",
  title: text(1),
  submit: text(1),
  close: text(1),
  blocks,
  ...more,
});

/** Makes a modal whose one block has this beside it. */
export const beside = (accessory: object) => modal([section({ accessory })]);

/** Makes a modal that asks for this. */
export const asking = (element: object) => modal([input(element)]);

/** Makes a message with these blocks. */
export const message = (blocks: object[]) => ({ text: "x", blocks });
