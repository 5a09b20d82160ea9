// The settings pages: rows that come and go, back to the inherited value, placeholders at the cursor.

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-remove-row]")?.closest("[data-row]");
  if (row) {
    const next = row.nextElementSibling ?? row.previousElementSibling ?? document.querySelector("[data-add-row]");
    row.remove();
    next?.querySelector?.("input")?.focus();
  }
  const clears = event.target.closest("[data-clear]");
  if (clears) {
    const field = document.getElementById(clears.dataset.clear);
    field.value = "";
    field.focus();
    clears.remove();
  }
  const word = event.target.closest("[data-insert]");
  if (word) insert(word);
  const copies = event.target.closest("[data-copy]");
  if (copies) navigator.clipboard?.writeText(copies.dataset.copy).then(() => copies.classList.add("copied"));
});

// A placeholder goes where the cursor was last in its field, and the preview follows as if it had been typed.
function insert(button) {
  const field = document.getElementById(button.dataset.into);
  field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

// What a setting's own fields say counts only when the organisation sets it itself: touching one chooses that.
document.addEventListener("input", (event) => {
  const body = event.target.closest(".compound-body");
  const own = body?.closest(".compound").querySelector("input[type=radio][value=yes]");
  if (own && event.target !== own) own.checked = true;
});
