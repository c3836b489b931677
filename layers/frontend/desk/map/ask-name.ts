/** Asks for a name in a small dialog, with one proposed. */

import { el } from "../../core/dom.ts";
import { t } from "../../core/words.ts";

const LONGEST = 100;

/** The name given, or null where it was left. */
export function askName(title: string, proposed: string): Promise<string | null> {
  const input = el("input", { type: "text", id: "asked-name", maxlength: LONGEST, required: true, value: proposed, autocomplete: "off" });
  const yes = el("button", { class: "button button-small", value: "yes" }, t("确定"));
  const no = el("button", { class: "button button-small button-quiet", type: "button" }, t("取消"));
  const form = el(
    "form",
    { method: "dialog" },
    el("h2", {}, title),
    el("div", { class: "field" }, el("label", { for: "asked-name" }, t("名称")), input),
    el("div", { class: "dialog-actions" }, no, yes),
  );
  const dialog = el("dialog", { class: "ask", "aria-label": title }, form);
  no.addEventListener("click", () => dialog.close(""));
  document.body.append(dialog);
  dialog.showModal();
  input.select();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      const name = input.value.trim();
      answer(dialog.returnValue === "yes" && name ? name : null);
    });
  });
}
