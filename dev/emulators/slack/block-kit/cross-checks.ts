import { isDeepStrictEqual } from "node:util";
import type { Block } from "./blocks.ts";
import { controlsOf, initialOptionsOf, optionsOf } from "./controls.ts";
import type { Control } from "./elements.ts";
import type { View } from "./surfaces.ts";

/** A rule that was broken, and where. */
export interface Breach {
  rule: string;
  path: (string | number)[];
}

/**
 * Checks the rules across blocks: that ids are unique, that defaults are among the options, that a modal with inputs
 * can be submitted.
 */
export function crossChecks(blocks: Block[]): Breach[] {
  return [...repeatedBlockIds(blocks), ...twoInFocus(blocks), ...blocks.flatMap(checkBlock)];
}

/** Checks that a modal with an input has a submit button. */
export function submitMissing(view: View): Breach[] {
  if (view.type !== "modal" || view.submit) return [];
  const index = view.blocks.findIndex((block) => block.type === "input");
  if (index < 0) return [];
  return [
    { rule: "must define `submit` to use an `input` block in modals", path: ["blocks", index, "input"] },
  ];
}

function repeatedBlockIds(blocks: Block[]): Breach[] {
  const seen = new Set<string>();
  return blocks.flatMap(({ block_id: id }, index) => {
    if (!id) return [];
    const repeated = seen.has(id);
    seen.add(id);
    return repeated
      ? [{ rule: `\`block_id\` must be unique: ${id}`, path: ["blocks", index, "block_id"] }]
      : [];
  });
}

function twoInFocus(blocks: Block[]): Breach[] {
  const focused = blocks.flatMap((block, index) =>
    controlsOf(block).some((control) => "focus_on_load" in control && control.focus_on_load) ? [index] : [],
  );
  return focused.slice(1).map((index) => ({
    rule: "only one element can be set to `focus_on_load`",
    path: ["blocks", index],
  }));
}

function checkBlock(block: Block, index: number): Breach[] {
  const path = ["blocks", index];
  const breaches = controlsOf(block).flatMap((control, at) =>
    checkControl(control, [...path, ...placeOf(block, at)]),
  );
  if (block.type === "section" && !block.text && !block.fields) {
    breaches.push({ rule: "must define either `text` or `fields`", path });
  }
  if (block.type === "card" && !block.title && !block.body && !block.actions && !block.hero_image) {
    breaches.push({ rule: "must define one of `hero_image`, `title`, `actions`, `body`", path });
  }
  const ids = controlsOf(block).flatMap((control) => control.action_id ?? []);
  if (new Set(ids).size < ids.length) {
    breaches.push({ rule: "`action_id` must be unique within a block", path });
  }
  return breaches;
}

function placeOf(block: Block, at: number): (string | number)[] {
  if (block.type === "section") return ["accessory"];
  if (block.type === "input") return ["element"];
  return [block.type === "card" ? "actions" : "elements", at];
}

function checkControl(control: Control, path: (string | number)[]): Breach[] {
  return [...checkOptions(control, path), ...checkText(control, path)];
}

function checkOptions(control: Control, path: (string | number)[]): Breach[] {
  if (!("initial_option" in control || "initial_options" in control || "options" in control)) {
    return control.type === "static_select" || control.type === "multi_static_select"
      ? checkSource(control, path)
      : [];
  }
  const breaches = checkSource(control, path);
  const offered = optionsOf(control);
  const chosen = initialOptionsOf(control);
  const field = "initial_option" in control ? "initial_option" : "initial_options";
  const external = control.type === "external_select" || control.type === "multi_external_select";
  const onOffer = chosen.every((option) => offered.some((other) => isDeepStrictEqual(other, option)));
  const empty = "initial_options" in control && control.initial_options?.length === 0;
  if (empty || (!external && !onOffer)) {
    breaches.push({ rule: "must be one of the provided options", path: [...path, field] });
  }
  if ("max_selected_items" in control && chosen.length > (control.max_selected_items ?? chosen.length)) {
    breaches.push({
      rule: `no more than ${control.max_selected_items} items allowed`,
      path: [...path, field],
    });
  }
  return breaches;
}

function checkSource(control: Control, path: (string | number)[]): Breach[] {
  if (control.type !== "static_select" && control.type !== "multi_static_select") return [];
  if (Boolean(control.options) !== Boolean(control.option_groups)) return [];
  return [{ rule: "must define either `options` or `option_groups`", path }];
}

function checkText(control: Control, path: (string | number)[]): Breach[] {
  if (control.type !== "plain_text_input") return [];
  const { min_length: min = 0, max_length: max = 3000, initial_value: value } = control;
  if (min > max) return [{ rule: "`min_length` must not exceed `max_length`", path }];
  if (value === undefined || value === "") return [];
  const place = [...path, "initial_value"];
  if (value.length > max) return [{ rule: `must be less than ${max + 1} characters`, path: place }];
  if (value.length < min) return [{ rule: `must be more than ${min - 1} characters`, path: place }];
  return [];
}
