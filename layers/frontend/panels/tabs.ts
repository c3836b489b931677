/** The tabs of the side panel, by the keyboard pattern of tab lists; on a phone also its sheet. */

import { byId } from "../core/dom.ts";

const tabs = () => [...document.querySelectorAll<HTMLElement>('[role="tab"]')];

export function setUpTabs(): void {
  for (const tab of tabs()) {
    tab.addEventListener("click", () => {
      const again = tab.getAttribute("aria-selected") === "true" && isSheetOpen();
      selectTab(tab.id);
      openSheet(!again);
    });
    tab.addEventListener("keydown", (event) => moveBetween(event, tab));
  }
}

export function selectTab(id: string): void {
  for (const tab of tabs()) {
    const chosen = tab.id === id;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    byId(tab.getAttribute("aria-controls") ?? "").hidden = !chosen;
  }
}

/** Open or close the bottom sheet; it matters on narrow screens only. */
export function openSheet(open: boolean): void {
  byId("side").dataset["sheet"] = open ? "open" : "closed";
}

function isSheetOpen(): boolean {
  return byId("side").dataset["sheet"] === "open";
}

function moveBetween(event: KeyboardEvent, tab: HTMLElement): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = tabs();
  const next = all[(all.indexOf(tab) + step + all.length) % all.length];
  if (!next) return;
  event.preventDefault();
  selectTab(next.id);
  next.focus();
}
