/** A menu of actions at a place on the page, by the keyboard pattern of menus. */

import { byId, el } from "../../core/dom.ts";

export interface Item {
  label: string;
  act: () => void;
  /** Why it cannot be done now, said beside it. */
  hindrance?: string;
}

/** Items under one heading. */
export interface Section {
  title: string;
  items: Item[];
}

export interface Spot {
  x: number;
  y: number;
}

let open: { menu: HTMLElement; back: HTMLElement | null } | null = null;

/** Show a menu; the focus goes back to where it was when it closes. */
export function showMenu(sections: readonly Section[], { x, y }: Spot): void {
  closeMenu();
  const menu = el("div", { class: "menu", role: "menu", tabindex: -1 }, ...sections.map(sectionOf));
  open = { menu, back: document.activeElement as HTMLElement | null };
  byId("main").append(menu);
  const left = Math.max(8, Math.min(x, window.innerWidth - menu.offsetWidth - 8));
  const top = Math.max(8, Math.min(y, window.innerHeight - menu.offsetHeight - 8));
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
  menu.addEventListener("keydown", onKey);
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (!menu.contains(relatedTarget as Node | null)) closeMenu(false);
  });
  (itemsOf(menu)[0] ?? menu).focus();
}

export function closeMenu(giveBack = true): void {
  const was = open;
  open = null;
  was?.menu.remove();
  if (giveBack) was?.back?.focus();
}

function sectionOf({ title, items }: Section): HTMLElement {
  const heading = el("p", { class: "menu-title", role: "presentation" }, title);
  return el("div", { role: "group", "aria-label": title }, heading, ...items.map(itemOf));
}

function itemOf({ label, act, hindrance }: Item): HTMLElement {
  const why = hindrance ? el("span", { class: "menu-why" }, hindrance) : null;
  const item = el("button", { role: "menuitem", tabindex: -1, "aria-disabled": hindrance ? "true" : null }, label, why);
  item.addEventListener("click", () => {
    if (hindrance) return;
    closeMenu();
    act();
  });
  return item;
}

function onKey(event: KeyboardEvent): void {
  const items = itemsOf(event.currentTarget as HTMLElement);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
  const next = to[event.key];
  if (next !== undefined) items[(next + items.length) % items.length]?.focus();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')];
}
