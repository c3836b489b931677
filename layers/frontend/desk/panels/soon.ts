/** Drawing once per frame, however often it is asked for. */

export function soon(work: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      work();
    });
  };
}

/** The same for what is inside `element`; while that is not shown the work waits until it is. */
export function soonWhenShown(element: HTMLElement, work: () => void): () => void {
  let due = false;
  const ask = soon(() => {
    due = element.offsetParent === null;
    if (!due) work();
  });
  new ResizeObserver(() => due && ask()).observe(element);
  return ask;
}
