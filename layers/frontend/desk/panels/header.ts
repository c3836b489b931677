/** The bar's right side: whether all is saved, who else is here, undo and redo. */

import { announce, byId, el } from "../../core/dom.ts";
import { t } from "../../core/words.ts";
import { notify } from "../../panels/notices.ts";
import type { Desk } from "../desk.ts";
import { fullName } from "./names.ts";

export function setUpHeader(desk: Desk, signIn: string): void {
  showSaving(desk, signIn);
  showPresence(desk);
  wireUndo(desk);
  warnBeforeLeaving(desk);
  desk.on("refused", ({ message }) => {
    notify("refused", { text: t("刚才的一步没有被接受，已退回：{message}", { message }), action: t("知道了"), act: () => {} });
  });
}

function showSaving(desk: Desk, signIn: string): void {
  const box = byId("saving");
  let before = "";
  const show = () => {
    const text = savingText(desk);
    if (text === before) return;
    before = text;
    box.dataset["saving"] = desk.saved;
    box.replaceChildren(el("span", { class: "saving-mark", "aria-hidden": "true" }, MARKS[desk.saved]), text);
    const action = savingAction(desk, signIn);
    if (action) box.append(action);
  };
  for (const event of ["saving", "changed", "conflict"] as const) desk.on(event, show);
  show();
}

const MARKS: Record<Desk["saved"], string> = {
  saved: "✓",
  sending: "↑",
  offline: "⚠",
  conflict: "⚠",
  "signed-out": "⚠",
  gone: "✕",
};

function savingText(desk: Desk): string {
  const count = desk.waiting.length;
  switch (desk.saved) {
    case "saved":
      return count ? t("正在保存…") : t("已保存");
    case "sending":
      return t("正在保存…");
    case "offline":
      return count ? t("离线，{count} 步待发送", { count }) : t("离线");
    case "conflict":
      return t("需要处理冲突");
    case "signed-out":
      return count ? t("登录失效，{count} 步待发送", { count }) : t("登录失效");
    case "gone":
      return t("草案已不可用");
  }
}

function savingAction(desk: Desk, signIn: string): HTMLElement | null {
  if (desk.saved === "signed-out") return el("a", { href: signIn }, t("重新登录"));
  if (desk.saved !== "conflict") return null;
  const button = el("button", { class: "plain", id: "open-conflict" }, t("处理"));
  button.addEventListener("click", () => byId<HTMLDialogElement>("conflict").showModal());
  return button;
}

function showPresence(desk: Desk): void {
  const box = byId("presence");
  let before = "";
  desk.on("presence", () => {
    const others = desk.present.filter((one) => !one.mine);
    const text = others.map(({ name, unit }) => (unit === null ? name : `${name}（${fullName(desk, unit)}）`));
    if (text.join("、") === before) return;
    if (others.length > before.split("、").filter(Boolean).length) announce(t("{names} 也在这份草案里", { names: text.join("、") }));
    before = text.join("、");
    box.replaceChildren(...(others.length ? [el("ul", { "aria-label": t("也在这份草案里的人") }, ...text.map(chip))] : []));
  });
}

function chip(text: string): HTMLElement {
  const short = el("span", { class: "presence-mark", "aria-hidden": "true" }, text.slice(0, 1));
  return el("li", { title: text }, short, el("span", { class: "presence-name" }, text));
}

function wireUndo(desk: Desk): void {
  if (!desk.mayEdit) return;
  const undo = byId<HTMLButtonElement>("undo");
  const redo = byId<HTMLButtonElement>("redo");
  const title = { undo: undo.title, redo: redo.title };
  const show = () => {
    undo.disabled = desk.undoable === null;
    redo.disabled = desk.redoable === null;
    undo.title = [title.undo, desk.undoable].filter(Boolean).join("：");
    redo.title = [title.redo, desk.redoable].filter(Boolean).join("：");
  };
  undo.addEventListener("click", () => desk.undo());
  redo.addEventListener("click", () => desk.redo());
  document.addEventListener("keydown", (event) => byKey(desk, event));
  desk.on("changed", show);
  desk.on("state", show);
  show();
}

/** Ctrl+Z and Ctrl+Shift+Z or Ctrl+Y, except where text is being written. */
function byKey(desk: Desk, event: KeyboardEvent): void {
  const writing = (event.target as HTMLElement).closest("input:not([type=checkbox]), textarea");
  if (writing || document.querySelector("dialog[open]") || !(event.ctrlKey || event.metaKey)) return;
  const key = event.key.toLowerCase();
  const redo = key === "y" || (key === "z" && event.shiftKey);
  if (key !== "z" && !redo) return;
  event.preventDefault();
  if (redo) {
    if (desk.redoable !== null) desk.redo();
  } else if (desk.undoable !== null) desk.undo();
}

function warnBeforeLeaving(desk: Desk): void {
  window.addEventListener("beforeunload", (event) => {
    if (!desk.waiting.length) return;
    event.preventDefault();
    event.returnValue = "";
  });
}
