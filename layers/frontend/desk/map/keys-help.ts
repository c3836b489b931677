/** The list of keys of the map. */

import { el } from "../../core/dom.ts";
import { t } from "../../core/words.ts";

export function showKeys(): void {
  const close = el("button", { class: "button button-small" }, t("关闭"));
  const rows = keys().map(([key, what]) => el("div", {}, el("dt", {}, ...key.split(" ").map((one) => el("kbd", {}, one))), el("dd", {}, what)));
  const dialog = el(
    "dialog",
    { class: "ask keys", "aria-label": t("地图上的按键") },
    el("h2", {}, t("地图上的按键")),
    el("dl", {}, ...rows),
    el("div", { class: "dialog-actions" }, close),
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function keys(): [string, string][] {
  return [
    ["↑ ↓ ← →", t("移动地图")],
    ["Shift+↑↓←→", t("移动十字")],
    ["+ −", t("放大、缩小")],
    ["Enter", t("用当前工具选取十字处")],
    ["Shift+Enter", t("添加到所选")],
    ["Delete", t("从所选中去除")],
    ["N P", t("走到下一个、上一个相邻单元")],
    ["M", t("把所选移到…")],
    ["U", t("所选与所在网格的菜单")],
    ["L", t("锁定或解锁所选单元")],
    ["Ctrl+A", t("选中所在的整个网格")],
    ["1 … 9 0", t("换工具")],
    ["Tab", t("画线时选一个点，再用方向键移动、Delete 去掉")],
    ["[ ]", t("画笔变小、变大")],
    [t("空格"), t("按住时拖动地图")],
    ["Esc", t("取消手中的动作，再按取消选择")],
    ["Ctrl+Z", t("撤销")],
    ["Ctrl+Shift+Z", t("重做")],
  ];
}
