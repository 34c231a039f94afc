// A page may be read after the day that it announces and before it is built anew. It states that
// day, so it stays true; this shows its wording for afterwards once the day has come.
for (const turn of document.querySelectorAll("[data-turn]")) {
  if (Date.now() >= Date.parse(turn.dataset.turn)) {
    for (const wording of turn.children) wording.hidden = !wording.hidden;
  }
}
