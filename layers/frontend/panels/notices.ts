/** What went wrong, said over the map, which keeps what it has; with a way to try again. */

import { byId, el } from "../core/dom.ts";
import { RequestFailed } from "../core/requests.ts";
import { t } from "../core/words.ts";

const shown = new Map<string, HTMLElement>();

export interface Notice {
  text: string;
  action?: string;
  act?: () => void;
}

/** Show a notice under a name of its own; the same name replaces it. */
export function notify(name: string, { text, action, act }: Notice): void {
  dismiss(name);
  const button = action && act ? el("button", { class: "button button-small" }, action) : null;
  button?.addEventListener("click", () => {
    dismiss(name);
    act?.();
  });
  const notice = el("div", { class: "notice notice-bad", role: "alert", "data-notice": name }, el("p", {}, text), button);
  shown.set(name, notice);
  byId("notices").append(notice);
}

export function dismiss(name: string): void {
  shown.get(name)?.remove();
  shown.delete(name);
}

/** The notice that fits a failed request. */
export function notifyFailure(name: string, error: unknown, what: string, retry: () => void, signIn: string): void {
  const failed = error instanceof RequestFailed ? error : null;
  if (failed?.trouble === "signed-out") {
    const go = () => location.assign(`${signIn}${encodeURIComponent(location.search)}`);
    notify(name, { text: failed.message, action: t("重新登录"), act: go });
    return;
  }
  const text = `${what}${failed?.message ?? t("页面脚本出错，请刷新页面。")}${t("地图保留已有的内容。")}`;
  notify(name, { text, action: t("重试"), act: retry });
}
