// A file that is too large is named before it is sent: what refuses it afterwards has no page to say so on.

document.addEventListener("change", (event) => {
  const { mostBytes, tooLarge } = event.target.dataset;
  if (!mostBytes) return;
  const large = [...event.target.files].some((file) => file.size > Number(mostBytes));
  event.target.setCustomValidity(large ? tooLarge : "");
  event.target.reportValidity();
});

// What was shown of one file says nothing of another.
document.addEventListener("change", (event) => {
  if (event.target.id === "f-file") document.getElementById("import-found").replaceChildren();
});
