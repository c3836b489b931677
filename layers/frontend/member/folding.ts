/** A link at the bottom leads to a list: it is open when one gets there. */

export function unfoldWhatIsAskedFor(): void {
  const unfold = () => {
    const folded = location.hash ? document.querySelector(`${location.hash} details`) : null;
    folded?.setAttribute("open", "");
  };
  window.addEventListener("hashchange", unfold);
  unfold();
}
